"""``edi-portal parse``: what is written where, and the exit code."""

import csv
import io
import json
from pathlib import Path

import click
import pytest

import edi_portal
from edi_portal.cli import parse as command
from edi_portal.formats.model_tables import TABLES
from tests.cli.conftest import Process, Run
from tests.conftest import ROOT

VALID, BROKEN = ROOT / "samples" / "valid", ROOT / "samples" / "broken"
CLAIM = VALID / "837p-one-claim.x12"
CLAIMS = VALID / "837p-several-claims.x12"
PAID = VALID / "835-paid.x12"
DOLLAR = BROKEN / "835-amount-with-dollar-sign.x12"
# What identifies the people of the samples.
NAMES = ("DOE", "JANE", "ROE", "PUBLIC", "XYZ100200300", "19800215")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_item_is_a_line(run: Run) -> None:
    result = run("parse", CLAIMS)
    assert (result.exit_code, result.stderr) == (0, "")
    wanted = [edi_portal.to_json(claim) for claim in edi_portal.claims(CLAIMS)]
    assert result.stdout.splitlines() == wanted


def test_json_is_one_list_of_all_files(run: Run) -> None:
    result = run("parse", "-f", "json", CLAIMS, PAID, VALID / "ta1.x12")
    assert (result.exit_code, result.stderr) == (0, "")
    found = [edi_portal.from_data(item) for item in json.loads(result.stdout)]
    assert found == [
        *edi_portal.claims(CLAIMS),
        *edi_portal.remittances(PAID),
        *edi_portal.interchange_acknowledgments(VALID / "ta1.x12"),
    ]


def test_a_table_names_the_file_of_each_row(run: Run) -> None:
    result = run("parse", "-f", "csv", CLAIM, CLAIMS)
    assert (result.exit_code, result.stderr) == (0, "")
    found = rows(result.stdout)
    assert [Path(line["file"]).name for line in found] == [CLAIM.name] + [CLAIMS.name] * 5
    assert found[0]["patient_control_number"] == "PCN1001"
    assert found[0]["charge_amount"] == "150"


@pytest.mark.parametrize(
    "sample, first",
    [
        ("837i-inpatient", "patient_control_number"),
        ("835-paid", "trace_number"),
        ("271-rejected", "last_name"),
        ("277ca-accepted", "kind"),
    ],
)
def test_the_table_follows_from_the_file(run: Run, sample: str, first: str) -> None:
    result = run("parse", "-f", "csv", VALID / f"{sample}.x12")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split(",")[1] == first


def test_the_table_may_be_chosen(run: Run) -> None:
    result = run("parse", "-f", "csv", "--table", "lines", CLAIM, PAID)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line["procedure_code"] for line in rows(result.stdout)] == ["99213", "87880"]


def test_what_has_no_row_in_the_table_that_follows_is_told(run: Run) -> None:
    result = run("parse", "-f", "csv", CLAIM, PAID)
    assert result.exit_code == 1
    assert len(rows(result.stdout)) == 1
    assert "2 ClaimPayment" in result.stderr
    assert "--table" in result.stderr


def test_what_has_no_table_at_all_is_told(run: Run) -> None:
    result = run("parse", "-f", "csv", VALID / "999-accepted.x12")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "1 FunctionalAcknowledgment" in result.stderr


def test_one_guide_may_be_asked_for(run: Run) -> None:
    result = run("parse", "--guide", "837I", VALID / "several-interchanges.x12")
    assert result.exit_code == 0
    assert [json.loads(line)["guide"] for line in result.stdout.splitlines()] == ["837I"]
    assert "MDL002" in result.stderr


def test_an_unknown_guide_is_refused(run: Run) -> None:
    result = run("parse", "--guide", "850", CLAIM)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "837P, " in result.stderr


def test_what_cannot_be_made_out_is_told_and_missing(run: Run) -> None:
    result = run("parse", DOLLAR)
    assert result.exit_code == 1
    [remittance] = map(json.loads, result.stdout.splitlines())
    assert len(remittance["claims"]) == 1
    told = result.stderr.splitlines()
    assert told[0].startswith(f"{DOLLAR}:36: ELE006 CLP04")
    assert "MDL001" in told[1]
    assert "ClaimPayment.payment_amount" in told[1]
    assert "segment 34 of transaction 0001" in told[1]
    assert told[2].endswith("1 unit missing in the output")


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.x12")), ids=lambda path: path.name)
def test_standard_error_never_shows_a_value(run: Run, path: Path) -> None:
    result = run("parse", path)
    assert not any(name in result.stderr for name in NAMES)
    report = edi_portal.validate(path)
    assert result.exit_code == 1 if not report.ok else result.exit_code in (0, 1)
    for line in result.stdout.splitlines():
        edi_portal.from_json(line)


def test_a_file_cut_off_is_told(run: Run) -> None:
    result = run("parse", BROKEN / "cut-off.x12")
    assert result.exit_code == 1
    assert "MDL001" in result.stderr
    assert "the file ends within it" in result.stderr


def test_findings_are_bounded(run: Run) -> None:
    result = run("parse", "--max-findings", "1", DOLLAR)
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if "MDL001" in line] == []
    assert "1 finding more not listed" in result.stderr


@pytest.mark.parametrize("form", command.FORMATS)
def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    run: Run, tmp_path: Path, form: str
) -> None:
    result = run("parse", "-f", form, tmp_path / "absent", CLAIM)
    assert result.exit_code == 2
    assert "absent: no such file or directory" in result.stderr
    assert "PCN1001" in result.stdout
    if form == "json":
        assert len(json.loads(result.stdout)) == 1


def test_standard_input(run: Run) -> None:
    result = run("parse", "-", "-f", "csv", stdin=CLAIM.read_bytes())
    assert result.exit_code == 0
    assert rows(result.stdout)[0]["file"] == "<stdin>"
    assert run("parse", "-", "-").exit_code == 2


def test_a_segment_beyond_the_limit_makes_the_result_untrustworthy(run: Run) -> None:
    data = CLAIM.read_bytes().replace(b"SE*", b"NTE*ADD*" + b"X" * (1 << 20) + b"~SE*")
    result = run("parse", "-", stdin=data)
    assert result.exit_code == 2
    assert "SRC007" in result.stderr


def test_output_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run("parse", CLAIM, "-o", target).exit_code == 0
    text = target.read_text()
    assert edi_portal.from_json(text) == next(edi_portal.claims(CLAIM))
    assert run("parse", PAID, "-o", target).exit_code == 2
    assert target.read_text() == text
    assert run("parse", PAID, "-o", target, "--force").exit_code == 0
    assert target.read_text() != text


def test_the_input_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "claim.x12"
    path.write_bytes(CLAIM.read_bytes())
    assert run("parse", path, "-o", path, "--force").exit_code == 2
    assert path.read_bytes() == CLAIM.read_bytes()


@pytest.mark.parametrize(
    "args", [["--table", "claims"], ["-f", "xml"], ["-f", "csv", "--table", "patients"]]
)
def test_arguments_that_do_not_fit_are_usage_errors(run: Run, args: list[str]) -> None:
    result = run("parse", CLAIM, *args)
    assert (result.exit_code, result.stdout) == (2, "")


def test_choices_are_those_of_the_library() -> None:
    assert tuple(TABLES) == command.TABLES
    option = next(item for item in command.parse.params if item.name == "table")
    assert isinstance(option.type, click.Choice)


def test_output_that_nobody_reads_ends_the_work(process: Process) -> None:
    done = process("parse", CLAIM, CLAIMS, stdin=-3)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 6
