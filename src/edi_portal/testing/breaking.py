"""Breaks models: changes one or two of their fields, anywhere, to what may not stand there.

Types stay those that the class asks for, else there would be no model at all.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from edi_portal.models.base import Model, bindings
from edi_portal.models.checks import members
from edi_portal.models.values import DateRange, DateTimeRange, Formatted
from edi_portal.testing.elements import Draw

_M = TypeVar("_M", bound=Model)
# Where a value stands in a model: names of fields, numbers of items.
_Path = tuple[str | int, ...]

_texts = some.one_of(
    some.sampled_from(["", " ", "A*B", "A~B", "A:B", "A^B", "SMALL small", "A\nB", "A\x7fB", "A "]),
    some.text("ABC019", min_size=1, max_size=100),
    some.text(max_size=10),
)
_numbers = some.one_of(
    some.sampled_from([Decimal("NaN"), Decimal("-0"), Decimal("1E+30"), Decimal("0.123456789")]),
    some.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**12, min_value=-9),
)
_dates = some.dates()
_moments = some.datetimes(timezones=some.none() | some.just(UTC))
_periods = some.one_of(
    some.builds(Formatted, _texts, _texts),
    some.just(Formatted("D8", "20250310")),
    some.just(Formatted("RTS", "20250310091500-20250310101500")),
)
_VALUES: dict[type, SearchStrategy[Any]] = {
    str: _texts,
    Decimal: _numbers,
    int: some.integers(-10, 10**12),
    bool: some.booleans(),
    date: _dates,
    datetime: _moments,
    time: some.times(timezones=some.none() | some.just(UTC)),
    DateRange: some.builds(DateRange, _dates, _dates),
    DateTimeRange: some.builds(DateTimeRange, _moments, _moments),
    Formatted: _periods,
}


def broken(found: SearchStrategy[_M]) -> SearchStrategy[_M]:
    """The same models with one or two fields that are changed; now and then still valid."""

    @some.composite
    def drawn(draw: Draw) -> _M:
        result = draw(found)
        for _ in range(draw(some.integers(1, 2))):
            result = _broken(draw, result)
        return result

    return drawn()


def _broken(draw: Draw, of: _M) -> _M:
    places = list(_places(of, ()))
    path = places[draw(some.integers(0, len(places) - 1))]
    changed = _changed(draw, of, path)
    assert type(changed) is type(of)
    return changed


def _places(of: Model, above: _Path) -> Iterator[_Path]:
    """Every field of a model and of those in it."""
    for name in bindings(type(of)):
        yield (*above, name)
        value = getattr(of, name)
        if isinstance(value, Model):
            yield from _places(value, (*above, name))
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, Model):
                    yield from _places(item, (*above, name, number))


def _changed(draw: Draw, of: Any, path: _Path) -> Any:
    """The model with a new value at a place."""
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        item = _changed(draw, of[first], rest)
        return (*of[:first], item, *of[first + 1 :])
    held = getattr(of, first)
    return of.evolve(**{first: _changed(draw, held, rest) if rest else _other(draw, of, first)})


def _other(draw: Draw, of: Model, name: str) -> Any:
    """Another value for a field, of a type that it may have."""
    annotation = attrs.fields_dict(type(of))[name].type
    kinds, optional, many = members(annotation)
    held = getattr(of, name)
    ways: list[SearchStrategy[Any]] = [_VALUES[kind] for kind in kinds if kind in _VALUES]
    if many:
        ways = [some.lists(one, max_size=3).map(tuple) for one in ways]
        ways += _other_tuples(held)
    if optional:
        ways.append(some.none())
    return draw(some.one_of(ways)) if ways else held


def _other_tuples(held: Sequence[Any]) -> list[SearchStrategy[Any]]:
    """The same items in another order, or too often, or none of them."""
    return [some.permutations(held).map(tuple), some.just((*held, *held) * 20), some.just(())]
