"""Which line of a claim each decision of its payer is written to (2110 to 2430).

By the line item control number, which payers must return as it was sent (REF*6R; X12 RFI 1684
and 498), or the number of the line where it had none (RFI 2224). Where a payer returned none
that is known: by procedure, modifiers, day and charge, a line that nothing else answers first.

`edi_portal.matching.lines` asks a like question for another end. There a service may stay
without its line, and a reader is told how sure the answer is; here a claim for the next payer is
made, in which every decision has to stand at some line, or there is no such claim.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from edi_portal.errors import ModelError
from edi_portal.models.remittance import ServicePayment
from edi_portal.models.values import DateRange


def decided_lines(claim: Any, services: Sequence[ServicePayment]) -> list[int]:
    """The place of the line, from 0, for each service.

    `ModelError` for a service that is of no line. Several services may be of one line: a payer
    splits lines, and unbundles them.
    """
    exact, garbled = _by_number(claim)
    found = [_numbered(exact, garbled, service) for service in services]
    taken = {place for place in found if place is not None}
    for at, service in enumerate(services):
        if found[at] is None:
            place = _alike(claim, service, taken)
            taken.add(place)
            found[at] = place
    return [place for place in found if place is not None]


def _by_number(claim: Any) -> tuple[dict[str, int], dict[str, int]]:
    """Places of lines by their numbers, and by these as payers garble them where that is one."""
    exact: dict[str, int] = {}
    loose: dict[str, set[int]] = {}
    for place, line in enumerate(claim.lines):
        number = line.line_item_control_number or str(place + 1)
        exact.setdefault(number, place)
        loose.setdefault(_loose(number), set()).add(place)
    return exact, {number: min(at) for number, at in loose.items() if len(at) == 1}


def _numbered(
    exact: dict[str, int], garbled: dict[str, int], service: ServicePayment
) -> int | None:
    number = service.line_item_control_number
    if number is None:
        return None
    return exact[number] if number in exact else garbled.get(_loose(number))


def _loose(number: str) -> str:
    return "".join(filter(str.isalnum, number.casefold())).lstrip("0")


def _alike(claim: Any, service: ServicePayment, taken: set[int]) -> int:
    """The line that is most like a service; the first of those that are equally so."""
    best, place = (False, False, False, False, False), -1
    for at, line in enumerate(claim.lines):
        code, modifiers = _procedure(line, service)
        charge = line.charge_amount == service.charge_amount
        day = _day(service.service_period)
        billed = _day(line.service_date or getattr(claim, "service_date", None))
        rank = (code, modifiers, day == billed and day is not None, charge, at not in taken)
        # Of what has another code and another charge nothing says that it is the same.
        if (code or (charge and at not in taken)) and rank > best:
            best, place = rank, at
    if place < 0:
        raise ModelError(
            "a service of the payment is of no line of the claim: neither its line item control "
            "number (REF*6R) nor procedure, day and charge agree with one",
            field="ServicePayment.line_item_control_number",
            place="2110/REF[6R]02",
        )
    return place


def _procedure(line: Any, service: ServicePayment) -> tuple[bool, bool]:
    """Whether code and modifiers are those that were billed, or those that were paid."""
    billed = line.procedure
    for said in (service.submitted_procedure, service.procedure):
        if said is None or said.code is None:
            continue
        if billed is None:
            if said.code == line.revenue_code:
                return True, True
        elif billed.code is not None and said.code.casefold() == billed.code.casefold():
            return True, set(said.modifiers) == set(billed.modifiers)
    return False, False


def _day(period: object) -> date | None:
    if isinstance(period, DateRange):
        return period.start
    return period if isinstance(period, date) else None
