"""The rows of a file as CMS publishes it: tab-delimited text, CSV, or a zip of such files."""

import csv
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import attrs

from edi_portal.errors import LimitError, SourceError, TableError

MAX_BYTES = 1 << 30
"""The largest file that is read, in bytes as they are out of a zip. CMS's have 60 million."""

_ENDINGS = (".txt", ".csv", ".tsv")
_START = 20_000
_AROUND = ' "\N{NO-BREAK SPACE}'


@attrs.frozen(slots=True)
class Row:
    """A row: its number, from 1, as an editor or a spreadsheet counts them, and its cells."""

    number: int
    cells: list[str]


@attrs.frozen(slots=True)
class Part:
    """One text: its ``name``, and for a member of a zip that of the zip before it."""

    name: str
    text: str = attrs.field(repr=False)

    def fault(self, row: int | None, what: str) -> TableError:
        """The error that something is wrong with this text, in its ``row`` where one is known."""
        place = self.name if row is None else f"{self.name}, row {row}"
        return TableError(f"{place}: {what}; nothing of it is used")

    def rows(self) -> Iterator[Row]:
        """Its rows but blank ones, each cell without blanks and quotes around it."""
        lines = io.StringIO(self.text, newline="")
        if "\t" in self.text[:_START]:
            # Quotes are no quotes in CMS's text: some stand alone in a rationale.
            reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            reader = csv.reader(lines)
        try:
            for cells in reader:
                cells = [cell.strip(_AROUND) for cell in cells]
                if any(cells):
                    yield Row(reader.line_num, cells)
        except csv.Error as error:
            raise self.fault(reader.line_num, "cannot be read as a row of cells") from error


def parts_of(path: str | os.PathLike[str]) -> list[Part]:
    """The texts in the file at ``path``.

    Raises `edi_portal.errors.SourceError` where it cannot be read, `edi_portal.errors.LimitError`
    where it is larger than `MAX_BYTES`, and `edi_portal.errors.TableError` for a damaged zip or one
    that holds no text.
    """
    file = Path(path)
    try:
        if zipfile.is_zipfile(file):
            return _members(file)
        with file.open("rb") as stream:
            return [_part(file.name, stream)]
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or type(error).__name__}") from error
    except ValueError as error:
        # A NUL character, which no file name can hold.
        raise SourceError("the path of the table is not valid") from error


def _members(file: Path) -> list[Part]:
    found = []
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(_ENDINGS):
                    with archive.open(member) as stream:
                        found.append(_part(f"{file.name}/{member.filename}", stream))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        # RuntimeError is what an encrypted member raises.
        raise TableError(f"{file.name}: the zip cannot be read; nothing of it is used") from error
    if not found:
        raise TableError(f"{file.name}: the zip holds no .txt or .csv; nothing of it is used")
    return found


def _part(name: str, stream: IO[bytes]) -> Part:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitError(f"{name}: larger than {MAX_BYTES} bytes; nothing of it is used")
    try:
        return Part(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Part(name, data.decode("latin-1"))
