"""Walks one transaction set through its guide: the hot loop, and what happens off it.

A valid segment costs one table look-up and one match. Whatever the table does not know
for certain, or the expression does not match, goes through `_irregular`: it finds the
place, says what is wrong, and puts the walk back in step.
"""

import re
from collections.abc import Callable, Generator, Iterator, Sequence

from edi_portal.findings import Finding
from edi_portal.guides.automaton import STATE, Act, Automaton, Frame, Match, State, limit_in_state
from edi_portal.guides.diagnose import Problem, diagnose, external_values
from edi_portal.guides.locating import BLANK, Position, loop_path
from edi_portal.guides.model import Segment
from edi_portal.guides.numbering import Fault, Numbering
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.guides.recovery import LOOKAHEAD, Kind, Repair, recover, without
from edi_portal.guides.registry import known_segment_ids
from edi_portal.guides.tables import external_codes
from edi_portal.x12.batch import Batch

ENVELOPE_IDS = frozenset({"ISA", "IEA", "GS", "GE", "ST", "TA1"})
SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}", re.ASCII)
# With this many repairs in one transaction set the searches become shorter, then stop.
_SHORT_SEARCH_AFTER = 200
_NO_SEARCH_AFTER = 1000

Item = Finding | PlacedSegment
Ahead = Callable[[Batch, int, int], list[str]]


class Walk:
    """One transaction set on its way through the guide.

    ``trace`` asks for every segment as a `PlacedSegment`, ``external`` for codes to be
    checked against lists outside of the guide. ``ended`` is true once SE was read,
    ``cut`` once an envelope segment came in its stead.
    """

    def __init__(
        self, automaton: Automaton, position: Position, ahead: Ahead, *, trace: bool, external: bool
    ) -> None:
        self._automaton = automaton
        self._position = position
        self._ahead = ahead
        self._trace = trace
        self._external = external
        self._table = automaton.initial.table
        self._counts = [0] * len(automaton.map.loops)
        self._numbering = Numbering()
        self._repairs = 0
        self._early: frozenset[SegmentPlace] = frozenset()
        self._blank_reported = False
        self.claims = 0
        self.ended = False
        self.cut = False

    def begin(self) -> tuple[Segment, Match]:
        """Takes the ST, whose elements the caller judges; returns its place and pattern."""
        option = self._automaton.options(self._automaton.initial, "ST")[0]
        self._table = option.target.table
        return option.place.node, self._automaton.match(option.place)

    def run(self, batch: Batch, index: int) -> Generator[Item, None, int]:
        """Walks on from ``index``; returns the index of the first segment not taken."""
        segments = batch.segments
        size = len(segments)
        separator = batch.delimiters.element
        component = batch.delimiters.component
        watched = self._trace or self._external
        table = self._table
        while index < size:
            segment = segments[index]
            entry = table.get(segment[:3])
            if entry is not None and entry[0] is None:
                at, part = entry[2]
                value = segment.split(separator, at + 1)[at : at + 1] or [""]
                qualifier = value[0].split(component, 1)[0] if part and component else value[0]
                entry = entry[1].get(qualifier)
            if entry is not None and entry[0] is not None:
                match, following, act, place = entry
                if match(segment) is not None:
                    if act is None and not watched:
                        table = following
                        index += 1
                        continue
                    self._table = table = following
                    faults = self._act(act, segment, index) if act is not None else None
                    if faults or watched:
                        state: State = following[STATE]  # type: ignore[assignment]
                        yield from self._note(index, segment, place, state, [], faults or [])
                    index += 1
                    if self.ended:
                        return index
                    continue
            self._table = table
            index = yield from self._irregular(batch, index)
            if self.ended or self.cut:
                return index
            table = self._table
        self._table = table
        return index

    def _irregular(self, batch: Batch, index: int) -> Generator[Item, None, int]:
        """Takes the segment at ``index`` the slow way."""
        text = batch.segments[index]
        state: State = self._table[STATE]  # type: ignore[assignment]
        if not text.strip(BLANK):
            self._stand(state.frames, None)
            return (yield from self._position.report_empty(index))
        if text[0] in BLANK:
            text = text.lstrip(BLANK)
            if not self._blank_reported:
                self._blank_reported = True
                self._stand(state.frames, None)
                yield self._position.finding("SEG014", index, None)
        values = text.split(batch.delimiters.element)
        segment_id = values[0]
        if segment_id in ENVELOPE_IDS and segment_id != "TA1":
            self.cut = True
            return index
        if segment_id.islower() and segment_id.upper() in self._automaton.map.by_id:
            self._stand(state.frames, None)
            yield self._position.finding("SEG016", index, segment_id.upper())
            segment_id = values[0] = segment_id.upper()
            text = batch.delimiters.element.join(values)
        chosen = self._automaton.choose(self._automaton.options(state, segment_id), values)
        if chosen is not None and not without(chosen.missing, self._early):
            self._early -= {*chosen.missing}
            self._automaton.remember(state, segment_id, text[:3], values)
            yield from self._accept(index, text, chosen.place, chosen.target)
            return index + 1
        repair = self._explain(batch, index, state, text)
        yield from self._apply(batch, index, text, state, repair)
        return index + repair.consumed

    def _explain(self, batch: Batch, index: int, state: State, text: str) -> Repair:
        self._repairs += 1
        lookahead = LOOKAHEAD
        if self._repairs > _NO_SEARCH_AFTER:
            lookahead = 0
        elif self._repairs > _SHORT_SEARCH_AFTER:
            lookahead = 2
        window = [text, *self._ahead(batch, index, lookahead)]
        return recover(self._automaton, state, window, lookahead=lookahead, early=self._early)

    def _apply(
        self, batch: Batch, index: int, text: str, state: State, repair: Repair
    ) -> Iterator[Item]:
        """Reports a repair and takes its segments."""
        for child in repair.missing:
            yield self._missing(index, child, state, repair.target)
        kind, place = repair.kind, repair.place
        findings: list[Finding] = []
        if kind is Kind.OVER_MAXIMUM and repair.excess is not None:
            findings = self._over_maximum(index, repair.excess, repair.target)
        elif place is not None and kind in (
            Kind.OUT_OF_SEQUENCE,
            Kind.SWAPPED,
            Kind.EARLY,
            Kind.NOT_USED,
        ):
            code = "SEG008" if kind is Kind.NOT_USED else "SEG007"
            self._stand(state.frames, place)
            node = place.node
            findings = [self._position.finding(code, index, node.id, node=node, title=node.title)]
        elif place is None:
            findings = [self._stray(index, text, state)]
        if place is None or kind is Kind.NOT_USED:
            self._table = repair.target.table
            yield from findings
            if self._trace:
                yield self._placed(index, text, None, findings)
            return
        if kind in (Kind.OUT_OF_SEQUENCE, Kind.EARLY) and not place.opens:
            # Its elements are checked, but it changes nothing in where the walk stands.
            self._table = repair.target.table
            if kind is Kind.EARLY:
                self._early |= {place}
            problems = self._faulty(text, place)
            yield from self._note(index, text, place, repair.target, problems, [], findings)
            return
        if repair.second is None:
            yield from self._accept(index, text, place, repair.target, findings)
            return
        following = (
            batch.segments[index + 1]
            if index + 1 < len(batch.segments)
            else self._ahead(batch, index, 1)[0]
        )
        self._count(self._automaton.act(repair.second), following, index + 1)
        yield from self._accept(index, text, place, repair.target, findings)
        yield from self._note(
            index + 1,
            following,
            repair.second,
            repair.target,
            self._faulty(following, repair.second),
            [],
        )

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
        faults = self._count(self._automaton.act(place), text, index)
        yield from self._note(
            index, text, place, target, self._faulty(text, place), faults, findings
        )

    def _faulty(self, text: str, place: SegmentPlace) -> list[Problem]:
        if place.node.id == "SE":  # judged with the envelope
            return []
        if self._automaton.match(place)(text) is not None:
            return []
        return diagnose(place.node, text, self._automaton.delimiters)

    def _note(
        self,
        index: int,
        text: str,
        place: SegmentPlace,
        state: State,
        problems: Sequence[Problem],
        faults: Sequence[Fault],
        findings: Sequence[Finding] = (),
    ) -> Iterator[Item]:
        """Findings about a segment at its place, and the segment itself if asked for."""
        self._stand(state.frames, place)
        made = list(findings)
        blamed = {problem.element for problem in problems}
        made += [self._position.problem(problem, index, place.node) for problem in problems]
        for code, element, facts in faults:
            if code == "SEG004":
                made.append(self._position.finding(code, index, place.node.id, facts=facts))
            elif "mark" in facts or element not in blamed:
                made.append(self._numbered(code, element, facts, index, text, place))
        if self._external:
            made += self._external_codes(index, text, place)
        yield from made
        if self._trace:
            yield self._placed(index, text, place, made)

    def _numbered(
        self,
        code: str,
        element: int,
        facts: dict[str, object],
        index: int,
        text: str,
        place: SegmentPlace,
    ) -> Finding:
        if "mark" in facts:
            node = self._automaton.map.by_id["HL"][0].node
            return self._position.at_mark(code, facts["mark"], node, element)
        values = text.split(self._automaton.delimiters.element)
        elements = place.node.elements
        problem = Problem(
            code=code,
            element=element,
            data_element=(elements[element - 1].data_element if element <= len(elements) else None),
            value=values[element] if element < len(values) else None,
            facts=facts,
        )
        return self._position.problem(problem, index, place.node)

    def _external_codes(self, index: int, text: str, place: SegmentPlace) -> list[Finding]:
        made = []
        for node, element, component, value in external_values(
            place.node, text, self._automaton.delimiters
        ):
            table = external_codes(node.external or "")
            if value in node.codes or (table is not None and value in table):
                continue
            reference = f"{place.node.id}{element:02d}" + (f"-{component}" if component else "")
            problem = Problem(
                code="ELE018" if table is not None else "ELE019",
                element=element,
                component=component,
                data_element=node.data_element,
                value=value,
                facts={"reference": reference, "title": node.title, "table": node.external},
            )
            made.append(self._position.problem(problem, index, place.node))
        return made

    def _placed(
        self, index: int, text: str, place: SegmentPlace | None, findings: Sequence[Finding]
    ) -> PlacedSegment:
        return self._position.placed(index, text, place.node if place else None, findings)

    def _missing(
        self, index: int, child: SegmentPlace | LoopPlace, before: State, after: State
    ) -> Finding:
        """A required segment or loop that is not there; the head of an opened loop counts."""
        frames = _up_to(child.parent, before.frames) or _up_to(child.parent, after.frames) or ()
        if isinstance(child, LoopPlace):
            node = child.node
            self._stand(frames, None)
            number = self._counts[child.counter] + 1 if child.starts_path else 1
            path = f"{node.id}[{number}]"
            if self._position.loop and not child.starts_path:
                path = f"{self._position.loop}/{path}"
            return self._position.finding(
                "SEG009",
                index,
                child.first.node.id,
                shows=False,
                loop=path,
                title=node.title,
                loop_id=node.id,
            )
        if child.opens:
            self._assume(self._automaton.act(child))
            frames = _up_to(child.parent, after.frames) or frames
        self._stand(frames, child)
        where = child.node.loop
        return self._position.finding(
            "SEG003",
            index,
            child.node.id,
            shows=False,
            title=child.node.title,
            where=f" in loop {where}" if where[:1].isdigit() else "",
        )

    def _over_maximum(
        self, index: int, excess: SegmentPlace | LoopPlace, target: State
    ) -> list[Finding]:
        """Says so for the first one too many; further ones are the same defect."""
        limit = limit_in_state(excess)
        frames = _up_to(excess.parent, target.frames) or target.frames
        self._stand(target.frames, excess.first)
        if limit is None or frames[-1].count(excess) != limit + 1:
            return []
        node = excess.node
        if isinstance(excess, LoopPlace):
            return [self._over(index, excess)]
        return [
            self._position.finding(
                "SEG005", index, node.id, node=excess.node, title=node.title, maximum=limit
            )
        ]

    def _over(self, index: int, loop: LoopPlace) -> Finding:
        first = loop.first.node
        return self._position.finding(
            "SEG004",
            index,
            first.id,
            node=first,
            loop_id=loop.node.id,
            maximum=loop.node.maximum,
        )

    def _stray(self, index: int, text: str, state: State) -> Finding:
        """A segment that has no place: its id is malformed, unknown, foreign, or misplaced."""
        self._stand(state.frames, None)
        segment_id = text.split(self._automaton.delimiters.element, 1)[0]
        if SEGMENT_ID.fullmatch(segment_id) is None:
            return self._position.finding("SEG010", index, None)
        if segment_id in self._automaton.map.by_id:
            after = f" in loop {state.loop.node.id}" if len(state.frames) > 1 else ""
            node = self._automaton.map.by_id[segment_id][0].node
            return self._position.finding("SEG002", index, segment_id, node=node, after=after)
        code = "SEG006" if segment_id in known_segment_ids() else "SEG001"
        return self._position.finding(code, index, segment_id)

    def _stand(self, frames: tuple[Frame, ...], place: SegmentPlace | None) -> None:
        """Sets loop, claim and business unit for findings to come."""
        position = self._position
        path = loop_path(frames, self._counts)
        if path is None and place is not None and place.node.loop != "ST_LOOP":
            path = place.node.loop
        position.loop = path
        inside = any(_is_claim(self._automaton, frame.loop) for frame in frames)
        position.claim = position.claims_before + self.claims if inside and self.claims else None

    def _act(self, act: Act, text: str, index: int) -> list[Fault]:
        """Counts and checks what the segment numbers."""
        faults: list[Fault] = []
        counts = self._counts
        if act.counter is not None:
            counts[act.counter] += 1
            if act.maximum is not None and counts[act.counter] == act.maximum + 1:
                faults.append(("SEG004", 0, {"loop_id": act.loop.node.id, "maximum": act.maximum}))
        for counter in act.resets:
            counts[counter] = 0
        if act.claim:
            self.claims += 1
        kind = act.kind
        if kind == "":
            return faults
        values = text.split(self._automaton.delimiters.element)
        numbering = self._numbering
        if kind == "LX":
            faults += numbering.line(values)
        elif kind == "HL":
            loop = f"{act.loop.node.id}[{counts[act.loop.counter]}]"
            faults += numbering.level(values, act.depth, self._position.mark(index, loop))
            self._position.unit = None
        elif kind == "CLM":
            numbering.claim()
            self._position.unit = ("CLM01", values[1]) if len(values) > 1 else None
        elif kind == "SE":
            self.ended = True
            faults += numbering.close()
        elif kind == "TRN":
            self._position.unit = ("TRN02", values[2]) if len(values) > 2 else None
        elif kind == "LS":
            numbering.bounded(values)
        else:
            faults += numbering.unbounded(values)
        return faults

    def _count(self, act: Act | None, text: str, index: int) -> list[Fault]:
        return self._act(act, text, index) if act is not None else []

    def _assume(self, act: Act | None) -> None:
        """Counts a loop whose first segment is missing."""
        if act is None:
            return
        if act.counter is not None:
            self._counts[act.counter] += 1
        for counter in act.resets:
            self._counts[counter] = 0
        if act.claim:
            self.claims += 1
            self._position.unit = None
        if act.kind == "HL":
            self._numbering.assume_level(act.depth)
        elif act.kind == "LX":
            self._numbering.assume_line()
        elif act.kind == "CLM":
            self._numbering.claim()


def _up_to(loop: LoopPlace | None, frames: tuple[Frame, ...]) -> tuple[Frame, ...] | None:
    """The frames up to and with the one of this loop, if it is open."""
    for depth, frame in enumerate(frames, 1):
        if frame.loop is loop:
            return frames[:depth]
    return None


def _is_claim(automaton: Automaton, loop: LoopPlace) -> bool:
    child = loop.children[0]
    act = automaton.act(child) if isinstance(child, SegmentPlace) else None
    return act is not None and act.claim
