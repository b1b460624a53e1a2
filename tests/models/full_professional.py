"""A professional claim made in Python that has every segment of its guide."""

from datetime import date, timedelta
from decimal import Decimal as D  # noqa: N817  # there are many

from edi_portal.models.claim import (
    AmbulanceLocation,
    AmbulanceTransport,
    Certification,
    Diagnosis,
    Drug,
    DurableMedicalEquipment,
    EquipmentCertification,
    Form,
    FormAnswer,
    LineAdjudication,
    OtherInsured,
    OtherPayerReferringProvider,
    Pricing,
    ProfessionalClaim,
    ProfessionalLine,
    ProfessionalOtherInsurance,
    PurchasedService,
    PurchasedServiceProvider,
    ReferringProvider,
    RelatedCauses,
    SecondaryId,
    SpinalManipulation,
    TestResult,
    VisionCondition,
)
from edi_portal.models.values import DateRange
from tests.models import full_parts as parts
from tests.models.full_parts import ADDRESS, DAY, PERSON, provider
from tests.models.small_claims import patient, professional, subscriber

PRICING = Pricing(
    methodology="02",
    allowed_amount=D(90),
    savings_amount=D("20.5"),
    organization_id="REPRICER1",
    rate=D("12.5"),
    group_code="APG1",
    group_amount=D(80),
    reject_reason="T1",
    policy_compliance="1",
    exception="2",
)
AMBULANCE = AmbulanceTransport(
    patient_weight=D(165),
    reason="A",
    distance=D("12.5"),
    round_trip_purpose="DIALYSIS",
    stretcher_purpose="FRACTURE",
)
IN_AMBULANCE = (Certification(applies=True, conditions=("04", "06", "07", "08", "09")),)
PICK_UP = AmbulanceLocation(**ADDRESS)
DROP_OFF = AmbulanceLocation(name="LAKESIDE HOSPITAL", **ADDRESS)


def on(number: int) -> date:
    """Days that differ from each other."""
    return DAY + timedelta(days=number)


def everything() -> ProfessionalClaim:
    """A claim with every segment that the guide has."""
    small = professional()
    return small.evolve(
        billing_provider=small.billing_provider.evolve(
            taxonomy_code="261QP2300X",
            currency="CAD",
            secondary_ids=(SecondaryId(qualifier="0B", value="LIC1"),),
            contacts=(parts.CONTACT,),
            pay_to_address=parts.PAY_TO_ADDRESS,
            pay_to_plan=parts.PAY_TO_PLAN,
        ),
        subscriber=subscriber(None).evolve(
            payer_responsibility="S",
            group_number="GRP1",
            insurance_type="12",
            middle_name="B",
            suffix="SR",
            social_security_number="700002248",
            property_casualty_claim_number="PC1",
            contact=parts.PHONE,
            payer=small.payer.evolve(
                secondary_ids=(SecondaryId(qualifier="2U", value="EHP02"),),
                billing_provider_ids=parts.G2,
                **ADDRESS,
            ),
        ),
        patient=patient().evolve(
            death_date=DAY,
            weight=D("80.5"),
            pregnant=True,
            member_id="MEMBER1",
            property_casualty_claim_number="PC1",
            contact=parts.PHONE,
        ),
        diagnoses=(Diagnosis(code="J029"), Diagnosis(code="R509"), Diagnosis(icd9_code="4659")),
        provider_signature_on_file=False,
        patient_signature_source="P",
        related_causes=RelatedCauses(causes=("AA", "EM"), state="TX", country="US"),
        special_program="02",
        onset_date=on(1),
        initial_treatment_date=on(2),
        last_seen_date=on(3),
        acute_manifestation_date=on(4),
        accident_date=on(5),
        last_menstrual_period_date=on(6),
        last_xray_date=on(7),
        vision_prescription_date=on(8),
        disability_start_date=on(9),
        last_worked_date=on(10),
        return_to_work_date=on(11),
        admission_date=on(12),
        discharge_date=on(13),
        assumed_care_date=on(14),
        relinquished_care_date=on(15),
        first_contact_date=on(16),
        patient_paid_amount=D(15),
        medicare_section_4081=True,
        mammography_certification_number="MAMMO1",
        clia_number="45D0000001",
        investigational_device_exemption="IDE1",
        medical_record_number="MRN1",
        demonstration_project="DEMO1",
        care_plan_oversight_number="CPO1",
        ambulance=AMBULANCE,
        spinal_manipulation=SpinalManipulation(
            condition="A", description="FIRST", further_description="SECOND"
        ),
        ambulance_certifications=IN_AMBULANCE,
        vision_conditions=(VisionCondition(category="E1", applies=True, conditions=("L1", "L2")),),
        homebound=True,
        epsdt_referral=parts.EPSDT,
        anesthesia_procedure_codes=("33999", "33968"),
        condition_codes=("A0", "AA"),
        pricing=PRICING,
        referring_providers=(
            ReferringProvider(npi="2000002024", secondary_ids=parts.G2, **PERSON),
            ReferringProvider(role="P3", **PERSON),
        ),
        rendering_provider=provider(taxonomy_code="207Q00000X"),
        service_facility=parts.FACILITY.evolve(contact=parts.PHONE),
        supervising_provider=provider(),
        ambulance_pick_up=PICK_UP,
        ambulance_drop_off=DROP_OFF,
        other_insurance=(other_insurance(), second_insurance()),
        lines=(line(), small.lines[0]),
        **parts.claim_of_any_kind(),
    )


def other_insurance() -> ProfessionalOtherInsurance:
    """Other insurance with its decision, and its numbers of all providers."""
    return ProfessionalOtherInsurance(
        insurance_type="12",
        patient_signature_source="P",
        referring_providers=(OtherPayerReferringProvider(role="P3", secondary_ids=parts.G2),),
        rendering_provider=parts.OTHER_PROVIDER,
        service_facility=parts.OTHER_ORGANIZATION,
        supervising_provider=parts.OTHER_PROVIDER,
        billing_provider=parts.OTHER_PROVIDER.evolve(entity_type="2"),
        **parts.other_insurance(),
    )


def second_insurance() -> ProfessionalOtherInsurance:
    """Insurance that has decided nothing yet, of an organization."""
    return ProfessionalOtherInsurance(
        payer_responsibility="T",
        relationship="20",
        benefits_assignment="Y",
        release_of_information="Y",
        insured=OtherInsured(organization_name="EXAMPLE EMPLOYER", unique_health_id="HID1"),
        payer=parts.other_payer().evolve(identifier="TEP01", id_qualifier="XV"),
    )


def line() -> ProfessionalLine:
    """A service line with every segment that the guide has."""
    return ProfessionalLine(
        procedure=parts.PROCEDURE,
        charge_amount=D("99.5"),
        unit_code="MJ",
        units=D("1.5"),
        place_of_service="22",
        diagnosis_pointers=(3, 1, 2),
        emergency=True,
        epsdt=True,
        family_planning=True,
        copay_status="0",
        equipment=DurableMedicalEquipment(
            procedure_code="A4631",
            days_of_necessity=D(30),
            rental_price=D("50.75"),
            purchase_price=D(500),
            rental_unit="4",
        ),
        attachments=(parts.ATTACHMENT,),
        necessity_certificate_transmission="AB",
        ambulance=AMBULANCE,
        equipment_certification=EquipmentCertification(kind="I", months=D(6)),
        ambulance_certifications=IN_AMBULANCE,
        hospice_employee=False,
        equipment_condition=Certification(applies=True, conditions=("38", "ZV")),
        service_date=DateRange(DAY, on(1)),
        prescription_date=on(1),
        certification_revision_date=on(2),
        begin_therapy_date=on(3),
        last_certification_date=on(4),
        last_seen_date=on(5),
        hematology_test_date=on(6),
        creatinine_test_date=on(7),
        shipped_date=on(8),
        last_xray_date=on(9),
        initial_treatment_date=on(10),
        ambulance_patient_count=D(2),
        obstetric_additional_units=D(3),
        test_results=(TestResult(reference="TR", measurement="R1", value=D("11.4")),),
        contract=parts.CONTRACT,
        line_item_control_number="LINE1",
        repriced_reference="LREP1",
        adjusted_repriced_reference="LADJ1",
        prior_authorizations=(parts.AUTHORIZATION, parts.AUTHORIZATION.evolve(number="AUTH2")),
        mammography_certification_number="MAMMO1",
        clia_number="45D0000001",
        referring_clia_number="45D0000002",
        immunization_batch_number="BATCH1",
        referrals=(parts.AUTHORIZATION,),
        sales_tax_amount=D("1.1"),
        postage_amount=D("2.2"),
        file_information=("LINE DATA",),
        notes=(parts.NOTE, parts.NOTE.evolve(code="TPO")),
        purchased_service=PurchasedService(provider_identifier="PSP1", charge_amount=D(25)),
        pricing=PRICING.evolve(
            procedure_qualifier="HC", procedure_code="99214", unit_code="UN", units=D(2)
        ),
        drug=Drug(code="00002821501", quantity=D("2.5"), unit_code="ML", prescription_number="RX1"),
        rendering_provider=provider(taxonomy_code="207Q00000X", secondary_ids=parts.OF_PAYER),
        purchased_service_provider=PurchasedServiceProvider(
            entity_type="2", npi="2000003030", secondary_ids=parts.OF_PAYER
        ),
        service_facility=parts.FACILITY,
        supervising_provider=provider(),
        ordering_provider=provider(contacts=(parts.CONTACT,), **ADDRESS),
        referring_providers=(ReferringProvider(**PERSON),),
        ambulance_pick_up=PICK_UP,
        ambulance_drop_off=DROP_OFF,
        adjudications=(
            LineAdjudication(
                payer_identifier="SEP01",
                paid_amount=D(0),
                procedure=parts.PROCEDURE,
                paid_units=D(1),
                bundled_line_number=2,
                adjustment_groups=parts.ADJUSTMENTS,
                adjudication_date=on(11),
                remaining_patient_liability=D("12.5"),
            ),
        ),
        forms=(
            Form(
                code_list="UT",
                code="484.03",
                answers=(
                    FormAnswer(question="1A", answer="Y"),
                    FormAnswer(question="2", text="NONE"),
                    FormAnswer(question="3", day=DAY),
                    FormAnswer(question="4", percentage=D("89.5")),
                ),
            ),
        ),
    )
