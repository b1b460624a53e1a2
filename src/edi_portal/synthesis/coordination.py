"""What payers before the one billed have paid of a claim, so that it balances to the cent."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.claim import OtherInsurance, OtherInsured
from edi_portal.synthesis.draw import Draw, money
from edi_portal.synthesis.making import Case
from edi_portal.synthesis.payers import KnownPayer


@attrs.frozen
class Decision:
    """What a payer decided on a charge: what it paid, and why not the rest, in cents.

    ``adjustments`` are groups with reasons and amounts; ``left`` is what the patient, or the
    next payer, still owes.
    """

    paid: int
    adjustments: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    left: int


def decide(draw: Draw, charge: int, before: Decision | None = None) -> Decision:
    """How a payer decides on a charge, after the payer before, whose part is then OA-23."""
    if not charge:
        return Decision(0, (), 0)
    if before is None:
        allowed = charge * draw.between(50, 92) // 100
        left = min(allowed, draw.pick((allowed // 5, 2000, allowed // 10, 0)))
        if draw.chance(0.1):
            left = allowed
        contractual = charge - allowed
        groups = [("CO", (("45", contractual),))] if contractual else []
        if left:
            reason = "1" if left == allowed else "3" if left == 2000 else "2"
            groups.append(("PR", ((reason, left),)))
        return Decision(allowed - left, tuple(groups), left)
    settled = charge - before.left
    left = before.left // draw.between(2, 5)
    groups = [("OA", (("23", settled),))] if settled else []
    if left:
        groups.append(("PR", (("2", left),)))
    return Decision(before.left - left, tuple(groups), left)


def adjustment_groups(
    found: Sequence[tuple[str, Sequence[tuple[str, int]]]],
) -> tuple[AdjustmentGroup, ...]:
    """The segments (CAS) that say this."""
    return tuple(
        AdjustmentGroup(
            group=group,
            reasons=tuple(AdjustmentReason(code=code, amount=money(cents)) for code, cents in rest),
        )
        for group, rest in found
    )


@attrs.frozen
class Prior:
    """A payer before, what it decided on each line, and when."""

    payer: KnownPayer
    responsibility: str
    decisions: tuple[Decision, ...]
    decided_on: date
    remaining: int

    @property
    def paid(self) -> int:
        """What it paid in all, in cents."""
        return sum(decision.paid for decision in self.decisions)


def prior_payers(draw: Draw, case: Case, charges: Sequence[int], after: date) -> list[Prior]:
    """The payers before, in their order, each deciding on what the one before has left."""
    found: list[Prior] = []
    before: Sequence[Decision | None] = [None] * len(charges)
    for order, payer in enumerate(case.prior):
        decisions = tuple(
            decide(draw, charge, earlier) for charge, earlier in zip(charges, before, strict=True)
        )
        left = sum(decision.left for decision in decisions)
        on = after + timedelta(order + 1)
        found.append(Prior(payer, "PST"[order], decisions, on, left))
        before = decisions
    return found


def other_insurance(
    of: type[OtherInsurance],
    draw: Draw,
    case: Case,
    prior: Prior,
    *,
    by_line: bool = True,
) -> Any:
    """A payer before with what it paid in all; without ``by_line`` also why not the rest.

    Its date stands where its adjustments stand: on the lines, or here.
    """
    patient = case.patient
    charged: tuple[AdjustmentGroup, ...] = ()
    if not by_line:
        sums: dict[str, dict[str, int]] = {}
        for decision in prior.decisions:
            for group, reasons in decision.adjustments:
                for code, amount in reasons:
                    kept = sums.setdefault(group, {})
                    kept[code] = kept.get(code, 0) + amount
        charged = adjustment_groups([(group, tuple(kept.items())) for group, kept in sums.items()])
    return of(
        payer_responsibility=prior.responsibility,
        relationship="18",
        claim_filing_code=prior.payer.filing,
        adjustment_groups=charged,
        payer_paid_amount=money(prior.paid),
        remaining_patient_liability=None if by_line else money(prior.remaining),
        benefits_assignment="Y",
        release_of_information="Y",
        insured=OtherInsured(
            last_name=patient.last_name,
            first_name=patient.first_name,
            middle_name=patient.middle_name,
            member_id=draw.member_id(prior.payer.member),
        ),
        payer=prior.payer.as_other(adjudication_date=None if by_line else prior.decided_on),
    )


def line_adjudication(prior: Prior, place: int, **paid: Any) -> dict[str, Any]:
    """The fields of what a payer before decided on the line at this place."""
    decision = prior.decisions[place]
    return {
        "payer_identifier": prior.payer.identifier,
        "paid_amount": money(decision.paid),
        "adjustment_groups": adjustment_groups(decision.adjustments),
        "adjudication_date": prior.decided_on,
        "remaining_patient_liability": money(decision.left) if decision.left else None,
        **paid,
    }
