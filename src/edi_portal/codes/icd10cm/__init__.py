"""ICD-10-CM: which diagnosis codes may be billed on a date, and which go with which.

>>> from datetime import date
>>> from edi_portal.codes import icd10cm
>>> icd10cm.status("E11A", date(2025, 10, 1))
<Status.BILLABLE: 'billable'>
>>> icd10cm.status("E11A", date(2025, 9, 30))
<Status.NOT_YET: 'not-yet'>
>>> icd10cm.excludes1("R102", "N944")
False
"""

from edi_portal.codes.icd10cm.notes import code_first, excludes1, is_manifestation
from edi_portal.codes.icd10cm.table import (
    Edition,
    Status,
    TabularList,
    edition,
    nearest_date,
    status,
)

__all__ = [
    "Edition",
    "Status",
    "TabularList",
    "code_first",
    "edition",
    "excludes1",
    "is_manifestation",
    "nearest_date",
    "status",
]
