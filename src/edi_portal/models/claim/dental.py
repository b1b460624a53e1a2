"""Dental claims (837D, ADA claim form)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.claim.coordination import DentalOtherInsurance
from edi_portal.models.claim.lines import DentalLine
from edi_portal.models.claim.parties import Provider
from edi_portal.models.claim.practitioner import PractitionerClaim
from edi_portal.models.fields import element, loop, loops, period, segment, segments
from edi_portal.models.values import DateRange


@model
class OrthodonticTreatment(Model):
    """How long orthodontic treatment takes (DN1), or that services are for it."""

    months: Decimal | None = element("01", default=None)
    months_remaining: Decimal | None = element("02", default=None)
    indicator: str | None = element(
        "04", default=None, doc="Y: services are orthodontic, and months are not known"
    )


@model
class ToothStatus(Model):
    """A tooth that is missing (``M``) or to be extracted (``E``), by its number (DN2)."""

    tooth: str = element("01")
    status: str = element("02")


@model
class DentalClaim(PractitionerClaim):
    """A claim of a dentist, or a request for predetermination of benefits (837D)."""

    predetermination: str | None = element("CLM19", default=None, doc="PB: asks what would be paid")
    appliance_placement_date: date | None = period("DTP[452]", default=None)
    service_date: date | DateRange | None = period(
        "DTP[472]", default=None, doc="of all lines that have none of their own"
    )
    orthodontics: OrthodonticTreatment | None = segment(OrthodonticTreatment, "DN1", default=None)
    tooth_statuses: tuple[ToothStatus, ...] = segments(ToothStatus, "DN2", default=())
    predetermination_id: str | None = element("REF[G3]02", default=None)
    assistant_surgeon: Provider | None = loop(Provider, "2310D", default=None)
    supervising_provider: Provider | None = loop(Provider, "2310E", default=None)
    other_insurance: tuple[DentalOtherInsurance, ...] = loops(
        DentalOtherInsurance, "2320", default=()
    )
    lines: tuple[DentalLine, ...] = loops(DentalLine, "2400")
