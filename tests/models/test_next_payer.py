"""Which payers stand in the claim for the next one, who is billed, and what is told of the last."""

import itertools
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from edi_portal import ModelError, UsageError
from edi_portal.models.adjudication import OutpatientAdjudication
from edi_portal.models.claim import Payer, ProfessionalOtherInsurance
from edi_portal.models.claim.coordination import LineAdjudication
from edi_portal.models.claim.coverages import as_other
from tests.models.payments import MEMBER, NEXT, PAID_ON, cas, paid, payment, two_lines
from tests.models.small_claims import dental, institutional, professional

ALL = payment("150", "150")


def other(place: str, identifier: str, **fields: Any) -> ProfessionalOtherInsurance:
    """Another payer of the claim, that has decided nothing yet."""
    claim = two_lines()
    payer = Payer(name="OTHER PLAN", identifier=identifier)
    insured = claim.subscriber.evolve(payer=payer, member_id=f"M{identifier}")
    made: ProfessionalOtherInsurance = as_other(
        claim.evolve(subscriber=insured), ProfessionalOtherInsurance, place, {}, fields
    )
    return made


def claim_of(own: str, *others: ProfessionalOtherInsurance, lines: Sequence[str] = ()) -> Any:
    """A claim for the payer in this place; the payers ``lines`` have decided on its first line."""
    claim = two_lines()
    decided = tuple(
        LineAdjudication(
            payer_identifier=name, paid_amount=Decimal(0), paid_units=Decimal(1),
            adjudication_date=PAID_ON,
        )
        for name in lines
    )  # fmt: skip
    first, second = claim.lines
    return claim.evolve(
        subscriber=claim.subscriber.evolve(payer_responsibility=own),
        other_insurance=others,
        lines=(first.evolve(adjudications=decided), second),
    )


def following(claim: Any) -> tuple[str, dict[str, str]]:
    """Who is billed where nobody is named, and who else stands in that claim."""
    return listed(claim.secondary(ALL, adjudication_date=PAID_ON))


def listed(claim: Any) -> tuple[str, dict[str, str]]:
    others = {each.payer_responsibility: each.payer.identifier for each in claim.other_insurance}
    return claim.payer.identifier, others


def nobody(claim: Any) -> bool:
    with pytest.raises(UsageError, match="lists no payer after this one"):
        following(claim)
    return True


def test_the_first_of_those_behind_the_payer_is_billed() -> None:
    claim = claim_of("P", other("A", "A01"), other("T", "T01"), other("S", "S01"))
    assert following(claim) == ("S01", {"P": "EHP01", "T": "T01", "A": "A01"})
    claim = claim_of("S", other("A", "A01"), other("P", "P01"), other("T", "T01"))
    assert following(claim)[0] == "T01"
    assert following(claim_of("T", other("A", "A01"), other("B", "B01")))[0] == "A01"


@pytest.mark.parametrize("place", ["P", "S", "U"])
def test_who_is_not_behind_the_payer_is_not_billed(place: str) -> None:
    assert nobody(claim_of("S", other(place, "P01")))


@pytest.mark.parametrize(
    "decided",
    [
        {"payer_paid_amount": Decimal(0)},
        {"adjustment_groups": cas([("CO", "45", "150")])},
        {},
    ],
)
def test_who_has_decided_is_not_billed_again_and_stays(decided: dict[str, Any]) -> None:
    lines = () if decided else ("S01",)
    claim = claim_of("P", other("S", "S01", **decided), lines=lines)
    assert nobody(claim)
    early = claim_of("S", other("P", "S01", **decided), other("T", "T01"), lines=lines)
    assert following(early) == ("T01", {"P": "S01", "S": "EHP01"})
    # Also where it stands in the place of another, that is left out only if it decided nothing.
    same = claim_of("S", other("P", "NEW", **decided), lines=["NEW"] if lines else ())
    last = same.secondary(ALL, NEXT.evolve(identifier="NEW"), **MEMBER, adjudication_date=PAID_ON)
    assert listed(last) == ("NEW", {"P": "NEW", "S": "EHP01"})


@pytest.mark.parametrize("lines", [("S00",), ("S02",), ("S00", "S02"), ("EHP01",)])
def test_decisions_of_other_payers_on_lines_are_not_its_own(lines: tuple[str, ...]) -> None:
    assert following(claim_of("P", other("S", "S01"), lines=lines))[0] == "S01"


@pytest.mark.parametrize(
    "place, identifier, stays",
    [
        ("S", "AAA", False),
        ("S", "ZZZ", False),
        ("T", "AAA", True),
        ("T", "ZZZ", True),
        ("A", "AAA", True),
        ("A", "ZZZ", True),
        ("T", "FMH77", False),
        ("A", "FMH77", False),
    ],
)
def test_the_payer_that_is_billed_takes_the_place_of_what_was_listed_for_it(
    place: str, identifier: str, stays: bool
) -> None:
    claim = claim_of("P", other(place, identifier))
    made = claim.secondary(ALL, NEXT, **MEMBER, adjudication_date=PAID_ON)
    assert listed(made) == ("FMH77", {"P": "EHP01"} | ({place: identifier} if stays else {}))


@pytest.mark.parametrize("statuses, place", [("12", "P"), ("21", "S"), ("31", "T")])
def test_of_several_payments_the_first_tells_the_place(statuses: str, place: str) -> None:
    payments = [
        payment("75", "75", status_code=status, payer_claim_control_number=f"ICN{at}")
        for at, status in enumerate(statuses)
    ]
    made = claim_of("U").secondary(payments, NEXT, **MEMBER, adjudication_date=PAID_ON)
    assert listed(made)[1] == {place: "EHP01"}


def test_of_several_payments_the_last_tells_number_and_remarks() -> None:
    payments = [
        payment("75", "75", payer_claim_control_number=f"ICN{at}",
                outpatient=OutpatientAdjudication(remark_codes=(f"N{at}",)))
        for at in (1, 2, 3)
    ]  # fmt: skip
    whole = two_lines().evolve(charge_amount=Decimal(225))
    made = whole.secondary(payments, NEXT, **MEMBER, adjudication_date=PAID_ON)
    (former,) = made.other_insurance
    assert former.payer.payer_claim_control_number == "ICN3"
    assert former.outpatient_adjudication == payments[-1].outpatient


@pytest.mark.parametrize(
    "given, told", [("1", "1"), ("5", "5"), ("6", "1"), ("7", "1"), ("8", "1"), ("9", "9")]
)
def test_what_is_about_an_earlier_claim_is_new_to_the_next_payer(given: str, told: str) -> None:
    claim = two_lines().evolve(claim_frequency_code=given, payer_claim_control_number="ICN0")
    made = claim.secondary(paid(), NEXT, **MEMBER, adjudication_date=PAID_ON)
    assert (made.claim_frequency_code, made.payer_claim_control_number) == (told, None)


@pytest.mark.parametrize("own, place", list(itertools.pairwise("PSTABCDEFGH")))
def test_the_next_place_is_the_one_behind_in_the_order_of_the_guides(own: str, place: str) -> None:
    made = claim_of(own).secondary(ALL, NEXT, **MEMBER, adjudication_date=PAID_ON)
    assert made.subscriber.payer_responsibility == place
    assert listed(made) == ("FMH77", {own: "EHP01"})


def test_who_is_insured_is_told_by_the_number_of_the_member_or_of_the_person() -> None:
    claim = two_lines()
    unknown = claim.subscriber.evolve(member_id=None, unique_health_id=None)
    with pytest.raises(ModelError, match="member number") as caught:
        claim.evolve(subscriber=unknown).secondary(ALL, NEXT, **MEMBER, adjudication_date=PAID_ON)
    assert caught.value.place == "2330A/NM109"
    person = claim.evolve(subscriber=unknown.evolve(unique_health_id="U1"))
    made = person.secondary(ALL, NEXT, **MEMBER, adjudication_date=PAID_ON)
    (former,) = made.other_insurance
    assert (former.insured.member_id, former.insured.unique_health_id) == (None, "U1")


@pytest.mark.parametrize(
    "made, told", [(professional, "12"), (dental, "12"), (institutional, None)]
)
def test_institutions_have_no_place_for_the_type_of_the_insurance(
    made: Callable[[], Any], told: str | None
) -> None:
    claim = made()
    claim = claim.evolve(subscriber=claim.subscriber.evolve(insurance_type="12", group_number="G1"))
    charge = str(claim.charge_amount)
    of = payment(charge, charge)
    (former,) = claim.secondary(of, NEXT, **MEMBER, adjudication_date=PAID_ON).other_insurance
    assert (former.insurance_type, former.group_number) == (told, "G1")


def test_a_patient_of_whom_nothing_else_is_said_is_the_insured() -> None:
    claim = two_lines()
    claim = claim.evolve(subscriber=claim.subscriber.evolve(relationship=None))
    made = claim.secondary(ALL, NEXT, **MEMBER, adjudication_date=PAID_ON)
    assert made.patient is None
    assert made.other_insurance[0].relationship == made.subscriber.relationship == "18"
