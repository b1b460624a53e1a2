"""Numbers and names as payers change them, brought back to what stays the same.

Names and member numbers are PHI that matching needs for comparison only, so that they are kept
masked: a member number as a keyed hash, a name as a Bloom filter of its letters and pairs of
letters, by which a misspelt name is still known to be near (Schnell, Bachteler, Reiher 2009).
"""

import hashlib
import re
import unicodedata
import zlib
from functools import lru_cache

BITS = 64
"""Bits of a masked name."""

_SUFFIX = re.compile(r"(?<=.)[-/. _]\d{1,2}$")
_NAMES_KEPT = 1 << 16
_NO_LETTERS = re.compile(r"[^A-Z]+")


@lru_cache(maxsize=_NAMES_KEPT)
def normalised(number: str) -> str:
    """A number in capitals, without punctuation and without leading zeros.

    Payers change case, drop punctuation, strip and pad zeros.

    >>> normalised("00ab-12.3"), normalised("AB123"), normalised("000")
    ('AB123', 'AB123', '0')
    """
    kept = "".join(filter(str.isalnum, number.upper()))
    return kept.lstrip("0") or kept[:1]


def unsuffixed(number: str) -> str | None:
    """The number, normalised, without what payers append to it; ``None`` where nothing is.

    >>> unsuffixed("AB-123-1"), unsuffixed("AB123")
    ('AB123', None)
    """
    shorter = _SUFFIX.sub("", number)
    return normalised(shorter) if shorter != number else None


def folded(name: str) -> str:
    """A name in capital letters of the alphabet alone.

    >>> folded("Núñez-O'Hara")
    'NUNEZOHARA'
    """
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKD", name).upper())


def likeness(one: int, other: int) -> float:
    """How alike two masked names are, from 0 to 1 (Dice coefficient of their bits)."""
    bits = one.bit_count() + other.bit_count()
    return 2 * (one & other).bit_count() / bits if bits else 0.0


class Mask:
    """Hides names and member numbers, the same way each time under the same ``key``.

    A key of its own keeps what stands in one ledger from being compared with another.

    >>> mask = Mask()
    >>> mask.identifier("ab 12-3") == mask.identifier("AB123")
    True
    >>> likeness(mask.name("JUNIPERWICK"), mask.name("JUNIPREWICK")) > 0.7
    True
    """

    def __init__(self, key: bytes = b"") -> None:
        self._key = key
        self._salt = zlib.crc32(key)
        self.name = lru_cache(maxsize=_NAMES_KEPT)(self._name)

    def identifier(self, text: str) -> str:
        """A member number, normalised and hashed, as eleven characters."""
        digest = hashlib.blake2b(normalised(text).encode(), digest_size=8, key=self._key).digest()
        return f"{int.from_bytes(digest, 'big'):x}"

    def _name(self, text: str) -> int:
        """A name as `BITS` bits; 0 where there is none."""
        letters = folded(text)
        if not letters:
            return 0
        padded = f"^{letters}$"
        bits = 0
        for place in range(len(padded) - 1):
            bits |= 1 << (zlib.crc32(padded[place : place + 2].encode(), self._salt) % BITS)
        for letter in letters:
            bits |= 1 << (zlib.crc32(letter.encode(), self._salt) % BITS)
        return bits
