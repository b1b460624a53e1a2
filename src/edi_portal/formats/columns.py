"""What columns of tables are filled with: values by their path in a model, and a few made."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from edi_portal.models.values import DateRange, DateTimeRange

Get = Callable[[Any], Any]


@attrs.frozen
class Made:
    """A column whose values are made, with what they are in words."""

    words: str
    get: Get


# A path of attributes with dots, or what makes the values.
Columns = Mapping[str, str | Made]


def getters(columns: Columns) -> tuple[Get, ...]:
    """What fills each column. What a model does not have, or not of its kind, is left empty."""
    return tuple(_by_path(how) if isinstance(how, str) else how.get for how in columns.values())


def _by_path(path: str) -> Get:
    names = path.split(".")

    def get(of: Any) -> Any:
        for name in names:
            of = getattr(of, name, None)
        return of

    return get


def first_day(value: Any) -> date | None:
    """The first day of a period; ``None`` where it has none."""
    if isinstance(value, DateRange | DateTimeRange):
        value = value.start
    return _day(value)


def last_day(value: Any) -> date | None:
    """The last day of a period: of a single day, that day."""
    if isinstance(value, DateRange | DateTimeRange):
        value = value.end
    return _day(value)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def earliest(periods: Iterable[Any]) -> date | None:
    """The first day of all periods."""
    return min(filter(None, map(first_day, periods)), default=None)


def latest(periods: Iterable[Any]) -> date | None:
    """The last day of all periods."""
    return max(filter(None, map(last_day, periods)), default=None)
