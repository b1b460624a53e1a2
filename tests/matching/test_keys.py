"""What is taken of a claim and of a payment to compare them by."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import edi_portal
from edi_portal.matching.folding import Mask
from edi_portal.matching.keys import claim_key, payment_key
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import ClaimPayment, Remittance
from tests.build import REMITTANCE_BODY, claim_file, encode, insert, put, recount, remittance_file
from tests.conftest import ROOT

D = Decimal
ONE = D(1)
MASK = Mask()
DAY = date(2025, 3, 3).toordinal()
PAID_ON = date(2025, 3, 10).toordinal()


def claim_of(segments: list[str]) -> Claim:
    (found,) = edi_portal.claims(data=encode(segments))
    return found


def key_of(segments: list[str], **fields: Any) -> ClaimKey:
    return claim_key(claim_of(segments), mask=MASK, **fields)


def paid(
    *changes: tuple[str, str], behind: tuple[str, ...] = ()
) -> tuple[ClaimPayment, Remittance]:
    """The payment of a remittance in which segments are others."""
    segments = remittance_file((*REMITTANCE_BODY, *behind))
    for start, new in changes:
        segments = put(segments, start, *([new] if new else []))
    (remittance,) = edi_portal.remittances(data=encode(recount(segments)))
    (payment,) = remittance.claims
    return payment, remittance


def payment_of(*changes: tuple[str, str], behind: tuple[str, ...] = ()) -> PaymentKey:
    payment, remittance = paid(*changes, behind=behind)
    return payment_key(payment, remittance, mask=MASK)


def test_a_claim_is_known_by_what_it_says() -> None:
    key = key_of(claim_file(), file=3, ordinal=4)
    assert (key.file, key.ordinal, key.control, key.charge) == (3, 4, "PCN1", D(100))
    assert (key.npi, key.tax_id, key.rendering) == ("2000001018", "700001234", "")
    assert (key.payer, key.payers, key.responsibility) == ("EHP01", ("EHP01",), "P")
    assert (key.frequency, key.original, key.batch) == ("1", "", "BATCH1")
    assert (key.start, key.end, key.sent) == (DAY, DAY, PAID_ON)
    assert (key.last, key.first) == (MASK.name("DOE"), MASK.name("JANE"))
    assert key.members == (MASK.identifier("XYZ100"),)
    (line,) = key.lines
    assert (line.place, line.control, line.procedure, line.units) == (1, "1", "HC:99213", ONE)
    assert (line.start, line.end, line.charge, line.revenue) == (DAY, DAY, D(100), "")


def test_a_claim_made_by_hand_has_no_day_on_which_it_was_sent() -> None:
    key = claim_key(claim_of(claim_file()).evolve(transmission=None), mask=MASK)
    assert (key.sent, key.batch, key.file, key.ordinal) == (0, "", 0, 0)


def test_all_payers_and_members_of_a_claim_are_kept_once() -> None:
    (item,) = edi_portal.claims(ROOT / "samples" / "valid" / "837p-secondary-payer.x12")
    key = claim_key(item, mask=MASK)
    named = [item.subscriber, *item.other_insurance]
    assert key.payers == tuple(one.payer.identifier for one in named)
    assert len(key.payers) > 1
    assert len(set(key.members)) == len(key.members)


def test_a_stay_lasts_as_long_as_its_statement_says() -> None:
    (item,) = edi_portal.claims(ROOT / "samples" / "valid" / "837i-inpatient.x12")
    assert isinstance(item, edi_portal.InstitutionalClaim)
    key = claim_key(item, mask=MASK)
    period = item.statement_dates
    assert (key.start, key.end) == (period.start.toordinal(), period.end.toordinal())
    assert key.start < key.end
    assert {line.revenue for line in key.lines} >= {"0120"}
    assert any(line.procedure == f"NU:{line.revenue}" for line in key.lines)


def test_a_payment_is_known_by_what_it_and_its_remittance_say() -> None:
    item, remittance = paid()
    key = payment_key(item, remittance, file=3, ordinal=4, place=5, mask=MASK)
    assert (key.file, key.ordinal, key.place) == (3, 4, 5)
    assert (key.control, key.charge, key.paid) == ("PCN1", D(120), D(80))
    assert (key.status, key.number, key.original, key.frequency) == ("1", "ICN1", "", "")
    assert (key.npi, key.tax_id, key.rendering) == ("2000001018", "", "")
    assert (key.payer, key.payers) == ("1512345678", ())
    assert (key.trace, key.paid_on, key.total) == ("12345", PAID_ON, D(80))
    assert (key.last, key.first) == (MASK.name("DOE"), MASK.name("JANE"))
    assert (key.start, key.end) == (DAY, DAY)
    assert (key.adjusted, key.denied) == ((("PR", D(40)),), False)
    (line,) = key.lines
    assert (line.place, line.control, line.procedure, line.submitted) == (1, "", "HC:99213", "")
    assert (line.charge, line.paid, line.units, line.submitted_units) == (D(100), D(80), None, None)
    assert (line.modifiers, line.submitted_modifiers, line.rolled_up) == ((), (), False)


def test_a_payment_by_itself_says_nothing_of_its_remittance() -> None:
    item, _ = paid()
    key = payment_key(item.evolve(remittance=None), mask=MASK)
    assert (key.payer, key.payers, key.trace, key.paid_on, key.total) == ("", (), "", 0, D(0))
    assert (key.file, key.ordinal, key.place) == (0, 0, 0)


def test_the_days_of_the_claim_count_and_where_it_has_none_those_of_its_services() -> None:
    whole = paid()[0].evolve(statement_from=date(2025, 3, 1))
    assert payment_key(whole, mask=MASK).start == payment_key(whole, mask=MASK).end == DAY - 2
    until = whole.evolve(statement_to=date(2025, 3, 4))
    assert payment_key(until, mask=MASK).end == DAY + 1
    undated = payment_of(("DTM*472", ""))
    assert (undated.start, undated.end) == (0, 0)
    assert [(line.start, line.end) for line in undated.lines] == [(0, 0)]


def test_services_span_from_the_first_day_to_the_last() -> None:
    behind = ("SVC*HC:99214*20*0", "DTM*150*20250301", "DTM*151*20250309", "CAS*PR*1*20")
    key = payment_of(behind=behind)
    assert (key.start, key.end) == (DAY - 2, DAY + 6)
    assert [(line.start, line.end) for line in key.lines] == [(DAY, DAY), (DAY - 2, DAY + 6)]


@pytest.mark.parametrize(
    "reason, paid_amount, denied",
    [("CO*50", "0", True), ("CO*50", "20", False), ("CO*45", "0", False), ("CO*97", "0", True)],
)
def test_denied_is_what_pays_nothing_for_a_reason_of_denial(
    reason: str, paid_amount: str, denied: bool
) -> None:
    key = payment_of(
        ("CLP", f"CLP*PCN1*1*120*{paid_amount}**12*ICN1"), ("CAS", f"CAS*{reason}*100")
    )
    assert key.denied is denied
    assert dict(key.adjusted) == {"CO": D(100), "PR": D(20)}


def test_what_was_billed_and_rolled_up_is_kept_beside_what_was_paid() -> None:
    key = payment_of(
        ("SVC", "SVC*HC:80050:59*100*80**2*HC:82040:25:59*3"),
        ("DTM*472", "DTM*472*20250303"),
        ("CAS*PR*1*20", "CAS*PR*1*20"),
        behind=("CAS*OA*94*-5", "REF*6R*LINE01"),
    )
    (line,) = key.lines
    assert (line.procedure, line.modifiers, line.units) == ("HC:80050", ("59",), D(2))
    assert (line.submitted, line.submitted_modifiers) == ("HC:82040", ("25", "59"))
    assert (line.submitted_units, line.control, line.rolled_up) == (D(3), "LINE01", True)


@pytest.mark.parametrize(
    "adjustment", ["CAS*CO*94*-5", "CAS*PI*94*-5", "CAS*OA*93*-5", "CAS*OA*96*-5"]
)
def test_only_oa_94_says_that_lines_were_rolled_up(adjustment: str) -> None:
    (line,) = payment_of(behind=(adjustment,)).lines
    assert line.rolled_up is False


def test_a_remittance_that_is_given_stands_for_one_that_is_not_known() -> None:
    item, remittance = paid()
    alone = item.evolve(remittance=None)
    known = payment_key(alone, remittance, mask=MASK)
    assert (known.payer, known.trace, known.paid_on) == ("1512345678", "12345", PAID_ON)
    assert payment_key(alone.evolve(remittance=remittance), mask=MASK) == known


def test_who_rendered_the_services_is_kept_of_both() -> None:
    rendering = "NM1*82*1*ROE*RICHARD****XX*2000001026"
    key = key_of(recount(insert(claim_file(), "LX", rendering)))
    assert key.rendering == "2000001026"
    assert payment_of(("NM1*QC", "NM1*QC*1*DOE*JANE")).rendering == ""
    segments = recount(insert(remittance_file(), "SVC", rendering))
    (remittance,) = edi_portal.remittances(data=encode(segments))
    assert payment_key(remittance.claims[0], remittance, mask=MASK).rendering == "2000001026"


def test_an_organization_may_be_the_one_that_is_insured() -> None:
    """An employer, in workers' compensation."""
    item = claim_of(claim_file())
    assert item.subscriber is not None
    employer = item.subscriber.evolve(
        last_name=None, first_name=None, organization_name="ACME TOOLS"
    )
    key = claim_key(item.evolve(subscriber=employer), mask=MASK)
    assert (key.last, key.first) == (MASK.name("ACME TOOLS"), 0)


def test_the_number_of_a_line_stands_in_for_one_that_was_not_sent() -> None:
    """RFI 2224: of a line that has no number itself, its place."""
    item: Any = claim_of(claim_file())
    controls = [
        claim_key(item.evolve(lines=(item.lines[0].evolve(**fields),)), mask=MASK).lines[0].control
        for fields in (
            {"number": 7},
            {"number": None},
            {"number": 7, "line_item_control_number": "LINE01"},
        )
    ]
    assert controls == ["7", "1", "LINE01"]


def test_a_revenue_code_is_kept_beside_the_procedure() -> None:
    (line,) = payment_of(("SVC", "SVC*HC:99213*100*80*0510")).lines
    assert (line.procedure, line.revenue) == ("HC:99213", "0510")


def test_a_payment_without_a_patient_has_no_name() -> None:
    item, _ = paid()
    key = payment_key(item.evolve(patient=None), mask=MASK)
    assert (key.last, key.first, key.members) == (0, 0, ())
