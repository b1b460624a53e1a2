"""Service lines: what was done, as an inquiry asks of it, and as an answer tells of it."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, part, period, segments
from edi_portal.models.parts import Procedure
from edi_portal.models.status.codes import Outcome, Status
from edi_portal.models.values import DateRange


@model
class StatusLine(Model):
    """What all service lines of status transactions have. Amounts are in US dollars.

    A procedure with the qualifier ``NU`` is a revenue code, one with ``N4`` a drug (NDC).
    """

    procedure: Procedure = part(Procedure, "SVC01")
    charge_amount: Decimal = element("SVC02")
    revenue_code: str | None = element("SVC04", default=None, doc="beside a procedure code")
    units: Decimal | None = element("SVC07", default=None)
    line_control_number: str | None = element("REF[FJ]02", default=None)


@model
class InquiryLine(StatusLine):
    """A service line that is asked after (2210D, 2210E)."""

    service_date: date | DateRange = period("DTP[472]")


@model
class LineStatus(StatusLine):
    """A service line with what is said of it (2220D, 2220E)."""

    statuses: tuple[Status, ...] = segments(Status, "STC")

    @property
    def outcome(self) -> Outcome | None:
        """What the first code of its first status means."""
        return self.statuses[0].outcome if self.statuses else None


@model
class ResponseLine(LineStatus):
    """A service line of an answer (2220D, 2220E of a 277), with what was paid for it."""

    paid_amount: Decimal = element("SVC03")
    units: Decimal = element("SVC07")
    service_date: date | DateRange = period("DTP[472]")


@model
class AcknowledgmentLine(LineStatus):
    """A service line of an acknowledgment (2220D of a 277CA), where something is wrong with it."""

    prescription_number: str | None = element("REF[XZ]02", default=None)
    service_date: date | DateRange | None = period("DTP[472]", default=None)
