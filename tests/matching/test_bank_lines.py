"""Bank lines cell by cell: columns by their names, days, amounts, traces, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from edi_portal import EdiError
from edi_portal.matching.bank_lines import COLUMNS, read_bank_lines
from edi_portal.matching.deposits import Deposit, Deposits

DAY = date(2025, 3, 9)


def read(*lines: str) -> Deposits:
    return read_bank_lines("\n".join(lines), "f")


def only(*lines: str) -> Deposit:
    (found,) = read(*lines).deposits
    return found


def failure(*lines: str) -> str:
    with pytest.raises(EdiError) as caught:
        read(*lines)
    return str(caught.value)


def test_a_line_is_a_deposit() -> None:
    found = read(
        "trace,date,amount,balance,payer", "R1, 2025-03-09 ,1.50,9, PLAN ", ",2025-3-9,2,,"
    )
    assert found == Deposits(
        deposits=(
            Deposit(amount=Decimal("1.50"), day=DAY, trace="R1", payer="PLAN", file="f", line=2),
            Deposit(amount=Decimal(2), day=DAY, file="f", line=3),
        )
    )
    assert read("date,amount") == Deposits(deposits=())


def test_a_cell_in_quotes_may_go_over_the_end_of_a_line() -> None:
    found = only("payer,date,amount", '"A', 'B, C",2025-03-09,1')
    assert (found.payer, found.line) == ("A\nB, C", 3)


def test_a_trace_of_the_payer_is_taken_from_its_segment() -> None:
    found = only("date,amount,trace", "2025-03-09,1,X TRN*1*EFT1*17~")
    assert (found.trace, found.payer_identifier, found.reassociated) == ("EFT1", "17", True)
    bank = only("date,amount,trace", "2025-03-09,1,EFT1")
    assert (bank.trace, bank.payer_identifier, bank.reassociated) == ("EFT1", None, False)


NAMES = {
    "date": "date, effective date, posting date, posted, deposit date",
    "amount": "amount, credit, deposit, deposit amount",
    "trace": "trace, trace number, reference, reference number, addenda, trn",
    "payer": "payer, payer id, payer identifier, company, company id, company name",
}


def test_columns_have_these_names() -> None:
    assert {column: ", ".join(names) for column, names in COLUMNS.items()} == NAMES


@pytest.mark.parametrize(
    "header",
    ["date;amount", " Date ;AMOUNT", "POSTING_DATE;deposit__amount", "posting  date;Credit"],
)
def test_names_are_known_however_they_are_written(header: str) -> None:
    assert only(header, "2025-03-09;7").amount == 7


def test_the_separator_is_the_one_that_the_header_has_most_of() -> None:
    for separator in ",;\t":
        header = separator.join(("date", "amount", "a", "b"))
        line = separator.join(("2025-03-09", "7", "", ""))
        assert only("", f"  {header}", line).amount == 7
    # In the lines below it does not count.
    assert only("date;amount;payer", "2025-03-09;7;A,B,C,D").payer == "A,B,C,D"


@pytest.mark.parametrize(
    "text, day",
    [
        ("2025-03-09", DAY),
        ("2025-3-9", DAY),
        ("03/09/2025", DAY),
        ("3/9/2025", DAY),
        ("20250309", DAY),
        ("2025-11-12", date(2025, 11, 12)),
        ("11/12/2025", date(2025, 11, 12)),
    ],
)
def test_days_are_written_in_three_ways(text: str, day: date) -> None:
    assert only("date,amount", f"{text},1").day == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "2025-02-30", "13/01/2025", "20250230", "20250", "2025-03", "25-03-09", "3/9/25"),
        *("2025-03-009", "003/9/2025", "2025309", "202503091", "2025/03/09", "09.03.2025"),
        *("٢٣٢٣-03-09", "03/09/٢٣٢٣", "٢٣٢٣0309", "0000-01-01"),
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert failure("date,amount", "2025-03-09,1", f"{text},1") == (
        "f: line 3: column date is no date, written 2025-03-31, 03/31/2025 or 20250331"
    )


@pytest.mark.parametrize(
    "text, amount",
    [
        ("0", "0"),
        ("12", "12"),
        ("1234.5", "1234.5"),
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234,567.89", "1234567.89"),
        ("12,345", "12345"),
        ("$5", "5"),
        ("-5", "-5"),
        ("-$5.01", "-5.01"),
        ("$-5.01", "-5.01"),
        ("(5.01)", "-5.01"),
        ("($5)", "-5"),
        ("(-5)", "-5"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts_as_banks_write_them(text: str, amount: str) -> None:
    assert str(only("date;amount", f"2025-03-09;{text}").amount) == amount


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "$", ".5", "5.", "1.234", "1,23", "1,2345", "1234,567", ",123", "12 3", "+5"),
        *(
            "--5",
            "-$-5",
            "(55",
            "55)",
            "()",
            "((5))",
            "$$5",
            "5-",
            "1e3",
            "NaN",
            "٣",
            "1.٣",
            "1,٢٣٢",
        ),
        *("9999999999999.99", "1" * 16),
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert failure("date;amount", f"2025-03-09;{text}") == (
        "f: line 2: column amount is no amount, written 1234.50, with a minus where it is taken"
    )


def without(column: str) -> str:
    names = NAMES[column].replace(", ", " or ")
    return f"has no column for the {column}; it is called {names}. A NACHA file begins with 101"


@pytest.mark.parametrize(
    "header, message",
    [
        ("amount,trace", without("date")),
        ("date,trace", without("amount")),
        ("date,amount,posted", "two columns are the date"),
        ("credit,date,amount", "two columns are the amount"),
        ("date,amount,trn,trace", "two columns are the trace"),
        ("date,amount,company,payer", "two columns are the payer"),
    ],
)
def test_a_header_that_does_not_say_which_is_which_is_refused(header: str, message: str) -> None:
    assert failure("", header) == f"f: line 2: {message}"


def test_a_list_that_is_none_is_refused() -> None:
    empty = "f: line 1: is empty; the columns are date, amount, trace, payer"
    assert failure("") == failure("", " ,, ") == empty
    assert failure("date,amount", "", "2025-03-09") == "f: line 3: has 1 cells, and the header 2"
    assert failure("date,amount", "2025-03-09,1,") == "f: line 2: has 3 cells, and the header 2"
    assert failure("date,amount", '2025-03-09,"1') == "f: line 2: is not written as CSV"
