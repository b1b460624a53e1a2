"""What was paid for a service line (loop 2110)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.adjustments import Adjustment, AdjustmentGroup, flattened
from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, part, segments
from edi_portal.models.parts import Procedure, Reference
from edi_portal.models.remittance.supplements import (
    Remark,
    SupplementalAmount,
    SupplementalQuantity,
    amount_of,
    reference_of,
)
from edi_portal.models.values import DateRange


@model
class ServicePayment(Model):
    """A service line as the payer decided on it (loop 2110).

    ``procedure`` is what was paid for, ``submitted_procedure`` what was billed where that
    differs. Units are those of the procedure; without ``paid_units`` one was paid.
    ``references`` name the service: ``1S`` APG, ``APC``, ``BB`` authorization, ``E9``
    attachment, ``G1`` prior authorization, ``G3`` predetermination, ``LU`` location, ``RB`` rate
    code; ``rendering_provider_ids`` the provider: ``HPI`` NPI, ``0B`` state license, ``TJ`` tax
    identifier …
    """

    procedure: Procedure = part(Procedure, "SVC01")
    charge_amount: Decimal = element("SVC02")
    payment_amount: Decimal = element("SVC03")
    revenue_code: str | None = element("SVC04", default=None)
    paid_units: Decimal | None = element("SVC05", default=None)
    submitted_procedure: Procedure | None = part(Procedure, "SVC06", default=None)
    submitted_units: Decimal | None = element("SVC07", default=None)
    service_start: date | None = element("DTM[150]02", default=None)
    service_end: date | None = element("DTM[151]02", default=None)
    service_date: date | None = element(
        "DTM[472]02", default=None, doc="of a service of one day, in place of start and end"
    )
    adjustment_groups: tuple[AdjustmentGroup, ...] = segments(AdjustmentGroup, "CAS", default=())
    references: tuple[Reference, ...] = segments(
        Reference, "REF[1S|APC|BB|E9|G1|G3|LU|RB]", default=()
    )
    line_item_control_number: str | None = element("REF[6R]02", default=None)
    rendering_provider_ids: tuple[Reference, ...] = segments(
        Reference, "REF[0B|1A|1B|1C|1D|1G|1H|1J|D3|G2|HPI|SY|TJ]", default=()
    )
    healthcare_policy_ids: tuple[str, ...] = element(
        "REF[0K]02", default=(), doc="of the policies that the decision rests on"
    )
    amounts: tuple[SupplementalAmount, ...] = segments(SupplementalAmount, "AMT", default=())
    quantities: tuple[SupplementalQuantity, ...] = segments(SupplementalQuantity, "QTY", default=())
    remarks: tuple[Remark, ...] = segments(Remark, "LQ", default=())

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Each adjustment with its group and reason."""
        return flattened(self.adjustment_groups)

    @property
    def service_period(self) -> date | DateRange | None:
        """When the service was: a day, or the first and last one.

        With a start or an end alone it is that day. ``None`` where the claim alone has dates.
        """
        if self.service_date is not None:
            return self.service_date
        if self.service_start is not None and self.service_end is not None:
            return DateRange(self.service_start, self.service_end)
        return self.service_start or self.service_end

    @property
    def allowed_amount(self) -> Decimal | None:
        """What the payer allows for the service (``B6``), if it says so."""
        return amount_of(self.amounts, "B6")

    @property
    def remark_codes(self) -> tuple[str, ...]:
        """The codes of all remarks."""
        return tuple(remark.code for remark in self.remarks)

    @property
    def prior_authorization_number(self) -> str | None:
        """The number of the prior authorization (``G1``)."""
        return reference_of(self.references, "G1")
