"""A cell of CSV says what the value says, and never becomes a formula."""

import csv
import io
import re
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.formats.cells import cell, row
from edi_portal.models.values import DateRange, Formatted

# What spreadsheets take for the beginning of a formula, in any width.
FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@pytest.mark.parametrize(
    "value, written",
    [
        (None, ""),
        ("", ""),
        ("O'HARA, JANE", "O'HARA, JANE"),
        (Decimal("-12.50"), "-12.50"),
        (Decimal("0.20"), "0.20"),
        (Decimal("1E+2"), "100"),
        (7, "7"),
        (True, "Y"),
        (False, "N"),
        (date(2025, 3, 10), "2025-03-10"),
        (time(9, 15), "09:15"),
        (DateRange(date(2025, 3, 1), date(2025, 3, 31)), "2025-03-01/2025-03-31"),
        (Formatted("CM", "202503"), "202503"),
        (("25", "59"), "25 59"),
        ((), ""),
        ("-12.50", "'-12.50"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("  =1", "'  =1"),
        ("A;=1+1", "A;'=1+1"),
        ("A\n=1", "A\n'=1"),
        ("\uff1d1", "'\uff1d1"),
        (("=1", "2"), "'=1 2"),
        ("A=1-2", "A=1-2"),
    ],
)
def test_value(value: Any, written: str) -> None:
    assert cell(value) == written


def test_what_no_cell_can_hold_is_an_error_and_not_text() -> None:
    with pytest.raises(TypeError, match="object"):
        cell(object())


@given(st.text(alphabet="=+-@;\t\r\n ,\"'A1\uff1d", max_size=12))
def test_no_text_becomes_a_formula(text: str) -> None:
    line = row(("file", text, Decimal(-1)))
    [[_, read, number]] = csv.reader(io.StringIO(line, newline=""))
    assert number == "-1"
    # Also where the file is opened with another separator, or cells are cut at line ends.
    for part in re.split(r"[;\t\r\n]", read):
        assert not FORMULA.match(part)
    assert read.replace("'", "") == text.replace("'", "")
