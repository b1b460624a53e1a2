"""A table as it is kept: records made of the files of a user, and the file that holds them."""

import json
import os
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import attrs

from edi_portal.codes.ncci.layouts import LAYOUTS, Kind, Layout, read_part
from edi_portal.codes.ncci.rows import Part, parts_of
from edi_portal.codes.records import Records
from edi_portal.errors import SourceError, TableError, UsageError

_MAGIC = b"edi-portal table 1\n"


@attrs.frozen(kw_only=True, slots=True)
class Facts:
    """What is known of a table without its records.

    ``files`` are the names of what it was made of. ``first`` and ``last`` are the earliest and
    the latest date from which a row is in force, where rows have such dates.
    """

    kind: Kind
    files: tuple[str, ...]
    rows: int
    first: date | None
    last: date | None


@attrs.frozen(kw_only=True, slots=True)
class Content:
    """A whole table. ``about`` is what names it may go by: words of its heading and files."""

    facts: Facts
    records: Records
    about: str = attrs.field(default="", repr=False)


def read_files(paths: Iterable[str | os.PathLike[str]], kind: Kind | None = None) -> Content:
    """One table of all the files at ``paths``: CMS divides long tables.

    ``kind`` is recognised where it is not given. Raises what `edi_portal.codes.ncci.rows.parts_of`
    raises, and `edi_portal.errors.TableError` naming file and row of what is wrong.
    """
    parts = [part for path in paths for part in parts_of(path)]
    if not parts:
        raise UsageError("a table needs a file")
    records: set[str] = set()
    about: list[str] = []
    layout: Layout | None = None
    for part in parts:
        layout, words, found = read_part(part, layout.kind if layout else kind)
        about += [words, part.name.lower()]
        records.update(found)
    assert layout is not None
    ordered = sorted(records)
    if layout.kind is Kind.MUE:
        _refuse_two_values(ordered, parts)
    first = last = None
    if layout.effective is not None:
        dates = {record[layout.effective] for record in ordered}
        first, last = _date(min(dates)), _date(max(dates))
    return Content(
        facts=Facts(
            kind=layout.kind,
            files=tuple(part.name for part in parts),
            rows=len(ordered),
            first=first,
            last=last,
        ),
        records=Records("".join(ordered).encode("ascii"), layout.width),
        about=" ".join(about),
    )


def _refuse_two_values(ordered: list[str], parts: list[Part]) -> None:
    # A value is for one kind of provider: two tables in one would let the wrong one win.
    codes = {record[:5] for record in ordered}
    if len(codes) != len(ordered):
        names = ", ".join(part.name for part in parts)
        raise TableError(f"{names}: a procedure has two values; nothing of it is used")


def to_bytes(content: Content) -> bytes:
    """The content of the file that holds a table."""
    facts = content.facts
    head = {
        "kind": facts.kind,
        "files": facts.files,
        "rows": facts.rows,
        "first": facts.first and facts.first.isoformat(),
        "last": facts.last and facts.last.isoformat(),
        "crc": zlib.crc32(content.records.data),
    }
    return _MAGIC + json.dumps(head).encode() + b"\n" + content.records.data


def load_facts(path: Path) -> Facts:
    """What the file at ``path`` says of its table. Raises as `load` does."""
    try:
        with path.open("rb") as stream:
            return _facts(path, stream.readline(), stream.readline())[0]
    except OSError as error:
        raise _unreadable(path, error) from error


def load(path: Path) -> Content:
    """The table in the file at ``path``, which `to_bytes` made.

    It is read whole and not mapped, so that it can be replaced at any time on every system.
    Raises `edi_portal.errors.SourceError` where it cannot be read, and
    `edi_portal.errors.TableError` where it is not such a file.
    """
    try:
        magic, _, rest = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise _unreadable(path, error) from error
    head, _, data = rest.partition(b"\n")
    facts, crc = _facts(path, magic + b"\n", head)
    if zlib.crc32(data) != crc:
        raise _foreign(path)
    return Content(facts=facts, records=Records(data, LAYOUTS[facts.kind].width))


def _facts(path: Path, magic: bytes, head: bytes) -> tuple[Facts, int]:
    try:
        if magic != _MAGIC:
            raise _foreign(path)
        raw = json.loads(head)
        facts = Facts(
            kind=Kind(raw["kind"]),
            files=tuple(map(str, raw["files"])),
            rows=int(raw["rows"]),
            first=raw["first"] and date.fromisoformat(raw["first"]),
            last=raw["last"] and date.fromisoformat(raw["last"]),
        )
        return facts, int(raw["crc"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _foreign(path) from error


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(f"{path}: {error.strerror or type(error).__name__}")


def _foreign(path: Path) -> TableError:
    return TableError(f"{path}: it is no table of this version or damaged; add it anew")


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a date has no zone
