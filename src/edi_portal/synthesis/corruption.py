"""What goes wrong on the way back: a claim payment changed as payers' systems change them.

What is changed stays valid and in balance, so that it is found by comparing, or not at all.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.errors import UsageError
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.remittance import ClaimPayment
from edi_portal.synthesis.draw import Draw, cents, money
from edi_portal.synthesis.payments import Payment

_CUT = (17, 14, 12, 10, 8)
_TWICE = 0.15
_Changed = ClaimPayment | None


def corrupted(draw: Draw, of: Payment, kinds: Collection[str]) -> Payment:
    """The payment with one of these kinds of corruption, now and then two, that fit it."""
    found, done = of.model, list(of.corruption)
    waiting = list(kinds)
    draw.shuffle(waiting)
    for kind in waiting:
        changed = _KINDS[kind](draw, found)
        if changed is None or changed == found:
            continue
        found = changed
        done.append(kind)
        if len(done) == 2 or not draw.chance(_TWICE):
            break
    return attrs.evolve(of, model=found, corruption=tuple(done))


def known_kinds(kinds: Collection[str] | None) -> tuple[str, ...]:
    """These kinds, or all, in a fixed order. Raises `UsageError` for one that does not exist."""
    if kinds is None:
        return CORRUPTIONS
    if isinstance(kinds, str) or set(kinds) - set(CORRUPTIONS):
        raise UsageError(f"kinds of corruption are: {', '.join(CORRUPTIONS)}")
    return tuple(kind for kind in CORRUPTIONS if kind in kinds)


def _number(of: ClaimPayment, text: str) -> _Changed:
    return of.evolve(patient_control_number=text) if text else None


def _other_case(draw: Draw, of: ClaimPayment) -> _Changed:
    return _number(of, of.patient_control_number.swapcase())


def _zeros(draw: Draw, of: ClaimPayment) -> _Changed:
    """Numbers lose their leading zeros, or get some: to a width that the payer stores."""
    text = of.patient_control_number
    return _number(of, text.lstrip("0") if text.startswith("0") else text.zfill(len(text) + 3))


def _cut(draw: Draw, of: ClaimPayment) -> _Changed:
    text = of.patient_control_number
    shorter = [size for size in _CUT if size < len(text)]
    return _number(of, text[: shorter[0]]) if shorter else None


def _suffix(draw: Draw, of: ClaimPayment) -> _Changed:
    return _number(of, f"{of.patient_control_number}-1")


def _punctuation(draw: Draw, of: ClaimPayment) -> _Changed:
    return _number(of, "".join(filter(str.isalnum, of.patient_control_number)))


def _replaced(draw: Draw, of: ClaimPayment) -> _Changed:
    return _number(of, draw.form("ZZ??########"))


def _misspelt(draw: Draw, of: ClaimPayment) -> _Changed:
    """Two letters of the last name change places, or one is lost."""
    person = of.patient
    if person is None or person.last_name is None or len(person.last_name) < 4:
        return None
    name = person.last_name
    at = draw.between(1, len(name) - 2)
    middle = name[at + 1] + name[at] if draw.chance(0.5) else name[at]
    return of.evolve(patient=person.evolve(last_name=name[:at] + middle + name[at + 2 :]))


def _swapped(draw: Draw, of: ClaimPayment) -> _Changed:
    person = of.patient
    if person is None or not person.first_name:
        return None
    swapped = person.evolve(last_name=person.first_name, first_name=person.last_name)
    return of.evolve(patient=swapped)


def _shifted(draw: Draw, of: ClaimPayment) -> _Changed:
    """All dates of service are a day early or late, as where time zones meet."""
    step = timedelta(draw.pick((-1, 1)))

    def moved(model: Any, *names: str) -> dict[str, Any]:
        found = {name: getattr(model, name) for name in names}
        return {name: day + step for name, day in found.items() if day is not None}

    return of.evolve(
        **moved(of, "statement_from", "statement_to"),
        services=tuple(
            each.evolve(**moved(each, "service_date", "service_start", "service_end"))
            for each in of.services
        ),
    )


def _charged(draw: Draw, of: ClaimPayment) -> _Changed:
    """A charge is another one, and the contract takes the difference."""
    change = money(draw.between(100, 5000))
    if of.services:
        first, *rest = of.services
        if not first.charge_amount:
            return None
        changed = first.evolve(
            charge_amount=first.charge_amount + change,
            adjustment_groups=_more(first.adjustment_groups, change),
        )
        of = of.evolve(services=(changed, *rest))
    else:
        of = of.evolve(adjustment_groups=_more(of.adjustment_groups, change))
    return of.evolve(charge_amount=_tidy(of.charge_amount + change))


def _more(groups: tuple[AdjustmentGroup, ...], change: Decimal) -> tuple[AdjustmentGroup, ...]:
    """The groups with more of CO-45."""
    found = list(groups)
    for place, group in enumerate(found):
        if group.group != "CO":
            continue
        for at, reason in enumerate(group.reasons):
            if reason.code == "45":
                more = reason.evolve(amount=_tidy(reason.amount + change))
                reasons = (*group.reasons[:at], more, *group.reasons[at + 1 :])
                found[place] = group.evolve(reasons=reasons)
                return tuple(found)
    reason = AdjustmentReason(code="45", amount=change)
    return (*found, AdjustmentGroup(group="CO", reasons=(reason,)))


def _tidy(amount: Decimal) -> Decimal:
    return money(cents(amount))


def _procedure(draw: Draw, of: ClaimPayment) -> _Changed:
    """A line comes back with a procedure next to the one that was sent."""
    places = [
        place
        for place, each in enumerate(of.services)
        if each.procedure.qualifier in ("HC", "AD") and each.submitted_procedure is None
    ]
    if not places:
        return None
    place = draw.pick(places)
    service = of.services[place]
    code = service.procedure.code or ""
    last = str((int(code[-1]) + 1) % 10) if code[-1:].isdigit() else "1"
    changed = service.evolve(procedure=service.procedure.evolve(code=code[:-1] + last))
    return of.evolve(services=(*of.services[:place], changed, *of.services[place + 1 :]))


def _modifiers(draw: Draw, of: ClaimPayment) -> _Changed:
    return of.evolve(
        services=tuple(
            each.evolve(procedure=each.procedure.evolve(modifiers=()))
            if each.procedure.modifiers
            else each
            for each in of.services
        )
    )


def _npi(draw: Draw, of: ClaimPayment) -> _Changed:
    return of.evolve(service_provider=None)


def _line_numbers(draw: Draw, of: ClaimPayment) -> _Changed:
    return of.evolve(
        services=tuple(each.evolve(line_item_control_number=None) for each in of.services)
    )


_KINDS: dict[str, Callable[[Draw, ClaimPayment], _Changed]] = {
    "control-case": _other_case,
    "control-zeros": _zeros,
    "control-cut": _cut,
    "control-suffix": _suffix,
    "control-punctuation": _punctuation,
    "control-replaced": _replaced,
    "name-misspelt": _misspelt,
    "name-swapped": _swapped,
    "date-shifted": _shifted,
    "charge-changed": _charged,
    "procedure-changed": _procedure,
    "modifiers-dropped": _modifiers,
    "npi-missing": _npi,
    "line-number-dropped": _line_numbers,
}
CORRUPTIONS = tuple(_KINDS)
"""Every kind of corruption."""
