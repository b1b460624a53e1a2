"""What kind of table a file is, and how its rows become records.

A heading may be spread over several rows, below lines about copyright. Data begins with the
first row whose first cell is a code. From there on a row that cannot be read is an error:
half a table would let claims pass that it denies.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import chain

import attrs

from edi_portal.codes.ncci import cells
from edi_portal.codes.ncci.rows import Part, Row

_MOST_HEADING_ROWS = 40


class Kind(StrEnum):
    """What a table is about."""

    PTP = "ptp"
    """Procedure-to-procedure edits: pairs that are not paid together."""
    MUE = "mue"
    """Medically unlikely edits: most units of a procedure."""
    ADD_ON = "add-on"
    """Add-on code edits: procedures that are paid only beside another."""
    PROCEDURES = "procedures"
    """Procedure codes and their dates of effect."""
    POA_EXEMPT = "poa-exempt"
    """Diagnoses that need no present-on-admission indicator."""


class _Heading:
    """The rows above the data: their words, and the title of each column."""

    def __init__(self, rows: Sequence[Row]) -> None:
        width = max((len(row.cells) for row in rows), default=0)
        columns = [[row.cells[at] for row in rows if at < len(row.cells)] for at in range(width)]
        self.titles = [re.sub(r"[\W_]+", " ", " ".join(column)).lower() for column in columns]
        self.words = " ".join(self.titles)

    def column(self, pattern: str, *, without: str = r"(?!)") -> int | None:
        """The first column after that of the code whose title matches ``pattern``."""
        for at, title in enumerate(self.titles):
            if at and re.search(pattern, title) and not re.search(without, title):
                return at
        return None

    def columns(self, pattern: str) -> list[int]:
        """Every column after that of the code whose title matches ``pattern``."""
        return [at for at, title in enumerate(self.titles) if at and re.search(pattern, title)]


Reader = Callable[[Sequence[str]], str]
"""Makes a record of the cells of a row; raises ValueError with what is wrong."""


@attrs.frozen(slots=True)
class Layout:
    """A kind of table: its records, and how the cells below a heading are read.

    ``effective`` is where a record holds the date from which it is in force, if it does.
    """

    kind: Kind
    width: int
    effective: slice | None
    known_by: str
    reader: Callable[[_Heading, Sequence[str]], Reader]


def _ptp(_heading: _Heading, first: Sequence[str]) -> Reader:
    # The heading of this table is spread so far over rows and columns that only the order of the
    # columns can be relied on. Medicaid's lacks the one about 1996.
    at = 2 if len(first) > 2 and first[2] not in ("", "*") else 3

    def read(row: Sequence[str]) -> str:
        one = _cell(row, 0, cells.procedure)
        two = _cell(row, 1, cells.procedure)
        begin, end = _cell(row, at, cells.day), _cell(row, at + 1, cells.end)
        return one + two + begin + end + _cell(row, at + 2, _modifier_indicator)

    return read


def _mue(heading: _Heading, _first: Sequence[str]) -> Reader:
    value = heading.column(r"\bmue values?\b|\bunits\b") or 1
    adjudication = heading.column("adjudication|indicator")

    def read(row: Sequence[str]) -> str:
        code, units = _cell(row, 0, cells.procedure), _cell(row, value, cells.units)
        if adjudication is None:
            return code + units + "-"
        return code + units + _cell(row, adjudication, _adjudication_indicator)

    return read


def _add_on(heading: _Heading, _first: Sequence[str]) -> Reader:
    primary = heading.column("primary", without="del")
    begin, ends = heading.column(r"\beff"), heading.columns(r"\bdel")
    kind = heading.column(r"\btype\b")
    if primary is None or begin is None or kind is None:
        raise ValueError("the heading names no primary code, effective date or type")

    def read(row: Sequence[str]) -> str:
        code = _cell(row, 0, cells.procedure)
        found = [_cell(row, at, cells.end) for at in ends if at < len(row)]
        return (
            code
            + _cell(row, primary, cells.primary)
            + _cell(row, begin, cells.day)
            + min(found, default=cells.OPEN_END)
            + _cell(row, kind, _edit_type)
        )

    return read


def _procedures(heading: _Heading, _first: Sequence[str]) -> Reader:
    begin = heading.column(r"\b(eff|begin|start|add)") or 1
    end = heading.column(r"\b(end|term|del|disc|exp)")

    def read(row: Sequence[str]) -> str:
        code = _cell(row, 0, cells.procedure) + _cell(row, begin, cells.day)
        has_end = end is not None and end < len(row)
        return code + (_cell(row, end, cells.end) if has_end and end else cells.OPEN_END)

    return read


def _poa_exempt(_heading: _Heading, first: Sequence[str]) -> Reader:
    # CMS numbers its rows; others do not.
    at = next(at for at, word in enumerate(_words(first)) if cells.is_diagnosis(word))
    return lambda row: _cell(_words(row), at, cells.diagnosis).ljust(7)


def _words(row: Sequence[str]) -> list[str]:
    """The first words of a row: a list may part its codes from their names by blanks."""
    return " ".join(row[:2]).split()[:2]


def _modifier_indicator(text: str) -> str:
    return cells.indicator(text, "019")


def _adjudication_indicator(text: str) -> str:
    return cells.indicator(text, "123")


def _edit_type(text: str) -> str:
    return cells.indicator(text, "123")


def _cell(row: Sequence[str], at: int, read: Callable[[str], str]) -> str:
    if at >= len(row):
        raise ValueError(f"column {at + 1} is missing")
    try:
        return read(row[at])
    except ValueError as error:
        raise ValueError(f"column {at + 1} {error}") from error


LAYOUTS = {
    layout.kind: layout
    for layout in (
        Layout(Kind.PTP, 27, slice(10, 18), r"column ?1\b.*column ?2\b", _ptp),
        Layout(Kind.MUE, 13, None, r"\bmue\b", _mue),
        Layout(Kind.ADD_ON, 27, slice(10, 18), r"add ?on\b.*\bprimary\b", _add_on),
        Layout(Kind.POA_EXEMPT, 7, None, r"\bpoa\b|present on admission", _poa_exempt),
        Layout(Kind.PROCEDURES, 21, slice(5, 13), r"\b(effective|begin|start)", _procedures),
    )
}
"""Every layout, in the order in which a heading is asked for it."""


def read_part(part: Part, kind: Kind | None) -> tuple[Layout, str, Iterator[str]]:
    """The layout of ``part``, the words of its heading, and its records.

    Raises `edi_portal.errors.TableError` where it is not of the ``kind``, or of no kind known,
    and while the records are read, for the first row that is wrong.
    """
    rows = part.rows()
    above: list[Row] = []
    first: Row | None = None
    for row in rows:
        if _is_data(row):
            first = row
            break
        above.append(row)
        if len(above) > _MOST_HEADING_ROWS:
            break
    if first is None:
        raise part.fault(None, "no row begins with a code")
    heading = _Heading(above)
    layout = _recognised(heading, first)
    if kind is not None:
        # Dates alone make no heading one of procedures where the caller knows better.
        if layout is not None and layout.kind not in (kind, Kind.PROCEDURES):
            raise part.fault(
                None, f"its heading is that of a table of {layout.kind}, not of {kind}"
            )
        layout = LAYOUTS[kind]
    if layout is None:
        raise part.fault(None, "its heading is that of no table known; say which kind it is")
    try:
        read = layout.reader(heading, first.cells)
    except (ValueError, StopIteration) as error:
        raise part.fault(None, str(error) or f"it is no {layout.kind} table") from error
    return layout, heading.words, _records(part, read, chain([first], rows))


def _records(part: Part, read: Reader, rows: Iterator[Row]) -> Iterator[str]:
    for row in rows:
        try:
            yield read(row.cells)
        except ValueError as error:
            raise part.fault(row.number, str(error)) from error


def _is_data(row: Row) -> bool:
    if cells.is_procedure(row.cells[0]):
        return True
    words = _words(row.cells)
    if words and words[0].isdigit():
        del words[0]
    return bool(words) and cells.is_diagnosis(words[0])


def _recognised(heading: _Heading, first: Row) -> Layout | None:
    for layout in LAYOUTS.values():
        if re.search(layout.known_by, heading.words):
            return layout
    listed = not heading.words and not cells.is_procedure(first.cells[0])
    return LAYOUTS[Kind.POA_EXEMPT] if listed else None
