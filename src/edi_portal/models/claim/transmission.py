"""The head of a transaction set of claims: what it is, who sends it, and to whom."""

from datetime import date, time

from edi_portal.models.base import Model, model
from edi_portal.models.claim.parties import Party
from edi_portal.models.fields import element, loop, segments
from edi_portal.models.parts import Contact


@model
class Submitter(Party):
    """Who sends the claims (1000A); it has no address."""

    identifier: str = element("NM109", doc="by which the receiver knows it (ETIN)")
    contacts: tuple[Contact, ...] = segments(Contact, "PER", doc="one or two")


@model
class Receiver(Model):
    """To whom the claims are sent (1000B): a clearinghouse or a payer."""

    name: str = element("NM103")
    identifier: str = element("NM109", doc="electronic transmitter identification number")


@model
class Transmission(Model):
    """A transaction set 837 as a whole (BHT, 1000A, 1000B): every claim in it shares this."""

    purpose_code: str = element(
        "BHT02", default="00", required=True, doc="00 original, 18 sent again"
    )
    reference: str = element("BHT03", doc="the sender's number of the batch")
    created_on: date = element("BHT04")
    created_at: time = element("BHT05")
    claim_kind: str = element(
        "BHT06", default="CH", required=True, doc="CH chargeable, RP reporting, 31 subrogation"
    )
    submitter: Submitter = loop(Submitter, "1000A")
    receiver: Receiver = loop(Receiver, "1000B")
