"""Professional claims (837P, CMS-1500)."""

from datetime import date

from edi_portal.models.base import model
from edi_portal.models.claim.codes import Diagnosis
from edi_portal.models.claim.coordination import ProfessionalOtherInsurance
from edi_portal.models.claim.parties import AmbulanceLocation, Provider
from edi_portal.models.claim.parts import Certification
from edi_portal.models.claim.practitioner import PractitionerClaim
from edi_portal.models.claim.professional_line import ProfessionalLine
from edi_portal.models.claim.supplies import (
    AmbulanceTransport,
    SpinalManipulation,
    VisionCondition,
)
from edi_portal.models.fields import element, loop, loops, parts, period, segment, segments
from edi_portal.models.values import DateRange


@model
class ProfessionalClaim(PractitionerClaim):
    """A claim of a physician or another practitioner, a supplier, an ambulance (837P)."""

    diagnoses: tuple[Diagnosis, ...] = parts(
        Diagnosis, "HI[ABK|BK]", doc="one to twelve, the principal one first"
    )
    patient_signature_source: str | None = element(
        "CLM10", default=None, doc="P: signed by the provider for the patient"
    )
    onset_date: date | None = period("DTP[431]", default=None, doc="of illness or symptoms")
    initial_treatment_date: date | None = period("DTP[454]", default=None)
    last_seen_date: date | None = period("DTP[304]", default=None)
    acute_manifestation_date: date | None = period("DTP[453]", default=None)
    last_menstrual_period_date: date | None = period("DTP[484]", default=None)
    last_xray_date: date | None = period("DTP[455]", default=None)
    vision_prescription_date: date | None = period(
        "DTP[471]", default=None, doc="of hearing devices, too"
    )
    disability_dates: date | DateRange | None = period(
        "DTP[314]", default=None, doc="one of these three: start and end …"
    )
    disability_start_date: date | DateRange | None = period(
        "DTP[360]", default=None, doc="… or the start alone"
    )
    disability_end_date: date | DateRange | None = period(
        "DTP[361]", default=None, doc="… or the end alone"
    )
    last_worked_date: date | None = period("DTP[297]", default=None)
    return_to_work_date: date | None = period("DTP[296]", default=None)
    admission_date: date | None = period("DTP[435]", default=None)
    discharge_date: date | None = period("DTP[096]", default=None)
    assumed_care_date: date | None = period("DTP[090]", default=None)
    relinquished_care_date: date | None = period("DTP[091]", default=None)
    first_contact_date: date | None = period(
        "DTP[444]", default=None, doc="of property and casualty claims"
    )
    medicare_section_4081: bool | None = element(
        "REF[F5]02", default=None, doc="mandatory Medicare crossover: True if it applies"
    )
    mammography_certification_number: str | None = element("REF[EW]02", default=None)
    clia_number: str | None = element("REF[X4]02", default=None, doc="of the laboratory")
    investigational_device_exemption: str | None = element("REF[LX]02", default=None)
    medical_record_number: str | None = element("REF[EA]02", default=None)
    demonstration_project: str | None = element("REF[P4]02", default=None)
    care_plan_oversight_number: str | None = element("REF[1J]02", default=None)
    ambulance: AmbulanceTransport | None = segment(AmbulanceTransport, "CR1", default=None)
    spinal_manipulation: SpinalManipulation | None = segment(
        SpinalManipulation, "CR2", default=None
    )
    ambulance_certifications: tuple[Certification, ...] = segments(
        Certification, "CRC[07]", default=()
    )
    vision_conditions: tuple[VisionCondition, ...] = segments(
        VisionCondition, "CRC[E1|E2|E3]", default=()
    )
    homebound: bool | None = element("CRC[75]02", default=None, doc="True, or nothing is said")
    epsdt_referral: Certification | None = segment(Certification, "CRC[ZZ]", default=None)
    anesthesia_procedure_codes: tuple[str, ...] = element(
        "HI[BP]-2", default=(), doc="of the surgery that anesthesia was for, at most two"
    )
    condition_codes: tuple[str, ...] = element("HI[BG]-2", default=(), doc="of the NUBC")
    supervising_provider: Provider | None = loop(Provider, "2310D", default=None)
    ambulance_pick_up: AmbulanceLocation | None = loop(AmbulanceLocation, "2310E", default=None)
    ambulance_drop_off: AmbulanceLocation | None = loop(AmbulanceLocation, "2310F", default=None)
    other_insurance: tuple[ProfessionalOtherInsurance, ...] = loops(
        ProfessionalOtherInsurance, "2320", default=()
    )
    lines: tuple[ProfessionalLine, ...] = loops(ProfessionalLine, "2400")
