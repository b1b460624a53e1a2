"""``edi-portal generate``: what is written, and what is refused with a reason."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from tests.cli.conftest import Run
from tests.conftest import ROOT

VALID = ROOT / "samples" / "valid"
ENVELOPE = ["--sender", "CLINIC1", "--receiver", "EXAMPLE", "--as-of", "2025-03-10T09:15"]
# 278 has no models, and a TA1 is none of what is written.
SAMPLES = sorted(path for path in VALID.glob("*.x12") if not path.name.startswith(("278", "ta1")))
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "made.x12"


@pytest.fixture
def generate(run: Run, target: Path, tmp_path: Path) -> Any:
    """Runs it on a text, or on models as lines."""
    target.parent.mkdir()

    def start(text: str | list[Any], *args: str) -> Any:
        path = tmp_path / "in.jsonl"
        if isinstance(text, list):
            text = "".join(json.dumps(item) + "\n" for item in text)
        path.write_text(text, "utf-8")
        return run("generate", path, "-o", target, *ENVELOPE, *args)

    return start


@pytest.fixture(scope="module")
def claim() -> dict[str, Any]:
    return edi_portal.to_data(next(edi_portal.claims(VALID / "837p-one-claim.x12")))


@pytest.mark.parametrize("form", ["jsonl", "json"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_parse_writes_makes_the_same_again(
    run: Run, tmp_path: Path, path: Path, form: str
) -> None:
    before, made = tmp_path / "before", tmp_path / "made"
    assert run("parse", "-f", form, path, "-o", before).exit_code == 0
    result = run("generate", before, "-o", made, *ENVELOPE)
    assert (result.exit_code, result.output) == (0, "")
    assert edi_portal.validate(made).ok
    assert list(edi_portal.parse(made)) == list(edi_portal.parse(path))


def test_the_envelope_is_as_asked(generate: Any, target: Path, claim: dict[str, Any]) -> None:
    result = generate(
        [claim],
        *("--usage", "T", "--control-number", "77", "--sender-qualifier", "30"),
        *("--application-receiver", "CLAIMS"),
    )
    assert result.exit_code == 0
    isa, gs = target.read_text().splitlines()[:2]
    values = isa.split("*")
    assert values[5:9] == ["30", "CLINIC1".ljust(15), "ZZ", "EXAMPLE".ljust(15)]
    assert values[9:11] == ["250310", "0915"]
    assert (values[13], values[15]) == ("000000077", "T")
    assert gs.startswith("GS*HC*CLINIC1*CLAIMS*20250310*0915*78*X*")


def test_a_patient_may_have_more_claims_than_fit_below_one_level(
    generate: Any, target: Path, claim: dict[str, Any]
) -> None:
    """The 837 has 100 claims below a subscriber at most: the subscriber stands there again."""
    assert generate([claim] * 250).exit_code == 0
    report = edi_portal.validate(target)
    assert report.ok
    assert report.counts.claims == 250
    assert target.read_text().count("\nSBR*") == 3


def test_standard_input_and_output(run: Run, claim: dict[str, Any]) -> None:
    result = run("generate", "-", "-o", "-", *ENVELOPE, stdin=json.dumps(claim).encode())
    assert (result.exit_code, result.stderr) == (0, "")
    assert edi_portal.validate(data=result.stdout_bytes).ok


def put(*place: str | int, value: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        at: Any = data
        for step in place[:-1]:
            at = at[step]
        at[place[-1]] = value

    return change


def drop(name: str) -> Change:
    return lambda data: data.pop(name)


BAD = {
    "negative units": (put("lines", 1, "units", value="-1"), "units"),
    "date in the wrong form": (
        put("lines", 0, "service_date", value="03/03/2025"),
        "ProfessionalClaim.lines[0].service_date",
    ),
    "no such day": (
        put("lines", 0, "service_date", value="2025-02-30"),
        "ProfessionalClaim.lines[0].service_date",
    ),
    "delimiter in a name": (put("subscriber", "last_name", value="SE*CRET"), "last_name"),
    "terminator in a name": (put("subscriber", "last_name", value="SE~CRET"), "last_name"),
    "no Latin-1": (put("subscriber", "last_name", value="SECRET\u0141"), "last_name"),
    "half a character": (put("subscriber", "last_name", value="SECRET\ud800"), "last_name"),
    "empty name": (put("subscriber", "last_name", value=""), "last_name"),
    "provider missing": (drop("billing_provider"), "ProfessionalClaim.billing_provider"),
    "transmission missing": (drop("transmission"), "ProfessionalClaim.transmission"),
    "NPI of nine digits": (put("billing_provider", "npi", value="200000101"), "npi"),
    "amount as a float": (put("charge_amount", value=150.5), "ProfessionalClaim.charge_amount"),
    "no such field": (put("charges", value="1"), "ProfessionalClaim.charges"),
    "name too long": (put("subscriber", "last_name", value="SECRET" * 20), "last_name"),
    "no such code": (put("subscriber", "payer_responsibility", value="Q"), "payer_responsibility"),
}


@pytest.mark.parametrize("before", [0, 1, 300])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_value_is_named_with_its_line_and_nothing_is_written(
    generate: Any, target: Path, claim: dict[str, Any], case: str, before: int
) -> None:
    change, field = BAD[case]
    bad = copy.deepcopy(claim)
    change(bad)
    result = generate([claim] * before + [bad] + [claim] * 2)
    assert result.exit_code == 1
    assert f"line {before + 1}: " in result.stderr
    assert field in result.stderr
    assert "nothing was written" in result.stderr
    assert "SECRET" not in result.stderr
    assert " 1: " not in result.stderr.replace("line 1: ", "")
    assert list(target.parent.iterdir()) == []


def test_every_line_that_is_no_model_is_told(generate: Any, claim: dict[str, Any]) -> None:
    lines = [json.dumps(claim), "{}", json.dumps(claim), "nonsense", "[]"]
    result = generate("\n".join(lines))
    assert result.exit_code == 1
    told = [line.split(": ")[2] for line in result.stderr.splitlines()[:-1]]
    assert told == ["line 2", "line 4", "line 5"]


def test_faults_are_bounded(generate: Any) -> None:
    result = generate("{}\n" * 100)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 21


@pytest.mark.parametrize("text", ["", "\n\n", "[]"])
def test_nothing_to_write_is_a_fault_of_the_input(generate: Any, target: Path, text: str) -> None:
    result = generate(text)
    assert result.exit_code == 1
    assert "no items" in result.stderr
    assert not target.exists()


def test_what_is_not_written_is_told(generate: Any) -> None:
    [item] = edi_portal.parse(VALID / "ta1.x12")
    result = generate([edi_portal.to_data(item)])
    assert result.exit_code == 1
    assert "line 1: InterchangeAcknowledgment is not written" in result.stderr


def test_a_part_is_named_by_its_entry_in_a_list(generate: Any, claim: dict[str, Any]) -> None:
    bad = copy.deepcopy(claim)
    put("lines", 1, "units", value="-1")(bad)
    result = generate(json.dumps([claim, bad]))
    assert "item 2: " in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["--sender", "X" * 16],
        ["--sender", "SE*ND"],
        ["--sender-qualifier", "Z"],
        ["--application-sender", "A"],
        ["--usage", "X"],
        ["--control-number", "0"],
    ],
)
def test_a_faulty_envelope_is_the_callers(
    generate: Any, target: Path, claim: dict[str, Any], args: list[str]
) -> None:
    result = generate([claim], *args)
    assert result.exit_code == 2
    assert list(target.parent.iterdir()) == []


def test_nothing_is_replaced_unasked(generate: Any, target: Path, claim: dict[str, Any]) -> None:
    generate([claim])
    before = target.read_bytes()
    other = copy.deepcopy(claim)
    put("patient_control_number", value="OTHER")(other)
    assert generate([other]).exit_code == 2
    assert target.read_bytes() == before
    bad = copy.deepcopy(claim)
    put("lines", 1, "units", value="-1")(bad)
    assert generate([bad], "--force").exit_code == 1
    assert target.read_bytes() == before
    assert generate([other], "--force").exit_code == 0
    assert b"OTHER" in target.read_bytes()


def test_an_input_that_cannot_be_read_exits_2(run: Run, tmp_path: Path) -> None:
    result = run("generate", tmp_path / "absent", "-o", tmp_path / "out", *ENVELOPE)
    assert result.exit_code == 2
    assert "absent: no such file or directory" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_overwritten(run: Run, tmp_path: Path, claim: dict[str, Any]) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(claim))
    assert run("generate", path, "-o", path, *ENVELOPE, "--force").exit_code == 2
    assert json.loads(path.read_text()) == claim
