"""Service lines: what was done, when, for how much (2400)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.claim.coordination import (
    DentalLineAdjudication,
    DentalProcedure,
    LineAdjudication,
)
from edi_portal.models.claim.parties import Provider, ServiceFacility
from edi_portal.models.claim.parts import Attachment, Authorization, Contract, Note, Pricing
from edi_portal.models.claim.supplies import Drug
from edi_portal.models.fields import element, loop, loops, part, period, segment, segments
from edi_portal.models.parts import Procedure
from edi_portal.models.rules import NOT_NEGATIVE
from edi_portal.models.values import DateRange


@model
class ServiceLine(Model):
    """What service lines of every kind have in common (2400).

    Lines are numbered anew when they are written. ``line_item_control_number`` comes back in
    the remittance.
    """

    number: int | None = element("LX01", default=None, eq=False)
    service_date: date | DateRange | None = period("DTP[472]", default=None)
    line_item_control_number: str | None = element("REF[6R]02", default=None)
    repriced_reference: str | None = element("REF[9B]02", default=None)
    adjusted_repriced_reference: str | None = element("REF[9D]02", default=None)
    notes: tuple[Note, ...] = segments(Note, "NTE", default=())
    pricing: Pricing | None = segment(Pricing, "HCP", default=None)
    adjudications: tuple[LineAdjudication, ...] = loops(
        LineAdjudication, "2430", default=(), doc="what other payers decided"
    )


@model
class InstitutionalLine(ServiceLine):
    """A service line of an institutional claim: a revenue code, with a procedure or without."""

    revenue_code: str = element("SV201")
    procedure: Procedure | None = part(Procedure, "SV202", default=None)
    charge_amount: Decimal = element("SV203", rule=NOT_NEGATIVE)
    unit_code: str = element("SV204", default="UN", required=True, doc="UN units, DA days")
    units: Decimal = element("SV205", rule=NOT_NEGATIVE)
    attachments: tuple[Attachment, ...] = segments(Attachment, "PWK", default=())
    non_covered_amount: Decimal | None = element("SV207", default=None)
    service_tax_amount: Decimal | None = element("AMT[GT]02", default=None)
    facility_tax_amount: Decimal | None = element("AMT[N8]02", default=None)
    drug: Drug | None = loop(Drug, "2410", default=None)
    operating_physician: Provider | None = loop(Provider, "2420A", default=None)
    other_operating_physician: Provider | None = loop(Provider, "2420B", default=None)
    rendering_provider: Provider | None = loop(Provider, "2420C", default=None)
    referring_provider: Provider | None = loop(Provider, "2420D", default=None)


@model
class ToothInformation(Model):
    """A tooth that was treated (TOO), by its number, with the surfaces.

    Surfaces: ``B`` buccal, ``D`` distal, ``F`` facial, ``I`` incisal, ``L`` lingual, ``M``
    mesial, ``O`` occlusal.
    """

    tooth: str = element("02")
    surfaces: tuple[str, ...] = element("03-*", default=(), doc="at most five")


@model
class DentalLine(ServiceLine):
    """A service line of a dental claim.

    ``oral_cavity`` are areas of the mouth, such as ``00`` the whole, ``10`` to ``40`` quadrants.
    ``prosthesis``: ``I`` initial placement, ``R`` replacement.
    """

    procedure: DentalProcedure = part(DentalProcedure, "SV301")
    charge_amount: Decimal = element("SV302", rule=NOT_NEGATIVE)
    place_of_service: str | None = element(
        "SV303", default=None, doc="where it is not that of the claim"
    )
    oral_cavity: tuple[str, ...] = element("SV304-*", default=(), doc="at most five")
    prosthesis: str | None = element("SV305", default=None)
    units: Decimal | None = element(
        "SV306", default=None, rule=NOT_NEGATIVE, doc="how often it was done"
    )
    diagnosis_pointers: tuple[int, ...] = element(
        "SV311-*", default=(), doc="numbers of the claim's diagnoses, the first is 1"
    )
    teeth: tuple[ToothInformation, ...] = segments(ToothInformation, "TOO", default=())
    service_date: date | None = period("DTP[472]", default=None)
    prior_placement_date: date | None = period("DTP[441]", default=None)
    estimated_prior_placement_date: date | None = period("DTP[139]", default=None)
    appliance_placement_date: date | None = period("DTP[452]", default=None)
    replacement_date: date | None = period("DTP[446]", default=None)
    treatment_start_date: date | None = period("DTP[196]", default=None)
    treatment_completion_date: date | None = period("DTP[198]", default=None)
    contract: Contract | None = segment(Contract, "CN1", default=None)
    predeterminations: tuple[Authorization, ...] = segments(Authorization, "REF[G3]", default=())
    prior_authorizations: tuple[Authorization, ...] = segments(Authorization, "REF[G1]", default=())
    referrals: tuple[Authorization, ...] = segments(Authorization, "REF[9F]", default=())
    repriced_claim_number: str | None = element("REF[9A]02", default=None)
    adjusted_repriced_claim_number: str | None = element("REF[9C]02", default=None)
    sales_tax_amount: Decimal | None = element("AMT[T]02", default=None)
    file_information: tuple[str, ...] = element(
        "K301", default=(), doc="fixed formats that a payer or a state asks for"
    )
    rendering_provider: Provider | None = loop(Provider, "2420A", default=None)
    assistant_surgeon: Provider | None = loop(Provider, "2420B", default=None)
    supervising_provider: Provider | None = loop(Provider, "2420C", default=None)
    service_facility: ServiceFacility | None = loop(ServiceFacility, "2420D", default=None)
    adjudications: tuple[DentalLineAdjudication, ...] = loops(
        DentalLineAdjudication, "2430", default=(), doc="what other payers decided"
    )
