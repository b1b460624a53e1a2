"""``edi-portal scrub`` and ``edi-portal rules``."""

import json
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from tests.cli.conftest import Run

BASES = Path(__file__).parents[1] / "scrub" / "bases"
CLAIM = (BASES / "professional.x12").read_bytes()
BAD = CLAIM.replace(b"2000001018", b"2000001019").replace(b"ABK:J029", b"ABK:J02.9")
ONLY = ("--select", "PRV001", "--no-config")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a good and a bad file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.837").write_bytes(CLAIM)
    (tmp_path / "bad.837").write_bytes(BAD)
    return tmp_path


def test_clean_claims_exit_0_with_a_summary(folder: Path, run: Run) -> None:
    result = run("scrub", *ONLY, "good.837")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-2:] == [
        "1 claim scrubbed: 1 clean, 0 with errors",
        "charges 150.00, of them at risk 0.00",
    ]


def test_an_error_exits_1_and_is_told_with_its_place(folder: Path, run: Run) -> None:
    result = run("scrub", *ONLY, "bad.837", "good.837")
    assert result.exit_code == 1
    assert result.stdout.startswith("bad.837:10: error PRV001 npi-check-digit\n")
    assert "2000001019" not in result.stdout
    assert result.stdout.endswith(
        "2 claims scrubbed: 1 clean, 1 with errors\n"
        "charges 300.00, of them at risk 150.00\n"
        "     1  PRV001\n"
    )


def test_machine_formats_keep_stdout_pure(folder: Path, run: Run) -> None:
    result = run("scrub", *ONLY, "-f", "jsonl", "bad.837")
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert (found["code"], found["ack"]) == ("PRV001", {"277CA": "A7:562:85"})
    assert "1 claim scrubbed" in result.stderr
    document = json.loads(run("scrub", *ONLY, "-f", "json", "bad.837").stdout)
    assert document["reports"][0]["totals"] == {
        "claims": 1,
        "unread": 0,
        "clean": 0,
        "with_errors": 1,
        "charges": "150",
        "at_risk": "150",
        "by_rule": {"PRV001": 1},
    }


def test_claims_that_are_too_broken_are_counted(folder: Path, run: Run) -> None:
    (folder / "cut.837").write_bytes(CLAIM[: CLAIM.index(b"LX*2")])
    result = run("scrub", *ONLY, "cut.837", "good.837")
    assert result.exit_code == 1
    assert "1 claim scrubbed: 1 clean, 0 with errors, and 1 too broken for that" in result.stdout


def test_sarif_describes_the_rule(folder: Path, run: Run) -> None:
    log = json.loads(run("scrub", *ONLY, "-f", "sarif", "bad.837").stdout)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "PRV001"
    assert "check" in rule["fullDescription"]["text"]


@pytest.mark.parametrize(
    "options, code",
    [
        (("--ignore", "PRV001"), 0),
        (("--ignore", "npi-check-digit"), 0),
        (("--severity", "PRV001=warning"), 0),
        (("--severity", "PRV001=warning", "--fail-on", "warning"), 1),
    ],
)
def test_switches(folder: Path, run: Run, options: tuple[str, ...], code: int) -> None:
    select = () if "--ignore" in options else ("--select", "PRV001")
    if not select:
        options = (*options, "--ignore", "CLM,COB,DIA,DNT,REV,SUB,SVC,PRV")
    result = run("scrub", "--no-config", *select, *options, "bad.837")
    assert result.exit_code == code, result.output


def test_configuration_is_found_and_can_be_left_out(folder: Path, run: Run) -> None:
    (folder / "edi-portal.toml").write_text(
        '[scrub]\nselect = ["PRV001"]\nseverity = { PRV001 = "info" }'
    )
    assert run("scrub", "bad.837").exit_code == 0
    assert run("scrub", *ONLY, "bad.837").exit_code == 1
    (folder / "other.toml").write_text('[scrub]\nselect = ["PRV001"]')
    assert run("scrub", "--config", "other.toml", "bad.837").exit_code == 1
    # What the command line says counts more.
    assert run("scrub", "--severity", "PRV001=error", "bad.837").exit_code == 1


def test_payer_of_the_configuration(folder: Path, run: Run) -> None:
    (folder / "edi-portal.toml").write_text(
        '[scrub]\nselect = ["PRV001"]\n[scrub.payer.ABC]\nignore = ["PRV001"]'
    )
    assert run("scrub", "bad.837").exit_code == 1
    assert run("scrub", "--payer", "ABC", "bad.837").exit_code == 0
    assert run("scrub", "--payer", "XYZ", "bad.837").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--select", "PRV999"),
        ("--severity", "PRV001"),
        ("--severity", "PRV001=bad"),
        ("--config", "none.toml"),
        ("--baseline", "none.json"),
        ("--roster", "none.csv"),
        ("--eligibility", "none.271"),
        ("--authorizations", "none.278"),
        ("--fix", "bad.837"),
        ("--277ca", "bad.837"),
        ("--write-baseline", "good.837", "good.837"),
        ("--fix", "x.837", "good.837"),
        ("-", "-"),
    ],
)
def test_what_does_not_fit_exits_2_and_writes_nothing(
    folder: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("scrub", *arguments, "bad.837")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_baseline_silences_what_it_knows(folder: Path, run: Run) -> None:
    assert run("scrub", *ONLY, "bad.837", "--write-baseline", "base.json").exit_code == 1
    assert b"2000001019" not in (folder / "base.json").read_bytes()
    result = run("scrub", *ONLY, "bad.837", "--baseline", "base.json")
    assert result.exit_code == 0
    assert "PRV001" not in result.stdout
    # A second one at another place is new.
    (folder / "bad.837").write_bytes(BAD.replace(b"2000002024", b"2000002025"))
    result = run("scrub", *ONLY, "bad.837", "--baseline", "base.json")
    assert result.exit_code == 1
    assert result.stdout.count("PRV001 npi-check-digit") == 1
    # And is told again where it is not to be replaced without being asked.
    assert run("scrub", *ONLY, "bad.837", "--write-baseline", "base.json").exit_code == 2


def test_counts_are_mended_shown_and_written_to_a_new_file(folder: Path, run: Run) -> None:
    (folder / "off.837").write_bytes(CLAIM.replace(b"SE*32*", b"SE*30*"))
    shown = run("scrub", *ONLY, "off.837", "--diff")
    assert "@@ segment 34, line 34" in shown.stderr
    assert "1 segment to be mended" in shown.stderr
    done = run("scrub", *ONLY, "off.837", "--fix", "new.837")
    assert "1 segment mended" in done.stderr
    assert (folder / "new.837").read_bytes() == CLAIM
    assert run("scrub", *ONLY, "off.837", "--fix", "new.837").exit_code == 2


def test_277ca_answers_the_claims(folder: Path, run: Run) -> None:
    assert run("scrub", *ONLY, "bad.837", "good.837", "--277ca", "out.277").exit_code == 1
    report = edi_portal.validate(folder / "out.277")
    assert report.findings == ()
    claims = [item for item in edi_portal.statuses(folder / "out.277") if item.level == "claim"]
    assert [item.category for item in claims] == ["A7", "A2"]


def test_without_claims_there_is_no_277ca(folder: Path, run: Run) -> None:
    (folder / "none.x12").write_bytes(b"hello")
    result = run("scrub", "none.x12", "--277ca", "out.277")
    assert result.exit_code == 1
    assert not (folder / "out.277").exists()
    assert "no claim was read" in result.stderr


def test_jobs_give_the_same_reports(folder: Path, run: Run) -> None:
    one = run("scrub", *ONLY, "bad.837", "good.837")
    two = run("scrub", *ONLY, "--jobs", "2", "bad.837", "good.837")
    assert (two.exit_code, two.stdout) == (one.exit_code, one.stdout)


def test_standard_input_is_read(run: Run) -> None:
    result = run("scrub", *ONLY, "-", stdin=CLAIM)
    assert result.exit_code == 0
    assert result.stdout.startswith("<stdin>: OK")


def test_values_show_only_when_asked(folder: Path, run: Run) -> None:
    plain = run("scrub", *ONLY, "bad.837", "--diff")
    assert "2000001019" not in plain.output
    assert "2000001019" in run("scrub", *ONLY, "bad.837", "--show-phi").stdout


def test_rules_are_listed(run: Run) -> None:
    lines = run("rules", "--no-config").stdout.splitlines()
    assert any(line.startswith("PRV001  error    PID  npi-check-digit") for line in lines)
    found: list[dict[str, Any]] = json.loads(
        run("rules", "--no-config", "PRV", "-f", "json").stdout
    )
    assert {item["code"][:3] for item in found} == {"PRV"}
    assert run("rules", "NOPE").exit_code == 2


def test_rules_of_the_configuration_are_listed_and_run(folder: Path, run: Run) -> None:
    (folder / "edi-portal.toml").write_text(
        """
        [[scrub.rules]]
        code = "PAY101"
        message = "a referral is wanted"
        require = [{ field = "referral_number", present = true }]
        """
    )
    assert run("rules", "PAY").stdout.startswith("PAY101  error    PID  pay101")
    result = run("scrub", "--select", "PAY", "good.837")
    assert result.exit_code == 1
    assert "PAY101" in result.stdout


def test_explain_knows_rules(run: Run) -> None:
    text = run("explain", "PRV001").stdout
    assert text.startswith("PRV001 npi-check-digit\nerror; SNIP type 7\n")
    assert "Luhn" in text
    assert "Source: " in text


_ROSTER = "npi,taxonomy,tax_id,name,payer,effective,end\n2000001018,,,,EHP01,2020-01-01,\n"
_MUE = "HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator,Rationale\n99213,1,1 Line Edit,x\n"


@pytest.mark.parametrize(
    "name, content, option",
    [
        ("roster.csv", _ROSTER.replace("2000001018", "123"), "--roster=roster.csv"),
        ("roster.csv", "who,what\n", "--roster=roster.csv"),
        ("roster.csv", "", "--roster=roster.csv"),
        ("answers.271", "hello", "--eligibility=answers.271"),
        ("answers.271", CLAIM.decode(), "--eligibility=answers.271"),
        ("answers.278", CLAIM.decode(), "--authorizations=answers.278"),
        ("mue.csv", _MUE.replace(",1,1 Line", ",many,1 Line"), "--table=mue=mue.csv"),
        ("mue.csv", "a,b\n1,2\n", "--table=mue=mue.csv"),
        ("mue.csv", _MUE, "--table=ptp=mue.csv"),
        ("mue.csv", _MUE, "--table=mue=unknown-name"),
        ("mue.csv", _MUE, "--table=nonsense=mue.csv"),
        ("edi-portal.toml", "[scrub]\nselekt = 1\n", "--fail-on=error"),
        ("edi-portal.toml", '[scrub]\nroster = "none.csv"\n', "--fail-on=error"),
        ("edi-portal.toml", '[scrub.tables]\nptp = "none.txt"\n', "--fail-on=error"),
    ],
)
def test_a_broken_table_or_configuration_is_one_error_and_nothing_is_scrubbed(
    folder: Path, run: Run, name: str, content: str, option: str
) -> None:
    (folder / name).write_text(content)
    result = run("scrub", "--store", folder / "store", option, "good.837")
    assert (result.exit_code, result.stdout) == (2, "")
    lines = [line for line in result.stderr.splitlines() if not line.startswith(("Usage", "Try"))]
    assert len([line for line in lines if line.strip()]) == 1
    assert "2000001018" not in result.stderr


def test_roster_and_tables_are_used(folder: Path, run: Run) -> None:
    (folder / "roster.csv").write_text(_ROSTER.replace("2000001018", "2000002024"))
    (folder / "mue.csv").write_text(_MUE)
    result = run(
        "scrub", "--no-config", "--roster", "roster.csv", "--table", "mue=mue.csv",
        "--select", "PRV020,SVC021", "-f", "jsonl", "good.837",
    )  # fmt: skip
    found = [json.loads(line)["code"] for line in result.stdout.splitlines()]
    # The roster knows another provider only; one unit of 99213 may be.
    assert found == ["PRV020"]


@pytest.mark.parametrize("output_format", ["json", "jsonl", "concise"])
def test_with_jobs_each_file_is_a_run_of_its_own_in_the_order_given(
    folder: Path, run: Run, output_format: str
) -> None:
    names = ["good.837", "bad.837", "missing.837", "good.837", "bad.837"]
    words = ("scrub", "--no-config", "-f", output_format)
    many = run(*words, "--jobs", "2", *names)
    alone = [run(*words, name) for name in names]
    assert many.exit_code == 2
    if output_format == "json":
        found = [json.loads(one.stdout)["reports"] for one in alone]
        assert json.loads(many.stdout)["reports"] == [report for one in found for report in one]
    else:
        assert many.stdout == "".join(one.stdout for one in alone)
    assert many.stderr.startswith("edi-portal: missing.837: no such file or directory\n")
    assert many.stderr.endswith("with --jobs claims were compared within each file only\n")
    assert "CLM016" not in many.stdout
    assert "CLM016" in run(*words, *names).stdout


def test_a_file_without_claims_is_no_clean_file(run: Run, root: Path) -> None:
    path = root / "samples" / "valid" / "835-paid.x12"
    result = run("scrub", "--no-config", "-f", "concise", path)
    assert result.exit_code == 1
    assert "SCR002" in result.stdout
