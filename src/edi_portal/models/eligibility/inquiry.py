"""Inquiries about eligibility and benefits (270)."""

from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.eligibility.parties import (
    InformationReceiver,
    InformationSource,
    InquiryHeader,
)
from edi_portal.models.eligibility.person import EligibilityPerson, Trace
from edi_portal.models.fields import context, element, loops, part, period, segments
from edi_portal.models.parts import Procedure
from edi_portal.models.values import Period


@model
class Question(Model):
    """What is asked of a person (2110C, 2110D): about service types, or about a procedure.

    Service type ``30`` asks about the coverage as a whole. ``coverage_level`` is ``FAM`` where
    the family's benefits are asked for; ``diagnosis_pointers`` number the diagnoses of the
    person from 1. Amounts, in US dollars, are those of Medicaid's spend down.
    """

    service_types: tuple[str, ...] = element("EQ01*", default=())
    procedure: Procedure | None = part(Procedure, "EQ02", default=None)
    coverage_level: str | None = element("EQ03", default=None)
    diagnosis_pointers: tuple[int, ...] = element("EQ05-*", default=())
    spend_down_amount: Decimal | None = element("AMT[R]02", default=None)
    spend_down_billed_amount: Decimal | None = element("AMT[PB]02", default=None)
    place_of_service: str | None = element("III02", default=None, doc="two digits")
    referral_number: str | None = element("REF[9F]02", default=None)
    prior_authorization_number: str | None = element("REF[G1]02", default=None)
    plan_date: Period | None = period(
        "DTP[291]", default=None, doc="the day or days asked about, where not the person's"
    )


@model
class InquiryPerson(EligibilityPerson):
    """A person in an inquiry, such as the subscriber that the patient belongs to.

    Without ``plan_date`` the day of the inquiry is asked about.
    """

    card_issue_date: Period | None = period("DTP[102]", default=None)
    plan_date: Period | None = period(
        "DTP[291]", default=None, doc="the day or days that are asked about"
    )


@model
class EligibilityInquiry(InquiryPerson):
    """What is asked about one person (2000C, 2000D): the fields are that person's.

    ``subscriber`` is there where the person is a dependent.
    """

    header: InquiryHeader = context(InquiryHeader, "ST_LOOP")
    information_source: InformationSource = context(InformationSource, "2000A")
    information_receiver: InformationReceiver = context(InformationReceiver, "2000B")
    subscriber: InquiryPerson | None = context(InquiryPerson, "2000C", default=None)
    traces: tuple[Trace, ...] = segments(Trace, "TRN", default=())
    questions: tuple[Question, ...] = loops(Question, "2110C", "2110D", default=())

    @property
    def subscriber_id(self) -> str | None:
        """The member number of the patient, or of the subscriber that the patient belongs to."""
        return (self.subscriber or self).member_id
