"""Open a table by its name in the store, or straight from a file."""

import os
from typing import TypeVar

from edi_portal.codes.ncci.content import read_files
from edi_portal.codes.ncci.store import Store, is_name
from edi_portal.codes.ncci.tables import (
    AddOnTable,
    MueTable,
    PoaExempt,
    ProcedureTable,
    PtpTable,
    Table,
)

AnyTable = TypeVar("AnyTable", bound=Table)

TABLES: dict[str, type[Table]] = {
    table.kind.value: table for table in (PtpTable, MueTable, AddOnTable, ProcedureTable, PoaExempt)
}
"""The class of each kind of table."""


def open_table(
    where: str | os.PathLike[str], table: type[AnyTable], *, store: Store | None = None
) -> AnyTable:
    """The ``table`` called ``where`` in the ``store``, or in the file at that path.

    A word of small letters, digits and hyphens is a name; anything else is a path (write
    ``./name`` for a file of such a name). Without ``store`` it is that of the user.

    Raises `edi_portal.errors.TableError` where there is none of the name, or the file is not of
    this kind or has a fault, and `edi_portal.errors.SourceError` where it cannot be read.
    """
    if isinstance(where, str) and is_name(where):
        chosen = Store() if store is None else store
        return table(where, chosen.load(table.kind, where))
    return table(os.fspath(where), read_files([where], table.kind))
