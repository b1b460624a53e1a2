"""Records made of models: what matching keeps of a claim and of a claim payment."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from edi_portal.codes.reasons import reason
from edi_portal.matching.folding import Mask
from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import ClaimPayment, Remittance, ServicePayment
from edi_portal.models.values import DateRange

_REVENUE = "NU"
_CODES_KEPT = 1024
_NOTHING = Decimal(0)


def claim_key(claim: Claim, *, file: int = 0, ordinal: int = 0, mask: Mask) -> ClaimKey:
    """The record of a claim."""
    of: Any = claim
    subscriber, patient, billing = of.subscriber, of.patient, of.billing_provider
    person = of.patient_person
    insured = [subscriber.member_id, patient.member_id if patient is not None else None]
    payers = [subscriber.payer.identifier]
    for other in of.other_insurance:
        insured.append(other.insured.member_id)
        payers.append(other.payer.identifier)
    lines = tuple(_claim_line(line, place) for place, line in enumerate(of.lines, 1))
    period = _days(getattr(of, "statement_dates", None) or getattr(of, "service_date", None))
    start, end = period if period[0] else _span(lines)
    rendering = getattr(of, "rendering_provider", None)
    sent = of.transmission
    return ClaimKey(
        file=file,
        ordinal=ordinal,
        control=of.patient_control_number,
        charge=of.charge_amount,
        frequency=of.claim_frequency_code,
        npi=billing.npi or "",
        tax_id=billing.tax_id or "",
        rendering=(rendering.npi or "") if rendering is not None else "",
        members=_masked(insured, mask),
        last=mask.name(person.last_name or person.organization_name or ""),
        first=mask.name(person.first_name or ""),
        start=start,
        end=end,
        lines=lines,
        payer=subscriber.payer.identifier,
        payers=tuple(payers),
        original=of.payer_claim_control_number or "",
        responsibility=subscriber.payer_responsibility,
        sent=_ordinal(sent.created_on) if sent is not None else 0,
        batch=(sent.reference or "") if sent is not None else "",
    )


def payment_key(
    payment: ClaimPayment,
    remittance: Remittance | None = None,
    *,
    file: int = 0,
    ordinal: int = 0,
    place: int = 0,
    mask: Mask,
) -> PaymentKey:
    """The record of a claim payment; the remittance is by default the one it knows."""
    of: Any = remittance if remittance is not None else payment.remittance
    lines = tuple(_service(service, at) for at, service in enumerate(payment.services, 1))
    start = _ordinal(payment.statement_from)
    end = _ordinal(payment.statement_to) or start
    if not start:
        start, end = _span(lines)
    patient, insured, rendering = payment.patient, payment.insured, payment.service_provider
    named = (patient, insured, payment.corrected_insured, payment.other_subscriber)
    sums, denied = _adjusted(payment)
    head: dict[str, Any] = {}
    if of is not None:
        payee, payer = of.payee, of.payer
        found = [payer.identifier, *(item.value for item in payer.references)]
        head = {
            "npi": payee.npi or "",
            "tax_id": payee.tax_id or "",
            "payer": of.payer_identifier,
            "payers": tuple(text for text in found if text),
            "trace": of.trace_number,
            "paid_on": _ordinal(of.payment_date),
            "total": of.payment_amount,
        }
    return PaymentKey(
        file=file,
        ordinal=ordinal,
        place=place,
        control=payment.patient_control_number,
        charge=payment.charge_amount,
        frequency=payment.claim_frequency_code or "",
        rendering=(rendering.identifier or "") if rendering is not None else "",
        members=_masked((party.identifier for party in named if party is not None), mask),
        last=mask.name(patient.last_name or "") if patient is not None else 0,
        first=mask.name(patient.first_name or "") if patient is not None else 0,
        start=start,
        end=end,
        lines=lines,
        status=payment.status_code,
        paid=payment.payment_amount,
        number=payment.payer_claim_control_number,
        original=payment.original_reference_number or "",
        adjusted=tuple(sums.items()),
        denied=denied and not payment.payment_amount,
        **head,
    )


def _claim_line(line: Any, place: int) -> LineKey:
    start, end = _days(line.service_date)
    revenue = getattr(line, "revenue_code", None) or ""
    procedure = line.procedure
    return LineKey(
        place=place,
        # Where no number was sent, LX01 stands in for it (RFI 2224).
        control=line.line_item_control_number or str(line.number or place),
        procedure=_code(procedure) if procedure is not None else f"{_REVENUE}:{revenue}",
        modifiers=procedure.modifiers if procedure is not None else (),
        start=start,
        end=end,
        charge=line.charge_amount,
        units=line.units,
        revenue=revenue,
    )


def _service(service: Any, place: int) -> LineKey:
    start, end = _days(service.service_period)
    submitted = service.submitted_procedure
    return LineKey(
        place=place,
        control=service.line_item_control_number or "",
        procedure=_code(service.procedure),
        modifiers=service.procedure.modifiers,
        start=start,
        end=end,
        charge=service.charge_amount,
        units=service.paid_units,
        submitted=_code(submitted) if submitted is not None else "",
        submitted_modifiers=submitted.modifiers if submitted is not None else (),
        submitted_units=service.submitted_units,
        revenue=service.revenue_code or "",
        paid=service.payment_amount,
        rolled_up=any(
            group.group == "OA" and reason.code == "94"
            for group in service.adjustment_groups
            for reason in group.reasons
        ),
    )


def _adjusted(payment: ClaimPayment) -> tuple[dict[str, Decimal], bool]:
    """Adjustments by group, and whether one of them is a denial."""
    sums: dict[str, Decimal] = {}
    denied = False
    parts: tuple[ClaimPayment | ServicePayment, ...] = (payment, *payment.services)
    for part in parts:
        for group in part.adjustment_groups:
            for item in group.reasons:
                sums[group.group] = sums.get(group.group, _NOTHING) + item.amount
                denied = denied or _is_denial(item.code)
    return sums, denied


@lru_cache(maxsize=_CODES_KEPT)
def _is_denial(code: str) -> bool:
    return reason(code).denial


def _code(procedure: Any) -> str:
    return f"{procedure.qualifier}:{procedure.code or ''}"


def _masked(numbers: Iterable[str | None], mask: Mask) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mask.identifier(text) for text in numbers if text))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day is not None else 0


def _days(period: Any) -> tuple[int, int]:
    """First and last day, as ordinals; zeros where none is said."""
    if isinstance(period, DateRange):
        return period.start.toordinal(), period.end.toordinal()
    if isinstance(period, date):
        return period.toordinal(), period.toordinal()
    return 0, 0


def _span(lines: Iterable[LineKey]) -> tuple[int, int]:
    """From the first day of all lines to the last."""
    dated = [line for line in lines if line.start]
    if not dated:
        return 0, 0
    return min(line.start for line in dated), max(line.end for line in dated)
