"""De-identifies a file: segment by segment, in memory that does not grow with it.

Names, addresses, numbers and dates of persons become invented ones, the same for the same value
under the same key, so that a claim and its remittance, inquiry and answer, stay together. Codes,
amounts and structure stay; every byte outside of a changed element is as it was.
"""

from collections.abc import Iterator
from typing import IO, Any

import attrs

from edi_portal.api import unit_reading
from edi_portal.deidentification.keys import checked_key
from edi_portal.deidentification.patients import Owned, Patients
from edi_portal.deidentification.rewriting import Rewriter
from edi_portal.deidentification.rules import patients
from edi_portal.errors import GuideError, LimitError, SourceError, UsageError
from edi_portal.event import TransactionBegin
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.reading import Reading
from edi_portal.output import OutputFile
from edi_portal.x12.source import PathLike

WEEKS = 26
"""By default dates move by up to so many weeks."""
MOST_WEEKS = 520


@attrs.frozen(kw_only=True)
class Deidentified:
    """How many segments there are, how many changed, and the file where no path was given.

    ``masked`` counts segments without a place in their guide: all that they said was cleared.
    """

    segments: int
    changed: int
    masked: int
    data: bytes | None = attrs.field(default=None, repr=False)


def deidentify(
    path: PathLike | None = None,
    output: PathLike | None = None,
    *,
    key: bytes,
    weeks: int = WEEKS,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    name: str | None = None,
    force: bool = False,
    **options: Any,
) -> Deidentified:
    """Write a file without what identifies the persons in it, to ``output`` or as bytes.

    ``key`` are 16 bytes or more (`read_key`); files under the same key and ``weeks`` match each
    other, and nothing leads back without the key. Dates of a patient move together, by 1 to
    ``weeks`` weeks into the past. ``options`` are those of `edi_portal.read`.

    Raises `UsageError` for a key that is none, `SourceError` where the input cannot be read or is
    not X12, `GuideError` where it holds transaction sets that there is no table of identifiers
    for, `LimitError` where a limit leaves some of it unread, `WriteError` where the output cannot
    be written. There is no file then.
    """
    checked_key(key)
    if not 1 <= weeks <= MOST_WEEKS:
        raise UsageError(f"weeks are 1 to {MOST_WEEKS}")
    reading = unit_reading(
        path, data=data, stream=stream, name=name, units=_no_units, trace=True, **options
    )
    job = _Job(Rewriter(key, weeks))
    if output is None:
        return job.done(b"".join(job.pieces(reading)))
    with OutputFile(output, force=force) as file:
        for piece in job.pieces(reading):
            file.write(piece)
    return job.done(None)


def _no_units(_: object) -> None:
    return None


class _Job:
    """One file while it is rewritten."""

    def __init__(self, rewriter: Rewriter) -> None:
        self._rewriter = rewriter
        self._patients = Patients()
        self._segments = self._changed = 0
        self._terminator = ""

    def pieces(self, reading: Reading) -> Iterator[bytes]:
        """The new file."""
        for item in reading.items():
            if isinstance(item, TransactionBegin):
                if item.name is None or item.name not in patients():
                    raise GuideError(
                        f"transaction set {item.control_number or ''}: there is no table of what "
                        "identifies persons in this guide; nothing was written"
                    )
                yield from map(self._written, self._patients.begin(item.name))
            elif isinstance(item, PlacedSegment):
                yield from map(self._written, self._patients.take(item))
            if not reading.complete:
                raise LimitError("a segment is longer than the limit; nothing was written")
        yield from map(self._written, self._patients.rest())
        if not self._segments:
            raise SourceError("there is no X12 in this; nothing was written")
        yield self._rewriter.gap(reading.tail, self._terminator).encode("latin-1")

    def done(self, data: bytes | None) -> Deidentified:
        """What was done."""
        return Deidentified(
            segments=self._segments,
            changed=self._changed,
            masked=self._rewriter.masked,
            data=data,
        )

    def _written(self, owned: Owned) -> bytes:
        segment = owned.segment
        text = self._rewriter.text(owned)
        self._segments += 1
        self._changed += text != segment.text
        self._terminator = segment.delimiters.terminator
        return (self._rewriter.gap(segment.before, self._terminator) + text).encode("latin-1")
