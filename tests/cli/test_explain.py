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


@pytest.mark.parametrize(
    "code, first, said",
    [
        ("CO-45", "adjustment reason; contractual", "The part of the charge above the allowed"),
        ("pr-1", "adjustment reason; patient's share", "Deductible; the patient owes it"),
        (
            "29",
            "adjustment reason; timely filing, a denial",
            "The time limit for filing has passed",
        ),
        ("252", "adjustment reason; missing or invalid", "An attachment is needed to decide"),
        ("N290", "remark", "The rendering provider's NPI is missing or invalid"),
        ("A7:562:85", "claim status", "Rejected: information is not valid; NPI of the entity"),
        ("OA", "group of adjustments", "Neither a write-off nor the patient's"),
        ("9999", "adjustment reason", "We have no words for this code"),
    ],
)
def test_codes_of_payers_are_explained(run: Run, code: str, first: str, said: str) -> None:
    result = run("explain", code)
    lines = result.stdout.split("\n")
    assert (result.exit_code, lines[0]) == (0, code.upper())
    assert lines[1].startswith(first)
    assert said in " ".join(result.stdout.split())
    assert ("What to do: " in result.stdout) is (code != "9999")


def test_codes_of_payers_in_json(run: Run) -> None:
    fields = json.loads(run("explain", "-f", "json", "252").stdout)
    assert (fields["code"], fields["category"], fields["scenario"]) == ("252", "information", 1)
