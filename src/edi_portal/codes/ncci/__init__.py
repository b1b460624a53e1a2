r"""Tables that their users bring: CMS's NCCI edits, procedures in force, the POA-exempt list.

They hold CPT, which is the AMA's, and cannot ship. They are read as CMS publishes them, as text,
CSV or a zip of either, and kept in a `Store`, where they open at once:

>>> import tempfile
>>> from datetime import date
>>> from pathlib import Path
>>> folder = Path(tempfile.mkdtemp())
>>> _ = (folder / "ptp.csv").write_text(
...     "Column 1,Column 2,* before 1996,Effective,Deletion,Modifier,Rationale\n"
...     "A0001,A0002,,20240101,*,1,example\n"
... )
>>> store = Store(folder / "store")
>>> added = store.add([folder / "ptp.csv"], name="practitioner")
>>> table = open_table("practitioner", PtpTable, store=store)
>>> table.lookup("A0001", "A0002", date(2025, 1, 1)).modifier_indicator
'1'
"""

from edi_portal.codes.ncci.layouts import Kind
from edi_portal.codes.ncci.opening import TABLES, open_table
from edi_portal.codes.ncci.store import STORE_VARIABLE, Entry, Store
from edi_portal.codes.ncci.tables import (
    AddOn,
    AddOnTable,
    Mue,
    MueTable,
    PoaExempt,
    ProcedureStatus,
    ProcedureTable,
    PtpEdit,
    PtpTable,
    Table,
)

__all__ = [
    "STORE_VARIABLE",
    "TABLES",
    "AddOn",
    "AddOnTable",
    "Entry",
    "Kind",
    "Mue",
    "MueTable",
    "PoaExempt",
    "ProcedureStatus",
    "ProcedureTable",
    "PtpEdit",
    "PtpTable",
    "Store",
    "Table",
    "open_table",
]
