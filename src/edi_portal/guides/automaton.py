"""Which segment may follow: states of a guide, made and remembered on first use.

A state is the stack of open loops, each with the rank reached in it and how often the
children of that rank occurred. From a state, `Automaton.options` lists where a segment id
may go: the innermost loop first, then its parents, later positions after earlier ones. An
option also says what required segments and loops it would skip.

Each state carries a ``table`` for the hot loop of `edi_portal.guides.reading`: from the
first three characters of a segment to the compiled expression, the next table and what
else is to be done. A table holds only what is certain; everything else takes the slow path.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from edi_portal.guides.acts import Act, act_of
from edi_portal.guides.frames import Frame, Outline, limit_in_state, unmet, unseen
from edi_portal.guides.pattern import compile_segment
from edi_portal.guides.places import LoopPlace, Map, SegmentPlace
from edi_portal.x12.delimiters import Delimiters

Match = Callable[[str], re.Match[str] | None]

# Far above what real files need (some thousands); beyond it the states begin anew.
MAX_STATES = 50_000


Missing = tuple[SegmentPlace | LoopPlace, ...]


class Option:
    """A place that a segment can take, what it would skip, and the state behind it.

    They are made when first asked for: of many options one is taken.
    """

    __slots__ = ("_demanded", "_missing", "_target", "place")

    def __init__(
        self,
        place: SegmentPlace,
        target: "State | Callable[[], State]",
        missing: Missing | Callable[[], Missing],
        demanded: Missing | Callable[[], Missing] = (),
    ) -> None:
        self.place = place
        self._target = target
        self._missing = missing
        self._demanded = demanded

    @property
    def target(self) -> "State":
        """The state behind the place."""
        if not isinstance(self._target, State):
            self._target = self._target()
        return self._target

    @property
    def missing(self) -> Missing:
        """The required segments and loops that taking the place would skip."""
        if not isinstance(self._missing, tuple):
            self._missing = self._missing()
        return self._missing

    @property
    def demanded(self) -> Missing:
        """What taking the place would skip that overlays alone require."""
        if not isinstance(self._demanded, tuple):
            self._demanded = self._demanded()
        return self._demanded


# A table's value under the first three characters of a segment: expression, table behind it,
# act, place; or no expression, entries by qualifier, and where the qualifier stands. The hot
# loop unpacks either, so the parts are typed where they are put in.
Entry = tuple[Any, Any, Any, Any]
Table = dict[str, Any]
STATE = "state of this table"


class State:
    """A stack of open loops, with what is known of the ways on."""

    __slots__ = ("frames", "options", "outline", "reachable", "table")

    def __init__(self, frames: tuple[Frame, ...]) -> None:
        self.frames = frames
        self.options: dict[str, tuple[Option, ...]] = {}
        self.outline: Outline | None = None
        self.reachable: frozenset[LoopPlace] | None = None
        self.table: Table = {STATE: self}  # no segment has this key

    @property
    def loop(self) -> LoopPlace:
        """The innermost open loop."""
        return self.frames[-1].loop


class Automaton:
    """The states of one guide under one set of delimiters."""

    def __init__(self, places: Map, delimiters: Delimiters) -> None:
        self.map = places
        self.delimiters = delimiters
        self._states: dict[tuple[Frame, ...], State] = {}
        self._matches: dict[SegmentPlace, Match] = {}
        self._acts: dict[SegmentPlace, Act | None] = {}
        self._outlines: dict[Outline, Outline] = {}
        self.initial = self.state((Frame(places.root, 0, ()),))

    def state(self, frames: tuple[Frame, ...]) -> State:
        """The one state with these frames."""
        found = self._states.get(frames)
        if found is None:
            if len(self._states) >= MAX_STATES:
                self._states.clear()
                self.initial = State((Frame(self.map.root, 0, ()),))
                self._states[self.initial.frames] = self.initial
            found = self._states[frames] = State(frames)
        return found

    def outline(self, state: State) -> Outline:
        """The open loops of a state as a path; the same object for equal paths."""
        if state.outline is None:
            found = self.outline_of(state.frames)
            state.outline = self._outlines.setdefault(found, found)
        return state.outline

    def outline_of(self, frames: tuple[Frame, ...]) -> Outline:
        """Open loops as a path. A HL loop begins it anew: it is numbered for itself."""
        parts: list[tuple[str, int, int]] = []
        claim = False
        for above, frame in pairwise(frames):
            loop = frame.loop
            if loop.starts_path:
                parts.clear()
            if loop.starts_path or not loop.counted_in_state:
                parts.append((loop.node.id, loop.counter, 0))
            else:
                parts.append((loop.node.id, -1, max(above.count(loop), 1)))
            head = loop.children[0]
            act = self.act(head) if isinstance(head, SegmentPlace) else None
            claim = claim or (act is not None and act.claim)
        return Outline(tuple(parts), claim)

    def reachable(self, state: State) -> frozenset[LoopPlace]:
        """Open loops, and loops that could open within them up to two levels deep."""
        if state.reachable is None:
            found = {frame.loop for frame in state.frames}
            for _ in range(2):
                found |= {
                    child
                    for loop in found
                    for child in loop.children
                    if isinstance(child, LoopPlace)
                }
            state.reachable = frozenset(found)
        return state.reachable

    def match(self, place: SegmentPlace) -> Match:
        """The compiled expression of a place, as its ``fullmatch``."""
        found = self._matches.get(place)
        if found is None:
            node = place.node.overlaid or place.node
            found = compile_segment(node, self.delimiters).fullmatch
            self._matches[place] = found
        return found

    def options(self, state: State, segment_id: str) -> tuple[Option, ...]:
        """Where a segment of this id may go, in order of preference."""
        found = state.options.get(segment_id)
        if found is None:
            found = state.options[segment_id] = tuple(self._options(state, segment_id))
        return found

    def choose(self, options: Sequence[Option], values: list[str]) -> Option | None:
        """The option whose qualifier fits and that skips least, the first of equals."""
        best: Option | None = None
        for option in options:
            known = option.place.discriminator
            if known and known.read(values, self.delimiters.component) not in known.codes:
                continue
            if best is None or len(option.missing) < len(best.missing):
                best = option
        return best

    def _options(self, state: State, segment_id: str) -> list[Option]:
        found: list[Option] = []
        frames, demands = state.frames, self.map.demands
        for depth in range(len(frames) - 1, -1, -1):
            frame = frames[depth]
            for child in frame.loop.by_first_id.get(segment_id, ()):
                if child.rank < frame.rank:
                    continue
                limit = limit_in_state(child)
                if limit is not None and frame.count(child) >= limit:
                    continue
                target = partial(self.enter, frames[:depth], frame, child)
                missing = partial(_skipped, frames, depth, child.rank)
                demanded = partial(_skipped_demands, frames, depth, child.rank) if demands else ()
                found.append(Option(child.first, target, missing, demanded))
        return found

    def enter(
        self, below: tuple[Frame, ...], frame: Frame, child: SegmentPlace | LoopPlace
    ) -> State:
        """The state after a child of ``frame``, which stands upon the frames ``below``."""
        frames = (*below, frame.with_child(child))
        if isinstance(child, LoopPlace):
            first = child.first
            frames = (*frames, Frame(child, first.rank, ((first.index, 1),)))
        return self.state(frames)

    def remember(self, state: State, chosen: Option, key: str, values: list[str]) -> None:
        """Put a choice into the state's table, as far as it is certain for other segments."""
        if chosen.missing or chosen.demanded:
            return
        options = self.options(state, chosen.place.node.id)
        if len(options) == 1:
            state.table[key] = self._entry(chosen)
            return
        spots = {
            (known.element, known.component) if known else None
            for known in (option.place.discriminator for option in options)
        }
        known = chosen.place.discriminator
        if spots == {None}:
            state.table[key] = self._entry(chosen)
        elif len(spots) == 1 and known is not None:
            selector = state.table.setdefault(key, (None, {}, *spots, None))
            selector[1][known.read(values, self.delimiters.component)] = self._entry(chosen)

    def _entry(self, option: Option) -> Entry:
        place = option.place
        return (self.match(place), option.target.table, self.act(place), place)

    def act(self, place: SegmentPlace) -> Act | None:
        """What to do besides matching when this place is taken, if anything."""
        if place not in self._acts:
            self._acts[place] = act_of(place, self.map.guide.transaction)
        return self._acts[place]


def _skipped(frames: tuple[Frame, ...], depth: int, rank: int) -> Missing:
    """What is required and did not come in the loops that are left, innermost first."""
    left = [child for frame in reversed(frames[depth + 1 :]) for child in unseen(frame, None)]
    return (*left, *unseen(frames[depth], rank))


def _skipped_demands(frames: tuple[Frame, ...], depth: int, rank: int) -> Missing:
    """The same of what overlays alone require."""
    left = [child for frame in reversed(frames[depth + 1 :]) for child in unmet(frame, None)]
    return (*left, *unmet(frames[depth], rank))
