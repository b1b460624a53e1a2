"""What claims of practitioners have in common: of physicians and others, and of dentists."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import model
from edi_portal.models.claim.base import Claim
from edi_portal.models.claim.codes import Diagnosis
from edi_portal.models.claim.parties import Provider, ReferringProvider, ServiceFacility
from edi_portal.models.claim.parts import RelatedCauses
from edi_portal.models.fields import element, loop, loops, part, parts, period


@model
class PractitionerClaim(Claim):
    """A professional or a dental claim.

    ``diagnoses`` are in the order that lines point to them, the principal one first.
    """

    place_of_service: str = element("CLM05-1", doc="such as 11 office, 22 outpatient hospital")
    provider_signature_on_file: bool = element("CLM06")
    related_causes: RelatedCauses | None = part(RelatedCauses, "CLM11", default=None)
    special_program: str | None = element("CLM12", default=None, doc="such as 02 handicapped")
    accident_date: date | None = period("DTP[439]", default=None)
    patient_paid_amount: Decimal | None = element("AMT[F5]02", default=None)
    diagnoses: tuple[Diagnosis, ...] = parts(Diagnosis, "HI[ABK|BK|TQ]", default=())
    referring_providers: tuple[ReferringProvider, ...] = loops(
        ReferringProvider, "2310A", default=()
    )
    rendering_provider: Provider | None = loop(
        Provider, "2310B", default=None, doc="where it is not the billing provider"
    )
    service_facility: ServiceFacility | None = loop(ServiceFacility, "2310C", default=None)
