"""Claims to be found by keys: what every index of claims can do, and the one in memory."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from edi_portal.matching.folding import Mask
from edi_portal.matching.packing import claim_identity, pack_claim, unpack_claim
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.matching.searching import claim_keys

_LOW = 0xFFFFFFFF
_HALF = 32
_KEPT = 4096


class ClaimIndex(Protocol):
    """Claims that were sent, by number from 0, and what was paid for them in earlier runs."""

    @property
    def mask(self) -> Mask:
        """How names and member numbers of its records are masked."""

    def file_number(self, name: str) -> int:
        """The number under which records name a file."""

    def file_name(self, number: int) -> str | None:
        """The name of a file by its number, ``None`` for 0."""

    def add(self, claim: ClaimKey) -> int | None:
        """Keep a claim; its number, or ``None`` where the very same one is kept already."""

    def add_key(self, key: int, number: int) -> None:
        """Let a claim be found by a further search key."""

    def find(self, key: int, most: int) -> Sequence[int]:
        """Numbers of claims under a search key, in order; empty where there are over ``most``."""

    def get(self, number: int) -> ClaimKey:
        """The record of a claim."""

    def numbers(self) -> Iterator[int]:
        """The numbers of all claims, in order."""

    def paid_before(self, number: int) -> Sequence[PaymentKey]:
        """The payments of a claim that earlier runs have matched, in order of time."""

    def known_number(self, key: int) -> Sequence[int]:
        """Claims that earlier runs have matched under this number of a payer's."""

    def read_before(self, remittance: int) -> bool:
        """Whether an earlier run has read the remittance of this identity."""

    def posted_before(self, identity: int) -> int | None:
        """The claim that an earlier run has matched with the very payment of this identity."""


class MemoryIndex:
    """An index of claims that lasts as long as the program.

    A claim takes its packed record and eight bytes for each key: a key is half a hash with the
    number of the claim, and all keys are one sorted array.
    """

    def __init__(self) -> None:
        self.mask = Mask()
        self._files: list[str] = []
        self._packed: list[bytes] = []
        self._keys: array[int] = array("Q")
        self._sorted = True
        self._identities: set[int] = set()
        self.get = lru_cache(maxsize=_KEPT)(self._get)

    def file_number(self, name: str) -> int:
        """The number of a file, as `ClaimIndex` says."""
        if name not in self._files:
            self._files.append(name)
        return self._files.index(name) + 1

    def file_name(self, number: int) -> str | None:
        """The name of a file, as `ClaimIndex` says."""
        return self._files[number - 1] if number else None

    def add(self, claim: ClaimKey) -> int | None:
        """Keep a claim, as `ClaimIndex` says."""
        packed = pack_claim(claim)
        identity = claim_identity(packed)
        if identity in self._identities:
            return None
        self._identities.add(identity)
        number = len(self._packed)
        self._packed.append(packed)
        self._keys.extend((key & _LOW) << _HALF | number for key in set(claim_keys(claim)))
        self._sorted = False
        return number

    def add_key(self, key: int, number: int) -> None:
        """Let a claim be found by a further key."""
        self._keys.append((key & _LOW) << _HALF | number)
        self._sorted = False

    def find(self, key: int, most: int) -> Sequence[int]:
        """Numbers of claims under a key, as `ClaimIndex` says."""
        if not self._sorted:
            self._keys = array("Q", sorted(self._keys))
            self._sorted = True
        keys, start = self._keys, (key & _LOW) << _HALF
        first = last = bisect_left(keys, start)
        end = start + _LOW
        while last < len(keys) and keys[last] <= end:
            last += 1
            if last - first > most:
                return ()
        return list(dict.fromkeys(entry & _LOW for entry in keys[first:last]))

    def _get(self, number: int) -> ClaimKey:
        return unpack_claim(self._packed[number])

    def numbers(self) -> Iterator[int]:
        """The numbers of all claims."""
        return iter(range(len(self._packed)))

    def paid_before(self, number: int) -> Sequence[PaymentKey]:
        """None: there are no earlier runs."""
        return ()

    def known_number(self, key: int) -> Sequence[int]:
        """None: there are no earlier runs."""
        return ()

    def read_before(self, remittance: int) -> bool:
        """No: there are no earlier runs."""
        return False

    def posted_before(self, identity: int) -> int | None:
        """None: there are no earlier runs."""
        return None
