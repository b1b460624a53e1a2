"""Writes what there is to say of models in JSON and CSV: a schema a kind, and the tables.

The schemas are made of the declarations of the models, the page of the tables of their columns,
so that neither can say anything else than the program does.
"""

import json
from pathlib import Path

from edi_portal.formats.columns import Columns
from edi_portal.formats.model_tables import FILE, TABLES, Table
from edi_portal.models.json_schema import schema
from edi_portal.models.jsons import guide_of, kinds

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas" / "json"
TABLE_PAGE = ROOT / "docs" / "reference" / "tables.md"

PREFACE = """\
# Tables

<!-- Written by docs/json_pages.py from src/edi_portal/formats/table_*.py: change it there. -->

`edi-portal parse -f csv --table NAME` writes one of these tables; without `--table` it is the one
in bold for what the first file holds. See [models as JSON](json.md) for everything that a file
says: a table is a selection of it.

- The first line names the columns. Columns may be added at the end, never renamed.
- Numbers have a decimal point and no grouping, dates are `2025-03-10`, yes and no are `Y` and
  `N`. Several values in a cell are parted by blanks. The encoding is UTF-8.
- Text that a spreadsheet would take for a formula, because it begins with `=`, `+`, `-` or `@`,
  has an apostrophe before it. Amounts and quantities are numbers and have none.
- A spreadsheet takes text of digits for a number and drops its leading zeros: import such columns
  as text.
"""


def schema_files() -> dict[Path, str]:
    """The JSON Schema of each kind of model, by its file."""
    return {
        SCHEMAS / f"{name}.json": json.dumps(schema(of), indent=2, ensure_ascii=False) + "\n"
        for name, of in kinds().items()
    }


def table_page() -> dict[Path, str]:
    """The reference of the tables."""
    return {TABLE_PAGE: "\n".join([PREFACE, *map(_table, TABLES.values())])}


def _table(table: Table) -> str:
    name = f"**{table.name}**" if table.main else table.name
    guides = sorted(
        guide_of(of) for of in kinds().values() if issubclass(of, table.kinds) and guide_of(of)
    )
    lines = [
        f"## {name}\n",
        f"{table.summary.capitalize()} ({', '.join(dict.fromkeys(guides))}).\n",
        "| column | what it holds |",
        "|---|---|",
        f"| `{FILE}` | the file that the row was read from |",
        *_columns(table.columns),
    ]
    return "\n".join(lines) + "\n"


def _columns(columns: Columns) -> list[str]:
    return [
        f"| `{name}` | {f'`{how}`' if isinstance(how, str) else how.words} |"
        for name, how in columns.items()
    ]
