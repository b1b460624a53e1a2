"""Responses to inquiries about eligibility and benefits (271)."""

from edi_portal.models.base import Model, model
from edi_portal.models.eligibility.benefit import Benefit, EligibilityDate
from edi_portal.models.eligibility.parties import (
    InformationReceiver,
    InformationSource,
    Rejection,
    ResponseHeader,
)
from edi_portal.models.eligibility.person import EligibilityPerson, Trace
from edi_portal.models.fields import context, element, loops, period, segment, segments
from edi_portal.models.values import Period


@model
class MilitaryService(Model):
    """Service in the armed forces (MPI): of whom, in what position, where, rank, and since when.

    ``information_status`` is ``C`` current, ``P`` partial, ``L`` the latest known, ``O`` the
    oldest, ``A`` …; ``affiliation`` the service, such as ``A`` the air force.
    """

    information_status: str = element("01")
    employment_status: str = element("02")
    affiliation: str = element("03")
    description: str | None = element("04", default=None)
    rank: str | None = element("05", default=None)
    served: Period | None = period("06", default=None)


@model
class ResponsePerson(EligibilityPerson):
    """A person in a response, such as the subscriber that the patient belongs to.

    ``dates`` hold for every benefit that has none of its own of that kind. Where person data
    were changed by the payer, ``maintenance_type`` is 001 and ``maintenance_reason`` 25.
    """

    maintenance_type: str | None = element("INS03", default=None)
    maintenance_reason: str | None = element("INS04", default=None)
    rejections: tuple[Rejection, ...] = segments(Rejection, "AAA", default=())
    dates: tuple[EligibilityDate, ...] = segments(EligibilityDate, "DTP", default=())
    military: MilitaryService | None = segment(MilitaryService, "MPI", default=None)

    @property
    def group_name(self) -> str | None:
        """What the group is called that the person is insured with (6P)."""
        found = (item.description for item in self.references if item.qualifier == "6P")
        return next(found, None)


@model
class EligibilityResponse(ResponsePerson):
    """What is answered about one person (2000C, 2000D): the fields are that person's.

    ``subscriber`` is there where the person is a dependent. A request that was rejected before
    it came to a person has a response without one: ``entity_type`` is ``None``, and source or
    receiver say why.
    """

    header: ResponseHeader = context(ResponseHeader, "ST_LOOP")
    information_source: InformationSource = context(InformationSource, "2000A")
    information_receiver: InformationReceiver | None = context(
        InformationReceiver, "2000B", default=None
    )
    subscriber: ResponsePerson | None = context(ResponsePerson, "2000C", default=None)
    traces: tuple[Trace, ...] = segments(Trace, "TRN", default=())
    benefits: tuple[Benefit, ...] = loops(Benefit, "2110C", "2110D", default=())

    @property
    def subscriber_id(self) -> str | None:
        """The member number of the patient, or of the subscriber that the patient belongs to."""
        return (self.subscriber or self).member_id
