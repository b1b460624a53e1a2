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
from edi_portal.guides.frames import Frame, limit_in_state
from edi_portal.guides.headless import Headless
from edi_portal.guides.locating import BLANK
from edi_portal.guides.model import Usage
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.guides.repair import FURTHER_MISSING, MISFIT, Early, Kind, Missed, Repair, without
from edi_portal.guides.signs import Signs, fits

LOOKAHEAD = 7
_MAX_EXPANSIONS = 300
_BARE = 0.05  # of a loop that has nothing but its head, everything is missing together
_KEEP_PLACE = 0.30  # a qualifier known elsewhere in the guide is rather a stray segment
_LEVEL = 0.03  # what stands twice below a HL is rather below one that is missing
_MISFIT_AHEAD = 0.05
_FAULTY = 0.06
_SUBSTITUTE = 0.03
_LATE = 0.05
_OTHER_LEVEL = 0.06  # late in a level that was left
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
    missed: Missed = frozenset(),
    behind: Sequence[str] = (),
) -> Repair:
    """Explain ``window[0]``, which does not simply fit after ``state``.

    ``window`` holds the segment and those that follow it, as far as they are known;
    ``early`` are places whose segment came before its time and is not missing, ``missed``
    loops that were said to be missing where they might still come; ``behind`` are segments
    that came before, the last of them last.
    """
    separator = automaton.delimiters.element
    segments: list[list[str]] = []
    for segment in window:
        text = segment.lstrip(BLANK)
        if not text:
            break
        segments.append(text.split(separator))
        if segments[-1][0] == "SE":
            break  # what follows belongs to another transaction set
    search = _Search(automaton, segments, window, missed, behind)
    return search.run(state, early)


class _Search:
    def __init__(
        self,
        automaton: Automaton,
        segments: list[list[str]],
        window: Sequence[str],
        missed: Missed,
        behind: Sequence[str],
    ) -> None:
        self._automaton = automaton
        self._segments = segments
        self._window = window
        self._missed = missed
        self._signs = Signs(automaton, segments, behind)
        self._headless = Headless(automaton, self._signs, missed)
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
            misfit = values[0] != "SE" and self._signs.faulty(at, option.place)
            if not missing:
                demanded = option.demanded
                cost = _MISFIT_AHEAD if misfit else 0.0
                yield cost, Repair(Kind.FITS, option.target, option.place, demanded=demanded)
                return
            further = _BARE if self._is_bare(state, option, at) else FURTHER_MISSING
            cost = 1.0 + further * (len(missing) - 1) + (MISFIT if misfit else 0.0)
            yield cost, Repair(Kind.FITS, option.target, option.place, missing, option.demanded)
            if (
                values[0] != "SE"
                and not option.place.opens
                and any(frame.loop is option.place.parent for frame in state.frames)
            ):
                yield 1.0 + _EARLY, Repair(Kind.EARLY, state, option.place)
        if values[0] == "SE":
            return
        yield from self._swap(state, at)
        for option in options:
            if option not in fitting:
                yield self._wrong_qualifier(option, values, at)
        yield from self._in_open_loops(state, values, at)
        yield from self._headless.steps(state, values, at)
        known = values[0] in self._automaton.map.by_id
        if not known and at == 0:
            yield from self._substitutes(state)
        yield (1.0 + (_STRAY if known else 0.0), Repair(Kind.UNEXPECTED, state))

    def _fits(self, place: SegmentPlace, values: list[str]) -> bool:
        return fits(place, values, self._component)

    def _is_bare(self, state: State, option: Option, at: int) -> bool:
        """Whether a loop begins once more, otherwise, right behind its head."""
        head, signs = state.loop.first, self._signs
        if at or option.place is not head or not signs.follows(head) or signs.is_copy(at):
            return False
        return signs.number_is_missing(head.node.id) is not False

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
        demanded = (*early.demanded, *late.demanded)
        misfit = self._signs.faulty(at, late.place) or self._signs.faulty(at + 1, early.place)
        yield (
            1.0 + (MISFIT if misfit else 0.0),
            Repair(Kind.SWAPPED, late.target, late.place, demanded=demanded, second=early.place),
        )

    def _wrong_qualifier(self, option: Option, values: list[str], at: int) -> tuple[float, Repair]:
        known = option.place.discriminator
        code = known.read(values, self._component) if known else ""
        elsewhere = code in self._automaton.map.qualifiers(values[0])
        cost = 1.0 + FURTHER_MISSING * len(option.missing) + (_KEEP_PLACE if elsewhere else 0.0)
        if at == 0:
            found = diagnose(option.place.node, self._window[0], self._automaton.delimiters)
            cost += 0.01 * len(found)
        repair = Repair(
            Kind.WRONG_QUALIFIER, option.target, option.place, option.missing, option.demanded
        )
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
                    cost = _LATE + (0.0 if child in self._missed else 1.0)
                    if self._signs.faulty(at, place):
                        cost += _FAULTY
                    if isinstance(child, LoopPlace) and any(
                        inner.loop.starts_path for inner in frames[depth + 1 :]
                    ):
                        cost += _OTHER_LEVEL
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
                            cost = 1.0 + self._excess(state, child, at)
                        yield cost, Repair(Kind.OVER_MAXIMUM, target, place, excess=child)

    def _excess(self, state: State, child: SegmentPlace | LoopPlace, at: int) -> float:
        """What speaks for, or against, a segment or loop that is one too many."""
        misfit = MISFIT if self._signs.faulty(at, child.first) else 0.0
        if at:
            return misfit
        if isinstance(child, SegmentPlace):
            return misfit + (_REPEATED if child.parent is state.loop else 0.0)
        if self._signs.is_copy(at):
            return misfit + _REPEATED
        below_level = child.parent is not None and child.parent.starts_path
        other = below_level and self._signs.differs(at, child.first)
        return misfit + (_LEVEL if other else 0.0)

    def _late(
        self, frames: tuple[Frame, ...], state: State, child: SegmentPlace | LoopPlace
    ) -> Repair:
        """Behind its position: a segment changes nothing, a loop is opened all the same."""
        if isinstance(child, SegmentPlace):
            return Repair(Kind.OUT_OF_SEQUENCE, state, child)
        first = child.first
        target = self._automaton.state((*frames, Frame(child, first.rank, ((first.index, 1),))))
        return Repair(Kind.OUT_OF_SEQUENCE, target, first)

    def _substitutes(self, state: State) -> Iterator[tuple[float, Repair]]:
        """An unknown id in place of a segment that could stand here."""
        ids = {child.first.node.id for frame in state.frames for child in frame.loop.children}
        for segment_id in sorted(ids - {"SE"}):
            for option in self._automaton.options(state, segment_id):
                if not option.missing:
                    yield (
                        1.0 + _SUBSTITUTE,
                        Repair(
                            Kind.SUBSTITUTE,
                            option.target,
                            demanded=option.demanded,
                            instead=option.place,
                        ),
                    )
