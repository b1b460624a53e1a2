"""Reads a transaction set for which there is no guide: form and numbering only."""

from collections.abc import Generator, Iterator

from edi_portal.findings import Finding
from edi_portal.guides.diagnose import Problem
from edi_portal.guides.locating import BLANK, Position
from edi_portal.guides.model import Segment, Usage
from edi_portal.guides.numbering import Fault, Numbering
from edi_portal.guides.remarks import SEGMENT_ID
from edi_portal.guides.walk import ENVELOPE_IDS, Item
from edi_portal.x12.batch import Batch


class Unguided:
    """One transaction set without a guide; stands in for `Walk`."""

    def __init__(self, position: Position, identifier: str, *, trace: bool) -> None:
        self._position = position
        self._lines = identifier == "837"
        self._trace = trace
        self._numbering = Numbering()
        self.claims = 0
        self.ended = False
        self.cut = False

    def run(self, batch: Batch, index: int) -> Generator[Item, None, int]:
        """Reads on from ``index``; returns the index of the first segment not taken."""
        segments, position = batch.segments, self._position
        while index < len(segments):
            text = segments[index].lstrip(BLANK)
            if not text:
                index = yield from position.report_empty(index)
                continue
            values = text.split(batch.delimiters.element)
            segment_id = values[0]
            if segment_id in ENVELOPE_IDS:
                self.cut = True
                return index
            findings = [*form(position, index, text)]
            for code, element, facts in self._faults(values):
                if "mark" in facts:
                    continue
                problem = Problem(code=code, element=element, value=values[element], facts=facts)
                findings.append(position.problem(problem, index, _bare(segment_id)))
            yield from findings
            if self._trace:
                yield position.placed(index, text, None, findings)
            index += 1
            if segment_id == "SE":
                self.ended = True
                return index
        return index

    def _faults(self, values: list[str]) -> list[Fault]:
        segment_id = values[0]
        if segment_id == "HL" and len(values) > 3:
            return [fault for fault in self._numbering.level(values, -1) if fault[1] < len(values)]
        if segment_id == "CLM":
            self.claims += 1
            self._numbering.claim()
        elif segment_id == "CLP":
            self.claims += 1
        elif segment_id == "LX" and self._lines and len(values) > 1:
            return self._numbering.line(values)
        return []


def form(position: Position, index: int, text: str) -> Iterator[Finding]:
    """What can be said of a segment without knowing what it is."""
    batch = position.batch
    separator = batch.delimiters.element if batch is not None else "*"
    segment_id = text.split(separator, 1)[0]
    if SEGMENT_ID.fullmatch(segment_id) is None:
        yield position.finding("SEG010", index, None)
    elif not text[len(segment_id) :].strip(separator):
        yield position.finding("SEG011", index, segment_id)
    elif text.endswith(separator):
        yield position.finding("SEG012", index, segment_id)


def _bare(segment_id: str) -> Segment:
    """A segment of no guide, for findings that only need its id."""
    return Segment(
        id=segment_id,
        title="",
        usage=Usage.SITUATIONAL,
        maximum=None,
        position=0,
        loop="",
        elements=(),
    )
