"""Numbers and names as payers change them, and how they are masked."""

import pytest

from edi_portal.matching.folding import Mask, folded, likeness, normalised, unsuffixed


@pytest.mark.parametrize(
    "number, kept",
    [("00ab-12.3", "AB123"), ("000", "0"), ("-0-", "0"), ("", ""), ("--", ""), ("10", "10")],
)
def test_case_punctuation_and_leading_zeros_do_not_count(number: str, kept: str) -> None:
    assert normalised(number) == kept


@pytest.mark.parametrize("sign", "-/. _")
@pytest.mark.parametrize("digits", ["1", "12"])
def test_a_suffix_is_one_digit_or_two_behind_a_sign(sign: str, digits: str) -> None:
    assert unsuffixed(f"ab{sign}7{sign}{digits}") == "AB7"


@pytest.mark.parametrize("number", ["AB7", "AB-123", "AB-X", "-1", "AB-1-", "", "AB:1"])
def test_what_is_no_suffix_is_not_taken_off(number: str) -> None:
    assert unsuffixed(number) is None


def test_names_are_folded_to_the_letters_of_the_alphabet() -> None:
    assert folded(" Núñez-O'Hara az 9") == "NUNEZOHARAAZ"


@pytest.mark.parametrize(
    "one, other, alike",
    [(0b11, 0b11, 1), (0b111, 0b1, 0.5), (0b10, 0b01, 0), (0b11111, 0b1, 1 / 3), (0, 0, 0)],
)
def test_likeness_is_twice_what_both_have_of_all_that_they_have(
    one: int, other: int, alike: float
) -> None:
    assert likeness(one, other) == likeness(other, one) == pytest.approx(alike)


@pytest.mark.parametrize(
    "mask, names, member",
    [
        (
            Mask(),
            (9223464395831775248, 4778328563493636233, 162129604838948868),
            "d4570028d7307a3f",
        ),
        (
            Mask(b"some key"),
            (4504296490008832, 11539378970244716801, 19825571136000),
            "e93a3c744f93a32f",
        ),
    ],
)
def test_masks_are_those_that_ledgers_on_disk_have(
    mask: Mask, names: tuple[int, ...], member: str
) -> None:
    assert tuple(map(mask.name, ("DOE", "JUNIPERWICK", "Li"))) == names
    assert mask.identifier("xyz-100") == member


@pytest.mark.parametrize("name", ["", "-", "42"])
def test_where_there_are_no_letters_there_is_no_name(name: str) -> None:
    assert Mask().name(name) == 0
