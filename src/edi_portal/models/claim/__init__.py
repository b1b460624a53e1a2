"""Claims (837): professional, institutional, dental."""

from edi_portal.models.claim.base import Claim
from edi_portal.models.claim.billing import BillingProvider, PayToAddress, PayToPlan
from edi_portal.models.claim.codes import (
    Diagnosis,
    InpatientProcedure,
    Occurrence,
    OccurrenceSpan,
    ValueCode,
)
from edi_portal.models.claim.coordination import (
    DentalLineAdjudication,
    DentalOtherInsurance,
    DentalProcedure,
    InstitutionalOtherInsurance,
    LineAdjudication,
    OtherInsurance,
    OtherInsured,
    OtherPayer,
    OtherPayerOrganization,
    OtherPayerProvider,
    OtherPayerReferringProvider,
    ProfessionalOtherInsurance,
)
from edi_portal.models.claim.dental import DentalClaim, OrthodonticTreatment, ToothStatus
from edi_portal.models.claim.institutional import InstitutionalClaim
from edi_portal.models.claim.lines import (
    DentalLine,
    InstitutionalLine,
    ServiceLine,
    ToothInformation,
)
from edi_portal.models.claim.parties import (
    AmbulanceLocation,
    Party,
    Provider,
    PurchasedServiceProvider,
    ReferringProvider,
    SecondaryId,
    ServiceFacility,
)
from edi_portal.models.claim.parts import (
    Attachment,
    Authorization,
    Certification,
    Contract,
    Note,
    Pricing,
    RelatedCauses,
)
from edi_portal.models.claim.practitioner import PractitionerClaim
from edi_portal.models.claim.professional import ProfessionalClaim
from edi_portal.models.claim.professional_line import ProfessionalLine
from edi_portal.models.claim.subscriber import (
    Patient,
    Payer,
    PayerName,
    Subscriber,
    TreatedPerson,
)
from edi_portal.models.claim.supplies import (
    AmbulanceTransport,
    Drug,
    DurableMedicalEquipment,
    EquipmentCertification,
    Form,
    FormAnswer,
    PurchasedService,
    SpinalManipulation,
    TestResult,
    VisionCondition,
)
from edi_portal.models.claim.transmission import Receiver, Submitter, Transmission
from edi_portal.models.layout import HEADER, Layout
from edi_portal.models.parts import Contact, Procedure

_CLAIMS: dict[str, type[Claim]] = {
    "837P": ProfessionalClaim,
    "837I": InstitutionalClaim,
    "837D": DentalClaim,
}
LAYOUTS = tuple(
    Layout(
        guide=guide,
        levels={
            HEADER: Transmission,
            "2000A": BillingProvider,
            "2000B": Subscriber,
            "2000C": Patient,
            "2300": claim,
        },
        items=frozenset({"2300"}),
    )
    for guide, claim in _CLAIMS.items()
)

__all__ = [
    "LAYOUTS",
    "AmbulanceLocation",
    "AmbulanceTransport",
    "Attachment",
    "Authorization",
    "BillingProvider",
    "Certification",
    "Claim",
    "Contact",
    "Contract",
    "DentalClaim",
    "DentalLine",
    "DentalLineAdjudication",
    "DentalOtherInsurance",
    "DentalProcedure",
    "Diagnosis",
    "Drug",
    "DurableMedicalEquipment",
    "EquipmentCertification",
    "Form",
    "FormAnswer",
    "InpatientProcedure",
    "InstitutionalClaim",
    "InstitutionalLine",
    "InstitutionalOtherInsurance",
    "LineAdjudication",
    "Note",
    "Occurrence",
    "OccurrenceSpan",
    "OrthodonticTreatment",
    "OtherInsurance",
    "OtherInsured",
    "OtherPayer",
    "OtherPayerOrganization",
    "OtherPayerProvider",
    "OtherPayerReferringProvider",
    "Party",
    "Patient",
    "PayToAddress",
    "PayToPlan",
    "Payer",
    "PayerName",
    "PractitionerClaim",
    "Pricing",
    "Procedure",
    "ProfessionalClaim",
    "ProfessionalLine",
    "ProfessionalOtherInsurance",
    "Provider",
    "PurchasedService",
    "PurchasedServiceProvider",
    "Receiver",
    "ReferringProvider",
    "RelatedCauses",
    "SecondaryId",
    "ServiceFacility",
    "ServiceLine",
    "SpinalManipulation",
    "Submitter",
    "Subscriber",
    "TestResult",
    "ToothInformation",
    "ToothStatus",
    "Transmission",
    "TreatedPerson",
    "ValueCode",
    "VisionCondition",
]
