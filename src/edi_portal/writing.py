"""Writes models as X12 files: envelopes, numbers and counts are made, the result is checked.

Nothing that the guide does not allow is written: what is made goes through the same reading
that checks files, while it is made, and the first error stops it with a `ModelError` that
names the field, the rule and the place. A file appears whole or not at all.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import attrs

from edi_portal.errors import ModelError, UsageError
from edi_portal.findings import Finding, Severity
from edi_portal.guides.reading import Reading
from edi_portal.models.assembly import Assembly, Settings
from edi_portal.models.base import Model
from edi_portal.models.naming import field_at
from edi_portal.output import OutputFile
from edi_portal.report import Counts
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.reader import Reader
from edi_portal.x12.source import PathLike
from edi_portal.x12.writer import CUSTOMARY, Writer

_BLOCK = 64 * 1024


@attrs.frozen(kw_only=True)
class Written:
    """What was written: how many items, in how many transaction sets, and its size in bytes.

    ``data`` is the file itself where no path was given, otherwise ``None``.
    """

    items: int
    transactions: int
    segments: int
    size: int
    data: bytes | None = attrs.field(default=None, repr=False)


def write(
    models: Iterable[Model],
    output: PathLike | None = None,
    *,
    sender: str,
    receiver: str,
    as_of: datetime,
    sender_qualifier: str = "ZZ",
    receiver_qualifier: str = "ZZ",
    application_sender: str | None = None,
    application_receiver: str | None = None,
    control_numbers: Iterable[int] | None = None,
    usage: str = "P",
    acknowledgment_requested: bool = False,
    guide: str | None = None,
    most: int | None = None,
    snip: int = 3,
    delimiters: Delimiters = CUSTOMARY,
    line_end: str = "\n",
    force: bool = False,
) -> Written:
    """Write models as one interchange, to a file or, without ``output``, as bytes.

    ``models`` are claims, remittances, inquiries, responses or statuses. A list is grouped:
    items of one billing provider, subscriber and patient stand together. An iterator is
    written as it comes, so that a file of any size takes little memory. Each kind of model is
    a functional group of its own.

    - ``sender``, ``receiver``: ISA06 and ISA08, and GS02 and GS03 where no application code
      is given; the qualifiers are ISA05 and ISA07.
    - ``as_of``: date and time of the envelopes; nothing here reads a clock.
    - ``control_numbers``: where ISA13 and each GS06 are taken from, in this order; by default
      they count from 1.
    - ``usage``: ISA15, ``P`` for production or ``T`` for test.
    - ``guide``: for models that several guides share, such as ``277CA``.
    - ``most``: items in one transaction set, by default 5,000. A remittance is never split.
    - ``snip``: what is written is held to SNIP types 1 to this number. With 2 a remittance is
      written whose amounts do not add up, such as one that was made anonymous.
    - ``force``: whether a file of that name may be replaced.

    Raises `ModelError` for what cannot be written or is not valid, with the field, `WriteError`
    where the file cannot be written; then there is no file. `UsageError` for arguments that do
    not fit together, or where there are no models at all.
    """
    if isinstance(models, Model):
        raise UsageError("models are written from a list or an iterator: [model] for a single one")
    if not isinstance(models, Iterable):
        raise UsageError(f"models are written from a list or an iterator, not {_kind(models)}")
    texts = {
        "sender": sender,
        "receiver": receiver,
        "sender_qualifier": sender_qualifier,
        "receiver_qualifier": receiver_qualifier,
        "usage": usage,
    }
    for name, value in texts.items():
        if not isinstance(value, str):
            raise UsageError(f"{name} must be text, not {_kind(value)}")
    if not isinstance(as_of, datetime):
        raise UsageError(f"as_of must be a datetime, not {_kind(as_of)}")
    if most is not None and not (type(most) is int and most > 0):
        raise UsageError("most must be a whole number above 0")
    if snip not in range(1, 8):
        raise UsageError("snip must be a whole number from 1 to 7")
    if not isinstance(delimiters, Delimiters):
        raise UsageError(f"delimiters must be Delimiters, not {_kind(delimiters)}")
    if not isinstance(control_numbers, Iterable | None):
        raise UsageError("control_numbers is an iterable of whole numbers")
    writer = Writer(delimiters, line_end)
    settings = Settings(
        sender=(sender_qualifier, sender),
        receiver=(receiver_qualifier, receiver),
        application_sender=application_sender or sender,
        application_receiver=application_receiver or receiver,
        as_of=as_of,
        numbers=iter(control_numbers if control_numbers is not None else itertools.count(1)),
        usage=usage,
        acknowledgment_requested=acknowledgment_requested,
        most=most,
    )
    assembly = Assembly(writer, settings, guide)
    pieces = assembly.interchange(models)
    if output is None:
        found: list[bytes] = []
        counts = _checked(assembly, pieces, found.append, snip)
        return _written(assembly, counts, b"".join(found))
    with OutputFile(output, force=force) as file:
        counts = _checked(assembly, pieces, file.write, snip)
    return _written(assembly, counts, None)


def _kind(value: object) -> str:
    return type(value).__name__


def _written(assembly: Assembly, counts: Counts, data: bytes | None) -> Written:
    return Written(
        items=assembly.items,
        transactions=counts.transactions,
        segments=counts.segments,
        size=counts.bytes,
        data=data,
    )


def _checked(
    assembly: Assembly, pieces: Iterator[str], put: Callable[[bytes], object], snip: int
) -> Counts:
    """Puts out the pieces while reading them as any file is read; stops at an error."""

    def blocks() -> Iterator[str]:
        for text in _blocks(pieces):
            put(text.encode("latin-1"))
            yield text

    reading = Reading(Reader(blocks()), snip=snip)
    for item in reading.items():
        if isinstance(item, Finding) and item.severity is Severity.ERROR:
            raise _refusal(assembly, item)
    return reading.counts


def _refusal(assembly: Assembly, found: Finding) -> ModelError:
    field, place = None, found.location.reference
    for of in assembly.families.values():
        named = field_at(of, found.location, found.text or "", assembly.delimiters)
        if named is not None:
            field, place = named
            break
    which = f"claim {found.location.claim}: " if found.location.claim else ""
    what = f"{field} ({place})" if field else place or "the envelope"
    return ModelError(
        f"{which}{what} is not valid, nothing was written: {found.message} [{found.code}]",
        field=field,
        place=place,
    )


def _blocks(pieces: Iterator[str]) -> Iterator[str]:
    """Pieces joined to blocks, for what reads and writes them."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(waiting)
            waiting.clear()
            size = 0
    yield "".join(waiting)
