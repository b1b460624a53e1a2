"""Institutional claims (837I, UB-04)."""

from datetime import date, datetime, time
from decimal import Decimal

from edi_portal.models.base import model
from edi_portal.models.claim.base import Claim
from edi_portal.models.claim.codes import (
    Diagnosis,
    InpatientProcedure,
    Occurrence,
    OccurrenceSpan,
    ValueCode,
)
from edi_portal.models.claim.coordination import InstitutionalOtherInsurance
from edi_portal.models.claim.lines import InstitutionalLine
from edi_portal.models.claim.parties import Provider, ServiceFacility
from edi_portal.models.claim.parts import Certification
from edi_portal.models.fields import element, loop, loops, part, parts, period, segment
from edi_portal.models.values import DateRange, Formatted


@model
class InstitutionalClaim(Claim):
    """A claim of a hospital, nursing facility, home health agency … (837I)."""

    facility_type: str = element("CLM05-1", doc="first two digits of the type of bill, as 11")
    statement_dates: DateRange = period("DTP[434]", doc="first and last day of the bill")
    admission_date: date | datetime | Formatted | None = period(
        "DTP[435]", default=None, doc="with the hour, where it is known"
    )
    discharge_time: time | Formatted | None = period("DTP[096]", default=None)
    admission_type: str = element("CL101", doc="as 1 emergency, 3 elective")
    admission_source: str | None = element("CL102", default=None)
    patient_status: str = element("CL103", doc="at the end of the bill, as 01 home, 30 still there")
    patient_estimated_amount_due: Decimal | None = element("AMT[F3]02", default=None)
    investigational_device_exemptions: tuple[str, ...] = element("REF[LX]02", default=())
    auto_accident_state: str | None = element("REF[LU]02", default=None)
    medical_record_number: str | None = element("REF[EA]02", default=None)
    demonstration_project: str | None = element("REF[P4]02", default=None)
    peer_review_number: str | None = element("REF[G4]02", default=None)
    epsdt_referral: Certification | None = segment(Certification, "CRC", default=None)
    principal_diagnosis: Diagnosis = part(Diagnosis, "HI[ABK|BK]01")
    admitting_diagnosis: Diagnosis | None = part(Diagnosis, "HI[ABJ|BJ]01", default=None)
    reasons_for_visit: tuple[Diagnosis, ...] = parts(Diagnosis, "HI[APR|PR]", default=())
    external_causes: tuple[Diagnosis, ...] = parts(Diagnosis, "HI[ABN|BN]", default=())
    drg_code: str | None = element("HI[DR]01-2", default=None, doc="diagnosis related group")
    other_diagnoses: tuple[Diagnosis, ...] = parts(Diagnosis, "HI[ABF|BF]", default=())
    principal_procedure: InpatientProcedure | None = part(
        InpatientProcedure, "HI[BBR|BR|CAH]01", default=None
    )
    other_procedures: tuple[InpatientProcedure, ...] = parts(
        InpatientProcedure, "HI[BBQ|BQ]", default=()
    )
    occurrence_spans: tuple[OccurrenceSpan, ...] = parts(OccurrenceSpan, "HI[BI]", default=())
    occurrences: tuple[Occurrence, ...] = parts(Occurrence, "HI[BH]", default=())
    values: tuple[ValueCode, ...] = parts(ValueCode, "HI[BE]", default=())
    condition_codes: tuple[str, ...] = element("HI[BG]-2", default=(), doc="of the NUBC")
    treatment_codes: tuple[str, ...] = element("HI[TC]-2", default=(), doc="of home health plans")
    attending_provider: Provider | None = loop(Provider, "2310A", default=None)
    operating_physician: Provider | None = loop(Provider, "2310B", default=None)
    other_operating_physician: Provider | None = loop(Provider, "2310C", default=None)
    rendering_provider: Provider | None = loop(Provider, "2310D", default=None)
    service_facility: ServiceFacility | None = loop(ServiceFacility, "2310E", default=None)
    referring_provider: Provider | None = loop(Provider, "2310F", default=None)
    other_insurance: tuple[InstitutionalOtherInsurance, ...] = loops(
        InstitutionalOtherInsurance, "2320", default=()
    )
    lines: tuple[InstitutionalLine, ...] = loops(InstitutionalLine, "2400")

    @property
    def type_of_bill(self) -> str:
        """The type of bill in four digits, as on a UB-04: 0111 is an inpatient's whole stay."""
        return f"0{self.facility_type}{self.claim_frequency_code}"

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """The principal diagnosis and the other ones; admission, visit and causes not included."""
        return (self.principal_diagnosis, *self.other_diagnoses)

    @property
    def admitted_on(self) -> date | None:
        """The day of admission, whether or not its hour is given."""
        found = self.admission_date
        if isinstance(found, datetime):
            return found.date()
        return found if isinstance(found, date) else None
