"""What a repair takes a segment for, once a search has explained it."""

from enum import Enum, auto

import attrs

from edi_portal.guides.automaton import State
from edi_portal.guides.places import LoopPlace, SegmentPlace

Early = frozenset[SegmentPlace]
Missed = frozenset[LoopPlace]

# What an explanation costs beside the 1 for its fault.
FURTHER_MISSING = 0.7
MISFIT = 0.12  # would be faulty there: rather a stray segment


def without(
    missing: tuple[SegmentPlace | LoopPlace, ...], early: Early
) -> tuple[SegmentPlace | LoopPlace, ...]:
    """What is missing, without the places whose segment came too early."""
    return tuple(child for child in missing if child not in early) if early else missing


class Kind(Enum):
    """What a repair takes a segment for."""

    FITS = auto()  # in its place, perhaps with required ones missing before it
    WRONG_QUALIFIER = auto()
    OVER_MAXIMUM = auto()
    OUT_OF_SEQUENCE = auto()
    SWAPPED = auto()
    EARLY = auto()  # belongs further on in a loop that is open
    UNEXPECTED = auto()
    NOT_USED = auto()
    SUBSTITUTE = auto()


@attrs.frozen(eq=False)
class Repair:
    """The explanation chosen: how to take the segment, what is missing, where to go on.

    ``excess`` is the segment or loop that is one too many. ``second`` is the place of the
    segment after this one, where the two were swapped. ``instead`` is the place that a
    segment with an unknown id stands at. ``demanded`` is missing by overlays alone.
    """

    kind: Kind
    target: State
    place: SegmentPlace | None = None
    missing: tuple[SegmentPlace | LoopPlace, ...] = ()
    demanded: tuple[SegmentPlace | LoopPlace, ...] = ()
    excess: SegmentPlace | LoopPlace | None = None
    second: SegmentPlace | None = None
    instead: SegmentPlace | None = None

    @property
    def consumed(self) -> int:
        """How many segments the repair takes up."""
        return 2 if self.kind is Kind.SWAPPED else 1
