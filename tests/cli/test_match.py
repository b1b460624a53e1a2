"""``edi-portal match``: rows, sums, exit codes, and the ledger."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.cli.match import FORMATS
from edi_portal.formats.matches import COLUMNS
from edi_portal.synthesis import synthesize_folder
from tests.cli.conftest import Process, Run

ASKED = {
    "result", "step", "score", "claim_control_number", "claim_file", "payment_control_number",
    "payer_claim_control_number", "remittance_trace", "billed", "paid", "candidates",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("made")
    synthesize_folder(target, "837P", 150, seed=8, remittances=True)
    return target


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("strangers")
    synthesize_folder(target, "837D", 20, seed=9, remittances=True)
    return target / "remittances-1.835"


def given(made: Path) -> list[Any]:
    return ["--claims", made / "claims-1.837", "--remittances", made / "remittances-1.835"]


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_payment_and_each_claim_without_one_is_a_row(run: Run, made: Path) -> None:
    result = run("match", *given(made), "-f", "jsonl")
    assert result.exit_code == 0
    truth = rows((made / "truth.jsonl").read_text("ascii"))
    paid = [row for row in truth if row["row"] == "payment"]
    left = [row for row in truth if row["row"] == "unanswered"]
    found = rows(result.stdout)
    assert all(row.keys() >= ASKED and tuple(row) == COLUMNS for row in found)
    assert len(found) == len(paid) + len(left)
    for row, right in zip(found, paid, strict=False):
        assert row["result"] == "matched"
        assert row["claim_control_number"] == right["claim"]
        assert row["claim_ordinal"] == right["claim_index"] + 1
        assert row["payment_control_number"] == right["patient_control_number"]
        assert row["payer_claim_control_number"] == right["payer_claim_control_number"]
        assert row["remittance_trace"] == right["trace_number"]
        assert [line - 1 for line in row["services"]] == right["lines"]
        assert row["candidates"][0]["score"] == row["score"]
        assert row["candidates"][0]["evidence"]
    unpaid = [row for row in found if row["result"] == "unpaid"]
    assert {row["claim_control_number"] for row in unpaid} == {row["claim"] for row in left}
    assert {row["paid"] for row in unpaid} == {None}


def test_the_sums_stand_at_the_end(run: Run, made: Path) -> None:
    result = run("match", *given(made))
    claims = list(edi_portal.claims(made / "claims-1.837"))
    payments = list(edi_portal.claim_payments(made / "remittances-1.835"))
    sums = dict(line.rsplit(None, 1) for line in result.stdout.splitlines()[-20:])
    sums = {name.strip(): figure.replace(",", "") for name, figure in sums.items()}
    assert sums["claims"] == "150"
    assert sums["claim payments"] == f"{len(payments)}"
    assert sums["billed"] == f"{sum(claim.charge_amount for claim in claims)}"
    assert sums["paid"] == f"{sum(payment.payment_amount for payment in payments)}"
    assert sums["out of balance"] == "0"


def test_every_format_tells_the_same(run: Run, made: Path) -> None:
    expected = rows(run("match", *given(made), "-f", "jsonl").stdout)
    document = json.loads(run("match", *given(made), "-f", "json").stdout)
    assert document["rows"] == expected
    assert document["summary"]["results"]["matched"] == document["summary"]["payments"]
    table = list(csv.DictReader(io.StringIO(run("match", *given(made), "-f", "csv").stdout)))
    assert [row["result"] for row in table] == [row["result"] for row in expected]
    assert [row["billed"] for row in table] == [row["billed"] for row in expected]
    assert set(FORMATS) == {"text", "json", "jsonl", "csv"}


def test_the_sums_of_formats_for_programs_are_told_beside_them(run: Run, made: Path) -> None:
    result = run("match", *given(made), "-f", "jsonl")
    assert "out of balance" in result.stderr
    assert "out of balance" not in result.stdout


def test_the_order_of_files_decides_nothing(run: Run, made: Path, strangers: Path) -> None:
    claims, paid = made / "claims-1.837", made / "remittances-1.835"
    texts = {
        run("match", *order, "-f", "jsonl").stdout
        for order in (
            ["--claims", claims, "--remittances", paid, strangers],
            ["--remittances", strangers, paid, "--claims", claims],
            ["--remittances", strangers, "--claims", claims, "--remittances", paid],
            [f"--remittances={strangers}", paid, "--claims", claims],
        )
    }
    assert len(texts) == 1


def test_payments_without_a_claim_make_it_1_and_are_told(
    run: Run, made: Path, strangers: Path
) -> None:
    result = run("match", "--claims", made / "claims-1.837", "--remittances", strangers)
    assert result.exit_code == 1
    assert "no claim found" in result.stdout
    assert "MAT001 claim-not-found" in result.stdout
    assert result.stderr == ""


def test_claims_without_a_payment_alone_are_no_failure(run: Run, made: Path) -> None:
    result = run("match", "--claims", made / "claims-1.837", "-f", "jsonl")
    assert result.exit_code == 0
    assert {row["result"] for row in rows(result.stdout)} == {"unpaid"}


def test_the_ledger_remembers_from_run_to_run(run: Run, made: Path, tmp_path: Path) -> None:
    kept = ["--ledger", tmp_path / "kept.ledger", "-f", "jsonl"]
    claims, paid = made / "claims-1.837", made / "remittances-1.835"
    assert run("match", "--claims", claims, *kept).exit_code == 0
    later = rows(run("match", "--remittances", paid, *kept).stdout)
    assert {row["result"] for row in later} == {"matched", "unpaid"}
    assert {row["claim_file"] for row in later} == {str(claims)}
    again = rows(run("match", "--claims", claims, "--remittances", paid, *kept).stdout)
    assert {row["result"] for row in again} == {"duplicate", "unpaid"}
    assert [row["claim_control_number"] for row in again] == [
        row["claim_control_number"] for row in later
    ]


def test_a_run_that_fails_leaves_the_ledger_and_no_output(
    run: Run, made: Path, tmp_path: Path
) -> None:
    ledger, output = tmp_path / "kept.ledger", tmp_path / "out.csv"
    claims = made / "claims-1.837"
    run("match", "--claims", claims, "--ledger", ledger)
    before = ledger.read_bytes()
    for more in (["--remittances", tmp_path / "none.835"], ["--remittances", tmp_path]):
        result = run("match", *more, "--ledger", ledger, "-o", output)
        assert result.exit_code == 2
        assert not output.exists()
    assert ledger.read_bytes() == before
    output.write_text("mine")
    paid = made / "remittances-1.835"
    result = run("match", "--remittances", paid, "--ledger", ledger, "-o", output)
    assert (result.exit_code, output.read_text()) == (2, "mine")
    assert ledger.read_bytes() == before
    result = run("match", "--remittances", paid, "--ledger", ledger, "-o", output, "--force")
    assert result.exit_code == 0
    assert ledger.read_bytes() != before


def test_a_file_that_is_no_ledger_is_told(run: Run, made: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"something else" * 100)
    result = run("match", "--claims", made / "claims-1.837", "--ledger", wrong)
    assert result.exit_code == 2
    assert "is no ledger" in result.stderr


def test_arguments_that_do_not_fit_are_refused(run: Run, made: Path) -> None:
    claims = made / "claims-1.837"
    for words in (
        [],
        ["--claims"],
        ["--claims", "-", "--remittances", "-"],
        ["--claims", claims, "--ledger", claims],
        ["--claims", claims, "-o", claims],
        ["--claims", claims, "-f", "text", "more"],
    ):
        assert run("match", *words).exit_code == 2


def test_claims_are_read_from_standard_input(run: Run, made: Path) -> None:
    data = (made / "claims-1.837").read_bytes()
    result = run(
        "match", "--claims", "-", "--remittances", made / "remittances-1.835", "-f", "jsonl",
        stdin=data,
    )  # fmt: skip
    assert result.exit_code == 0
    assert {row["claim_file"] for row in rows(result.stdout)} == {"<stdin>"}


def test_a_file_of_another_kind_is_told(run: Run, made: Path) -> None:
    result = run("match", "--claims", made / "remittances-1.835")
    assert result.exit_code == 1
    assert "MDL002" in result.stderr
    result = run("match", "--remittances", made / "claims-1.837")
    assert result.exit_code == 1
    assert "MDL002" in result.stderr


def test_a_payment_that_cannot_be_read_makes_it_1(run: Run, made: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.835"
    text = (made / "remittances-1.835").read_text("ascii")
    first = text.index("CLP*")
    amount = text.split("CLP*", 1)[1].split("*")[2]
    broken.write_text(text[:first] + text[first:].replace(f"*{amount}*", "*many*", 1), "ascii")
    result = run("match", "--claims", made / "claims-1.837", "--remittances", broken)
    assert result.exit_code == 1
    assert "MDL001" in result.stderr
    assert "rows are missing" in result.stderr


def test_messages_show_no_values(process: Process, made: Path, strangers: Path) -> None:
    done = process(
        "match", "--claims", made / "claims-1.837", "--remittances", strangers, "-f", "jsonl"
    )
    assert done.returncode == 1
    told = done.stderr.decode()
    for row in rows(done.stdout.decode()):
        for name in ("claim_control_number", "payment_control_number", "remittance_trace"):
            assert not row[name] or row[name] not in told


def test_deposits_are_found_and_told_both_ways(run: Run, samples: Path) -> None:
    paid = [
        samples / "valid" / f"835-{name}.x12"
        for name in ("paid", "provider-adjustment", "denied", "reversal-and-correction")
    ]
    asked = ["--remittances", *paid, "--eft", samples / "eft" / "ccd-plus.ach"]
    result = run("match", *asked)
    assert result.exit_code == 1
    assert "deposit unmatched: 41.00" in result.stdout
    assert "remittance unmatched" in result.stdout
    assert {"EFT001", "EFT002"} <= set(result.stdout.split())
    document = json.loads(run("match", *asked, "-f", "json").stdout)
    assert [row["result"] for row in document["deposits"]] == [
        "matched", "matched", "not-expected", "unmatched", "unmatched",
    ]  # fmt: skip
    assert document["deposits"][0]["deposit_amount"] == "272.25"
    told = run("match", *asked, "-f", "jsonl").stderr
    assert "EFT001" in told
    assert "EFT20250327A" not in told


def test_deposits_alone_decide_the_exit_code(run: Run, made: Path, tmp_path: Path) -> None:
    bank = tmp_path / "bank.csv"
    remittances = [
        found
        for found in edi_portal.remittances(made / "remittances-1.835")
        if found.payment_method == "ACH"
    ]
    lines = [
        f"{found.payment_date},{found.payment_amount},{found.trace_number},{found.payer.name}"
        for found in remittances
    ]
    for kept, code in ((lines, 0), (lines[1:], 1)):
        bank.write_text("\n".join(["date,amount,reference,payer", *kept]) + "\n", "ascii")
        assert run("match", *given(made), "--eft", bank).exit_code == code
    assert run("match", *given(made), "--eft", tmp_path / "none").exit_code == 2


def test_what_does_not_balance_is_told_without_amounts_and_makes_it_1(
    run: Run, made: Path, tmp_path: Path
) -> None:
    text = (made / "remittances-1.835").read_text("ascii")
    at = text.index("CLP*")
    paid = text[at:].split("*")[4]
    broken = tmp_path / "broken.835"
    broken.write_text(text[:at] + text[at:].replace(f"*{paid}*", "*1.11*", 1), "ascii")
    result = run("match", "--claims", made / "claims-1.837", "--remittances", broken)
    assert result.exit_code == 1
    assert "out of balance" in result.stdout
    assert result.stdout.splitlines()[-1].split() == ["out", "of", "balance", "2"]
    assert {"BAL002", "BAL003"} <= set(result.stderr.split())
    assert "1.11" not in result.stderr
    found = edi_portal.match(made / "claims-1.837", edi_portal.remittances(broken))
    assert found.summary.out_of_balance == 2
    assert {item.code for item in found.findings} == {"BAL002", "BAL003"}
    assert not found.ok


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def test_entries_come_to_the_deposits_and_name_the_claim(
    run: Run, made: Path, tmp_path: Path
) -> None:
    entries = tmp_path / "entries.csv"
    assert run("match", *given(made), "--post", entries).exit_code == 0
    found = table(entries)
    remittances = list(edi_portal.remittances(made / "remittances-1.835"))
    by_trace: dict[str, Decimal] = {}
    for row in found:
        trace = row["remittance_trace"]
        by_trace[trace] = by_trace.get(trace, Decimal(0)) + Decimal(row["cash"])
    assert by_trace == {item.trace_number: item.payment_amount for item in remittances}
    right = {
        (row["trace_number"], str(row["payment_index"] + 1)): row["claim"]
        for row in rows((made / "truth.jsonl").read_text("ascii"))
        if row["row"] == "payment"
    }
    for row in found:
        if row["claim"]:
            key = row["remittance_trace"], row["claim"]
            assert row["claim_control_number"] == right[key]


def test_what_was_posted_is_not_posted_again(run: Run, made: Path, tmp_path: Path) -> None:
    ledger, paid = ["--ledger", tmp_path / "kept.ledger"], made / "remittances-1.835"
    copy = tmp_path / "copy.835"
    copy.write_bytes(paid.read_bytes())
    once, twice, later = (tmp_path / name for name in ("1.csv", "2.jsonl", "3.csv"))
    run("match", *given(made), "--post", once)
    result = run("match", *given(made), "--remittances", copy, *ledger, "--post", twice)
    assert result.exit_code == 0
    told = rows(twice.read_text("utf-8"))
    assert [row["amount"] for row in told] == [row["amount"] for row in table(once)]
    again = tmp_path / "again.csv"
    run("match", *given(made), *ledger, "--post", later, "--worklist", again)
    assert table(later) == []
    traces = [
        row["remittance_trace"] for row in table(again) if row["category"] == "duplicate-remittance"
    ]
    assert len(traces) == len(set(traces)) == len({row["remittance_trace"] for row in told})


def test_the_worklist_has_denials_troubles_and_claims_without_an_answer(
    run: Run, made: Path, strangers: Path, tmp_path: Path
) -> None:
    items = tmp_path / "items.csv"
    asked = [*given(made), "--remittances", strangers, "--worklist", items, "--force"]
    assert run("match", *asked, "--older-than", 5).exit_code == 1
    found = table(items)
    categories = {row["category"] for row in found}
    assert {"claim-not-found", "no-payment", "patient"} <= categories
    truth = rows((made / "truth.jsonl").read_text("ascii"))
    denied = {row["claim"] for row in truth if row.get("scenario") == "denied-timely"}
    timely = [row for row in found if "CO-29" in row["reasons"].split()]
    assert denied <= {row["patient_control_number"] for row in timely}
    assert all(row["next"] and row["says"] for row in found)
    run("match", *asked, "--older-than", 9999)
    assert "no-payment" not in {row["category"] for row in table(items)}


def test_outputs_are_refused_before_anything_is_kept(run: Run, made: Path, tmp_path: Path) -> None:
    entries, ledger = tmp_path / "entries.csv", tmp_path / "kept.ledger"
    entries.write_text("mine")
    result = run("match", *given(made), "--post", entries, "--ledger", ledger)
    assert (result.exit_code, entries.read_text()) == (2, "mine")
    later = run("match", *given(made), "--ledger", ledger, "-f", "jsonl")
    assert "duplicate" not in {row["result"] for row in rows(later.stdout)}
    for words in (
        ["--claims", made / "claims-1.837", "--remittances", "-", "--post", tmp_path / "x"],
        [*given(made), "--post", tmp_path / "x", "--worklist", tmp_path / "x"],
        [*given(made), "--post", tmp_path / "x", "-o", tmp_path / "x"],
        [*given(made), "--post", made / "claims-1.837"],
    ):
        assert run("match", *words, "--force").exit_code == 2
    assert not (tmp_path / "x").exists()


def test_acknowledgments_are_read(run: Run, made: Path, samples: Path) -> None:
    answer = next((samples / "valid").glob("277ca*"))
    result = run("match", *given(made), "--acknowledgments", answer, "-f", "jsonl")
    assert result.exit_code == 0
    assert run("match", *given(made), "--acknowledgments", made / "none").exit_code == 2


def test_payments_are_posted_also_where_one_beside_them_is_broken(
    run: Run, made: Path, tmp_path: Path
) -> None:
    text = (made / "remittances-1.835").read_text("ascii")
    at = text.index("CLP*")
    charge = text[at:].split("*")[3]
    broken, entries = tmp_path / "broken.835", tmp_path / "entries.csv"
    broken.write_text(text[:at] + text[at:].replace(f"*{charge}*", "*many*", 1), "ascii")
    asked = ["--claims", made / "claims-1.837", "--remittances", broken, "--post", entries]
    assert run("match", *asked).exit_code == 1
    found = table(entries)
    paid = list(edi_portal.claim_payments(made / "remittances-1.835"))[1:]
    posted = sum(Decimal(row["amount"]) for row in found if row["kind"] == "payment")
    assert posted == sum(item.payment_amount for item in paid)


@pytest.mark.parametrize("option", ["--claims", "--remittances"])
@pytest.mark.parametrize("content", [b"", b"no X12", b"cut"], ids=["empty", "foreign", "cut"])
def test_a_file_that_is_none_or_cut_short_never_passes(
    run: Run, tmp_path: Path, samples: Path, option: str, content: bytes
) -> None:
    if content == b"cut":
        # Behind a whole transaction set: others may have followed.
        name = "837p-one-claim" if option == "--claims" else "835-paid"
        whole = (samples / "valid" / f"{name}.x12").read_bytes()
        content = whole[: whole.index(b"GE*")]
    path = tmp_path / "given.x12"
    path.write_bytes(content)
    for form in ("text", "jsonl"):
        result = run("match", option, path, "-f", form)
        assert result.exit_code == 1
        assert "not everything could be read" in result.stderr
