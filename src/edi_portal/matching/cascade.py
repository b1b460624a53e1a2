"""The first steps of the cascade: by numbers, which need no weighing.

1. The patient control number as it was sent, and the provider where both sides name one.
2. The control number normalised, where patient, dates or charge agree.
3. The payer's number of the claim, known from a payment that was matched, in this run or an
   earlier one, or from a claim that replaces another (REF*F8).

Steps 1 and 2 look at each payment alone; step 3 goes on until it finds nothing more. So the
order of payments and of files does not matter.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from edi_portal.matching.choosing import Option, chosen, option
from edi_portal.matching.comparing import Comparison, Level, compare
from edi_portal.matching.index import ClaimIndex
from edi_portal.matching.payments import Payments
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Outcome, Step
from edi_portal.matching.searching import controls_of, numbers_of

MOST_OF_A_NUMBER = 1_000
"""Claims under one control number from which on it tells nothing."""

_NO_NUMBER = frozenset({"", "0"})
_NOBODY = -1
_STEPS = tuple(Step)


class Decisions:
    """Which claim each payment is for, by which step: nine bytes a payment."""

    def __init__(self, count: int) -> None:
        self._claims = array("q", [_NOBODY]) * count
        self._steps = bytearray(count)

    def __contains__(self, payment: int) -> bool:
        return self._claims[payment] != _NOBODY

    def claim(self, payment: int) -> int | None:
        """The claim of a payment, if it has one."""
        found = self._claims[payment]
        return found if found != _NOBODY else None

    def step(self, payment: int) -> Step:
        """The step that has found it."""
        return _STEPS[self._steps[payment]]

    def set(self, payment: int, claim: int, step: Step) -> None:
        """Decide."""
        self._claims[payment] = claim
        self._steps[payment] = _STEPS.index(step)

    def items(self) -> Iterator[tuple[int, int]]:
        """Each payment that has a claim, with the claim."""
        return (pair for pair in enumerate(self._claims) if pair[1] != _NOBODY)

    def by_claim(self) -> Iterator[tuple[int, list[int]]]:
        """Each claim that has payments with them, in the order of their numbers."""
        pairs = sorted(claim << 32 | payment for payment, claim in self.items())
        for claim, found in groupby(pairs, key=lambda pair: pair >> 32):
            yield claim, [pair & 0xFFFFFFFF for pair in found]


class Cascade:
    """Matches payments to claims by numbers, and keeps what was found out on the way.

    ``undecided`` is of payments that have no claim for sure, ``conflicts`` has the claims with
    the control number of a payment that they cannot be for.
    """

    def __init__(self, claims: ClaimIndex, payments: Payments) -> None:
        self.claims = claims
        self.payments = payments
        self.decisions = Decisions(len(payments))
        self.undecided: dict[int, Outcome] = {}
        self.conflicts: dict[int, tuple[int, ...]] = {}
        # Of numbers that a payment without a claim bears: others are not worth their memory.
        self._waiting: dict[int, list[int]] = defaultdict(list)
        self._known: dict[int, set[int]] = {}

    def run(self, numbers: Iterable[int]) -> list[int]:
        """Match these payments by their numbers; the payments that are left."""
        left = [number for number in numbers if not self._by_control(number)]
        for number in left:
            for key in self.payments.numbers(number):
                self._waiting[key].append(number)
        for number, claim in self.decisions.items():
            self._learn(number, claim)
        self.follow(left)
        return [number for number in left if number not in self.decisions]

    def match(self, number: int, claim: int, step: Step) -> None:
        """Take a payment for one of this claim, and learn the payer's numbers from it."""
        self.decisions.set(number, claim, step)
        self._learn(number, claim)

    def follow(self, numbers: Iterable[int]) -> None:
        """Step 3 for these payments, and for all that then follow from them."""
        while True:
            found = [
                (number, claim)
                for number in sorted(set(numbers))
                if number not in self.decisions
                and (claim := self._by_payer_number(number)) is not None
            ]
            # All of a round at once: none of them may depend on which came first.
            for number, claim in found:
                self.match(number, claim, Step.PAYER_NUMBER)
            if not found:
                return
            numbers = {other for number, _ in found for other in self.waiting_for(number)}

    def waiting_for(self, number: int) -> set[int]:
        """Payments without a claim that bear the same numbers of the payer's as this one."""
        keys = self.payments.numbers(number)
        return {other for key in keys for other in self._waiting.get(key, ())}

    def options(
        self, payment: PaymentKey, numbers: Iterable[int], *, known: bool = False
    ) -> list[Option]:
        """These claims with how they compare."""
        found = []
        for number in numbers:
            claim = self.claims.get(number)
            found.append(option(number, claim, compare(payment, claim, known=known)))
        return found

    def _learn(self, number: int, claim: int) -> None:
        for key in self.payments.numbers(number):
            if key in self._waiting:
                self._known.setdefault(key, set()).add(claim)

    def _by_control(self, number: int) -> bool:
        """Steps 1 and 2."""
        payment = self.payments.get(number)
        if payment.control in _NO_NUMBER:
            return False
        exact: list[Option] = []
        for key in controls_of(payment):
            options = self.options(payment, self.claims.find(key, MOST_OF_A_NUMBER))
            same = [found for found in options if found.claim.control == payment.control]
            if same:
                exact = same
                found = chosen(payment, [one for one in same if _is_plausible(one.comparison)])
                if found is not None:
                    self.decisions.set(number, found.number, Step.CONTROL_NUMBER)
                    return True
            else:
                near = [one for one in options if _is_like(one.comparison)]
                found = chosen(payment, near)
                if found is not None:
                    self.decisions.set(number, found.number, Step.NORMALISED)
                    return True
        if exact and not any(_is_plausible(one.comparison) for one in exact):
            self.conflicts[number] = tuple(one.number for one in exact)
        return False

    def _by_payer_number(self, number: int) -> int | None:
        payment = self.payments.get(number)
        claims: set[int] = set()
        for key in self.payments.numbers(number):
            claims.update(self._known.get(key, ()), self.claims.known_number(key))
        for key in numbers_of(payment):
            claims.update(self.claims.find(key, MOST_OF_A_NUMBER))
        options = self.options(payment, sorted(claims), known=True)
        found = chosen(payment, [one for one in options if _is_like(one.comparison)])
        return found.number if found is not None else None


def _is_plausible(of: Comparison) -> bool:
    """Whether an equal control number holds against all else that is known."""
    if of.contradicts:
        return False
    # Another provider's claim may have the same number; a clinic paid for its physicians has not.
    return of.provider is not Level.DIFFERS or (of.patient_agrees and of.supported_otherwise)


def _is_like(of: Comparison) -> bool:
    return of.supported and not of.contradicts and _is_plausible(of)
