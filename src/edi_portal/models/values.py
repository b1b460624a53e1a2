"""Values of elements as Python has them, both ways: text to value, value to text.

Money and quantities are `Decimal` and keep their written scale; dates are `date`, times
`time`; indicators that a guide answers with Y or N are ``bool``; codes and names are ``str``.
A period is what X12 writes as a format qualifier (data element 1250) and a text in that
format (1251): a `date`, a `DateRange`, a `datetime`, a `time`, or a `Formatted` for the
formats that are none of these.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import attrs

from edi_portal.errors import ModelError

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_UNSIGNED = "0123456789."
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
# Days and counts of a file recur, and to read one takes longer than to find it again; amounts
# do not recur enough.
_KEPT = 4096


def _is(kind: type) -> Callable[[Any, "attrs.Attribute[Any]", Any], None]:
    """Checks the type of an attribute, with an error that names it and never the value."""

    def check(of: Any, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        # A datetime is a date to Python, but not to a guide.
        if not isinstance(value, kind) or (isinstance(value, datetime) and kind is date):
            field = f"{type(of).__name__}.{attribute.name}"
            given = type(value).__name__
            raise ModelError(f"{field} must be {kind.__name__}, not {given}", field=field)

    return check


@attrs.frozen
class DateRange:
    """From the first day to the last, both included (format RD8).

    >>> DateRange(date(2025, 3, 1), date(2025, 3, 31)).days
    31
    """

    start: date = attrs.field(validator=_is(date))
    end: date = attrs.field(validator=_is(date))

    @property
    def days(self) -> int:
        """How many days it has, the first and the last counted; below 1 if it ends too early."""
        return (self.end - self.start).days + 1


@attrs.frozen
class DateTimeRange:
    """From a minute to a minute (format RDT, and RTS to the second)."""

    start: datetime = attrs.field(validator=_is(datetime))
    end: datetime = attrs.field(validator=_is(datetime))


@attrs.frozen
class Formatted:
    """A period in a format that is no date, time or range of these: its qualifier and its text.

    >>> Formatted("CM", "202503").format
    'CM'
    """

    format: str = attrs.field(validator=_is(str))
    text: str = attrs.field(validator=_is(str), repr=False)


Period = date | datetime | time | DateRange | DateTimeRange | Formatted


def _date(text: str) -> date:
    if len(text) != 8 or not _DIGITS.fullmatch(text):
        raise ValueError("not a date")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


@lru_cache(_KEPT)
def _short_date(text: str) -> date:
    """A date of eight digits, or of six: as ISA09 writes it, in this century."""
    return _date("20" + text if len(text) == 6 else text)


def _time(text: str) -> time:
    """HHMM, HHMMSS, or with decimals of a second."""
    if len(text) not in (4, 6, 7, 8) or not _DIGITS.fullmatch(text):
        raise ValueError("not a time")
    second = int(text[4:6]) if len(text) > 4 else 0
    fraction = int(text[6:].ljust(6, "0")) if len(text) > 6 else 0
    return time(int(text[:2]), int(text[2:4]), second, fraction)


def _datetime(text: str) -> datetime:
    if len(text) not in (12, 14):
        raise ValueError("not a date with a time")
    return datetime.combine(_date(text[:8]), _time(text[8:]))


def _halves(text: str) -> tuple[str, str]:
    first, mark, second = text.partition("-")
    if not mark:
        raise ValueError("not a range")
    return first, second


def read_decimal(text: str) -> Decimal:
    """A number of type R or Nn; `ValueError` for anything else."""
    # Of digits and points alone `Decimal` takes what is a number; else it takes much more.
    if text.strip(_UNSIGNED) and not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None


@lru_cache(_KEPT)
def read_integer(text: str) -> int:
    """A whole number."""
    if not _INTEGER.fullmatch(text):
        raise ValueError("not a whole number")
    return int(text)


def read_flag(text: str) -> bool:
    """Y is true, N is false."""
    if text == "Y":
        return True
    if text == "N":
        return False
    raise ValueError("neither Y nor N")


def write_decimal(value: Decimal) -> str:
    """As X12 writes numbers: no exponent, no leading zeros, no plus sign; the scale is kept.

    >>> write_decimal(Decimal("0.50")), write_decimal(Decimal("1E+2")), write_decimal(Decimal("-0"))
    ('.50', '100', '0')
    """
    plain = str(value)
    if "1" <= plain[0] <= "9" and "E" not in plain:
        return plain
    if not value.is_finite():
        raise ValueError("not a finite number")
    if not value:
        return "0"
    text = format(value, "f")
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def _write_date(value: date) -> str:
    return date.isoformat(value).replace("-", "")


def _write_time(value: time) -> str:
    text = f"{value.hour:02d}{value.minute:02d}"
    if value.tzinfo is not None:
        raise ValueError("X12 writes times of day without a time zone")
    if value.microsecond:
        hundredths = value.microsecond // 10_000
        if hundredths * 10_000 != value.microsecond:
            raise ValueError("a time is written to the hundredth of a second")
        return f"{text}{value.second:02d}{hundredths:02d}"
    return f"{text}{value.second:02d}" if value.second else text


def _write_datetime(value: datetime) -> str:
    if value.microsecond:
        raise ValueError("a date with a time is written to the second")
    return _write_date(value) + _write_time(value.timetz())


def _write_text(value: str) -> str:
    return value


def _write_flag(value: bool) -> str:
    return "Y" if value else "N"


def _read_text(text: str) -> str:
    return text


Read = Callable[[str], Any]
Write = Callable[[Any], str]

# What an element of each annotated type is read and written by.
SCALARS: dict[type, tuple[Read, Write]] = {
    str: (_read_text, _write_text),
    int: (read_integer, str),
    Decimal: (read_decimal, write_decimal),
    date: (_short_date, _write_date),
    time: (_time, _write_time),
    bool: (read_flag, _write_flag),
}


def _read_range(text: str) -> DateRange:
    first, last = _halves(text)
    return DateRange(_date(first), _date(last))


def _read_datetime_range(text: str) -> DateTimeRange:
    first, last = _halves(text)
    return DateTimeRange(_datetime(first), _datetime(last))


_PERIODS: dict[str, Read] = {
    "D8": _date,
    "RD8": _read_range,
    "DT": _datetime,
    "RTS": _read_datetime_range,
    "RDT": _read_datetime_range,
    "TM": _time,
}


@lru_cache(_KEPT)
def read_period(qualifier: str, text: str) -> Period:
    """The period that a format qualifier and a text name; `ValueError` where they do not agree.

    >>> read_period("D8", "20250310")
    datetime.date(2025, 3, 10)
    """
    reader = _PERIODS.get(qualifier)
    if reader is None:
        return Formatted(qualifier, text)
    value: Period = reader(text)
    if write_period(value) != (qualifier, text):
        # Written in an uncommon way, such as seconds of 00: kept as it is.
        return Formatted(qualifier, text)
    return value


def write_period(value: Period) -> tuple[str, str]:
    """The format qualifier of a period and its text.

    >>> write_period(DateRange(date(2025, 3, 1), date(2025, 3, 31)))
    ('RD8', '20250301-20250331')
    """
    if isinstance(value, datetime):
        return "DT", _write_datetime(value)
    if isinstance(value, date):
        return "D8", _write_date(value)
    if isinstance(value, DateRange):
        return "RD8", f"{_write_date(value.start)}-{_write_date(value.end)}"
    if isinstance(value, time):
        return "TM", _write_time(value)
    if isinstance(value, DateTimeRange):
        first, last = _write_datetime(value.start), _write_datetime(value.end)
        if len(first) == len(last) == len("CCYYMMDDHHMM"):
            return "RDT", f"{first}-{last}"
        return "RTS", f"{first:0<14}-{last:0<14}"
    if not _stays_formatted(value):
        raise ValueError("a period in a format of dates and times is given as such")
    return value.format, value.text


def _stays_formatted(value: Formatted) -> bool:
    """Whether it is read as it is: no date, time or range has its format, or writes that text."""
    try:
        return read_period(value.format, value.text) == value
    except ValueError:
        return False


__all__ = [
    "SCALARS",
    "DateRange",
    "DateTimeRange",
    "Formatted",
    "Period",
    "Read",
    "Write",
    "read_decimal",
    "read_flag",
    "read_integer",
    "read_period",
    "write_decimal",
    "write_period",
]
