"""Walks one transaction set through its guide: the hot loop, and what happens off it.

A valid segment costs one table look-up and one match. Whatever the table does not know
for certain, or the expression does not match, goes through `_irregular`: it finds the
place, says what is wrong, and puts the walk back in step.
"""

from collections.abc import Generator, Iterator, Sequence

from edi_portal.findings import Finding
from edi_portal.guides.automaton import STATE, Automaton, Match, Missing, State
from edi_portal.guides.demands import required_by
from edi_portal.guides.explaining import Ahead, Explaining
from edi_portal.guides.locating import BLANK, Position
from edi_portal.guides.model import Segment
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.places import SegmentPlace
from edi_portal.guides.remarks import Remarks
from edi_portal.guides.repair import Early, Kind, Repair, without
from edi_portal.guides.tally import Tally
from edi_portal.guides.units import Collector, Standing, Unit
from edi_portal.x12.batch import Batch

ENVELOPE_IDS = frozenset({"ISA", "IEA", "GS", "GE", "ST"})
_MISPLACED = {
    Kind.OUT_OF_SEQUENCE: "SEG007",
    Kind.SWAPPED: "SEG007",
    Kind.EARLY: "SEG007",
    Kind.NOT_USED: "SEG008",
}

Item = Finding | PlacedSegment | Unit


class Walk:
    """One transaction set on its way through the guide.

    ``trace`` asks for every segment as a `PlacedSegment`, ``external`` for codes to be
    checked against lists outside of the guide, a ``collector`` for units. ``cut`` is true once an envelope segment
    came where SE was due.
    """

    def __init__(
        self,
        automaton: Automaton,
        position: Position,
        ahead: Ahead,
        *,
        trace: bool,
        external: bool,
        collector: Collector | None = None,
    ) -> None:
        self._automaton = automaton
        self._position = position
        self._ahead = ahead
        self._trace = trace
        self._watched = trace or external
        self._collector = collector
        self._table = automaton.initial.table
        self._separator = automaton.delimiters.element
        self._tally = Tally(position, automaton.map.counters, self._separator)
        self._remarks = Remarks(automaton, position, self._tally, external=external)
        self._explaining = Explaining(automaton, self._remarks, ahead)
        self._early: Early = frozenset()
        self._running = False
        self.cut = False

    @property
    def claims(self) -> int:
        """How many claims began."""
        return self._tally.claims

    @property
    def ended(self) -> bool:
        """Whether SE was read."""
        return self._tally.ended

    def begin(self) -> tuple[Segment, Match]:
        """Takes the ST, whose elements the caller judges; returns its place and pattern."""
        option = self._automaton.options(self._automaton.initial, "ST")[0]
        self._table = option.target.table
        return option.place.node, self._automaton.match(option.place)

    def unfinished(self, index: int) -> Iterator[Unit]:
        """The unit that was open when the transaction set was cut off before ``index``."""
        if self._collector is not None:
            unit = self._collector.end(self._position.in_file(index) - 1, whole=False)
            if unit is not None:
                yield unit

    def run(self, batch: Batch, index: int) -> Generator[Item, None, int]:
        """Walks on from ``index``; returns the index of the first segment not taken."""
        segments = batch.segments
        size = len(segments)
        separator = self._separator
        component = batch.delimiters.component
        watched = self._watched
        collector = self._collector
        keep_place, keep_text = collector.keepers if collector is not None else (None, None)
        heads = collector.heads if collector is not None else ()
        tally = self._tally
        take = tally.take
        table = self._table
        first = 0 if self._running else index
        self._running = True
        if collector is not None:
            collector.go_on(batch.gap)
        while index < size:
            segment = segments[index]
            entry = table.get(segment[:3])
            if entry is not None:
                match, following, act, place = entry
                if match is None:
                    # Several places have this id here: the qualifier decides.
                    at, part = act
                    value = segment.split(separator, at + 1)
                    qualifier = value[at] if at < len(value) else ""
                    if part and component:
                        qualifier = qualifier.split(component, 1)[0]
                    entry = following.get(qualifier)
                    if entry is not None:
                        match, following, act, place = entry
                if entry is not None and match(segment) is not None:
                    table = following
                    begins = False
                    if collector is not None:
                        if place in heads:
                            begins = True
                            unit = self._begun(collector, index, place)
                            if unit is not None:
                                yield unit
                        keep_place(place)  # type: ignore[misc]  # it is there with the collector
                        keep_text(segment)  # type: ignore[misc]  # as above
                    if act is not None or watched:
                        faults = take(act, segment, index, separator)
                        if begins:
                            self._stand(batch, index, following[STATE])
                        if faults or watched:
                            state: State = following[STATE]
                            made = self._remarks.of_segment(
                                index, segment, place, state, (), faults
                            )
                            yield from self._given(index, segment, place, made)
                        if tally.ended:
                            return index + 1
                    index += 1
                    continue
            self._table = table
            index = yield from self._irregular(batch, index, first)
            if tally.ended or self.cut:
                return index
            table = self._table
        self._table = table
        self._explaining.turn(batch, first)
        tally.turn()
        return index

    def _irregular(self, batch: Batch, index: int, first: int) -> Generator[Item, None, int]:
        """Takes the segment at ``index`` the slow way, ``first`` being where this run began."""
        text = batch.segments[index]
        remarks, automaton = self._remarks, self._automaton
        state: State = self._table[STATE]
        if self._collector is not None and (not text or text[0] in BLANK):
            self._collector.uneven()
        if not text.strip(BLANK):
            remarks.empty(state)
            self._tally.turn()
            return (yield from self._position.report_empty(index))
        if text[0] in BLANK:
            text = text.lstrip(BLANK)
            yield from remarks.once("SEG014", index, state)
        values = text.split(self._separator)
        segment_id = values[0]
        if segment_id in ENVELOPE_IDS:
            self.cut = True
            return index
        if segment_id.islower() and segment_id.upper() in automaton.map.by_id:
            segment_id = values[0] = segment_id.upper()
            yield remarks.lower_case(index, segment_id, state)
            text = self._separator.join(values)
        chosen = automaton.choose(automaton.options(state, segment_id), values)
        if chosen is not None and not without(chosen.missing, self._early):
            self._early -= {*chosen.missing}
            automaton.remember(state, chosen, text[:3], values)
            yield from self._demanded(index, chosen.demanded, state, chosen.target)
            yield from self._accept(index, text, chosen.place, chosen.target)
            return index + 1
        repair = self._explaining.explain(batch, index, text, state, self._early, first)
        yield from self._apply(batch, index, text, state, repair)
        return index + repair.consumed

    def _apply(
        self, batch: Batch, index: int, text: str, state: State, repair: Repair
    ) -> Iterator[Item]:
        """Reports a repair and takes its segments."""
        remarks, target = self._remarks, repair.target
        kind, place = repair.kind, repair.place
        findings: list[Finding] = []
        if self._collector is not None and kind in _MISPLACED:
            self._collector.doubt()
        for child in repair.missing:
            yield remarks.missing(index, child, state, target)
        yield from self._demanded(index, repair.demanded, state, target)
        if place is None:
            findings = [remarks.stray(index, text, state)]
        elif kind in _MISPLACED:
            if kind is not Kind.OUT_OF_SEQUENCE or not remarks.was_missed(place, target):
                findings = [remarks.misplaced(_MISPLACED[kind], index, place, state)]
        elif repair.excess is not None:
            findings = remarks.over_maximum(index, repair.excess, target)
        if place is None or kind is Kind.NOT_USED:
            self._table = target.table
            if repair.instead is not None:
                self._tally.assume(self._automaton.act(repair.instead))
            self._tally.lose(text.split(self._separator, 1)[0])
            yield from self._collected(index, text, None)
            yield from self._given(index, text, None, findings)
        elif kind in (Kind.OUT_OF_SEQUENCE, Kind.EARLY) and not place.opens:
            # Its elements are checked, but it changes nothing in where the walk stands.
            self._table = target.table
            if kind is Kind.EARLY:
                self._early |= {place}
            self._tally.lose(place.node.id)
            yield from self._collected(index, text, place)
            problems = remarks.faulty(text, place)
            findings += remarks.of_segment(index, text, place, target, problems, ())
            yield from self._given(index, text, place, findings)
        elif repair.second is None:
            yield from self._accept(index, text, place, target, findings)
            if repair.excess is not None:
                # What is one too many may be meant to count or not.
                self._tally.lose(place.node.id)
        else:
            second = repair.second
            other = self._ahead(batch, index, 1)[0].lstrip(BLANK)
            # Which claim or line the two belong to is not certain.
            self._tally.lose(place.node.id)
            act = self._automaton.act(second)
            faults = self._tally.take(act, other, index + 1, self._separator)
            yield from self._accept(index, text, place, target, findings)
            self._tally.lose(place.node.id)
            yield from self._collected(index + 1, other, second)
            problems = remarks.faulty(other, second)
            made = remarks.of_segment(index + 1, other, second, target, problems, faults)
            yield from self._given(index + 1, other, second, made)

    def _demanded(
        self, index: int, demanded: Missing, before: State, after: State
    ) -> Iterator[Finding]:
        """What overlays require and did not come."""
        for child in without(demanded, self._early):
            origin = required_by(child.node)
            yield self._remarks.missing(index, child, before, after, origin)

    def _accept(
        self,
        index: int,
        text: str,
        place: SegmentPlace,
        target: State,
        findings: Sequence[Finding] = (),
    ) -> Iterator[Item]:
        """Takes a segment at its place: counts, checks its elements, goes on from there."""
        self._table = target.table
        yield from self._collected(index, text, place)
        faults = self._tally.take(self._automaton.act(place), text, index, self._separator)
        if self._collector is not None and place in self._collector.heads:
            here = self._position.batch
            if here is not None and index < len(here.segments):
                self._stand(here, index, target)
        problems = self._remarks.faulty(text, place)
        if problems:
            self._tally.doubt(place, problems)
        if faults or problems or findings or self._watched:
            made = self._remarks.of_segment(index, text, place, target, problems, faults)
            yield from self._given(index, text, place, [*findings, *made])

    def _collected(self, index: int, text: str, place: SegmentPlace | None) -> Iterator[Item]:
        """Adds a segment to the unit that it belongs to, if units are asked for."""
        if self._collector is not None:
            if place is not None and place in self._collector.heads:
                unit = self._begun(self._collector, index, place)
                if unit is not None:
                    yield unit
            self._collector.add(place, text)

    def _begun(self, collector: Collector, index: int, place: SegmentPlace) -> Unit | None:
        """A unit begins with this segment: the one before, which is over."""
        position = self._position
        return collector.begin(place, position.in_file(index), position.ordinal(index) or 0)

    def _stand(self, batch: Batch, index: int, state: State) -> None:
        """Tells the collector where the unit stands that has just begun."""
        outline = state.outline or self._automaton.outline(state)
        if self._collector is not None:
            offset, line = batch.place(index)
            counts, claim = self._tally.standing(outline)
            self._collector.standing = Standing(offset, line, batch.gap, outline, counts, claim)

    def _given(
        self, index: int, text: str, place: SegmentPlace | None, findings: Sequence[Finding]
    ) -> Iterator[Item]:
        """Findings about a segment, and behind them the segment itself if asked for."""
        yield from findings
        if self._trace:
            node = place.node if place is not None else None
            yield self._position.placed(index, text, node, findings)
