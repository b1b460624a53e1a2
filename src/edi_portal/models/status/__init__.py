"""Status of claims: inquiries (276), answers (277) and acknowledgments (277CA)."""

from edi_portal.models.layout import HEADER, Layout
from edi_portal.models.status.claim_status import ClaimAcknowledgment, ClaimStatus, StatusResponse
from edi_portal.models.status.codes import Outcome, Status, StatusCode
from edi_portal.models.status.inquiry import StatusInquiry
from edi_portal.models.status.levels import (
    Dependent,
    Patient,
    Payer,
    Person,
    Provider,
    ProviderName,
    Receipt,
    Receiver,
    Source,
    StatusHeader,
    Subscriber,
)
from edi_portal.models.status.lines import (
    AcknowledgmentLine,
    InquiryLine,
    LineStatus,
    ResponseLine,
    StatusLine,
)

LAYOUTS = (
    Layout(
        guide="276",
        levels={
            HEADER: StatusHeader,
            "2000A": Payer,
            "2000B": Receiver,
            "2000C": Provider,
            "2000D": Subscriber,
            "2200D": StatusInquiry,
            "2000E": Dependent,
            "2200E": StatusInquiry,
        },
        items=frozenset({"2200D", "2200E"}),
    ),
    Layout(
        guide="277",
        levels={
            HEADER: StatusHeader,
            "2000A": Payer,
            "2000B": Receiver,
            "2200B": StatusResponse,
            "2000C": Provider,
            "2200C": StatusResponse,
            "2000D": Subscriber,
            "2200D": StatusResponse,
            "2000E": Dependent,
            "2200E": StatusResponse,
        },
        items=frozenset({"2200B", "2200C", "2200D", "2200E"}),
    ),
    Layout(
        guide="277CA",
        levels={
            HEADER: StatusHeader,
            "2000A": Source,
            "2000B": Receiver,
            "2200B": ClaimAcknowledgment,
            "2000C": Provider,
            "2200C": ClaimAcknowledgment,
            "2000D": Patient,
            "2200D": ClaimAcknowledgment,
        },
        items=frozenset({"2200B", "2200C", "2200D"}),
    ),
)

__all__ = [
    "LAYOUTS",
    "AcknowledgmentLine",
    "ClaimAcknowledgment",
    "ClaimStatus",
    "Dependent",
    "InquiryLine",
    "LineStatus",
    "Outcome",
    "Patient",
    "Payer",
    "Person",
    "Provider",
    "ProviderName",
    "Receipt",
    "Receiver",
    "ResponseLine",
    "Source",
    "Status",
    "StatusCode",
    "StatusHeader",
    "StatusInquiry",
    "StatusLine",
    "StatusResponse",
    "Subscriber",
]
