"""An institutional claim made in Python that has every segment of its guide."""

from datetime import date, datetime, time
from decimal import Decimal as D  # noqa: N817  # there are many

from edi_portal.models.adjudication import InpatientAdjudication
from edi_portal.models.claim import (
    Diagnosis,
    Drug,
    InpatientProcedure,
    InstitutionalClaim,
    InstitutionalLine,
    InstitutionalOtherInsurance,
    LineAdjudication,
    Occurrence,
    OccurrenceSpan,
    Pricing,
    ValueCode,
)
from edi_portal.models.values import DateRange
from tests.models import full_parts as parts
from tests.models.full_parts import ADDRESS, DAY, provider
from tests.models.small_claims import institutional

STAY = DateRange(date(2025, 2, 1), date(2025, 2, 5))
PRICING = Pricing(
    methodology="02",
    allowed_amount=D(90),
    savings_amount=D(20),
    organization_id="REPRICER1",
    rate=D("12.5"),
    group_code="195",
    group_amount=D(80),
    revenue_code="0120",
    unit_code="DA",
    units=D(4),
    reject_reason="T1",
    policy_compliance="1",
    exception="2",
)


def everything() -> InstitutionalClaim:
    """A claim with every segment that the guide has."""
    small = institutional()
    return small.evolve(
        facility_type="11",
        statement_dates=STAY,
        admission_date=datetime(2025, 2, 1, 9, 45),  # noqa: DTZ001  # X12 has no time zones
        discharge_time=time(11, 30),
        patient_estimated_amount_due=D(100),
        investigational_device_exemptions=("IDE1", "IDE2"),
        auto_accident_state="TX",
        medical_record_number="MRN1",
        demonstration_project="DEMO1",
        peer_review_number="PRO1",
        epsdt_referral=parts.EPSDT,
        principal_diagnosis=Diagnosis(code="J189", present_on_admission="Y"),
        admitting_diagnosis=Diagnosis(code="R0602"),
        reasons_for_visit=(Diagnosis(code="R509"), Diagnosis(code="R05")),
        external_causes=(Diagnosis(code="W19XXXA", present_on_admission="N"),),
        drg_code="195",
        other_diagnoses=tuple(Diagnosis(code=f"E1{at:02}") for at in range(13)),
        principal_procedure=InpatientProcedure(code="0BJ08ZZ", performed_on=DAY),
        other_procedures=(InpatientProcedure(icd9_code="3324", performed_on=DAY),),
        occurrence_spans=(OccurrenceSpan(code="74", dates=STAY),),
        occurrences=(Occurrence(code="11", occurred_on=DAY),),
        values=(ValueCode(code="80", amount=D(4)), ValueCode(code="A8", amount=D("70.5"))),
        condition_codes=("02", "04"),
        treatment_codes=("A01", "A02"),
        pricing=PRICING,
        attending_provider=provider(taxonomy_code="207R00000X"),
        operating_physician=provider(),
        other_operating_physician=provider(),
        rendering_provider=provider(),
        service_facility=parts.FACILITY,
        referring_provider=provider(),
        other_insurance=(
            InstitutionalOtherInsurance(
                inpatient_adjudication=inpatient(),
                attending_provider=parts.OTHER_PROVIDER,
                operating_physician=parts.OTHER_PROVIDER,
                other_operating_physician=parts.OTHER_PROVIDER,
                service_facility=parts.OTHER_ORGANIZATION,
                rendering_provider=parts.OTHER_PROVIDER,
                referring_provider=parts.OTHER_PROVIDER,
                billing_provider=parts.OTHER_ORGANIZATION,
                **parts.other_insurance(),
            ),
        ),
        lines=(line(), small.lines[0]),
        subscriber=small.subscriber.evolve(
            payer=small.payer.evolve(billing_provider_ids=parts.G2, **ADDRESS)
        ),
        **parts.claim_of_any_kind(),
    )


def inpatient() -> InpatientAdjudication:
    """An inpatient adjudication with everything but what a claim has no place for."""
    amounts = {
        name: D(at)
        for at, name in enumerate(
            (
                *("lifetime_psychiatric_days", "drg_amount", "disproportionate_share_amount"),
                *("msp_pass_through_amount", "pps_capital_amount", "pps_capital_fsp_drg_amount"),
                *("pps_capital_hsp_drg_amount", "pps_capital_dsh_drg_amount"),
                *("old_capital_amount", "pps_capital_ime_amount"),
                "operating_hospital_specific_drg_amount",
                *("cost_report_days", "operating_federal_specific_drg_amount"),
                *("pps_capital_outlier_amount", "indirect_teaching_amount"),
                *("nonpayable_professional_component_amount", "pps_capital_exception_amount"),
            ),
            1,
        )
    }
    return InpatientAdjudication(covered_days=D(4), remark_codes=("MA01", "MA02"), **amounts)


def line() -> InstitutionalLine:
    """A service line with every segment that the guide has."""
    return InstitutionalLine(
        revenue_code="0250",
        procedure=parts.PROCEDURE,
        charge_amount=D("99.5"),
        unit_code="DA",
        units=D("2.5"),
        non_covered_amount=D(5),
        attachments=(parts.ATTACHMENT,),
        service_date=STAY,
        line_item_control_number="LINE1",
        repriced_reference="LREP1",
        adjusted_repriced_reference="LADJ1",
        service_tax_amount=D("1.1"),
        facility_tax_amount=D("2.2"),
        notes=(parts.NOTE.evolve(code="TPO"),),
        pricing=PRICING.evolve(procedure_qualifier="HC", procedure_code="99214"),
        drug=Drug(code="00002821501", quantity=D(1), unit_code="UN", compound_link="LINK1"),
        operating_physician=provider(secondary_ids=parts.OF_PAYER),
        other_operating_physician=provider(),
        rendering_provider=provider(),
        referring_provider=provider(),
        adjudications=(
            LineAdjudication(
                payer_identifier="SEP01",
                paid_amount=D(0),
                procedure=parts.PROCEDURE,
                revenue_code="0250",
                paid_units=D(1),
                bundled_line_number=2,
                adjustment_groups=parts.ADJUSTMENTS,
                adjudication_date=DAY,
                remaining_patient_liability=D("12.5"),
            ),
        ),
    )
