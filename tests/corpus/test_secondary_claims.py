"""Secondary claims of the public files: the ones made here beside the ones published."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.models.claim import Payer
from edi_portal.models.remittance import ClaimPayment, ServicePayment
from tests.models.payments import out_of_balance

PUBLISHED = "kputnam__stupidedi/spec/fixtures/005010"
PROFESSIONAL = f"{PUBLISHED}/X222A1 HC837 Health Care Claim Professional/pass"
DENTAL = f"{PUBLISHED}/X224A2 HC837 Health Care Claim Dental/pass"
BALANCE = frozenset({"COB003", "COB004"})
PAIRS = [
    (f"{PROFESSIONAL}/COB-claim-from-billing-provider-to-payer-{{}}.edi", "professional"),
    (f"{DENTAL}/claim-from-billing-provider-to-payer-{{}}.edi", "dental"),
]


def said(claim: Any) -> ClaimPayment:
    """The payment that a secondary claim tells of, as the payer before has sent it."""
    (other,) = claim.other_insurance
    services = [
        ServicePayment(
            procedure=decision.procedure,
            charge_amount=line.charge_amount,
            payment_amount=decision.paid_amount,
            paid_units=decision.paid_units,
            adjustment_groups=decision.adjustment_groups,
            service_date=line.service_date if isinstance(line.service_date, date) else None,
        )
        for line in claim.lines
        for decision in line.adjudications
    ]
    return ClaimPayment(
        patient_control_number=claim.patient_control_number,
        status_code="1",
        charge_amount=claim.charge_amount,
        payment_amount=other.payer_paid_amount,
        claim_filing_code="12",
        payer_claim_control_number="ICN1",
        adjustment_groups=other.adjustment_groups,
        services=tuple(services),
    )


@pytest.mark.parametrize("name, kind", PAIRS, ids=[kind for _, kind in PAIRS])
def test_the_claim_to_payer_b_is_the_one_that_its_authors_wrote(
    corpus: Path, name: str, kind: str
) -> None:
    (first,) = edi_portal.claims(corpus / name.format("a"))
    (second,) = edi_portal.claims(corpus / name.format("b"))
    assert first.patient_control_number == second.patient_control_number
    made: Any = first.secondary(
        said(second), second.subscriber, adjudication_date=date(2005, 10, 15)
    )
    assert made.subscriber == second.subscriber
    (ours,), (theirs,) = made.other_insurance, second.other_insurance
    assert ours.payer.identifier == theirs.payer.identifier
    assert ours.payer_responsibility == theirs.payer_responsibility
    assert ours.payer_paid_amount == theirs.payer_paid_amount
    assert ours.adjustments == theirs.adjustments
    if theirs.remaining_patient_liability is not None:
        assert ours.remaining_patient_liability == theirs.remaining_patient_liability
    for line, published in zip(made.lines, second.lines, strict=True):
        for one, other in zip(line.adjudications, published.adjudications, strict=True):
            assert one.paid_amount == other.paid_amount
            assert one.adjustments == other.adjustments
            assert one.procedure == other.procedure
    assert out_of_balance(made) == []
    codes = {each.code for each in edi_portal.scrub([made]).findings}
    assert not BALANCE & codes


def pairs(corpus: Path) -> Iterator[tuple[Any, ClaimPayment]]:
    """Claims and payments of the files that agree in charge, charges of lines and procedures."""
    claims: dict[Any, Any] = {}
    payments: dict[Any, ClaimPayment] = {}
    for path in sorted(corpus.rglob("*")):
        head = path.read_bytes()[:2_000] if path.is_file() else b""
        if not head.lstrip().startswith(b"ISA"):
            continue
        try:
            if b"005010X22" in head and b"837" in head:
                for claim in edi_portal.claims(path):
                    key = _key(claim.charge_amount, claim.lines)
                    claims.setdefault(key, claim)
            elif b"005010X221" in head:
                for found in edi_portal.claim_payments(path):
                    if found.services and found.status_code == "1":
                        payments.setdefault(_key(found.charge_amount, found.services), found)
        except edi_portal.EdiError:
            continue
    for key in sorted(claims.keys() & payments.keys()):
        yield claims[key], payments[key]


def _key(charge: Decimal, lines: Any) -> tuple[Decimal, tuple[Any, ...]]:
    parts = ((each.charge_amount, each.procedure and each.procedure.code) for each in lines)
    return charge, tuple(sorted(parts, key=repr))


def test_of_a_claim_and_an_835_that_fit_it_balances(corpus: Path) -> None:
    found = list(pairs(corpus))
    assert found
    for claim, payment in found:
        made: Any = claim.secondary(
            payment,
            Payer(name="NEXT PAYER", identifier="NEXT1"),
            member_id="N1",
            adjudication_date=date(2025, 10, 20),
        )
        assert made.other_insurance[-1].payer_paid_amount == payment.payment_amount
        assert out_of_balance(made) == []
        codes = {each.code for each in edi_portal.scrub([made]).findings}
        assert not BALANCE & codes
