"""Invented names, numbers, dates and codes, drawn from many so that no two claims are alike."""

import random
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_DATA: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
WORDS: dict[str, list[str]] = {
    name: words.split() for name, words in _DATA.items() if isinstance(words, str)
}
PLACES: list[tuple[str, str, str]] = [tuple(place) for place in _DATA["places"]]


class Values:
    """A source of invented values; the same seed gives the same ones in the same order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._serial = 0

    def chance(self, probability: float) -> bool:
        """True with this probability, 0 to 1."""
        return self._random.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[int(self._random.random() * len(choices))]

    def several(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones of the choices."""
        return self._random.sample(choices, count)

    def word(self, name: str) -> str:
        """One of the words of that list."""
        return self.pick(WORDS[name])

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def few(self, most: int, *, again: float = 0.5) -> int:
        """1, and one more with the probability ``again``, and so on to ``most``."""
        count = 1
        while count < most and self._random.random() < again:
            count += 1
        return count

    def digits(self, length: int) -> str:
        """So many digits, the first of them not 0."""
        return str(self.number(10 ** (length - 1), 10**length - 1))

    def serial(self, prefix: str) -> str:
        """An identifier that is given out once: a running number with digits behind it."""
        self._serial += 1
        return f"{prefix}{self._serial}{self.number(100, 999)}"

    def last_name(self) -> str:
        """A made-up family name."""
        return self.word("syllables") + self.word("syllables") + self.word("endings")

    def first_name(self) -> str:
        """A given name, sometimes with a second one."""
        first = self.word("given")
        return f"{first} {self.word('given')}" if self.chance(0.1) else first

    def middle_name(self) -> str:
        """An initial, or nothing."""
        return self.pick("ABCDEFGHJKLMNPRSTW") if self.chance(0.4) else ""

    def organization(self, kind: str) -> str:
        """A made-up name of one of the ``providers`` or ``plans``."""
        return f"{self.word('syllables')}{self.word('endings')} {self.word(kind)}"

    def street(self) -> str:
        """A street with its number."""
        return f"{self.number(1, 9999)} {self.word('streets')} {self.word('ways')}"

    def place(self, *, full: bool = False) -> tuple[str, str, str]:
        """City, state and ZIP code, of nine digits where ``full``."""
        city, state, prefix = self.pick(PLACES)
        code = f"{prefix}{self.number(1, 99):02d}"
        return city, state, f"{code}{self.number(1, 9999):04d}" if full else code

    def phone(self) -> str:
        """Ten digits, in the range kept for fiction."""
        return f"{self.number(201, 989)}55501{self.number(0, 99):02d}"

    def npi(self) -> str:
        """Ten digits from 2 on, which no provider has, with the right check digit."""
        base = f"2{self.number(0, 99_999_999):08d}"
        total = 24  # what the prefix 80840 of every NPI adds
        for position, digit in enumerate(base):
            value = int(digit) * (1 if position % 2 else 2)
            total += value - 9 if value > 9 else value
        return f"{base}{-total % 10}"

    def day(self, first: date, days: int) -> date:
        """A day from ``first`` on, at most so many days later."""
        return first + timedelta(days=self.number(0, days))

    def birth_date(self) -> str:
        """The date of birth of somebody of up to 90 years."""
        return f"{self.day(date(1935, 1, 1), 32_000):%Y%m%d}"

    def diagnosis(self) -> str:
        """A code in the shape of ICD-10-CM."""
        code = f"{self.pick('ABCDEFGHIJKLMNRSTZ')}{self.number(0, 99):02d}"
        return code + str(self.number(100, 999))[: self.number(0, 3)]

    def procedure(self) -> str:
        """A code in the shape of a procedure's, visits more often than others."""
        shape = self._random.random()
        if shape < 0.35:
            return str(self.number(99202, 99499))
        if shape < 0.85:
            return str(self.number(10004, 97799))
        return f"{self.pick('AEGJLQ')}{self.number(100, 9999):04d}"

    def modifiers(self) -> list[str]:
        """None to four modifiers, all different."""
        if self.chance(0.55):
            return []
        return self.several(WORDS["modifiers"], self.few(4, again=0.3))
