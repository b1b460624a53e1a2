"""COB: what another payer paid and adjusted adds up to what was charged, to the cent."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from edi_portal.models.adjustments import AdjustmentGroup
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_ZERO = Decimal(0)


@rule(
    "COB003",
    "claim-balance",
    "the charge of the claim is not what another payer paid and adjusted",
    about="other payers",
)
def claim_balance(claim: ClaimView) -> Iterator[Fault]:
    """What a payer paid of a claim and what it adjusted is the charge of the claim.

    Paid is AMT*D; adjusted are the CAS of that payer, of the claim and of its lines together.
    Allowed amounts never enter. What is off because a line is off, or because the charges of
    the lines are not the claim's, is said there; where a line names a payer that is not known,
    its amounts may be of any of them, and nothing is said.

    Why: The next payer takes what is left from these amounts, and rejects a claim that leaves
    money unexplained.

    Example: ``CLM*PCN1003*240*…`` with ``AMT*D*146~`` and adjustments of 93 in all

    Mend: Enter the amounts again from the remittance: every adjustment, and no allowed amount.

    Source: 837 guides, section on balancing of coordination of benefits; X12 RFI 1115.
    """
    for item in claim.other_insurance if not claim.unknown_payers else ():
        paid, payer = item.payer_paid_amount, item.payer.identifier
        if paid is None or payer in claim.repeated_payers:
            continue
        decisions = claim.adjudicated.get(payer, ())
        adjusted = _sum(item.adjustment_groups)
        for _, decision in decisions:
            adjusted += _sum(decision.adjustment_groups)
        off = claim.claim.charge_amount - paid - adjusted
        if not off:
            continue
        said = claim.claim.charge_amount - claim.lines_charge
        if off != sum(_lines_off(claim, decisions).values(), said):
            yield fault(item, "payer_paid_amount")


@rule(
    "COB004",
    "line-balance",
    "the charge of line {line} is not what another payer paid and adjusted",
    about="other payers",
)
def line_balance(claim: ClaimView) -> Iterator[Fault]:
    """What a payer paid of a line and what it adjusted is the charge of the line.

    Paid is SVD02, adjusted are the CAS beside it. Where one payer split a line in several
    decisions they count together.

    Why: The next payer takes what is left from these amounts, and rejects a line that leaves
    money unexplained.

    Example: ``SV1*HC:99214*180*…`` with ``SVD*EHP01*110*…`` and ``CAS*CO*45*40~``

    Mend: Enter the amounts of the line again from the remittance, every adjustment with them.

    Source: 837 guides, section on balancing of coordination of benefits, and 2430 SVD02.
    """
    for payer, decisions in claim.adjudicated.items():
        if payer in claim.repeated_payers:
            continue
        for number, off in _lines_off(claim, decisions).items():
            if off:
                first = next(decision for line, decision in decisions if line == number)
                yield fault(first, "paid_amount", line=number)


def _sum(groups: Iterable[AdjustmentGroup]) -> Decimal:
    return sum([reason.amount for group in groups for reason in group.reasons], _ZERO)


def _lines_off(claim: ClaimView, decisions: Iterable[tuple[int, Any]]) -> Mapping[int, Decimal]:
    """By how much the charge of each line that a payer decided on differs from its decisions."""
    found: dict[int, Decimal] = {}
    for number, decision in decisions:
        left = found.get(number)
        if left is None:
            left = claim.lines[number - 1].charge_amount
        found[number] = left - decision.paid_amount - _sum(decision.adjustment_groups)
    return found
