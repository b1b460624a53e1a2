"""Numbers as files write them: counts, and control numbers that may have been used before."""

import attrs

# A count has at most ten digits; the conversion of a very long one would raise.
_LONGEST_COUNT = 15


def count(text: str) -> int | None:
    """A count as written, or ``None`` where it is no number or far too long for one.

    >>> count("25"), count("2.5"), count("")
    (25, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_COUNT else None


@attrs.define
class UsedNumbers:
    """Remembers control numbers; a run that counts up costs no more than its two ends.

    >>> used = UsedNumbers()
    >>> [used.add(number) for number in ("0001", "0002", "0002", "7")]
    [False, False, True, False]
    """

    _first: int = -1
    _last: int = -2
    _width: int = 0
    _others: set[str] = attrs.field(factory=set)

    def add(self, number: str) -> bool:
        """Remember the number; true where it was used before."""
        if number.isdecimal() and len(number) < 16:
            value = int(number)
            if self._first < 0 and not self._others:
                self._first = self._last = value
                self._width = len(number)
                return False
            same_form = len(number) == max(self._width, len(str(value)))
            if same_form and self._first <= value <= self._last:
                return True
            if same_form and value == self._last + 1 and number not in self._others:
                self._last = value
                return False
        if number in self._others:
            return True
        self._others.add(number)
        return False
