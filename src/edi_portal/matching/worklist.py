"""What is to be done next: one item for each claim that needs someone, most urgent first.

Denials come from the reasons of the payer (`edi_portal.codes.reasons`), the rest from how claims
stand after posting, from balancing, and from what matching found.
"""

import enum
import functools
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.codes.reasons import Reason, reason
from edi_portal.matching.balancing import Imbalance
from edi_portal.matching.entries import PATIENTS, UNDECIDED, Entry
from edi_portal.matching.posting import ClaimPosting, Posting, State, state_of
from edi_portal.models.base import Model
from edi_portal.models.remittance import ClaimPayment, Remittance
from edi_portal.toml import read_toml


class Trouble(enum.StrEnum):
    """What matching may find that someone has to look at."""

    CLAIM_NOT_FOUND = "claim-not-found"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    LINE_NOT_FOUND = "line-not-found"
    PROCEDURE_CHANGED = "procedure-changed"
    MODIFIER_DROPPED = "modifier-dropped"
    DUPLICATE_REMITTANCE = "duplicate-remittance"
    DUPLICATE_PAYMENT = "duplicate-payment"
    REVERSAL_ALONE = "reversal-without-original"
    OUT_OF_BALANCE = "out-of-balance"
    PAYER_DIFFERS = "payer-differs"
    PAID_LESS = "paid-less"
    PAID_MORE = "paid-more"
    PAID_EARLY = "paid-early"
    NO_PAYMENT = "no-payment"


@attrs.frozen(kw_only=True)
class Exceptional:
    """A trouble with the payment and the claim it is about, as far as there are both.

    ``amount`` is what is at stake, by default what was paid, or else charged.
    """

    kind: Trouble
    payment: ClaimPayment | None = attrs.field(default=None, repr=False)
    claim: Model | None = attrs.field(default=None, repr=False)
    amount: Decimal | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Limits:
    """How many days a payer gives after its decision to correct a claim, and to appeal."""

    correction: int | None = None
    appeal: int | None = None


@attrs.frozen(kw_only=True)
class WorkItem:
    """Something to be done about one claim.

    - ``category``: of a denial that of its reason, else the trouble or the state of the claim.
    - ``reasons``: the adjustments that it is about, as ``CO-29``; the one that says most first.
    - ``says`` and ``next``: in plain words, without values of the claim.
    - ``amount``: what is at stake.
    - ``deadline``: the last day for it, where the payer's limits are known.
    """

    category: str
    title: str
    says: str
    next: str
    reasons: tuple[str, ...] = ()
    scenario: int | None = None
    amount: Decimal = attrs.field(repr=False)
    deadline: date | None = None
    patient_control_number: str | None = attrs.field(default=None, repr=False)
    payer_claim_control_number: str | None = attrs.field(default=None, repr=False)
    payer_identifier: str | None = attrs.field(default=None, repr=False)
    remittance_trace: str | None = attrs.field(default=None, repr=False)


# Categories that a corrected claim mends; the others are appealed.
_CORRECTED = frozenset({"information", "coding", "coordination", "eligibility", "provider"})
_FAR = date.max


def worklist(
    postings: Iterable[Posting],
    exceptions: Iterable[Exceptional] = (),
    *,
    limits: Mapping[str, Limits] | None = None,
) -> list[WorkItem]:
    """What is to be done, by deadline and then by the amount at stake, largest first.

    ``postings`` are in the order of their remittances: what a later one reverses is no work.
    ``limits`` are by payer identifier (TRN03, or that of the payer's name, N104); ``""`` is for
    all others.
    """
    known = limits or {}
    given = list(postings)
    found = [_uneven(posting, item) for posting in given for item in posting.imbalances]
    for claim, remittance in _standing(given):
        item = _of_claim(claim, remittance, known)
        if item is not None:
            found.append(item)
    found += [_of_trouble(item, known) for item in exceptions]
    return sorted(found, key=lambda item: (item.deadline or _FAR, -abs(item.amount)))


def _standing(postings: Iterable[Posting]) -> list[tuple[ClaimPosting, Remittance]]:
    """The claim payments but for those that a later one reverses, and those reversals."""
    found: dict[tuple[int, int], tuple[ClaimPosting, Remittance]] = {}
    last: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for at, posting in enumerate(postings):
        for claim in posting.claims:
            payment, place = claim.payment, (at, claim.number)
            name = (posting.remittance.payer_identifier, payment.patient_control_number)
            charge, paid = payment.charge_amount, payment.payment_amount
            undone = last.get((*name, -charge, -paid)) if payment.is_reversal else None
            if undone:
                del found[undone.pop()]
            else:
                last.setdefault((*name, charge, paid), []).append(place)
                found[place] = (claim, posting.remittance)
    return list(found.values())


def _of_claim(
    claim: ClaimPosting, remittance: Remittance, limits: Mapping[str, Limits]
) -> WorkItem | None:
    state = state_of([claim])
    undecided = [entry for entry in claim.entries if entry.kind in UNDECIDED and entry.amount > 0]
    if undecided and state is not State.REVERSED:
        return _denied(claim.payment, undecided, remittance, limits)
    told = _words()["state"].get(state)
    if told is None:
        return None
    amount = claim.total(PATIENTS) if state is not State.OPEN else claim.balance
    return WorkItem(
        category=state.value, **told, amount=amount, **_named(claim.payment, remittance)
    )


def _denied(
    payment: ClaimPayment,
    entries: list[Entry],
    remittance: Remittance,
    limits: Mapping[str, Limits],
) -> WorkItem:
    entries = sorted(entries, key=lambda entry: -entry.amount)
    codes = dict.fromkeys(f"{entry.group}-{entry.reason}" for entry in entries)
    first: Reason = reason(entries[0].reason or "")
    category = first.category or "denied"
    return WorkItem(
        category=category,
        title=first.title or "denied, reason not known here",
        says=first.text,
        next=first.next or "Look the code up in the payer's notes, or call the payer.",
        reasons=tuple(codes),
        scenario=first.scenario,
        amount=sum((entry.amount for entry in entries), Decimal(0)),
        deadline=_deadline(category, remittance, limits),
        **_named(payment, remittance),
    )


def _uneven(posting: Posting, imbalance: Imbalance) -> WorkItem:
    payment = None
    if imbalance.claim is not None:
        payment = posting.claims[imbalance.claim - 1].payment
    told = _words()["trouble"][Trouble.OUT_OF_BALANCE]
    return WorkItem(
        category=Trouble.OUT_OF_BALANCE.value,
        **told,
        reasons=(imbalance.code,),
        amount=abs(imbalance.difference),
        **_named(payment, posting.remittance),
    )


def _of_trouble(item: Exceptional, limits: Mapping[str, Limits]) -> WorkItem:
    payment, claim = item.payment, item.claim
    remittance = payment.remittance if payment is not None else None
    amount = item.amount
    if amount is None:
        amount = payment.payment_amount if payment is not None else _charge(claim)
    deadline = None
    if item.kind is Trouble.PAID_LESS and remittance is not None:
        deadline = _deadline(item.kind.value, remittance, limits)
    names = _named(payment, remittance)
    if payment is None:
        names["patient_control_number"] = getattr(claim, "patient_control_number", None)
    told = _words()["trouble"][item.kind]
    return WorkItem(category=item.kind.value, **told, amount=amount, deadline=deadline, **names)


def _charge(claim: Model | None) -> Decimal:
    charge = getattr(claim, "charge_amount", None)
    return charge if isinstance(charge, Decimal) else Decimal(0)


def _deadline(category: str, remittance: Remittance, limits: Mapping[str, Limits]) -> date | None:
    names = (remittance.payer_identifier, remittance.payer.identifier, "")
    found = next((limits[name] for name in names if name is not None and name in limits), None)
    if found is None or remittance.payment_date is None:
        return None
    days = found.correction if category in _CORRECTED else found.appeal
    return None if days is None else remittance.payment_date + timedelta(days=days)


def _named(payment: ClaimPayment | None, remittance: Remittance | None) -> dict[str, Any]:
    return {
        "patient_control_number": payment.patient_control_number if payment else None,
        "payer_claim_control_number": payment.payer_claim_control_number if payment else None,
        "payer_identifier": remittance.payer_identifier if remittance else None,
        "remittance_trace": remittance.trace_number if remittance else None,
    }


@functools.cache
def _words() -> Mapping[str, Any]:
    return read_toml(files("edi_portal.matching").joinpath("worklist.toml"))
