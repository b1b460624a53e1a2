"""The payments of one claim in order: reversals with what they reverse, corrections, repeats.

A reversal (CLP02 22) takes an earlier payment back, with all its amounts negated under their
own groups (RFI 1147, 1429); the correction that follows is an ordinary payment (RFI 288).
"""

import enum
from collections.abc import Sequence

import attrs

from edi_portal.matching.records import PaymentKey


class Role(enum.StrEnum):
    """What a payment is to its claim."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    CORRECTION = "correction"
    DUPLICATE = "duplicate"


@attrs.frozen(kw_only=True)
class Link:
    """A payment in the chain of its claim.

    ``of`` is the place in the chain of what it reverses, corrects or repeats; a reversal
    without it has no original that is known. ``stands`` is false for a reversal that has one,
    and for what was reversed: together they leave nothing.
    """

    payment: PaymentKey = attrs.field(repr=False)
    role: Role
    of: int | None = None
    stands: bool = True


def chained(payments: Sequence[PaymentKey]) -> list[Link]:
    """The chain of these payments of a claim, in order of time."""
    ordered = sorted(payments, key=_order)
    reversed_by: dict[int, int] = {}
    links: list[Link] = []
    for place, payment in enumerate(ordered):
        if payment.is_reversal:
            original = _original(ordered, place, reversed_by)
            if original is not None:
                reversed_by[original] = place
    reverses = {place: original for original, place in reversed_by.items()}
    for place, payment in enumerate(ordered):
        role, of = Role.PAYMENT, None
        if payment.is_reversal:
            role, of = Role.REVERSAL, reverses.get(place)
        elif (corrected := _corrected(ordered, place, reversed_by)) is not None:
            role, of = Role.CORRECTION, corrected
        elif place not in reversed_by:
            of = _repeated(ordered, place, reversed_by)
            role = Role.PAYMENT if of is None else Role.DUPLICATE
        stands = place not in reversed_by and place not in reverses
        links.append(Link(payment=payment, role=role, of=of, stands=stands))
    return links


def standing(links: Sequence[Link]) -> list[PaymentKey]:
    """The payments that count: what reversals and corrections leave, each paid once."""
    return [link.payment for link in links if link.stands and link.role is not Role.DUPLICATE]


def _order(of: PaymentKey) -> tuple[object, ...]:
    # Of one remittance the reversal comes first, whatever the payer's order is.
    return of.paid_on, of.payer, of.trace, not of.is_reversal, of.place, str(of.paid), of.number


def _original(ordered: Sequence[PaymentKey], place: int, reversed_by: dict[int, int]) -> int | None:
    """The payment that a reversal takes back: of the same payer, with the opposite charge."""
    reversal = ordered[place]
    found = [
        at
        for at, other in enumerate(ordered)
        if not other.is_reversal
        and at not in reversed_by
        and other.payer == reversal.payer
        and other.charge == -reversal.charge
        and other.paid_on <= reversal.paid_on
        and not (other.original and other.original == reversal.number)
    ]
    if not found:
        return None

    def likeness(at: int) -> tuple[bool, bool, int]:
        other = ordered[at]
        return other.number == reversal.number, other.paid == -reversal.paid, -at

    return max(found, key=likeness)


def _corrected(
    ordered: Sequence[PaymentKey], place: int, reversed_by: dict[int, int]
) -> int | None:
    """The payment before that this one stands in for, if there is one."""
    payment = ordered[place]
    for at, other in enumerate(ordered[:place]):
        if other.is_reversal or other.payer != payment.payer:
            continue
        if payment.original and payment.original == other.number:
            return at
        if at in reversed_by and reversed_by[at] < place:
            return at
    return None


def _repeated(ordered: Sequence[PaymentKey], place: int, reversed_by: dict[int, int]) -> int | None:
    """The payment before by which the same services were paid already."""
    payment = ordered[place]
    if payment.paid <= 0:
        return None
    for at, other in enumerate(ordered[:place]):
        if (
            at not in reversed_by
            and not other.is_reversal
            and other.payer == payment.payer
            and other.paid > 0
            and other.charge == payment.charge
            and _services(other) == _services(payment)
        ):
            return at
    return None


def _services(of: PaymentKey) -> list[tuple[object, ...]]:
    return sorted((line.control, line.asked, line.start, line.charge) for line in of.lines)
