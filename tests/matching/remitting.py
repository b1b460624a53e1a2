"""Remittances made in a few words, for the tests of posting and worklists."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import (
    ClaimPayment,
    Payee,
    ProviderAdjustment,
    ProviderAdjustmentReason,
    Remittance,
    RemittancePayer,
    ServicePayment,
)

Amount = str | int | Decimal


def cas(*items: str) -> tuple[AdjustmentGroup, ...]:
    """Groups of ``CO-45 20``."""
    made = []
    for item in items:
        code, amount = item.split()
        group, reason = code.split("-", 1)
        reasons = (AdjustmentReason(code=reason, amount=Decimal(amount)),)
        made.append(AdjustmentGroup(group=group, reasons=reasons))
    return tuple(made)


def line(charge: Amount, paid: Amount, *adjustments: str, code: str = "99213") -> ServicePayment:
    return ServicePayment(
        procedure=Procedure(qualifier="HC", code=code),
        charge_amount=Decimal(charge),
        payment_amount=Decimal(paid),
        adjustment_groups=cas(*adjustments),
    )


def claim(
    charge: Amount,
    paid: Amount,
    *adjustments: str,
    lines: Iterable[ServicePayment] = (),
    status: str = "1",
    number: str = "PCN1",
    **more: Any,
) -> ClaimPayment:
    return ClaimPayment(
        patient_control_number=number,
        status_code=status,
        charge_amount=Decimal(charge),
        payment_amount=Decimal(paid),
        claim_filing_code="12",
        payer_claim_control_number=f"ICN{number[3:]}",
        adjustment_groups=cas(*adjustments),
        services=tuple(lines),
        **more,
    )


def remittance(paid: Amount, *claims: ClaimPayment, plb: Iterable[str] = ()) -> Remittance:
    """``plb`` are of ``WO:ICN1 30``."""
    reasons = []
    for item in plb:
        code, amount = item.split()
        name, _, reference = code.partition(":")
        reasons.append(
            ProviderAdjustmentReason(code=name, reference=reference or None, amount=Decimal(amount))
        )
    adjustments = (
        (
            ProviderAdjustment(
                provider_identifier="2000001018",
                fiscal_period_date=date(2025, 12, 31),
                reasons=tuple(reasons),
            ),
        )
        if reasons
        else ()
    )
    return Remittance(
        handling_code="I",
        payment_amount=Decimal(paid),
        payment_method="CHK",
        payment_date=date(2025, 3, 10),
        trace_number="EFT1",
        payer_identifier="1512345678",
        payer=RemittancePayer(name="PLAN"),
        payee=Payee(name="CLINIC", id_qualifier="XX", identifier="2000001018"),
        claims=claims,
        adjustments=adjustments,
    )


def reversed_(of: ClaimPayment) -> ClaimPayment:
    """The claim as its reversal says it: all negated, groups kept (RFI 1147, 1429)."""

    def negated(groups: Iterable[AdjustmentGroup]) -> tuple[AdjustmentGroup, ...]:
        return tuple(
            group.evolve(
                reasons=tuple(reason.evolve(amount=-reason.amount) for reason in group.reasons)
            )
            for group in groups
        )

    services = tuple(
        item.evolve(
            charge_amount=-item.charge_amount,
            payment_amount=-item.payment_amount,
            adjustment_groups=negated(item.adjustment_groups),
        )
        for item in of.services
    )
    return of.evolve(
        status_code="22",
        charge_amount=-of.charge_amount,
        payment_amount=-of.payment_amount,
        adjustment_groups=negated(of.adjustment_groups),
        services=services,
    )
