"""The folder in which tables are kept."""

import sys
from datetime import date
from pathlib import Path

import pytest

from edi_portal.codes.ncci import STORE_VARIABLE, TABLES, Kind, MueTable, PtpTable, Store
from edi_portal.codes.ncci import open_table as open_by
from edi_portal.errors import EdiError, LimitError, SourceError, TableError, UsageError, WriteError
from tests.codes import tables
from tests.codes.tables import written

ON = date(2025, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "a" / "store")


@pytest.mark.parametrize("kind", TABLES)
def test_kind_is_recognised_and_the_table_opens_as_it_was(
    store: Store, tmp_path: Path, kind: str
) -> None:
    path = written(tmp_path, tables.ALL[kind])
    entry = store.add([path], name="mine")
    assert (entry.facts.kind, entry.name) == (kind, "mine")
    opened = open_by("mine", TABLES[kind], store=store)
    assert opened.facts == entry.facts == open_by(path, TABLES[kind]).facts
    assert store.entries() == [entry]


@pytest.mark.parametrize(
    "kind, file, name",
    [
        ("ptp", "ccipra-v320r0-f1.txt", "practitioner"),
        ("ptp", "ccioph-v320r0-f1.txt", "outpatient"),
        ("ptp", "medicaid-ptp-oph.txt", "medicaid-outpatient"),
        ("mue", "any.csv", "practitioner"),
        ("mue", "MCD_any.csv", "medicaid-practitioner"),
        ("add-on", "any.txt", "standard"),
        ("poa-exempt", "any.txt", "standard"),
        ("procedures", "any.csv", "standard"),
    ],
)
def test_name_is_taken_from_heading_and_file(
    store: Store, tmp_path: Path, kind: str, file: str, name: str
) -> None:
    assert store.add([written(tmp_path, tables.ALL[kind], file)]).name == name


def test_a_name_that_nothing_tells_must_be_given(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give it a name"):
        store.add([written(tmp_path, tables.PTP)])
    assert store.entries() == []


@pytest.mark.parametrize("name", ["", "../x", "A", "a b", "-a", "a" * 65, "a\n"])
def test_a_name_never_leads_out_of_the_store(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(EdiError):
        store.add([written(tmp_path, tables.PTP)], name=name)
    with pytest.raises(TableError):
        store.load(Kind.PTP, name)
    with pytest.raises(TableError):
        store.remove(Kind.PTP, name)


def test_several_files_become_one_table(store: Store, tmp_path: Path) -> None:
    more = tables.PTP.replace("X1002", "X1009")
    files = [written(tmp_path, text, f"f{at}.txt") for at, text in enumerate((tables.PTP, more))]
    entry = store.add(files, name="practitioner")
    # The rows that both have are one.
    assert (entry.facts.rows, entry.facts.files) == (5, ("f0.txt", "f1.txt"))
    table = open_by("practitioner", PtpTable, store=store)
    assert table.lookup("X1001", "X1009", ON) is not None
    assert table.lookup("X1001", "X1002", ON) is not None


def test_files_of_two_kinds_are_refused(store: Store, tmp_path: Path) -> None:
    files = [written(tmp_path, tables.ALL[kind], f"{kind}.txt") for kind in ("ptp", "mue")]
    with pytest.raises(
        TableError, match=r"mue\.txt: its heading is that of a table of mue, not of ptp"
    ):
        store.add(files, name="mixed")
    assert store.entries() == []


def test_no_file_is_no_table(store: Store) -> None:
    with pytest.raises(UsageError):
        store.add([])


def test_a_table_is_replaced_only_by_force(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, tables.MUE)
    store.add([path])
    before = open_by("practitioner", MueTable, store=store)
    written(tmp_path, tables.MUE.replace("300", "301"))
    with pytest.raises(WriteError, match="exists already"):
        store.add([path])
    store.add([path], force=True)
    after = open_by("practitioner", MueTable, store=store)
    values = [found.value for table in (before, after) if (found := table.lookup("X1002"))]
    # A table that was opened before stays as it was.
    assert values == [300, 301]


def test_a_bad_file_leaves_the_table_that_is_there(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, tables.MUE)
    store.add([path])
    written(tmp_path, tables.MUE.replace("300", "many"))
    with pytest.raises(TableError):
        store.add([path], force=True)
    assert open_by("practitioner", MueTable, store=store).lookup("X1002") is not None
    assert [file.name for file in (store.folder / "mue").iterdir()] == ["practitioner.table"]


def test_remove(store: Store, tmp_path: Path) -> None:
    store.add([written(tmp_path, tables.MUE)])
    store.remove(Kind.MUE, "practitioner")
    assert store.entries() == []
    with pytest.raises(TableError, match="there is no mue table called 'practitioner'"):
        store.remove(Kind.MUE, "practitioner")
    with pytest.raises(TableError, match="there is no mue table"):
        open_by("practitioner", MueTable, store=store)


def damaged(data: bytes) -> dict[str, bytes]:
    """The content of a table, damaged in several ways."""
    return {
        "empty": b"",
        "cut": data[:-1],
        "changed": data[:-1] + b"5",
        "other version": data.replace(b"table 1", b"table 2", 1),
        "no head": data.replace(b'"kind"', b'"sort"', 1),
        "deep": data.partition(b"\n")[0] + b"\n" + b"[" * 100_000 + b"\n",
        "binary": bytes(range(256)),
    }


@pytest.mark.parametrize("how", damaged(b""))
def test_a_damaged_table_is_told_as_such(store: Store, tmp_path: Path, how: str) -> None:
    store.add([written(tmp_path, tables.MUE)])
    path = store.folder / "mue" / "practitioner.table"
    path.write_bytes(damaged(path.read_bytes())[how])
    with pytest.raises(TableError, match="add it anew"):
        open_by("practitioner", MueTable, store=store)


def test_a_table_in_the_place_of_another_kind_is_told_as_such(store: Store, tmp_path: Path) -> None:
    store.add([written(tmp_path, tables.MUE)])
    (store.folder / "ptp").mkdir()
    (store.folder / "mue" / "practitioner.table").rename(store.folder / "ptp" / "mine.table")
    with pytest.raises(TableError, match="another kind"):
        open_by("mine", PtpTable, store=store)


def test_folder_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "named"))
    Store().add([written(tmp_path, tables.MUE)])
    assert open_by("practitioner", MueTable).lookup("X1001") is not None
    monkeypatch.setenv(STORE_VARIABLE, "")
    assert Store().folder.parts[-2:] == ("edi-portal", "codes")


def test_an_empty_store_is_no_error(store: Store) -> None:
    assert store.entries() == []
    assert not store.folder.exists()


def test_a_store_that_is_a_file_is_none(tmp_path: Path) -> None:
    path = written(tmp_path, tables.MUE)
    with pytest.raises(WriteError):
        Store(path).add([path])
    with pytest.raises(SourceError):
        Store(path).entries()


def test_what_is_no_table_in_the_store_is_left_alone(store: Store, tmp_path: Path) -> None:
    store.add([written(tmp_path, tables.MUE)])
    for name in (".edi-portal-1.tmp", "notes.txt", "Upper.table"):
        (store.folder / "mue" / name).touch()
    assert [entry.name for entry in store.entries()] == ["practitioner"]


def test_a_table_that_cannot_be_read_is_a_source_error(store: Store) -> None:
    (store.folder / "mue" / "mine.table").mkdir(parents=True)
    with pytest.raises(SourceError):
        store.load(Kind.MUE, "mine")
    with pytest.raises(SourceError):
        store.entries()


def test_a_file_beyond_the_limit_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["edi_portal.codes.ncci.rows"], "MAX_BYTES", 100)
    with pytest.raises(LimitError, match="larger than 100 bytes"):
        store.add([written(tmp_path, tables.MUE)])
