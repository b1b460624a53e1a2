"""A payment with the claims it is for: each names the other, so they stand together."""

from datetime import date
from decimal import Decimal

import attrs

from edi_portal.models.adjudication import InpatientAdjudication, OutpatientAdjudication
from edi_portal.models.adjustments import Adjustment, AdjustmentGroup, flattened
from edi_portal.models.base import Model, model
from edi_portal.models.fields import context, element, items, loop, loops, segment, segments
from edi_portal.models.parts import Reference
from edi_portal.models.remittance.parties import (
    CorrectedName,
    NamedPayer,
    PartyName,
    Payee,
    PayerContact,
    RemittancePayer,
)
from edi_portal.models.remittance.provider_adjustments import ProviderAdjustment
from edi_portal.models.remittance.service import ServicePayment
from edi_portal.models.remittance.summary import ProviderSummary
from edi_portal.models.remittance.supplements import (
    SupplementalAmount,
    SupplementalQuantity,
    amount_of,
    quantity_of,
    reference_of,
)

_GROUP = ProviderSummary()
_REVERSAL = "22"
_FORWARDED = frozenset({"19", "20", "21", "23"})


@model
class ClaimPayment(Model):
    """A claim as the payer decided on it (loop 2100), with the services it has lines for.

    ``status_code`` says how it was processed: ``1``, ``2``, ``3`` as primary, secondary,
    tertiary; ``19``, ``20``, ``21`` the same and forwarded; ``4`` denied; ``22`` a reversal;
    ``23`` not this payer's, forwarded; ``25`` predetermination. Amounts of a reversal have the
    opposite sign.

    ``references`` are further numbers: ``EA`` medical record, ``1L`` group or policy, ``CE``
    class of contract, ``F8`` original reference number, ``G1`` prior authorization, ``BB``
    authorization …; ``rendering_provider_ids`` those of the service provider.
    """

    remittance: "Remittance | None" = context(
        Model, "ST_LOOP", default=None, eq=False, doc="the payment that it is part of"
    )
    provider_summary: ProviderSummary = context(
        ProviderSummary, "2000", default=_GROUP, doc="the group of claims it stands in"
    )
    patient_control_number: str = element("CLP01", doc="as in the claim (CLM01)")
    status_code: str = element("CLP02")
    charge_amount: Decimal = element("CLP03")
    payment_amount: Decimal = element("CLP04")
    patient_responsibility: Decimal | None = element(
        "CLP05", default=None, doc="amount that the patient is to pay"
    )
    claim_filing_code: str = element("CLP06", doc="kind of the plan: 12 PPO, MB Medicare B …")
    payer_claim_control_number: str = element("CLP07")
    facility_type_code: str | None = element("CLP08", default=None)
    claim_frequency_code: str | None = element("CLP09", default=None)
    drg_code: str | None = element("CLP11", default=None, doc="diagnosis related group")
    drg_weight: Decimal | None = element("CLP12", default=None)
    discharge_fraction: Decimal | None = element("CLP13", default=None)
    adjustment_groups: tuple[AdjustmentGroup, ...] = segments(
        AdjustmentGroup, "CAS", default=(), doc="of the claim, beside those of its services"
    )
    patient: PartyName | None = segment(PartyName, "NM1[QC]", default=None)
    insured: PartyName | None = segment(
        PartyName, "NM1[IL]", default=None, doc="the subscriber, where not the patient"
    )
    corrected_insured: CorrectedName | None = segment(
        CorrectedName, "NM1[74]", default=None, doc="of the patient or the insured, corrected"
    )
    service_provider: PartyName | None = segment(
        PartyName, "NM1[82]", default=None, doc="who rendered the services, where not the payee"
    )
    crossover_carrier: NamedPayer | None = segment(
        NamedPayer, "NM1[TT]", default=None, doc="the payer that the claim was forwarded to"
    )
    corrected_priority_payer: NamedPayer | None = segment(
        NamedPayer, "NM1[PR]", default=None, doc="the payer that is to pay first"
    )
    other_subscriber: PartyName | None = segment(
        PartyName, "NM1[GB]", default=None, doc="the insured of that payer"
    )
    inpatient: InpatientAdjudication | None = segment(InpatientAdjudication, "MIA", default=None)
    outpatient: OutpatientAdjudication | None = segment(OutpatientAdjudication, "MOA", default=None)
    references: tuple[Reference, ...] = segments(
        Reference, "REF[1L|1W|28|6P|9A|9C|BB|CE|EA|F8|G1|G3|IG|SY]", default=()
    )
    rendering_provider_ids: tuple[Reference, ...] = segments(
        Reference, "REF[0B|1A|1B|1C|1D|1G|1H|1J|D3|G2|LU]", default=()
    )
    statement_from: date | None = element("DTM[232]02", default=None)
    statement_to: date | None = element("DTM[233]02", default=None)
    coverage_expiration_date: date | None = element("DTM[036]02", default=None)
    received_date: date | None = element("DTM[050]02", default=None)
    contacts: tuple[PayerContact, ...] = segments(PayerContact, "PER", default=())
    amounts: tuple[SupplementalAmount, ...] = segments(SupplementalAmount, "AMT", default=())
    quantities: tuple[SupplementalQuantity, ...] = segments(SupplementalQuantity, "QTY", default=())
    services: tuple[ServicePayment, ...] = loops(ServicePayment, "2110", default=())

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Each adjustment of the claim as a whole; those of its services stand with them."""
        return flattened(self.adjustment_groups)

    @property
    def is_reversal(self) -> bool:
        """Whether it takes an earlier decision back; a corrected claim payment often follows."""
        return self.status_code == _REVERSAL

    @property
    def is_forwarded(self) -> bool:
        """Whether the payer has sent the claim on to another."""
        return self.status_code in _FORWARDED

    @property
    def remark_codes(self) -> tuple[str, ...]:
        """Remark codes of the claim as a whole, inpatient or outpatient."""
        inpatient = self.inpatient.remark_codes if self.inpatient is not None else ()
        outpatient = self.outpatient.remark_codes if self.outpatient is not None else ()
        return inpatient + outpatient

    @property
    def medical_record_number(self) -> str | None:
        """The provider's number of the patient's record (``EA``)."""
        return reference_of(self.references, "EA")

    @property
    def group_number(self) -> str | None:
        """The number of the group or policy (``1L``)."""
        return reference_of(self.references, "1L")

    @property
    def contract_class(self) -> str | None:
        """The class of contract that the claim was priced by (``CE``)."""
        return reference_of(self.references, "CE")

    @property
    def original_reference_number(self) -> str | None:
        """The payer's number of the claim that this one corrects or replaces (``F8``)."""
        return reference_of(self.references, "F8")

    @property
    def prior_authorization_number(self) -> str | None:
        """The number of the prior authorization (``G1``)."""
        return reference_of(self.references, "G1")

    @property
    def coverage_amount(self) -> Decimal | None:
        """The amount that the payer covers (``AU``)."""
        return amount_of(self.amounts, "AU")

    @property
    def interest_amount(self) -> Decimal | None:
        """Interest on the claim (``I``); what is paid of it stands in the PLB."""
        return amount_of(self.amounts, "I")

    @property
    def patient_amount_paid(self) -> Decimal | None:
        """What the patient had paid (``F5``)."""
        return amount_of(self.amounts, "F5")

    @property
    def covered_days(self) -> Decimal | None:
        """Days that are covered (``CA``)."""
        return quantity_of(self.quantities, "CA")


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


# A claim payment is declared before the remittance that it names.
attrs.resolve_types(ClaimPayment)
