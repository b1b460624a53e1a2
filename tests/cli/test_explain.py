"""``edi-portal explain``: the catalogue at the terminal."""

import json

import pytest

from edi_portal.catalogue import catalogue
from edi_portal.scrubber.entries import entries
from tests.cli.conftest import Run


def test_code_is_explained(run: Run) -> None:
    result = run("explain", "SEG003")
    entry = catalogue()["SEG003"]
    assert result.exit_code == 0
    assert result.stdout.startswith(f"SEG003 {entry.name}\nerror; SNIP type 2; ")
    assert "IK304 3" in result.stdout
    assert " ".join(entry.explanation.split()) in " ".join(result.stdout.split())


@pytest.mark.parametrize("word", ["seg003", " SEG003 ", "required-segment-missing"])
def test_case_and_name_do_as_well(run: Run, word: str) -> None:
    assert run("explain", word).stdout == run("explain", "SEG003").stdout


@pytest.mark.parametrize(
    "word, nearest",
    [
        ("SEG0003", "SEG003"),
        ("required-segment-mising", "SEG003"),
        ("unknown-segmnt", "SEG001"),
        ("", ""),
        ("€", ""),
    ],
)
def test_unknown_code_exits_2_and_names_the_nearest(run: Run, word: str, nearest: str) -> None:
    result = run("explain", word)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"the nearest is {nearest}" in result.stderr


def test_without_a_code_all_are_listed(run: Run) -> None:
    lines = run("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(entries())
    assert [line.split()[-1] for line in lines] == [entry.name for entry in entries().values()]


@pytest.mark.parametrize("code", list(entries()))
def test_every_code_can_be_explained(run: Run, code: str) -> None:
    text = run("explain", code)
    assert (text.exit_code, text.stderr) == (0, "")
    assert max(map(len, text.stdout.splitlines())) <= 100
    fields = json.loads(run("explain", "-f", "json", code).stdout)
    assert fields["code"] == code
    assert fields["ack"] is None or fields["ack"]


def test_json_lists_all(run: Run) -> None:
    listed = json.loads(run("explain", "-f", "json").stdout)
    assert [entry["code"] for entry in listed] == list(entries())
