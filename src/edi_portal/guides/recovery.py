"""Finds the cheapest explanation for a segment that does not fit, and goes on in step.

From the state before the segment a search runs over the next few segments. Each step
either follows the guide, at no cost, or assumes one fault at the cost of one: a required
segment or loop was left out, a segment is one too many, stands too early or too late, has
a wrong qualifier or an unknown id, or opens a loop whose head is missing. The first step
of the cheapest way through is the repair. Small surcharges decide between explanations
that are equally good: the more telling one is cheaper.
"""

import heapq
from collections.abc import Iterator, Sequence

from edi_portal.guides.automaton import Automaton, Option, State
from edi_portal.guides.diagnose import diagnose
from edi_portal.guides.frames import Frame, limit_in_state, unseen
from edi_portal.guides.locating import BLANK
from edi_portal.guides.model import Usage
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.guides.repair import Early, Kind, Repair, without

LOOKAHEAD = 7
_MAX_EXPANSIONS = 300
_FURTHER_MISSING = 0.7
_KEEP_PLACE = 0.30  # a qualifier known elsewhere in the guide is rather a stray segment
_HEAD = 0.01
_NOT_REPEATED = 0.15  # nothing in the open loop came twice: no sign of a second one
_FAULTY = 0.06
_SUBSTITUTE = 0.03
_LATE = 0.05
_EARLY = 0.06
_STRAY = 0.10
_REPEATED = -0.05
_SAME_EXCESS = 0.05  # one more of what is too many already is the same defect


def recover(
    automaton: Automaton,
    state: State,
    window: Sequence[str],
    *,
    early: Early = frozenset(),
    behind: Sequence[str] = (),
) -> Repair:
    """Explain ``window[0]``, which does not simply fit after ``state``.

    ``window`` holds the segment and those that follow it, as far as they are known;
    ``early`` are places whose segment came before its time and is not missing; ``behind``
    are segments that came before, the last of them last.
    """
    separator = automaton.delimiters.element
    segments: list[list[str]] = []
    for segment in window:
        segments.append(segment.lstrip(BLANK).split(separator))
        if segments[-1][0] == "SE":
            break  # what follows belongs to another transaction set
    search = _Search(automaton, segments, window, behind)
    return search.run(state, early)


class _Search:
    def __init__(
        self,
        automaton: Automaton,
        segments: list[list[str]],
        window: Sequence[str],
        behind: Sequence[str],
    ) -> None:
        self._automaton = automaton
        self._segments = segments
        self._window = window
        self._behind = behind
        self._component = automaton.delimiters.component

    def run(self, start: State, early: Early) -> Repair:
        """The first step of the cheapest way through the window."""
        serial = 0
        heap: list[tuple[float, int, int, State, Early, Repair | None]] = [
            (0.0, 0, serial, start, early, None)
        ]
        seen: set[tuple[int, State, Early]] = set()
        for _ in range(_MAX_EXPANSIONS):
            if not heap:
                break
            cost, negative, _, state, early, first = heapq.heappop(heap)
            at = -negative
            if at >= len(self._segments) and first is not None:
                return first
            if (at, state, early) in seen:
                continue
            seen.add((at, state, early))
            for extra, repair in self._steps(state, at, early):
                serial += 1
                ahead = early
                if repair.kind is Kind.EARLY and repair.place is not None:
                    ahead = early | {repair.place}
                reached = -(at + repair.consumed)
                entry = (cost + extra, reached, serial, repair.target, ahead, first or repair)
                heapq.heappush(heap, entry)
        pending = [item for item in heap if item[5] is not None]
        best = min(pending, key=lambda item: (item[0] + item[1], item[2]), default=None)
        if best is None or best[5] is None:
            return Repair(Kind.UNEXPECTED, start)
        return best[5]

    def _steps(self, state: State, at: int, early: Early) -> Iterator[tuple[float, Repair]]:
        """What may be assumed of the segment ``at`` after ``state``, each with its cost."""
        values = self._segments[at]
        options = self._automaton.options(state, values[0])
        fitting = [option for option in options if self._fits(option.place, values)]
        for option in fitting:
            missing = without(option.missing, early)
            if not missing:
                yield 0.0, Repair(Kind.FITS, option.target, option.place)
                return
            cost = 1.0 + _FURTHER_MISSING * (len(missing) - 1)
            yield cost, Repair(Kind.FITS, option.target, option.place, missing)
            if values[0] != "SE" and any(
                frame.loop is option.place.parent for frame in state.frames
            ):
                yield 1.0 + _EARLY, Repair(Kind.EARLY, state, option.place)
        if values[0] == "SE":
            return
        yield from self._swap(state, at)
        for option in options:
            if option not in fitting:
                yield self._wrong_qualifier(option, values, at)
        yield from self._in_open_loops(state, values, at)
        yield from self._without_head(state, values)
        known = values[0] in self._automaton.map.by_id
        if not known and at == 0:
            yield from self._substitutes(state)
        yield (1.0 + (_STRAY if known else 0.0), Repair(Kind.UNEXPECTED, state))

    def _fits(self, place: SegmentPlace, values: list[str]) -> bool:
        known = place.discriminator
        return known is None or known.read(values, self._component) in known.codes

    def _swap(self, state: State, at: int) -> Iterator[tuple[float, Repair]]:
        if at + 1 >= len(self._segments):
            return
        values, following = self._segments[at], self._segments[at + 1]
        choose, options = self._automaton.choose, self._automaton.options
        early = choose(options(state, following[0]), following)
        if early is None or early.missing or following[0] == "SE":
            return
        late = choose(options(early.target, values[0]), values)
        if late is None or late.missing:
            return
        yield 1.0, Repair(Kind.SWAPPED, late.target, late.place, second=early.place)

    def _wrong_qualifier(self, option: Option, values: list[str], at: int) -> tuple[float, Repair]:
        known = option.place.discriminator
        code = known.read(values, self._component) if known else ""
        elsewhere = code in self._automaton.map.qualifiers(values[0])
        cost = 1.0 + _FURTHER_MISSING * len(option.missing) + (_KEEP_PLACE if elsewhere else 0.0)
        if at == 0:
            found = diagnose(option.place.node, self._window[0], self._automaton.delimiters)
            cost += 0.01 * len(found)
        repair = Repair(Kind.WRONG_QUALIFIER, option.target, option.place, option.missing)
        return cost, repair

    def _in_open_loops(
        self, state: State, values: list[str], at: int
    ) -> Iterator[tuple[float, Repair]]:
        """Taken as one too many, not used, or too late, in a loop that is open."""
        frames = state.frames
        for depth in range(len(frames) - 1, -1, -1):
            frame = frames[depth]
            below = frames[:depth]
            for child in frame.loop.children:
                place = child.first
                if place.node.id != values[0] or not self._fits(place, values):
                    continue
                if child.node.usage is Usage.NOT_USED:
                    if isinstance(child, SegmentPlace):
                        yield 1.0, Repair(Kind.NOT_USED, state, place)
                elif child.rank < frame.rank:
                    cost = 1.0 + _LATE
                    if at == 0 and diagnose(
                        place.node, self._window[0], self._automaton.delimiters
                    ):
                        cost += _FAULTY
                    yield cost, self._late(frames[: depth + 1], state, child)
                elif child.rank == frame.rank:
                    if isinstance(child, SegmentPlace) and child.opens and depth:
                        continue  # its loop once more, which the frame below judges
                    limit = limit_in_state(child)
                    if limit is not None and frame.count(child) >= limit:
                        target = self._automaton.enter(below, frame, child)
                        if frame.count(child) > limit:
                            cost = _SAME_EXCESS
                        else:
                            again = at == 0 and self._repeats(state, child)
                            cost = 1.0 + (_REPEATED if again else 0.0)
                        yield cost, Repair(Kind.OVER_MAXIMUM, target, place, excess=child)

    def _repeats(self, state: State, child: SegmentPlace | LoopPlace) -> bool:
        """Whether a segment stands right after another of its kind."""
        frame = state.frames[-1]
        return isinstance(child, SegmentPlace) and child.parent is frame.loop

    def _late(
        self, frames: tuple[Frame, ...], state: State, child: SegmentPlace | LoopPlace
    ) -> Repair:
        """Behind its position: a segment changes nothing, a loop is opened all the same."""
        if isinstance(child, SegmentPlace):
            return Repair(Kind.OUT_OF_SEQUENCE, state, child)
        first = child.first
        target = self._automaton.state((*frames, Frame(child, first.rank, ((first.index, 1),))))
        return Repair(Kind.OUT_OF_SEQUENCE, target, first)

    def _without_head(self, state: State, values: list[str]) -> Iterator[tuple[float, Repair]]:
        """Taken as part of a loop whose first segment, and perhaps its parent's, is missing."""
        reachable = self._automaton.reachable(state)
        for place in self._automaton.map.by_id.get(values[0], ()):
            child: SegmentPlace | LoopPlace = place.parent if place.opens else place
            loop = child.parent
            if loop is None or loop not in reachable or not self._fits(place, values):
                continue
            if place.node.usage is Usage.NOT_USED:
                continue
            for option in self._open(state, loop, 2):
                frame = option.target.frames[-1]
                if child.rank < frame.rank:
                    continue
                between = tuple(unseen(frame, child.rank))
                target = self._automaton.enter(option.target.frames[:-1], frame, child)
                missing = (*option.missing, *between)
                cost = 1.0 + _FURTHER_MISSING * (len(missing) - 1) + _HEAD
                if any(frame.loop is loop for frame in state.frames):
                    cost += 0.0 if self._occurred(place, loop.first) else _NOT_REPEATED
                yield cost, Repair(Kind.FITS, target, place, missing)

    def _occurred(self, place: SegmentPlace, head: SegmentPlace) -> bool:
        """Whether a segment of this place came since the head of the open loop."""
        for text in reversed(self._behind):
            values = text.lstrip(BLANK).split(self._automaton.delimiters.element)
            if values[0] == place.node.id and self._fits(place, values):
                return True
            if values[0] == head.node.id and self._fits(head, values):
                return False
        return False

    def _open(self, state: State, loop: LoopPlace, levels: int) -> Iterator[Option]:
        """Ways to open a loop without its head; the head counts among the missing."""
        head = loop.first
        if loop.parent is None or not isinstance(loop.children[0], SegmentPlace):
            return
        for option in self._automaton.options(state, head.node.id):
            if option.place is head:
                yield Option(head, option.target, (*option.missing, head))
                return
        if levels > 1:
            for outer in self._open(state, loop.parent, levels - 1):
                for option in self._automaton.options(outer.target, head.node.id):
                    if option.place is head:
                        yield Option(head, option.target, (*outer.missing, *option.missing, head))
                        return

    def _substitutes(self, state: State) -> Iterator[tuple[float, Repair]]:
        """An unknown id in place of a segment that could stand here."""
        ids = {child.first.node.id for frame in state.frames for child in frame.loop.children}
        for segment_id in sorted(ids - {"SE"}):
            for option in self._automaton.options(state, segment_id):
                if not option.missing:
                    yield (
                        1.0 + _SUBSTITUTE,
                        Repair(Kind.SUBSTITUTE, option.target, instead=option.place),
                    )
