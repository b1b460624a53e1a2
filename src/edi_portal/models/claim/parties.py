"""Who takes part in a claim: names with addresses, and the providers by their roles.

An NM1 says of itself whether it names a person or an organization. Here the field does: a
`Party` has either a ``last_name`` or an ``organization_name``, and what kind it is follows.
"""

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, segment, segments
from edi_portal.models.parts import Contact
from edi_portal.models.rules import NPI


@model
class SecondaryId(Model):
    """A further identifier (REF) with the code of what it is.

    Of providers: ``0B`` state license, ``1G`` UPIN, ``G2`` the payer's own number, ``LU``
    location. Of payers: ``2U`` payer, ``EI`` tax identifier, ``FY`` claim office, ``NF`` NAIC.
    """

    qualifier: str = element("01")
    value: str | None = element("02", default=None)
    payer_identifier: str | None = element(
        "04-2", default=None, doc="of a service line: which other payer's number it is"
    )


@model
class Addressed(Model):
    """An address, where there is one (N3, N4). States and countries are codes of two letters."""

    address_line: str | None = element("N301", default=None)
    address_line_2: str | None = element("N302", default=None)
    city: str | None = element("N401", default=None)
    state: str | None = element("N402", default=None)
    postal_code: str | None = element("N403", default=None, doc="ZIP code without a hyphen")
    country: str | None = element("N404", default=None, doc="where it is not the United States")
    country_subdivision: str | None = element("N407", default=None)


@model
class Party(Addressed):
    """A person or an organization: the one has a ``last_name``, the other an ``organization_name``.

    Giving both is refused when it is written.
    """

    organization_name: str | None = element("NM1[02=2]03", default=None)
    last_name: str | None = element("NM1[02=1]03", default=None)
    first_name: str | None = element("NM104", default=None)
    middle_name: str | None = element("NM105", default=None)
    suffix: str | None = element("NM107", default=None, doc="such as JR or III")

    @property
    def entity_type(self) -> str:
        """``2`` for an organization, ``1`` for a person."""
        return "1" if self.organization_name is None else "2"

    @property
    def name(self) -> str:
        """The name in one line: of a person first name, middle name, last name and suffix."""
        if self.organization_name is not None:
            return self.organization_name
        parts = (self.first_name, self.middle_name, self.last_name, self.suffix)
        return " ".join(part for part in parts if part)


@model
class Provider(Party):
    """A provider in one of the roles of a claim or a service line (2310x, 2420x).

    The field that holds it says which: rendering, attending, supervising … Which of its fields
    a role has differs: an ordering provider may have an address, an operating physician no
    taxonomy code.
    """

    npi: str | None = element("NM109", default=None, rule=NPI, doc="National Provider Identifier")
    taxonomy_code: str | None = element("PRV03", default=None, doc="specialty")
    secondary_ids: tuple[SecondaryId, ...] = segments(
        SecondaryId, "REF[0B|1G|G2|LU]", default=(), doc="what else identifies it"
    )
    contacts: tuple[Contact, ...] = segments(Contact, "PER", default=())


@model
class ReferringProvider(Provider):
    """Who referred the patient, or the primary care provider (2310A, 2420F)."""

    role: str = element(
        "NM101", default="DN", required=True, doc="DN who referred, P3 primary care provider"
    )


@model
class PurchasedServiceProvider(Model):
    """From whom a service was purchased (2420B); the guide gives it no name.

    ``entity_type`` is ``1`` for a person, ``2`` for an organization.
    """

    entity_type: str = element("NM102")
    npi: str | None = element("NM109", default=None, rule=NPI)
    secondary_ids: tuple[SecondaryId, ...] = segments(SecondaryId, "REF", default=())


@model
class ServiceFacility(Addressed):
    """Where services were rendered, if not at the billing provider's (2310C, 2310E, 2420x)."""

    name: str = element("NM103")
    npi: str | None = element("NM109", default=None, rule=NPI)
    address_line: str = element("N301")
    city: str = element("N401")
    secondary_ids: tuple[SecondaryId, ...] = segments(SecondaryId, "REF", default=())
    contact: Contact | None = segment(Contact, "PER", default=None)


@model
class AmbulanceLocation(Addressed):
    """Where an ambulance picked the patient up, or brought the patient to (2310E, F; 2420G, H)."""

    name: str | None = element("NM103", default=None, doc="of the place of drop-off")
    address_line: str = element("N301")
    city: str = element("N401")
