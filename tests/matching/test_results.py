"""What is said of a payment or a claim: reasons, evidence, amounts, and no value of a file."""

from decimal import Decimal

from edi_portal.matching.comparing import compare
from edi_portal.matching.results import Candidate, Match, Outcome, Result, Step
from tests.matching.made import claim, payment

REASONS = """
control-number: the patient control number came back as it was sent
normalised-control-number: the patient control number came back but for case, zeros, punctuation \
or a suffix, and patient, dates or charge agree
payer-claim-control-number: the payer's number of the claim is known from another payment or from \
a claim that replaces it
cut-control-number: one control number is the beginning of the other, and charge and dates agree
member-dates-charge: member number, dates and charge agree
score: the evidence of all fields together leads by a clear margin
"""


def test_each_step_has_its_reason_in_the_order_they_are_tried() -> None:
    assert [f"{step}: {step.reason}" for step in Step] == REASONS.strip().split("\n")


def test_a_candidate_has_the_evidence_of_its_comparison() -> None:
    comparison = compare(payment(), claim())
    found = Candidate(claim=claim(), number=3, comparison=comparison)
    assert (found.score, found.evidence) == (comparison.score, comparison.evidence)
    assert repr(found) == f"Candidate(number=3, comparison={comparison!r})"


def test_an_outcome_may_have_no_candidate() -> None:
    assert Outcome(Result.UNMATCHED).candidates == ()


def test_of_a_match_only_how_it_ended_has_to_be_said() -> None:
    found = Match(result=Result.UNPAID, claim=claim(charge="70"), why="so")
    assert (found.payment, found.claim_number, found.step, found.score) == (None,) * 4
    assert (found.candidates, found.findings, found.services) == ((), (), ())
    assert (found.role, found.read_before, found.paid) == (None, False, None)
    assert found.billed == 70


def test_what_was_billed_is_as_the_payment_says() -> None:
    found = Match(
        result=Result.MATCHED, payment=payment(charge="60"), claim=claim(charge="70"), why="so"
    )
    assert (found.billed, found.paid) == (Decimal(60), Decimal(48))
    assert Match(result=Result.UNMATCHED, payment=payment(charge="60"), why="so").billed == 60


def test_neither_payment_nor_claim_is_in_the_repr() -> None:
    found = Match(result=Result.MATCHED, payment=payment(), claim=claim(), why="so")
    assert "payment=" not in repr(found)
    assert "claim=" not in repr(found)
