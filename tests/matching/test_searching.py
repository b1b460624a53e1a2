"""Search keys: which a claim stands under, and which a payment looks for, in their order."""

from decimal import Decimal

import attrs
import pytest

from edi_portal.matching.searching import (
    blocks_of,
    by_control,
    by_number,
    claim_keys,
    controls_of,
    line_key,
    numbers_of,
    payer_number_keys,
    search_key,
)
from tests.matching.made import DAY, claim, line, payment

LINES = tuple(line(place, control=text) for place, text in enumerate(("12345", "123456", ""), 1))
CLAIM = attrs.evolve(
    claim("00ab-12.34", "-100.50", member=""),
    lines=(*LINES, line(4, control="1234567"), line(5, control="123456")),
    members=("m1", "m2"),
    last=9,
    first=3,
)
PAYMENT = attrs.evolve(
    payment("00ab-12.34", "100.50", member=""),
    lines=CLAIM.lines,
    members=CLAIM.members,
    last=3,
    first=9,
)


@pytest.mark.parametrize(
    "kind, value, key",
    [
        ("c", "AB1", 7111377874356906881),
        ("n", "AB1", 2769724824676156798),
        ("a", "AB1", -4199498057354923052),
    ],
)
def test_keys_are_those_that_ledgers_on_disk_have(kind: str, value: str, key: int) -> None:
    assert search_key(kind, value) == key


def test_numbers_are_searched_for_as_what_they_are() -> None:
    assert by_control("AB1") == search_key("c", "AB1")
    assert by_number("00a-b1") == search_key("n", "AB1")
    assert line_key("00a-b1") == search_key("l", "00a-b1")


def test_a_claim_stands_under_numbers_charge_names_members_and_lines_of_their_own() -> None:
    assert list(claim_keys(CLAIM)) == [
        search_key("c", "AB1234"),
        search_key("p", "100.5", DAY, "AB12"),
        search_key("a", "100.5", DAY),
        search_key("p2", 3, 9, DAY),
        search_key("m", "m1"),
        search_key("m", "m2"),
        search_key("l", "123456"),
        search_key("l", "1234567"),
    ]


def test_a_claim_that_replaces_another_stands_under_its_number_too() -> None:
    keys = list(claim_keys(attrs.evolve(CLAIM, original="icn-7")))
    assert keys[1] == search_key("n", "ICN7")
    assert [keys[0], *keys[2:]] == list(claim_keys(CLAIM))


def test_without_a_name_there_is_no_key_of_names() -> None:
    named = search_key("p2", 3, 9, DAY)
    assert set(claim_keys(CLAIM)) - set(claim_keys(attrs.evolve(CLAIM, last=0))) == {named}
    days = {search_key("p2", 3, 9, DAY + off) for off in (-1, 0, 1)}
    assert set(blocks_of(PAYMENT)) - set(blocks_of(attrs.evolve(PAYMENT, last=0))) == days


def test_a_payment_looks_for_the_most_telling_first_and_for_the_days_beside() -> None:
    assert list(blocks_of(PAYMENT)) == [
        search_key("l", "123456"),
        search_key("l", "1234567"),
        search_key("p", "100.5", DAY, "AB12"),
        search_key("m", "m1"),
        search_key("m", "m2"),
        search_key("p2", 3, 9, DAY),
        search_key("a", "100.5", DAY),
        search_key("p2", 3, 9, DAY - 1),
        search_key("a", "100.5", DAY - 1),
        search_key("p2", 3, 9, DAY + 1),
        search_key("a", "100.5", DAY + 1),
    ]


def test_a_reversal_looks_for_the_charge_without_its_sign() -> None:
    taken = attrs.evolve(PAYMENT, charge=Decimal("-100.50"))
    assert list(blocks_of(taken)) == list(blocks_of(PAYMENT))


def test_a_control_number_is_looked_for_as_it_is_and_then_without_its_suffix() -> None:
    assert controls_of(payment("a-17")) == (by_control("A17"), by_control("A"))
    assert controls_of(payment("a17")) == (by_control("A17"),)


@pytest.mark.parametrize(
    "number, original, found",
    [
        ("N-1", "O-1", ["N1", "O1"]),
        ("N-1", "N-1", ["N1"]),
        ("", "O-1", ["O1"]),
        ("N-1", "", ["N1"]),
        ("", "", []),
    ],
)
def test_numbers_of_the_payer_are_looked_for_once_each(
    number: str, original: str, found: list[str]
) -> None:
    of = payment(number=number, original=original, payer="P9")
    assert list(numbers_of(of)) == [search_key("n", text) for text in found]
    assert list(payer_number_keys(of)) == [search_key("n", "P9", text) for text in found]
