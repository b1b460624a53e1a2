"""A payment with the claims it is for: the remittance itself, and what adjusts it as a whole."""

from datetime import date
from decimal import Decimal

import attrs

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, items, loop, runs, segments
from edi_portal.models.remittance.claim import ClaimPayment
from edi_portal.models.remittance.parties import Payee, RemittancePayer


@model
class ProviderAdjustmentReason(Model):
    """A reason within a `ProviderAdjustment`, with a reference number and its amount.

    ``WO`` overpayment recovery, ``L6`` interest, ``FB`` forwarding balance, ``72`` refund …
    """

    code: str = element("1-1")
    reference: str | None = element("1-2", default=None)
    amount: Decimal = element("2")


@model
class ProviderAdjustment(Model):
    """What changes a payment beside its claims (a PLB segment): one to six reasons.

    A positive amount lowers the payment, a negative one raises it.
    """

    provider_identifier: str = element("01")
    fiscal_period_date: date = element("02", doc="the last day of the provider's fiscal year")
    reasons: tuple[ProviderAdjustmentReason, ...] = runs(ProviderAdjustmentReason, "03", width=2)

    @property
    def amount(self) -> Decimal:
        """What all its reasons add up to: positive where the payment is lower by it."""
        return sum((reason.amount for reason in self.reasons), Decimal(0))


@model
class Remittance(Model):
    """A payment or its notice (a transaction set 835), with the claims it is for.

    ``handling_code``: ``I`` remittance with payment, ``H`` notice of no payment, ``P``
    prenotification, ``C``, ``D``, ``U``, ``X`` for the ways money and data may go.
    ``payment_method``: ``ACH``, ``CHK`` check, ``FWT`` wire, ``BOP`` the payer's choice, ``NON``
    none. ``payment_amount`` is what is paid, never below zero; ``payment_date`` the day of the
    check or of the transfer. Bank identifiers are of the kind ``01`` (ABA) or ``04`` (Canadian);
    accounts ``DA`` demand deposit or ``SG`` savings.

    ``payer_identifier`` and ``trace_number`` together tell to which deposit it belongs.
    """

    handling_code: str = element("BPR01")
    payment_amount: Decimal = element("BPR02")
    credit_debit: str = element("BPR03", default="C", required=True, doc="C credit, D debit")
    payment_method: str = element("BPR04")
    payment_format: str | None = element("BPR05", default=None, doc="CCP or CTX, of an ACH")
    payer_bank_kind: str | None = element("BPR06", default=None)
    payer_bank: str | None = element("BPR07", default=None)
    payer_account_kind: str | None = element("BPR08", default=None)
    payer_account: str | None = element("BPR09", default=None)
    originating_company: str | None = element(
        "BPR10", default=None, doc="the payer as its bank knows it: 1 and the tax identifier"
    )
    originating_company_code: str | None = element("BPR11", default=None)
    payee_bank_kind: str | None = element("BPR12", default=None)
    payee_bank: str | None = element("BPR13", default=None)
    payee_account_kind: str | None = element("BPR14", default=None)
    payee_account: str | None = element("BPR15", default=None)
    payment_date: date | None = element("BPR16", default=None)
    trace_number: str = element("TRN02", doc="of the check or the transfer")
    payer_identifier: str = element("TRN03", doc="as originating_company")
    trace_company_code: str | None = element("TRN04", default=None)
    currency: str | None = element("CUR02", default=None, doc="where it is not US dollars")
    receiver_identifier: str | None = element("REF[EV]02", default=None)
    version: str | None = element("REF[F2]02", default=None, doc="of the payer's system")
    production_date: date | None = element(
        "DTM[405]02", default=None, doc="end of the adjudication cycle"
    )
    payer: RemittancePayer = loop(RemittancePayer, "1000A")
    payee: Payee = loop(Payee, "1000B")
    claims: tuple[ClaimPayment, ...] = items(ClaimPayment, default=())
    adjustments: tuple[ProviderAdjustment, ...] = segments(ProviderAdjustment, "PLB", default=())


# The two name each other: a claim payment knows its remittance.
attrs.resolve_types(ClaimPayment, localns={"Remittance": Remittance})
