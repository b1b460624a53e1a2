"""Whether the amounts of remittances add up, of models that were made or read in any way.

The rules and the codes are those of `edi_portal.validate` for a file (`edi_portal.guides.balance`):

- line (``BAL001``): SVC02 less the line's adjustments is SVC03
- claim (``BAL002``): CLP03 less the adjustments of the claim *and* of its lines is CLP04
- payment (``BAL003``): all CLP04 less all provider adjustments (PLB) is BPR02

>>> from decimal import Decimal
>>> from edi_portal.matching.balancing import of_claim
>>> from edi_portal.models.remittance import ClaimPayment
>>> claim = ClaimPayment(
...     patient_control_number="A1", status_code="1", charge_amount=Decimal(100),
...     payment_amount=Decimal(80), claim_filing_code="12", payer_claim_control_number="P1")
>>> [(item.code, item.difference) for item in of_claim(claim)]
[('BAL002', Decimal('-20'))]
"""

from collections.abc import Iterable, Iterator
from decimal import Context, Decimal, localcontext

import attrs

from edi_portal.catalogue import finding
from edi_portal.findings import Finding, Location
from edi_portal.guides.balance import expectation
from edi_portal.models.adjustments import AdjustmentGroup
from edi_portal.models.remittance import ClaimPayment, Remittance, ServicePayment

LINE, CLAIM, PAYMENT = "BAL001", "BAL002", "BAL003"
_PLACES = {LINE: ("SVC", 3), CLAIM: ("CLP", 4), PAYMENT: ("BPR", 2)}

EXACT = Context(prec=60)
"""Exact for any amounts that a guide allows, whatever the context of the caller is."""


@attrs.frozen(kw_only=True)
class Imbalance:
    """An amount that is not what the others make it.

    ``expected`` is what the charge and the adjustments leave, ``actual`` what stands there, both
    in the currency of the remittance. ``claim`` counts the claims of the remittance from 1,
    ``service`` the lines of the claim, where one is meant.
    """

    code: str
    expected: Decimal = attrs.field(repr=False)
    actual: Decimal = attrs.field(repr=False)
    claim: int | None = None
    service: int | None = None

    @property
    def difference(self) -> Decimal:
        """What is paid beyond what is expected; negative where it is less."""
        return EXACT.subtract(self.actual, self.expected)


def adjusted(groups: Iterable[AdjustmentGroup]) -> Decimal:
    """What adjustments add up to."""
    with localcontext(EXACT):
        return sum((reason.amount for group in groups for reason in group.reasons), Decimal(0))


def expected_of_line(service: ServicePayment) -> Decimal:
    """What the payment of a line must be."""
    return EXACT.subtract(service.charge_amount, adjusted(service.adjustment_groups))


def expected_of_claim(claim: ClaimPayment) -> Decimal:
    """What the payment of a claim must be: not the sum of its lines' payments (RFI 2570)."""
    groups = [*claim.adjustment_groups]
    for service in claim.services:
        groups += service.adjustment_groups
    return EXACT.subtract(claim.charge_amount, adjusted(groups))


def expected_of_payment(remittance: Remittance) -> Decimal:
    """What the payment as a whole must be."""
    with localcontext(EXACT):
        paid = sum((claim.payment_amount for claim in remittance.claims), Decimal(0))
        return paid - sum((item.amount for item in remittance.adjustments), Decimal(0))


def of_claim(claim: ClaimPayment, number: int = 1) -> Iterator[Imbalance]:
    """What is out of balance in a claim, and in its lines; ``number`` is that of the claim."""
    expected, actual = expected_of_claim(claim), claim.payment_amount
    if expected != actual:
        yield Imbalance(code=CLAIM, expected=expected, actual=actual, claim=number)
    for at, service in enumerate(claim.services, 1):
        expected, actual = expected_of_line(service), service.payment_amount
        if expected != actual:
            yield Imbalance(code=LINE, expected=expected, actual=actual, claim=number, service=at)


def of_remittance(remittance: Remittance) -> Iterator[Imbalance]:
    """Everything that is out of balance in a remittance, claims first."""
    for number, claim in enumerate(remittance.claims, 1):
        yield from of_claim(claim, number)
    expected, actual = expected_of_payment(remittance), remittance.payment_amount
    if expected != actual:
        yield Imbalance(code=PAYMENT, expected=expected, actual=actual)


def findings(remittance: Remittance, file: str | None = None) -> tuple[Finding, ...]:
    """The same as findings; ``file`` is the name of the input they are of.

    Their ``value`` holds both amounts, their message none. Loops are numbered as writing
    numbers them: claims that name the same totals one after the other are in one group.
    """
    loops = tuple(_loops(remittance.claims))
    return tuple(_finding(item, loops, file) for item in of_remittance(remittance))


def _loops(claims: Iterable[ClaimPayment]) -> Iterator[str]:
    group, within, before = 0, 0, None
    for claim in claims:
        if claim.provider_summary != before:
            group, within, before = group + 1, 0, claim.provider_summary
        within += 1
        yield f"2000[{group}]/2100[{within}]"


def _finding(item: Imbalance, loops: tuple[str, ...], file: str | None) -> Finding:
    segment, element = _PLACES[item.code]
    loop = loops[item.claim - 1] if item.claim is not None else None
    if item.service is not None:
        loop = f"{loop}/2110[{item.service}]"
    place = Location(file=file, segment=segment, element=element, loop=loop, claim=item.claim)
    value = expectation(item.expected, item.actual)
    return finding(item.code, place, data_element="782", value=value)
