"""A dental claim made in Python that has every segment of its guide."""

from datetime import date
from decimal import Decimal as D  # noqa: N817  # there are many

from edi_portal.models.claim import (
    DentalClaim,
    DentalLine,
    DentalLineAdjudication,
    DentalOtherInsurance,
    DentalProcedure,
    Diagnosis,
    OrthodonticTreatment,
    OtherPayerReferringProvider,
    ReferringProvider,
    RelatedCauses,
    ToothInformation,
    ToothStatus,
)
from edi_portal.models.values import DateRange
from tests.models import full_parts as parts
from tests.models.full_parts import DAY, PERSON, provider
from tests.models.full_professional import PRICING
from tests.models.small_claims import dental, patient, subscriber

CROWN = DentalProcedure(code="D2751", modifiers=("52", "XS"), description="CROWN")


def everything() -> DentalClaim:
    """A claim with every segment that the guide has."""
    small = dental()
    return small.evolve(
        billing_provider=small.billing_provider.evolve(
            organization_name=None,
            employer_tax_id=None,
            social_security_number="700002245",
            **PERSON,
        ),
        subscriber=subscriber(None).evolve(
            group_name="EXAMPLE GROUP", member_id=None, unique_health_id="HID1"
        ),
        patient=patient().evolve(social_security_number="700002246", **parts.ADDRESS),
        related_causes=RelatedCauses(causes=("EM",)),
        special_program="02",
        predetermination="PB",
        accident_date=DAY,
        appliance_placement_date=DAY,
        service_date=DateRange(DAY, date(2025, 3, 4)),
        orthodontics=OrthodonticTreatment(months=D(24), months_remaining=D("17.5"), indicator="Y"),
        tooth_statuses=(
            ToothStatus(tooth="1", status="M"),
            ToothStatus(tooth="32", status="E"),
        ),
        patient_paid_amount=D(40),
        predetermination_id="PRE1",
        diagnoses=(Diagnosis(code="K0381"), Diagnosis(snodent_code="1234567")),
        pricing=PRICING,
        referring_providers=(
            ReferringProvider(taxonomy_code="1223G0001X", **PERSON),
            ReferringProvider(role="P3", **PERSON),
        ),
        rendering_provider=provider(taxonomy_code="1223S0112X"),
        service_facility=parts.FACILITY,
        supervising_provider=provider(),
        other_insurance=(
            DentalOtherInsurance(
                insurance_type="12",
                referring_providers=(OtherPayerReferringProvider(secondary_ids=parts.G2),),
                rendering_provider=parts.OTHER_PROVIDER,
                supervising_provider=parts.OTHER_PROVIDER,
                billing_provider=parts.OTHER_PROVIDER,
                service_facility=parts.OTHER_ORGANIZATION,
                assistant_surgeon=parts.OTHER_PROVIDER,
                **{
                    **parts.other_insurance(),
                    "payer": parts.other_payer(predetermination_id="OPRE1"),
                },
            ),
        ),
        lines=(line(), assisted_line()),
        **parts.claim_of_any_kind(),
    )


def line() -> DentalLine:
    """A service line with every segment that the guide has, but for an assistant surgeon."""
    return DentalLine(
        procedure=CROWN,
        charge_amount=D(900),
        place_of_service="22",
        oral_cavity=("10", "20"),
        prosthesis="R",
        units=D(1),
        diagnosis_pointers=(2, 1),
        teeth=(
            ToothInformation(tooth="12", surfaces=("M", "O", "D")),
            ToothInformation(tooth="13"),
        ),
        service_date=DAY,
        prior_placement_date=date(2019, 6, 5),
        appliance_placement_date=date(2024, 8, 1),
        replacement_date=date(2025, 1, 10),
        treatment_start_date=date(2025, 2, 3),
        treatment_completion_date=date(2025, 2, 17),
        contract=parts.CONTRACT,
        predeterminations=(parts.AUTHORIZATION,),
        prior_authorizations=(parts.AUTHORIZATION,),
        referrals=(parts.AUTHORIZATION,),
        line_item_control_number="LINE1",
        repriced_claim_number="LREP1",
        adjusted_repriced_claim_number="LADJ1",
        sales_tax_amount=D("24.5"),
        file_information=("LINE DATA",),
        pricing=PRICING.evolve(
            procedure_qualifier="AD", procedure_code="D2751", unit_code="UN", units=D(1)
        ),
        rendering_provider=provider(taxonomy_code="1223P0700X", secondary_ids=parts.OF_PAYER),
        supervising_provider=provider(),
        service_facility=parts.FACILITY.evolve(secondary_ids=parts.OF_PAYER),
        adjudications=(
            DentalLineAdjudication(
                payer_identifier="SEP01",
                paid_amount=D(600),
                procedure=CROWN,
                paid_units=D(1),
                bundled_line_number=2,
                adjustment_groups=parts.ADJUSTMENTS,
                adjudication_date=DAY,
                remaining_patient_liability=D(100),
            ),
        ),
    )


def assisted_line() -> DentalLine:
    """A line with the other codes of its dates and references."""
    return DentalLine(
        procedure=DentalProcedure(code="D7210"),
        charge_amount=D(560),
        estimated_prior_placement_date=date(2015, 1, 1),
        repriced_reference="LREP2",
        adjusted_repriced_reference="LADJ2",
        assistant_surgeon=provider(taxonomy_code="1223S0112X"),
    )
