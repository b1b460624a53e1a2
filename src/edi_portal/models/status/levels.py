"""Between whom a status is asked and told: the header and the levels above the claims.

An inquiry (276) and its answer (277) name payer, receiver, provider, subscriber and
dependent; an acknowledgment (277CA) its source, receiver, provider and patient.
"""

from datetime import date, time
from typing import ClassVar

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, loops, period, segment
from edi_portal.models.parts import Contact


@model
class StatusHeader(Model):
    """The transaction set as a whole (ST_LOOP): its reference number, and when it was made."""

    reference: str = element("BHT03", doc="the sender's number of it")
    created_on: date = element("BHT04")
    created_at: time = element("BHT05")


@model
class Payer(Model):
    """The payer (2000A), who is asked and answers; in an answer with whom to ask further.

    ``id_qualifier`` is ``PI`` for a payer identifier, ``XV`` for a health plan identifier.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100A",)

    name: str = element("NM103")
    id_qualifier: str = element("NM108")
    identifier: str = element("NM109")
    contact: Contact | None = segment(Contact, "PER", default=None)


@model
class Receipt(Model):
    """What was received, and when (2200A of a 277CA)."""

    number: str = element("TRN02", doc="the source's number of what it received")
    received_on: date = period("DTP[050]")
    processed_on: date = period("DTP[009]")


@model
class Source(Model):
    """Who acknowledges (2000A of a 277CA): ``role`` is ``PR`` a payer, ``AY`` a clearinghouse.

    ``id_qualifier`` is ``PI`` for a payer identifier, ``XV`` for a health plan identifier, ``46``
    for a submitter's number, ``FI`` for a tax number.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100A",)

    role: str = element("NM101")
    name: str = element("NM103")
    id_qualifier: str = element("NM108")
    identifier: str = element("NM109")
    receipts: tuple[Receipt, ...] = loops(Receipt, "2200A")

    @property
    def is_payer(self) -> bool:
        """Whether it is the payer itself that acknowledges."""
        return self.role == "PR"


def _joined(*names: str | None) -> str | None:
    return " ".join(name for name in names if name) or None


@model
class Receiver(Model):
    """The information receiver (2000B): who asked, or sent the claims.

    ``entity_type`` is ``1`` for a person and ``2`` for an organization, whose name is then the
    ``last_name``.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100B",)

    entity_type: str = element("NM102")
    last_name: str | None = element("NM103", default=None)
    first_name: str | None = element("NM104", default=None)
    middle_name: str | None = element("NM105", default=None)
    suffix: str | None = element("NM107", default=None)
    identifier: str = element("NM109", doc="its number at who answers (ETIN)")

    @property
    def name(self) -> str | None:
        """The whole name, a person's first name first."""
        return _joined(self.first_name, self.middle_name, self.last_name, self.suffix)


@model
class ProviderName(Model):
    """A provider (2100C) by one of its identifiers; ``entity_type`` as of a `Receiver`.

    ``id_qualifier`` is ``XX`` for an NPI, ``FI`` for a tax number, ``SV`` for the payer's own.
    """

    entity_type: str = element("NM102")
    last_name: str | None = element("NM103", default=None)
    first_name: str | None = element("NM104", default=None)
    middle_name: str | None = element("NM105", default=None)
    prefix: str | None = element("NM106", default=None)
    suffix: str | None = element("NM107", default=None)
    id_qualifier: str = element("NM108")
    identifier: str = element("NM109")

    @property
    def name(self) -> str | None:
        """The whole name, a person's first name first."""
        return _joined(self.first_name, self.middle_name, self.last_name, self.suffix)


@model
class Provider(Model):
    """A provider (2000C). One that has several identifiers is named once for each."""

    names: tuple[ProviderName, ...] = loops(ProviderName, "2100C")

    @property
    def name(self) -> str | None:
        """The whole name, a person's first name first."""
        return next((item.name for item in self.names if item.name), None)

    @property
    def npi(self) -> str | None:
        """Its National Provider Identifier, where it is named by it."""
        return self._identifier("XX")

    @property
    def tax_id(self) -> str | None:
        """Its federal tax identifier, where it is named by it."""
        return self._identifier("FI")

    def _identifier(self, qualifier: str) -> str | None:
        found = (item.identifier for item in self.names if item.id_qualifier == qualifier)
        return next(found, None)


@model
class Person(Model):
    """The name of a subscriber, dependent or patient."""

    last_name: str = element("NM103")
    first_name: str | None = element("NM104", default=None)
    middle_name: str | None = element("NM105", default=None)
    suffix: str | None = element("NM107", default=None)

    @property
    def name(self) -> str | None:
        """The whole name, first name first."""
        return _joined(self.first_name, self.middle_name, self.last_name, self.suffix)


@model
class Subscriber(Person):
    """A subscriber (2000D); an inquiry has birth date and gender, too.

    ``entity_type`` is ``2`` for an employer in workers' compensation. ``id_qualifier`` is ``MI``
    for a member number, ``II`` for a standard identifier, ``24`` for an employer's number.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100D",)

    birth_date: date | None = period("DMG01", default=None)
    gender: str | None = element("DMG03", default=None, doc="F or M")
    entity_type: str = element("NM102")
    id_qualifier: str = element("NM108")
    identifier: str = element("NM109")

    @property
    def member_id(self) -> str | None:
        """The number that the payer knows the subscriber by; an employer has none."""
        return self.identifier if self.id_qualifier in ("MI", "II") else None


@model
class Dependent(Person):
    """A patient who is not the subscriber (2000E)."""

    dissolves: ClassVar[tuple[str, ...]] = ("2100E",)

    birth_date: date | None = period("DMG01", default=None, doc="an inquiry must have it")
    gender: str | None = element("DMG03", default=None, doc="F or M")


@model
class Patient(Person):
    """A patient (2000D of a 277CA), subscriber or not.

    ``id_qualifier`` is ``MI`` for a member number, ``II`` for a standard identifier.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100D",)

    prefix: str | None = element("NM106", default=None)
    id_qualifier: str = element("NM108")
    identifier: str = element("NM109", doc="the number that the payer knows the patient by")
