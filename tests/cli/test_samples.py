"""The commands over the sample files, with nothing in the place of the library."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Process, Run

# A file that needs no answer: it holds acknowledgments and nothing else.
ANSWERS = {"999-accepted", "999-rejected", "999-situational-trigger", "ta1"}
# Of these a 999 has nothing to say: it speaks of SNIP types 1 and 2.
UNEVEN = {"835-adjustment-too-small", "835-payment-out-of-balance"}


def files(folder: str) -> list[Path]:
    here = Path(__file__).resolve().parent.parent.parent / "samples" / folder
    return sorted(path for path in here.iterdir() if path.is_file())


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", files("valid"), ids=name_of)
def test_valid_sample_passes_every_command(run: Run, tmp_path: Path, path: Path) -> None:
    checked = run("validate", "-f", "json", path)
    assert (checked.exit_code, checked.stderr) == (0, "")
    inspected = run("inspect", "-f", "json", path)
    assert (inspected.exit_code, inspected.stderr) == (0, "")
    counts = json.loads(checked.stdout)["reports"][0]["counts"]
    found = json.loads(inspected.stdout)
    groups = [group for interchange in found["interchanges"] for group in interchange["groups"]]
    sets = [transaction for group in groups for transaction in group["transactions"]]
    assert (len(found["interchanges"]), len(groups), len(sets)) == (
        counts["interchanges"],
        counts["groups"],
        counts["transactions"],
    )
    assert sum(transaction["claims"] for transaction in sets) == counts["claims"]
    answer = tmp_path / "answer.x12"
    assert run("ack", path, "-o", answer, "--as-of", "2025-01-31T08:30").exit_code == 0
    assert answer.exists() is (path.stem not in ANSWERS)


@pytest.mark.parametrize("path", files("broken"), ids=name_of)
def test_broken_sample_passes_neither_validate_nor_ack(
    run: Run, tmp_path: Path, path: Path
) -> None:
    checked = run("validate", path)
    assert checked.exit_code in {1, 2}
    assert str(path) in checked.stdout
    answered = run("ack", path, "-o", tmp_path / "answer.x12", "--as-of", "2025-01-31T08:30")
    assert answered.exit_code in ({0} if path.stem in UNEVEN else {1, 2})
    assert "internal error" not in checked.output + answered.output


@pytest.mark.parametrize("path", [*files("valid"), *files("broken")], ids=name_of)
def test_answer_is_valid_itself_and_needs_no_answer(run: Run, tmp_path: Path, path: Path) -> None:
    answer = tmp_path / "answer.x12"
    run("ack", path, "-o", answer, "--as-of", "2025-01-31T08:30")
    if not answer.exists():
        return
    checked = run("validate", answer)
    assert checked.exit_code == 0, checked.stdout
    again = run("ack", answer, "-o", tmp_path / "again.x12", "--as-of", "2025-01-31T08:30")
    assert again.exit_code == 0
    assert not (tmp_path / "again.x12").exists()


def test_standard_input_gives_the_findings_of_the_file(run: Run, samples: Path) -> None:
    path = samples / "broken" / "837p-unknown-segment.x12"
    named = run("validate", "-f", "concise", path)
    piped = run("validate", "-f", "concise", "-", stdin=path.read_bytes())
    assert (named.exit_code, piped.exit_code) == (1, 1)
    assert piped.stdout == named.stdout.replace(str(path), "<stdin>")


def test_several_files_several_jobs(process: Process, samples: Path) -> None:
    paths = [*files("broken"), *files("valid"), samples / "nowhere.x12"]
    one = process("validate", "-f", "json", *paths)
    three = process("validate", "-f", "json", "--jobs", "3", *paths)
    assert (one.returncode, three.returncode) == (2, 2)
    assert three.stdout == one.stdout
    assert three.stderr == one.stderr
    reports = json.loads(one.stdout)["reports"]
    assert [report["file"] for report in reports] == [str(path) for path in paths[:-1]]


@pytest.mark.parametrize(
    "output_format", ["full", "concise", "json", "jsonl", "sarif", "github", "junit"]
)
def test_jobs_change_nothing_of_a_report(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    paths = [*files("broken")[::6], tmp_path / "missing", tmp_path / "folder", *files("valid")[::9]]
    one = run("validate", "-f", output_format, *paths, "--report", "json=one")
    two = run("validate", "-f", output_format, *paths, "--report", "json=two", "--jobs", "2")
    assert (two.exit_code, two.stdout, two.stderr) == (2, one.stdout, one.stderr)
    assert Path("one").read_bytes() == Path("two").read_bytes()
