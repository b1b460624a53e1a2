"""Bank lines in a CSV file: date, amount, trace or reference, payer.

Banks name these columns as they like; the names known are in `COLUMNS`. Columns of other names
are of no interest here. Cells are separated by commas, semicolons or tabs.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from edi_portal.errors import SourceError
from edi_portal.matching.deposits import Deposit, Deposits, trace_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "effective date", "posting date", "posted", "deposit date"),
    "amount": ("amount", "credit", "deposit", "deposit amount"),
    "trace": ("trace", "trace number", "reference", "reference number", "addenda", "trn"),
    "payer": ("payer", "payer id", "payer identifier", "company", "company id", "company name"),
}
"""The columns, each with the names it may have; small and capital letters are the same."""

_REQUIRED = ("date", "amount")
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)", re.ASCII),
    re.compile(r"(?P<m>\d\d?)/(?P<d>\d\d?)/(?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII),
)
_AMOUNT = re.compile(r"(-?)\$?(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d?)?", re.ASCII)
_LONGEST = 15


def read_bank_lines(text: str, name: str) -> Deposits:
    """The deposits of a bank's list.

    Raises `SourceError`, which names file, line and column and no value, for what is no such list.
    """
    return Deposits(deposits=tuple(_deposits(text, name)))


def _deposits(text: str, name: str) -> Iterator[Deposit]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True, delimiter=_delimiter(text))
    places: dict[str, int] | None = None
    width = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            where = f"{name}: line {reader.line_num}"
            if places is None:
                places, width = _header(cells, where), len(cells)
                continue
            if len(cells) != width:
                raise SourceError(f"{where}: has {len(cells)} cells, and the header {width}")
            found = {column: cells[at].strip() for column, at in places.items()}
            yield _deposit(found, where, name, reader.line_num)
    except csv.Error:
        raise SourceError(f"{name}: line {reader.line_num}: is not written as CSV") from None
    if places is None:
        raise SourceError(f"{name}: line 1: is empty; the columns are {', '.join(COLUMNS)}")


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(",;\t", key=head.count)


def _header(cells: Sequence[str], where: str) -> dict[str, int]:
    names = [" ".join(cell.replace("_", " ").split()).casefold() for cell in cells]
    places: dict[str, int] = {}
    for column, known in COLUMNS.items():
        found = [at for at, name in enumerate(names) if name in known]
        if len(found) > 1:
            raise SourceError(f"{where}: two columns are the {column}")
        if found:
            places[column] = found[0]
        elif column in _REQUIRED:
            raise SourceError(
                f"{where}: has no column for the {column}; it is called {' or '.join(known)}. "
                "A NACHA file begins with 101"
            )
    return places


def _deposit(cells: Mapping[str, str], where: str, name: str, line: int) -> Deposit:
    reference = cells.get("trace") or None
    payer = cells.get("payer") or None
    found = trace_of(reference) if reference else None
    return Deposit(
        amount=_amount(cells["amount"], where),
        day=_day(cells["date"], where),
        trace=found.number if found else reference,
        payer_identifier=found.payer_identifier if found else None,
        payer=payer,
        reassociated=found is not None,
        file=name,
        line=line,
    )


def _amount(text: str, where: str) -> Decimal:
    """An amount as banks write it.

    >>> _amount("$1,234.50", ""), _amount("(20.00)", "")
    (Decimal('1234.50'), Decimal('-20.00'))
    """
    taken = text.startswith("(") and text.endswith(")")
    match = _AMOUNT.fullmatch(text[1:-1] if taken else text)
    if match is None or len(text) > _LONGEST or (match[1] and match[2]):
        raise SourceError(
            f"{where}: column amount is no amount, written 1234.50, with a minus where it is taken"
        )
    amount = Decimal(match[3].replace(",", "") + (match[4] or ""))
    return -amount if taken or match[1] or match[2] else amount


def _day(text: str, where: str) -> date:
    for form in _DAYS:
        match = form.fullmatch(text)
        if match is not None:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                break
    raise SourceError(
        f"{where}: column date is no date, written 2025-03-31, 03/31/2025 or 20250331"
    )
