"""How a payer decides on a claim: each scenario as what is paid, and why not the rest."""

from decimal import Decimal
from typing import Any

import attrs

from edi_portal.synthesis.draw import Draw, cents
from edi_portal.synthesis.outcomes import (
    Outcome,
    adjust,
    decisions,
    deny,
    pay,
    pay_rest,
    plain,
    services,
)

PAID, SECONDARY, UNANSWERED, CROSSOVER = "paid", "secondary", "unanswered", "crossover"
INPATIENT = frozenset({"11", "18", "21"})
_PROCEDURES = frozenset({"HC", "AD"})
_PANEL = "80050"
_LABORATORY = ("80", "81", "82", "83", "84", "85", "86", "87", "88")


def decide(draw: Draw, claim: Any, scenario: str) -> list[Outcome]:
    """The payments of a claim under a scenario: one, or two where the payer splits it.

    A scenario that does not fit the claim becomes ``paid``; the outcome says which it was.
    """
    lines = services(claim)
    responsibility = "PST".find(claim.subscriber.payer_responsibility)
    outcome = Outcome(scenario=scenario, status="123"[max(responsibility, 0)], services=lines)
    denial = decisions()["denials"].get(scenario)
    if denial is not None:
        deny(lines, denial)
        return [outcome]
    if claim.other_insurance and responsibility > 0:
        outcome.scenario = SECONDARY
        _pay_after_others(claim, outcome)
        return [outcome]
    pay(draw, lines)
    special = _SCENARIOS.get(scenario)
    if special is not None and not special(draw, claim, outcome):
        outcome.scenario = PAID
    if outcome.scenario == "split-claim":
        return _split(outcome)
    if outcome.scenario == PAID and getattr(claim, "facility_type", None) in INPATIENT:
        _whole_stay(outcome)
    return [outcome]


def _pay_after_others(claim: Any, outcome: Outcome) -> None:
    """Where the payer before has decided on the claim as a whole, so does this one."""
    last = claim.other_insurance[-1]
    if last.adjustments:
        owed = sum(cents(each.amount) for each in last.adjustments if each.group == "PR")
        whole = [("OA", "23", outcome.charge - owed), ("PR", "2", owed // 5)]
        outcome.adjustments = [found for found in whole if found[2]]
        outcome.shows_lines = False
        return
    for service, line in zip(outcome.services, claim.lines, strict=True):
        owed = sum(
            cents(each.amount)
            for found in line.adjudications
            if found.payer_identifier == last.payer.identifier
            for each in found.adjustments
            if each.group == "PR"
        )
        pay_rest(service, owed)


def _whole_stay(outcome: Outcome) -> None:
    """Stays are paid as a whole: without lines, with all adjustments on the claim."""
    sums: dict[tuple[str, str], int] = {}
    for service in outcome.services:
        for group, reason, amount in service.adjustments:
            sums[group, reason] = sums.get((group, reason), 0) + amount
    outcome.adjustments = [(*key, amount) for key, amount in sums.items()]
    outcome.shows_lines = False


def _drop_modifiers(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    found = [service for service in outcome.services if service.procedure.modifiers]
    for service in found:
        of = service.procedure
        service.procedure = plain(of.qualifier, of.code or "", ())
    return bool(found)


def _adjust_claim(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    """A reduction of the claim as a whole: lines then add up to more than was paid."""
    paid = sum(service.paid for service in outcome.services)
    amount = paid * 2 // 100
    if amount:
        outcome.adjustments = [("CO", "253", amount)]
    return bool(amount)


def _add_interest(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    if not any(service.paid for service in outcome.services):
        return False
    outcome.interest = draw.between(12, 1900)
    return True


def _deny_one(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    charged = [service for service in outcome.services if service.charge]
    if len(charged) < 2:
        return False
    denials = decisions()["denials"]
    deny([draw.pick(charged)], denials[draw.pick(list(denials))])
    return True


def _bundle(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    """The first line is paid for both: its charge grows by OA-94, the second is CO-97."""
    charged = [
        service
        for service in outcome.services
        if service.charge and service.procedure.qualifier in _PROCEDURES
    ]
    if len(charged) < 2:
        return False
    first, second = charged[:2]
    laboratory = all(
        (each.procedure.code or "").startswith(_LABORATORY) for each in (first, second)
    )
    code = _PANEL if laboratory else first.procedure.code or ""
    for service in (first, second):
        service.submitted = service.procedure
        service.procedure = plain(first.procedure.qualifier, code, ())
        service.revenue = first.revenue
    second.adjustments.clear()
    second.allowed = None
    adjust(first, "OA", "94", -second.charge)
    adjust(second, "CO", "97", second.charge)
    # What the payer allows is for both, so the contract takes all the rest.
    first.adjustments = [
        (group, reason, amount + (second.charge if (group, reason) == ("CO", "45") else 0))
        for group, reason, amount in first.adjustments
    ]
    return True


def _unbundle(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    """A line is paid in parts: the first keeps the charge, the others have none (RFI 2283)."""
    for place, whole in enumerate(outcome.services):
        parts = decisions()["parts"].get(whole.procedure.code)
        if parts is None or whole.paid < 2 * len(parts):
            continue
        submitted, paid = whole.procedure, whole.paid
        whole.submitted = submitted
        whole.procedure = plain(submitted.qualifier, parts[0], ())
        each = paid // len(parts)
        rest = [
            attrs.evolve(
                whole,
                procedure=plain(submitted.qualifier, code, ()),
                charge=0,
                adjustments=[("OA", "94", -each)],
                allowed=None,
            )
            for code in parts[1:]
        ]
        adjust(whole, "OA", "94", each * len(rest))
        whole.allowed = None
        outcome.services[place + 1 : place + 1] = rest
        return True
    return False


def _split_line(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    """A line of several units is paid as two; units and charges add up to what was sent."""
    for place, whole in enumerate(outcome.services):
        if whole.units < 2 or whole.units != int(whole.units) or whole.charge < 2:
            continue
        units = Decimal(draw.between(1, int(whole.units) - 1))
        charge = int(whole.charge * units / whole.units)
        second = attrs.evolve(
            whole, charge=whole.charge - charge, units=whole.units - units, adjustments=[]
        )
        first = attrs.evolve(whole, charge=charge, units=units, adjustments=[])
        pay(draw, (first, second))
        outcome.services[place : place + 1] = [first, second]
        return True
    return False


def _splits(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    return len(outcome.services) > 1 and all(service.charge for service in outcome.services)


def _split(outcome: Outcome) -> list[Outcome]:
    """Two payments, each of a part of the lines, both marked with MA15."""
    half = len(outcome.services) // 2
    return [
        attrs.evolve(outcome, services=found, remarks=("MA15",))
        for found in (outcome.services[:half], outcome.services[half:])
    ]


def _forward(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    """Medicare pays first and sends the claim on."""
    if claim.subscriber.claim_filing_code not in ("MA", "MB") or claim.other_insurance:
        return False
    outcome.status = "19"
    return True


def _if_paid(draw: Draw, claim: Any, outcome: Outcome) -> bool:
    return any(service.paid > 0 for service in outcome.services)


_SCENARIOS = {
    "modifier-dropped": _drop_modifiers,
    "claim-level": _adjust_claim,
    "interest": _add_interest,
    "partial-denial": _deny_one,
    "bundled": _bundle,
    "unbundled": _unbundle,
    "split-line": _split_line,
    "split-claim": _splits,
    CROSSOVER: _forward,
    "corrected": _if_paid,
    "reversed": _if_paid,
}
