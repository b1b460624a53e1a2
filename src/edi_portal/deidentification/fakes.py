"""Invented names, addresses and numbers, the same for the same text under the same key."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from edi_portal.codes.lists import zip_matches_state
from edi_portal.deidentification.rules import words
from edi_portal.deidentification.scrambling import Scrambler
from edi_portal.scrubber.identifiers import is_post_office_box

_WORDS = re.compile(r"[^ ]+")
# Other characters are faults that a check tells of; a name with them keeps its form.
_PLAIN = re.compile(r"[A-Za-z0-9 .,'&/()#-]+")
_LETTERS = re.compile(r"[A-Za-z.'-]+")
_ZIP_DIGITS = 3
_ZIP_REST = "012345"
_FILLED = frozenset({"0000", "9998", "9999"})
_PHONE = re.compile(r"1?\d{10}")
_UNITED_STATES = frozenset({"", "US", "USA"})
_KNOWN = 1 << 14


class Fakes:
    """Makes them. ``most`` is the longest that an element takes."""

    def __init__(self, scrambler: Scrambler) -> None:
        self._scrambler = scrambler
        self.number = scrambler.number
        self.clia = scrambler.clia
        self.name = lru_cache(_KNOWN)(self._name)
        self.address = lru_cache(_KNOWN)(self._address)

    def _name(self, kind: str, text: str, most: int | None) -> str:
        """Another name of a kind: ``last-name``, ``first-name``, ``middle-name`` and so on."""
        if not self._replaceable(text, most):
            return self.number(text)
        made = _MAKERS[kind]
        if kind in ("organization", "contact", "city"):
            fresh = made(self._drawn(kind, _normal(text)))
        else:
            fresh = self._person(kind, text, made)
        return _as_spelt(fresh, text, most)

    def _person(self, kind: str, text: str, made: "Callable[[int], str]") -> str:
        """The words of a name that are nobody's stay; the others become one."""
        nobodys = frozenset(words()["nobodys"])
        found: list[str] = []
        own = [word for word in _WORDS.findall(text) if _bare(word) not in nobodys]
        fresh = False
        for word in _WORDS.findall(text):
            if _bare(word) in nobodys:
                found.append(word.upper())
            elif _LETTERS.fullmatch(word) is None:
                found.append(self.number(word))
            elif not fresh:
                fresh = True
                drawn = self._drawn(kind, _normal(" ".join(own)))
                initial = len(_bare(word)) == 1
                found.append(_picked(drawn, words()["letters"]) if initial else made(drawn))
        return " ".join(found)

    def affix(self, text: str) -> str:
        """A suffix or title: those that many have stay."""
        return text if _bare(text) in words()["nobodys"] else self.number(text)

    def _address(self, text: str, most: int | None) -> str:
        """Another street and number, or another box where it was one."""
        if not self._replaceable(text, most):
            return self.number(text)
        drawn = self._drawn("address", _normal(text))
        number = drawn % 9000 + 100
        if is_post_office_box(text):
            return _as_spelt(f"PO BOX {number}", text, most)
        name = _picked(drawn >> 16, words()["heads"])
        street = f"{number} {name} {_picked(drawn >> 32, words()['streets'])}"
        return _as_spelt(street, text, most)

    def zip_code(self, text: str, state: str, country: str) -> str:
        """The first three digits and filling; other three where few people live in them."""
        if country not in _UNITED_STATES:
            return self.number(text)
        prefix = text[:_ZIP_DIGITS]
        if not prefix.isdigit():
            return self.number(text)
        digits = "".join(filter(str.isdigit, text))
        rest = _ZIP_REST[:2] + digits[-4:] if digits[5:] in _FILLED else _ZIP_REST
        filling = iter(rest)
        return _populous(prefix, state) + "".join(
            next(filling, "6") if char.isdigit() else "X" if char.isalpha() else char
            for char in text[_ZIP_DIGITS:]
        )

    def communication(self, text: str) -> str:
        """Another telephone number, of those that are nobody's, or another address."""
        drawn = self._drawn("communication", _normal(text))
        if _PHONE.fullmatch(text):
            area = f"{2 + drawn % 8}{drawn // 8 % 8 + 1}{drawn // 64 % 10}"
            return f"{text[:-10]}{area}55501{drawn // 640 % 100:02d}"
        if "@" in text and _PLAIN.fullmatch(text.replace("@", "").replace("_", "")):
            return f"{_picked(drawn, words()['heads']).lower()}{drawn >> 16 & 0xFFFF}@example.com"
        return self.number(text)

    def _drawn(self, purpose: str, text: str) -> int:
        return self._scrambler.drawn(purpose, text)

    @staticmethod
    def _replaceable(text: str, most: int | None) -> bool:
        plain = _PLAIN.fullmatch(text) is not None and text.strip() == text
        return plain and (most is None or len(text) <= most) and any(map(str.isalnum, text))


def _last(drawn: int) -> str:
    known = words()
    return _picked(drawn, known["heads"]) + _picked(drawn >> 32, known["tails"])


def _first(drawn: int) -> str:
    known = words()
    return _picked(drawn, known["given_heads"]) + _picked(drawn >> 32, known["given_tails"])


def _organization(drawn: int) -> str:
    return f"{_last(drawn)} {_picked(drawn >> 64, words()['trades'])}"


def _contact(drawn: int) -> str:
    return f"{_first(drawn >> 64)} {_last(drawn)}"


_MAKERS: dict[str, Callable[[int], str]] = {
    "last-name": _last,
    "first-name": _first,
    "middle-name": _first,
    "organization": _organization,
    "contact": _contact,
    "city": _last,
}


@cache
def _populous(prefix: str, state: str) -> str:
    """Three digits where enough people live, that lie in the state if these do."""
    few = frozenset(words()["few_inhabitants"])
    if prefix not in few:
        return prefix
    agrees = zip_matches_state(prefix, state)
    others = (f"{(int(prefix) + step) % 1000:03d}" for step in range(1, 1000))
    for other in others:
        if other not in few and zip_matches_state(other, state) is agrees:
            return other
    return "000"


def _picked(drawn: int, known: list[str]) -> str:
    return known[drawn % len(known)]


def _bare(word: str) -> str:
    return word.strip(".,").upper()


def _normal(text: str) -> str:
    """What is the same of two spellings of a name."""
    return "".join(filter(str.isalnum, text)).upper()


def _as_spelt(fresh: str, text: str, most: int | None) -> str:
    """In the case of the text, and no longer than may be."""
    if text.islower():
        fresh = fresh.lower()
    elif not text.isupper() and any(map(str.islower, text)):
        fresh = fresh.title()
    return fresh if most is None else fresh[:most].rstrip()
