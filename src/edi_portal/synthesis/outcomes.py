"""What a payer can make of a line and of a claim: paid, denied, left to another.

Amounts are whole cents until a payment is made of them, so that everything balances exactly.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.models.claim import Procedure
from edi_portal.models.values import DateRange
from edi_portal.synthesis.draw import Draw, cents
from edi_portal.toml import read_toml

_COPAYS = (1500, 2000, 2500, 4000)


@cache
def decisions() -> dict[str, Any]:
    """What stands in ``remittances.toml``."""
    return read_toml(files(__package__) / "remittances.toml")


def default_rates() -> dict[str, float]:
    """How often each scenario of a remittance occurs, beside the rest."""
    return dict(decisions()["scenarios"])


@attrs.define(kw_only=True)
class Service:
    """A line as the payer decides on it. ``line`` is its place in the claim, from 0.

    ``adjustments`` are of group, reason and cents; what they leave of the charge is paid.
    """

    line: int
    procedure: Procedure
    charge: int
    units: Decimal
    control_number: str
    revenue: str | None = None
    on: date | DateRange | None = None
    adjustments: list[tuple[str, str, int]] = attrs.Factory(list)
    submitted: Procedure | None = None
    submitted_units: Decimal | None = None
    remarks: tuple[str, ...] = ()
    allowed: int | None = None

    @property
    def paid(self) -> int:
        """What is paid of it."""
        return self.charge - sum(amount for _, _, amount in self.adjustments)

    @property
    def owed(self) -> int:
        """What the patient owes of it."""
        return sum(amount for group, _, amount in self.adjustments if group == "PR")


@attrs.define(kw_only=True)
class Outcome:
    """A payment of a claim, or of a part of it. ``adjustments`` are those of no single line."""

    scenario: str
    status: str
    services: list[Service]
    adjustments: list[tuple[str, str, int]] = attrs.Factory(list)
    remarks: tuple[str, ...] = ()
    interest: int = 0
    shows_lines: bool = True

    @property
    def charge(self) -> int:
        """What was charged."""
        return sum(service.charge for service in self.services)


def services(claim: Any) -> list[Service]:
    """The lines of a claim, undecided."""
    return [
        Service(
            line=place,
            procedure=_submitted(line),
            charge=cents(line.charge_amount),
            units=line.units if line.units is not None else Decimal(1),
            # X12: where a line came without a number, its place stands for it.
            control_number=line.line_item_control_number or str(place + 1),
            revenue=getattr(line, "revenue_code", None) if line.procedure is not None else None,
            on=line.service_date or getattr(claim, "service_date", None),
        )
        for place, line in enumerate(claim.lines)
    ]


def _submitted(line: Any) -> Procedure:
    of = line.procedure
    if of is None:
        return plain("NU", line.revenue_code, ())
    return plain(of.qualifier, of.code, of.modifiers)


@cache
def plain(qualifier: str, code: str, modifiers: tuple[str, ...]) -> Procedure:
    """A procedure, made once."""
    return Procedure(qualifier=qualifier, code=code, modifiers=modifiers)


def pay(draw: Draw, lines: Iterable[Service]) -> None:
    """As the contract says, less what the patient owes: a copay, a share, or the deductible."""
    share = draw.pick(("none", "copay", "coinsurance", "coinsurance", "deductible"))
    left = draw.pick(_COPAYS) if share == "copay" else draw.between(2000, 40000)
    for service in lines:
        if not service.charge:
            continue
        allowed = service.charge * draw.between(45, 92) // 100
        service.allowed = allowed
        adjust(service, "CO", "45", service.charge - allowed)
        if share == "coinsurance":
            adjust(service, "PR", "2", allowed // 5)
        elif share != "none":
            part = min(left, allowed)
            left -= part
            adjust(service, "PR", "3" if share == "copay" else "1", part)


def adjust(service: Service, group: str, reason: str, amount: int) -> None:
    """Take an amount off a line, if there is any."""
    if amount:
        service.adjustments.append((group, reason, amount))


def deny(lines: Iterable[Service], denial: Mapping[str, Any]) -> None:
    """Pay nothing of these lines, for a reason of ``remittances.toml``."""
    for service in lines:
        service.adjustments.clear()
        service.allowed = None
        adjust(service, denial["group"], denial["reason"], service.charge)
        service.remarks = tuple(denial["remarks"])


def pay_rest(service: Service, owed: int) -> None:
    """A payer after others: pays what the patient still owed, up to the charge."""
    owed = min(owed, service.charge)
    service.allowed = None
    service.adjustments.clear()
    adjust(service, "OA", "23", service.charge - owed)
    adjust(service, "PR", "2", owed // 5)
