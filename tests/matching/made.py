"""Records of claims and payments for tests, and a run over them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from edi_portal.matching.folding import Mask
from edi_portal.matching.matcher import Matcher
from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey
from edi_portal.matching.results import Match, Result

DAY = 739_500
MASK = Mask()


def line(place: int = 1, charge: str = "100", **fields: Any) -> LineKey:
    """A line of a claim, or a service of a payment."""
    given = {"control": f"7700{place:04d}", "procedure": "HC:99213", "start": DAY, "end": DAY}
    return LineKey(place=place, charge=Decimal(charge), **{**given, **fields})


def _person(fields: dict[str, Any]) -> dict[str, Any]:
    last, first = fields.pop("name", ("JUNIPERWICK", "WINIFRED"))
    member = fields.pop("member", "7J97QT1DT39")
    return {
        "last": MASK.name(last),
        "first": MASK.name(first),
        "members": (MASK.identifier(member),) if member else (),
        "start": DAY,
        "end": DAY,
        "npi": "1234567893",
    }


def claim(control: str = "HB1146116.3", charge: str = "100", **fields: Any) -> ClaimKey:
    """A claim; ``name`` and ``member`` are in clear."""
    given = {
        **_person(fields),
        "file": 1,
        "ordinal": 1,
        "lines": (line(1, charge),),
        "payer": "BHP03",
        "payers": ("BHP03",),
        "frequency": "1",
        "responsibility": "P",
        "sent": DAY + 5,
        "batch": "B1",
    }
    return ClaimKey(control=control, charge=Decimal(charge), **{**given, **fields})


def payment(control: str = "HB1146116.3", charge: str = "100", **fields: Any) -> PaymentKey:
    """A payment of 80 % of its charge."""
    amount = Decimal(charge)
    given = {
        **_person(fields),
        "file": 2,
        "ordinal": 1,
        "lines": (line(1, charge),),
        "payer": "1700100008",
        "payers": ("BHP03",),
        "status": "1",
        "frequency": "1",
        "number": "359000001P4",
        "paid": amount * 8 / 10,
        "trace": "620700001",
        "paid_on": DAY + 20,
        "total": amount * 8 / 10,
        "place": 1,
    }
    return PaymentKey(control=control, charge=amount, **{**given, **fields})


def other(charge: str = "35.5") -> dict[str, Any]:
    """What makes a claim or a payment one of another patient, day and charge."""
    return {
        "name": ("THORNHURST", "HANNAH"),
        "member": "8XY4JG7XJ25",
        "start": DAY - 90,
        "end": DAY - 90,
        "lines": (
            line(1, charge, control="99001234", procedure="HC:97110", start=DAY - 90, end=DAY - 90),
        ),
    }


def run(
    claims: Iterable[ClaimKey], payments: Iterable[PaymentKey], *, apart: bool = True
) -> list[Match]:
    """Match them; ``apart`` puts every payment into a remittance of its own."""
    matcher = Matcher()
    for found in claims:
        matcher.claims.file_number("claims.837")
        matcher.claims.file_number("era.835")
        matcher.claims.add(found)
    for place, item in enumerate(payments):
        matcher.payments.add(item, place if apart else 0)
    return list(matcher.matches())


def one(claims: Iterable[ClaimKey], of: PaymentKey) -> Match:
    """The match of one payment."""
    return next(found for found in run(claims, [of]) if found.payment is not None)


def names(of: Match) -> set[str]:
    """The names of what stands out."""
    return {found.name for found in of.findings}


def paired(found: Iterable[Match]) -> set[tuple[Any, ...]]:
    """What belongs together, whatever the order: results to compare runs by."""
    return {
        (
            item.result,
            item.step,
            item.score,
            item.payment and (item.payment.control, item.payment.number, item.payment.charge),
            item.claim and (item.claim.control, item.claim.charge, item.claim.start),
            frozenset((one.claim.control, one.score) for one in item.candidates),
            item.role,
            frozenset(names(item)),
        )
        for item in found
    }


__all__ = [
    "DAY",
    "MASK",
    "Result",
    "claim",
    "line",
    "names",
    "one",
    "other",
    "paired",
    "payment",
    "run",
]
