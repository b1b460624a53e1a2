"""Codes and ranges of codes, as options of rules name procedures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.errors import UsageError
from edi_portal.scrubber.procedures import Procedures, procedures


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.integers(0, 99_999))
def test_a_range_of_numbers_holds_what_lies_between(one: int, other: int, code: int) -> None:
    first, last = sorted((one, other))
    assert (f"{code:05}" in Procedures([f"{first:05}-{last:05}"])) is (first <= code <= last)


@given(st.text(max_size=6))
def test_any_text_may_be_looked_for(code: str) -> None:
    assert (code in procedures(["J0000-J9999"])) is (
        len(code) == 5 and code[0] == "J" and code[1:].isascii() and code[1:].isdigit()
    )


def test_ranges_over_letters() -> None:
    level_two = procedures(["A0000-V9999"])
    assert "E0431" in level_two
    assert "A04A5" not in level_two
    assert "W0001" not in level_two


@pytest.mark.parametrize(
    "option",
    [
        ["704"],
        ["70450-7999"],
        ["70450-J9999"],
        ["79999-70000"],
        ["70450-"],
        [""],
        [70450],
    ],
)
def test_what_is_no_code_and_no_range_is_refused(option: list[str]) -> None:
    with pytest.raises(UsageError):
        procedures(option)


def test_an_option_may_be_one_text_and_is_read_without_regard_to_case() -> None:
    assert "J0120" in procedures("j0000 - j9999")
    assert not procedures(())
    assert procedures(["99213"])
