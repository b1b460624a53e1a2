"""Deposits as files have them: NACHA with CCD+ entries, and lists of bank lines."""

import contextlib
import re
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal import EdiError
from edi_portal.matching import eft
from edi_portal.matching.deposits import trace_of
from edi_portal.matching.eft import Deposits, read_eft
from edi_portal.matching.nacha import is_nacha, read_nacha
from tests.matching.nacha_files import Batch, Entry, addenda, nacha

ONE = nacha([Batch(entries=[Entry(cents=27225, addenda=[addenda("EFT1")])])])


def from_text(text: str, tmp_path: Path) -> Deposits:
    path = tmp_path / "deposits"
    path.write_bytes(text.encode())
    return read_eft(path)


def test_an_entry_has_amount_day_and_trace_where_the_format_puts_them(samples: Path) -> None:
    # CAQH CORE 370: record 7 field 3, record 5 field 9, record 6 field 6.
    path = samples / "eft" / "ccd-plus.ach"
    found = read_eft(path)
    first = found.deposits[0]
    assert (first.amount, first.day) == (Decimal("272.25"), date(2025, 3, 20))
    assert (first.trace, first.payer_identifier) == ("EFT20250320A", "1700007777")
    assert (first.payer, first.line, first.file) == ("EXAMPLE HEALTH P", 3, str(path))
    assert first.reassociated
    assert [each.amount for each in found.deposits] == [
        Decimal("272.25"), Decimal("233.50"), Decimal(41)]  # fmt: skip
    # The payroll is no payment of a payer.
    assert found.skipped == 1


@pytest.mark.parametrize(
    "text, number, payer",
    [
        ("TRN*1*EFT1*1700007777\\", "EFT1", "1700007777"),
        ("TRN*1*EFT1*1700007777*999999999~", "EFT1", "1700007777"),
        ("TRN*1*EFT1", "EFT1", None),
        ("PAYMENT TRN|1| EFT1 |1700007777\\ THANK YOU", "EFT1", "1700007777"),
        ("TRN*2*EFT1*1700007777\\", None, None),
        ("TRN*1**1700007777\\", None, None),
        ("TRN", None, None),
        ("TRNSFER 1 OF 2", None, None),
        ("", None, None),
    ],
)
def test_traces_are_taken_from_their_segment_alone(
    text: str, number: str | None, payer: str | None
) -> None:
    found = trace_of(text)
    assert (found and found.number) == number
    assert (found and found.payer_identifier) == payer


def test_what_is_no_payment_is_counted_and_left_out() -> None:
    codes = {"22": 100, "32": 200, "24": 0, "27": 300, "23": 0, "28": 0, "21": 500, "36": 600}
    entries = [Entry(cents=cents, code=code) for code, cents in codes.items()]
    found = read_nacha(nacha([Batch(entries=entries)]), "f")
    assert [each.amount for each in found.deposits] == [1, 2, 0, -3]
    assert found.skipped == 4


def test_a_long_trace_goes_on_in_the_next_addenda() -> None:
    segment = f"TRN*1*{'9' * 50}*1700007777*{'8' * 30}\\"
    parts = [segment[:80], segment[80:]]
    (found,) = read_nacha(nacha([Batch(entries=[Entry(cents=1, addenda=parts)])]), "f").deposits
    assert (found.trace, found.payer_identifier) == ("9" * 50, "1700007777")


@pytest.mark.parametrize("end", ["\r\n", "\n\n", ""])
def test_line_ends_and_blanks_that_were_cut_do_not_matter(end: str) -> None:
    whole = read_nacha(ONE, "f")
    other = read_nacha(end.join(ONE.splitlines()), "f").deposits
    assert [(each.amount, each.trace) for each in other] == [
        (each.amount, each.trace) for each in whole.deposits
    ]
    assert read_nacha("\n".join(line.rstrip() for line in ONE.splitlines()), "f") == whole


def test_without_an_effective_date_the_day_is_not_known() -> None:
    (found,) = read_nacha(nacha([Batch(entries=[Entry(cents=1)], day="")]), "f").deposits
    assert found.day is None


def changed(line: int, start: int, text: str) -> str:
    lines = ONE.splitlines()
    lines[line - 1] = lines[line - 1][:start] + text + lines[line - 1][start + len(text) :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text, line, what",
    [
        (changed(3, 29, "00002A2725"), 3, "field 6 (amount)"),
        (changed(3, 1, "2X"), 3, "transaction code"),
        (changed(2, 69, "250230"), 2, "effective date"),
        (changed(2, 69, "25/3/1"), 2, "effective date"),
        (changed(5, 32, "000000027226"), 5, "control of the batch"),
        (changed(5, 4, "000003"), 5, "control of the batch"),
        (changed(5, 4, "00000X"), 5, "field 3 (entries)"),
        (changed(6, 43, "000000027226"), 6, "control of the file"),
        (changed(6, 1, "000002"), 6, "control of the file"),
        (changed(2, 0, "6"), 2, "does not belong here"),
        (changed(4, 0, "X"), 4, "no record of a NACHA file"),
        ("\n".join(ONE.splitlines()[:5]), 6, "ends without its control record"),
        ("\n".join(ONE.splitlines()[:3]), 4, "ends without its control record"),
        (ONE.replace("\n", " X\n", 1), 1, "longer than 94"),
        (ONE.replace("CCD", "CC"), 2, "shorter than 94"),
        (ONE + ONE, 11, "does not belong here"),
    ],
)
def test_a_broken_file_is_one_error_that_names_file_and_line(
    text: str, line: int, what: str, tmp_path: Path
) -> None:
    with pytest.raises(EdiError) as caught:
        from_text(text, tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'deposits'}: line {line}: ")
    assert what in message
    assert not re.search(r"EFT1|1700007777|27225|272\.25", message)


@given(st.integers(0, len(ONE)), st.integers(0, len(ONE)))
def test_a_file_that_lacks_a_part_is_never_taken_for_whole(start: int, stop: int) -> None:
    start, stop = sorted((start, stop))
    text = ONE[:start] + ONE[stop:]
    whole = read_nacha(ONE, "f").deposits
    try:
        found = read_nacha(text, "f").deposits
    except EdiError:
        return
    assert [each.amount for each in found] == [each.amount for each in whole]


@given(st.text("0156789 TRN*\\\nA,", max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    for whole in (text, f"101{text}"):
        with contextlib.suppress(EdiError):
            read_nacha(whole, "f")


CENTS = st.integers(0, 9_999_999_999)


@given(st.lists(st.lists(CENTS, max_size=5), min_size=1, max_size=4))
def test_what_is_written_is_read(batches: list[list[int]]) -> None:
    text = nacha(
        Batch(entries=[Entry(cents=cents, addenda=[addenda(f"T{cents}")]) for cents in entries])
        for entries in batches
    )
    assert is_nacha(text)
    found = read_nacha(text, "f").deposits
    assert [(each.amount, each.trace) for each in found] == [
        (Decimal(cents) / 100, f"T{cents}") for entries in batches for cents in entries
    ]


def test_bank_lines_are_known_by_the_names_of_their_columns(samples: Path) -> None:
    found = read_eft(samples / "eft" / "bank-lines.csv").deposits
    assert [each.amount for each in found] == [Decimal("272.25"), Decimal("233.50"), Decimal(1800)]
    assert [each.day for each in found] == [date(2025, 3, 20), *[date(2025, 4, 4)] * 2]
    assert [each.trace for each in found] == ["EFT20250320A", None, "4711"]
    assert found[0].payer == "EXAMPLE HEALTH PLAN"
    assert [each.line for each in found] == [2, 3, 4]
    assert not any(each.reassociated for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "DATE;AMOUNT;TRACE\n2025-03-20;(12.50);TRN*1*EFT1*1700007777\\\n",
        "\ufefftrace_number\tPosting Date\tCredit\nTRN*1*EFT1*1700007777\t20250320\t-$12.50\n",
        '\nReference,Effective Date,Deposit\n\n"TRN*1*EFT1*1700007777",3/20/2025,"-12.5"\n',
    ],
)
def test_separators_days_and_amounts_as_banks_write_them(text: str, tmp_path: Path) -> None:
    (found,) = from_text(text, tmp_path).deposits
    assert (found.amount, found.day) == (Decimal("-12.50"), date(2025, 3, 20))
    assert (found.trace, found.payer_identifier) == ("EFT1", "1700007777")
    assert found.reassociated


@pytest.mark.parametrize(
    "text, line, what",
    [
        ("", 1, "is empty"),
        ("amount,trace\n1,2\n", 1, "no column for the date"),
        ("date,trace\n1,2\n", 1, "no column for the amount"),
        ("date,posted,amount\n1,2,3\n", 1, "two columns are the date"),
        ("date,amount\n2025-03-20,1\n2025-02-30,1\n", 3, "column date"),
        ("date,amount\n20.3.2025,1\n", 2, "column date"),
        ("date,amount\n2025-03-20,12O\n", 2, "column amount"),
        ("date,amount\n2025-03-20,1.234\n", 2, "column amount"),
        ("date,amount\n2025-03-20,--1\n", 2, "column amount"),
        (f"date,amount\n2025-03-20,{'9' * 40}\n", 2, "column amount"),
        ("date,amount\n2025-03-20\n", 2, "has 1 cells"),
        ('date,amount\n2025-03-20,"1\n', 2, "not written as CSV"),
        ("ISA*00*~", 1, "begins with 101"),
    ],
)
def test_a_list_that_is_none_is_one_error_that_names_file_and_line(
    text: str, line: int, what: str, tmp_path: Path
) -> None:
    with pytest.raises(EdiError) as caught:
        from_text(text, tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'deposits'}: line {line}: ")
    assert what in message


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        for start in (b"", b"date,amount\n", b"date,amount\n2025-01-01,"):
            path.write_bytes(start + data)
            with contextlib.suppress(EdiError):
                read_eft(path)


def test_what_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path, tmp_path / "none", "a\0b"):
        with pytest.raises(EdiError):
            read_eft(path)
    monkeypatch.setattr(eft, "MOST_BYTES", 10)
    with pytest.raises(EdiError, match="limit"):
        from_text(ONE, tmp_path)


def test_nothing_of_the_file_is_in_the_repr(samples: Path) -> None:
    text = repr(read_eft(samples / "eft" / "ccd-plus.ach"))
    assert not re.search(r"EFT2025|1700007777|272|EXAMPLE HEALTH", text)
