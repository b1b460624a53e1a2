"""Where a reading stands, and findings made there."""

from collections.abc import Generator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import attrs

from edi_portal.catalogue import finding
from edi_portal.findings import Finding, Location, Origin, Severity
from edi_portal.guides.diagnose import Problem
from edi_portal.guides.masking import masked
from edi_portal.guides.model import Segment
from edi_portal.guides.placed import PlacedSegment
from edi_portal.x12.batch import Batch

BLANK = " \t\r\n"


def _standing(batch: Batch, at: int) -> tuple[str, int, int]:
    """A segment without blanks before it, with the offset and line of its first character."""
    offset, line = batch.place(at)
    written = batch.segments[at]
    text = written.lstrip(BLANK)
    blanks = written[: len(written) - len(text)]
    return text, offset + len(blanks), line + blanks.count("\n")


class Mark(NamedTuple):
    """A segment that is over, with what is needed to point at it again."""

    batch: Batch | None
    at: int
    ordinal: int | None
    empty: int
    loop: str | None
    claim: int | None = None


class Spot(NamedTuple):
    """A segment that may yet have to be pointed at: cheap to keep, since most never are."""

    batch: Batch | None
    at: int
    ordinal: int | None
    empty: int

    def mark(self, loop: str | None, claim: int | None) -> Mark:
        """The segment within these loops and this claim."""
        return Mark(self.batch, self.at, self.ordinal, self.empty, loop, claim)


@attrs.define
class Position:
    """The envelope that a reading is in, and the batch it reads; makes findings there."""

    file: str | None
    gives_segments: bool = False
    batch: Batch | None = None
    ahead: Batch | None = None  # the batch behind it, once something looked there
    interchange: str | None = None
    group: str | None = None
    transaction: str | None = None
    in_transaction: bool = False
    ordinal_base: int = 0  # ordinal in the transaction of the segment before the batch
    empty: int = 0  # empty segments of this batch met so far
    empty_in_file: int = 0
    loop: str | None = None
    claim: int | None = None
    claims_before: int = 0  # claims of the transaction sets before this one
    unit: tuple[str, str] | None = attrs.field(default=None, repr=False)
    unplaced: str = attrs.field(default="", repr=False)  # read before the batch, not yet given
    _placed: int = 0  # segments of the batch that were given to a reader of segments
    _ends_empty: bool = False  # the batch ends in empty segments, which were reported

    def rest(self) -> str:
        """Everything read since the last segment that was given to a reader of segments."""
        size = len(self.batch.segments) if self.batch is not None else 0
        return self._since(size)

    def _since(self, index: int) -> str:
        """Text from the end of the last segment given to the end of the one before ``index``."""
        batch = self.batch
        if batch is None or self._placed >= index:
            return self.unplaced
        skipped = range(self._placed, index)
        text = "".join(batch.before(at) + batch.segments[at] for at in skipped)
        return self.unplaced + text

    def next_batch(self, batch: Batch, taken: int = 0) -> None:
        """The reading goes on in another batch, of which so many segments are taken already."""
        if self.batch is not None:
            self.ordinal_base += len(self.batch.segments) - self.empty
            self.empty = 0
            if self.gives_segments:
                self.unplaced = self.rest()
        self.batch = batch
        self.ahead = None
        self._placed = taken

    def begin_transaction(self, index: int) -> None:
        """The segment at ``index`` of the batch is an ST: its ordinal is 1."""
        self.ordinal_base = self.empty - index
        self.in_transaction = True

    def leave_loops(self) -> None:
        """What follows belongs to no loop and no claim."""
        self.loop = self.claim = self.unit = None

    def end_transaction(self, claims: int) -> None:
        """The transaction set is over; it had so many claims."""
        self.leave_loops()
        self.claims_before += claims
        self.in_transaction = False
        self.transaction = None

    def ordinal(self, index: int) -> int | None:
        """The number in its transaction set of a segment of the batch."""
        return index + 1 + self.ordinal_base - self.empty if self.in_transaction else None

    def in_file(self, index: int) -> int:
        """The number in the file of a segment of the batch, empty ones not counted."""
        first = self.batch.first if self.batch is not None else 0
        return first + index - self.empty_in_file

    def mark(self, index: int, loop: str) -> Mark:
        """Remembers a segment of the batch for a finding that only later segments show."""
        return self.spot(index).mark(loop, None)

    def spot(self, index: int) -> Spot:
        """Where a segment of the batch stands, for a mark of it that may be made later."""
        here, at = self._find(index)
        return Spot(here, at, self.ordinal(index), self.empty_in_file)

    def at_mark(
        self, code: str, mark: object, node: Segment, element: int, value: str | None = None
    ) -> Finding:
        """A finding about a segment remembered; ``value`` is shown on request only."""
        if not isinstance(mark, Mark) or mark.batch is None:
            return self.finding(code, 0, node.id, shows=False)
        text, offset, line = _standing(mark.batch, mark.at)
        location = attrs.evolve(
            self.location(0, node.id),
            ordinal=mark.ordinal,
            segment_in_file=mark.batch.first + mark.at - mark.empty,
            offset=offset,
            line=line,
            loop=mark.loop,
            claim=mark.claim,
            element=element,
        )
        judged = node.elements[element - 1]
        return finding(
            code,
            location,
            text=text,
            shown=masked(text, node, mark.batch.delimiters),
            data_element=judged.data_element,
            value=value,
        )

    def location(self, index: int, segment: str | None, problem: Problem | None = None) -> Location:
        """The place of a segment of the batch."""
        batch = self.batch
        if batch is None:
            return Location(file=self.file)
        here, at = self._find(index)
        if here is not None:
            _, offset, line = _standing(here, at)
        else:
            offset, line = batch.end
        return Location(
            file=self.file,
            interchange=self.interchange,
            group=self.group,
            transaction=self.transaction,
            segment=segment,
            ordinal=self.ordinal(index),
            segment_in_file=self.in_file(index),
            offset=offset,
            line=line,
            loop=self.loop,
            claim=self.claim,
            element=problem.element if problem else None,
            repetition=problem.repetition if problem else None,
            component=problem.component if problem else None,
        )

    def finding(
        self,
        code: str,
        index: int,
        segment: str | None,
        *,
        node: Segment | None = None,
        shows: bool = True,
        loop: str | None = None,
        severity: Severity | None = None,
        ack: Mapping[str, str] | None = None,
        origin: Origin | None = None,
        facts: Mapping[str, object] = MappingProxyType({}),
        **more: object,
    ) -> Finding:
        """A finding about a whole segment; ``shows`` says whether it stands in the input.

        ``origin`` is the overlay that alone asks for what is not so.
        """
        location = self.location(index, segment)
        if loop is not None:
            location = attrs.evolve(location, loop=loop)
        text = self._text(index) if shows else None
        return finding(
            code,
            location,
            severity=severity,
            ack=ack,
            origin=origin,
            text=text,
            shown=self._masked(text, node),
            unit=self.unit,
            facts={"segment": segment, **facts, **more},
        )

    def problem(self, problem: Problem, index: int, node: Segment) -> Finding:
        """A finding about a part of a segment."""
        text = self._text(index)
        facts = {"segment": node.id, **problem.facts}
        return finding(
            problem.code,
            self.location(index, node.id, problem),
            origin=problem.origin,
            data_element=problem.data_element,
            value=problem.value,
            text=text,
            shown=self._masked(text, node),
            unit=self.unit,
            facts=facts,
        )

    def report_empty(self, index: int) -> Generator[Finding, None, int]:
        """One finding for a run of empty segments of the batch; returns the index behind it."""
        segments = self.batch.segments if self.batch is not None else []
        end = index
        while end < len(segments) and not segments[end].strip(BLANK):
            end += 1
        if index or not self._ends_empty:
            yield self.finding("SEG013", index, None, shows=False)
        self._ends_empty = end == len(segments)
        self.empty += end - index
        self.empty_in_file += end - index
        return end

    def placed(
        self, index: int, text: str, node: Segment | None, findings: Sequence[Finding] = ()
    ) -> PlacedSegment:
        """The segment at ``index`` of the batch, as a reader of segments gets it."""
        batch = self.batch
        if batch is None:
            raise ValueError("no batch is being read")
        here, at = self._find(index)
        if here is None:
            raise ValueError("no such segment")
        skipped = self._since(min(index, len(batch.segments))) + here.before(at)
        self.unplaced = ""
        self._placed = index + 1
        standing, offset, line = _standing(here, at)
        return PlacedSegment(
            id=text.split(batch.delimiters.element, 1)[0],
            text=standing,
            delimiters=batch.delimiters,
            place=node,
            loop=self.loop,
            ordinal=self.ordinal(index),
            segment_in_file=self.in_file(index),
            offset=offset,
            line=line,
            before=skipped + here.segments[at].removesuffix(standing),
            findings=tuple(findings),
        )

    def _find(self, index: int) -> tuple[Batch | None, int]:
        """The batch that holds a segment, and its index there: this one, or the next."""
        for batch in (self.batch, self.ahead):
            if batch is not None:
                if index < len(batch.segments):
                    return batch, index
                index -= len(batch.segments)
        return None, 0

    def _text(self, index: int) -> str | None:
        here, at = self._find(index)
        return here.segments[at].lstrip(BLANK) if here is not None else None

    def _masked(self, text: str | None, node: Segment | None) -> str | None:
        if text is None or self.batch is None:
            return None
        return masked(text, node, self.batch.delimiters)
