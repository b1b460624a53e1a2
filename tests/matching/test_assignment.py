"""How claims are given out one to one: thresholds, what is free, rounds, and who must go without.

How alike payments and claims are is said by the tests, so that each looks at one thing.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.matching.assignment import MOST_CANDIDATES, MOST_OF_A_BLOCK
from edi_portal.matching.comparing import Comparison, Level
from edi_portal.matching.results import Outcome, Result, Step
from tests.matching.made import DAY, claim
from tests.matching.weighed import DATES, Like, Weighed, alike, assigned, paid

POSSIBLE, MATCH, MARGIN = 10, 22, 4
SURE = 30
PART = alike(dates=Level.AGREES, charge=Level.PART)
MEMBERS = alike(member=Level.AGREES, charge=Level.AGREES, dates=Level.AGREES)
PATIENT = alike(member=Level.AGREES, name=Level.AGREES)


def single(like: int | Like) -> Weighed:
    """One payment and one claim."""
    return assigned([claim("C0")], [paid()], {("P0", 0): like})


AMBIGUOUS = Outcome(Result.AMBIGUOUS, (0,))


def test_from_the_thresholds_on_a_claim_is_shown_and_matched() -> None:
    assert single(POSSIBLE - 1).told(0) == Outcome(Result.UNMATCHED)
    assert single(POSSIBLE).told(0) == AMBIGUOUS
    assert single(MATCH - 1).told(0) == AMBIGUOUS
    for score in (MATCH, MATCH + 1, SURE):
        found = single(score)
        assert found.told(0) == 0
        assert found.decisions.step(0) is Step.SCORE
        assert found.undecided == {}


def test_a_score_without_anything_that_tells_of_the_claim_is_no_match() -> None:
    assert single((SURE, PATIENT)).told(0) == AMBIGUOUS
    against = alike(
        lines=Level.AGREES, charge=Level.DIFFERS, dates=Level.DIFFERS, name=Level.DIFFERS
    )
    assert single((SURE, against)).told(0) == AMBIGUOUS


SIMILAR_AND = {"control": Level.SIMILAR, "charge": Level.AGREES, "dates": Level.AGREES}
MEMBER_AND = {"member": Level.AGREES, "charge": Level.AGREES, "dates": Level.AGREES}


@pytest.mark.parametrize(
    "levels, step",
    [
        (SIMILAR_AND, Step.CUT),
        ({**SIMILAR_AND, "name": Level.SWAPPED}, Step.CUT),
        ({**SIMILAR_AND, "control": Level.DIFFERS}, None),
        ({**SIMILAR_AND, "charge": Level.PART}, None),
        ({**SIMILAR_AND, "dates": Level.NEAR}, None),
        ({**SIMILAR_AND, "name": Level.DIFFERS}, None),
        ({**SIMILAR_AND, **MEMBER_AND}, Step.CUT),
        (MEMBER_AND, Step.MEMBER),
        ({**MEMBER_AND, "name": Level.DIFFERS}, Step.MEMBER),
        ({**MEMBER_AND, "member": Level.DIFFERS}, None),
        ({**MEMBER_AND, "charge": Level.PART}, None),
        ({**MEMBER_AND, "dates": Level.WITHIN}, None),
    ],
)
def test_what_the_steps_before_the_score_ask_for(
    levels: dict[str, Level], step: Step | None
) -> None:
    """No score is asked for there, beyond that of what is shown at all."""
    found = single((POSSIBLE, alike(**levels)))
    assert found.told(0) == (AMBIGUOUS if step is None else 0)
    assert step is None or found.decisions.step(0) is step


def test_claims_are_found_by_control_number_payers_number_and_blocks() -> None:
    elsewhere: dict[str, Any] = {"start": DAY - 90, "member": "M9", "lines": ()}
    claims = [
        claim("C0", "1", **elsewhere),
        claim("C1", "2", original="NP0", **elsewhere),
        claim("C2", "100", **{**elsewhere, "start": DAY}),
        claim("C3", "3", **{**elsewhere, "name": ("OAKHOLLOW", "OSBERT")}),
    ]
    # Nothing by which the steps before would take a number for theirs.
    said = {("C-0", number): (POSSIBLE + number, alike()) for number in range(4)}
    found = assigned(claims, [paid("C-0", number="NP-0", lines=())], said)
    assert found.told(0) == Outcome(Result.AMBIGUOUS, (2, 1, 0))


def test_a_block_of_too_many_tells_nothing() -> None:
    assert MOST_OF_A_BLOCK == 64
    claims = [claim(f"C{number}") for number in range(65)]
    said = {("P0", 7): SURE}
    assert assigned(claims[:64], [paid()], said).told(0) == 7
    assert assigned(claims, [paid()], said).told(0) == Outcome(Result.UNMATCHED)


def test_candidates_are_five_the_likeliest_first() -> None:
    assert MOST_CANDIDATES == 5
    scores = (11, 15, 13, 12, 14, 16)
    claims = [claim(f"C{number}") for number in range(6)]
    said = {("P0", number): score for number, score in enumerate(scores)}
    assert assigned(claims, [paid()], said).told(0) == Outcome(Result.AMBIGUOUS, (5, 1, 4, 2, 3))


def test_candidates_that_are_alike_are_told_by_control_number_day_and_number() -> None:
    claims = [
        claim("C9"),
        claim("C1", start=DAY + 1),
        claim("C1", batch="B2"),
        claim("C1", batch="B1"),
        claim("C0"),
    ]
    said = {("P0", number): POSSIBLE for number in range(5)}
    found = assigned(claims, [paid(end=DAY + 1)], said).told(0)
    assert found == Outcome(Result.AMBIGUOUS, (4, 2, 3, 1, 0))


@pytest.mark.parametrize(
    "given_before, charge, comparison, free",
    [
        ("0", "150", DATES, True),  # a wrong charge, of a claim that nobody has paid
        ("0.01", "100", DATES, False),
        ("1", "100", DATES, False),
        ("-20", "150", DATES, True),
        ("50", "50", DATES, True),
        ("40", "50", DATES, True),
        ("60", "60", DATES, False),
        ("60", "41", DATES, False),
        ("99.99", "0.01", DATES, True),
        ("60", "60", PART, True),
        ("99.99", "60", PART, True),
        ("100", "0", PART, False),
        ("101", "-9", PART, False),
        ("-20", "60", PART, True),
    ],
)
def test_a_claim_is_free_until_its_charge_was_paid(
    given_before: str, charge: str, comparison: Comparison, free: bool
) -> None:
    claims, said = [claim("C0")], {("P1", 0): (SURE, comparison)}
    earlier, asked = paid("P0", given_before), paid("P1", charge)
    found = assigned(claims, [earlier, asked], said, decided={0: 0})
    assert found.told(1) == (0 if free else AMBIGUOUS)
    # The same of what an earlier run has matched.
    found = assigned(claims, [asked], said, before={0: [earlier]})
    assert found.told(0) == (0 if free else AMBIGUOUS)


def test_what_was_paid_adds_up_and_reversals_take_it_back() -> None:
    claims, said = [claim("C0")], {("P1", 0): SURE}
    half, taken = paid("A", "50"), paid("B", "-50", status="22")
    for before, free in (([half], True), ([half, half], False), ([half, half, taken], True)):
        found = assigned(claims, [paid("P1", "50")], said, before={0: before})
        assert found.told(0) == (0 if free else AMBIGUOUS)
    found = assigned(claims, [half, paid("P1", "50")], said, decided={0: 0}, before={0: [half]})
    assert found.told(1) == AMBIGUOUS


def test_each_payer_may_pay_a_claim() -> None:
    first, second = paid("P0"), paid("P1", payer="1999999999")
    said = {("P0", 0): SURE, ("P1", 0): SURE}
    assert assigned([claim("C0")], [first, second], said, decided={0: 0}).told(1) == 0
    both = assigned([claim("C0")], [first, second], said)
    assert [both.told(0), both.told(1)] == [0, 0]


def test_a_reversal_finds_its_claim_whatever_was_paid() -> None:
    said = {("P1", 0): SURE}
    for charge in ("0", "200"):
        asked = paid("P1", charge, status="22")
        found = assigned([claim("C0")], [paid("P0"), asked], said, decided={0: 0})
        assert found.told(1) == 0


@pytest.mark.parametrize("lead, clear", [(0, False), (3, False), (4, True), (5, True)])
def test_the_best_claim_must_lead_by_the_margin(lead: int, clear: bool) -> None:
    said = {("P0", 0): SURE, ("P0", 1): SURE + lead}
    found = assigned([claim("C0"), claim("C1")], [paid()], said).told(0)
    assert found == (1 if clear else Outcome(Result.AMBIGUOUS, (1, 0) if lead else (0, 1)))


@pytest.mark.parametrize("lead, clear", [(-9, True), (0, True), (3, True), (4, False), (5, False)])
def test_a_claim_that_is_taken_and_much_likelier_makes_it_unclear(lead: int, clear: bool) -> None:
    said = {("P1", 0): SURE + lead, ("P1", 1): SURE}
    claims = [claim("C0"), claim("C1")]
    found = assigned(claims, [paid("P0"), paid("P1")], said, decided={0: 0}).told(1)
    assert found == (1 if clear else Outcome(Result.AMBIGUOUS, (0, 1)))


@pytest.mark.parametrize(
    "lead, step",
    [(-1, Step.MEMBER), (0, Step.MEMBER), (1, None), (3, None), (4, Step.SCORE)],
)
def test_a_free_claim_that_is_likelier_and_does_not_fit_the_step_makes_it_unclear(
    lead: int, step: Step | None
) -> None:
    """Until it is the clear one itself, by the score."""
    said = {("P0", 0): (SURE, MEMBERS), ("P0", 1): (SURE + lead, DATES)}
    found = assigned([claim("C0"), claim("C1")], [paid()], said)
    if step is None:
        assert found.told(0) == Outcome(Result.AMBIGUOUS, (1, 0))
    else:
        assert found.told(0) == (1 if step is Step.SCORE else 0)
        assert found.decisions.step(0) is step


def test_by_the_score_a_claim_that_does_not_fit_competes_too() -> None:
    claims = [claim("C0"), claim("C1")]
    said = {("P0", 0): (SURE, DATES), ("P0", 1): (SURE, PATIENT)}
    assert assigned(claims, [paid()], said).told(0) == Outcome(Result.AMBIGUOUS, (0, 1))
    said = {("P0", 0): (SURE, DATES), ("P0", 1): (SURE + MARGIN, PATIENT)}
    assert assigned(claims, [paid()], said).told(0) == Outcome(Result.AMBIGUOUS, (1, 0))


def test_versions_of_one_claim_do_not_make_each_other_unclear() -> None:
    taken, again = claim("C0"), claim("C0", batch="B2", sent=DAY + 9)
    said = {("P1", 0): SURE + 9, ("P1", 1): SURE}
    payments = [paid("P0"), paid("P1")]
    assert assigned([taken, again], payments, said, decided={0: 0}).told(1) == 1
    # Another claim still does, though one of the versions is likelier yet.
    claims = [taken, again, claim("C1")]
    payments = [paid("P0"), paid("P1"), paid("P2")]
    said = {("P1", 0): SURE + 9, ("P1", 2): SURE + 8, ("P1", 1): SURE}
    found = assigned(claims, payments, said, decided={0: 0, 2: 2}).told(1)
    assert found == Outcome(Result.AMBIGUOUS, (0, 2, 1))


@pytest.mark.parametrize(
    "scores, winner",
    [
        ((30, 30), None),
        ((30, 33), None),
        ((30, 34), 1),
        ((35, 30), 0),
        ((30, 40, 36), 1),
        ((39, 30, 40), None),
        ((30, 26, 40), 2),
    ],
)
def test_of_payments_that_ask_for_more_than_was_charged_the_likeliest_gets_it(
    scores: tuple[int, ...], winner: int | None
) -> None:
    payments = [paid(f"P{number}") for number in range(len(scores))]
    said = {(f"P{number}", 0): score for number, score in enumerate(scores)}
    found = assigned([claim("C0")], payments, said)
    expected = [0 if number == winner else AMBIGUOUS for number in range(len(scores))]
    assert [found.told(number) for number in range(len(scores))] == expected


@pytest.mark.parametrize(
    "charges, given_before, both",
    [
        (("50", "50"), "0", True),
        (("40", "50"), "0", True),
        (("50", "50.01"), "0", False),
        (("50", "50"), "1", False),
        (("40", "50"), "10", True),
        (("40", "30", "30"), "0", True),
        (("40", "30", "31"), "0", False),
        (("70", "50"), "-20", True),
    ],
)
def test_parts_that_are_no_more_than_the_charge_get_it_together(
    charges: tuple[str, ...], given_before: str, both: bool
) -> None:
    payments = [paid(f"P{number}", charge) for number, charge in enumerate(charges)]
    said = {(of.control, 1): SURE for of in payments}
    earlier = [paid("EARLIER", given_before)]
    found = assigned([claim("C0"), claim("C1")], payments, said, before={1: earlier})
    told = {found.told(number) for number in range(len(charges))}
    assert told == ({1} if both else {Outcome(Result.AMBIGUOUS, (1,))})


def test_what_is_given_out_in_a_round_is_free_no_more_in_the_next() -> None:
    """The second payment is between both claims until the first has its own."""
    said = {("P0", 0): SURE, ("P1", 0): SURE, ("P1", 1): SURE}
    found = assigned([claim("C0"), claim("C1")], [paid("P0"), paid("P1")], said)
    assert [found.told(0), found.told(1)] == [0, 1]


def test_a_row_of_payments_is_told_one_by_one_in_any_order() -> None:
    """Each but the first is between its own claim and the one before."""
    claims = [claim(f"C{number}") for number in range(4)]
    said = {(f"P{number}", number): SURE for number in range(4)}
    said |= {(f"P{number}", number - 1): SURE for number in range(1, 4)}
    for order in permutations(range(4)):
        found = assigned(claims, [paid(f"P{number}") for number in order], said)
        assert [found.told(place) for place in range(4)] == list(order)


@pytest.mark.parametrize("charge, told", [("30", 0), ("31", Outcome(Result.AMBIGUOUS, (0, 1)))])
def test_what_follows_by_the_payers_number_is_counted_once(
    charge: str, told: int | Outcome
) -> None:
    payments = [
        paid("P0", "10"),
        paid("P1", "60", number="NP0"),  # of the same number, so that it follows the first
        paid("P2", charge),
        paid("P3", "100"),
    ]
    said = {("P0", 0): SURE, ("P1", 0): POSSIBLE, ("P3", 1): SURE}
    said |= {("P2", 0): SURE, ("P2", 1): SURE}
    found = assigned([claim("C0"), claim("C1")], payments, said)
    assert [found.told(number) for number in (0, 1, 3)] == [0, 0, 1]
    assert found.decisions.step(1) is Step.PAYER_NUMBER
    assert found.told(2) == told


def test_a_number_in_conflict_is_told_unless_a_claim_is_likely() -> None:
    more: dict[str, Any] = {"decided": {1: 0}, "conflicts": {0: (3, 1)}}
    claims = [claim(f"C{number}") for number in range(7)]
    payments = [paid("P0"), paid("P1")]

    def told(scores: Sequence[int]) -> int | Outcome:
        said = {("P0", number): score for number, score in enumerate(scores)}
        return assigned(claims, payments, said, **more).told(0)

    assert told([]) == Outcome(Result.CONFLICT, (3, 1))
    assert told([MATCH - 1]) == Outcome(Result.CONFLICT, (3, 1, 0))
    assert told([MATCH]) == told([MATCH + 1]) == Outcome(Result.AMBIGUOUS, (0,))
    assert told([MATCH - 1] * 7) == Outcome(Result.CONFLICT, (3, 1, 0, 2, 4))
    assert told([MATCH] + [MATCH - 1] * 3) == Outcome(Result.AMBIGUOUS, (0, 1, 2, 3))


SCORES = st.sampled_from([0, POSSIBLE, MATCH, MATCH + 3, MATCH + 4, MATCH + 9])


@given(
    st.lists(st.lists(SCORES, min_size=4, max_size=4), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_nobody_gets_what_another_has_and_no_order_decides(
    rows: list[list[int]], draw: Any
) -> None:
    said = {
        (f"P{row}", place): score for row, of in enumerate(rows) for place, score in enumerate(of)
    }

    def told(order: Sequence[int]) -> dict[int, int | Outcome]:
        claims = [claim(f"C{number}") for number in range(4)]
        found = assigned(claims, [paid(f"P{row}") for row in order], said)
        return {row: found.told(place) for place, row in enumerate(order)}

    order = list(range(len(rows)))
    found = told(order)
    draw.shuffle(order)
    assert told(order) == found
    given_out = [of for of in found.values() if isinstance(of, int)]
    assert len(given_out) == len(set(given_out))
    for row, of in found.items():
        scores, others = rows[row], [other for at, other in enumerate(rows) if at != row]
        if isinstance(of, int):
            assert scores[of] >= MATCH
            assert max(scores) - scores[of] < MARGIN
        else:
            assert (of.result is Result.UNMATCHED) == (max(scores) < POSSIBLE)
        # Whoever leads at a claim that leads for it has it.
        best = max(scores)
        place = scores.index(best)
        rivals = [*scores[:place], *scores[place + 1 :], *(other[place] for other in others)]
        if best >= MATCH and best - max(rivals) >= MARGIN:
            assert of == place
