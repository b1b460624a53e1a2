"""Payers while they answer a batch of claims: what waits, what is paid when, what follows."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import attrs

from edi_portal.models.claim import Claim
from edi_portal.models.remittance import NamedPayer, Remittance
from edi_portal.synthesis.adjudication import CROSSOVER, SECONDARY, UNANSWERED, decide
from edi_portal.synthesis.claims import AS_OF
from edi_portal.synthesis.corruption import corrupted
from edi_portal.synthesis.draw import Draw, cents
from edi_portal.synthesis.outcomes import Outcome, pay_rest, services
from edi_portal.synthesis.payers import KnownPayer, payers
from edi_portal.synthesis.payments import REVERSAL, Payment, payment, reversal
from edi_portal.synthesis.remitting import Account, Hold, remittance

_VOID = "8"
_REVERSED, _CORRECTED = "reversed", "corrected"
_WAITING = 50
_NUMBERS_APART = 100_000
_FIRST_PAYMENT, _LATER_PAYMENT = 10, 7
_HELD = 0.5


@attrs.frozen(kw_only=True)
class SyntheticRemittance:
    """A remittance with the truth about each of its claim payments, in their order."""

    remittance: Remittance = attrs.field(repr=False)
    payments: tuple[Payment, ...]


@attrs.frozen(kw_only=True)
class UnansweredClaim:
    """A claim that no remittance answers, by its place in the batch from 0."""

    claim: int
    control_number: str = attrs.field(repr=False)


@attrs.define
class _Group:
    """Claims of one payer and payee that wait for their remittance, and what follows them."""

    account: Account
    size: int
    claims: list[tuple[int, Any]] = attrs.Factory(list)
    later: list[Payment] = attrs.Factory(list)
    not_before: date | None = None

    def waiting(self) -> int:
        """How much there is to answer."""
        return len(self.claims) + len(self.later)


class Payers:
    """All payers while they answer a batch of claims."""

    def __init__(
        self,
        seed: int,
        rates: Mapping[str, float],
        corruption: float,
        corruptions: tuple[str, ...],
        most: int,
    ) -> None:
        self._seed = seed
        self._draw = Draw(f"835:{seed}")
        self._names = tuple(rates)
        self._sums = tuple(accumulate(rates.values()))
        self._corruption = corruption if corruptions else 0.0
        self._corruptions = corruptions
        self._most = most
        self._groups: dict[tuple[str, str], _Group] = {}
        self._waiting = 0
        self._trace = self._number = 0

    def answers(self, claims: Iterable[Claim]) -> Iterator[SyntheticRemittance | UnansweredClaim]:
        """Remittances as they fall due, and the claims that none answers, in turn."""
        for index, claim in enumerate(claims):
            if not index:
                self._begin(type(claim).__name__)
            group = self._group(claim.payer, claim.billing_provider)
            group.claims.append((index, claim))
            self._waiting += 1
            if group.waiting() >= group.size:
                yield from self._remit(group)
            elif self._waiting >= self._most * _WAITING:
                yield from self._remit(max(self._groups.values(), key=_Group.waiting))
        # What follows a payment may have followers of its own.
        while left := [found for found in self._groups.values() if found.waiting()]:
            for group in left:
                yield from self._remit(group)

    def _begin(self, kind: str) -> None:
        # Batches of several kinds under one seed are of the same payers: their numbers differ.
        self._draw = Draw(f"835:{self._seed}:{kind}")
        self._trace = self._draw.between(1, 8_999) * _NUMBERS_APART
        self._number = self._draw.between(1, 8_999) * _NUMBERS_APART

    def _group(self, payer: Any, billing: Any) -> _Group:
        key = (payer.identifier, billing.npi or billing.tax_id or billing.name)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(Account(payer, billing), self._size())
        return group

    def _size(self) -> int:
        return self._draw.between((self._most + 3) // 4, self._most)

    def _remit(self, group: _Group) -> Iterator[SyntheticRemittance | UnansweredClaim]:
        draw, account = self._draw, group.account
        payments, group.later = group.later[: self._most], group.later[self._most :]
        room = self._most - len(payments)
        claims, group.claims = group.claims[:room], group.claims[room:]
        self._waiting -= len(claims) + len(payments)
        group.size = self._size()
        created = max((_created(claim) for _, claim in claims), default=None)
        on = _pay_day(created, account.last, group.not_before)
        group.not_before = None
        held = self._holds(payments)
        for index, claim in claims:
            scenario = self._names[bisect(self._sums, draw.fraction(0, self._sums[-1]))]
            # A void asks for the reversal of a payment that was made before this batch.
            if scenario == UNANSWERED or claim.claim_frequency_code == _VOID:
                yield UnansweredClaim(claim=index, control_number=claim.patient_control_number)
                continue
            payments += self._answer(group, claim, index, scenario, on)
        if not payments:
            return
        self._trace += 1
        made = remittance(draw, account, payments, trace=self._trace, on=on, held=held)
        yield SyntheticRemittance(remittance=made, payments=tuple(payments))

    def _answer(
        self, group: _Group, claim: Any, index: int, scenario: str, on: date
    ) -> list[Payment]:
        """The payments of a claim for now; what follows them is kept for later."""
        draw = self._draw
        outcomes = decide(draw, claim, scenario)
        next_payer = None
        if outcomes[0].scenario == CROSSOVER:
            next_payer = draw.pick(payers()["supplement"])
        received = _created(claim) + timedelta(1)
        forwarded = None
        if next_payer is not None:
            forwarded = NamedPayer(
                name=next_payer.name, id_qualifier="PI", identifier=next_payer.identifier
            )
        found = [
            self._sent(
                payment(
                    claim, index, outcome, self._claim_number(),
                    received=received, forwarded_to=forwarded,
                )
            )
            for outcome in outcomes
        ]  # fmt: skip
        scenario = outcomes[0].scenario
        if next_payer is not None:
            self._cross_over(claim, index, outcomes[0], next_payer, on)
        if scenario in (_CORRECTED, _REVERSED):
            self._follow_up(group, reversal(found[0]))
        if scenario == _CORRECTED:
            (again,) = decide(draw, claim, scenario)
            # Also where nothing is paid any more.
            again.scenario = _CORRECTED
            before = found[0].model.payer_claim_control_number
            corrected = payment(
                claim, index, again, self._claim_number(), received=received, corrects=before
            )
            self._follow_up(group, self._sent(corrected))
        return found

    def _cross_over(
        self, claim: Any, index: int, before: Outcome, payer: KnownPayer, on: date
    ) -> None:
        """The next payer settles, in a remittance of its own, what the first one has left."""
        lines = services(claim)
        owed = [0] * len(lines)
        for service in before.services:
            owed[service.line] += service.owed
        for service in lines:
            if service.charge:
                pay_rest(service, owed[service.line])
        outcome = Outcome(scenario=SECONDARY, status="2", services=lines)
        insured = claim.subscriber.evolve(claim_filing_code=payer.filing)
        found = payment(claim.evolve(subscriber=insured), index, outcome, self._claim_number())
        group = self._group(payer.model, claim.billing_provider)
        self._follow_up(group, self._sent(found))
        group.not_before = max(on, group.not_before or on)

    def _follow_up(self, group: _Group, found: Payment) -> None:
        group.later.append(found)
        self._waiting += 1

    def _sent(self, found: Payment) -> Payment:
        if self._corruption and self._draw.chance(self._corruption):
            return corrupted(self._draw, found, self._corruptions)
        return found

    def _claim_number(self) -> str:
        self._number += 1
        return f"{self._number}{self._draw.form('?#')}"

    def _holds(self, payments: Iterable[Payment]) -> list[Hold]:
        """Reversals without a correction that the payer does not collect at once."""
        return [
            Hold(found.model.payer_claim_control_number, -cents(found.model.payment_amount))
            for found in payments
            if found.scenario == _REVERSED
            and found.model.status_code == REVERSAL
            and self._draw.chance(_HELD)
        ]


def _created(claim: Any) -> date:
    found: date | None = claim.transmission.created_on if claim.transmission is not None else None
    return found or AS_OF


def _pay_day(created: date | None, last: date | None, not_before: date | None) -> date:
    """Days after the claims, after the remittance before, and after what is followed up."""
    days = [
        *([created + timedelta(_FIRST_PAYMENT)] if created is not None else []),
        *(day + timedelta(_LATER_PAYMENT) for day in (last, not_before) if day is not None),
    ]
    return max(days)
