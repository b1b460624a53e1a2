"""Which of the levels of a 270 or a 271 are inquiries and responses."""

from typing import Any

from edi_portal.models.eligibility.inquiry import EligibilityInquiry
from edi_portal.models.eligibility.parties import (
    InformationReceiver,
    InformationSource,
    InquiryHeader,
    ResponseHeader,
)
from edi_portal.models.eligibility.response import EligibilityResponse
from edi_portal.models.layout import HEADER, Layout


def _asks(level: EligibilityInquiry) -> bool:
    """Whether a level is an inquiry: a subscriber may be there for the dependents alone."""
    return bool(level.questions or level.traces)


def _answers(level: EligibilityResponse) -> bool:
    """Whether a level is a response: a subscriber may be there for the dependents alone.

    A rejection of the subscriber is then theirs as well.
    """
    return bool(level.benefits or level.traces)


def _no_person(**above: Any) -> EligibilityResponse:
    """The response to a request that was rejected before it came to a person."""
    return EligibilityResponse(entity_type=None, **above)


LAYOUTS = (
    Layout(
        guide="270",
        levels={
            HEADER: InquiryHeader,
            "2000A": InformationSource,
            "2000B": InformationReceiver,
            "2000C": EligibilityInquiry,
            "2000D": EligibilityInquiry,
        },
        items=frozenset({"2000C", "2000D"}),
        yields=_asks,
    ),
    Layout(
        guide="271",
        levels={
            HEADER: ResponseHeader,
            "2000A": InformationSource,
            "2000B": InformationReceiver,
            "2000C": EligibilityResponse,
            "2000D": EligibilityResponse,
        },
        items=frozenset({"2000C", "2000D"}),
        yields=_answers,
        bare=_no_person,
    ),
)
