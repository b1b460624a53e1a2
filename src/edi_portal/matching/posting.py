"""Posting: what a remittance does to the accounts of its claims, entry by entry.

Amounts are taken as they are signed, so that a reversal, which negates charge, payment and
adjustments and keeps their groups (RFI 1147, 1429), undoes the entries it reverses. Nothing is
made up to close a gap: what does not balance is in `Posting.imbalances`, which is worked out last,
always.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

import attrs

from edi_portal.matching.balancing import EXACT, Imbalance, of_remittance
from edi_portal.matching.entries import (
    NOTHING,
    PATIENTS,
    UNDECIDED,
    Entry,
    Kind,
    kind_of,
    kind_of_provider_adjustment,
)
from edi_portal.models.adjustments import AdjustmentGroup
from edi_portal.models.remittance import ClaimPayment, Remittance

_PREDETERMINATION = "25"


class State(enum.StrEnum):
    """Where a claim stands after posting."""

    OPEN = "open"
    PAID = "paid"
    UNDERPAID = "underpaid"
    DENIED = "denied"
    REVERSED = "reversed"
    NEXT_PAYER = "next-payer"
    PATIENT = "patient"


@attrs.frozen(kw_only=True)
class ClaimPosting:
    """The entries of one claim payment, the payment first, then adjustments in their order.

    ``number`` is that of the claim in its remittance, from 1.
    """

    number: int
    payment: ClaimPayment = attrs.field(repr=False)
    entries: tuple[Entry, ...]

    def total(self, kinds: Iterable[Kind]) -> Decimal:
        """What the entries of these kinds add up to."""
        wanted = frozenset(kinds)
        return _sum(entry.amount for entry in self.entries if entry.kind in wanted)

    @property
    def balance(self) -> Decimal:
        """What is left of the charge: the patient's share, and what is denied or undecided.

        Negative for a reversal, which takes it back.
        """
        taken = _sum(entry.credit for entry in self.entries)
        return EXACT.subtract(self.payment.charge_amount, taken)

    @property
    def state(self) -> State:
        """Where the claim stands by this payment alone."""
        return state_of([self])


@attrs.frozen(kw_only=True)
class Posting:
    """A remittance as entries: of its claims in their order, then those of the provider (PLB).

    ``imbalances`` is empty where every line, claim and the payment balance; then the claims'
    entries add up to their charges and the cash of all entries is the deposit (BPR02).
    """

    remittance: Remittance = attrs.field(repr=False)
    claims: tuple[ClaimPosting, ...]
    provider: tuple[Entry, ...]
    imbalances: tuple[Imbalance, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        # Not an argument: nobody can leave it out.
        object.__setattr__(self, "imbalances", tuple(of_remittance(self.remittance)))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in order."""
        return (*(entry for claim in self.claims for entry in claim.entries), *self.provider)

    @property
    def cash(self) -> Decimal:
        """What all entries bring: BPR02 where it balances."""
        return _sum(entry.cash for entry in self.entries)

    @property
    def balanced(self) -> bool:
        """Whether nothing is out of balance."""
        return not self.imbalances


def post(remittance: Remittance) -> Posting:
    """Post a remittance. What does not balance is posted all the same, and told."""
    claims = tuple(post_claim(claim, at) for at, claim in enumerate(remittance.claims, 1))
    return Posting(remittance=remittance, claims=claims, provider=tuple(_of_provider(remittance)))


def post_claim(claim: ClaimPayment, number: int = 1) -> ClaimPosting:
    """Post one claim payment; ``number`` is that of the claim in its remittance."""
    entries = (*_paid(claim, number), *_adjustments(claim, number))
    return ClaimPosting(number=number, payment=claim, entries=entries)


def state_of(
    postings: Iterable[ClaimPosting], *, allowed: Decimal | None = None, secondary: bool = False
) -> State:
    """Where a claim stands after all payments of one payer for it, in their order.

    ``allowed`` is what the contract allows, where it is known: a claim for which payer and
    patient together owe less is underpaid. ``secondary`` says that a payer comes next.
    """
    found = list(postings)
    sums = sums_of(found)
    last = next((item for item in reversed(found) if not item.payment.is_reversal), None)
    if last is None or not _sum(item.payment.charge_amount for item in found):
        return State.REVERSED if found else State.OPEN
    if last.payment.status_code == _PREDETERMINATION:
        return State.OPEN
    if last.payment.is_forwarded:
        return State.NEXT_PAYER
    paid, patient = sums[Kind.PAYMENT], _sum(sums[kind] for kind in PATIENTS)
    undecided = _sum(sums[kind] for kind in UNDECIDED)
    if undecided > 0 and paid <= 0:
        return State.DENIED
    owed = EXACT.add(EXACT.add(paid, patient), sums[Kind.OTHER_PAYER])
    if undecided > 0 or (allowed is not None and owed < allowed):
        return State.UNDERPAID
    if patient > 0:
        return State.NEXT_PAYER if secondary else State.PATIENT
    left = _sum(item.balance for item in found)
    return State.PAID if left <= 0 else State.OPEN


def sums_of(postings: Iterable[ClaimPosting]) -> Mapping[Kind, Decimal]:
    """What postings of one claim add up to, by kind; reversals cancel what they take back."""
    found: dict[Kind, Decimal] = defaultdict(lambda: NOTHING)
    for posting in postings:
        for entry in posting.entries:
            found[entry.kind] = EXACT.add(found[entry.kind], entry.amount)
    return found


def _paid(claim: ClaimPayment, number: int) -> Iterator[Entry]:
    """The payment by lines where theirs come to the claim's; else as one (RFI 2570)."""
    whole = Entry(
        kind=Kind.PAYMENT,
        amount=claim.payment_amount,
        claim=number,
        source="CLP04",
        reversal=claim.is_reversal,
    )
    lines = [service.payment_amount for service in claim.services]
    if lines and _sum(lines) == claim.payment_amount:
        for at, amount in enumerate(lines, 1):
            yield attrs.evolve(whole, amount=amount, line=at, source="SVC03")
    else:
        yield whole


def _adjustments(claim: ClaimPayment, number: int) -> Iterator[Entry]:
    places: list[tuple[int | None, tuple[AdjustmentGroup, ...]]] = [(None, claim.adjustment_groups)]
    places += [(at, item.adjustment_groups) for at, item in enumerate(claim.services, 1)]
    for line, groups in places:
        for segment, group in enumerate(groups, 1):
            for at, adjustment in enumerate(group.adjustments):
                yield Entry(
                    kind=kind_of(adjustment),
                    amount=adjustment.amount,
                    claim=number,
                    line=line,
                    group=adjustment.group,
                    reason=adjustment.reason,
                    source=f"CAS[{segment}]{3 * at + 3:02}",
                    reversal=claim.is_reversal,
                )


def _of_provider(remittance: Remittance) -> Iterator[Entry]:
    """Entries of the PLB; one that names a claim of the remittance is that claim's (RFI 2370)."""
    named: dict[str, int] = {}
    for number, claim in enumerate(remittance.claims, 1):
        for name in (claim.patient_control_number, claim.payer_claim_control_number):
            named.setdefault(name, number)
    for segment, item in enumerate(remittance.adjustments, 1):
        for at, reason in enumerate(item.reasons):
            yield Entry(
                kind=kind_of_provider_adjustment(reason.code),
                amount=reason.amount,
                claim=named.get((reason.reference or "").strip()),
                reason=reason.code,
                reference=reason.reference,
                source=f"PLB[{segment}]{2 * at + 4:02}",
            )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    with localcontext(EXACT):
        return sum(amounts, NOTHING)
