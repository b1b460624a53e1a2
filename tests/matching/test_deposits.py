"""What is kept of a deposit, and how the trace is taken from its addenda."""

from datetime import date
from decimal import Decimal

import pytest

from edi_portal.matching.deposits import Deposit, Deposits, Trace, trace_of


def test_of_a_deposit_only_the_amount_has_to_be_known() -> None:
    found = Deposit(amount=Decimal(1))
    assert (found.day, found.trace, found.payer_identifier, found.payer) == (None,) * 4
    assert (found.reassociated, found.entry, found.file, found.line) == (False, None, None, None)
    assert Deposits(deposits=()).skipped == 0


def test_nothing_of_the_file_is_in_the_repr() -> None:
    found = Deposit(
        amount=Decimal("272.25"),
        day=date(2025, 3, 20),
        trace="EFT1",
        payer_identifier="1700007777",
        payer="EXAMPLE HEALTH",
        reassociated=True,
        entry="E4711",
        file="a.ach",
        line=3,
    )
    expected = "Deposit(reassociated=True, file='a.ach', line=3)"
    assert repr(found) == expected
    assert repr(Deposits(deposits=(found,))) == f"Deposits(deposits=({expected},), skipped=0)"
    assert repr(Trace(number="EFT1", payer_identifier="1700007777")) == "Trace()"


@pytest.mark.parametrize(
    "text, number, payer",
    [
        ("TRN*1*0", "0", None),
        ("TRN*1*0*", "0", None),
        ("TRN*1*A*B", "A", "B"),
        ("TRN* 1 * A * B *C*D~E", "A", "B"),
        ("  TRN*1*A~B\\", "A", None),
        ("TRN|1|A|B\\C~", "A", "B"),
    ],
)
def test_a_trace_has_a_number_and_perhaps_a_payer(text: str, number: str, payer: str) -> None:
    assert trace_of(text) == Trace(number=number, payer_identifier=payer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TRN",
        "TRN*1*",
        "TRN*1* ",
        "  TRN*1*",
        "TRN*1    ",
        "TRN*0*A",
        "TRN**A*B",
        "TRN*2*A*B",
        "TRN\\1*A*B",  # the segment ends at once
        "TRN~1~A~B",
        "TRNS1SA",
        "TRN010A",
        "TRN 1 A",
        "*1*A*1*B",
    ],
)
def test_what_is_no_such_segment_has_none(text: str) -> None:
    assert trace_of(text) is None
