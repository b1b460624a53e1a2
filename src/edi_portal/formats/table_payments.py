"""Tables of remittances (835): claim payments, and every adjustment."""

from collections.abc import Iterator
from typing import Any

import attrs

from edi_portal.formats.columns import Columns, Made, first_day, last_day
from edi_portal.models.adjustments import Adjustment
from edi_portal.models.remittance import ClaimPayment, Remittance, ServicePayment


def _member_id(claim: ClaimPayment) -> str | None:
    """The number of the insured, who is the patient where no other is named."""
    party = claim.insured or claim.patient
    return party.identifier if party is not None else None


PAYMENTS: Columns = {
    "trace_number": "remittance.trace_number",
    "payment_date": "remittance.payment_date",
    "payer_name": "remittance.payer.name",
    "payer_id": "remittance.payer_identifier",
    "payee_name": "remittance.payee.name",
    "payee_npi": "remittance.payee.npi",
    "patient_control_number": "patient_control_number",
    "payer_claim_control_number": "payer_claim_control_number",
    "status_code": "status_code",
    "claim_filing_code": "claim_filing_code",
    "charge_amount": "charge_amount",
    "payment_amount": "payment_amount",
    "patient_responsibility": "patient_responsibility",
    "patient_last_name": "patient.last_name",
    "patient_first_name": "patient.first_name",
    "member_id": Made("of the insured, or else of the patient", _member_id),
    "statement_from": "statement_from",
    "statement_to": "statement_to",
    "received_date": "received_date",
    "remark_codes": "remark_codes",
    "services": Made("how many service lines", lambda claim: len(claim.services)),
}


def payments(model: Any) -> Iterator[ClaimPayment]:
    """The claim payments in a model: of a remittance all, or the one that it is."""
    if isinstance(model, Remittance):
        yield from model.claims
    else:
        yield model


@attrs.frozen
class Adjusted:
    """An adjustment with what it is of: a line, a claim, or a provider's account as a whole."""

    level: str
    remittance: Remittance | None
    group: str | None
    reason: str
    amount: Any
    quantity: Any = None
    claim: ClaimPayment | None = None
    service: ServicePayment | None = None
    provider_id: str | None = None
    reference: str | None = None


def adjustments(model: Any) -> Iterator[Adjusted]:
    """Every adjustment in a model: of claims, of their lines, and beside them."""
    for claim in payments(model):
        for item in claim.adjustments:
            yield _of_claim("claim", item, claim)
        for service in claim.services:
            for item in service.adjustments:
                yield attrs.evolve(_of_claim("line", item, claim), service=service)
    if isinstance(model, Remittance):
        for found in model.adjustments:
            for reason in found.reasons:
                yield Adjusted(
                    level="provider",
                    remittance=model,
                    group=None,
                    reason=reason.code,
                    amount=reason.amount,
                    provider_id=found.provider_identifier,
                    reference=reason.reference,
                )


def _of_claim(level: str, item: Adjustment, claim: ClaimPayment) -> Adjusted:
    return Adjusted(
        level=level,
        remittance=claim.remittance,
        group=item.group,
        reason=item.reason,
        amount=item.amount,
        quantity=item.quantity,
        claim=claim,
    )


def _period(row: Adjusted) -> Any:
    return row.service.service_period if row.service is not None else None


ADJUSTMENTS: Columns = {
    "trace_number": "remittance.trace_number",
    "payment_date": "remittance.payment_date",
    "payer_name": "remittance.payer.name",
    "level": Made("claim, line or provider", lambda row: row.level),
    "patient_control_number": "claim.patient_control_number",
    "payer_claim_control_number": "claim.payer_claim_control_number",
    "line_item_control_number": "service.line_item_control_number",
    "procedure_code": "service.procedure.code",
    "modifiers": "service.procedure.modifiers",
    "service_from": Made("first day of service", lambda row: first_day(_period(row))),
    "service_to": Made("last day of service", lambda row: last_day(_period(row))),
    "group": "group",
    "reason": "reason",
    "amount": "amount",
    "quantity": "quantity",
    "provider_id": "provider_id",
    "reference": "reference",
}
