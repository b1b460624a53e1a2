"""The billing provider (2000A): who bills, and where payment goes."""

from typing import ClassVar

from edi_portal.models.base import model
from edi_portal.models.claim.parties import Addressed, Provider, SecondaryId
from edi_portal.models.fields import element, loop, segments


@model
class PayToAddress(Addressed):
    """Where payment goes, if not to the billing provider's address (2010AB)."""

    entity_type: str = element("NM102", default="2", required=True, doc="1 person, 2 organization")
    address_line: str = element("N301")
    city: str = element("N401")


@model
class PayToPlan(Addressed):
    """The plan that is to be paid, where it seeks subrogation (2010AC)."""

    name: str = element("NM103")
    id_qualifier: str = element("NM108", default="PI", required=True, doc="PI payer, XV plan")
    identifier: str = element("NM109")
    address_line: str = element("N301")
    city: str = element("N401")
    secondary_ids: tuple[SecondaryId, ...] = segments(SecondaryId, "REF[2U|FY|NF]", default=())
    tax_id: str = element("REF[EI]02")


@model
class BillingProvider(Provider):
    """Who bills, with what holds for all its claims (2000A, 2010AA).

    It bills under one tax identifier: its employer's, or a social security number.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2010AA",)

    address_line: str = element("N301")
    city: str = element("N401")
    employer_tax_id: str | None = element("REF[EI]02", default=None, doc="EIN")
    social_security_number: str | None = element("REF[SY]02", default=None)
    currency: str | None = element("CUR02", default=None, doc="where it is not US dollars")
    pay_to_address: PayToAddress | None = loop(PayToAddress, "2010AB", default=None)
    pay_to_plan: PayToPlan | None = loop(PayToPlan, "2010AC", default=None)

    @property
    def tax_id(self) -> str | None:
        """Its tax identifier, whichever kind it is."""
        return self.employer_tax_id or self.social_security_number
