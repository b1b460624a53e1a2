"""Eligibility and benefits: inquiries (270) and responses (271)."""

from edi_portal.models.eligibility.benefit import (
    AdditionalInformation,
    Benefit,
    EligibilityDate,
    RelatedEntity,
    ServiceDelivery,
)
from edi_portal.models.eligibility.inquiry import EligibilityInquiry, InquiryPerson, Question
from edi_portal.models.eligibility.layouts import LAYOUTS
from edi_portal.models.eligibility.parties import (
    EligibilityParty,
    InformationReceiver,
    InformationSource,
    InquiryHeader,
    LocatedParty,
    ReceiverReference,
    Rejection,
    ResponseHeader,
)
from edi_portal.models.eligibility.person import (
    EligibilityPerson,
    PatientDiagnosis,
    PersonProvider,
    Trace,
)
from edi_portal.models.eligibility.response import (
    EligibilityResponse,
    MilitaryService,
    ResponsePerson,
)

__all__ = [
    "LAYOUTS",
    "AdditionalInformation",
    "Benefit",
    "EligibilityDate",
    "EligibilityInquiry",
    "EligibilityParty",
    "EligibilityPerson",
    "EligibilityResponse",
    "InformationReceiver",
    "InformationSource",
    "InquiryHeader",
    "InquiryPerson",
    "LocatedParty",
    "MilitaryService",
    "PatientDiagnosis",
    "PersonProvider",
    "Question",
    "ReceiverReference",
    "Rejection",
    "RelatedEntity",
    "ResponseHeader",
    "ResponsePerson",
    "ServiceDelivery",
    "Trace",
]
