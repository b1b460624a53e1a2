"""The last steps of the cascade: what payments without a number are for, one to one.

4. A control number that was cut, where charge and dates agree.
5. Member number, dates and charge agree.
6. The score of all fields (`edi_portal.matching.comparing`).

Every payment that is left is compared with the claims that stand in a block with it, so that
the work grows with the payments and not with payments times claims. Then claims are given out
in rounds: in a round all clear pairs at once, so that no order of payments decides. A claim
that this payer has paid already is free no more, unless a reversal has taken that back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

import attrs

from edi_portal.matching.cascade import Cascade
from edi_portal.matching.choosing import Option, chosen, is_sent_again
from edi_portal.matching.comparing import Comparison, Level, weights
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Outcome, Result, Step
from edi_portal.matching.searching import blocks_of, controls_of, numbers_of

MOST_OF_A_BLOCK = 64
"""Claims in one block from which on it tells nothing."""

MOST_CANDIDATES = 5
"""Candidates of an ambiguous payment that are shown."""

_Rule = Callable[[Comparison], bool]


@attrs.define(repr=False)
class _Left:
    """A payment that is left, with the claims that come into question, the likeliest first."""

    number: int
    payment: PaymentKey
    options: list[Option]


class Assignment:
    """Gives out claims to the payments that the cascade has left."""

    def __init__(self, cascade: Cascade, left: Iterable[int]) -> None:
        self._cascade = cascade
        thresholds = weights()["thresholds"]
        self._match, self._margin = thresholds["match"], thresholds["margin"]
        self._possible = thresholds["possible"]
        self._left = [self._gathered(number) for number in left]
        self._given: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        self._count_payments()

    def run(self) -> None:
        """Decide on every payment that is left."""
        for step, rule in _RULES:
            while self._round(step, rule):
                pass
        for item in self._left:
            self._cascade.undecided[item.number] = self._undecided(item)

    def _gathered(self, number: int) -> _Left:
        cascade = self._cascade
        payment = cascade.payments.get(number)
        keys = (*controls_of(payment), *numbers_of(payment), *blocks_of(payment))
        found = {
            claim
            for key in dict.fromkeys(keys)
            for claim in cascade.claims.find(key, MOST_OF_A_BLOCK)
        }
        options = cascade.options(payment, sorted(found))
        kept = [one for one in options if one.score >= self._possible]
        kept.sort(key=lambda one: (-one.score, one.claim.control, one.claim.start, one.number))
        return _Left(number, payment, kept)

    def _count_payments(self) -> None:
        """Charges, reversals taken off, that were paid for the claims that matter here."""
        asked = {one.number for item in self._left for one in item.options}
        cascade = self._cascade
        for number, claim in cascade.decisions.items():
            if claim in asked:
                self._count(claim, cascade.payments.get(number))
        for claim in asked:
            for payment in cascade.claims.paid_before(claim):
                self._count(claim, payment)

    def _count(self, claim: int, payment: PaymentKey) -> None:
        self._given[claim, payment.payer] += payment.charge

    def _is_free(self, one: Option, payment: PaymentKey) -> bool:
        if payment.is_reversal:
            return True
        given = self._given[one.number, payment.payer]
        if one.comparison.charge is Level.PART:
            # Another part of a claim that was split; one of the parts may bear a wrong charge.
            return given < one.claim.charge
        return given <= 0 or given + payment.charge <= one.claim.charge

    def _round(self, step: Step, rule: _Rule) -> bool:
        """Give out what is clear by now; whether that was anything."""
        proposed: dict[tuple[int, str], list[tuple[_Left, Option]]] = defaultdict(list)
        for item in self._left:
            one = self._proposal(item, step, rule)
            if one is not None:
                proposed[one.number, item.payment.payer].append((item, one))
        taken = [pair for pairs in proposed.values() for pair in self._uncontested(pairs)]
        for item, one in taken:
            self._cascade.match(item.number, one.number, step)
            self._count(one.number, item.payment)
        before = {item.number for item, _ in taken}
        followers = {other for number in before for other in self._cascade.waiting_for(number)}
        self._cascade.follow(followers - before)
        rest = []
        for item in self._left:
            claim = self._cascade.decisions.claim(item.number)
            if claim is None:
                rest.append(item)
            elif item.number not in before:
                self._count(claim, item.payment)
        self._left = rest
        return bool(taken)

    def _proposal(self, item: _Left, step: Step, rule: _Rule) -> Option | None:
        free = [one for one in item.options if self._is_free(one, item.payment)]
        fitting = [one for one in free if rule(one.comparison)]
        if step is Step.SCORE:
            # Here all that are free compete; in the steps before, those that fit the rule.
            fitting = free if fitting else []
        pick = chosen(item.payment, fitting)
        if pick is None or not rule(pick.comparison):
            return None
        if step is Step.SCORE and pick.score < self._match:
            return None
        for other in item.options:
            if is_sent_again(other.claim, pick.claim):
                continue
            lead = other.score - pick.score
            if lead >= self._margin or (lead > 0 and other in free):
                return None
        return pick

    def _uncontested(self, pairs: list[tuple[_Left, Option]]) -> list[tuple[_Left, Option]]:
        """Those of the payments that all ask for one claim which can have it."""
        if len(pairs) == 1:
            return pairs
        claim = pairs[0][1].claim
        number, payer = pairs[0][1].number, pairs[0][0].payment.payer
        asked = sum((item.payment.charge for item, _ in pairs), self._given[number, payer])
        if asked <= claim.charge:
            return pairs
        pairs = sorted(pairs, key=lambda pair: -pair[1].score)
        if pairs[0][1].score - pairs[1][1].score >= self._margin:
            return pairs[:1]
        return []

    def _undecided(self, item: _Left) -> Outcome:
        conflicts = self._cascade.conflicts.get(item.number)
        candidates = tuple(one.number for one in item.options[:MOST_CANDIDATES])
        if conflicts is not None and all(one.score < self._match for one in item.options):
            others = (one for one in candidates if one not in conflicts)
            return Outcome(Result.CONFLICT, (*conflicts, *others)[:MOST_CANDIDATES])
        if candidates:
            return Outcome(Result.AMBIGUOUS, candidates)
        return Outcome(Result.UNMATCHED)


def _is_cut(of: Comparison) -> bool:
    return (
        of.control is Level.SIMILAR
        and of.charge is Level.AGREES
        and of.dates is Level.AGREES
        and not of.patient_differs
    )


def _is_members(of: Comparison) -> bool:
    return of.member is Level.AGREES and of.charge is Level.AGREES and of.dates is Level.AGREES


def _is_any(of: Comparison) -> bool:
    return of.is_of_the_claim and not of.contradicts


_RULES: tuple[tuple[Step, _Rule], ...] = (
    (Step.CUT, _is_cut),
    (Step.MEMBER, _is_members),
    (Step.SCORE, _is_any),
)
