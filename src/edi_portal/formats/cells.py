"""Values as cells of a CSV file that is safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula and runs
it, and names and notes of a file are the words of strangers. Such text gets an apostrophe
before it. Numbers are numbers by their type, not by their look, and stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from edi_portal.models.json_values import write_number, write_period
from edi_portal.models.values import DateRange, DateTimeRange, Formatted

# Where a cell begins to a spreadsheet: also behind what it may take for a separator. The last
# four are the same signs in full width, which count as such in East Asian settings.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\ *[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


def cell(value: Any) -> str:
    """A value as it stands in a cell.

    >>> cell(Decimal("-12.50")), cell("-12.50"), cell("=1+1"), cell(("25", "59"))
    ('-12.50', "'-12.50", "'=1+1", '25 59')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _FORMULA.sub("'", value)
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return cell(" ".join(cell(item) for item in value))
    if isinstance(value, date | datetime | time):
        return str(write_period(value))
    if isinstance(value, DateRange | DateTimeRange):
        return f"{write_period(value.start)}/{write_period(value.end)}"
    if isinstance(value, Formatted):
        return cell(value.text)
    raise TypeError(f"no cell can hold a {type(value).__name__}")


def row(values: Iterable[Any]) -> str:
    """A line of CSV, with its line end."""
    text = io.StringIO()
    # Quotes are put round the characters of the line end alone: both kinds have to be.
    csv.writer(text, lineterminator="\r\n").writerow(map(cell, values))
    return text.getvalue().removesuffix("\r\n") + "\n"
