"""Puts what a walk notices into findings: about segments in, and not in, their place."""

import re
from collections.abc import Iterator, Mapping, Sequence

from edi_portal.catalogue import catalogue
from edi_portal.findings import Finding, Origin, Severity
from edi_portal.guides.automaton import Automaton, State
from edi_portal.guides.diagnose import Problem
from edi_portal.guides.frames import Frame, limit_in_state
from edi_portal.guides.judging import judge
from edi_portal.guides.locating import Position
from edi_portal.guides.model import Segment
from edi_portal.guides.numbering import Fault
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.guides.registry import known_segment_ids
from edi_portal.guides.repair import Missed
from edi_portal.guides.tables import external_codes
from edi_portal.guides.tally import Tally
from edi_portal.guides.values import external_values

# Elements that later segments are held to: HL04 by what follows, LS01 by LE.
_NUMBER_FOR_LATER = {"HL": 4, "LS": 1}
# Faults of how often a segment or loop stands, found by counting.
_COUNTED = frozenset({"SEG004", "SEG005", "SEG008"})
SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}", re.ASCII)


class Remarks:
    """Makes the findings of one transaction set. ``external`` checks codes of outside lists."""

    def __init__(
        self, automaton: Automaton, position: Position, tally: Tally, *, external: bool
    ) -> None:
        self._automaton = automaton
        self._position = position
        self._tally = tally
        self._external = external
        self._told: set[str] = set()
        self._missed: set[tuple[LoopPlace, str | None]] = set()

    def once(self, code: str, index: int, state: State) -> Iterator[Finding]:
        """A remark that is made once in a transaction set."""
        if code not in self._told:
            self._told.add(code)
            self._stand(state, None)
            yield self._position.finding(code, index, None)

    def lower_case(self, index: int, segment_id: str, state: State) -> Finding:
        """The segment id is right but for its letters being small."""
        self._stand(state, None)
        return self._position.finding("SEG016", index, segment_id)

    def empty(self, state: State) -> None:
        """Stands where empty segments are to be reported."""
        self._stand(state, None)

    def faulty(self, text: str, place: SegmentPlace) -> list[Problem]:
        """What is wrong within a segment at its place; SE is judged with the envelope."""
        if place.node.id == "SE" or self._automaton.match(place)(text) is not None:
            return []
        return judge(place.node, text, self._automaton.delimiters)

    def of_segment(
        self,
        index: int,
        text: str,
        place: SegmentPlace,
        state: State,
        problems: Sequence[Problem],
        faults: Sequence[Fault],
    ) -> list[Finding]:
        """Findings about a segment at its place: its elements, and what it numbers."""
        self._stand(state, place)
        made: list[Finding] = []
        # What only an overlay asks for hides no fault of the guide's.
        blamed = {item.element for item in problems if item.origin is None and _is_error(item)}
        empty = any(problem.code == "SEG011" for problem in problems)
        if empty or _NUMBER_FOR_LATER.get(place.node.id) in blamed - {None}:
            self._tally.excuse(place.node.id)
        for problem in problems:
            if problem.code == "ELE020":
                # One wrong separator, however many composites show it.
                if "ELE020" in self._told:
                    continue
                self._told.add("ELE020")
            made.append(self._position.problem(problem, index, place.node))
        for code, element, facts in faults:
            if code in _COUNTED:
                asks = facts.get("origin")
                origin = asks if isinstance(asks, Origin) else None
                node = place.node if origin is not None else None
                made.append(
                    self._position.finding(
                        code, index, place.node.id, node=node, origin=origin, facts=facts
                    )
                )
            elif "mark" in facts:
                made.append(self._marked(code, element, facts))
            elif element not in blamed and not empty:
                made.append(self._numbered(code, element, facts, index, text, place))
        if self._external:
            made += self._external_codes(index, text, place)
        return made

    def missing(
        self,
        index: int,
        child: SegmentPlace | LoopPlace,
        before: State,
        after: State,
        origin: Origin | None = None,
    ) -> Finding:
        """A required segment or loop that is not there; the head of an opened loop counts.

        ``origin`` is the overlay that alone requires it.
        """
        frames = _up_to(child.parent, before.frames) or _up_to(child.parent, after.frames) or ()
        self._tally.miss(child.first.node.id)
        if isinstance(child, LoopPlace):
            node = child.node
            self._tally.stand(self._automaton.outline_of(frames), None)
            if origin is None:
                self._missed.add((child, self._position.loop))
            return self._position.finding(
                "SEG009",
                index,
                child.first.node.id,
                shows=False,
                loop=self._tally.next_path(child),
                origin=origin,
                title=node.title,
                loop_id=node.id,
            )
        if child.opens:
            self._tally.assume(self._automaton.act(child))
            frames = _up_to(child.parent, after.frames) or frames
        self._tally.stand(self._automaton.outline_of(frames), child)
        where = child.node.loop
        return self._position.finding(
            "SEG003",
            index,
            child.node.id,
            shows=False,
            origin=origin,
            title=child.node.title,
            where=f" in loop {where}" if where[:1].isdigit() else "",
        )

    def over_maximum(
        self, index: int, excess: SegmentPlace | LoopPlace, target: State
    ) -> list[Finding]:
        """Says so for the first one too many; further ones are the same defect."""
        limit = limit_in_state(excess)
        frames = _up_to(excess.parent, target.frames) or target.frames
        self._stand(target, excess.first)
        if limit is None or frames[-1].count(excess) != limit + 1:
            return []
        node, first = excess.node, excess.first.node
        code = "SEG004" if isinstance(excess, LoopPlace) else "SEG005"
        return [
            self._position.finding(
                code,
                index,
                first.id,
                node=first,
                title=node.title,
                loop_id=node.id,
                maximum=limit,
            )
        ]

    def missed(self, state: State) -> Missed:
        """Loops reported missing that may still come late, the loop they belong in being open."""
        here = set[tuple[LoopPlace, str | None]]()
        for child, loop in self._missed:
            frames = _up_to(child.parent, state.frames)
            if frames is not None:
                self._tally.stand(self._automaton.outline_of(frames), None)
                if self._position.loop == loop:
                    here.add((child, loop))
        self._missed = here
        return frozenset(child for child, _ in here)

    def was_missed(self, place: SegmentPlace, target: State) -> bool:
        """Whether the loop that comes late was reported missing: it is the same defect."""
        frames = _up_to(place.parent.parent, target.frames)
        if not place.opens or not self._missed or frames is None:
            return False
        self._tally.stand(self._automaton.outline_of(frames), None)
        key = (place.parent, self._position.loop)
        found = key in self._missed
        self._missed.discard(key)
        return found

    def misplaced(self, code: str, index: int, place: SegmentPlace, state: State) -> Finding:
        """A segment that the guide has, out of order or not used."""
        self._stand(state, place)
        node = place.node
        return self._position.finding(code, index, node.id, node=node, title=node.title)

    def stray(self, index: int, text: str, state: State) -> Finding:
        """A segment that has no place: its id is malformed, unknown, foreign, or misplaced."""
        self._stand(state, None)
        segment_id = text.split(self._automaton.delimiters.element, 1)[0]
        if SEGMENT_ID.fullmatch(segment_id) is None:
            return self._position.finding("SEG010", index, None)
        if segment_id in self._automaton.map.by_id:
            after = f" in loop {state.loop.node.id}" if len(state.frames) > 1 else ""
            node = self._automaton.map.by_id[segment_id][0].node
            return self._position.finding("SEG002", index, segment_id, node=node, after=after)
        code = "SEG006" if segment_id in known_segment_ids() else "SEG001"
        return self._position.finding(code, index, segment_id)

    def _stand(self, state: State, place: SegmentPlace | None) -> None:
        self._tally.stand(self._automaton.outline(state), place)

    def _marked(self, code: str, element: int, facts: Mapping[str, object]) -> Finding:
        """A fault of an earlier segment, which what followed has brought to light."""
        node, value = facts.get("node"), facts.get("value")
        if not isinstance(node, Segment):
            node = self._automaton.map.by_id["HL"][0].node
        said = value if isinstance(value, str) else None
        return self._position.at_mark(code, facts["mark"], node, element, said)

    def _numbered(
        self,
        code: str,
        element: int,
        facts: Mapping[str, object],
        index: int,
        text: str,
        place: SegmentPlace,
    ) -> Finding:
        values = text.split(self._automaton.delimiters.element)
        elements = place.node.elements
        known = elements[element - 1] if element <= len(elements) else None
        problem = Problem(
            code=code,
            element=element,
            data_element=known.data_element if known else None,
            value=values[element] if element < len(values) else None,
            facts=facts,
        )
        return self._position.problem(problem, index, place.node)

    def _external_codes(self, index: int, text: str, place: SegmentPlace) -> list[Finding]:
        made = []
        judged = place.node.overlaid or place.node
        for node, element, component, value in external_values(
            judged, text, self._automaton.delimiters
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


def _is_error(problem: Problem) -> bool:
    return catalogue()[problem.code].severity is Severity.ERROR


def _up_to(loop: LoopPlace | None, frames: tuple[Frame, ...]) -> tuple[Frame, ...] | None:
    """The frames up to and with the one of this loop, if it is open."""
    for depth, frame in enumerate(frames, 1):
        if frame.loop is loop:
            return frames[:depth]
    return None
