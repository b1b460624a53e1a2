import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.guides.datatypes import (
    FORMATS,
    alternatives,
    is_date_or_time,
    is_formatted,
    is_number,
    measured_length,
    value_pattern,
)

DIGITS = "0123456789"
DATE = re.compile(value_pattern("DT", 8, 8, "*:~^"))


def is_date(text: str) -> bool:
    if not re.fullmatch("[0-9]{8}", text):
        return False
    try:
        found = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return found.year >= 1800


def test_every_day_of_a_leap_cycle_and_no_other() -> None:
    for year in range(1896, 2105):
        for month in range(14):
            for day in (0, 1, 27, 28, 29, 30, 31, 32):
                text = f"{year}{month:02d}{day:02d}"
                assert is_formatted(text, "D8") == is_date(text), text
                assert (DATE.fullmatch(text) is not None) == is_date(text), text


@pytest.mark.parametrize("year", [1799, 1800, 1900, 2000, 2100, 2400, 9996, 9999])
def test_leap_days_of_centuries(year: int) -> None:
    text = f"{year}0229"
    assert is_formatted(text, "D8") == is_date(text)


@given(st.text(DIGITS, min_size=8, max_size=8))
def test_any_eight_digits(text: str) -> None:
    assert is_formatted(text, "D8") == is_date(text)
    assert is_date_or_time(text, "DT", 8, 8) == is_date(text)


@given(st.text(DIGITS, min_size=6, max_size=6))
def test_six_digits_are_a_date_of_some_century(text: str) -> None:
    expected = any(is_date(f"{century}{text}") for century in ("19", "20"))
    leap_of_1900 = text == "000229"
    assert is_date_or_time(text, "DT", 6, 6) == (expected or leap_of_1900)


@given(st.text(DIGITS, min_size=3, max_size=9))
def test_times(text: str) -> None:
    def right() -> bool:
        if len(text) not in (4, 6, 7, 8):
            return False
        hour, minute, second = int(text[:2]), int(text[2:4]), int(text[4:6] or 0)
        return hour < 24 and minute < 60 and second < 60

    assert is_date_or_time(text, "TM", 4, 8) == right()
    assert is_formatted(text, "TM") == (right() and len(text) == 4)


@pytest.mark.parametrize(
    "form, right, wrong",
    [
        ("RD8", "20240228-20240229", "20230228-20230229"),
        ("RD8", "20240101-20240101", "20240101"),
        ("DT", "202402292359", "202402292400"),
        ("RTM", "0000-2359", "0000-2460"),
        ("DTS", "20240229235959-20240301000000", "20240229235959"),
        ("CM", "202412", "202413"),
        ("CY", "2024", "24"),
        ("D6", "240229", "230229"),
    ],
)
def test_formats_of_periods(form: str, right: str, wrong: str) -> None:
    assert is_formatted(right, form)
    assert not is_formatted(wrong, form)


def test_a_format_unknown_here_has_no_say() -> None:
    assert is_formatted("anything", "ZZ")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ["", " ", "A", "2024022\u0669", "20240101 ", "20240101\n"])
def test_no_format_takes_what_is_no_digit(form: str, text: str) -> None:
    assert not is_formatted(text, form)


@given(st.text("0123456789.-+ eE\xb2", max_size=8))
def test_numbers(text: str) -> None:
    plain = re.fullmatch(r"-?[0-9]*(\.[0-9]+)?", text) and re.search("[0-9]", text)
    assert is_number(text, "R") == bool(plain)
    assert is_number(text, "N2") == bool(re.fullmatch("-?[0-9]+", text))
    if is_number(text, "R"):
        digits = sum(character in DIGITS for character in text)
        assert measured_length(text, "R") == digits
        assert Decimal(text) is not None
        pattern = re.compile(value_pattern("R", 2, 4, "*:~^"), re.ASCII)
        assert (pattern.fullmatch(text) is not None) == (2 <= digits <= 4)


@pytest.mark.parametrize(
    "text, length", [("", 0), ("AB", 2), ("\xc3\xa9", 1), ("\xe9", 1), ("A\xc3\xa9", 2)]
)
def test_a_letter_of_two_bytes_counts_once(text: str, length: int) -> None:
    assert measured_length(text, "AN") == length


@given(st.lists(st.text("AB1.*", max_size=4), max_size=30), st.text("AB1.*", max_size=5))
def test_alternatives_are_the_words(words: list[str], other: str) -> None:
    expression = re.compile(alternatives(tuple(words)))
    for word in [*words, other]:
        assert (expression.fullmatch(word) is not None) == (word in words or not (words or word))
