"""What is taken of a claim and of a payment to compare them by."""

from datetime import date
from typing import Any

import edi_portal
from edi_portal.matching.folding import Mask
from edi_portal.matching.keys import claim_key, payment_key
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import ClaimPayment, Remittance
from tests.build import REMITTANCE_BODY, encode, put, remittance_file

MASK = Mask()
DAY = date(2025, 3, 3).toordinal()
PAID_ON = date(2025, 3, 10).toordinal()


def claim_of(segments: list[str]) -> Claim:
    (found,) = edi_portal.claims(data=encode(segments))
    return found


def key_of(segments: list[str], **fields: Any) -> ClaimKey:
    return claim_key(claim_of(segments), mask=MASK, **fields)


def paid(
    *changes: tuple[str, str], behind: tuple[str, ...] = ()
) -> tuple[ClaimPayment, Remittance]:
    """The payment of a remittance in which segments are others."""
    segments = remittance_file((*REMITTANCE_BODY, *behind))
    for start, new in changes:
        segments = put(segments, start, *([new] if new else []))
    (remittance,) = edi_portal.remittances(data=encode(segments))
    (payment,) = remittance.claims
    return payment, remittance


def payment_of(*changes: tuple[str, str], behind: tuple[str, ...] = ()) -> PaymentKey:
    payment, remittance = paid(*changes, behind=behind)
    return payment_key(payment, remittance, mask=MASK)
