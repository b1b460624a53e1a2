"""A provider roster: who is enrolled with which payer, from when to when, and under what.

It is read from a CSV file with a header, which a spreadsheet can keep:

    npi,taxonomy,tax_id,name,payer,effective,end
    2000002024,207Q00000X,700001234,"SAMPLE, ROBIN",EHP01,2024-01-01,
"""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TextIO

import attrs

from edi_portal.errors import SourceError, UsageError
from edi_portal.scrubber.identifiers import is_ein, is_npi, is_taxonomy_code

COLUMNS = ("npi", "taxonomy", "tax_id", "name", "payer", "effective", "end")
"""The columns of the file, in any order; small and capital letters are the same."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{4})(\d\d)(\d\d)", re.ASCII)


@attrs.frozen(kw_only=True, slots=True)
class Enrollment:
    """A row: a provider as a payer knows it, in a time. What is ``None`` the roster does not say.

    Without ``payer`` it holds for every payer; without ``effective`` from ever, without ``end``
    for ever.
    """

    npi: str
    taxonomy: str | None = None
    tax_id: str | None = attrs.field(default=None, repr=False)
    name: str | None = attrs.field(default=None, repr=False)
    payer: str | None = None
    effective: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        early = self.effective is not None and day < self.effective
        return not early and (self.end is None or day <= self.end)


class Roster:
    """The enrollments of providers, to be found by NPI and payer at once.

    It is taken to be complete: who is not in it is not enrolled.
    """

    def __init__(self, enrollments: Iterable[Enrollment]) -> None:
        self._of: dict[str, dict[str | None, list[Enrollment]]] = {}
        for item in enrollments:
            payer = _folded(item.payer) if item.payer else None
            self._of.setdefault(item.npi, {}).setdefault(payer, []).append(item)

    def __len__(self) -> int:
        return sum(len(rows) for payers in self._of.values() for rows in payers.values())

    def __contains__(self, npi: object) -> bool:
        return npi in self._of

    def enrollments(self, npi: str, payer: str) -> tuple[Enrollment, ...]:
        """The provider's enrollments with a payer, those with every payer among them."""
        payers = self._of.get(npi)
        if payers is None:
            return ()
        return (*payers.get(_folded(payer), ()), *payers.get(None, ()))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> "Roster":
        """The roster in a CSV file (UTF-8).

        Raises `SourceError` where the file cannot be read, `UsageError` where it is no roster.
        The error names file, row and column, the header being row 1, and no value.
        """
        name = os.fspath(path)
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                return cls(tuple(_rows(file, name)))
        except OSError as error:
            raise SourceError(f"{name}: {error.strerror or 'cannot be read'}") from error
        except UnicodeDecodeError:
            raise SourceError(f"{name}: is not text in UTF-8") from None
        except ValueError as error:  # a path with a NUL
            raise SourceError("the path of the roster is not usable") from error


def _folded(payer: str) -> str:
    return payer.strip().upper()


def _rows(file: TextIO, name: str) -> Iterator[Enrollment]:
    reader = csv.reader(file, strict=True)
    columns: tuple[str, ...] | None = None
    found = False
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _header(cells, f"{name}: row {row}")
                continue
            if len(cells) != len(columns):
                raise UsageError(
                    f"{name}: row {row}: has {len(cells)} cells, and the header {len(columns)}"
                )
            found = True
            texts = [cell.strip() for cell in cells]
            yield _enrollment(dict(zip(columns, texts, strict=True)), f"{name}: row {row}")
    except csv.Error:
        raise UsageError(f"{name}: row {row + 1}: is not written as CSV") from None
    if columns is None:
        raise UsageError(f"{name}: is empty; the columns are {', '.join(COLUMNS)}")
    if not found:
        raise UsageError(f"{name}: has a header, and no providers")


def _header(cells: Sequence[str], where: str) -> tuple[str, ...]:
    columns = tuple(cell.strip().casefold() for cell in cells)
    for at, column in enumerate(columns, 1):
        if column not in COLUMNS:
            raise UsageError(f"{where}: column {at} is none of {', '.join(COLUMNS)}")
        if column in columns[: at - 1]:
            raise UsageError(f"{where}: column {column} is there twice")
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise UsageError(f"{where}: lacks the column {missing[0]}")
    return columns


def _enrollment(cells: Mapping[str, str], where: str) -> Enrollment:
    tax_id = cells["tax_id"].replace("-", "")
    for column, right, words in (
        ("npi", is_npi(cells["npi"]), "is not a National Provider Identifier"),
        (
            "taxonomy",
            not cells["taxonomy"] or is_taxonomy_code(cells["taxonomy"].upper()),
            "is not ten letters and digits that end in X",
        ),
        ("tax_id", not tax_id or is_ein(tax_id), "is not nine digits"),
    ):
        if not right:
            raise UsageError(f"{where}, column {column}: {words}")
    effective = _day(cells["effective"], f"{where}, column effective")
    end = _day(cells["end"], f"{where}, column end")
    if effective is not None and end is not None and end < effective:
        raise UsageError(f"{where}, column end: is before the column effective")
    return Enrollment(
        npi=cells["npi"],
        taxonomy=cells["taxonomy"].upper() or None,
        tax_id=tax_id or None,
        name=cells["name"] or None,
        payer=cells["payer"] or None,
        effective=effective,
        end=end,
    )


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is not None:
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise UsageError(f"{where}: is no date; dates are written 2025-03-31 or 20250331")
