"""Who pays, who is paid, and whom a claim payment names."""

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, segment, segments
from edi_portal.models.parts import Reference
from edi_portal.models.remittance.supplements import reference_of


@model
class PayerContact(Model):
    """Whom to ask at the payer (PER): up to three numbers, each with what kind it is.

    Kinds: ``TE`` telephone, ``FX`` fax, ``EM`` e-mail, ``UR`` web address, ``EX`` the extension
    of the number before.
    """

    name: str | None = element("02", default=None)
    number_kind: str | None = element("03", default=None)
    number: str | None = element("04", default=None)
    second_number_kind: str | None = element("05", default=None)
    second_number: str | None = element("06", default=None)
    third_number_kind: str | None = element("07", default=None)
    third_number: str | None = element("08", default=None)


@model
class RemittancePayer(Model):
    """The payer (loop 1000A).

    ``references`` are further identifiers: ``2U`` payer, ``EO`` submitter, ``HI`` health
    industry number, ``NF`` NAIC. The guide requires an address and a technical contact; a
    remittance that lacks them is still worth reading.
    """

    name: str = element("N102")
    identifier: str | None = element("N104", default=None, doc="of the health plan (XV)")
    address_line: str | None = element("N301", default=None)
    address_line_2: str | None = element("N302", default=None)
    city: str | None = element("N401", default=None)
    state: str | None = element("N402", default=None)
    postal_code: str | None = element("N403", default=None)
    country: str | None = element("N404", default=None)
    country_subdivision: str | None = element("N407", default=None)
    references: tuple[Reference, ...] = segments(Reference, "REF", default=())
    business_contact: PayerContact | None = segment(PayerContact, "PER[CX]", default=None)
    technical_contacts: tuple[PayerContact, ...] = segments(PayerContact, "PER[BL]", default=())
    website: str | None = element("PER[IC]04", default=None)


@model
class RemittanceDelivery(Model):
    """How the remittance goes to the payee where it does not go with the payment (RDM).

    Methods: ``BM`` mail, ``EM`` e-mail, ``FT`` file transfer, ``OL`` on-line.
    """

    method: str = element("01")
    name: str | None = element("02", default=None)
    destination: str | None = element("03", default=None)


@model
class Payee(Model):
    """Who is paid (loop 1000B).

    ``id_qualifier``: ``XX`` NPI, ``FI`` tax identifier, ``XV`` health plan. ``references`` are
    further identifiers: ``TJ`` tax identifier, ``PQ`` payee, ``0B`` state license, ``D3``
    pharmacy.
    """

    name: str = element("N102")
    id_qualifier: str = element("N103")
    identifier: str = element("N104")
    address_line: str | None = element("N301", default=None)
    address_line_2: str | None = element("N302", default=None)
    city: str | None = element("N401", default=None)
    state: str | None = element("N402", default=None)
    postal_code: str | None = element("N403", default=None)
    country: str | None = element("N404", default=None)
    country_subdivision: str | None = element("N407", default=None)
    references: tuple[Reference, ...] = segments(Reference, "REF", default=())
    delivery: RemittanceDelivery | None = segment(RemittanceDelivery, "RDM", default=None)

    @property
    def npi(self) -> str | None:
        """The National Provider Identifier, if the payee is identified by it."""
        return self.identifier if self.id_qualifier == "XX" else None

    @property
    def tax_id(self) -> str | None:
        """The federal tax identifier, wherever it is given."""
        if self.id_qualifier == "FI":
            return self.identifier
        return reference_of(self.references, "TJ")


@model
class PartyName(Model):
    """A person or an organization that a claim payment names (NM1), with an identifier.

    ``entity_type`` is ``1`` for a person and ``2`` for an organization, whose name is then the
    ``last_name``.
    """

    entity_type: str = element("02", default="1", required=True)
    last_name: str | None = element("03", default=None)
    first_name: str | None = element("04", default=None)
    middle_name: str | None = element("05", default=None)
    suffix: str | None = element("07", default=None)
    id_qualifier: str | None = element("08", default=None)
    identifier: str | None = element("09", default=None)

    @property
    def name(self) -> str | None:
        """The whole name, a person's first name first."""
        parts = (self.first_name, self.middle_name, self.last_name, self.suffix)
        return " ".join(part for part in parts if part) or None


@model
class CorrectedName(Model):
    """What was wrong in the name or number of the patient or the insured, as it is right (NM1)."""

    entity_type: str = element("02", default="1", required=True)
    last_name: str | None = element("03", default=None)
    first_name: str | None = element("04", default=None)
    middle_name: str | None = element("05", default=None)
    suffix: str | None = element("07", default=None)
    identifier: str | None = element("09", default=None, doc="the insured's right number")


@model
class NamedPayer(Model):
    """Another payer, with an identifier (NM1): ``PI`` payer, ``XV`` health plan, or ``NI`` NAIC."""

    name: str = element("03")
    id_qualifier: str = element("08")
    identifier: str = element("09")
