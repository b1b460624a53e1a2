"""What a payer decided on a claim, as the next payer is told of it (835 to 2320 and 2430).

Allowed amounts are not handed on: they never enter a balance. What a payer before has done is
OA-23 in the adjustments and stays as it is (X12 RFI 2194 and 2535).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.errors import ModelError
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.claim.coordination import (
    DentalLineAdjudication,
    DentalOtherInsurance,
    DentalProcedure,
    InstitutionalOtherInsurance,
    LineAdjudication,
    other_insurance_of,
)
from edi_portal.models.claim.decided_lines import decided_lines
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import ClaimPayment, ServicePayment

_ZERO = Decimal(0)
_PATIENT = "PR"
_PAYMENT_ADJUSTED = "94"
_REASONS_OF_A_SEGMENT = 6
# SVD03-1 of each guide; a procedure of another code set is told as it was billed.
_QUALIFIERS = {"837P": "ER HC IV WK", "837I": "ER HC HP IV WK", "837D": "AD ER HC IV WK"}
_REFUSED = {
    "4": "the payer did not recognise the patient and decided nothing (RFI 1423)",
    "22": "it takes an earlier payment back; the correction that follows it is what counts",
    "23": "it is not this payer's claim, and another was sent it to decide",
    "25": "it is a predetermination: nothing was decided that could be owed",
}


@attrs.frozen(kw_only=True)
class Decisions:
    """What one payer decided: on the claim as a whole, and on lines by their places from 0.

    ``remaining`` is what the patient owes of all, ``None`` where each line says its part: the
    guides allow AMT*EAF in 2320 or in 2430 of a payer, not in both.
    """

    paid_amount: Decimal = attrs.field(repr=False)
    adjustment_groups: tuple[AdjustmentGroup, ...] = attrs.field(repr=False)
    lines: dict[int, tuple[LineAdjudication, ...]] = attrs.field(repr=False)
    decided_on: date = attrs.field(repr=False)

    remaining: Decimal | None = attrs.field(repr=False)


def decisions(
    claim: Any, payments: Sequence[ClaimPayment], payer: str, decided_on: date | None
) -> Decisions:
    """What these payments of a claim say, in balance with it to the cent.

    ``payer`` identifies who paid, as the claim names it. Raises `ModelError` for payments that
    nothing follows from, or that do not balance.
    """
    for payment in payments:
        reason = _REFUSED.get(payment.status_code)
        if reason is not None:
            raise ModelError(
                f"no claim for the next payer follows from this payment: {reason}",
                field="ClaimPayment.status_code",
                place="2100/CLP02",
            )
    days = [decided_on or _day(payment) for payment in payments]
    services = [
        (found, day) for each, day in zip(payments, days, strict=True) for found in each.services
    ]
    places = decided_lines(claim, [service for service, _ in services])
    answers = [(place, service) for place, (service, _) in zip(places, services, strict=True)]
    whole = merged(group for each in payments for group in each.adjustment_groups)
    owed = owed_by_patient(whole)
    by_line = bool(services) and not owed
    lines: dict[int, tuple[LineAdjudication, ...]] = {}
    for (place, service), (_, day) in zip(answers, services, strict=True):
        made = _adjudication(claim, place, service, answers, payer, day)
        if not by_line:
            owed += made.remaining_patient_liability or _ZERO
            made = made.evolve(remaining_patient_liability=None)
        lines[place] = (*lines.get(place, ()), made)
    found = Decisions(
        paid_amount=sum((payment.payment_amount for payment in payments), _ZERO),
        adjustment_groups=whole,
        lines=dict(sorted(lines.items())),
        decided_on=max(days),
        remaining=None if by_line else owed,
    )
    _balanced(claim, found)
    return found


def _day(payment: ClaimPayment) -> date:
    remittance = payment.remittance
    found = remittance and (remittance.payment_date or remittance.production_date)
    if not found:
        raise ModelError(
            "the day that the payer decided on is not known: its remittance has no date, so "
            "adjudication_date must be given [COB006]",
            field="Remittance.payment_date",
            place="BPR16",
        )
    return found


def _balanced(claim: Any, found: Decisions) -> None:
    total = found.paid_amount + amount_of(found.adjustment_groups)
    for place, decided in found.lines.items():
        adjusted = sum((amount_of(each.adjustment_groups) for each in decided), _ZERO)
        paid = sum((each.paid_amount for each in decided), _ZERO)
        total += adjusted
        if claim.lines[place].charge_amount != paid + adjusted:
            raise ModelError(
                f"the charge of line {place + 1} is not what the payment pays and adjusts of it "
                "[COB004]",
                field="LineAdjudication.paid_amount",
                place="2430/SVD02",
            )
    if claim.charge_amount != total:
        raise ModelError(
            "the charge of the claim is not what its payment pays and adjusts; of a claim that "
            "the payer split, all payments are needed together [COB003]",
            field="OtherInsurance.payer_paid_amount",
            place="2320/AMT[D]02",
        )


def _adjudication(
    claim: Any,
    place: int,
    service: ServicePayment,
    answers: Sequence[tuple[int, ServicePayment]],
    payer: str,
    day: date,
) -> LineAdjudication:
    line = claim.lines[place]
    groups = merged(service.adjustment_groups)
    institutional = other_insurance_of(claim) is InstitutionalOtherInsurance
    dental = other_insurance_of(claim) is DentalOtherInsurance
    kind: Any = DentalLineAdjudication if dental else LineAdjudication
    made: LineAdjudication = kind(
        payer_identifier=payer,
        paid_amount=service.payment_amount,
        procedure=_as_paid(line, service.procedure, institutional=institutional, dental=dental),
        revenue_code=(service.revenue_code or line.revenue_code) if institutional else None,
        paid_units=Decimal(1) if service.paid_units is None else service.paid_units,
        bundled_line_number=_bundled_into(place, service, answers),
        adjustment_groups=groups,
        adjudication_date=day,
        remaining_patient_liability=owed_by_patient(groups) or None,
    )
    return made


def _as_paid(line: Any, paid: Procedure, *, institutional: bool, dental: bool) -> Procedure | None:
    guide = "837I" if institutional else "837D" if dental else "837P"
    # A dental payer may pay what was billed by a code of its own set.
    of: type[Procedure] = DentalProcedure if dental else Procedure
    if paid.code is None or paid.qualifier not in _QUALIFIERS[guide].split():
        billed: Procedure | None = line.procedure
        return billed
    return of(
        qualifier=paid.qualifier,
        code=paid.code,
        modifiers=paid.modifiers,
        description=paid.description,
    )


def _bundled_into(
    place: int, service: ServicePayment, answers: Sequence[tuple[int, ServicePayment]]
) -> int | None:
    """The number of the line that this was bundled into, or unbundled from; ``None`` if neither.

    What is paid for several lines carries a negative 94, and the lines bundled into it have the
    same paid procedure (X12 RFI 2320). Unbundled is a line with several of them (RFI 2283).
    """
    if service.submitted_procedure is None:
        return None
    code = service.procedure.code
    here = {each.procedure.code for at, each in answers if at == place}
    if len(here) > 1:
        return place + 1
    if service.payment_amount or _raised(service):
        return None
    others = [
        (_raised(each), each.payment_amount, -at)
        for at, each in answers
        if at != place and each.procedure.code == code and (_raised(each) or each.payment_amount)
    ]
    return 1 - max(others)[2] if others else None


def _raised(service: ServicePayment) -> bool:
    return any(each.reason == _PAYMENT_ADJUSTED and each.amount < 0 for each in service.adjustments)


def merged(groups: Iterable[AdjustmentGroup]) -> tuple[AdjustmentGroup, ...]:
    """Each reason once under its group with its sum, and none of zero, six to a segment."""
    sums: dict[str, dict[str, tuple[Decimal, Decimal | None]]] = {}
    for group in groups:
        kept = sums.setdefault(group.group, {})
        for reason in group.reasons:
            amount, quantity = kept.get(reason.code, (_ZERO, None))
            if reason.quantity is not None:
                quantity = (quantity or _ZERO) + reason.quantity
            kept[reason.code] = (amount + reason.amount, quantity)
    found = []
    for name, kept in sums.items():
        reasons = [
            AdjustmentReason(code=code, amount=amount, quantity=quantity or None)
            for code, (amount, quantity) in kept.items()
            if amount or quantity
        ]
        found += [
            AdjustmentGroup(group=name, reasons=tuple(reasons[at : at + _REASONS_OF_A_SEGMENT]))
            for at in range(0, len(reasons), _REASONS_OF_A_SEGMENT)
        ]
    return tuple(found)


def amount_of(groups: Iterable[AdjustmentGroup]) -> Decimal:
    """What all adjustments add up to."""
    return sum((group.amount for group in groups), _ZERO)


def owed_by_patient(groups: Iterable[AdjustmentGroup]) -> Decimal:
    """What is left to the patient, and so to the next payer (PR)."""
    return amount_of(group for group in groups if group.group == _PATIENT)
