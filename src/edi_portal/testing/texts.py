"""Draws the text of one element: of its type and length, a code where the guide has codes.

Texts are as they are written without need: capital letters, digits and blanks within, no
leading zeros, no minus before a zero. So what is read from them is written as the same text.
"""

import functools
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import attrs
from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from edi_portal.guides.datatypes import is_numeric
from edi_portal.guides.model import Element
from edi_portal.guides.tables import external_codes
from edi_portal.models.plan import Slot
from edi_portal.models.rules import Rule

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_MONEY = "782"  # data element of monetary amounts
_MOST_DIGITS = 10
_USUAL = 10  # characters of most texts
_SELDOM = 12  # one in so many is as long as the guide allows
_FIRST, _LAST = date(1900, 1, 1), date(2099, 12, 31)

days = some.dates(_FIRST, _LAST)
_minutes = some.times().map(lambda at: f"{at:%H%M}")
_seconds = some.times().map(lambda at: f"{at:%H%M}{max(at.second, 1):02d}")
_hundredths = some.times().map(lambda at: f"{at:%H%M%S}{max(at.microsecond // 10_000, 1):02d}")


def _day(at: date) -> str:
    return f"{at.year:04d}{at.month:02d}{at.day:02d}"


_days = days.map(_day)
_moments = some.tuples(_days, _minutes).map("".join)
_ranges = some.tuples(_days, _days).map("-".join)

# By format qualifier (data element 1250).
PERIODS: dict[str, SearchStrategy[str]] = {
    "D8": _days,
    "D6": _days.map(lambda text: text[2:]),
    "RD8": _ranges,
    "DT": _moments,
    "RDT": some.tuples(_moments, _moments).map("-".join),
    "TM": _minutes,
    "RTM": some.tuples(_minutes, _minutes).map("-".join),
    "CM": _days.map(lambda text: text[:6]),
    "CY": _days.map(lambda text: text[:4]),
}


@attrs.frozen
class Want:
    """What a text is to be read as, and a rule that it has to keep to be written."""

    types: tuple[type, ...]
    rule: Rule | None = None

    @classmethod
    def of(cls, slot: Slot) -> "Want":
        """What a field says of its values."""
        return cls(slot.types, slot.rule)


TEXT = Want((str,))


@functools.cache
def text_of(node: Element, want: Want = TEXT, form: str = "") -> SearchStrategy[str]:
    """A text that the guide allows at an element, and that reads as it is wanted.

    ``form`` is the format qualifier before it, for a period.
    """
    rule = want.rule
    if rule is None:
        return _text_of(node, want.types, form)
    if is_numeric(node.type):
        found = _text_of(node, want.types, form)
        return found.map(lambda text: text if rule.holds(text) else text.lstrip("-"))
    found = some.from_regex(rule.form, fullmatch=True, alphabet=LETTERS)
    return found.filter(lambda text: node.minimum <= len(text) <= node.maximum)


def _text_of(node: Element, types: tuple[type, ...], form: str) -> SearchStrategy[str]:
    if bool in types:
        return some.sampled_from([code for code in ("N", "Y") if code in (node.codes or "YN")])
    codes = _codes(node)
    if codes:
        return some.sampled_from(codes)
    if form in PERIODS:
        return PERIODS[form]
    if node.type in ("DT", "TM") or date in types or time in types:
        return _dated(node, types)
    if is_numeric(node.type) or Decimal in types or int in types:
        return _number(node, types)
    if node.pattern:
        return some.from_regex(f"(?:{node.pattern})", fullmatch=True, alphabet=LETTERS)
    return _free(node)


def _codes(node: Element) -> list[str]:
    """The codes of the guide, else of the list it points to; none where that is not here."""
    found = node.codes or sorted(external_codes(node.external or "") or ())
    return [code for code in found if node.minimum <= len(code) <= node.maximum]


def _dated(node: Element, types: tuple[type, ...]) -> SearchStrategy[str]:
    if node.type == "DT" or date in types:
        return _days if node.maximum >= len("CCYYMMDD") else _days.map(lambda text: text[2:])
    forms = ((4, _minutes), (6, _seconds), (8, _hundredths))
    fitting = [form for size, form in forms if node.minimum <= size <= node.maximum]
    return some.one_of(fitting)


def _number(node: Element, types: tuple[type, ...]) -> SearchStrategy[str]:
    digits = min(node.maximum, _MOST_DIGITS)
    whole = int in types or node.type != "R"
    lowest = 10 ** (node.minimum - 1) if node.minimum > 1 else 0
    if whole:
        # Most whole numbers are small: a count, a pointer, a sequence.
        return some.integers(lowest, min(10**digits - 1, lowest + 999)).map(str)
    scales = some.sampled_from(range(min(2, digits - 1) + 1))
    least = -(10 ** (digits - 1)) + 1 if node.data_element == _MONEY else 0
    return some.builds(_scaled, some.integers(least, 10**digits - 1), scales)


def _scaled(number: int, scale: int) -> str:
    return format(Decimal(number).scaleb(-scale), "f")


def _free(node: Element) -> SearchStrategy[str]:
    low, high = max(node.minimum, 1), node.maximum
    alphabet = LETTERS if node.type == "ID" else LETTERS + " "
    usual = some.text(alphabet, min_size=low, max_size=max(low, min(high, _USUAL))).map(_tight)
    if high <= _USUAL:
        return usual
    return some.builds(lambda text, size: _tight((text * high)[: size(text)]), usual, _sizes(high))


def _sizes(most: int) -> SearchStrategy[Callable[[str], int]]:
    """How long texts are made: nearly always as drawn, now and then as long as can be."""
    return some.integers(0, _SELDOM).map(lambda at: (lambda _: most) if at == _SELDOM else len)


def _tight(text: str) -> str:
    """Without blanks at its ends, and as long as before."""
    stripped = text.strip(" ")
    return stripped + "0" * (len(text) - len(stripped))
