"""What claims of every kind have in common (2300)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Self

from edi_portal.models.base import Model, model
from edi_portal.models.claim.billing import BillingProvider
from edi_portal.models.claim.coordination import OtherInsurance
from edi_portal.models.claim.corrections import replacement_of, void_of
from edi_portal.models.claim.parts import (
    Attachment,
    Contract,
    Note,
    Pricing,
)
from edi_portal.models.claim.secondary import secondary_of
from edi_portal.models.claim.subscriber import Patient, Payer, Subscriber
from edi_portal.models.claim.transmission import Transmission
from edi_portal.models.fields import context, element, period, segment, segments
from edi_portal.models.remittance import ClaimPayment
from edi_portal.models.rules import NOT_NEGATIVE


@model
class Claim(Model):
    """A claim with what it stands under, and what claims of every kind have in common (2300).

    ``patient`` is ``None`` where the subscriber is the patient. ``claim_frequency_code`` is
    ``1`` for an original claim, ``7`` for a replacement, ``8`` for a void; the latter two go
    with the ``payer_claim_control_number`` of the claim they are about.

    What provider and patient attest to (``assignment``, ``benefits_assignment``,
    ``release_of_information`` and, of practitioners, ``provider_signature_on_file``) has no
    default: only who makes the claim knows.
    """

    transmission: Transmission | None = context(
        Transmission, "ST_LOOP", default=None, eq=False, doc="the transaction set it came in"
    )
    billing_provider: BillingProvider = context(BillingProvider, "2000A")
    subscriber: Subscriber = context(Subscriber, "2000B")
    patient: Patient | None = context(Patient, "2000C", default=None)

    patient_control_number: str = element("CLM01", doc="comes back in the remittance")
    charge_amount: Decimal = element("CLM02", rule=NOT_NEGATIVE, doc="what the lines add up to")
    claim_frequency_code: str = element("CLM05-3", default="1", required=True)
    assignment: str = element("CLM07", doc="A accepted, B of laboratory only, C not")
    benefits_assignment: str = element("CLM08", doc="Y assigned, N not, W not applicable")
    release_of_information: str = element("CLM09", doc="Y signed statement, I informed consent")
    delay_reason: str | None = element("CLM20", default=None, doc="why it is late")
    repricer_received_date: date | None = period("DTP[050]", default=None)
    attachments: tuple[Attachment, ...] = segments(Attachment, "PWK", default=())
    contract: Contract | None = segment(Contract, "CN1", default=None)
    service_authorization_exception: str | None = element("REF[4N]02", default=None, doc="1 to 7")
    referral_number: str | None = element("REF[9F]02", default=None)
    prior_authorization_number: str | None = element("REF[G1]02", default=None)
    payer_claim_control_number: str | None = element(
        "REF[F8]02", default=None, doc="of the claim that is replaced or voided"
    )
    repriced_claim_number: str | None = element("REF[9A]02", default=None)
    adjusted_repriced_claim_number: str | None = element("REF[9C]02", default=None)
    clearinghouse_claim_number: str | None = element("REF[D9]02", default=None)
    file_information: tuple[str, ...] = element(
        "K301", default=(), doc="fixed formats that a payer or a state asks for"
    )
    notes: tuple[Note, ...] = segments(Note, "NTE", default=())
    pricing: Pricing | None = segment(Pricing, "HCP", default=None)

    @property
    def payer(self) -> Payer:
        """The payer that the claim is sent to."""
        return self.subscriber.payer

    @property
    def patient_person(self) -> Subscriber | Patient:
        """The person treated: the patient, or the subscriber who is the patient."""
        return self.subscriber if self.patient is None else self.patient

    def secondary(
        self,
        payment: ClaimPayment | Sequence[ClaimPayment],
        next_payer: Subscriber | OtherInsurance | Payer | None = None,
        *,
        adjudication_date: date | None = None,
        **changes: Any,
    ) -> Self:
        """The claim for the next payer, with what this one decided (coordination of benefits).

        ``payment`` is what the remittance says of the claim, in dollars and cents; of a claim
        that the payer split (MA15) all its payments together. ``next_payer`` is who is insured
        and by whom:

        - a `Subscriber` with its payer; its ``relationship`` is the patient's to the insured,
          ``18`` the same person, left out where there is a patient who is to both the same;
        - an `OtherInsurance`, as claims list payers that come later;
        - a `Payer`, where the insured person is the same; then ``member_id`` is needed;
        - ``None`` for the first undecided one that the claim lists after this one.

        Further keywords are fields of that subscriber, such as ``claim_filing_code``. Its
        ``payer_responsibility`` is the one after this payer's. ``adjudication_date`` is by
        default the day of the payment (BPR16).

        What payers before have decided stays, as do the numbers they gave; those of this payer
        (authorization, referral, provider numbers ``G2``) go with it to 2320. A replacement
        becomes an original claim: to the next payer it is new. A claim that the payer has
        forwarded itself (`ClaimPayment.is_forwarded`) is at the next one already.

        Raises `ModelError`, with field and place, where the payment is a reversal, a
        predetermination, of a patient not recognised, or of a claim not this payer's; where it
        does not balance with the claim to the cent (COB003, COB004); where a service is of no
        line. `UsageError` where no next payer is known.
        """
        made: Self = secondary_of(self, payment, next_payer, adjudication_date, changes)
        return made

    def replacement(self, original_reference: str | None = None, **changes: Any) -> Self:
        """The claim, with these fields changed, in place of the one the payer has (frequency 7).

        ``original_reference`` is the payer's number of that one (CLP07, sent as REF*F8). A
        replacement of a replacement keeps the number it has where no other is given.

        Raises `ModelError` where no number is known, for a void, or as `evolve` does.
        """
        made: Self = replacement_of(self, original_reference, changes)
        return made

    def void(self, original_reference: str | None = None) -> Self:
        """The claim, unchanged, to take back the one the payer has (frequency 8).

        ``original_reference`` as of `replacement`. Raises `ModelError` where none is known.
        """
        made: Self = void_of(self, original_reference)
        return made
