"""Identifiers: every right one is taken, every slip of one character that can be seen is not."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edi_portal.scrubber.identifiers import (
    clia_spelt,
    is_clia,
    is_ein,
    is_icd10cm,
    is_mbi,
    is_ndc,
    is_npi,
    is_ssn,
    is_taxonomy_code,
    plain_icd10cm,
    respelt_ndc,
)

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


@given(st.from_regex(r"[A-Z0-9]{2}D[A-Z0-9]{7}", fullmatch=True), st.integers(0, 9))
def test_a_clia_number_has_letters_and_digits_around_its_d(number: str, at: int) -> None:
    assert is_clia(number)
    assert clia_spelt(f" {number[:2]}-{number[2:]}".lower()) == number
    for other in ("", "-", "é"):
        assert not is_clia(number[:at] + other + number[at + 1 :])
    assert not is_clia(number[:2] + "X" + number[3:])


@pytest.mark.parametrize("number", ["0AD0612345", "A0D0612345", "99DZZZZZZZ"])
def test_a_clia_number_may_begin_with_any_letter_or_digit(number: str) -> None:
    assert is_clia(number)


@pytest.mark.parametrize(
    "spelt, plain",
    [
        ("A00", "A00"),
        ("e10.10", "E1010"),
        ("S72.001A", "S72001A"),
        ("S72001A", "S72001A"),
        ("S72.001AX", None),
        ("S72001AX", None),
        ("A0", None),
        ("0A0", None),
        ("A00..1", None),
        ("A00-1", None),
    ],
)
def test_a_diagnosis_code_has_three_to_seven_places(spelt: str, plain: str | None) -> None:
    assert plain_icd10cm(spelt) == plain
    assert is_icd10cm(spelt) is (spelt == plain)


@pytest.mark.parametrize(
    "spelt, digits",
    [
        ("0338-0049-38", "00338004938"),
        ("N40338-0049-38", "00338004938"),
        ("50242-040-62", "50242004062"),
        ("60574-4114-1", "60574411401"),
        ("60574-4114-11", "60574411411"),
        ("N460574-4114-11", "60574411411"),
        (" 60574-4114-11 ", "60574411411"),
        ("N560574-4114-11", None),
        ("605744-114-1", None),
        ("605744-4114-11", None),
        ("338-00491-38", None),
        ("0338-00491-38", None),
        ("0338-0049-380", None),
        ("60574-411-1", None),
        ("N46057441141", None),
        ("N4605744114111", None),
    ],
)
def test_a_drug_code_with_hyphens_has_ten_digits_or_eleven(spelt: str, digits: str | None) -> None:
    assert respelt_ndc(spelt) == digits


@given(st.integers(0, 10**11 - 1))
def test_a_drug_code_is_eleven_digits_that_are_not_all_zeros(number: int) -> None:
    text = f"{number:011}"
    assert is_ndc(text) is (number > 0)
    assert not is_ndc(text[1:])
    assert not is_ndc("0" + text)
    assert respelt_ndc(f"N4{text}") == text
    assert respelt_ndc(f"{text[:5]}-{text[5:9]}-{text[9:]}") == text
