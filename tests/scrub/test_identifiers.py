"""Identifiers: every right one is taken, every slip of one character that can be seen is not."""

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from edi_portal.scrubber.identifiers import is_ein, is_mbi, is_npi, is_ssn, is_taxonomy_code

DIGITS = string.digits
LETTERS = "ACDEFGHJKMNPQRTUVWXY"
EITHER = DIGITS + LETTERS
MBI = ("123456789", LETTERS, EITHER, DIGITS, LETTERS, EITHER, DIGITS, LETTERS, LETTERS, DIGITS)

mbis = st.tuples(*(st.sampled_from(kind) for kind in (*MBI, DIGITS))).map("".join)
anything = st.text() | st.text(string.ascii_uppercase + DIGITS + "-", min_size=8, max_size=12)


def checked(nine: str) -> str:
    """The NPI of these nine digits, by the formula as CMS words it."""
    digits = [int(digit) for digit in f"80840{nine}"]
    doubled = [2 * digit for digit in digits[::-2]]
    total = sum(digits[-2::-2]) + sum(value // 10 + value % 10 for value in doubled)
    return nine + str(-total % 10)


npis = st.from_regex(r"[12][0-9]{8}", fullmatch=True).map(checked)


@given(npis)
def test_an_npi_checks(npi: str) -> None:
    assert is_npi(npi)


@given(npis, st.integers(0, 9), st.sampled_from(DIGITS))
def test_an_npi_with_one_wrong_digit_does_not(npi: str, at: int, digit: str) -> None:
    assume(npi[at] != digit)
    assert not is_npi(npi[:at] + digit + npi[at + 1 :])


@given(npis, st.integers(0, 8))
def test_an_npi_with_two_digits_swapped_does_not(npi: str, at: int) -> None:
    one, other = npi[at], npi[at + 1]
    # The formula cannot see 09 for 90: both add nine.
    assume(one != other and {one, other} != {"0", "9"})
    assert not is_npi(npi[:at] + other + one + npi[at + 2 :])


@given(npis, st.sampled_from([" ", "\n", "0", "-"]))
def test_an_npi_has_nothing_around_it(npi: str, more: str) -> None:
    assert not is_npi(npi + more)
    assert not is_npi(more + npi)


@given(mbis)
def test_an_mbi_has_its_form(mbi: str) -> None:
    assert is_mbi(mbi)
    assert not is_mbi(mbi.lower())
    assert not is_mbi(mbi + "0")
    assert not is_mbi(mbi[:-1])


@given(mbis, st.integers(0, 10), st.sampled_from("SLOIBZ"))
def test_an_mbi_has_no_letter_that_looks_like_a_digit(mbi: str, at: int, letter: str) -> None:
    assert not is_mbi(mbi[:at] + letter + mbi[at + 1 :])


@given(mbis, st.sampled_from([0, 1, 3, 4, 6, 7, 8, 9, 10]), st.sampled_from("A9"))
def test_an_mbi_has_letters_and_digits_in_their_places(mbi: str, at: int, other: str) -> None:
    assume(mbi[at].isdigit() != other.isdigit())
    assert not is_mbi(mbi[:at] + other + mbi[at + 1 :])


@given(st.integers(0, 999_999_999))
def test_a_number_is_an_ssn_unless_a_part_of_it_was_never_given(number: int) -> None:
    text = f"{number:09}"
    area, group, serial = text[:3], text[3:5], text[5:]
    never = area in ("000", "666") or area[0] == "9" or group == "00" or serial == "0000"
    assert is_ssn(text) is not never
    assert is_ein(text) is (number != 0)


@given(st.from_regex(r"[0-9A-Z]{9}X", fullmatch=True))
def test_a_taxonomy_code_ends_in_x(code: str) -> None:
    assert is_taxonomy_code(code)
    assert not is_taxonomy_code(code[:-1] + "Y")
    assert not is_taxonomy_code(code[1:])


@given(anything)
def test_any_text_may_be_asked_about(text: str) -> None:
    for asked in (is_npi, is_mbi, is_ein, is_ssn, is_taxonomy_code):
        assert asked(text) in (True, False)
    assert not is_mbi(text) or len(text) == 11
    assert not is_npi(text) or (len(text) == 10 and text.isascii())
