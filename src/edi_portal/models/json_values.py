"""Single values in JSON, both ways: what a number, a date or a period is written as.

JSON has no decimals that can be trusted and no dates, so both are text: ``"12.50"``,
``"2025-03-10"``, ``"14:30"``. Reading is strict: nothing is guessed from another type, and an
error says what was expected, never what was there.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.errors import ModelError
from edi_portal.models.checks import members
from edi_portal.models.values import DateRange, DateTimeRange, Formatted

NUMBER = r"-?[0-9]+(\.[0-9]+)?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
DATETIME = f"{DATE}T{TIME}"

_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with decimals",
    str: "text",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
PERIODS = frozenset({date, datetime, time, DateRange, DateTimeRange, Formatted})


class WrongError(Exception):
    """A value is not what the field takes: ``expected`` in words, and what was ``given``."""

    def __init__(self, expected: str, value: object) -> None:
        super().__init__()
        self.expected = expected
        # Of what has the right type the form is wrong, which the expectation says.
        self.given = _KINDS.get(type(value), "something else")

    def __str__(self) -> str:
        return f"must be {self.expected}, not {self.given}"


class MalformedError(Exception):
    """Text that does not have the form that the field takes: ``expected`` in words."""

    def __init__(self, expected: str) -> None:
        super().__init__()
        self.expected = expected

    def __str__(self) -> str:
        return f"must be {self.expected}; the text there has another form"


@attrs.frozen
class _Form:
    """Text of a form: how it is called, its pattern, what reads it."""

    words: str
    pattern: re.Pattern[str]
    read: Callable[[str], Any]

    def value(self, given: object) -> Any:
        """The value of text of this form."""
        if type(given) is not str:
            raise WrongError(self.words, given)
        if not self.pattern.fullmatch(given):
            raise MalformedError(self.words)
        try:
            return self.read(given)
        except ValueError:
            # Of the right form, but no such day or hour.
            raise MalformedError(self.words) from None


_NUMBER = _Form('a number as text, such as "12.50"', re.compile(NUMBER), Decimal)
_DATE = _Form('a date, such as "2025-03-10"', re.compile(DATE), date.fromisoformat)
_TIME = _Form('a time, such as "14:30" or "14:30:05"', re.compile(TIME), time.fromisoformat)
_DATETIME = _Form(
    'a date with a time, such as "2025-03-10T14:30"', re.compile(DATETIME), datetime.fromisoformat
)


def read_number(value: object, _: Any = None) -> Decimal:
    """A decimal, of text; a whole number is as exact, so it may stand as such."""
    if type(value) is int:
        return Decimal(value)
    found: Decimal = _NUMBER.value(value)
    return found


def read_text(value: object, _: Any = None) -> str:
    """Text."""
    if type(value) is not str:
        raise WrongError("text", value)
    return value


def read_whole(value: object, _: Any = None) -> int:
    """A whole number; ``true`` is none."""
    if type(value) is not int:
        raise WrongError("a whole number", value)
    return value


def read_flag(value: object, _: Any = None) -> bool:
    """``true`` or ``false``."""
    if type(value) is not bool:
        raise WrongError("true or false", value)
    return value


def write_number(value: Decimal) -> str:
    """A decimal as text with its scale and without an exponent.

    >>> write_number(Decimal("12.50")), write_number(Decimal("1E+2"))
    ('12.50', '100')
    """
    if not value.is_finite():
        raise ModelError("a number cannot be written as JSON: it is not finite")
    text = format(value, "f")
    return text.removeprefix("-") if value == 0 else text


def write_date(value: date) -> str:
    """``2025-03-10``."""
    return value.isoformat()


def write_time(value: time) -> str:
    """A time, with seconds where it has some.

    >>> write_time(time(14, 30)), write_time(time(14, 30, 5))
    ('14:30', '14:30:05')
    """
    text = value.replace(tzinfo=None).isoformat()
    return text.removesuffix(":00") if not value.second else text


def write_datetime(value: datetime) -> str:
    """A date and a time with ``T`` between them."""
    return f"{value.date().isoformat()}T{write_time(value.time())}"


def write_period(value: Any) -> Any:
    """A period of any kind: text, or an object with ``start`` and ``end``, or its own format."""
    if isinstance(value, datetime):
        return write_datetime(value)
    if isinstance(value, date):
        return write_date(value)
    if isinstance(value, time):
        return write_time(value)
    if isinstance(value, DateRange | DateTimeRange):
        return {"start": write_period(value.start), "end": write_period(value.end)}
    if isinstance(value, Formatted):
        return {"format": value.format, "text": value.text}
    return value


def is_period(annotation: Any) -> bool:
    """Whether an annotation holds periods, and nothing else but perhaps ``None``."""
    kinds, _, many = members(annotation)
    return not many and bool(kinds) and PERIODS.issuperset(kinds)


def period_reader(annotation: Any) -> Callable[[object, Any], Any]:
    """What reads the periods that an annotation allows."""
    found, optional, _ = members(annotation)
    kinds = frozenset(found)
    forms = [
        form
        for kind, form in ((date, _DATE), (datetime, _DATETIME), (time, _TIME))
        if kind in kinds
    ]
    words = " or ".join(
        [form.words for form in forms]
        + ["an object with start and end"] * bool(kinds & {DateRange, DateTimeRange})
        + ["an object with format and text"] * (Formatted in kinds)
    )

    def read(value: object, _: Any = None) -> Any:
        if value is None and optional:
            return None
        if type(value) is str and forms:
            for form in forms:
                if form.pattern.fullmatch(value):
                    return form.value(value)
            raise MalformedError(words)
        if type(value) is dict:
            return _of_object(value, kinds, words)
        raise WrongError(words, value)

    return read


def _of_object(value: dict[str, Any], kinds: frozenset[type], words: str) -> Any:
    keys = value.keys()
    if keys == {"format", "text"} and Formatted in kinds:
        return Formatted(read_text(value["format"]), read_text(value["text"]))
    if keys == {"start", "end"}:
        start, end = value["start"], value["end"]
        timed = type(start) is str and "T" in start
        if timed and DateTimeRange in kinds:
            return DateTimeRange(_DATETIME.value(start), _DATETIME.value(end))
        if DateRange in kinds:
            return DateRange(_DATE.value(start), _DATE.value(end))
        if DateTimeRange in kinds:
            return DateTimeRange(_DATETIME.value(start), _DATETIME.value(end))
    raise MalformedError(words)
