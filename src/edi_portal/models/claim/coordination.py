"""Other insurance of the patient and what its payers decided (2320, 2330x, 2430).

The loops of an other payer's providers have other letters in each kind of claim, so each kind
has its own class of `OtherInsurance`.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from edi_portal.models.adjudication import InpatientAdjudication, OutpatientAdjudication
from edi_portal.models.adjustments import Adjustment, AdjustmentGroup, flattened
from edi_portal.models.base import Model, bindings, model
from edi_portal.models.claim.parties import Party, SecondaryId
from edi_portal.models.claim.subscriber import PayerName
from edi_portal.models.fields import element, loop, loops, part, period, segment, segments
from edi_portal.models.parts import Procedure


@model
class OtherInsured(Party):
    """Who is insured with the other payer (2330A)."""

    member_id: str | None = element("NM1[08=MI]09", default=None, doc="as on the card")
    unique_health_id: str | None = element("NM1[08=II]09", default=None)
    social_security_numbers: tuple[str, ...] = element("REF[SY]02", default=())


@model
class OtherPayer(PayerName):
    """The other payer (2330B)."""

    adjudication_date: date | None = period(
        "DTP[573]", default=None, doc="when it decided, where its lines do not say"
    )
    prior_authorization_number: str | None = element("REF[G1]02", default=None)
    referral_number: str | None = element("REF[9F]02", default=None)
    adjustment_indicator: str | None = element(
        "REF[T4]02", default=None, doc="Y: it has adjusted the claim since"
    )
    predetermination_id: str | None = element("REF[G3]02", default=None)
    payer_claim_control_number: str | None = element("REF[F8]02", default=None)


@model
class OtherPayerProvider(Model):
    """How the other payer identifies a provider of the claim (2330C to 2330I).

    ``entity_type`` is ``1`` for a person, ``2`` for an organization.
    """

    entity_type: str = element("NM102", default="1", required=True)
    secondary_ids: tuple[SecondaryId, ...] = segments(SecondaryId, "REF")


@model
class OtherPayerReferringProvider(OtherPayerProvider):
    """As `OtherPayerProvider`, of who referred the patient or is the primary care provider."""

    role: str = element(
        "NM101", default="DN", required=True, doc="DN who referred, P3 primary care provider"
    )


@model
class OtherPayerOrganization(Model):
    """How the other payer identifies a facility, or an institution that bills."""

    secondary_ids: tuple[SecondaryId, ...] = segments(SecondaryId, "REF")


@model
class OtherInsurance(Model):
    """Another payer of the patient, before or after this one, and what it decided (2320).

    Codes are those of `Subscriber`. Amounts are what the other payer said of the claim as a
    whole; of each service `LineAdjudication` says it.
    """

    payer_responsibility: str = element("SBR01")
    relationship: str = element("SBR02", doc="of the patient to the other insured; 18 the same")
    group_number: str | None = element("SBR03", default=None, doc="group or policy number")
    group_name: str | None = element("SBR04", default=None)
    insurance_type: str | None = element("SBR05", default=None)
    claim_filing_code: str | None = element("SBR09", default=None)
    adjustment_groups: tuple[AdjustmentGroup, ...] = segments(
        AdjustmentGroup, "CAS", default=(), doc="of the claim, beside those of its lines"
    )
    payer_paid_amount: Decimal | None = element("AMT[D]02", default=None)
    non_covered_amount: Decimal | None = element("AMT[A8]02", default=None)
    remaining_patient_liability: Decimal | None = element(
        "AMT[EAF]02", default=None, doc="as the provider reckons it"
    )
    benefits_assignment: str = element("OI03", doc="Y assigned, N not, W not applicable")
    patient_signature_source: str | None = element("OI04", default=None)
    release_of_information: str = element("OI06", doc="Y signed statement, I informed consent")
    inpatient_adjudication: InpatientAdjudication | None = segment(
        InpatientAdjudication, "MIA", default=None
    )
    outpatient_adjudication: OutpatientAdjudication | None = segment(
        OutpatientAdjudication, "MOA", default=None
    )
    insured: OtherInsured = loop(OtherInsured, "2330A")
    payer: OtherPayer = loop(OtherPayer, "2330B")

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Each adjustment of the claim with its group and reason."""
        return flattened(self.adjustment_groups)


@model
class ProfessionalOtherInsurance(OtherInsurance):
    """Other insurance on a professional claim."""

    referring_providers: tuple[OtherPayerReferringProvider, ...] = loops(
        OtherPayerReferringProvider, "2330C", default=()
    )
    rendering_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330D", default=None)
    service_facility: OtherPayerOrganization | None = loop(
        OtherPayerOrganization, "2330E", default=None
    )
    supervising_provider: OtherPayerProvider | None = loop(
        OtherPayerProvider, "2330F", default=None
    )
    billing_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330G", default=None)


@model
class InstitutionalOtherInsurance(OtherInsurance):
    """Other insurance on an institutional claim."""

    attending_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330C", default=None)
    operating_physician: OtherPayerProvider | None = loop(OtherPayerProvider, "2330D", default=None)
    other_operating_physician: OtherPayerProvider | None = loop(
        OtherPayerProvider, "2330E", default=None
    )
    service_facility: OtherPayerOrganization | None = loop(
        OtherPayerOrganization, "2330F", default=None
    )
    rendering_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330G", default=None)
    referring_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330H", default=None)
    billing_provider: OtherPayerOrganization | None = loop(
        OtherPayerOrganization, "2330I", default=None
    )


@model
class DentalOtherInsurance(OtherInsurance):
    """Other insurance on a dental claim."""

    referring_providers: tuple[OtherPayerReferringProvider, ...] = loops(
        OtherPayerReferringProvider, "2330C", default=()
    )
    rendering_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330D", default=None)
    supervising_provider: OtherPayerProvider | None = loop(
        OtherPayerProvider, "2330E", default=None
    )
    billing_provider: OtherPayerProvider | None = loop(OtherPayerProvider, "2330F", default=None)
    service_facility: OtherPayerOrganization | None = loop(
        OtherPayerOrganization, "2330G", default=None
    )
    assistant_surgeon: OtherPayerProvider | None = loop(OtherPayerProvider, "2330H", default=None)


def other_insurance_of(claim: Any) -> type[OtherInsurance]:
    """The class that a claim lists its other payers by: it tells which guide the claim is of."""
    found: type[OtherInsurance] = bindings(type(claim))["other_insurance"].of
    return found


@model
class DentalProcedure(Procedure):
    """A procedure of the CDT (``AD``), with up to four modifiers."""

    qualifier: str = element("1", default="AD", required=True)


@model
class LineAdjudication(Model):
    """What another payer decided on a service line (2430).

    ``payer_identifier`` is that of the `OtherPayer`, so it tells which of them it was.
    """

    payer_identifier: str = element("SVD01")
    paid_amount: Decimal = element("SVD02", doc="0 where nothing was paid")
    procedure: Procedure | None = part(Procedure, "SVD03", default=None, doc="as it was paid")
    revenue_code: str | None = element("SVD04", default=None, doc="of institutional claims")
    paid_units: Decimal = element("SVD05")
    bundled_line_number: int | None = element(
        "SVD06", default=None, doc="the line it was bundled into, or unbundled from"
    )
    adjustment_groups: tuple[AdjustmentGroup, ...] = segments(AdjustmentGroup, "CAS", default=())
    adjudication_date: date = period("DTP[573]")
    remaining_patient_liability: Decimal | None = element("AMT[EAF]02", default=None)

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Each adjustment of the line with its group and reason."""
        return flattened(self.adjustment_groups)


@model
class DentalLineAdjudication(LineAdjudication):
    """What another payer decided on a line of a dental claim (2430)."""

    procedure: DentalProcedure = part(DentalProcedure, "SVD03", doc="as it was paid")
