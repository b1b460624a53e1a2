"""Whom a claim is for and who is to pay it: subscriber, payer and patient (2000B, 2000C)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from edi_portal.models.base import model
from edi_portal.models.claim.parties import Addressed, Party, SecondaryId
from edi_portal.models.fields import element, loop, period, segment, segments
from edi_portal.models.parts import Contact


@model
class PayerName(Addressed):
    """A payer by name and identifier; what the payers of a claim have in common."""

    name: str = element("NM103")
    id_qualifier: str = element(
        "NM108", default="PI", required=True, doc="PI the payer's own, XV national plan"
    )
    identifier: str = element("NM109")
    secondary_ids: tuple[SecondaryId, ...] = segments(SecondaryId, "REF[2U|EI|FY|NF]", default=())


@model
class Payer(PayerName):
    """The payer that the claim is sent to (2010BB)."""

    billing_provider_ids: tuple[SecondaryId, ...] = segments(
        SecondaryId, "REF[G2|LU]", default=(), doc="by which it knows the billing provider"
    )


@model
class TreatedPerson(Party):
    """What is said of the person treated, be that the subscriber or another patient."""

    birth_date: date | None = period("DMG01", default=None)
    gender: str | None = element("DMG03", default=None, doc="F, M, or U unknown")
    death_date: date | None = period("PAT05", default=None, doc="of professional claims")
    weight: Decimal | None = element("PAT08", default=None, doc="in pounds; of professional claims")
    pregnant: bool | None = element(
        "PAT09", default=None, doc="True, or nothing is said; of professional claims"
    )
    social_security_number: str | None = element("REF[SY]02", default=None)
    property_casualty_claim_number: str | None = element("REF[Y4]02", default=None)
    contact: Contact | None = segment(
        Contact, "PER", default=None, doc="of property and casualty claims"
    )


@model
class Subscriber(TreatedPerson):
    """Who is insured and by which payer (2000B, 2010BA).

    A person, or the employer under workers' compensation. ``payer_responsibility`` says which
    payer this is to the patient: ``P`` the first, ``S`` the second, ``T`` the third, ``A`` to
    ``H`` further ones, ``U`` unknown. ``relationship`` is ``18`` where the subscriber is the
    patient, and left out where the claims stand below a patient; address, date of birth and
    gender are asked for in the former case alone.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2010BA",)

    payer_responsibility: str = element("SBR01")
    relationship: str | None = element("SBR02", default=None)
    group_number: str | None = element("SBR03", default=None, doc="group or policy number")
    group_name: str | None = element("SBR04", default=None)
    insurance_type: str | None = element(
        "SBR05", default=None, doc="why Medicare is secondary, such as 12 working aged"
    )
    claim_filing_code: str | None = element(
        "SBR09", default=None, doc="kind of payer: CI commercial, MB Medicare part B …"
    )
    member_id: str | None = element("NM1[08=MI]09", default=None, doc="as on the card")
    unique_health_id: str | None = element(
        "NM1[08=II]09", default=None, doc="instead, where such a standard is mandated"
    )
    payer: Payer = loop(Payer, "2010BB")


@model
class Patient(TreatedPerson):
    """A patient who is not the subscriber (2000C, 2010CA).

    ``relationship`` to the subscriber: ``01`` spouse, ``19`` child, ``20`` employee, ``53``
    life partner, ``G8`` other …
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2010CA",)

    relationship: str = element("PAT01")
    last_name: str = element("NM1[02=1]03")
    address_line: str = element("N301")
    city: str = element("N401")
    birth_date: date = period("DMG01")
    gender: str = element("DMG03", doc="F, M, or U unknown")
    member_id: str | None = element(
        "REF[1W]02", default=None, doc="of property and casualty claims"
    )
