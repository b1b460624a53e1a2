"""Values and their texts: each is read as it was written, or is not written."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edi_portal.errors import ModelError
from edi_portal.guides.datatypes import is_formatted
from edi_portal.models.values import (
    SCALARS,
    DateRange,
    DateTimeRange,
    Formatted,
    read_decimal,
    read_period,
    write_decimal,
    write_period,
)

DAY = date(2025, 3, 10)
MINUTE = datetime(2025, 3, 10, 9, 15)  # noqa: DTZ001  files have no time zones
IN_ZONE = datetime(2025, 3, 10, 9, 15, tzinfo=UTC)

# A guide has no dates before 1800.
days = some.dates(date(1800, 1, 1))
seconds = some.datetimes(datetime(1800, 1, 1)).map(  # noqa: DTZ001  as above
    lambda at: at.replace(microsecond=0)
)
times = some.times().map(lambda at: at.replace(microsecond=at.microsecond // 10_000 * 10_000))
scalars: dict[type, some.SearchStrategy[Any]] = {
    str: some.text(),
    int: some.integers(),
    Decimal: some.decimals(allow_nan=False, allow_infinity=False, places=4),
    bool: some.booleans(),
    date: some.dates(),
    time: times,
}


@pytest.mark.parametrize("kind", SCALARS, ids=lambda kind: kind.__name__)
def test_a_value_is_read_as_it_was_written(kind: type) -> None:
    read, write = SCALARS[kind]

    @given(scalars[kind])
    def holds(value: Any) -> None:
        assert read(write(value)) == value

    holds()


@given(some.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_without_exponent_or_sign_of_zero(value: Decimal) -> None:
    text = write_decimal(value)
    assert set(text) <= set("-0123456789.")
    assert text != "-0"
    assert text == "0" or not text.removeprefix("-").startswith("0")
    assert read_decimal(text) == value


@given(some.from_regex(r"-?[1-9][0-9]{0,8}(\.[0-9]{1,4})?", fullmatch=True))
def test_a_number_keeps_the_scale_that_was_written(text: str) -> None:
    assert write_decimal(read_decimal(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "1E5", "+1", "1,5", "NaN", "--1", "1.2.3", ".", "1 ", "١"],  # noqa: RUF001  a digit, but no X12 digit
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    for kind in (Decimal, int):
        with pytest.raises(ValueError, match="not a"):
            SCALARS[kind][0](text)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN")])
def test_what_is_no_finite_number_is_not_written(value: Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        write_decimal(value)


@pytest.mark.parametrize("text", ["", "y", "YES", "U", "1"])
def test_what_is_neither_yes_nor_no_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        SCALARS[bool][0](text)


@pytest.mark.parametrize(
    "text", ["", "2025", "20250230", "2025031", "202503010", "2025-3-1", "٢٠٢٥٠٣١٠"]
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|day"):
        SCALARS[date][0](text)


def test_a_date_of_six_digits_is_of_this_century() -> None:
    assert SCALARS[date][0]("250310") == DAY


@pytest.mark.parametrize(
    "text, value",
    [
        ("0915", time(9, 15)),
        ("091530", time(9, 15, 30)),
        ("0915305", time(9, 15, 30, 500_000)),
        ("09153025", time(9, 15, 30, 250_000)),
    ],
)
def test_times_are_read_to_the_hundredth_of_a_second(text: str, value: time) -> None:
    assert SCALARS[time][0](text) == value


@pytest.mark.parametrize("text", ["", "9", "091", "2460", "09:15", "091530255"])
def test_what_is_no_time_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a time|must be in"):
        SCALARS[time][0](text)


@pytest.mark.parametrize("value", [time(9, 15, tzinfo=UTC), time(9, 15, 30, 1)])
def test_a_time_that_x12_cannot_say_is_not_written(value: time) -> None:
    with pytest.raises(ValueError, match=r"X12 writes|is written to"):
        SCALARS[time][1](value)


# --- periods -----------------------------------------------------------------------------

periods = some.one_of(
    days,
    seconds,
    times.map(lambda at: at.replace(second=0, microsecond=0)),
    some.builds(DateRange, days, days),
    some.builds(DateTimeRange, seconds, seconds),
    some.builds(Formatted, some.sampled_from(["CM", "CY", "QQ"]), some.text("0123456789")),
)


@given(periods)
def test_a_period_is_read_as_it_was_written(value: Any) -> None:
    qualifier, text = write_period(value)
    again = read_period(qualifier, text)
    assert again == value
    assert type(again) is type(value)


@given(days, days, seconds)
def test_a_period_has_the_form_that_its_qualifier_asks_for(
    first: date, last: date, at: datetime
) -> None:
    minute = at.replace(second=0)
    for value in (first, DateRange(first, last), minute, DateTimeRange(minute, minute)):
        qualifier, text = write_period(value)
        assert is_formatted(text, qualifier)


@given(
    some.sampled_from(["D8", "RD8", "DT", "RDT", "RTS", "TM", "CM", "ZZ"]),
    some.from_regex(r"[0-9]{4,14}(-[0-9]{8,14})?", fullmatch=True),
)
def test_a_period_that_is_read_is_written_as_it_was(qualifier: str, text: str) -> None:
    try:
        value = read_period(qualifier, text)
    except ValueError:
        return  # no text of this format
    assert write_period(value) == (qualifier, text)


@pytest.mark.parametrize(
    "qualifier, text, value",
    [
        ("D8", "20250310", DAY),
        ("DT", "202503100915", MINUTE),
        ("TM", "0915", time(9, 15)),
        ("RD8", "20250301-20250310", DateRange(date(2025, 3, 1), DAY)),
        ("RDT", "202503100915-202503100915", DateTimeRange(MINUTE, MINUTE)),
        ("CM", "202503", Formatted("CM", "202503")),
        # Seconds have a format of their own.
        (
            "RTS",
            "20250310091501-20250310091502",
            DateTimeRange(MINUTE.replace(second=1), MINUTE.replace(second=2)),
        ),
        (
            "RTS",
            "20250310091501-20250310091500",
            DateTimeRange(MINUTE.replace(second=1), MINUTE),
        ),
        (
            "RTS",
            "20250310091500-20250310091501",
            DateTimeRange(MINUTE, MINUTE.replace(second=1)),
        ),
        ("RDT", "20250310091501-20250310091502", Formatted("RDT", "20250310091501-20250310091502")),
        # Seconds of zero are not lost.
        ("DT", "20250310091500", Formatted("DT", "20250310091500")),
    ],
)
def test_formats_by_example(qualifier: str, text: str, value: Any) -> None:
    assert read_period(qualifier, text) == value
    assert write_period(value) == (qualifier, text)


@pytest.mark.parametrize(
    "value",
    [
        Formatted("D8", "20250310"),
        Formatted("D8", "NEVER"),
        Formatted("RD8", "20250301-20250310"),
        IN_ZONE,
        time(9, 15, tzinfo=UTC),
        MINUTE.replace(microsecond=1),
        DateTimeRange(MINUTE, MINUTE.replace(microsecond=1)),
        DateTimeRange(IN_ZONE, IN_ZONE),
    ],
)
def test_a_period_that_would_not_be_read_as_it_is_is_not_written(value: Any) -> None:
    with pytest.raises(ValueError, match=r"writ|given as such") as caught:
        write_period(value)
    assert "2025" not in str(caught.value)


def test_a_range_counts_its_days_and_hides_no_part_of_it() -> None:
    assert DateRange(DAY, DAY).days == 1
    assert DateRange(DAY, date(2025, 3, 9)).days == 0
    assert "202503" not in repr(Formatted("CM", "202503"))


@pytest.mark.parametrize(
    "make, field",
    [
        (lambda: DateRange("19800215", DAY), "DateRange.start"),  # type: ignore[arg-type]
        (lambda: DateRange(DAY, MINUTE), "DateRange.end"),
        (lambda: DateTimeRange(MINUTE, DAY), "DateTimeRange.end"),  # type: ignore[arg-type]
        (lambda: Formatted("D8", 19800215), "Formatted.text"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_type_is_an_error_that_names_the_field_and_no_value(
    make: Callable[[], object], field: str
) -> None:
    with pytest.raises(ModelError) as caught:
        make()
    assert caught.value.field == field
    assert "1980" not in str(caught.value)
