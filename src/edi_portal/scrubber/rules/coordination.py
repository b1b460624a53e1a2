"""COB: the payers of a claim and their order, and what those before have decided."""

from collections.abc import Container, Iterable, Iterator
from itertools import chain

from edi_portal.models.adjustments import AdjustmentGroup
from edi_portal.models.base import Model
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_ORDER = tuple("PSTABCDEFGH")
_UNKNOWN = "U"
_WORDS = {"P": "primary", "S": "secondary", "T": "tertiary"}
_GROUPS = frozenset({"CO", "CR", "OA", "PI", "PR"})


@rule("COB001", "payer-sequence", "the order of payers is wrong: {how}")
def payer_sequence(claim: ClaimView) -> Iterator[Fault]:
    """Each payer has a place of its own in the order, and none is left out after the one billed.

    The order is P, S, T, then A to H; U, which says that it is not known, may be any of them.
    A payer that is missing before the one billed is a fault of its own.

    Why: Payers pay in that order. Two primary ones both refuse to pay first.

    Example: ``SBR*P*…`` in 2000B and again in 2320

    Mend: Find out who pays first, such as by the birthdays of two insured parents, and number
    the others on.

    Source: 837 guides, SBR01 in 2000B and 2320.
    """
    others = claim.other_insurance
    if not others:
        return
    own = claim.subscriber.payer_responsibility
    known = {own}
    repeated = False
    for item in others:
        code = item.payer_responsibility
        if code in known and code != _UNKNOWN:
            repeated = True
            yield fault(item, "payer_responsibility", how=f"two payers are {_said(code)}")
        known.add(code)
    if repeated or _UNKNOWN in known or own not in _ORDER:
        return
    for item in others:
        code = item.payer_responsibility
        missing = _missing_before(code, known)
        if missing is not None and _ORDER.index(missing) > _ORDER.index(own):
            yield fault(item, "payer_responsibility", how=f"there is no {_said(missing)} payer")
            return


@rule(
    "COB002",
    "prior-payer-missing",
    "the claim is for the {own} payer, and nothing is said of the {missing} one",
)
def prior_payer_missing(claim: ClaimView) -> Iterator[Fault]:
    """A claim for a payer that is not the first tells of each payer before it.

    Why: It pays what those before have left, so it cannot begin without their decision.

    Example: ``SBR*S*18*…`` in 2000B, and no 2320 with ``SBR*P*…``

    Mend: Add the payer with what its remittance says, or say P if this payer pays first.

    Source: 837 guides, 2320 and their section on coordination of benefits.
    """
    own = claim.subscriber.payer_responsibility
    if own == "P":
        return
    codes = [item.payer_responsibility for item in claim.other_insurance]
    if own in codes or _UNKNOWN in codes or len(set(codes)) < len(codes):
        return
    missing = _missing_before(own, codes)
    if missing is not None:
        yield fault(claim.claim, "other_insurance", own=_said(own), missing=_said(missing))


def _missing_before(code: str, known: Container[str]) -> str | None:
    """The first of the order before a place that is not among these."""
    before = _ORDER[: _ORDER.index(code)] if code in _ORDER else ()
    return next((one for one in before if one not in known), None)


def _said(code: str) -> str:
    return _WORDS.get(code, "further")


@rule(
    "COB005",
    "line-payer-unknown",
    "line {line} has a decision of a payer that the claim does not name",
    about="other payers",
)
def line_payer_unknown(claim: ClaimView) -> Iterator[Fault]:
    """The payer of a line's decision (SVD01) is one of the claim's other payers (2330B NM109).

    Why: It is by this identifier alone that the decision is known to be of that payer.

    Example: ``SVD*EHP1*110*HC:99214**1~`` where 2330B says ``NM1*PR*2*…*PI*EHP01~``

    Mend: Write the identifier in both places as the same.

    Source: 837 guides, 2430 SVD01.
    """
    for payer in claim.unknown_payers if claim.adjudicated else ():
        for number, item in claim.adjudicated[payer]:
            yield fault(item, "payer_identifier", line=number)


@rule(
    "COB006",
    "adjudication-date",
    "the day that the other payer decided on is {how}",
    about="other payers",
)
def adjudication_date(claim: ClaimView) -> Iterator[Fault]:
    """The day another payer decided stands at its lines, or at the payer if it has none.

    It is a fault to give it in both places of one payer, and in neither where an amount is said
    to be paid; not so where lines name a payer that is not known, which may be this one.

    Why: A payer checks the day against the remittance, and its own time limit runs from it.

    Example: ``DTP*573*D8*20250303~`` in 2330B and in 2430 of the same payer

    Mend: Leave it with the lines where the payer decided line by line, else with the payer.

    Source: 837 guides, DTP*573 in 2330B and 2430.
    """
    for item in claim.other_insurance:
        payer = item.payer
        if payer.identifier in claim.repeated_payers:
            continue
        by_line = payer.identifier in claim.adjudicated
        if payer.adjudication_date is not None:
            if by_line:
                yield fault(payer, "adjudication_date", how="given with it and with its lines")
        elif not by_line and item.payer_paid_amount is not None and not claim.unknown_payers:
            yield fault(payer, "adjudication_date", how="missing")


@rule("COB007", "adjustment", "an adjustment of {where} {how}", about="other payers")
def adjustment(claim: ClaimView) -> Iterator[Fault]:
    """An adjustment has a group that exists, an amount, and a reason once under its group.

    Groups are CO, CR, OA, PI and PR. An amount of zero is right only where units changed. The
    same reason under one group is one adjustment with one amount.

    Why: The next payer reckons from the adjustments what is left to pay, and rejects what its
    program cannot read.

    Example: ``CAS*CO*45*40**45*10~``

    Mend: Sum what has one group and reason, leave out what is zero.

    Source: 837 and 835 guides, CAS; X12 code lists of claim adjustment groups and reasons.
    """
    for item in claim.other_insurance:
        if item.adjustment_groups:
            yield from _adjustments(item, item.adjustment_groups, "the claim")
    if claim.adjudicated:
        for number, decision in chain.from_iterable(claim.adjudicated.values()):
            if decision.adjustment_groups:
                yield from _adjustments(decision, decision.adjustment_groups, f"line {number}")


def _adjustments(owner: Model, groups: Iterable[AdjustmentGroup], where: str) -> Iterator[Fault]:
    known = set()
    for at, item in enumerate(groups):
        group = item.group
        if group not in _GROUPS:
            yield fault(owner, f"adjustment_groups[{at}].group", where=where, how="has no group")
        for number, reason in enumerate(item.reasons):
            path = f"adjustment_groups[{at}].reasons[{number}]"
            if (group, reason.code) in known:
                how = "has a reason that its group had before"
                yield fault(owner, f"{path}.code", where=where, how=how)
            known.add((group, reason.code))
            if not reason.amount and not reason.quantity:
                yield fault(owner, f"{path}.amount", where=where, how="is of zero")


@rule(
    "COB008",
    "payer-repeated",
    "two other payers of the claim have one identifier",
    about="other payers",
)
def payer_repeated(claim: ClaimView) -> Iterator[Fault]:
    """Each other payer of a claim has an identifier of its own.

    Why: Decisions on lines name their payer by it, so they could be of either.

    Example: two 2330B with ``NM1*PR*2*…*PI*EHP01~``

    Mend: Where one payer covers the patient twice, use the identifier of each of its plans.

    Source: 837 guides, 2330B NM109 and 2430 SVD01.
    """
    if not claim.repeated_payers:
        return
    known = set()
    for item in claim.other_insurance:
        if item.payer.identifier in known:
            yield fault(item.payer, "identifier")
        known.add(item.payer.identifier)
