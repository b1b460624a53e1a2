"""Payments of claims, made to say what a test needs, and what is checked of claims made of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import edi_portal
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.claim import Claim, Payer, ProfessionalClaim
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import ClaimPayment, ServicePayment
from tests.models.small_claims import professional

AT = datetime.combine(date(2025, 11, 3), datetime.min.time())
PAID_ON = date(2025, 10, 20)
NEXT = Payer(name="FAR MEADOW HEALTH", identifier="FMH77")
MEMBER: dict[str, Any] = {"member_id": "FMH100200300", "claim_filing_code": "CI"}

Adjustments = Sequence[tuple[str, str, str]]


def cas(adjustments: Adjustments) -> tuple[AdjustmentGroup, ...]:
    """Adjustments as segments of one reason each."""
    return tuple(
        AdjustmentGroup(group=group, reasons=(AdjustmentReason(code=code, amount=Decimal(amount)),))
        for group, code, amount in adjustments
    )


def service(
    code: str, charge: str, paid: str, adjustments: Adjustments = (), **fields: Any
) -> ServicePayment:
    """A service of a payment, with its adjustments."""
    fields.setdefault("procedure", Procedure(code=code))
    return ServicePayment(
        charge_amount=Decimal(charge),
        payment_amount=Decimal(paid),
        adjustment_groups=cas(adjustments),
        **fields,
    )


def payment(
    charge: str, paid: str, adjustments: Adjustments = (), *services: ServicePayment, **fields: Any
) -> ClaimPayment:
    """A payment of a claim, with its adjustments and services."""
    return ClaimPayment(
        **{
            "patient_control_number": "PCN1",
            "status_code": "1",
            "charge_amount": Decimal(charge),
            "payment_amount": Decimal(paid),
            "claim_filing_code": "12",
            "payer_claim_control_number": "ICN0001",
            "adjustment_groups": cas(adjustments),
            "services": services,
            **fields,
        }
    )


def two_lines() -> ProfessionalClaim:
    """A claim of 150: an office visit of 110 and a test of 40."""
    claim = professional()
    visit = claim.lines[0].evolve(
        procedure=Procedure(code="99213", modifiers=("25",)),
        charge_amount=Decimal(110),
        line_item_control_number="A1",
        service_date=date(2025, 3, 3),
    )
    test = visit.evolve(
        procedure=Procedure(code="87880"),
        charge_amount=Decimal(40),
        line_item_control_number="A2",
    )
    return claim.evolve(charge_amount=Decimal(150), lines=(visit, test))


def paid(**fields: Any) -> ClaimPayment:
    """What the first payer decided on `two_lines`: 65 and 20 paid."""
    return payment(
        "150",
        "85",
        (),
        service(
            "99213", "110", "65", [("CO", "45", "20"), ("PR", "3", "25")],
            line_item_control_number="A1",
        ),
        service("87880", "40", "20", [("CO", "45", "20")], line_item_control_number="A2"),
        **fields,
    )  # fmt: skip


def written(claims: Iterable[Claim]) -> bytes:
    """The claims as a file, which reads back as what was written and has no finding."""
    given = list(claims)
    data = edi_portal.write(given, sender="RIVERBILL", receiver="EXHUB", as_of=AT).data
    assert data is not None
    report = edi_portal.validate(data=data, snip=7)
    assert report.findings == ()
    back = sorted(edi_portal.claims(data=data), key=lambda each: each.patient_control_number)
    assert back == sorted(given, key=lambda each: each.patient_control_number)
    return data


def faults(claims: Iterable[Claim]) -> list[tuple[str, str | None]]:
    """What every rule of the scrubber says against the claims."""
    found = edi_portal.scrub(claims, as_of=AT.date()).findings
    return [(each.code, each.location.reference) for each in found if each.severity.rank]


def out_of_balance(claim: Any) -> list[str]:
    """The other payers whose amounts are not the charge, of the claim or of a line."""
    found = []
    for other in claim.other_insurance:
        if other.payer_paid_amount is None:
            continue
        payer, adjusted = other.payer.identifier, other.adjustments
        for line in claim.lines:
            own = [each for each in line.adjudications if each.payer_identifier == payer]
            left = line.charge_amount
            for each in own:
                left -= each.paid_amount + sum(one.amount for one in each.adjustments)
                adjusted += each.adjustments
            if own and left:
                found.append(f"line of {payer}")
        if claim.charge_amount != other.payer_paid_amount + sum(one.amount for one in adjusted):
            found.append(f"claim of {payer}")
    return found
