"""The file of a ledger: its head, its key, what is found in it, and what is told of a failure."""

import sqlite3
from pathlib import Path
from typing import Any, Never

import pytest

from edi_portal import LedgerError
from edi_portal.matching.ledger import VERSION, Ledger
from tests.matching.made import claim


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.ledger"


def asked(path: Path, *questions: str) -> list[Any]:
    """The first value of each answer."""
    base = sqlite3.connect(path, isolation_level=None)
    found = [(base.execute(question).fetchone() or (None,))[0] for question in questions]
    base.close()
    return found


def made(path: Path) -> Path:
    with Ledger(path) as ledger:
        ledger.commit()
    return path


def test_its_head_and_its_key(path: Path) -> None:
    key = "SELECT length(value) FROM setting WHERE name = 'mask'"
    assert asked(made(path), "PRAGMA user_version", key) == [1, 32]
    # Where SQLite puts the identifier of an application.
    assert path.read_bytes()[68:72] == b"EDP1"
    assert VERSION == 1


@pytest.mark.parametrize("version", [-1, 0, 2, 99])
def test_a_version_that_is_older_or_newer_is_refused(path: Path, version: int) -> None:
    asked(made(path), f"PRAGMA user_version = {version}")
    with pytest.raises(LedgerError) as caught:
        Ledger(path)
    assert str(caught.value) == (f"{path}: is a ledger of version {version}; this is for version 1")


@pytest.mark.parametrize("application", [-1, 0, 1, 0x7FFFFFFF])
def test_what_another_application_has_made_is_refused(path: Path, application: int) -> None:
    asked(made(path), f"PRAGMA application_id = {application}")
    with pytest.raises(LedgerError) as caught:
        Ledger(path)
    assert str(caught.value) == f"{path}: is no ledger"


def test_another_run_is_waited_for_two_seconds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **options: Any) -> Any:
        waited.append(options["timeout"])
        return connect(*arguments, **options)

    monkeypatch.setattr(sqlite3, "connect", noted)
    made(path)
    assert waited == [2]


def test_claims_are_numbered_on_and_found_under_their_keys(path: Path) -> None:
    with Ledger(path) as ledger:
        assert [ledger.add(claim("A1")), ledger.add(claim("A2"))] == [0, 1]
        assert ledger.add(claim("A1", file=9)) is None
        ledger.commit()
    with Ledger(path) as ledger:
        assert ledger.add(claim("A3")) == 2
        assert list(ledger.numbers()) == [0, 1, 2]
        assert ledger.get(2) == claim("A3")
        for number in (2, 0, 1, 1):
            ledger.add_key(77, number)
        assert ledger.find(77, 99) == ledger.find(77, 3) == [0, 1, 2]
        assert ledger.find(77, 2) == ledger.find(77, 1) == ()
        assert ledger.find(78, 0) == []


def test_files_are_known_by_number_whatever_their_names(path: Path) -> None:
    with Ledger(path) as ledger:
        assert [ledger.file_number(name) for name in ("b", "c", "a")] == [1, 2, 3]
        ledger.commit()
    with Ledger(path) as ledger:
        names = [ledger.file_name(number) for number in range(5)]
        assert names == [None, "b", "c", "a", None]


REASONS = {
    sqlite3.SQLITE_NOTADB: "is no ledger",
    sqlite3.SQLITE_CORRUPT: "the ledger is damaged",
    sqlite3.SQLITE_BUSY: "the ledger is in use by another run",
    sqlite3.SQLITE_LOCKED: "the ledger is in use by another run",
    sqlite3.SQLITE_FULL: "the ledger cannot be written: the disk is full",
    sqlite3.SQLITE_READONLY: "the ledger cannot be written",
    sqlite3.SQLITE_CANTOPEN: "the ledger cannot be opened",
    sqlite3.SQLITE_IOERR: "the ledger cannot be read or written",
    sqlite3.SQLITE_IOERR_READ: "the ledger cannot be read or written",
    sqlite3.SQLITE_BUSY_SNAPSHOT: "the ledger is in use by another run",
    sqlite3.SQLITE_ERROR: "the ledger cannot be used (OperationalError)",
}


class Failing:
    """A connection that fails with a code of SQLite's."""

    def __init__(self, code: int) -> None:
        self._code = code

    def execute(self, *_: object) -> Never:
        error = sqlite3.OperationalError("A-VALUE")
        error.sqlite_errorcode = self._code
        raise error


@pytest.mark.parametrize("code", REASONS)
def test_a_failure_is_told_in_words_and_without_a_value(
    path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(path) as ledger:
        failing: Any = Failing(code)
        with monkeypatch.context() as patched:
            patched.setattr(ledger, "_base", failing)
            for act in (ledger.commit, lambda: ledger.find(1, 2), lambda: ledger.add_key(1, 2)):
                with pytest.raises(LedgerError) as caught:
                    act()
                assert str(caught.value) == f"{path}: {REASONS[code]}"


def test_a_ledger_that_was_left_answers_no_more(path: Path) -> None:
    with Ledger(path) as ledger:
        pass
    with pytest.raises(LedgerError) as caught:
        ledger.known_number(1)
    assert str(caught.value) == f"{path}: the ledger cannot be used (ProgrammingError)"
