"""Which of several claims a payment is for: the one that leads, or the right version of one."""

from itertools import permutations
from typing import Any

import pytest

from edi_portal.matching.choosing import Option, chosen, is_sent_again
from edi_portal.matching.comparing import compare
from edi_portal.matching.records import ClaimKey, PaymentKey
from tests.matching.made import DAY, MASK, claim, line, payment


def options(of: PaymentKey, *claims: ClaimKey, scores: tuple[int, ...] = ()) -> list[Option]:
    """The claims as they come into question, with scores that are given or all alike."""
    given = scores or (30,) * len(claims)
    return [
        Option(number, item, compare(of, item), score)
        for number, (item, score) in enumerate(zip(claims, given, strict=True))
    ]


def pick(of: PaymentKey, *claims: ClaimKey) -> ClaimKey | None:
    """What is chosen, in any order of the claims."""
    found = [chosen(of, order) for order in permutations(options(of, *claims))]
    picked = [one.claim if one is not None else None for one in found]
    assert all(item == picked[0] for item in picked)
    return picked[0]


def test_one_claim_needs_no_choice_and_none_has_none() -> None:
    (only,) = options(payment(), claim())
    assert chosen(payment(), [only]) is only
    assert chosen(payment(), []) is None


@pytest.mark.parametrize("lead, clear", [(0, False), (3, False), (4, True), (5, True), (9, True)])
def test_the_best_must_lead_by_the_margin(lead: int, clear: bool) -> None:
    claims = (claim("A1"), claim("A2"), claim("A3"))
    behind, best, last = options(payment(), *claims, scores=(30, 30 + lead, 10))
    expected = best if clear else None
    for order in permutations((behind, best, last)):
        assert chosen(payment(), order) is expected


@pytest.mark.parametrize(
    "fields",
    [
        {"control": "HB1146116.4"},
        {"npi": "1999999984"},
        {"tax_id": "700001234"},
        {"name": ("JUNIPERWICK", "OSBERT")},
        {"name": ("OAKHOLLOW", "WINIFRED")},
        {"start": DAY - 1},
        {"end": DAY + 1},
        {"member": "8XY4JG7XJ25"},
    ],
)
def test_what_tells_one_claim_from_another(fields: dict[str, Any]) -> None:
    one, other = claim(), claim(**fields)
    assert not is_sent_again(one, other)
    assert not is_sent_again(other, one)
    assert pick(payment(), one, other) is None


@pytest.mark.parametrize("numbers", [(), (MASK.identifier("7J97QT1DT39"), "another")])
def test_a_claim_sent_again_may_name_more_or_fewer_members(numbers: tuple[str, ...]) -> None:
    one, other = claim(), claim(members=numbers, sent=DAY + 9)
    assert is_sent_again(one, other)
    assert is_sent_again(other, one)


STATUSES = {"1": "P", "2": "S", "3": "T", "19": "P", "20": "S", "21": "T"}


@pytest.mark.parametrize("status", STATUSES)
def test_the_status_says_as_which_payer_it_was_paid(status: str) -> None:
    versions = [
        claim(responsibility=place, batch=place, sent=DAY + (place != STATUSES[status]))
        for place in "PST"
    ]
    found = pick(payment(status=status), *versions)
    assert found is not None
    assert found.responsibility == STATUSES[status]


def test_a_status_that_says_no_place_lets_the_latest_lead() -> None:
    early, late = claim(responsibility="P"), claim(responsibility="S", batch="B2", sent=DAY + 6)
    assert pick(payment(status="4"), early, late) == late


# Each is better in one thing, and worse in what counts less.
BETTER: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        {"payers": ("LSI07",)},
        {"payer": "LSI07", "responsibility": "S"},
        {"payer": "BHP03", "responsibility": "P"},
    ),
    ({"status": "1"}, {"responsibility": "P", "charge": "90"}, {"responsibility": "S"}),
    ({}, {"frequency": "8"}, {"charge": "120"}),
    ({}, {"sent": DAY + 30, "frequency": "7"}, {"frequency": "8"}),
    ({"frequency": "9"}, {"frequency": "1"}, {"frequency": "8", "sent": DAY + 6}),
    ({"frequency": ""}, {"frequency": "9"}, {"frequency": "8", "sent": DAY + 6}),
    ({"frequency": "8"}, {"frequency": "8"}, {"frequency": "1", "sent": DAY + 6}),
    ({"frequency": "7"}, {"frequency": "1"}, {"frequency": "7", "sent": DAY + 21}),
    ({"frequency": "7"}, {"frequency": "7"}, {"frequency": "1", "sent": DAY + 6}),
    ({"frequency": "1"}, {"frequency": "1"}, {"frequency": "7", "sent": DAY + 6}),
    ({}, {"sent": DAY + 20}, {"sent": DAY + 19}),
    ({"paid_on": 0}, {"sent": DAY + 90}, {"sent": DAY + 19}),
]


@pytest.mark.parametrize("paid, better, worse", BETTER)
def test_what_makes_one_version_likelier(
    paid: dict[str, Any], better: dict[str, Any], worse: dict[str, Any]
) -> None:
    expected = claim(**better)
    assert pick(payment(**paid), expected, claim(**{"batch": "B2", **worse})) == expected


def test_the_same_claim_in_several_files_is_one_and_no_order_decides_which() -> None:
    first, *more = (claim(batch=f"B{number}", file=number) for number in (1, 2, 3))
    assert pick(payment(), *more, first) == first
    replaced = claim(original="ICN1")
    assert pick(payment(), replaced, claim()) == claim()


@pytest.mark.parametrize(
    "fields",
    [
        {"charge": "130"},
        {"lines": (line(1), line(2))},
        {"members": (MASK.identifier("7J97QT1DT39"), "another")},
    ],
)
def test_versions_that_differ_in_what_counts_are_not_told_apart_by_guess(
    fields: dict[str, Any],
) -> None:
    strange = payment(charge="140")
    assert pick(strange, claim(), claim(batch="B2"), claim(batch="B3", **fields)) is None
