"""Stretches of a transaction set that belong together: a level, a claim, a header.

A `Unit` begins at a loop that a consumer asked for and ends where the next begins. It holds
the segments with their places, so that a model can be made of it without another look at
the file, and says whether an error was found in it.
"""

import functools
from collections.abc import Callable
from typing import NamedTuple

import attrs

from edi_portal.guides.frames import Outline
from edi_portal.guides.places import LoopPlace, Map, SegmentPlace
from edi_portal.guides.registry import Registration
from edi_portal.x12.delimiters import Delimiters

# Ids of the loops that a unit begins with, by the guide of a transaction set; ``None`` where
# no units of it are asked for.
Asked = Callable[[Registration], frozenset[str] | None]


class Standing(NamedTuple):
    """Where the first segment of a unit stands in the file, and what stands between segments.

    ``gap`` is the terminator with the line end behind it; empty where it is not always the
    same, so that nothing can be said of where the segments behind the first one are.
    ``outline`` and ``counts`` are the loops open there, ``claim`` is the number of its claim.
    """

    offset: int
    line: int
    gap: str
    outline: Outline
    counts: tuple[int, ...]
    claim: int | None

    @property
    def loop(self) -> str | None:
        """The path of the unit's loop with occurrences."""
        return self.outline.path(self.counts)


@attrs.define(eq=False, kw_only=True)
class Unit:
    """Segments from the head of a loop up to the head of the next; the first are the header's.

    - ``loop``: the loop it begins with, the transaction's own for the header.
    - ``places`` and ``texts``: its segments, ``None`` for one that has no place.
    - ``first``: number in the file of its first segment, ``last`` of its last.
    - ``ordinal``: of its first segment in the transaction set.
    - ``whole``: false where the transaction set was cut off within it.
    - ``doubtful``: whether a segment stood out of its order up to here, so that it may lack one
      without a finding of its own.
    """

    map: Map
    loop: LoopPlace
    delimiters: Delimiters
    places: tuple[SegmentPlace | None, ...] = attrs.field(repr=False)
    texts: tuple[str, ...] = attrs.field(repr=False)
    first: int
    last: int
    ordinal: int
    whole: bool = True
    doubtful: bool = False
    standing: Standing | None = None


@functools.lru_cache(maxsize=64)
def heads(places: Map, loops: frozenset[str]) -> frozenset[SegmentPlace]:
    """The segments that units begin with, these loops being asked for.

    Beside them, what the transaction itself has behind them (PLB of a remittance) is a unit
    of its own; its trailer is part of none.
    """
    asked = [loop for loop in places.loops if loop.node.id in loops]
    behind = min((loop.rank for loop in asked if loop.parent is places.root), default=None)
    closing = (
        place
        for place in places.segments
        if place.parent is places.root
        and (place.node.id == "SE" or (behind is not None and place.rank > behind))
    )
    return frozenset({*(loop.first for loop in asked), *closing})


class Collector:
    """Gathers the segments of one transaction set into units.

    ``heads`` are the places that may begin one (`heads`).
    """

    def __init__(self, places: Map, delimiters: Delimiters, heads: frozenset[SegmentPlace]) -> None:
        self.heads = heads
        self._map = places
        self._delimiters = delimiters
        self._loop = places.root
        self._places: list[SegmentPlace | None] = []
        self._texts: list[str] = []
        # For the hot loop: a call of `add` for each segment would show.
        self.keepers = (self._places.append, self._texts.append)
        self._first = self._ordinal = 0
        self.standing: Standing | None = None  # of the open unit
        self._doubtful = False  # from there on to the end of the set
        self._uneven = False  # something else than a gap stands between segments of the unit

    def add(self, place: SegmentPlace | None, text: str) -> None:
        """A segment of the unit that is open."""
        self._places.append(place)
        self._texts.append(text)

    def begin(self, place: SegmentPlace, in_file: int, ordinal: int) -> Unit | None:
        """A segment of ``heads`` comes, still to be added: the unit that it ends, if it does."""
        if not place.opens and place.parent is self._loop and place.node.id != "SE":
            return None
        done = self.end(in_file - 1)
        self._loop = place.parent
        self._first, self._ordinal = in_file, ordinal
        self.standing, self._uneven = None, False
        return done

    def doubt(self) -> None:
        """A segment stands out of its order: what it was missed by has no finding for that."""
        self._doubtful = True

    def uneven(self) -> None:
        """Something stands between the segments of the open unit that it does not hold."""
        self._uneven = True

    def go_on(self, gap: str) -> None:
        """The open unit goes on in another batch, whose segments have this between them."""
        if self.standing is not None and self.standing.gap != gap:
            self._uneven = True

    def end(self, last: int, *, whole: bool = True) -> Unit | None:
        """The open unit is over with the segment of this number; ``None`` where it is empty."""
        if not self._texts:
            return None
        standing = self.standing
        if standing is not None and self._uneven:
            standing = standing._replace(gap="")
        unit = Unit(
            map=self._map,
            loop=self._loop,
            delimiters=self._delimiters,
            places=tuple(self._places),
            texts=tuple(self._texts),
            first=self._first or last - len(self._texts) + 1,
            last=last,
            ordinal=self._ordinal or 2,
            whole=whole,
            doubtful=self._doubtful,
            standing=standing,
        )
        self._places.clear()
        self._texts.clear()
        return unit
