"""The status of claims: answers to inquiries (277) and acknowledgments of claims (277CA)."""

from datetime import date
from decimal import Decimal
from typing import Literal

from edi_portal.models.base import Model, model
from edi_portal.models.fields import context, element, loops, period, segments
from edi_portal.models.parts import Reference
from edi_portal.models.status.codes import Outcome, Status, outcomes
from edi_portal.models.status.levels import (
    Dependent,
    Patient,
    Payer,
    Provider,
    Receiver,
    Source,
    StatusHeader,
    Subscriber,
)
from edi_portal.models.status.lines import AcknowledgmentLine, LineStatus, ResponseLine
from edi_portal.models.values import DateRange

Level = Literal["batch", "provider", "claim"]


@model
class ClaimStatus(Model):
    """What is said of one claim, of all claims of a provider, or of a whole batch.

    ``level`` says of which: it is what the status stands under. A 277 gives each as a
    `StatusResponse`, a 277CA as a `ClaimAcknowledgment`. Amounts are in US dollars.
    """

    header: StatusHeader = context(StatusHeader, "ST_LOOP")
    receiver: Receiver = context(Receiver, "2000B")
    provider: Provider | None = context(Provider, "2000C", default=None)

    trace_number: str | None = element(
        "TRN[2]02", default=None, doc="the number that the inquiry, claim or batch was sent with"
    )
    provider_trace_number: str | None = element(
        "TRN[1]02", default=None, doc="the number given to a provider's status; 0 for none"
    )
    statuses: tuple[Status, ...] = segments(Status, "STC", default=())
    service_date: date | DateRange | None = period("DTP[472]", default=None)

    @property
    def patient(self) -> Subscriber | Dependent | Patient | None:
        """Whose claim it is; ``None`` where it is of no single claim."""
        return None

    @property
    def patient_control_number(self) -> str | None:
        """The provider's number of the claim (CLM01), where it is told."""
        return None

    @property
    def payer_claim_control_number(self) -> str | None:
        """The payer's number of the claim, where it is told; the first, where it was split."""
        return None

    @property
    def lines(self) -> tuple[LineStatus, ...]:
        """Service lines that something is said of."""
        return ()

    @property
    def level(self) -> Level:
        """What it is a status of: one claim, a provider's claims, or the whole batch."""
        if self.patient is not None:
            return "claim"
        return "batch" if self.provider is None else "provider"

    @property
    def category(self) -> str | None:
        """The category of its first status (``A7``)."""
        return self.statuses[0].category if self.statuses else None

    @property
    def code(self) -> str | None:
        """The status code of its first status (``562``)."""
        return self.statuses[0].code if self.statuses else None

    @property
    def entity(self) -> str | None:
        """Whom its first status means (``85``), where it says so."""
        return self.statuses[0].entity if self.statuses else None

    @property
    def outcome(self) -> Outcome | None:
        """What its first status means."""
        return self.statuses[0].outcome if self.statuses else None

    @property
    def rejected(self) -> bool:
        """Whether any code of its statuses says that it was turned back (A3, A6, A7, A8)."""
        return Outcome.REJECTED in outcomes(self.statuses)

    @property
    def accepted(self) -> bool:
        """Whether it was taken in (A0, A1, A2, A5), and no code says that it was turned back.

        A batch may be accepted while some of its claims are rejected.
        """
        return Outcome.ACCEPTED in outcomes(self.statuses) and not self.rejected

    @property
    def pending(self) -> bool:
        """Whether its first status says that it is not decided yet."""
        return self.outcome is Outcome.PENDING

    @property
    def finalized(self) -> bool:
        """Whether its first status says that it is decided."""
        return self.outcome is Outcome.FINALIZED

    @property
    def charge_amount(self) -> Decimal | None:
        """What was charged for all that it is of, by the first status that says it."""
        found = (item.charge_amount for item in self.statuses)
        return next((amount for amount in found if amount is not None), None)


@model
class StatusResponse(ClaimStatus):
    """An answer to an inquiry (277): loops 2200B to 2200E.

    ``trace_number`` is that of the inquiry. At the receiver or a provider it says why there
    is no answer to what was asked.
    """

    payer: Payer = context(Payer, "2000A")
    subscriber: Subscriber | None = context(Subscriber, "2000D", default=None)
    dependent: Dependent | None = context(Dependent, "2000E", default=None)

    payer_claim_control_number: str | None = element("REF[1K]02", default=None)
    bill_type: str | None = element("REF[BLT]02", default=None)
    patient_control_number: str | None = element("REF[EJ]02", default=None)
    prescription_number: str | None = element("REF[XZ]02", default=None)
    voucher_number: str | None = element("REF[VV]02", default=None)
    clearinghouse_claim_number: str | None = element("REF[D9]02", default=None)
    lines: tuple[ResponseLine, ...] = loops(ResponseLine, "2220D", "2220E", default=())

    @property
    def patient(self) -> Subscriber | Dependent | None:
        """Whose claim it is: the dependent, or else the subscriber."""
        return self.dependent or self.subscriber

    @property
    def payment(self) -> Status | None:
        """The first of its statuses that tells an amount paid, with the date and the check."""
        return next((item for item in self.statuses if item.paid_amount is not None), None)

    @property
    def paid_amount(self) -> Decimal | None:
        """What was paid for the claim, by the first status that says it."""
        found = self.payment
        return found.paid_amount if found else None


@model
class ClaimAcknowledgment(ClaimStatus):
    """What becomes of claims that were sent (277CA): loops 2200B to 2200D.

    ``trace_number`` is what the claims were sent with: the patient control number of a claim
    (CLM01), the reference number of a batch (BHT03). Totals are of a batch or a provider.
    """

    source: Source = context(Source, "2000A")
    patient: Patient | None = context(Patient, "2000D", default=None)

    payer_claim_control_numbers: tuple[str, ...] = element("REF[1K]02", default=())
    clearinghouse_claim_numbers: tuple[str, ...] = element("REF[D9]02", default=())
    bill_types: tuple[str, ...] = element("REF[BLT]02", default=())
    provider_identifiers: tuple[Reference, ...] = segments(
        Reference, "REF[0B|1G|G2|LU|SY|TJ]", default=()
    )
    accepted_quantity: Decimal | None = element("QTY[90|QA]02", default=None, doc="claims")
    rejected_quantity: Decimal | None = element("QTY[AA|QC]02", default=None, doc="claims")
    accepted_amount: Decimal | None = element("AMT[YU]02", default=None)
    rejected_amount: Decimal | None = element("AMT[YY]02", default=None)
    lines: tuple[AcknowledgmentLine, ...] = loops(AcknowledgmentLine, "2220D", default=())

    @property
    def patient_control_number(self) -> str | None:
        """What the claim was sent with (CLM01); ``None`` where it is of no single claim."""
        return self.trace_number if self.level == "claim" else None

    @property
    def payer_claim_control_number(self) -> str | None:
        """The number that the payer gave the claim: the first, where it was split."""
        return next(iter(self.payer_claim_control_numbers), None)
