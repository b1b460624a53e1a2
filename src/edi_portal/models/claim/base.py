"""What claims of every kind have in common (2300)."""

from datetime import date
from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.claim.billing import BillingProvider
from edi_portal.models.claim.parts import (
    Attachment,
    Contract,
    Note,
    Pricing,
)
from edi_portal.models.claim.subscriber import Patient, Payer, Subscriber
from edi_portal.models.claim.transmission import Transmission
from edi_portal.models.fields import context, element, period, segment, segments
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
