"""The claim for the next payer: balanced, valid, clean, and of nothing but what was decided."""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_portal import EdiError, ModelError, UsageError, synthesis
from edi_portal.models.adjudication import InpatientAdjudication, OutpatientAdjudication
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.claim import (
    Authorization,
    Payer,
    ProfessionalOtherInsurance,
    Provider,
    SecondaryId,
    Subscriber,
)
from edi_portal.models.claim.coverages import as_other
from edi_portal.models.claim.decided_lines import decided_lines
from edi_portal.models.claim.decisions import decisions
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import ClaimPayment, ServicePayment
from edi_portal.models.values import DateRange
from tests.models.payments import (
    MEMBER,
    NEXT,
    PAID_ON,
    cas,
    faults,
    out_of_balance,
    paid,
    payment,
    service,
    two_lines,
    written,
)
from tests.models.small_claims import dental, institutional, patient, professional, subscriber

each_kind = pytest.mark.parametrize("kind", synthesis.KINDS)


def made(claim: Any, of: Any, **options: Any) -> Any:
    return claim.secondary(of, NEXT, **MEMBER, **{"adjudication_date": PAID_ON, **options})


def test_the_payer_billed_becomes_the_other_one_and_the_next_is_billed() -> None:
    claim = two_lines()
    next_claim = made(claim, paid())
    insured = next_claim.subscriber
    assert (insured.payer_responsibility, insured.payer) == ("S", NEXT)
    assert (insured.member_id, insured.name) == ("FMH100200300", claim.subscriber.name)
    (other,) = next_claim.other_insurance
    assert (other.payer_responsibility, other.relationship) == ("P", "18")
    assert other.payer.identifier == claim.payer.identifier
    assert other.payer.payer_claim_control_number == "ICN0001"
    assert other.insured.member_id == claim.subscriber.member_id
    assert (other.payer_paid_amount, other.adjustments) == (Decimal(85), ())
    assert other.benefits_assignment == claim.benefits_assignment
    assert next_claim.charge_amount == claim.charge_amount
    assert next_claim.patient_control_number == claim.patient_control_number
    first, second = (line.adjudications[0] for line in next_claim.lines)
    assert (first.paid_amount, second.paid_amount) == (Decimal(65), Decimal(20))
    assert first.remaining_patient_liability == Decimal(25)
    assert second.remaining_patient_liability is None
    assert (first.procedure.code, first.paid_units) == ("99213", 1)
    assert first.adjudication_date == PAID_ON
    # The day stands with the lines, so not with the payer; what is owed likewise.
    assert other.payer.adjudication_date is None
    assert other.remaining_patient_liability is None
    assert out_of_balance(next_claim) == []
    written([next_claim])
    assert faults([next_claim]) == []


@each_kind
@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_of_any_payment_it_is_written_clean_and_balanced(kind: str, seed: int) -> None:
    claims = list(synthesis.synthesize_claims(kind, 60, seed=seed))
    payments: dict[int, list[ClaimPayment]] = defaultdict(list)
    rates = {"reversed": 0.0, "corrected": 0.0}
    for found in synthesis.synthetic_remittances(claims, seed=seed, corruption=0, rates=rates):
        if isinstance(found, synthesis.SyntheticRemittance):
            for each in found.payments:
                payments[each.claim].append(each.model.evolve(remittance=found.remittance))
    next_claims: list[Any] = []
    for place, known in payments.items():
        claim = claims[place]
        own = [each for each in known if each.status_code == known[0].status_code]
        if claim.subscriber.member_id is None:
            with pytest.raises(ModelError, match="member number"):
                claim.secondary(own, NEXT, **MEMBER)
            continue
        next_claims.append(claim.secondary(own, NEXT, **MEMBER))
    assert len(next_claims) > 30
    written(next_claims)
    assert faults(next_claims) == []
    assert [off for each in next_claims for off in out_of_balance(each)] == []


AMOUNTS = st.integers(-30_000, 30_000)
GROUPS = st.sampled_from(["CO", "OA", "PI", "PR"])
REASONS = st.sampled_from(["1", "2", "3", "23", "45", "94", "97", "204", "253"])
CENTS = Decimal(100)


@st.composite
def decided(draw: st.DrawFn) -> ClaimPayment:
    """Any payment of `two_lines` that balances, adjusted on the claim and on its lines."""
    whole = draw(st.lists(st.tuples(GROUPS, REASONS, AMOUNTS), max_size=8))
    total = 15_000 - sum(amount for _, _, amount in whole)
    services = []
    for code, number, charge in (("99213", "A1", 11_000), ("87880", "A2", 4_000)):
        found = draw(st.lists(st.tuples(GROUPS, REASONS, AMOUNTS), max_size=9))
        adjusted = sum(amount for _, _, amount in found)
        total -= adjusted
        services.append(
            service(
                code, str(charge / CENTS), str((charge - adjusted) / CENTS),
                [(group, reason, str(amount / CENTS)) for group, reason, amount in found],
                line_item_control_number=draw(st.sampled_from([number, None])),
            )
        )  # fmt: skip
    return payment(
        "150",
        str(total / CENTS),
        [(group, reason, str(amount / CENTS)) for group, reason, amount in whole],
        *draw(st.permutations(services)),
    )


@given(of=decided())
def test_what_balances_stays_balanced_whatever_its_adjustments(of: ClaimPayment) -> None:
    next_claim = made(two_lines(), of)
    assert out_of_balance(next_claim) == []
    written([next_claim])
    assert faults([next_claim]) == []
    parts: tuple[ClaimPayment | ServicePayment, ...] = (of, *of.services)
    owed = sum(
        (each.amount for part in parts for each in part.adjustments
         if each.group == "PR"), Decimal(0),
    )  # fmt: skip
    said = [next_claim.other_insurance[0].remaining_patient_liability]
    said += [line.adjudications[0].remaining_patient_liability for line in next_claim.lines]
    assert sum(amount or 0 for amount in said) == owed
    # The guides: where it stands at the claim, it does not stand at a line of the payer.
    assert said[0] is None or said[1:] == [None, None]


@given(of=decided(), off=st.sampled_from(["0.01", "-0.01", "15"]), place=st.integers(0, 2))
def test_what_is_off_by_a_cent_is_refused_by_field_and_rule(
    of: ClaimPayment, off: str, place: int
) -> None:
    parts: list[Any] = [of, *of.services]
    parts[place] = parts[place].evolve(payment_amount=parts[place].payment_amount + Decimal(off))
    wrong = parts[0].evolve(services=tuple(parts[1:]))
    with pytest.raises(ModelError) as caught:
        made(two_lines(), wrong)
    known = {
        0: ("COB003", "OtherInsurance.payer_paid_amount", "2320/AMT[D]02"),
        1: ("COB004", "LineAdjudication.paid_amount", "2430/SVD02"),
    }
    code, field, where = known[min(place, 1)]
    assert f"[{code}]" in str(caught.value)
    assert (caught.value.field, caught.value.place) == (field, where)
    # The only number is that of the line.
    assert set(re.findall(r"\d+", str(caught.value).replace(f"[{code}]", ""))) <= {"1", "2"}


def test_rfi_2570_the_sum_of_the_lines_is_not_what_was_paid_of_the_claim() -> None:
    claim = two_lines()
    visit, test = claim.lines
    claim = claim.evolve(
        charge_amount=Decimal(1863),
        lines=(visit.evolve(charge_amount=Decimal(1800)), test.evolve(charge_amount=Decimal(63))),
        subscriber=claim.subscriber.evolve(payer_responsibility="S"),
    )
    of = payment(
        "1863", "98.92", [("OA", "23", "395.68")],
        service("99213", "1800", "460.92", [("OA", "23", "1339.08")], line_item_control_number="A1"),
        service("87880", "63", "33.68", [("OA", "23", "29.32")], line_item_control_number="A2"),
        status_code="2",
    )  # fmt: skip
    next_claim = made(claim, of)
    assert next_claim.subscriber.payer_responsibility == "T"
    assert next_claim.other_insurance[0].payer_paid_amount == Decimal("98.92")
    assert out_of_balance(next_claim) == []


def test_what_payers_before_have_decided_stays_and_theirs_is_oa_23_once() -> None:
    # RFI 2194, 2535: the second payer says OA-23 for all that the first has done.
    second = made(two_lines(), paid())
    of = payment(
        "150", "20", (),
        service("99213", "110", "20", [("OA", "23", "85"), ("PR", "2", "5")],
                line_item_control_number="A1"),
        service("87880", "40", "0", [("OA", "23", "40")], line_item_control_number="A2"),
        status_code="2", payer_claim_control_number="ICN0002",
    )  # fmt: skip
    third = second.secondary(
        of, Payer(name="LAST RESORT PLAN", identifier="LRP1"), member_id="L1", claim_filing_code="CI",
        adjudication_date=date(2025, 11, 2),
    )  # fmt: skip
    assert third.subscriber.payer_responsibility == "T"
    assert [each.payer_responsibility for each in third.other_insurance] == ["P", "S"]
    assert third.other_insurance[0] == second.other_insurance[0]
    assert [len(line.adjudications) for line in third.lines] == [2, 2]
    assert third.lines[0].adjudications[0] == second.lines[0].adjudications[0]
    reasons = [each.reason for each in third.lines[0].adjudications[1].adjustments]
    assert reasons.count("23") == 1
    assert out_of_balance(third) == []
    written([third])
    assert faults([third]) == []


@pytest.mark.parametrize(
    "status, why",
    [("22", "correction"), ("25", "predetermination"), ("4", "RFI 1423"), ("23", "another")],
)
def test_payments_that_nothing_follows_from_are_refused(status: str, why: str) -> None:
    with pytest.raises(ModelError, match=why) as caught:
        made(two_lines(), paid(status_code=status))
    assert caught.value.place == "2100/CLP02"


def test_a_denial_is_a_decision_like_any_other() -> None:
    of = payment("150", "0", [("CO", "29", "150")], outpatient=OutpatientAdjudication(
        remark_codes=("N30",)))  # fmt: skip
    next_claim = made(two_lines(), of)
    (other,) = next_claim.other_insurance
    assert (other.payer_paid_amount, other.remaining_patient_liability) == (0, 0)
    assert other.payer.adjudication_date == PAID_ON
    assert other.outpatient_adjudication.remark_codes == ("N30",)
    assert [line.adjudications for line in next_claim.lines] == [(), ()]
    written([next_claim])
    assert faults([next_claim]) == []


def test_a_stay_takes_its_inpatient_adjudication_along() -> None:
    claim = institutional()
    charge = str(claim.charge_amount)
    of = payment(charge, "0", [("PR", "1", charge)],
                 inpatient=InpatientAdjudication(covered_days=Decimal(2)))  # fmt: skip
    (other,) = made(claim, of).other_insurance
    assert other.inpatient_adjudication.covered_days == 2
    assert other.remaining_patient_liability == claim.charge_amount
    # Claims of practitioners have no place for it.
    assert not hasattr(made(professional(), of.evolve(
        charge_amount=professional().charge_amount,
        adjustment_groups=cas([("PR", "1", str(professional().charge_amount))]),
    )).other_insurance[0].inpatient_adjudication, "covered_days")  # fmt: skip


def test_one_reason_of_one_group_is_one_adjustment_and_zero_is_none() -> None:
    of = payment(
        "150", "100",
        [("CO", "45", "20"), ("PR", "1", "10"), ("CO", "45", "20"), ("OA", "94", "5"),
         ("OA", "94", "-5"), ("CO", "253", "0")],
    )  # fmt: skip
    (other,) = made(two_lines(), of).other_insurance
    found = [(each.group, each.reason, each.amount) for each in other.adjustments]
    assert found == [("CO", "45", Decimal(40)), ("PR", "1", Decimal(10))]


def test_quantities_of_one_reason_are_added_as_its_amounts_are() -> None:
    """Days that were not covered, of two segments."""
    reasons = [
        AdjustmentReason(code="78", amount=Decimal(amount), quantity=quantity)
        for amount, quantity in ((20, Decimal(2)), (25, Decimal(1)), (5, None))
    ]
    of = payment("150", "100").evolve(
        adjustment_groups=tuple(AdjustmentGroup(group="CO", reasons=(one,)) for one in reasons)
    )
    (other,) = made(two_lines(), of).other_insurance
    (group,) = other.adjustment_groups
    assert group.reasons == (AdjustmentReason(code="78", amount=Decimal(50), quantity=Decimal(3)),)


def test_a_group_of_more_than_six_reasons_takes_two_segments() -> None:
    many = [("CO", str(reason), "10") for reason in (45, 97, 96, 119, 151, 204, 253, 131)]
    next_claim = made(two_lines(), payment("150", "70", many))
    assert [len(each.reasons) for each in next_claim.other_insurance[0].adjustment_groups] == [6, 2]
    assert b"CAS*CO*253*10**131*10~" in written([next_claim])


def test_bundled_lines_name_the_line_that_was_paid_for_them() -> None:
    # RFI 2320: the line paid for all carries a negative OA-94, the others CO-97.
    both = Procedure(code="80050")
    of = payment(
        "150", "90", (),
        service("", "110", "90", [("OA", "94", "-40"), ("CO", "45", "60")], procedure=both,
                submitted_procedure=Procedure(code="99213", modifiers=("25",)),
                line_item_control_number="A1"),
        service("", "40", "0", [("CO", "97", "40")], procedure=both,
                submitted_procedure=Procedure(code="87880"), line_item_control_number="A2"),
    )  # fmt: skip
    next_claim = made(two_lines(), of)
    first, second = (line.adjudications[0] for line in next_claim.lines)
    assert (first.procedure.code, second.procedure.code) == ("80050", "80050")
    assert (first.bundled_line_number, second.bundled_line_number) == (None, 1)
    data = written([next_claim])
    assert b"SVD*EHP01*0*HC:80050**1*1~" in data
    assert faults([next_claim]) == []


def test_the_parts_of_an_unbundled_line_count_together() -> None:
    # RFI 2283: the first keeps the charge, the others have none; each returns 6R (RFI 1684).
    billed = Procedure(code="99213", modifiers=("25",))
    parts = [
        service("", "110", "30", [("OA", "94", "50"), ("CO", "45", "30")],
                procedure=Procedure(code="80051"), submitted_procedure=billed,
                line_item_control_number="A1"),
        service("", "0", "50", [("OA", "94", "-50")], procedure=Procedure(code="80053"),
                submitted_procedure=billed, line_item_control_number="A1"),
    ]  # fmt: skip
    rest = service("87880", "40", "40", line_item_control_number="A2")
    next_claim = made(two_lines(), payment("150", "120", (), *parts, rest))
    found = next_claim.lines[0].adjudications
    assert [each.procedure.code for each in found] == ["80051", "80053"]
    assert [each.bundled_line_number for each in found] == [1, 1]
    assert out_of_balance(next_claim) == []
    written([next_claim])
    assert faults([next_claim]) == []


def test_a_claim_that_the_payer_split_needs_all_its_payments() -> None:
    whole = paid()
    parts = [
        whole.evolve(
            services=(each,), charge_amount=each.charge_amount, payment_amount=each.payment_amount
        )
        for each in whole.services
    ]
    with pytest.raises(ModelError, match=r"all payments .* \[COB003\]"):
        made(two_lines(), parts[0])
    assert made(two_lines(), parts) == made(two_lines(), whole)


@pytest.mark.parametrize("number", ["A1", "a1", "A-1", None])
def test_lines_are_found_by_their_number_else_by_what_was_done(number: str | None) -> None:
    first, second = paid().services
    first = first.evolve(line_item_control_number=number)
    of = paid().evolve(services=(second.evolve(line_item_control_number=None), first))
    assert made(two_lines(), of) == made(two_lines(), paid())


def test_leading_zeros_tell_line_numbers_apart() -> None:
    # RFI 498: they are kept, so 01 and 1 are two lines where both were sent.
    claim = two_lines()
    visit, test = claim.lines
    claim = claim.evolve(lines=(visit.evolve(line_item_control_number="01"),
                                test.evolve(line_item_control_number="1")))  # fmt: skip
    first, second = paid().services
    of = paid().evolve(services=(first.evolve(line_item_control_number="01"),
                                 second.evolve(line_item_control_number="1")))  # fmt: skip
    assert [line.adjudications[0].paid_amount for line in made(claim, of).lines] == [65, 20]


def test_a_line_without_a_number_is_found_by_its_place() -> None:
    # RFI 2224: LX01 stands in.
    claim = two_lines()
    bare = claim.evolve(
        lines=tuple(line.evolve(line_item_control_number=None) for line in claim.lines)
    )
    services = tuple(
        each.evolve(line_item_control_number=str(place + 1), procedure=Procedure(code="00000"))
        for place, each in enumerate(paid().services)
    )
    found = made(bare, paid().evolve(services=services)).lines
    assert [line.adjudications[0].paid_amount for line in found] == [65, 20]


def test_equal_procedures_are_told_apart_by_modifiers_days_and_charges() -> None:
    claim = two_lines()
    visit = claim.lines[0]
    days = [date(2025, 3, day) for day in (3, 4, 5)]
    lines = [
        visit.evolve(service_date=days[0], charge_amount=Decimal(50)),
        visit.evolve(service_date=DateRange(days[1], days[1]), charge_amount=Decimal(50)),
        visit.evolve(service_date=days[1], charge_amount=Decimal(50),
                     procedure=Procedure(code="99213", modifiers=("59",))),
    ]  # fmt: skip
    claim = claim.evolve(lines=tuple(each.evolve(line_item_control_number=None) for each in lines))

    def answer(paid: str, on: date, *modifiers: str) -> ServicePayment:
        rest = str(50 - Decimal(paid))
        return service("", "50", paid, [("CO", "45", rest)], service_date=on,
                       procedure=Procedure(code="99213", modifiers=modifiers))  # fmt: skip

    of = payment("150", "60", (), answer("30", days[1], "59"), answer("20", days[1], "25"),
                 answer("10", days[0], "25"))  # fmt: skip
    found = made(claim, of).lines
    assert [line.adjudications[0].paid_amount for line in found] == [10, 20, 30]


def test_a_service_of_no_line_is_refused() -> None:
    first, second = paid().services
    strange = second.evolve(
        line_item_control_number="ZZ9", procedure=Procedure(code="70450"), charge_amount=Decimal(41)
    )
    with pytest.raises(ModelError, match="of no line") as caught:
        made(two_lines(), paid().evolve(services=(first, strange)))
    assert caught.value.place == "2110/REF[6R]02"
    assert not re.search(r"ZZ9|70450|41", str(caught.value))


def test_a_code_set_that_the_claim_cannot_tell_is_told_as_it_was_billed() -> None:
    # Payers answer with NU and N4, which are no codes of SVD03 (facts: qualifiers other than HC).
    claim = institutional()
    (line,) = claim.lines
    claim = claim.evolve(lines=(line.evolve(procedure=None, line_item_control_number=None),))
    charge = str(claim.charge_amount)
    of = payment(charge, charge, (), service(
        "", charge, charge, procedure=Procedure(qualifier="NU", code=line.revenue_code)))  # fmt: skip
    (decision,) = made(claim, of).lines[0].adjudications
    assert (decision.procedure, decision.revenue_code) == (None, line.revenue_code)
    of = payment("150", "110", [("CO", "45", "40")], service(
        "", "110", "110", procedure=Procedure(qualifier="N4", code="00000000000"),
        line_item_control_number="A1"))  # fmt: skip
    assert made(two_lines(), of).lines[0].adjudications[0].procedure.code == "99213"


def test_a_dental_line_is_paid_by_a_code_of_its_own_set() -> None:
    claim = dental()
    charge = str(claim.charge_amount)
    (line,) = claim.lines
    of = payment(charge, charge, (), service("", charge, charge, procedure=Procedure(
        qualifier="AD", code=line.procedure.code)))  # fmt: skip
    next_claim = made(claim, of)
    assert next_claim.lines[0].adjudications[0].procedure == line.procedure
    written([next_claim])


def test_the_day_is_that_of_the_payment_and_asked_for_where_it_is_not_known() -> None:
    claims = list(synthesis.synthesize_claims("837P", 10, seed=1))
    for found in synthesis.synthesize_remittances(claims, seed=1, corruption=0):
        for each in found.claims:
            if each.is_reversal:
                continue
            with pytest.raises(ModelError, match=r"adjudication_date must be given \[COB006\]"):
                two_lines().secondary(paid(), NEXT, **MEMBER)
            of = paid().evolve(remittance=found)
            said = two_lines().secondary(of, NEXT, **MEMBER).lines[0].adjudications[0]
            assert said.adjudication_date == found.payment_date
            return


def test_a_replacement_that_was_decided_is_new_to_the_next_payer() -> None:
    next_claim = made(two_lines().replacement("ICN0000"), paid())
    assert next_claim.claim_frequency_code == "1"
    assert next_claim.payer_claim_control_number is None
    interim = institutional().evolve(claim_frequency_code="2")
    charge = str(interim.charge_amount)
    assert made(interim, payment(charge, charge)).claim_frequency_code == "2"


def test_numbers_that_a_payer_gave_go_with_it() -> None:
    claim = two_lines()
    own = SecondaryId(qualifier="G2", value="OLD1")
    license_ = SecondaryId(qualifier="0B", value="LIC1")
    doctor = Provider(last_name="SAMPLE", first_name="ROBIN", npi="2000002016",
                      secondary_ids=(license_, own))  # fmt: skip
    visit, test = claim.lines
    visit = visit.evolve(
        rendering_provider=doctor, prior_authorizations=(Authorization(number="AUTH2"),)
    )
    claim = claim.evolve(
        rendering_provider=doctor,
        prior_authorization_number="AUTH1",
        referral_number="REF1",
        lines=(visit, test),
        subscriber=claim.subscriber.evolve(
            payer=claim.payer.evolve(billing_provider_ids=(own,)),
        ),
    )
    next_claim = made(claim, paid())
    (other,) = next_claim.other_insurance
    assert next_claim.prior_authorization_number is next_claim.referral_number is None
    assert other.payer.prior_authorization_number == "AUTH1"
    assert other.payer.referral_number == "REF1"
    assert next_claim.rendering_provider.secondary_ids == (license_,)
    assert other.rendering_provider.secondary_ids == (own,)
    assert other.billing_provider.secondary_ids == (own,)
    line = next_claim.lines[0]
    assert [each.payer_identifier for each in line.prior_authorizations] == ["EHP01"]
    numbers = line.rendering_provider.secondary_ids
    assert [each.payer_identifier for each in numbers] == [None, "EHP01"]
    written([next_claim])


def listed(claim: Any, **fields: Any) -> ProfessionalOtherInsurance:
    """A second coverage, as the claim for the first payer lists it."""
    second = claim.evolve(subscriber=claim.subscriber.evolve(payer=NEXT, member_id="FMH1"))
    found: ProfessionalOtherInsurance = as_other(
        second, ProfessionalOtherInsurance, "S", {}, fields
    )
    return found


def test_without_a_next_payer_it_is_the_one_that_the_claim_lists() -> None:
    claim = two_lines()
    with pytest.raises(UsageError, match="next_payer must be given"):
        claim.secondary(paid(), adjudication_date=PAID_ON)
    claim = claim.evolve(other_insurance=(listed(claim),))
    next_claim = claim.secondary(paid(), adjudication_date=PAID_ON)
    assert next_claim.payer == NEXT
    assert next_claim.subscriber.member_id == "FMH1"
    assert next_claim.subscriber.birth_date == claim.subscriber.birth_date
    assert [each.payer.identifier for each in next_claim.other_insurance] == ["EHP01"]
    assert next_claim == claim.secondary(
        paid(), claim.other_insurance[0], adjudication_date=PAID_ON
    )
    written([next_claim])
    assert faults([next_claim]) == []


def test_a_payer_that_comes_later_still_stays_listed() -> None:
    claim = two_lines()
    third = listed(claim).evolve(payer_responsibility="T")
    third = third.evolve(payer=third.payer.evolve(identifier="THIRD"))
    claim = claim.evolve(other_insurance=(third, listed(claim)))
    next_claim = claim.secondary(paid(), adjudication_date=PAID_ON)
    codes = [each.payer_responsibility for each in next_claim.other_insurance]
    assert (next_claim.payer, codes) == (NEXT, ["P", "T"])


def test_a_spouse_who_is_insured_with_the_next_payer_makes_the_patient_another() -> None:
    spouse = subscriber(relationship="01").evolve(
        first_name="JOHN", payer=NEXT, member_id="FMH1", birth_date=None, gender=None,
        address_line=None, city=None, state=None, postal_code=None,
    )  # fmt: skip
    claim = two_lines()
    next_claim = claim.secondary(paid(), spouse, adjudication_date=PAID_ON)
    assert next_claim.subscriber.relationship is None
    assert next_claim.patient is not None
    assert (next_claim.patient.relationship, next_claim.patient.first_name) == ("01", "JANE")
    assert next_claim.patient.birth_date == claim.subscriber.birth_date
    assert next_claim.other_insurance[0].relationship == "18"
    written([next_claim])
    assert faults([next_claim]) == []
    with pytest.raises(UsageError, match="relationship"):
        claim.secondary(paid(), spouse, relationship=None, adjudication_date=PAID_ON)


@pytest.mark.parametrize("relationship", [None, "19", "18"])
def test_a_child_may_be_insured_with_either_parent_or_itself(relationship: str | None) -> None:
    claim = two_lines().evolve(
        subscriber=subscriber(relationship=None).evolve(birth_date=None, gender=None),
        patient=patient(),
    )
    insured = Subscriber(
        payer_responsibility="S", relationship=relationship, claim_filing_code="CI",
        last_name="DOE", first_name="KIM" if relationship == "18" else "JOHN",
        member_id="FMH1", payer=NEXT,
    )  # fmt: skip
    next_claim = claim.secondary(paid(), insured, adjudication_date=PAID_ON)
    assert next_claim.other_insurance[0].relationship == "19"
    if relationship == "18":
        assert next_claim.patient is None
        assert next_claim.subscriber.birth_date == patient().birth_date
        assert next_claim.subscriber.address_line == patient().address_line
    else:
        assert next_claim.patient == patient()
    written([next_claim])
    assert faults([next_claim]) == []


def test_the_same_payer_twice_and_a_place_twice_are_refused() -> None:
    second = made(two_lines(), paid())
    of = payment("150", "150", status_code="2")
    same = second.evolve(subscriber=second.subscriber.evolve(payer=NEXT.evolve(identifier="EHP01")))
    with pytest.raises(ModelError, match="COB008"):
        same.secondary(of, Payer(name="X", identifier="LRP1"), member_id="1",
                       adjudication_date=PAID_ON)  # fmt: skip
    first_again = second.evolve(subscriber=second.subscriber.evolve(payer_responsibility="P"))
    with pytest.raises(ModelError, match="COB001"):
        first_again.secondary(of, Payer(name="X", identifier="LRP1"), member_id="1",
                              adjudication_date=PAID_ON)  # fmt: skip


def test_where_the_claim_does_not_say_the_payment_tells_the_place() -> None:
    claim = two_lines()
    claim = claim.evolve(subscriber=claim.subscriber.evolve(payer_responsibility="U"))
    next_claim = made(claim, paid(status_code="20"))
    assert next_claim.other_insurance[0].payer_responsibility == "S"
    assert next_claim.subscriber.payer_responsibility == "T"
    last = claim.evolve(subscriber=claim.subscriber.evolve(payer_responsibility="H"))
    with pytest.raises(ModelError, match="no place"):
        made(last, paid())


@pytest.mark.parametrize(
    "of, payer, options",
    [
        (None, NEXT, MEMBER),
        ([], NEXT, MEMBER),
        ("835", NEXT, MEMBER),
        (paid(), NEXT, {}),
        (paid(), "FMH77", MEMBER),
        (paid(), NEXT, {**MEMBER, "no_such_field": 1}),
    ],
)
def test_arguments_that_do_not_fit_are_refused(of: Any, payer: Any, options: Any) -> None:
    with pytest.raises(EdiError):
        two_lines().secondary(of, payer, adjudication_date=PAID_ON, **options)


def test_nothing_is_shown_by_what_is_kept_in_between() -> None:
    found = decisions(two_lines(), (paid(),), "EHP01", PAID_ON)
    assert repr(found) == "Decisions()"
    assert attrs.asdict(found, recurse=False)["paid_amount"] == 85


@each_kind
def test_lines_are_found_also_where_no_payer_returned_their_numbers(kind: str) -> None:
    claims = list(synthesis.synthesize_claims(kind, 300, seed=77))
    count = 0
    for found in synthesis.synthetic_remittances(
        claims, seed=77, corruption=1, corruptions=["line-number-dropped"]
    ):
        if isinstance(found, synthesis.SyntheticRemittance):
            for each in found.payments:
                if each.model.services and not each.model.is_reversal:
                    count += 1
                    places = decided_lines(claims[each.claim], each.model.services)
                    assert tuple(places) == each.lines
    assert count > 200
