"""NCCI tables and their like: what they answer."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from edi_portal.codes.ncci import (
    TABLES,
    AddOn,
    AddOnTable,
    Mue,
    MueTable,
    PoaExempt,
    ProcedureStatus,
    ProcedureTable,
    PtpEdit,
    PtpTable,
    open_table,
)
from edi_portal.errors import SourceError, TableError
from tests.codes import tables
from tests.codes.tables import written

ON = date(2025, 3, 1)


@pytest.fixture
def ptp(tmp_path: Path) -> PtpTable:
    return open_table(written(tmp_path, tables.PTP), PtpTable)


@pytest.mark.parametrize(
    "pair, on, indicator",
    [
        (("X1001", "X1002"), ON, "1"),
        (("X1001", "X1002"), date(2020, 1, 1), "1"),
        (("X1001", "X1002"), date(2019, 12, 31), None),
        # The columns have an order.
        (("X1002", "X1001"), ON, None),
        # Twice in force, with a time between.
        (("X1001", "X1003"), date(2021, 12, 31), "0"),
        (("X1001", "X1003"), date(2022, 1, 1), None),
        (("X1001", "X1003"), date(2023, 4, 1), "1"),
        # It was taken back from its first day on.
        (("X1004", "X1001"), ON, None),
        (("X1004", "X1001"), date(1996, 1, 1), "9"),
        (("X100", "1X100"), ON, None),
        (("", ""), ON, None),
        (("Ä1001", "X1002"), ON, None),
    ],
)
def test_ptp(ptp: PtpTable, pair: tuple[str, str], on: date, indicator: str | None) -> None:
    found = ptp.lookup(*pair, on)
    assert (found and found.modifier_indicator) == indicator


def test_ptp_edit_has_its_dates(ptp: PtpTable) -> None:
    assert ptp.lookup("X1001", "X1003", date(2020, 6, 1)) == PtpEdit(
        modifier_indicator="0", effective=date(2020, 1, 1), deletion=date(2021, 12, 31)
    )
    assert (ptp.facts.first, ptp.facts.last) == (date(1996, 1, 1), date(2023, 4, 1))
    assert (len(ptp), ptp.source) == (4, "table.txt")
    assert repr(ptp).endswith("table.txt', 4 rows)")


def test_ptp_of_medicaid_lacks_a_column(tmp_path: Path) -> None:
    text = "Column_1,Column_2,EffDt,DelDt,Modifier,Rationale\nX1001,X1002,20240101,,1,none\n"
    found = open_table(written(tmp_path, text), PtpTable)
    assert found.lookup("X1001", "X1002", ON) is not None


def test_mue(tmp_path: Path) -> None:
    found = open_table(written(tmp_path, tables.MUE), MueTable)
    assert found.lookup("X1001") == Mue(value=1, indicator="2")
    assert found.lookup("X1002") == Mue(value=300, indicator="3")
    assert found.lookup("X1003") == Mue(value=0, indicator="1")
    assert found.lookup("X1004") is None
    assert found.lookup("X1") is None


def test_mue_of_medicaid_has_no_indicator(tmp_path: Path) -> None:
    found = open_table(written(tmp_path, tables.MEDICAID_MUE), MueTable)
    assert found.lookup("X1001") == Mue(value=2, indicator=None)


def test_add_on(tmp_path: Path) -> None:
    found = open_table(written(tmp_path, tables.ADD_ON), AddOnTable)
    both = frozenset({"X1001", "X1002"})
    # 2020 had 366 days.
    assert found.lookup("X2001", date(2020, 12, 31)) == AddOn(primaries=both, closed=True)
    assert found.primaries("X2001", date(2021, 1, 1)) == frozenset({"X1001"})
    assert found.lookup("X2001", date(2012, 12, 31)) is None
    assert found.lookup("X1001", ON) is None
    # The payer says which.
    assert found.lookup("X2002", ON) == AddOn(primaries=frozenset(), closed=False)
    assert found.primaries("X2002", ON) is None
    # The list is not whole.
    assert found.lookup("X2003", date(2020, 1, 1)) == AddOn(
        primaries=frozenset({"X1001"}), closed=False
    )
    assert found.lookup("X2003", ON) is None


@pytest.mark.parametrize(
    "code, on, status",
    [
        ("X1001", date(2019, 12, 31), ProcedureStatus.NOT_YET),
        ("X1001", ON, ProcedureStatus.VALID),
        ("X1002", date(2021, 12, 31), ProcedureStatus.VALID),
        ("X1002", date(2022, 1, 1), ProcedureStatus.EXPIRED),
        ("X1002", ON, ProcedureStatus.VALID),
        ("X1003", ON, ProcedureStatus.UNKNOWN),
        ("", ON, ProcedureStatus.UNKNOWN),
    ],
)
def test_procedures(tmp_path: Path, code: str, on: date, status: ProcedureStatus) -> None:
    found = open_table(written(tmp_path, tables.PROCEDURES), ProcedureTable)
    assert found.status(code, on) is status


@pytest.mark.parametrize(
    "text",
    [
        tables.POA_EXEMPT,
        "B900\nZ0000\nW4531XA\n",
        "No.\tCode\tDescription of a POA exempt code\n1\tB90.0\tnone\n2\tZ00.00\tnone\n3\tW45.31XA\t\n",
        "B900    Sequelae of something, unspecified\nZ0000   Encounter\nW4531XA Contact\n",
    ],
    ids=["title", "bare", "numbered", "blanks"],
)
def test_poa_exempt(tmp_path: Path, text: str) -> None:
    found = open_table(written(tmp_path, text), PoaExempt)
    assert len(found) == 3
    assert "B900" in found
    assert "W4531XA" in found
    assert "W4531X" not in found
    assert "" not in found
    assert None not in found


def test_zip_is_read_without_what_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "ptp.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("license.pdf", b"\x00")
        archive.writestr("ptp.TXT", tables.PTP)
    found = open_table(path, PtpTable)
    assert (len(found), found.source) == (4, "ptp.zip/ptp.TXT")


def test_text_is_latin_1_or_utf_8(tmp_path: Path) -> None:
    text = tables.PTP.replace("Misuse", "Misusé")
    for number, encoding in enumerate(("latin-1", "utf-8", "utf-8-sig")):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(text.encode(encoding))
        assert len(open_table(path, PtpTable)) == 4


def test_lines_may_end_as_on_windows_and_blank_rows_are_no_rows(tmp_path: Path) -> None:
    text = tables.MUE.replace("\n", "\r\n") + "\r\n , , ,\r\n"
    assert len(open_table(written(tmp_path, text), MueTable)) == 3


@pytest.mark.parametrize(
    "kind, old, new, said",
    [
        ("ptp", "X1002\t\t2020", "X102\t\t2020", "table.txt, row 6: column 2 is no procedure code"),
        ("ptp", "20211231", "20211331", "table.txt, row 7: column 5 is no date"),
        ("ptp", "\t*\t1\tMisuse", "", "table.txt, row 6: column 5 is missing"),
        ("ptp", "\t9\tMisuse", "\t2\tMisuse", "row 9: column 6 does not begin with one of 0, 1, 9"),
        ("mue", "300", "-3", "table.txt, row 4: column 2 is no number of units"),
        ("mue", "1 Line Edit", "4", "row 5: column 3 does not begin with one of 1, 2, 3"),
        ("mue", "X1003,0", "X1001,9", "a procedure has two values"),
        ("mue", "X1002,", "Total,", "row 4: column 1 is no procedure code"),
        ("add-on", "2020366\t1", "2020367\t1", "row 3: column 6 is no date"),
        ("add-on", "Primary", "Other", "its heading names no primary"),
        ("add-on", "\t2013091", "\t", "row 4: column 5 is no date"),
        ("procedures", "1/1/2020", "13/1/2020", "row 3: column 2 is no date"),
        ("poa-exempt", "Z00.00", "Z0", "row 3: column 1 is no diagnosis code"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_read(
    tmp_path: Path, kind: str, old: str, new: str, said: str
) -> None:
    text = tables.ALL[kind].replace(old, new, 1)
    assert text != tables.ALL[kind]
    with pytest.raises(TableError, match="nothing of it is used") as caught:
        open_table(written(tmp_path, text), TABLES[kind])
    assert said.removeprefix("its ") in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n\n", "no table at all\n", "\x00\x01", "a" * 200_000])
@pytest.mark.parametrize("kind", TABLES)
def test_what_is_no_table_is_refused(tmp_path: Path, kind: str, text: str) -> None:
    with pytest.raises(TableError, match=r"table\.txt"):
        open_table(written(tmp_path, text), TABLES[kind])


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("other", TABLES)
def test_a_table_of_another_kind_is_refused(tmp_path: Path, kind: str, other: str) -> None:
    path = written(tmp_path, tables.ALL[kind])
    if kind == other or (kind, other) == ("procedures", "poa-exempt"):
        # Codes and dates may be either, and the caller knows.
        assert len(open_table(path, TABLES[other])) > 0
    else:
        with pytest.raises(TableError):
            open_table(path, TABLES[other])


def test_a_heading_that_does_not_tell_is_read_as_the_caller_says(tmp_path: Path) -> None:
    text = tables.PTP.replace("Column 1\tColumn 2", "One\tTwo")
    assert len(open_table(written(tmp_path, text), PtpTable)) == 4


def test_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ptp.txt", tables.PTP * 50)
    whole = path.read_bytes()
    path.write_bytes(whole[:60] + bytes(20) + whole[80:])
    with pytest.raises(TableError, match="the zip cannot be read"):
        open_table(path, PtpTable)


def test_zip_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ptp.xlsx", b"")
    with pytest.raises(TableError, match=r"holds no \.txt or \.csv"):
        open_table(path, PtpTable)


@pytest.mark.parametrize("path", ["./missing.txt", ".", "./\x00"])
def test_what_cannot_be_opened_is_a_source_error(path: str) -> None:
    with pytest.raises(SourceError):
        open_table(path, PtpTable)
