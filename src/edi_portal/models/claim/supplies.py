"""What service lines of professional claims add: drugs, transport, equipment, tests, forms."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, segments
from edi_portal.models.rules import NOT_NEGATIVE


@model
class Drug(Model):
    """A drug or a supply by its code, with its quantity (2410).

    ``qualifier``: ``N4`` national drug code, ``EN``, ``EO``, ``HI``, ``ON``, ``UK``, ``UP``
    codes of supplies. ``unit_code``: ``F2`` international units, ``GR`` grams, ``ME``
    milligrams, ``ML`` milliliters, ``UN`` units.
    """

    qualifier: str = element("LIN02", default="N4", required=True)
    code: str = element("LIN03")
    quantity: Decimal = element("CTP04", rule=NOT_NEGATIVE)
    unit_code: str = element("CTP05-1")
    prescription_number: str | None = element("REF[XZ]02", default=None)
    compound_link: str | None = element(
        "REF[VY]02", default=None, doc="the same number on every part of a compound drug"
    )

    @property
    def ndc(self) -> str | None:
        """The national drug code, if it is identified by that."""
        return self.code if self.qualifier == "N4" else None


@model
class AmbulanceTransport(Model):
    """A transport by ambulance (CR1).

    ``reason``: ``A`` nearest facility, ``B`` preferred physician, ``C`` nearness of family,
    ``D`` specialist or equipment, ``E`` rehabilitation.
    """

    patient_weight: Decimal | None = element("02", default=None, doc="in pounds")
    reason: str = element("04")
    distance: Decimal = element("06", doc="in miles")
    round_trip_purpose: str | None = element("09", default=None)
    stretcher_purpose: str | None = element("10", default=None)


@model
class SpinalManipulation(Model):
    """The condition of a patient in chiropractic treatment (CR2).

    ``condition``: ``A`` acute, ``C`` chronic, ``D`` non-acute, ``E`` non-life threatening, ``F``
    routine, ``G`` symptomatic, ``M`` acute manifestation of a chronic one.
    """

    condition: str = element("08")
    description: str | None = element("10", default=None)
    further_description: str | None = element("11", default=None)


@model
class VisionCondition(Model):
    """Why lenses or frames were needed (CRC).

    ``category``: ``E1`` spectacle lenses, ``E2`` contact lenses, ``E3`` frames; ``conditions``
    are ``L1`` to ``L5``.
    """

    category: str = element("01")
    applies: bool = element("02")
    conditions: tuple[str, ...] = element("03..07", doc="one to five")


@model
class DurableMedicalEquipment(Model):
    """Equipment that is rented or bought (SV5).

    ``rental_unit``: ``1`` weekly, ``4`` monthly, ``6`` daily.
    """

    procedure_code: str = element("01-2", doc="of HCPCS")
    days_of_necessity: Decimal = element("03")
    rental_price: Decimal = element("04")
    purchase_price: Decimal = element("05")
    rental_unit: str = element("06")


@model
class EquipmentCertification(Model):
    """A certification of medical equipment (CR3): ``I`` initial, ``R`` renewal, ``S`` revised."""

    kind: str = element("01")
    months: Decimal = element("03", doc="how long it is needed")


@model
class TestResult(Model):
    """A result of a test (MEA).

    ``reference``: ``OG`` original, starting dosage, ``TR`` test result; ``measurement``: ``HT``
    height in inches, ``R1`` hemoglobin, ``R2`` hematocrit, ``R3`` epoetin starting dosage,
    ``R4`` creatinine.
    """

    reference: str = element("01")
    measurement: str = element("02")
    value: Decimal = element("03")


@model
class PurchasedService(Model):
    """A service that was bought from another provider (PS1), and what it cost."""

    provider_identifier: str = element("01")
    charge_amount: Decimal = element("02", rule=NOT_NEGATIVE)


@model
class FormAnswer(Model):
    """The answer to a question of a form (FRM), in one of four ways.

    ``answer`` is ``Y``, ``N`` or ``W`` not applicable. A percentage is in hundredths.
    """

    question: str = element("01", doc="number or letter on the form")
    answer: str | None = element("02", default=None)
    text: str | None = element("03", default=None)
    day: date | None = element("04", default=None)
    percentage: Decimal | None = element("05", default=None)


@model
class Form(Model):
    """A form that documents a line, with its answers (2440).

    ``code_list``: ``UT`` a certificate of medical necessity of CMS, ``AS`` another form.
    """

    code_list: str = element("LQ01")
    code: str = element("LQ02")
    answers: tuple[FormAnswer, ...] = segments(FormAnswer, "FRM")
