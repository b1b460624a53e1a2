"""Codes of what a patient had and what was done (HI): diagnoses, procedures, occurrences.

A diagnosis says by its field which code set it is of. The qualifier that the guide wants, such
as ``ABK`` for the principal diagnosis in ICD-10, follows from that and from where it stands.
"""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, period
from edi_portal.models.values import DateRange


@model
class Diagnosis(Model):
    """A diagnosis: a ``code`` of ICD-10-CM, or one of an older or dental code set.

    Codes are without the dot. ``present_on_admission`` is of institutional claims: ``Y``,
    ``N``, ``U`` not known, ``W`` not to be determined.
    """

    code: str | None = element("[1=ABK|ABF|ABJ|APR|ABN]02", default=None)
    icd9_code: str | None = element(
        "[1=BK|BF|BJ|PR|BN]02", default=None, doc="of services before October 2015"
    )
    snodent_code: str | None = element("[1=TQ]02", default=None, doc="of dental claims")
    present_on_admission: str | None = element("9", default=None)


@model
class InpatientProcedure(Model):
    """A procedure of a stay: a ``code`` of ICD-10-PCS, or one of another code set."""

    code: str | None = element("[1=BBR|BBQ]02", default=None)
    icd9_code: str | None = element(
        "[1=BR|BQ]02", default=None, doc="of discharges before October 2015"
    )
    abc_code: str | None = element(
        "[1=CAH]02", default=None, doc="of alternative medicine, as principal procedure"
    )
    performed_on: date = period("3")


@model
class Occurrence(Model):
    """An event that bears on payment, with its day: occurrence code of the NUBC."""

    code: str = element("2")
    occurred_on: date = period("3")


@model
class OccurrenceSpan(Model):
    """An event that lasts, with its first and last day: occurrence span code of the NUBC."""

    code: str = element("2")
    dates: DateRange = period("3")


@model
class ValueCode(Model):
    """An amount or a number that bears on payment: value code of the NUBC."""

    code: str = element("2")
    amount: Decimal = element("5")
