"""What changes a payment beside its claims (PLB)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, runs


@model
class ProviderAdjustmentReason(Model):
    """A reason within a `ProviderAdjustment`, with a reference number and its amount.

    ``WO`` overpayment recovery, ``L6`` interest, ``FB`` forwarding balance, ``72`` refund …
    """

    code: str = element("1-1")
    reference: str | None = element("1-2", default=None)
    amount: Decimal = element("2")


@model
class ProviderAdjustment(Model):
    """What changes a payment beside its claims (a PLB segment): one to six reasons.

    A positive amount lowers the payment, a negative one raises it.
    """

    provider_identifier: str = element("01")
    fiscal_period_date: date = element("02", doc="the last day of the provider's fiscal year")
    reasons: tuple[ProviderAdjustmentReason, ...] = runs(ProviderAdjustmentReason, "03", width=2)

    @property
    def amount(self) -> Decimal:
        """What all its reasons add up to: positive where the payment is lower by it."""
        return sum((reason.amount for reason in self.reasons), Decimal(0))
