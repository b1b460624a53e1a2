"""Open loops: how far the walk has come in each, and what it still has to see there."""

from collections.abc import Sequence
from typing import NamedTuple

from edi_portal.guides.places import LoopPlace, SegmentPlace


class Frame(NamedTuple):
    """An open loop: the rank reached in it, and the children seen at that rank, by index."""

    loop: LoopPlace
    rank: int
    counts: tuple[tuple[int, int], ...]

    def count(self, child: SegmentPlace | LoopPlace) -> int:
        """How often the child occurred; only children of the current rank are known."""
        if child.rank == self.rank:
            for index, number in self.counts:
                if index == child.index:
                    return number
        return 0

    def with_child(self, child: SegmentPlace | LoopPlace) -> "Frame":
        """The frame after one more occurrence of the child."""
        number = self.count(child) + 1
        if limit_in_state(child) is None:
            number = 1
        kept = self.counts if child.rank == self.rank else ()
        others = [pair for pair in kept if pair[0] != child.index]
        return Frame(self.loop, child.rank, tuple(sorted([*others, (child.index, number)])))


class Outline(NamedTuple):
    """The open loops as a path: id, counter (or -1) and number of each; whether in a claim."""

    parts: tuple[tuple[str, int, int], ...]
    claim: bool

    def path(self, counts: Sequence[int]) -> str | None:
        """The loops with their occurrences (``2000B[2]/2300[1]``), by the walk's counters."""
        if not self.parts:
            return None
        return "/".join(
            f"{name}[{counts[counter] if counter >= 0 else number}]"
            for name, counter, number in self.parts
        )


def limit_in_state(child: SegmentPlace | LoopPlace) -> int | None:
    """How often a child may occur, as far as the state counts it."""
    if isinstance(child, LoopPlace) and not child.counted_in_state:
        return None
    return child.node.maximum


def unseen(frame: Frame, before: int | None) -> list[SegmentPlace | LoopPlace]:
    """Required children of a frame that did not occur, up to a rank (``None``: to its end)."""
    return _of(frame.loop.required_children, frame, before)


def unmet(frame: Frame, before: int | None) -> list[SegmentPlace | LoopPlace]:
    """The same of children that overlays alone require."""
    return _of(frame.loop.demanded_children, frame, before)


def _of(
    children: tuple[SegmentPlace | LoopPlace, ...], frame: Frame, before: int | None
) -> list[SegmentPlace | LoopPlace]:
    return [
        child
        for child in children
        if child.rank >= frame.rank
        and (before is None or child.rank < before)
        and not frame.count(child)
    ]
