"""Draws from a seeded generator: numbers that are valid in form, and obviously nobody's."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

_T = TypeVar("_T")

_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
# CMS: a first digit above zero, then letters (A), digits (N), and either (X).
_MBI_FORM = "AXNAXNAANN"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "0123456789"
# A digit of weight two counts the digits of its double (Luhn).
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
# What the prefix 80840 adds to the sum over an NPI.
_PREFIX_SUM = 24


def money(cents: int) -> Decimal:
    """An amount of cents as X12 writes it: without zeros at its end.

    >>> money(11050), money(7500), money(-5)
    (Decimal('110.5'), Decimal('75'), Decimal('-0.05'))
    """
    if not cents % 100:
        return Decimal(cents // 100)
    if not cents % 10:
        return Decimal(cents // 10).scaleb(-1)
    return Decimal(cents).scaleb(-2)


def cents(amount: Decimal) -> int:
    """An amount of money as cents."""
    return int(amount.scaleb(2))


class Draw:
    """What a generator of random numbers gives, in the words of claims.

    The same seed gives the same, in every process: nothing here asks ``hash``.
    """

    def __init__(self, seed: str) -> None:
        source = random.Random(seed)  # noqa: S311  data for tests, not secrets
        self._random = source.random
        self.shuffle = source.shuffle

    def chance(self, rate: float) -> bool:
        """True as often as ``rate`` says, from 0 to 1."""
        return self._random() < rate

    def below(self, limit: int) -> int:
        """A whole number from 0 up to ``limit``, which is not reached."""
        return int(self._random() * limit)

    def between(self, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``, both included."""
        return least + int(self._random() * (most - least + 1))

    def pick(self, found: Sequence[_T]) -> _T:
        """One of them."""
        return found[int(self._random() * len(found))]

    def fraction(self, least: float, most: float) -> float:
        """A number between the two."""
        return least + self._random() * (most - least)

    def digits(self, count: int) -> str:
        """As many digits, the first of which is not zero."""
        return str(self.between(10 ** (count - 1), 10**count - 1))

    def form(self, text: str) -> str:
        """A text with a digit for each ``#`` and a letter for each ``?``."""
        return "".join(
            self.pick(_DIGITS) if mark == "#" else self.pick(_LETTERS) if mark == "?" else mark
            for mark in text
        )

    def npi(self) -> str:
        """A National Provider Identifier with its check digit, of the range not yet issued."""
        body = f"2{self.below(10**8):08d}"
        return body + str(_check_digit(body))

    def member_id(self, form: str) -> str:
        """A member number in the form of a payer; ``MBI`` is that of Medicare."""
        if form != "MBI":
            return self.form(form)
        made = [str(self.between(1, 9))]
        for kind in _MBI_FORM:
            letters = kind == "A" or (kind == "X" and self.chance(0.7))
            made.append(self.pick(_MBI_LETTERS if letters else _DIGITS))
        return "".join(made)

    def phone(self) -> str:
        """A telephone number of those kept for fiction."""
        return f"{self.between(201, 989)}55501{self.below(100):02d}"

    def day_before(self, day: date, least: int, most: int) -> date:
        """A day that is so many days earlier."""
        return day - timedelta(self.between(least, most))


def _check_digit(body: str) -> int:
    total = _PREFIX_SUM
    for place, digit in enumerate(reversed(body)):
        value = int(digit)
        total += value if place % 2 else _DOUBLED[value]
    return -total % 10
