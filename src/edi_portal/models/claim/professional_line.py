"""A service line of a professional claim (2400)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import model
from edi_portal.models.claim.lines import ServiceLine
from edi_portal.models.claim.parties import (
    AmbulanceLocation,
    Provider,
    PurchasedServiceProvider,
    ReferringProvider,
    ServiceFacility,
)
from edi_portal.models.claim.parts import Attachment, Authorization, Certification, Contract
from edi_portal.models.claim.supplies import (
    AmbulanceTransport,
    Drug,
    DurableMedicalEquipment,
    EquipmentCertification,
    Form,
    PurchasedService,
    TestResult,
)
from edi_portal.models.fields import element, loop, loops, part, period, segment, segments
from edi_portal.models.parts import Procedure
from edi_portal.models.rules import NOT_NEGATIVE
from edi_portal.models.values import DateRange


@model
class ProfessionalLine(ServiceLine):
    """A service line of a professional claim.

    ``diagnosis_pointers`` are numbers of the claim's diagnoses, the first is 1, the most
    important first; one to four. Flags are ``True``, or nothing is said.
    """

    procedure: Procedure = part(Procedure, "SV101")
    charge_amount: Decimal = element("SV102", rule=NOT_NEGATIVE)
    unit_code: str = element("SV103", default="UN", required=True, doc="UN units, MJ minutes")
    units: Decimal = element("SV104", rule=NOT_NEGATIVE)
    place_of_service: str | None = element(
        "SV105", default=None, doc="where it is not that of the claim"
    )
    diagnosis_pointers: tuple[int, ...] = element("SV107-*")
    emergency: bool | None = element("SV109", default=None)
    epsdt: bool | None = element("SV111", default=None, doc="from a screening of children")
    family_planning: bool | None = element("SV112", default=None)
    copay_status: str | None = element("SV115", default=None, doc="0: exempt from copay")
    equipment: DurableMedicalEquipment | None = segment(
        DurableMedicalEquipment, "SV5", default=None
    )
    attachments: tuple[Attachment, ...] = segments(Attachment, "PWK[AA|BM|EL|EM|FT|FX]", default=())
    necessity_certificate_transmission: str | None = element(
        "PWK[AB|AD|AF|AG|NS]02", default=None, doc="how a certificate of medical necessity is sent"
    )
    ambulance: AmbulanceTransport | None = segment(AmbulanceTransport, "CR1", default=None)
    equipment_certification: EquipmentCertification | None = segment(
        EquipmentCertification, "CR3", default=None
    )
    ambulance_certifications: tuple[Certification, ...] = segments(
        Certification, "CRC[07]", default=()
    )
    hospice_employee: bool | None = element("CRC[70]02", default=None)
    equipment_condition: Certification | None = segment(Certification, "CRC[09]", default=None)
    service_date: date | DateRange = period("DTP[472]")
    prescription_date: date | None = period("DTP[471]", default=None)
    certification_revision_date: date | None = period("DTP[607]", default=None)
    begin_therapy_date: date | None = period("DTP[463]", default=None)
    last_certification_date: date | None = period("DTP[461]", default=None)
    last_seen_date: date | None = period("DTP[304]", default=None)
    hematology_test_date: date | None = period(
        "DTP[738]", default=None, doc="most recent hemoglobin or hematocrit"
    )
    creatinine_test_date: date | None = period("DTP[739]", default=None)
    shipped_date: date | None = period("DTP[011]", default=None)
    last_xray_date: date | None = period("DTP[455]", default=None)
    initial_treatment_date: date | None = period("DTP[454]", default=None)
    ambulance_patient_count: Decimal | None = element("QTY[PT]02", default=None)
    obstetric_additional_units: Decimal | None = element(
        "QTY[FL]02", default=None, doc="of anesthesia"
    )
    test_results: tuple[TestResult, ...] = segments(TestResult, "MEA", default=())
    contract: Contract | None = segment(Contract, "CN1", default=None)
    prior_authorizations: tuple[Authorization, ...] = segments(Authorization, "REF[G1]", default=())
    mammography_certification_number: str | None = element("REF[EW]02", default=None)
    clia_number: str | None = element("REF[X4]02", default=None, doc="of the laboratory")
    referring_clia_number: str | None = element("REF[F4]02", default=None)
    immunization_batch_number: str | None = element("REF[BT]02", default=None)
    referrals: tuple[Authorization, ...] = segments(Authorization, "REF[9F]", default=())
    sales_tax_amount: Decimal | None = element("AMT[T]02", default=None)
    postage_amount: Decimal | None = element("AMT[F4]02", default=None)
    file_information: tuple[str, ...] = element(
        "K301", default=(), doc="fixed formats that a payer or a state asks for"
    )
    purchased_service: PurchasedService | None = segment(PurchasedService, "PS1", default=None)
    drug: Drug | None = loop(Drug, "2410", default=None)
    rendering_provider: Provider | None = loop(Provider, "2420A", default=None)
    purchased_service_provider: PurchasedServiceProvider | None = loop(
        PurchasedServiceProvider, "2420B", default=None
    )
    service_facility: ServiceFacility | None = loop(ServiceFacility, "2420C", default=None)
    supervising_provider: Provider | None = loop(Provider, "2420D", default=None)
    ordering_provider: Provider | None = loop(Provider, "2420E", default=None)
    referring_providers: tuple[ReferringProvider, ...] = loops(
        ReferringProvider, "2420F", default=()
    )
    ambulance_pick_up: AmbulanceLocation | None = loop(AmbulanceLocation, "2420G", default=None)
    ambulance_drop_off: AmbulanceLocation | None = loop(AmbulanceLocation, "2420H", default=None)
    forms: tuple[Form, ...] = loops(Form, "2440", default=())
