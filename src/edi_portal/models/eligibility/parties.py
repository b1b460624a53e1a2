"""Who asks and who answers: the header of an inquiry or response, and the levels below it.

The information source (2000A) is asked: a payer, seldom an employer or a gateway. The
information receiver (2000B) asks: a provider, seldom an employer or another payer.
"""

from datetime import date, time
from typing import ClassVar

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, segments
from edi_portal.models.parts import Contact


@model
class InquiryHeader(Model):
    """An inquiry's transaction set (270): ``purpose`` is 13 for a request, 01 cancels one."""

    purpose: str = element("BHT02", default="13", required=True)
    reference: str | None = element("BHT03", default=None, doc="the sender's number of it")
    created_on: date = element("BHT04")
    created_at: time = element("BHT05")
    transaction_type: str | None = element(
        "BHT06", default=None, doc="RT: Medicaid spend down is to be taken off"
    )


@model
class ResponseHeader(Model):
    """A response's transaction set (271): ``purpose`` is 11 for a response, 06 for a receipt.

    ``reference`` is that of the inquiry's header.
    """

    purpose: str = element("BHT02", default="11", required=True)
    reference: str | None = element("BHT03", default=None)
    created_on: date = element("BHT04")
    created_at: time = element("BHT05")


@model
class Rejection(Model):
    """Why a request was not answered, or only in part, and whether to send it again (AAA).

    ``valid_request`` is false where the request itself is at fault. What the codes mean, and
    what to do: `edi_portal.models.coverage_answers.refusals`.
    """

    valid_request: bool = element("01")
    reason_code: str = element("03")
    follow_up_code: str = element("04")


@model
class EligibilityParty(Model):
    """What a person or an organization is called: the base of all that have a name here.

    An ``entity_type`` of 1 is a person, 2 an organization, whose name is the ``last_name``.
    """

    last_name: str | None = element("NM103", default=None)
    first_name: str | None = element("NM104", default=None)
    middle_name: str | None = element("NM105", default=None)
    suffix: str | None = element("NM107", default=None)

    @property
    def name(self) -> str | None:
        """The whole name, first name first."""
        found = (self.first_name, self.middle_name, self.last_name, self.suffix)
        return " ".join(filter(None, found)) or None


@model
class LocatedParty(EligibilityParty):
    """A person or an organization with an address."""

    address_line: str | None = element("N301", default=None)
    address_line_2: str | None = element("N302", default=None)
    city: str | None = element("N401", default=None)
    state: str | None = element("N402", default=None)
    postal_code: str | None = element("N403", default=None)
    country: str | None = element("N404", default=None, doc="two letters, where not the US")
    country_subdivision: str | None = element("N407", default=None)


@model
class InformationSource(EligibilityParty):
    """Who has the information (2000A with 2100A).

    ``kind`` is ``PR`` for a payer, ``P5`` plan sponsor, ``2B`` third-party administrator, ``36``
    employer, ``GP`` gateway; ``id_qualifier`` ``PI`` for the payer's identifier, ``XV`` health
    plan identifier, ``NI`` NAIC, ``FI`` tax number, ``46`` electronic number, ``24`` employer's
    number, ``XX`` NPI. Contacts and rejections are the response's alone; those of the source
    itself are apart from those of the system that received the request for it.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100A",)

    system_rejections: tuple[Rejection, ...] = segments(Rejection, "2000A/AAA", default=())
    kind: str = element("NM101", default="PR", required=True)
    entity_type: str = element("NM102", default="2", required=True)
    last_name: str = element("NM103", doc="of an organization its name")
    id_qualifier: str = element("NM108", default="PI", required=True)
    identifier: str = element("NM109")
    contacts: tuple[Contact, ...] = segments(Contact, "PER", default=())
    rejections: tuple[Rejection, ...] = segments(Rejection, "2100A/AAA", default=())


@model
class ReceiverReference(Model):
    """Another number of who asks (REF): ``0B`` state license, ``EO`` submitter, ``TJ`` tax number.

    ``state`` is that of a license.
    """

    qualifier: str = element("01")
    value: str = element("02")
    state: str | None = element("03", default=None)


@model
class InformationReceiver(LocatedParty):
    """Who asks (2000B with 2100B).

    ``kind`` is ``1P`` for a provider, ``FA`` facility, ``80`` hospital, ``36`` employer, ``PR``
    payer; ``id_qualifier`` ``XX`` for the NPI, ``FI`` tax number, ``34`` social security
    number, ``SV`` the payer's number of the provider. ``provider_code`` is the provider's part
    in the care, such as ``PE`` performing, ``BI`` billing, ``RF`` referring.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100B",)

    kind: str = element("NM101", default="1P", required=True)
    entity_type: str = element("NM102")
    id_qualifier: str = element("NM108", default="XX", required=True)
    identifier: str = element("NM109")
    references: tuple[ReceiverReference, ...] = segments(ReceiverReference, "REF", default=())
    rejections: tuple[Rejection, ...] = segments(Rejection, "AAA", default=())
    provider_code: str | None = element("PRV01", default=None)
    taxonomy_code: str | None = element("PRV03", default=None)

    @property
    def npi(self) -> str | None:
        """The National Provider Identifier, where it is named by it."""
        return self.identifier if self.id_qualifier == "XX" else None
