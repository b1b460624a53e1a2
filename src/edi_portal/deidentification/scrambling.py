"""Keyed substitution: identifiers into others of their form, and choices from lists.

The substitution of identifiers is a permutation of all that have the same form: two that differ
stay different, without a table of what was seen. It is a Feistel network whose round function is
HMAC-SHA256, over numbers written in mixed bases: a digit becomes a digit, a letter a letter of
the same case, all else stays. Zeros in front stay, too, so that padding is the same as before.
"""

import functools
import hmac
import string
from collections.abc import Sequence

from edi_portal.scrubber.identifiers import (
    is_clia,
    is_ein,
    is_mbi,
    is_npi,
    is_ssn,
    is_taxonomy_code,
)

_ROUNDS = 10
# A half of so many characters is a number that one HMAC covers evenly.
_PIECE = 64
_KNOWN = 1 << 14
# A walk meets a number of the same kind soon; the rarest kind is one in some fifty.
_LONGEST_WALK = 5_000
_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_NPI_LENGTH = 10
_SAME = 5


class Scrambler:
    """Substitutes by a key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.number = functools.lru_cache(_KNOWN)(self._number)
        self.clia = functools.lru_cache(_KNOWN)(self._clia)

    def drawn(self, purpose: str, text: str) -> int:
        """A number of 256 bits that depends on the text."""
        return self._digest(f"{purpose}\0{text}")

    def _digest(self, message: str) -> int:
        return int.from_bytes(
            hmac.digest(self._key, message.encode("utf-8", "surrogatepass"), "sha256")
        )

    def _number(self, text: str) -> str:
        """Another identifier of the same form."""
        bare = "".join(filter(str.isalnum, text))
        kind = _kind(bare.upper())
        if kind[-1]:
            return text
        if kind[0]:
            return _within(text, self._npi(bare))
        found = bare
        for _ in range(_LONGEST_WALK):
            found = self._permuted(found, mbi=kind[1])
            if _kind(found.upper()) == kind:
                break
        return _within(text, found)

    def _npi(self, bare: str) -> str:
        front = bare[0] + self._permuted_all(bare[1:-1], [string.digits] * (_NPI_LENGTH - 2))
        return next(front + digit for digit in string.digits if is_npi(front + digit))

    def _clia(self, text: str) -> str:
        """Another number of a CLIA certificate in the same state."""
        bare = "".join(filter(str.isalnum, text))
        if not is_clia(bare.upper()):
            return self.number(text)
        rest = bare[3:]
        return _within(text, bare[:3] + self._permuted_all(rest, _alphabets(rest)))

    def _permuted(self, bare: str, *, mbi: bool = False) -> str:
        rest = bare.lstrip("0")
        zeros = bare[: len(bare) - len(rest)]
        alphabets = _alphabets(rest, string.ascii_uppercase if not mbi else _MBI_LETTERS)
        if rest and rest[0] in string.digits:
            alphabets[0] = string.digits[1:]
        return zeros + self._permuted_all(rest, alphabets)

    def _permuted_all(self, text: str, alphabets: Sequence[str]) -> str:
        pieces = []
        for at in range(0, len(text), _PIECE):
            piece, letters = text[at : at + _PIECE], alphabets[at : at + _PIECE]
            pieces.append(self._permuted_piece(piece, letters, at))
        return "".join(pieces)

    def _permuted_piece(self, text: str, alphabets: Sequence[str], at: int) -> str:
        middle = (len(text) + 1) // 2
        left, first = _as_number(text[:middle], alphabets[:middle])
        right, second = _as_number(text[middle:], alphabets[middle:])
        form = f"{at}\0{first}\0{second}"
        for turn in range(_ROUNDS):
            left = (left + self._digest(f"{form}\0{turn}L{right}")) % first
            right = (right + self._digest(f"{form}\0{turn}R{left}")) % second
        return _as_text(left, text[:middle], alphabets[:middle]) + _as_text(
            right, text[middle:], alphabets[middle:]
        )


def _kind(bare: str) -> tuple[bool, ...]:
    """What checks tell apart, and at the end whether this is a number of nobody."""
    nobodys = len(bare) >= _SAME and len(set(bare)) == 1 and bare.isdigit()
    return (
        is_npi(bare),
        is_mbi(bare),
        is_ssn(bare),
        is_ein(bare),
        is_clia(bare),
        is_taxonomy_code(bare),
        nobodys,
    )


def _alphabets(text: str, letters: str = string.ascii_uppercase) -> list[str]:
    return [string.digits if char.isdigit() else letters for char in text]


def _as_number(text: str, alphabets: Sequence[str]) -> tuple[int, int]:
    """The text as a number in mixed bases, and how many such numbers there are."""
    number, size = 0, 1
    for char, alphabet in zip(text, alphabets, strict=True):
        # What is in no alphabet, such as a letter with an accent, counts as one that is.
        value = alphabet.find(char.upper())
        number = number * len(alphabet) + (value if value >= 0 else ord(char) % len(alphabet))
        size *= len(alphabet)
    return number, size


def _as_text(number: int, like: str, alphabets: Sequence[str]) -> str:
    found = []
    for char, alphabet in zip(reversed(like), reversed(alphabets), strict=True):
        number, value = divmod(number, len(alphabet))
        found.append(alphabet[value].lower() if char.islower() else alphabet[value])
    return "".join(reversed(found))


def _within(text: str, bare: str) -> str:
    """The characters of ``bare`` in the place of those of ``text`` that are letters or digits."""
    fresh = iter(bare)
    return "".join(next(fresh) if char.isalnum() else char for char in text)
