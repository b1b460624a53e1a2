"""``edi-portal synthesize``: the files it writes, and the truth beside them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal import UsageError
from edi_portal.cli.synthesize import synthesize
from edi_portal.synthesis import AS_OF, CORRUPTION, folder, synthesize_folder
from tests.cli.conftest import Process, Run

Rows = dict[str, list[dict[str, Any]]]


def rows(target: Path) -> Rows:
    found: Rows = {}
    for text in (target / "truth.jsonl").read_text("ascii").splitlines():
        row = json.loads(text)
        found.setdefault(row["row"], []).append(row)
    return found


def content(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.iterdir()}


@pytest.mark.parametrize("kind", ["837P", "837I", "837D"])
def test_the_truth_says_what_answers_what(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "made"
    result = run(
        "synthesize", "--kind", kind, "--claims", 300, "--seed", 7, "-o", target,
        "--remittances", "--corruption", 0.2,
    )  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(content(target)) == ["claims-1.837", "remittances-1.835", "truth.jsonl"]
    for name in ("claims-1.837", "remittances-1.835"):
        report = edi_portal.validate(target / name, snip=7)
        assert report.ok
        assert report.findings == ()
    truth = rows(target)
    claims = list(edi_portal.claims(target / "claims-1.837"))
    assert [row["claim"] for row in truth["claim"]] == [
        claim.patient_control_number for claim in claims
    ]
    assert [row["claim_index"] for row in truth["claim"]] == list(range(300))
    payments = [
        (remittance, place, payment)
        for remittance in edi_portal.remittances(target / "remittances-1.835")
        for place, payment in enumerate(remittance.claims)
    ]
    for row, (remittance, place, payment) in zip(truth["payment"], payments, strict=True):
        claim = claims[row["claim_index"]]
        assert row["file"] == "remittances-1.835"
        assert row["trace_number"] == remittance.trace_number
        assert row["payer_identifier"] == remittance.payer_identifier
        assert row["payment_index"] == place
        assert row["patient_control_number"] == payment.patient_control_number
        assert row["payer_claim_control_number"] == payment.payer_claim_control_number
        assert row["status_code"] == payment.status_code
        assert row["claim"] == claim.patient_control_number
        sent = [claim.lines[line].line_item_control_number for line in row["lines"]]
        back = [service.line_item_control_number for service in payment.services]
        assert back == ([None] * len(sent) if "line-number-dropped" in row["corruption"] else sent)
        as_sent = row["claim"] == row["patient_control_number"]
        assert as_sent != any(kind.startswith("control-") for kind in row["corruption"])
    answered = {row["claim_index"] for row in truth["payment"]}
    unanswered = {row["claim_index"] for row in truth["unanswered"]}
    assert answered | unanswered == set(range(300))
    assert not answered & unanswered
    corrupted = sum(bool(row["corruption"]) for row in truth["payment"])
    assert f"{len(payments):,} claim payments, {corrupted:,} of them corrupted" in result.stdout
    assert f"{len(unanswered):,} not answered" in result.stdout


def test_the_same_options_give_the_same_bytes_in_every_process(
    run: Run, process: Process, tmp_path: Path
) -> None:
    args = ("synthesize", "--kind", "837P", "--claims", "150", "--remittances", "--seed", "5")
    done = process(*args, "-o", tmp_path / "one", env={"PYTHONHASHSEED": "1"})
    assert done.returncode == 0, done.stderr
    assert run(*args, "-o", tmp_path / "two").exit_code == 0
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_claims_alone_have_no_payments(run: Run, tmp_path: Path) -> None:
    result = run("synthesize", "--kind", "837D", "--claims", "1", "-o", tmp_path, "--seed", "3")
    assert result.stdout.splitlines()[1:] == ["1 claim"]
    assert sorted(content(tmp_path)) == ["claims-1.837", "truth.jsonl"]
    assert rows(tmp_path).keys() == {"claim"}


def test_the_day_and_the_kinds_of_corruption_are_as_asked(run: Run, tmp_path: Path) -> None:
    result = run(
        "synthesize", "--kind", "837P", "--claims", "120", "-o", tmp_path, "--remittances",
        "--as-of", "2024-03-01", "--corruption", "1", "--corrupt", "control-suffix",
    )  # fmt: skip
    assert result.exit_code == 0
    claim = next(edi_portal.claims(tmp_path / "claims-1.837"))
    assert claim.transmission is not None
    assert str(claim.transmission.created_on) == "2024-03-01"
    kinds = Counter(kind for row in rows(tmp_path)["payment"] for kind in row["corruption"])
    assert kinds.keys() == {"control-suffix"}


def test_nothing_is_replaced_unasked(run: Run, tmp_path: Path) -> None:
    args = ("synthesize", "--kind", "837P", "-o", tmp_path)
    assert run(*args, "--claims", "20", "--remittances").exit_code == 0
    before = content(tmp_path)
    (tmp_path / "mine.835").write_text("mine")
    refused = run(*args, "--claims", "10")
    assert refused.exit_code == 2
    assert "replacing it needs force" in refused.stderr
    assert content(tmp_path) == {**before, "mine.835": b"mine"}
    assert run(*args, "--claims", "10", "--force").exit_code == 0
    assert sorted(content(tmp_path)) == ["claims-1.837", "mine.835", "truth.jsonl"]
    assert len(rows(tmp_path)["claim"]) == 10


@pytest.mark.parametrize(
    "args",
    [
        ["--claims", "0"],
        ["--claims", "5", "--corruption", "2"],
        ["--claims", "5", "--corrupt", "unheard-of"],
        ["--claims", "5", "--as-of", "2022-01-01"],
        ["--claims", "5", "--as-of", "soon"],
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, args: list[str]
) -> None:
    target = tmp_path / "made"
    result = run("synthesize", "--kind", "837P", "-o", target, *args)
    assert result.exit_code == 2
    assert result.stderr
    assert not target.exists()


def test_a_folder_that_cannot_be_made_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("synthesize", "--kind", "837P", "--claims", 1, "-o", tmp_path / "file" / "below")
    assert result.exit_code == 2
    assert "below" in result.stderr


def test_a_large_batch_goes_on_in_further_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_CLAIMS_A_FILE", 40)
    monkeypatch.setattr(folder, "_REMITTANCES_A_FILE", 10)
    made = synthesize_folder(tmp_path, "837I", 100, seed=2, remittances=True)
    assert made.files[:4] == ("claims-1.837", "claims-2.837", "claims-3.837", "remittances-1.835")
    numbers = [
        claim.patient_control_number
        for name in made.files[:3]
        for claim in edi_portal.claims(tmp_path / name)
    ]
    truth = rows(tmp_path)
    assert numbers == [row["claim"] for row in truth["claim"]]
    files = Counter(row["file"] for row in truth["payment"])
    assert sorted(files) == sorted(name for name in made.files if name.endswith(".835"))
    assert len(files) > 2
    found = {name: list(edi_portal.remittances(tmp_path / name)) for name in files}
    assert {name: sum(len(each.claims) for each in of) for name, of in found.items()} == files
    assert made.remittances == sum(map(len, found.values()))


def test_the_command_has_the_defaults_of_the_library() -> None:
    defaults = {option.name: option.default for option in synthesize.params}
    assert (defaults["corruption"], defaults["as_of"]) == (CORRUPTION, str(AS_OF))


def test_no_claims_are_no_batch(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        synthesize_folder(tmp_path, "837P", 0, seed=1)
