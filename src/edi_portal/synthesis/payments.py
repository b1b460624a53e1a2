"""Claim payments of what a payer decided, and those that take them back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.models.adjudication import InpatientAdjudication, OutpatientAdjudication
from edi_portal.models.adjustments import AdjustmentGroup
from edi_portal.models.parts import Reference
from edi_portal.models.remittance import (
    ClaimPayment,
    NamedPayer,
    PartyName,
    Remark,
    ServicePayment,
    SupplementalAmount,
)
from edi_portal.models.values import DateRange
from edi_portal.synthesis.adjudication import INPATIENT
from edi_portal.synthesis.coordination import adjustment_groups
from edi_portal.synthesis.draw import money
from edi_portal.synthesis.outcomes import Outcome, Service, decisions

REVERSAL = "22"


@attrs.frozen(kw_only=True)
class Payment:
    """A claim payment with the truth about it.

    ``claim`` is the place of the claim in the batch, ``lines`` the places of the lines that
    its services answer, ``corruption`` what was changed after it was right; ``paid`` and
    ``interest`` are cents.
    """

    model: ClaimPayment = attrs.field(repr=False)
    claim: int
    control_number: str = attrs.field(repr=False)
    scenario: str
    lines: tuple[int, ...]
    paid: int
    interest: int = 0
    corruption: tuple[str, ...] = ()


def payment(
    claim: Any,
    index: int,
    outcome: Outcome,
    number: str,
    *,
    received: date | None = None,
    corrects: str | None = None,
    forwarded_to: NamedPayer | None = None,
) -> Payment:
    """The payment of a claim; ``number`` is the payer's, ``corrects`` that of the one before."""
    found = outcome.services if outcome.shows_lines else []
    adjusted = [
        *outcome.adjustments,
        *(each for service in outcome.services for each in service.adjustments),
    ]
    if not outcome.shows_lines:
        adjusted = outcome.adjustments
    paid = outcome.charge - sum(amount for _, _, amount in adjusted)
    owed = sum(amount for group, _, amount in adjusted if group == "PR")
    first, last = _statement(claim)
    model = ClaimPayment(
        patient_control_number=claim.patient_control_number,
        status_code=outcome.status,
        charge_amount=money(outcome.charge),
        payment_amount=money(paid),
        patient_responsibility=money(owed) if owed else None,
        claim_filing_code=_plan(claim.subscriber.claim_filing_code),
        payer_claim_control_number=number,
        facility_type_code=_facility(claim),
        claim_frequency_code=claim.claim_frequency_code,
        drg_code=getattr(claim, "drg_code", None),
        adjustment_groups=_groups(outcome.adjustments),
        patient=_patient(claim),
        insured=_insured(claim),
        service_provider=_rendering(claim),
        crossover_carrier=forwarded_to,
        references=(Reference(qualifier="F8", value=corrects),) if corrects else (),
        statement_from=first,
        statement_to=last,
        received_date=received,
        amounts=(SupplementalAmount(qualifier="I", amount=money(outcome.interest)),)
        if outcome.interest
        else (),
        services=tuple(_service(service) for service in found),
        **_adjudication(claim, outcome),
    )
    return Payment(
        model=model,
        claim=index,
        control_number=claim.patient_control_number,
        scenario=outcome.scenario,
        lines=tuple(service.line for service in found),
        paid=paid,
        interest=outcome.interest,
    )


def reversal(of: Payment) -> Payment:
    """What takes a payment back: all its amounts negated, under their own groups (RFI 1147)."""
    model = of.model
    owed = model.patient_responsibility
    negated = model.evolve(
        status_code=REVERSAL,
        charge_amount=-model.charge_amount,
        payment_amount=_minus(model.payment_amount),
        patient_responsibility=-owed if owed is not None else None,
        adjustment_groups=_negated(model.adjustment_groups),
        crossover_carrier=None,
        amounts=(),
        services=tuple(
            service.evolve(
                charge_amount=_minus(service.charge_amount),
                payment_amount=_minus(service.payment_amount),
                adjustment_groups=_negated(service.adjustment_groups),
                amounts=(),
            )
            for service in model.services
        ),
    )
    return attrs.evolve(of, model=negated, paid=-of.paid, interest=0)


def _minus(amount: Decimal) -> Decimal:
    # A zero that is negative is not equal in all that compares texts.
    return -amount if amount else amount


def _negated(groups: Iterable[AdjustmentGroup]) -> tuple[AdjustmentGroup, ...]:
    return tuple(
        group.evolve(
            reasons=tuple(reason.evolve(amount=_minus(reason.amount)) for reason in group.reasons)
        )
        for group in groups
    )


def _service(of: Service) -> ServicePayment:
    on = of.on
    dates: dict[str, Any] = {}
    if isinstance(on, DateRange):
        dates = {"service_start": on.start, "service_end": on.end}
    elif on is not None:
        dates = {"service_date": on}
    return ServicePayment(
        procedure=of.procedure,
        charge_amount=money(of.charge),
        payment_amount=money(of.paid),
        revenue_code=of.revenue,
        paid_units=of.units,
        submitted_procedure=of.submitted,
        adjustment_groups=_groups(of.adjustments),
        line_item_control_number=of.control_number,
        amounts=(SupplementalAmount(qualifier="B6", amount=money(of.allowed)),)
        if of.allowed
        else (),
        remarks=tuple(Remark(code=code) for code in of.remarks),
        **dates,
    )


def _groups(adjustments: Iterable[tuple[str, str, int]]) -> tuple[AdjustmentGroup, ...]:
    kept: dict[str, list[tuple[str, int]]] = {}
    for group, reason, amount in adjustments:
        kept.setdefault(group, []).append((reason, amount))
    return adjustment_groups(list(kept.items()))


def _adjudication(claim: Any, outcome: Outcome) -> dict[str, Any]:
    """MIA of a stay, MOA of anything else that there are remarks on."""
    if getattr(claim, "facility_type", None) in INPATIENT:
        days = next((value.amount for value in claim.values if value.code == "80"), Decimal(0))
        return {"inpatient": InpatientAdjudication(covered_days=days, remark_codes=outcome.remarks)}
    if outcome.remarks:
        return {"outpatient": OutpatientAdjudication(remark_codes=outcome.remarks)}
    return {}


def _statement(claim: Any) -> tuple[date | None, date | None]:
    period = getattr(claim, "statement_dates", None)
    if period is not None:
        return period.start, period.end
    found = [line.service_date for line in claim.lines if line.service_date is not None]
    own = getattr(claim, "service_date", None)
    if own is not None:
        found.append(own)
    if not found:
        return None, None
    starts = [each.start if isinstance(each, DateRange) else each for each in found]
    ends = [each.end if isinstance(each, DateRange) else each for each in found]
    return min(starts), max(ends)


def _facility(claim: Any) -> str | None:
    found: str | None = getattr(claim, "facility_type", None) or claim.place_of_service
    return found


def _plan(filing: str | None) -> str:
    plan: str = decisions()["plans"].get(filing, filing or "ZZ")
    return plan


def _patient(claim: Any) -> PartyName:
    person = claim.patient_person
    member = claim.subscriber.member_id if claim.patient is None else None
    return PartyName(
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name,
        id_qualifier="MI" if member else None,
        identifier=member,
    )


def _insured(claim: Any) -> PartyName | None:
    """The subscriber, where that is another and has a number: the guide asks for one."""
    insured = claim.subscriber
    if claim.patient is None or not insured.member_id:
        return None
    return PartyName(
        entity_type=insured.entity_type,
        last_name=insured.organization_name or insured.last_name,
        first_name=insured.first_name,
        middle_name=insured.middle_name,
        id_qualifier="MI",
        identifier=insured.member_id,
    )


def _rendering(claim: Any) -> PartyName | None:
    found = getattr(claim, "rendering_provider", None)
    if found is None or found.npi is None:
        return None
    return PartyName(
        entity_type=found.entity_type,
        last_name=found.organization_name or found.last_name,
        first_name=found.first_name,
        middle_name=found.middle_name,
        id_qualifier="XX",
        identifier=found.npi,
    )
