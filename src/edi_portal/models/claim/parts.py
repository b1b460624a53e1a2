"""What stands on claims and service lines alike, of every kind: segments of one subject."""

from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element


@model
class Attachment(Model):
    """A document that goes with the claim, or is at hand (PWK).

    ``report_type``: ``OZ`` support data, ``B4`` referral form, ``RB`` radiology films …;
    ``transmission``: ``EL`` electronically, ``BM`` by mail, ``FX`` by fax, ``AA`` at the
    provider's on request …
    """

    report_type: str = element("01")
    transmission: str = element("02")
    control_number: str | None = element("06", default=None, doc="that the document bears")


@model
class Contract(Model):
    """The terms between provider and payer (CN1).

    ``kind``: ``01`` DRG, ``02`` per diem, ``03`` variable per diem, ``04`` flat, ``05``
    capitated, ``06`` percent, ``09`` other. Percentages are in hundredths: 5 is 5 %.
    """

    kind: str = element("01")
    amount: Decimal | None = element("02", default=None)
    percentage: Decimal | None = element("03", default=None)
    code: str | None = element("04", default=None)
    discount_percentage: Decimal | None = element("05", default=None)
    version: str | None = element("06", default=None)


@model
class Pricing(Model):
    """What a repricer has made of a claim or a line (HCP).

    ``group_code`` and ``group_amount`` are of the patient group: APG, of institutional claims
    DRG. ``procedure_qualifier``, ``procedure_code``, ``unit_code`` and ``units`` are what was
    approved.
    """

    methodology: str = element("01", doc="00 to 14, such as 02 standard fee")
    allowed_amount: Decimal = element("02")
    savings_amount: Decimal | None = element("03", default=None)
    organization_id: str | None = element("04", default=None, doc="of the repricer")
    rate: Decimal | None = element("05", default=None, doc="per diem or flat rate, an amount")
    group_code: str | None = element("06", default=None)
    group_amount: Decimal | None = element("07", default=None)
    revenue_code: str | None = element("08", default=None)
    procedure_qualifier: str | None = element("09", default=None)
    procedure_code: str | None = element("10", default=None)
    unit_code: str | None = element("11", default=None, doc="UN units, DA days, MJ minutes")
    units: Decimal | None = element("12", default=None)
    reject_reason: str | None = element("13", default=None, doc="T1 to T6")
    policy_compliance: str | None = element("14", default=None, doc="1 to 5; 1 is followed")
    exception: str | None = element("15", default=None, doc="1 to 6, such as 2 emergency")


@model
class Note(Model):
    """Free text (NTE) with the code of what it is about.

    ``ADD`` additional information, ``DCP`` goals and plans, ``DGN`` diagnosis, ``CER``
    certification, ``TPO`` from a third party …
    """

    code: str = element("01", default="ADD", required=True)
    text: str = element("02")


@model
class RelatedCauses(Model):
    """What a condition came from: ``AA`` auto accident, ``EM`` employment, ``OA`` other accident."""

    causes: tuple[str, ...] = element("1..2", doc="one or two")
    state: str | None = element("4", default=None, doc="of an auto accident")
    country: str | None = element("5", default=None, doc="of an auto accident abroad")


@model
class Certification(Model):
    """Whether conditions hold (CRC): ``applies`` says it of all of them.

    Codes are of the field that holds it: of an ambulance ``01`` to ``12``, of an EPSDT referral
    ``AV``, ``NU``, ``S2``, ``ST``, of medical equipment ``38`` and ``ZV``.
    """

    applies: bool = element("02")
    conditions: tuple[str, ...] = element("03..07", doc="one to five")


@model
class Authorization(Model):
    """A number of a line for prior authorization, referral or predetermination (REF)."""

    number: str = element("02")
    payer_identifier: str | None = element(
        "04-2", default=None, doc="which other payer's it is; of the claim's payer left out"
    )
