"""A diagnosis of a claim, and what its code is on the days of the claim."""

from datetime import date
from typing import NamedTuple

from edi_portal.codes import icd10cm
from edi_portal.codes.icd10cm import Status
from edi_portal.models.claim import Diagnosis

_OF_ANOTHER_TIME = frozenset({Status.CATEGORY, Status.NOT_YET, Status.EXPIRED})


class Coded(NamedTuple):
    """A diagnosis at its field of the claim.

    ``role``: ``principal``, ``other``, ``admitting``, ``visit`` (reason for it) or ``cause``.
    """

    diagnosis: Diagnosis
    at: str
    role: str


class Known(NamedTuple):
    """A diagnosis that has the form of an ICD-10-CM code, and what the code is when it counts."""

    coded: Coded
    code: str
    status: Status


def status_within(code: str, first: date | None, last: date | None) -> Status:
    """What a code is in a time; where codes change within it, the end counts that is kinder.

    >>> from datetime import date
    >>> status_within("E11A", date(2025, 9, 30), date(2025, 9, 30))
    <Status.NOT_YET: 'not-yet'>
    >>> status_within("E11A", date(2025, 9, 30), date(2025, 10, 1))
    <Status.BILLABLE: 'billable'>
    """
    if first is None or last is None:
        return Status.OUTSIDE
    found = icd10cm.status(code, first)
    if found in _OF_ANOTHER_TIME and last != first:
        return icd10cm.status(code, last)
    return found
