"""What the next payer is told of the decisions of one payer: which of them, where, and how much."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from edi_portal import ModelError
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.claim import DentalProcedure
from edi_portal.models.claim.decisions import (
    Decisions,
    amount_of,
    decisions,
    merged,
    owed_by_patient,
)
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import ClaimPayment, ServicePayment
from tests.matching.remitting import remittance
from tests.models.payments import PAID_ON, cas, paid, payment, service, two_lines
from tests.models.small_claims import dental, institutional, professional

D = Decimal
LATER = date(2025, 10, 27)


def decide(*payments: ClaimPayment, claim: Any = None, on: date | None = PAID_ON) -> Decisions:
    return decisions(two_lines() if claim is None else claim, payments, "EHP01", on)


def halves(**fields: Any) -> list[ClaimPayment]:
    """The payment of two lines, split by its payer."""
    whole = paid()
    return [
        whole.evolve(
            services=(each,),
            charge_amount=each.charge_amount,
            payment_amount=each.payment_amount,
            **fields,
        )
        for each in whole.services
    ]


@pytest.mark.parametrize(
    "status, why",
    [
        ("4", "the payer did not recognise the patient and decided nothing (RFI 1423)"),
        ("22", "it takes an earlier payment back; the correction that follows it is what counts"),
        ("23", "it is not this payer's claim, and another was sent it to decide"),
        ("25", "it is a predetermination: nothing was decided that could be owed"),
    ],
)
def test_what_nothing_follows_from_is_told_with_the_reason(status: str, why: str) -> None:
    with pytest.raises(ModelError) as caught:
        decide(paid(), paid(status_code=status))
    assert str(caught.value) == f"no claim for the next payer follows from this payment: {why}"
    assert (caught.value.field, caught.value.place) == ("ClaimPayment.status_code", "2100/CLP02")


@pytest.mark.parametrize("status", ["1", "2", "3", "5", "19", "20", "21", "24"])
def test_any_other_is_a_decision(status: str) -> None:
    assert decide(paid(status_code=status)) == decide(paid())


def test_each_line_says_what_was_paid_adjusted_and_left_of_it() -> None:
    found = decide(paid())
    assert (found.paid_amount, found.adjustment_groups, found.remaining) == (D(85), (), None)
    assert found.decided_on == PAID_ON
    assert list(found.lines) == [0, 1]
    ((visit,), (test,)) = found.lines.values()
    assert (visit.payer_identifier, visit.paid_amount, visit.adjudication_date) == (
        "EHP01",
        D(65),
        PAID_ON,
    )
    assert visit.adjustment_groups == cas([("CO", "45", "20"), ("PR", "3", "25")])
    assert (visit.remaining_patient_liability, test.remaining_patient_liability) == (D(25), None)


def test_lines_are_in_their_order_whatever_that_of_the_payment_is() -> None:
    whole = paid()
    turned = whole.evolve(services=whole.services[::-1])
    assert list(decide(turned).lines) == [0, 1]
    assert decide(turned) == decide(whole)


def test_where_the_patient_owes_of_the_claim_all_of_it_is_said_there() -> None:
    of = payment(
        "150", "80", [("PR", "1", "5")],
        service("99213", "110", "65", [("CO", "45", "20"), ("PR", "3", "25")],
                line_item_control_number="A1"),
        service("87880", "40", "20", [("PR", "2", "20")], line_item_control_number="A2"),
    )  # fmt: skip
    found = decide(of)
    assert found.remaining == D(50)
    said = [each.remaining_patient_liability for line in found.lines.values() for each in line]
    assert said == [None, None]


@pytest.mark.parametrize("group, owed", [("PR", 150), ("CO", 0)])
def test_without_services_what_is_owed_is_said_of_the_claim(group: str, owed: int) -> None:
    found = decide(payment("150", "0", [(group, "1", "150")]))
    assert (found.remaining, found.lines) == (D(owed), {})


def test_of_a_claim_that_was_split_all_is_told_and_each_line_by_its_day() -> None:
    first, second = halves()
    days = [remittance(85).evolve(payment_date=day) for day in (LATER, PAID_ON)]
    split = [first.evolve(remittance=days[0]), second.evolve(remittance=days[1])]
    found = decide(*split, on=None)
    assert (found.paid_amount, found.decided_on) == (D(85), LATER)
    told = [each.adjudication_date for line in found.lines.values() for each in line]
    assert told == [LATER, PAID_ON]
    assert decide(first, second) == decide(paid())


def test_the_day_is_given_or_that_of_payment_or_of_production() -> None:
    whole = remittance(85).evolve(payment_date=LATER, production_date=date(2025, 10, 1))
    of = paid(remittance=whole)
    assert decide(of).decided_on == PAID_ON
    assert decide(of, on=None).decided_on == LATER
    produced = paid(remittance=whole.evolve(payment_date=None))
    assert decide(produced, on=None).decided_on == date(2025, 10, 1)
    undated = paid(remittance=whole.evolve(payment_date=None, production_date=None))
    for unknown in (undated, paid()):
        with pytest.raises(ModelError, match=r"\[COB006\]") as caught:
            decide(unknown, on=None)
        assert caught.value.place == "BPR16"


@pytest.mark.parametrize("off", ["0.01", "-0.01"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_line_that_is_off_by_a_cent_is_told_by_its_number(off: str, place: int) -> None:
    services = list(paid().services)
    services[place] = services[place].evolve(payment_amount=services[place].payment_amount + D(off))
    of = paid().evolve(services=tuple(services))
    with pytest.raises(ModelError, match=rf"of line {place + 1} is not .* \[COB004\]") as caught:
        decide(of)
    assert caught.value.place == "2430/SVD02"


@pytest.mark.parametrize("off", ["0.01", "-0.01"])
def test_a_claim_that_is_off_by_a_cent_is_told(off: str) -> None:
    of = paid()
    with pytest.raises(ModelError, match=r"\[COB003\]") as caught:
        decide(of.evolve(payment_amount=of.payment_amount + D(off)))
    assert caught.value.place == "2320/AMT[D]02"


CLAIMS: dict[str, Any] = {"837P": professional, "837I": institutional, "837D": dental}
TOLD = {"837P": "ER HC IV WK", "837I": "ER HC HP IV WK", "837D": "AD ER HC IV WK"}


def of_whole(claim: Any, procedure: Procedure, **fields: Any) -> Any:
    """The decision on the only line of a claim."""
    charge = str(claim.charge_amount)
    fields = {"procedure": procedure, "line_item_control_number": "1", **fields}
    each = service("", charge, charge, **fields)
    ((decision,),) = decide(payment(charge, charge, (), each), claim=claim).lines.values()
    return decision


@pytest.mark.parametrize("kind", CLAIMS)
@pytest.mark.parametrize("qualifier", ["AD", "ER", "HC", "HP", "IV", "WK", "N4", "NU"])
def test_a_procedure_is_told_as_paid_in_the_code_sets_of_the_guide(
    kind: str, qualifier: str
) -> None:
    claim = CLAIMS[kind]()
    fields: dict[str, Any] = {"code": "X1234", "modifiers": ("GC", "25"), "description": "CARE"}
    found = of_whole(claim, Procedure(qualifier=qualifier, **fields)).procedure
    if qualifier in TOLD[kind].split():
        told = (found.qualifier, found.code, found.modifiers, found.description)
        assert told == (qualifier, *fields.values())
        assert type(found) is (DentalProcedure if kind == "837D" else Procedure)
    else:
        assert found == claim.lines[0].procedure


def test_a_payer_that_names_no_code_paid_what_was_billed() -> None:
    claim = professional()
    found = of_whole(claim, Procedure(code=None, description="CARE"))
    assert found.procedure == claim.lines[0].procedure


@pytest.mark.parametrize(
    "kind, said, told",
    [
        ("837I", "0300", "0300"),
        ("837I", None, "0450"),
        ("837P", "0300", None),
        ("837D", "0300", None),
    ],
)
def test_revenue_codes_are_of_institutional_claims(
    kind: str, said: str | None, told: str | None
) -> None:
    procedure = Procedure(code="X1234")
    assert of_whole(CLAIMS[kind](), procedure, revenue_code=said).revenue_code == told


@pytest.mark.parametrize("said, told", [(None, 1), (D(0), 0), (D(3), 3)])
def test_without_units_one_was_paid(said: Decimal | None, told: int) -> None:
    assert of_whole(professional(), Procedure(code="X1"), paid_units=said).paid_units == told


ONE = "80050"


def part(place: int, amount: str, raised: str = "0", **fields: Any) -> ServicePayment:
    """A decision on a charge of 50, of the line of this number."""
    rest = D(50) - D(amount) - D(raised)
    given = {"code": ONE, "reason": "94", "billed": Procedure(code="X1"), **fields}
    return service(
        "", "50", amount, [("OA", given["reason"], raised), ("CO", "45", str(rest))],
        procedure=Procedure(code=given["code"]), submitted_procedure=given["billed"],
        line_item_control_number=str(place),
    )  # fmt: skip


def into(*parts: ServicePayment) -> list[int | None]:
    """The lines that each part was bundled into, by its place and order."""
    numbers = [int(each.line_item_control_number or 0) for each in parts]
    (line,) = professional().lines
    lines = tuple(
        line.evolve(charge_amount=D(50 * numbers.count(number)))
        for number in range(1, max(numbers) + 1)
    )
    charge = D(50 * len(parts))
    amount = sum((each.payment_amount for each in parts), D(0))
    found = decide(
        payment(str(charge), str(amount), (), *parts),
        claim=professional().evolve(lines=lines, charge_amount=charge),
    )
    return [each.bundled_line_number for decided in found.lines.values() for each in decided]


@pytest.mark.parametrize(
    "parts, bundled",
    [
        ([part(1, "90", "-40"), part(2, "0"), part(3, "0")], [None, 1, 1]),
        ([part(1, "0"), part(2, "0"), part(3, "90", "-40")], [3, 3, None]),
        ([part(1, "95"), part(2, "0"), part(3, "60", "-10")], [None, 3, None]),
        ([part(1, "60", "-10"), part(2, "0"), part(3, "95")], [None, 1, None]),
        ([part(1, "10"), part(2, "0"), part(3, "20")], [None, 3, None]),
        ([part(1, "20"), part(2, "0"), part(3, "10")], [None, 1, None]),
        ([part(1, "20"), part(2, "0"), part(3, "20")], [None, 1, None]),
        ([part(1, "0"), part(2, "0", "-10")], [2, None]),
        ([part(1, "0"), part(2, "0", "-0.01")], [2, None]),
        ([part(1, "0", "-10"), part(2, "50")], [None, None]),
        ([part(1, "0"), part(2, "0")], [None, None]),
        ([part(1, "0"), part(2, "0", "10")], [None, None]),
        ([part(1, "0"), part(2, "0", "0.01")], [None, None]),
        ([part(1, "0"), part(2, "0", "-10", reason="93")], [None, None]),
        ([part(1, "0"), part(2, "0", "-10", reason="95")], [None, None]),
        ([part(1, "0"), part(2, "50", code="80049")], [None, None]),
        ([part(1, "0"), part(2, "50", code="80051")], [None, None]),
        ([part(1, "50", code="80049"), part(2, "0")], [None, None]),
        ([part(1, "50", code="80051"), part(2, "0")], [None, None]),
        ([part(1, "0", billed=None), part(2, "50")], [None, None]),
    ],
)
def test_what_is_not_paid_by_itself_is_bundled_into_what_was_paid_for_it(
    parts: list[ServicePayment], bundled: list[int | None]
) -> None:
    assert into(*parts) == bundled


def test_a_line_of_several_procedures_is_unbundled_from_itself() -> None:
    whole = part(1, "50")
    assert into(whole, part(2, "50"), part(2, "0", code="80051")) == [None, 2, 2]
    assert into(part(1, "0"), part(1, "20", code="80051"), part(2, "50")) == [1, 1, None]
    # Of one procedure it is split, and nothing is in another line.
    assert into(part(1, "50"), part(1, "0"), part(2, "50", code="80051")) == [None, None, None]


def reasons(*items: tuple[str, str, str | None]) -> tuple[AdjustmentReason, ...]:
    return tuple(
        AdjustmentReason(code=code, amount=D(amount), quantity=D(count) if count else None)
        for code, amount, count in items
    )


def group(name: str, *items: tuple[str, str, str | None]) -> AdjustmentGroup:
    return AdjustmentGroup(group=name, reasons=reasons(*items))


def test_each_reason_is_told_once_under_its_group_with_its_sums() -> None:
    found = merged(
        [
            group("CO", ("45", "20", None), ("78", "10", "2")),
            group("PR", ("45", "1", None)),
            group("CO", ("78", "5", None), ("45", "3", "1"), ("97", "7", "4")),
            group("CO", ("78", "-1", "3")),
        ]
    )
    assert found == (
        group("CO", ("45", "23", "1"), ("78", "14", "5"), ("97", "7", "4")),
        group("PR", ("45", "1", None)),
    )


def test_what_comes_to_nothing_is_not_told() -> None:
    nothing = [
        group("CO", ("45", "0", None)),
        group("OA", ("94", "5", "2"), ("23", "1", None)),
        group("OA", ("94", "-5", "-2")),
    ]
    assert merged(nothing) == (group("OA", ("23", "1", None)),)
    assert merged(nothing[:1]) == merged(()) == ()
    days = (group("CO", ("78", "0", "2")),)
    assert merged(days) == days
    money = [group("CO", ("78", "5", "2"), ("78", "5", "-2"))]
    assert merged(money) == (group("CO", ("78", "10", None)),)


@pytest.mark.parametrize(
    "count, segments",
    [(1, [1]), (5, [5]), (6, [6]), (7, [6, 1]), (12, [6, 6]), (13, [6, 6, 1])],
)
def test_a_segment_has_six_reasons_at_most(count: int, segments: list[int]) -> None:
    given = [(str(code), "1", None) for code in range(1, count + 1)]
    found = merged(group("CO", item) for item in given)
    assert [len(each.reasons) for each in found] == segments
    assert [reason for each in found for reason in each.reasons] == list(reasons(*given))
    assert {each.group for each in found} == {"CO"}


def test_the_patient_owes_what_is_the_patients_and_nothing_else() -> None:
    names = ("CO", "OA", "PI", "PR", "PR", "ZZ")
    groups = [group(name, ("1", str(10**at), None)) for at, name in enumerate(names)]
    assert amount_of(groups) == D(111111)
    assert owed_by_patient(groups) == D(11000)
    assert amount_of(()) == owed_by_patient(()) == D(0)


def test_they_show_nothing_of_what_they_are() -> None:
    found = decide(paid())
    assert repr(found) == "Decisions()"
    assert attrs.asdict(found, recurse=False)["paid_amount"] == 85
