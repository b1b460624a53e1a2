"""NACHA records field by field: what is read where, and what is held to what stands before.

The records are written out here, with every place beside a field filled, so that a field which
is read one place off is seen.
"""

from datetime import date
from decimal import Decimal

import pytest

from edi_portal import EdiError
from edi_portal.matching.deposits import Deposit, Deposits
from edi_portal.matching.nacha import LENGTH, is_nacha, read_nacha

HEAD = (
    "101 099999992 0999999992503191200A094101EXAMPLE BANK           RIVERSIDE CLINIC       REF00001"
)
FILLER = "9" * LENGTH


def batch(kind: str = "CCD", day: str = "250320") -> str:
    return (
        f"5225EXAMPLE HEALTH PDISCRETIONARY DATA X1700007777{kind}HCCLAIMPMT250319{day:6}"
        "0791099999990000001"
    )


def entry(cents: int, code: str = "22", number: str = "123456789012345") -> str:
    account, receiver = "4" * 17, f"{'PROVIDER1':<15}{'RIVERSIDE CLINIC':<22}"
    return f"6{code}099999992{account}{cents:010d}{receiver}001{number:<15}"


def more(text: str) -> str:
    return f"705{text:<80}00010000001"


def batch_end(entries: int, debit: int, credit: int) -> str:
    return f"8225{entries:06d}9999999991{debit:012d}{credit:012d}1700007777{'':25}099999990000001"


def end(batches: int, entries: int, debit: int, credit: int) -> str:
    return f"9{batches:06d}000001{entries:08d}9999999991{debit:012d}{credit:012d}{'':39}"


TRACE = more("TRN*1*EFT1*1700007777\\")
ONE = [HEAD, batch(), entry(27225), TRACE, batch_end(2, 0, 27225), end(1, 2, 0, 27225)]
TWO = [
    HEAD,
    batch(),
    entry(101, "27"),
    entry(203, "22"),
    batch_end(2, 101, 203),
    batch(),
    entry(307, "37"),
    batch_end(1, 307, 0),
    end(2, 3, 408, 203),
]


def read(*records: str) -> Deposits:
    return read_nacha("\n".join(records), "f")


def failure(*records: str) -> str:
    with pytest.raises(EdiError) as caught:
        read(*records)
    return str(caught.value)


def changed(records: list[str], line: int, start: int, text: str) -> list[str]:
    of = records[line - 1]
    return [
        *records[: line - 1],
        of[:start] + text + of[start + len(text) :],
        *records[line:],
    ]


def only(*records: str) -> Deposit:
    (found,) = read(*records).deposits
    return found


def test_the_records_here_are_of_their_length() -> None:
    assert {len(record) for record in (*ONE, *TWO, FILLER)} == {LENGTH} == {94}


def test_every_field_is_read_where_it_stands() -> None:
    assert only(*ONE) == Deposit(
        amount=Decimal("272.25"),
        day=date(2025, 3, 20),
        trace="EFT1",
        payer_identifier="1700007777",
        payer="EXAMPLE HEALTH P",
        reassociated=True,
        entry="123456789012345",
        file="f",
        line=3,
    )
    bare = only(*changed(ONE, 4, 3, " " * 80))
    assert (bare.trace, bare.payer_identifier, bare.reassociated) == (None, None, False)


def test_what_is_blank_is_not_known() -> None:
    records = changed(changed(ONE, 2, 4, " " * 16), 2, 69, " " * 6)
    found = only(*records)
    assert (found.payer, found.day) == (None, None)
    # The number is the last field, and a record has to be of its length.
    assert only(*changed(ONE, 3, 79, f"{'7':>15}")).entry == "7"


def test_fields_that_nothing_is_made_of_may_hold_anything() -> None:
    assert read(*changed(ONE, 3, 3, "X")) == read(*ONE)
    assert read(*changed(ONE, 4, 83, "X")) == read(*ONE)


def test_a_number_may_go_over_the_end_of_an_addenda() -> None:
    segment = f"{'':69}TRN*1*ABCDEFGHIJ*1700007777\\"
    records = [*ONE[:3], more(segment[:80]), more(segment[80:])]
    found = only(*records, batch_end(3, 0, 27225), end(1, 3, 0, 27225))
    assert (found.trace, found.payer_identifier) == ("ABCDEFGHIJ", "1700007777")


def test_batches_add_up() -> None:
    found = read(*TWO)
    assert [each.amount * 100 for each in found.deposits] == [-101, 203, -307]
    assert [each.line for each in found.deposits] == [3, 4, 7]
    assert found.skipped == 0


def test_entries_of_a_batch_add_up() -> None:
    entries = [entry(cents, code) for cents, code in ((9_876_543_210, "22"), (3, "24"))]
    entries += [entry(cents, code) for cents, code in ((5, "27"), (7, "37"), (0, "23"), (0, "33"))]
    sums = (6, 12, 9_876_543_213)
    found = read(HEAD, batch(), *entries, batch_end(*sums), end(1, *sums))
    amounts = [str(each.amount) for each in found.deposits]
    assert amounts == ["98765432.10", "0.03", "-0.05", "-0.07"]
    assert found.skipped == 2


def test_there_may_be_no_entry_and_no_batch() -> None:
    assert read(HEAD, end(0, 0, 0, 0)) == Deposits(deposits=())
    assert read(HEAD, batch(), batch_end(0, 0, 0), end(1, 0, 0, 0)) == Deposits(deposits=())


@pytest.mark.parametrize("code", range(20, 30))
def test_what_is_paid_and_what_is_taken_is_held_to_its_own_sum(code: int) -> None:
    is_credit = code in (21, 22, 23, 24)
    debit, credit = (0, 7) if is_credit else (7, 0)
    records = [HEAD, batch(), entry(7, str(code)), batch_end(1, debit, credit)]
    found = read(*records, end(1, 1, debit, credit))
    amounts = {22: [7], 24: [7], 27: [-7]}.get(code, [])
    assert [each.amount * 100 for each in found.deposits] == amounts
    assert found.skipped == (0 if amounts else 1)


@pytest.mark.parametrize("kind", ["ARC", "CCX", "CIE", "PPD"])
def test_of_other_kinds_of_batches_only_the_sums_count(kind: str) -> None:
    records = [HEAD, batch(kind, "250230"), *ONE[2:]]
    assert read(*records) == Deposits(deposits=(), skipped=1)


@pytest.mark.parametrize(
    "day, expected",
    [
        ("251231", date(2025, 12, 31)),
        ("000101", date(2000, 1, 1)),
        ("991109", date(2099, 11, 9)),
        ("240229", date(2024, 2, 29)),
    ],
)
def test_days_are_of_this_century(day: str, expected: date) -> None:
    assert only(HEAD, batch(day=day), *ONE[2:]).day == expected


@pytest.mark.parametrize(
    "day", ["250229", "251301", "250100", "25 3 1", "25+3+1", "٢٥٠٣٢٠", "2503"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    assert failure(HEAD, batch(day=day), *ONE[2:]) == (
        "f: line 2: field 9 (effective date) is no date, written YYMMDD"
    )


@pytest.mark.parametrize(
    "line, start, what",
    [
        (3, 29, "field 6 (amount) is not 10 digits"),
        (3, 38, "field 6 (amount) is not 10 digits"),
        (5, 4, "field 3 (entries) is not 6 digits"),
        (5, 9, "field 3 (entries) is not 6 digits"),
        (5, 20, "field 5 (debits) is not 12 digits"),
        (5, 31, "field 5 (debits) is not 12 digits"),
        (5, 32, "field 6 (credits) is not 12 digits"),
        (5, 43, "field 6 (credits) is not 12 digits"),
        (6, 1, "field 2 (batches) is not 6 digits"),
        (6, 6, "field 2 (batches) is not 6 digits"),
        (6, 13, "field 4 (entries) is not 8 digits"),
        (6, 20, "field 4 (entries) is not 8 digits"),
        (6, 31, "field 6 (debits) is not 12 digits"),
        (6, 42, "field 6 (debits) is not 12 digits"),
        (6, 43, "field 7 (credits) is not 12 digits"),
        (6, 54, "field 7 (credits) is not 12 digits"),
    ],
)
@pytest.mark.parametrize("sign", ["X", " ", "٣"])
def test_what_is_no_number_is_told_by_its_field(
    line: int, start: int, what: str, sign: str
) -> None:
    assert failure(*changed(ONE, line, start, sign)) == f"f: line {line}: {what}"


@pytest.mark.parametrize("start", [1, 2])
@pytest.mark.parametrize("sign", ["X", " "])
def test_a_transaction_code_is_two_digits(start: int, sign: str) -> None:
    expected = "f: line 3: field 2 (transaction code) is not two digits"
    assert failure(*changed(ONE, 3, start, sign)) == expected


BATCH, FILE = "batch does not agree with its entries", "file does not agree with its batches"


@pytest.mark.parametrize(
    "line, start, what",
    [
        *((5, start, BATCH) for start in (4, 9, 20, 31, 32, 43)),
        *((9, start, FILE) for start in (1, 6, 13, 20, 31, 42, 43, 54)),
    ],
)
def test_every_digit_of_a_control_counts(line: int, start: int, what: str) -> None:
    assert failure(*changed(TWO, line, start, "5")) == f"f: line {line}: the control of the {what}"


@pytest.mark.parametrize(
    "before, record, what",
    [
        ([HEAD], HEAD, "a record 1 (file header)"),
        (ONE, HEAD, "a record 1 (file header)"),
        ([], batch(), "a record 5 (batch header)"),
        (ONE[:2], batch(), "a record 5 (batch header)"),
        (ONE[:3], batch(), "a record 5 (batch header)"),
        (ONE[:4], batch(), "a record 5 (batch header)"),
        (ONE, batch(), "a record 5 (batch header)"),
        ([], entry(1), "a record 6 (entry)"),
        (ONE[:1], entry(1), "a record 6 (entry)"),
        (ONE[:5], entry(1), "a record 6 (entry)"),
        (ONE[:1], TRACE, "a record 7 (addenda)"),
        (ONE[:2], TRACE, "a record 7 (addenda)"),
        (ONE[:5], TRACE, "a record 7 (addenda)"),
        (ONE[:1], batch_end(0, 0, 0), "a record 8 (batch control)"),
        (ONE[:5], batch_end(0, 0, 0), "a record 8 (batch control)"),
        (ONE[:2], end(0, 0, 0, 0), "a record 9 (file control)"),
        (ONE[:3], end(0, 0, 0, 0), "a record 9 (file control)"),
        (ONE[:4], end(0, 0, 0, 0), "a record 9 (file control)"),
        (ONE, end(1, 2, 0, 27225), "a record 9 (file control)"),
        (ONE, "9" * 93 + "A", "a record 9 (file control)"),
    ],
)
def test_records_stand_in_their_order(before: list[str], record: str, what: str) -> None:
    assert failure(*before, record) == f"f: line {len(before) + 1}: {what} does not belong here"


def test_what_fills_the_last_block_stands_behind_the_end_alone() -> None:
    assert read(*ONE, FILLER, FILLER, "", " ") == read(*ONE)
    assert failure(*ONE[:5], FILLER, ONE[5]) == f"f: line 6: the control of the {FILE}"


@pytest.mark.parametrize("line", [2, 3, 4, 5])
def test_a_record_that_ends_in_a_number_is_not_shorter(line: int) -> None:
    assert failure(*changed(ONE, line, 93, " ")) == (
        f"f: line {line}: is shorter than 94 characters, so that its fields are not in place"
    )


def test_blanks_at_the_end_do_not_matter() -> None:
    assert read(*(f"{record}   " for record in ONE)) == read(*ONE)
    assert read(HEAD.rstrip("1"), *ONE[1:5], ONE[5].rstrip()) == read(*ONE)
    assert failure(ONE[0], f"{ONE[1]}  X") == "f: line 2: is longer than 94 characters"


def test_without_line_ends_lines_are_records() -> None:
    whole = read_nacha("".join(ONE), "f")
    assert whole == read(*ONE)
    assert failure("".join([*ONE[:4], *ONE[5:]])).startswith("f: line 5: ")


@pytest.mark.parametrize("records, line", [([], 1), (ONE[:1], 2), (ONE[:5], 6)])
def test_a_file_without_its_end_is_refused(records: list[str], line: int) -> None:
    expected = f"f: line {line}: the file ends without its control record (9)"
    assert failure(*records) == expected


def test_a_record_of_no_kind_is_refused() -> None:
    assert failure(HEAD, "4" * 94) == (
        "f: line 2: is no record of a NACHA file: those are 1, 5, 6, 7, 8 and 9"
    )


def test_a_file_is_known_by_how_it_begins() -> None:
    assert is_nacha(HEAD)
    assert is_nacha(f"\n {HEAD}")
    assert not is_nacha("102" + HEAD[3:])
    for sign in ",;\t":
        assert not is_nacha(HEAD[:39] + sign + HEAD[40:])
        assert is_nacha(HEAD[:40] + sign + HEAD[41:])


@pytest.mark.parametrize("code", ["2\u0662", "\u06622", "2x"])
def test_a_transaction_code_is_two_digits_of_ascii(code: str) -> None:
    lines = [HEAD, batch(), entry(27225, code), TRACE, batch_end(2, 0, 27225), end(1, 2, 0, 27225)]
    with pytest.raises(EdiError, match="transaction code"):
        read_nacha("\n".join(lines), "bank.txt")
