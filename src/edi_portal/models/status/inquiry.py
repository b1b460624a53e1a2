"""Inquiries after the status of claims (276)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import context, element, loops, period
from edi_portal.models.status.levels import (
    Dependent,
    Payer,
    Provider,
    Receiver,
    StatusHeader,
    Subscriber,
)
from edi_portal.models.status.lines import InquiryLine
from edi_portal.models.values import DateRange


@model
class StatusInquiry(Model):
    """A question after one claim (2200D of the subscriber, 2200E of a dependent).

    ``trace_number`` comes back in the answer. Amounts are in US dollars.
    """

    header: StatusHeader = context(StatusHeader, "ST_LOOP")
    payer: Payer = context(Payer, "2000A")
    receiver: Receiver = context(Receiver, "2000B")
    provider: Provider = context(Provider, "2000C")
    subscriber: Subscriber = context(Subscriber, "2000D")
    dependent: Dependent | None = context(Dependent, "2000E", default=None)

    trace_number: str = element("TRN02")
    payer_claim_control_number: str | None = element("REF[1K]02", default=None)
    bill_type: str | None = element("REF[BLT]02", default=None)
    location: str | None = element("REF[LU]02", default=None, doc="application or location system")
    group_number: str | None = element("REF[6P]02", default=None)
    patient_control_number: str | None = element("REF[EJ]02", default=None)
    prescription_number: str | None = element("REF[XZ]02", default=None)
    clearinghouse_claim_number: str | None = element("REF[D9]02", default=None)
    charge_amount: Decimal | None = element("AMT[T3]02", default=None)
    service_date: date | DateRange | None = period("DTP[472]", default=None)
    lines: tuple[InquiryLine, ...] = loops(InquiryLine, "2210D", "2210E", default=())

    @property
    def patient(self) -> Subscriber | Dependent:
        """Whose claim it is: the dependent, or else the subscriber."""
        return self.dependent or self.subscriber
