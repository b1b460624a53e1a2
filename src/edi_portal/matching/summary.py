"""What matching comes to, counted and summed while its rows pass by."""

from collections import Counter
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Match, Result, Step

_NOTHING = Decimal(0)
_CLOSED = frozenset({Result.MATCHED, Result.DUPLICATE, Result.UNPAID})


@attrs.define(kw_only=True)
class Summary:
    """What a run came to. Amounts are in the currency of the files.

    ``claims`` were given or kept in the ledger, ``payments`` are claim payments; ``results``
    counts rows by result, ``steps`` matched payments by the step that found the claim.
    ``billed`` is what all claims charge. What follows is of payments that were not read before:
    ``paid`` CLP04, ``adjusted`` their adjustments by group, ``patient`` those of group PR,
    ``denied`` the charges of payments that pay nothing and give a reason of denial.
    ``out_of_balance`` counts amounts of lines, claims and remittances that are not what the others
    make them.
    """

    claims: int = 0
    payments: int = 0
    results: Counter[str] = attrs.field(factory=Counter)
    steps: Counter[str] = attrs.field(factory=Counter)
    billed: Decimal = _NOTHING
    paid: Decimal = _NOTHING
    adjusted: dict[str, Decimal] = attrs.field(factory=dict)
    denied: Decimal = _NOTHING
    out_of_balance: int = 0

    @property
    def patient(self) -> Decimal:
        """The patients' share: what is adjusted under group PR."""
        return self.adjusted.get("PR", _NOTHING)

    @property
    def clear(self) -> bool:
        """Whether every payment has its claim and all is in balance."""
        return not self.out_of_balance and all(result in _CLOSED for result in self.results)

    def add(self, match: Match) -> None:
        """Count a row."""
        self.results[match.result] += 1
        if match.payment is None:
            return
        self.payments += 1
        if match.step is not None and match.result is Result.MATCHED:
            self.steps[match.step] += 1
        if not match.read_before:
            self._add_amounts(match.payment)

    def _add_amounts(self, of: PaymentKey) -> None:
        self.paid += of.paid
        for group, amount in of.adjusted:
            self.adjusted[group] = self.adjusted.get(group, _NOTHING) + amount
        if of.denied:
            self.denied += of.charge

    def as_dict(self) -> dict[str, Any]:
        """The sums as plain values, amounts as text."""
        return {
            "claims": self.claims,
            "payments": self.payments,
            "results": {result.value: self.results[result] for result in Result},
            "steps": {step.value: self.steps[step] for step in Step},
            "billed": str(self.billed),
            "paid": str(self.paid),
            "adjusted": {group: str(amount) for group, amount in sorted(self.adjusted.items())},
            "patient": str(self.patient),
            "denied": str(self.denied),
            "out_of_balance": self.out_of_balance,
        }
