"""Every single defect that can be planted in a file, and a spread of them."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from tests.properties import elements, envelopes, structure
from tests.properties.documents import Document
from tests.properties.planting import Defect, Garden, Planter, Site

PLANTERS: tuple[Planter, ...] = (
    *structure.PLANTERS,
    *elements.PLANTERS,
    *envelopes.PLANTERS,
)

_T = TypeVar("_T")


def sites(document: Document) -> Iterator[Site]:
    """Where defects can be planted in a file, kind after kind."""
    garden = Garden(document)
    for planter in PLANTERS:
        yield from planter(garden)


def planted(offered: Sequence[Site], most: int) -> Iterator[Defect]:
    """Up to ``most`` defects, spread evenly over the sites offered."""
    left = most
    for site in spread(offered):
        if not left:
            return
        defect = site.plant()
        if defect is not None:
            left -= 1
            yield defect


def spread(items: Sequence[_T]) -> Iterator[_T]:
    """All items, in an order whose every beginning is spread evenly over the sequence.

    >>> list(spread("abcdefg"))
    ['a', 'e', 'c', 'g', 'b', 'f', 'd']
    """
    size = 1
    while size < len(items):
        size *= 2
    width = size.bit_length() - 1
    for number in range(size):
        at = int(format(number, f"0{width}b")[::-1], 2) if width else 0
        if at < len(items):
            yield items[at]
