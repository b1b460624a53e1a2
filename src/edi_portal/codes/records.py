"""Sorted records of one width, found by bisection in the bytes as they are.

A table of hundreds of thousands of rows is usable as soon as its bytes are in memory: no
object is made of a row before someone asks for it.
"""

from bisect import bisect_left

import attrs

_ABOVE_ALL = b"\xff"


@attrs.frozen(slots=True)
class Records:
    """``data`` holds ASCII records of ``width`` bytes each, sorted."""

    data: bytes = attrs.field(repr=False)
    width: int

    def __len__(self) -> int:
        return len(self.data) // self.width

    def starting_with(self, start: bytes) -> range:
        """The offsets of all records that start with ``start``."""
        first = self._before(start)
        return range(first * self.width, self._before(start + _ABOVE_ALL) * self.width, self.width)

    def _before(self, wanted: bytes) -> int:
        """The number of records that are less than ``wanted``."""
        data, width = self.data, self.width
        return bisect_left(
            range(len(self)),
            wanted,
            key=lambda number: data[number * width : (number + 1) * width],
        )
