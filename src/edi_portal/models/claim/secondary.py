"""The claim for the next payer, made of a claim and of what its payer has decided on it.

Coordination of benefits from provider to payer: the payer billed so far becomes another payer
of the claim (2320, 2330A, 2330B), with what it paid and adjusted of the claim (2320) and of
each line (2430), and the next one takes its place (2000B). What payers before have decided
stays. The sums are those of the sections on balancing in the 837 guides; X12 RFI 1115.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from edi_portal.errors import UsageError
from edi_portal.models.claim.coordination import (
    InstitutionalOtherInsurance,
    OtherInsurance,
    other_insurance_of,
)
from edi_portal.models.claim.corrections import FREQUENCY, ORIGINAL, REFERENCE
from edi_portal.models.claim.coverages import (
    ORDER,
    as_other,
    as_subscriber,
    following_place,
    in_order,
    people,
    relationship,
    with_payer,
)
from edi_portal.models.claim.decisions import Decisions, decisions
from edi_portal.models.claim.payer_numbers import for_next_payer, line_numbers, of_former_payer
from edi_portal.models.claim.subscriber import Payer, Subscriber
from edi_portal.models.remittance import ClaimPayment

_OF_AN_EARLIER = frozenset("678")


def secondary_of(
    claim: Any,
    payment: ClaimPayment | Sequence[ClaimPayment],
    next_payer: Subscriber | OtherInsurance | Payer | None,
    adjudication_date: date | None,
    changes: dict[str, Any],
) -> Any:
    """What `Claim.secondary` gives."""
    payments: tuple[Any, ...] = tuple(payment) if isinstance(payment, Iterable) else (payment,)
    if not payments or not all(isinstance(each, ClaimPayment) for each in payments):
        raise UsageError("payment must be a ClaimPayment, or several of a claim that was split")
    decided = decisions(claim, payments, claim.payer.identifier, adjudication_date)
    own, place = following_place(claim.subscriber.payer_responsibility, payments[0].status_code)
    following, listed = _next(claim, next_payer, own)
    following = following.evolve(**{**changes, "payer_responsibility": place})
    if isinstance(next_payer, Payer) and not (following.member_id or following.unique_health_id):
        raise UsageError("with a Payer alone the member number must be given, too: member_id")
    subscriber, patient = people(claim, following)
    others = _others(claim, following, listed, place)
    others.append(_former(claim, own, decided, payments[-1]))
    original = claim.claim_frequency_code in _OF_AN_EARLIER
    every: dict[str, Any] = {
        **for_next_payer(claim, listed),
        "subscriber": subscriber,
        "patient": patient,
        FREQUENCY: ORIGINAL if original else claim.claim_frequency_code,
        REFERENCE: None,
        "other_insurance": in_order(others, place),
        "lines": _lines(claim, decided, following.payer.identifier),
    }
    return claim.evolve(**every)


def _next(
    claim: Any, given: Subscriber | OtherInsurance | Payer | None, own: str
) -> tuple[Subscriber, OtherInsurance | None]:
    """The coverage to bill, and where the claim lists it already."""
    if isinstance(given, Payer):
        return with_payer(claim.subscriber, given, relationship(claim)), None
    if isinstance(given, Subscriber):
        return given, None
    if isinstance(given, OtherInsurance):
        return as_subscriber(given), given
    if given is not None:
        raise UsageError(f"next_payer must be a Subscriber or a Payer, not {type(given).__name__}")
    later = [
        each
        for each in claim.other_insurance
        if not _decided(claim, each) and ORDER.find(each.payer_responsibility) > ORDER.index(own)
    ]
    if not later:
        raise UsageError("the claim lists no payer after this one: next_payer must be given")
    found = min(later, key=lambda each: ORDER.index(each.payer_responsibility))
    return as_subscriber(found), found


def _decided(claim: Any, other: OtherInsurance) -> bool:
    return (
        other.payer_paid_amount is not None
        or bool(other.adjustment_groups)
        or any(
            each.payer_identifier == other.payer.identifier
            for line in claim.lines
            for each in line.adjudications
        )
    )


def _others(
    claim: Any, following: Subscriber, listed: OtherInsurance | None, place: str
) -> list[OtherInsurance]:
    """The other payers of the claim but the one that is billed now."""
    return [
        each
        for each in claim.other_insurance
        if each is not listed
        and (
            _decided(claim, each)
            or (
                each.payer_responsibility != place
                and each.payer.identifier != following.payer.identifier
            )
        )
    ]


def _former(claim: Any, own: str, decided: Decisions, last: ClaimPayment) -> OtherInsurance:
    kind = other_insurance_of(claim)
    adjudication: dict[str, Any] = {"outpatient_adjudication": last.outpatient}
    if kind is InstitutionalOtherInsurance:
        adjudication["inpatient_adjudication"] = last.inpatient
    numbered, numbers = of_former_payer(claim)
    payer = {
        **numbers,
        "payer_claim_control_number": last.payer_claim_control_number,
        "adjudication_date": None if decided.lines else decided.decided_on,
    }
    fields = {
        **numbered,
        **adjudication,
        "adjustment_groups": decided.adjustment_groups,
        "payer_paid_amount": decided.paid_amount,
        "remaining_patient_liability": decided.remaining,
    }
    made: OtherInsurance = as_other(claim, kind, own, payer, fields)
    return made


def _lines(claim: Any, decided: Decisions, following: str) -> tuple[Any, ...]:
    former = claim.payer.identifier
    made = []
    for place, line in enumerate(claim.lines):
        changes = line_numbers(line, former, following)
        if place in decided.lines:
            changes["adjudications"] = (*line.adjudications, *decided.lines[place])
        made.append(line.evolve(**changes) if changes else line)
    return tuple(made)
