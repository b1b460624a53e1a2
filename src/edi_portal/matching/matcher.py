"""Matches the payments of a run to claims, of the run or kept in an index, and says why."""

from collections.abc import Iterator, Sequence
from typing import Any

from edi_portal.matching.assignment import Assignment
from edi_portal.matching.cascade import MOST_OF_A_NUMBER, Cascade
from edi_portal.matching.chains import Link, Role, chained
from edi_portal.matching.comparing import compare
from edi_portal.matching.exceptions import Exceptions
from edi_portal.matching.folding import normalised
from edi_portal.matching.index import ClaimIndex, MemoryIndex
from edi_portal.matching.keys import claim_key, payment_key
from edi_portal.matching.packing import remittance_identity
from edi_portal.matching.payments import Payments
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.matching.results import Candidate, Match, Outcome, Result, Step
from edi_portal.matching.searching import by_control, by_number
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import ClaimPayment, Remittance

_READ_BEFORE = "this very payment of this remittance was read before"
_PAID_BEFORE = "this payer has paid these services of the claim already"
_REASONS = {
    Result.AMBIGUOUS: "several claims, or one that is not like it enough, may be meant",
    Result.UNMATCHED: "no claim is like it",
    Result.CONFLICT: "the claim with this control number is of another charge, patient and date",
    Result.UNPAID: "no payment is for it",
}


class Matcher:
    """Takes claims and payments, then tells what belongs together.

    ``claims`` is the index that claims are kept in, by default one in memory. Add claims and
    payments in any order; then call `matches` once. What is kept of each is some hundred bytes.

    >>> list(Matcher().matches())
    []
    """

    def __init__(self, claims: ClaimIndex | None = None) -> None:
        self.claims: ClaimIndex = claims if claims is not None else MemoryIndex()
        self.payments = Payments()
        self._mask = self.claims.mask
        self._remittance: Remittance | None = None
        self._remittances = 0
        self._place = 0
        self._payer_numbers: set[tuple[str, str]] = set()
        self._cascade: Cascade | None = None
        self._exceptions = Exceptions(self.claims)

    def add_claim(self, claim: Claim, *, file: int = 0, ordinal: int = 0) -> bool:
        """Take a claim; false where the very same one was taken before."""
        key = claim_key(claim, file=file, ordinal=ordinal, mask=self._mask)
        return self.claims.add(key) is not None

    def add_payment(
        self,
        payment: ClaimPayment,
        remittance: Remittance | None = None,
        *,
        file: int = 0,
        ordinal: int = 0,
    ) -> int:
        """Take a claim payment, one after another of a remittance; its number from 0.

        The remittance is by default the one that the payment knows.
        """
        of: Any = remittance if remittance is not None else payment.remittance
        if of is None or of is not self._remittance:
            self._remittance = of
            self._remittances += 1
            self._place = 0
        self._place += 1
        key = payment_key(
            payment, of, file=file, ordinal=ordinal, place=self._place, mask=self._mask
        )
        return self.payments.add(key, self._remittances)

    def add_payer_number(self, control: str | None, number: str | None) -> None:
        """Take it that a payer has given the claim of this control number a number of its own.

        Claims may be added later; where several have the control number, all get the other.
        """
        if control and number:
            self._payer_numbers.add((control, number))

    def _learn_payer_numbers(self) -> None:
        found = [
            (by_number(number), claim)
            for control, number in sorted(self._payer_numbers)
            for claim in self.claims.find(by_control(normalised(control)), MOST_OF_A_NUMBER)
            if self.claims.get(claim).control == control
        ]
        for key, claim in found:
            self.claims.add_key(key, claim)

    def matches(self) -> Iterator[Match]:
        """Every payment in the order they were taken, then every claim that has none."""
        self._learn_payer_numbers()
        repeats, posted = self._read_before()
        fresh = (
            number
            for number in range(len(self.payments))
            if number not in repeats and number not in posted
        )
        cascade = self._cascade = Cascade(self.claims, self.payments)
        Assignment(cascade, cascade.run(fresh)).run()
        chains = _Chains(cascade)
        for number in range(len(self.payments)):
            before = repeats.get(number)
            if before is not None or number in posted:
                claim = posted.get(number)
                if claim is None and before is not None:
                    claim = cascade.decisions.claim(before)
                yield self._read_again(number, claim)
            else:
                yield self._match(number, chains)
        yield from self._unpaid(set(posted.values()))

    def decided(self) -> Iterator[tuple[PaymentKey, int, int]]:
        """After `matches`: each payment with a claim, the claim's number, its own identity."""
        assert self._cascade is not None
        for number, claim in self._cascade.decisions.items():
            yield self.payments.get(number), claim, self.payments.identity(number)

    def claim_of(self, number: int) -> ClaimKey | None:
        """After `matches`: the claim of a payment by its number, if it has one."""
        assert self._cascade is not None
        found = self._cascade.decisions.claim(number)
        return self.claims.get(found) if found is not None else None

    def _read_before(self) -> tuple[dict[int, int], dict[int, int]]:
        """Payments that repeat another of this run, and those of earlier runs, with claims."""
        posted = {}
        for number in range(len(self.payments)):
            claim = self.claims.posted_before(self.payments.identity(number))
            if claim is not None:
                posted[number] = claim
        return dict(self.payments.repeated()), posted

    def _match(self, number: int, chains: "_Chains") -> Match:
        assert self._cascade is not None
        payment = self.payments.get(number)
        claim_number = self._cascade.decisions.claim(number)
        if claim_number is None:
            return self._without(payment, self._cascade.undecided[number])
        step = self._cascade.decisions.step(number)
        claim = self.claims.get(claim_number)
        comparison = compare(payment, claim, known=step is Step.PAYER_NUMBER)
        link = chains.link(number, claim_number)
        services, findings = self._exceptions.matched(payment, claim, comparison, link)
        twice = link.role is Role.DUPLICATE
        return Match(
            result=Result.DUPLICATE if twice else Result.MATCHED,
            payment=payment,
            claim=claim,
            claim_number=claim_number,
            step=step,
            score=comparison.score,
            why=_PAID_BEFORE if twice else step.reason,
            candidates=(Candidate(claim=claim, number=claim_number, comparison=comparison),),
            findings=findings,
            services=services,
            role=link.role,
            read_before=self._was_read(payment),
        )

    def _without(self, payment: PaymentKey, outcome: Outcome) -> Match:
        candidates = tuple(
            Candidate(claim=claim, number=number, comparison=compare(payment, claim))
            for number in outcome.candidates
            for claim in (self.claims.get(number),)
        )
        return Match(
            result=outcome.result,
            payment=payment,
            score=max((one.score for one in candidates), default=None),
            why=_REASONS[outcome.result],
            candidates=candidates,
            findings=self._exceptions.unmatched(payment, outcome.result, len(candidates)),
            read_before=self._was_read(payment),
        )

    def _read_again(self, number: int, claim_number: int | None) -> Match:
        payment = self.payments.get(number)
        return Match(
            result=Result.DUPLICATE,
            payment=payment,
            claim=self.claims.get(claim_number) if claim_number is not None else None,
            claim_number=claim_number,
            why=_READ_BEFORE,
            findings=self._exceptions.read_again(payment),
            read_before=True,
        )

    def _was_read(self, payment: PaymentKey) -> bool:
        return self.claims.read_before(
            remittance_identity(payment.payer, payment.trace, payment.total, payment.paid_on)
        )

    def _unpaid(self, posted: set[int]) -> Iterator[Match]:
        assert self._cascade is not None
        paid = {claim for _, claim in self._cascade.decisions.items()} | posted
        for number in self.claims.numbers():
            if number in paid or self.claims.paid_before(number):
                continue
            yield Match(
                result=Result.UNPAID,
                claim=self.claims.get(number),
                claim_number=number,
                why=_REASONS[Result.UNPAID],
            )


class _Chains:
    """What each payment is to its claim, beside the others of it."""

    def __init__(self, cascade: Cascade) -> None:
        self._cascade = cascade
        self._links: dict[int, Link] = {}
        for claim, numbers in cascade.decisions.by_claim():
            before = cascade.claims.paid_before(claim)
            payments = [cascade.payments.get(number) for number in numbers]
            if len(payments) + len(before) == 1 and not payments[0].is_reversal:
                continue
            self._keep(numbers, payments, before)

    def _keep(
        self,
        numbers: Sequence[int],
        payments: Sequence[PaymentKey],
        before: Sequence[PaymentKey],
    ) -> None:
        found = {id(payment): number for number, payment in zip(numbers, payments, strict=True)}
        for link in chained([*before, *payments]):
            number = found.get(id(link.payment))
            if number is not None:
                self._links[number] = link

    def link(self, number: int, claim: int) -> Link:
        """The place of a payment in its chain; one that is alone is a payment and no more."""
        known = self._links.get(number)
        if known is not None:
            return known
        return Link(payment=self._cascade.payments.get(number), role=Role.PAYMENT)
