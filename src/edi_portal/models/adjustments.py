"""Adjustments (CAS): why an amount that was charged was not paid, and who is to bear it.

Payers report them in a remittance; in a secondary claim a provider sends them on as what
the payers before have decided.
"""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, runs


@attrs.frozen(kw_only=True)
class Adjustment:
    """One amount that was taken off a charge, with its group and its reason.

    A view of an `AdjustmentGroup` and one of its reasons, for reading; to change an
    adjustment, change those. Values stay out of its ``repr``.
    """

    group: str = attrs.field(repr=False)
    reason: str = attrs.field(repr=False)
    amount: Decimal = attrs.field(repr=False)
    quantity: Decimal | None = attrs.field(default=None, repr=False)


@model
class AdjustmentReason(Model):
    """A reason within a group: its code (CARC), its amount, and units where they changed.

    Amounts are in the currency of the remittance or claim. What reduces a payment is
    positive, what raises it negative.
    """

    code: str = element("1")
    amount: Decimal = element("2")
    quantity: Decimal | None = element("3", default=None)


@model
class AdjustmentGroup(Model):
    """Adjustments that one party bears (a CAS segment): one to six reasons.

    ``group`` says who: ``CO`` the provider by contract, ``PR`` the patient, ``PI`` the payer's
    own decision, ``OA`` none of these.
    """

    group: str = element("01")
    reasons: tuple[AdjustmentReason, ...] = runs(AdjustmentReason, "02", width=3)

    @property
    def amount(self) -> Decimal:
        """What all its reasons add up to."""
        return sum((reason.amount for reason in self.reasons), Decimal(0))

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Each reason together with the group."""
        return flattened((self,))


def flattened(groups: Iterable[AdjustmentGroup]) -> tuple[Adjustment, ...]:
    """Every reason of every group as an adjustment of its own, in the order of the segments."""
    return tuple(
        Adjustment(
            group=found.group, reason=reason.code, amount=reason.amount, quantity=reason.quantity
        )
        for found in groups
        for reason in found.reasons
    )
