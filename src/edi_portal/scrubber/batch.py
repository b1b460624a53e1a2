"""What a run remembers of the claims before: hashes of keys, in memory that has a limit."""

from array import array
from collections.abc import Hashable
from decimal import Decimal

DEFAULT_CAPACITY = 1 << 20
"""Keys that are remembered of each kind; beyond, the oldest are forgotten."""

_LOAD = 0.875  # beyond this share of taken slots, a search for a free one takes long
_SMALLEST = 1 << 10
_SIXTY_FOUR_BITS = (1 << 64) - 1


class _Seen:
    """Keys with the number of the claim that had them first: open addressing in two arrays.

    A ``dict`` of a hundred thousand claims would take ten times the memory.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._reset(_SMALLEST)

    def _reset(self, size: int) -> None:
        self._hashes = array("Q", bytes(8 * size))
        self._numbers = array("I", bytes(array("I").itemsize * size))
        self._mask = size - 1
        self.count = 0

    def first(self, digest: int, number: int) -> int | None:
        """The number that came with this key first; ``None`` for a new one, which is kept."""
        digest = digest or 1  # 0 is a free slot
        hashes, mask = self._hashes, self._mask
        at = digest & mask
        while found := hashes[at]:
            if found == digest:
                return self._numbers[at]
            at = (at + 1) & mask
        if self.count >= self._capacity:
            self._reset(_SMALLEST)
            return self.first(digest, number)
        hashes[at], self._numbers[at] = digest, number
        self.count += 1
        if self.count > _LOAD * (mask + 1):
            self._grow()
        return None

    def _grow(self) -> None:
        hashes, numbers = self._hashes, self._numbers
        self._reset(2 * len(hashes))
        for digest, number in zip(hashes, numbers, strict=True):
            if digest:
                self.first(digest, number)


class Batch:
    """The claims of one run, as far as rules over several of them have to know.

    ``number`` is the claim under check, from 1 through all files of the run.
    """

    def __init__(self, capacity: int = DEFAULT_CAPACITY) -> None:
        self.number = 0
        # The last subscriber with a claim of its own: dependents with theirs may follow it.
        self.insured: object = None
        self._capacity = capacity
        self._seen: dict[str, _Seen] = {}
        self._totals: dict[int, Decimal] = {}

    def first(self, kind: str, key: Hashable) -> int | None:
        """The claim of this run that had the key first, by number; ``None`` if this one has.

        ``kind`` keeps the keys of one rule apart from those of another. Only a hash of the key
        is kept.
        """
        seen = self._seen.get(kind)
        if seen is None:
            seen = self._seen[kind] = _Seen(self._capacity)
        return seen.first(_digest(key), self.number)

    def total(self, key: Hashable, amount: Decimal) -> Decimal:
        """What the amounts of this key add up to in the run so far, this one with them.

        Beyond the capacity sums begin anew: they are too low then, never too high.
        """
        digest = _digest(key)
        total = self._totals.get(digest, Decimal(0)) + amount
        if len(self._totals) >= self._capacity and digest not in self._totals:
            self._totals.clear()
        self._totals[digest] = total
        return total


def _digest(key: Hashable) -> int:
    # Differs from process to process, as what is remembered never leaves one.
    return hash(key) & _SIXTY_FOUR_BITS
