"""Amounts, quantities and references that a remittance adds to a claim or a service.

Each comes with a code that says what it is. Claims and services have properties for those
that are asked for most; the rest are found by their codes.
"""

from collections.abc import Iterable
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element
from edi_portal.models.parts import Reference


@model
class SupplementalAmount(Model):
    """An amount for information (AMT); it does not count when a remittance is balanced.

    Of a claim: ``AU`` covered, ``D8`` prompt payment discount, ``DY`` per day limit, ``F5``
    paid by the patient, ``I`` interest, ``NL`` negative balance, ``T`` tax, ``T2`` total
    before taxes. Of a service: ``B6`` allowed, ``KH`` late filing reduction, ``T`` and ``T2``.
    ``ZK`` to ``ZO`` are federal payment categories.
    """

    qualifier: str = element("01")
    amount: Decimal = element("02")


@model
class SupplementalQuantity(Model):
    """A number of days, visits or units for information (QTY).

    Of a claim: ``CA`` covered days, ``CD`` co-insured, ``LA`` and ``LE`` lifetime reserve used
    and estimated, ``NE`` not covered, ``NR`` unreplaced blood units, ``OU`` outlier days,
    ``PS`` prescriptions, ``VS`` visits. ``ZK`` to ``ZO`` are federal payment categories.
    """

    qualifier: str = element("01")
    quantity: Decimal = element("02")


@model
class Remark(Model):
    """A remark on a service (LQ): ``HE`` is a remark code (RARC), ``RX`` one of NCPDP's."""

    code_list: str = element("01", default="HE", required=True)
    code: str = element("02")


def amount_of(found: Iterable[SupplementalAmount], qualifier: str) -> Decimal | None:
    """The first amount with this qualifier."""
    return next((item.amount for item in found if item.qualifier == qualifier), None)


def quantity_of(found: Iterable[SupplementalQuantity], qualifier: str) -> Decimal | None:
    """The first quantity with this qualifier."""
    return next((item.quantity for item in found if item.qualifier == qualifier), None)


def reference_of(found: Iterable[Reference], qualifier: str) -> str | None:
    """The first reference number with this qualifier."""
    return next((item.value for item in found if item.qualifier == qualifier), None)
