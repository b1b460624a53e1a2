"""Entries to be posted, each with the claim that matching has found for it."""

from collections.abc import Iterator

from edi_portal.follow_up import FollowUp
from edi_portal.formats.table_postings import POSTING_COLUMNS as _OF_REMITTANCE
from edi_portal.formats.table_postings import Row
from edi_portal.formats.table_postings import posting_rows as _rows

POSTING_COLUMNS = ("claim_control_number", *_OF_REMITTANCE)
"""Those of a posting, behind the control number of the claim as it was sent (CLM01)."""


def posting_rows(following: FollowUp) -> Iterator[Row]:
    """A row for each entry of the remittances that were not read before, in their order.

    ``claim_control_number`` is empty where the payment has no claim for sure.
    """
    for number, posting in following.postings():
        known = following.claim_control_numbers(number, posting)
        for found in _rows((posting,)):
            yield {"claim_control_number": known.get(found.get("claim") or 0), **found}
