"""``edi-portal codes``: tables at the terminal."""

import json
from pathlib import Path

import pytest

from edi_portal.codes import lists
from edi_portal.codes.ncci import STORE_VARIABLE
from tests.cli.conftest import Run
from tests.codes import tables
from tests.codes.tables import written


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's store."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    return tmp_path / "store"


def test_what_ships_is_listed(run: Run, folder: Path) -> None:
    result = run("codes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output.startswith(
        "shipped\n  icd10cm             75132  2021-01-01 to 2026-09-30"
    )
    for listed in lists.LISTS:
        assert f"  {listed.file} " in result.output
    assert result.output.endswith(f"in {folder}\n  none\n")


def test_add_list_and_remove(run: Run, tmp_path: Path, folder: Path) -> None:
    line = "mue practitioner: 3 rows  from table.txt\n"
    result = run("codes", "add", written(tmp_path, tables.MUE))
    assert (result.exit_code, result.output) == (0, line)
    assert run("codes").output.endswith(f"in {folder}\n  {line}")
    assert run("codes", "remove", "mue", "practitioner").exit_code == 0
    assert run("codes").output.endswith("  none\n")


def test_json(run: Run, tmp_path: Path, folder: Path) -> None:
    run("codes", "add", "--name", "mine", written(tmp_path, tables.PTP))
    run("codes", "add", written(tmp_path, tables.POA_EXEMPT, "poa.txt"))
    found = json.loads(run("codes", "-f", "json").output)
    assert found["store"] == str(folder)
    assert found["tables"] == [
        {
            "kind": "ptp",
            "name": "mine",
            "files": ["table.txt"],
            "rows": 4,
            "first": "1996-01-01",
            "last": "2023-04-01",
        },
        {
            "kind": "poa-exempt",
            "name": "standard",
            "files": ["poa.txt"],
            "rows": 3,
            "first": None,
            "last": None,
        },
    ]
    assert len(found["shipped"]) == 1 + len(lists.LISTS)
    assert {"name", "source", "codes"} <= found["shipped"][0].keys()


def test_store_is_named_before_or_after_the_command(run: Run, tmp_path: Path, folder: Path) -> None:
    path = written(tmp_path, tables.MUE)
    assert run("codes", "--store", tmp_path / "one", "add", path).exit_code == 0
    assert run("codes", "add", "--store", tmp_path / "two", path).exit_code == 0
    assert not folder.exists()
    for name in ("one", "two"):
        assert "mue practitioner" in run("codes", "--store", tmp_path / name).output


@pytest.mark.usefixtures("folder")
def test_kind_is_given_where_the_heading_does_not_tell(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "X1001,20240101\n")
    result = run("codes", "add", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "edi-portal: table.txt: its heading is that of no table known; say which kind it is; "
        "nothing of it is used\n"
    )
    assert run("codes", "add", "--kind", "procedures", path).exit_code == 0


@pytest.mark.usefixtures("folder")
def test_a_bad_row_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    result = run("codes", "add", written(tmp_path, tables.MUE.replace("300", "many")))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "edi-portal: table.txt, row 4: column 2 is no number of units; nothing of it is used\n"
    )


@pytest.mark.usefixtures("folder")
def test_a_table_is_replaced_only_by_force(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, tables.MUE)
    assert run("codes", "add", path).exit_code == 0
    assert run("codes", "add", path).exit_code == 2
    assert run("codes", "add", "--force", path).exit_code == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "missing.txt"),
        ("add", "--kind", "other", "x"),
        ("remove", "mue", "none"),
        ("remove", "mue"),
        ("other",),
    ],
)
def test_what_cannot_be_done_exits_2(run: Run, words: tuple[str, ...]) -> None:
    result = run("codes", *words)
    assert result.exit_code == 2
    assert result.stderr
