"""For a segment that has no place in its guide: the segment of the guide that it is most like.

It stands where it should not, so what is kept or replaced of it cannot be told by its place; its
elements are the same wherever a segment of that id stands.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from edi_portal.guides.model import Composite, Segment
from edi_portal.guides.registry import load, registrations


def stand_in(guide: str, values: list[str]) -> Segment | None:
    """The segment of the guide whose codes have most of the values; ``None`` for an unknown id."""
    found = _by_id(guide).get(values[0].upper(), ())
    return max(found, key=lambda segment: _likeness(segment, values), default=None)


def _likeness(segment: Segment, values: list[str]) -> int:
    return sum(
        value in node.codes
        for node, value in zip(segment.elements, values[1:], strict=False)
        if not isinstance(node, Composite)
    )


@cache
def _by_id(guide: str) -> Mapping[str, tuple[Segment, ...]]:
    found: dict[str, list[Segment]] = defaultdict(list)
    for item in registrations():
        if item.name == guide and not item.withdrawn:
            for segment in load(item).segments():
                found[segment.id].append(segment)
    return {name: tuple(segments) for name, segments in found.items()}
