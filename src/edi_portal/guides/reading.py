"""One reading of an input: everything there is to say of it, in the order of the file.

`Reading.items` yields events, findings between them, and segments if asked for. It never
raises for what the input holds and never stops before its end: what follows a broken
envelope is read as well as it can be.
"""

from collections import deque
from collections.abc import Generator, Iterator
from itertools import islice

from edi_portal.catalogue import finding
from edi_portal.event import Event, GroupEnd, InterchangeBegin, InterchangeEnd
from edi_portal.findings import Finding, Location, Severity
from edi_portal.guides.envelopes import Envelopes
from edi_portal.guides.locating import BLANK, Position
from edi_portal.guides.overlay import Overlay
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.remarks import SEGMENT_ID
from edi_portal.guides.units import Asked, Unit
from edi_portal.guides.walk import Walk
from edi_portal.guides.walks import Walks
from edi_portal.report import Counts
from edi_portal.x12.batch import Batch
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.reader import InterchangeStart, Notice, Reader

ReadItem = Event | PlacedSegment | Unit


class Reading:
    """Reads one input against its guides. Iterate `items` once, then see the counts.

    ``counts`` is complete after the iteration; ``complete`` is false where a limit left
    part of the input unread. ``snip`` bounds the types checked; ``trace`` asks for segments;
    ``legacy`` has withdrawn guides used. What the ``overlays`` find is told whatever ``snip``
    is: who gives an overlay asks for it.
    """

    def __init__(
        self,
        reader: Reader,
        *,
        file: str | None = None,
        snip: int = 3,
        trace: bool = False,
        legacy: bool = False,
        overlays: tuple[Overlay, ...] = (),
        units: Asked | None = None,
    ) -> None:
        self.counts = Counts()
        self.complete = True
        self._reader = reader
        self._snip = snip
        self._trace = trace
        self._asked = units
        self._position = Position(file, gives_segments=trace)
        self._walks = Walks(
            self._position,
            self._ahead,
            snip=snip,
            trace=trace,
            legacy=legacy,
            overlays=overlays,
            units=units,
        )
        self._envelopes = Envelopes(self._position, self.counts, self._walks)
        self._source = reader.items()
        self._peeked: deque[Batch | Notice | InterchangeStart] = deque()
        self._skip = 0  # segments of the next batch that were taken already
        self._isa_due = False
        self._overlays = overlays
        self._of_header: list[Notice] = []  # remarks on an ISA whose event is still to come
        self._not_checked: set[str] = set()

    @property
    def file(self) -> str | None:
        """The name of the input, as findings give it."""
        return self._position.file

    def close(self) -> None:
        """Leave the rest of the input unread, and close what was opened for it."""
        self._reader.close()

    @property
    def snip(self) -> int:
        """The SNIP types that are checked: 1 to this one."""
        return self._snip

    @property
    def tail(self) -> str:
        """What was read behind the last segment given, and what no batch holds."""
        return self._position.rest() + self._reader.tail

    def items(self) -> Iterator[ReadItem]:
        """Events, findings and, with ``trace``, segments, in the order of the input."""
        for item in self._all():
            if isinstance(item, Finding):
                beyond = item.snip is not None and item.snip > self._snip
                if beyond and item.overlay is None:
                    continue
                if item.code == "ELE019" and self._told(item):
                    continue
                self._count(item)
            yield item
        self.counts.bytes = self._reader.bytes_read

    def _told(self, item: Finding) -> bool:
        """Whether a list that could not be checked was named before."""
        told = item.message in self._not_checked
        self._not_checked.add(item.message)
        return told

    def _count(self, item: Finding) -> None:
        counts = self.counts
        if item.severity is Severity.ERROR:
            counts.errors += 1
        elif item.severity is Severity.WARNING:
            counts.warnings += 1
        else:
            counts.infos += 1

    def _all(self) -> Iterator[ReadItem]:
        while (item := self._next()) is not None:
            if isinstance(item, Notice):
                if self._isa_due:
                    self._of_header.append(item)
                else:
                    yield self._noticed(item)
            elif isinstance(item, InterchangeStart):
                yield from self._close_all()
                self._isa_due = not item.bare
                if item.bare:
                    yield from self._envelopes.begin_bare(item.delimiters)
            else:
                yield from self._batch(item)
        yield from self._close_all()
        for overlay in self._overlays:
            if overlay not in self._walks.applied:
                yield finding("SRC009", Location(file=self.file), name=overlay.name)

    def _next(self) -> Batch | Notice | InterchangeStart | None:
        return self._peeked.popleft() if self._peeked else next(self._source, None)

    def _ahead(self, batch: Batch, index: int, size: int) -> list[str]:
        """Up to ``size`` segments behind ``index``, from the next batches too if need be."""
        found = batch.segments[index + 1 : index + 1 + size]
        number = 0
        while len(found) < size:
            if number == len(self._peeked):
                self._peeked.extend(islice(self._source, 1))
            following = self._peeked[number] if number < len(self._peeked) else None
            if not isinstance(following, Batch):
                break
            if number == 0:
                self._position.ahead = following
            found = [*found, *following.segments[: size - len(found)]]
            number += 1
        return found

    def _noticed(self, notice: Notice) -> Finding:
        if notice.code == "SRC007":
            self.complete = False
            self._position.ordinal_base += 1  # the segment left out is counted all the same
        location = Location(
            file=self._position.file,
            interchange=self._position.interchange,
            group=self._position.group,
            transaction=self._position.transaction,
            segment="ISA" if notice.code.startswith("ENV") else None,
            segment_in_file=notice.segment_in_file,
            offset=notice.offset,
            line=notice.line,
        )
        return finding(notice.code, location, facts=notice.facts)

    def _batch(self, batch: Batch) -> Iterator[ReadItem]:
        position, envelopes = self._position, self._envelopes
        position.next_batch(batch, self._skip)
        empty_before = position.empty_in_file
        index, self._skip = self._skip, 0
        size = len(batch.segments)
        while index < size:
            transaction = envelopes.transaction
            if transaction is None:
                index = yield from self._outside(batch, index)
                continue
            walk = transaction.walk
            index = yield from walk.run(batch, index)
            if walk.ended:
                text = batch.segments[index - 1].lstrip(BLANK)
                yield from envelopes.end_transaction(index - 1, text, batch.delimiters.element)
            elif walk.cut:
                if isinstance(walk, Walk):
                    yield from walk.unfinished(index)
                yield from envelopes.cut_transaction(index)
        self._skip = index - size
        self.counts.segments += size - (position.empty_in_file - empty_before)
        if not batch.closed and size:
            position.leave_loops()
            last = batch.segments[-1].split(batch.delimiters.element, 1)[0]
            known = last if SEGMENT_ID.fullmatch(last) else None
            yield position.finding("SEG015", size - 1, known)

    def _outside(self, batch: Batch, index: int) -> Generator[ReadItem, None, int]:
        """A segment outside of a transaction set."""
        text = batch.segments[index]
        if not text.strip(BLANK):
            return (yield from self._position.report_empty(index))
        if text[0] in BLANK:
            text = text.lstrip(BLANK)
            yield self._position.finding("SEG014", index, None)
        findings: list[Finding] = []
        ends: list[Event] = []
        for item in self._envelope_segment(batch, index, text):
            if isinstance(item, Finding):
                findings.append(item)
            # With segments asked for, a trailer stands before the end that it causes.
            if self._trace and isinstance(item, GroupEnd | InterchangeEnd):
                ends.append(item)
            else:
                yield item
        if self._trace or (self._asked is not None and text.startswith("TA1")):
            # Of what stands outside of transaction sets, a TA1 alone says something by itself.
            yield self._position.placed(index, text, None, findings)
        yield from ends
        return index + 1

    def _envelope_segment(self, batch: Batch, index: int, text: str) -> Iterator[Event]:
        envelopes, delimiters = self._envelopes, batch.delimiters
        separator = delimiters.element
        segment_id = text.split(separator, 1)[0]
        if segment_id == "ISA" and self._isa_due:
            return self._begin_interchange(index, text, delimiters)
        if segment_id == "GS":
            return envelopes.begin_group(index, text, separator)
        if segment_id == "ST":
            return envelopes.begin_transaction(index, text, delimiters)
        if segment_id == "GE":
            return envelopes.end_group(index, text, separator)
        if segment_id == "IEA":
            return envelopes.end_interchange(index, text, separator)
        return envelopes.between(index, text, segment_id)

    def _begin_interchange(self, index: int, text: str, delimiters: Delimiters) -> Iterator[Event]:
        held, self._of_header = self._of_header, []
        self._isa_due = False
        padded = all(notice.code != "ENV001" for notice in held)
        for item in self._envelopes.begin_interchange(index, text, delimiters, padded=padded):
            yield item
            if isinstance(item, InterchangeBegin):
                yield from map(self._noticed, held)

    def _close_all(self) -> Iterator[ReadItem]:
        batch = self._position.batch
        index = len(batch.segments) if batch is not None else 0
        transaction = self._envelopes.transaction
        if transaction is not None and isinstance(transaction.walk, Walk):
            yield from transaction.walk.unfinished(index)
        yield from self._envelopes.close_all(index)
