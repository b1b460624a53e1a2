"""Explains a segment as part of a loop whose head is missing, and perhaps its parent's head."""

from collections.abc import Iterator

from edi_portal.guides.automaton import Automaton, Option, State
from edi_portal.guides.frames import unmet, unseen
from edi_portal.guides.model import Usage
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.guides.repair import FURTHER_MISSING, MISFIT, Kind, Missed, Repair
from edi_portal.guides.signs import Signs, fits

_HEAD = 0.01
_REOPENED = 0.005  # a loop within the open one before that one once more
_NUMBERED = {True: -0.1, False: 0.1, None: 0.0}  # whether HL or LX skip a number
_NOT_REPEATED = 0.15  # nothing in the open loop came twice: no sign of a second one


class Headless:
    """Opens loops without their heads. ``missed`` are loops reported missing that may still come."""

    def __init__(self, automaton: Automaton, signs: Signs, missed: Missed) -> None:
        self._automaton = automaton
        self._signs = signs
        self._missed = missed
        self._component = automaton.delimiters.component
        self._opened: dict[tuple[State, LoopPlace], list[Option]] = {}

    def steps(self, state: State, values: list[str], at: int) -> Iterator[tuple[float, Repair]]:
        """Taken as part of a loop whose first segment, and perhaps its parent's, is missing."""
        reachable = self._automaton.reachable(state)
        open_loops = {frame.loop for frame in state.frames}
        passed = self._passed(state, values)
        for place in self._automaton.map.by_id.get(values[0], ()):
            child: SegmentPlace | LoopPlace = place.parent if place.opens else place
            loop = child.parent
            if loop is None or loop not in reachable or not fits(place, values, self._component):
                continue
            if place.node.usage is Usage.NOT_USED:
                continue
            ways = self._opened.get((state, loop))
            if ways is None:
                ways = self._opened[state, loop] = list(self._open(state, loop, 2))
            for option in ways:
                frame = option.target.frames[-1]
                if child.rank < frame.rank:
                    continue
                between = tuple(unseen(frame, child.rank))
                target = self._automaton.enter(option.target.frames[:-1], frame, child)
                missing = (*option.missing, *between)
                cost = 1.0 + FURTHER_MISSING * (len(missing) - 1) + _HEAD
                if loop in open_loops:
                    again = self._begins_again(state, child, at)
                    cost += _REOPENED + (0.0 if again else _NOT_REPEATED)
                elif passed is not None and not self._begins_again(state, passed, at):
                    cost += _NOT_REPEATED
                cost += _NUMBERED[self._signs.number_is_missing(loop.first.node.id)]
                if self._signs.faulty(at, place):
                    cost += MISFIT
                demanded = (*option.demanded, *unmet(frame, child.rank))
                yield cost, Repair(Kind.FITS, target, place, missing, demanded)

    def _begins_again(self, state: State, child: SegmentPlace | LoopPlace, at: int) -> bool:
        loop = child.parent
        if loop is None or (child.required and child not in self._missed):
            return True  # what is required has come
        return self._signs.begins_again(at, child.first, loop.first, innermost=loop is state.loop)

    def _passed(self, state: State, values: list[str]) -> SegmentPlace | LoopPlace | None:
        """What of the innermost loop the segment could be, if it came late."""
        for child in state.loop.by_first_id.get(values[0], ()):
            if child.rank < state.frames[-1].rank and fits(child.first, values, self._component):
                return child
        return None

    def _open(self, state: State, loop: LoopPlace, levels: int) -> Iterator[Option]:
        """Ways to open a loop without its head; the head counts among the missing."""
        head = loop.first
        if loop.parent is None or not isinstance(loop.children[0], SegmentPlace):
            return
        for option in self._automaton.options(state, head.node.id):
            if option.place is head:
                yield Option(head, option.target, (*option.missing, head), option.demanded)
                return
        if levels > 1:
            for outer in self._open(state, loop.parent, levels - 1):
                for option in self._automaton.options(outer.target, head.node.id):
                    if option.place is head:
                        missing = (*outer.missing, *option.missing, head)
                        demanded = (*outer.demanded, *option.demanded)
                        yield Option(head, option.target, missing, demanded)
                        return
