"""The GitHub Action: its inputs, and its scripts, run as a runner would."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attrs
import click
import pytest
import yaml

from edi_portal.cli import main

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="bash is not here")

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
INSTALL, CHECK, VERDICT = [step for step in STEPS if "run" in step]
UPLOAD = next(step for step in STEPS if "upload-sarif" in step.get("uses", ""))

ODD = ["with blank.837", "-dash.837", 'it\'s "quoted".837', "$(touch hacked).837", "a[1]*.837", "-"]


@attrs.frozen
class Ran:
    """What a step left: its exit code, what it said, and its outputs."""

    code: int
    stdout: str
    stderr: str
    outputs: dict[str, str]


Step = Callable[..., Ran]


def bash(script: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A script as `shell: bash` runs it."""
    assert BASH is not None
    file = folder.parent / "step.sh"
    file.write_text(script)
    return subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", str(file)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path: Path, samples: Path) -> Path:
    """A checkout with good and broken files."""
    folder = tmp_path / "workspace"
    (folder / "claims" / "deep").mkdir(parents=True)
    good = (samples / "valid" / "837p-one-claim.x12").read_bytes()
    # The last is what one of the odd names would mean as a pattern.
    for name in ("good.837", "claims/one.837", "claims/deep/two.837", *ODD, "a1b.837"):
        (folder / name).write_bytes(good)
    broken = samples / "broken" / "837p-claim-frequency-missing.x12"
    shutil.copy(broken, folder / "broken.837")
    return folder


@pytest.fixture
def check(workspace: Path, environment: dict[str, str]) -> Step:
    """Runs the checking step with these inputs, the others as they are by default."""
    program = workspace.parent / "temp" / "edi-portal" / "bin" / "edi-portal"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m edi_portal.cli "$@"\n')
    program.chmod(0o755)

    def run(**inputs: str) -> Ran:
        given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
            for name, value in CHECK["env"].items()
        }
        outputs = workspace.parent / "outputs"
        outputs.write_text("")
        temp = str(workspace.parent / "temp")
        ran = bash(
            CHECK["run"],
            workspace,
            **{**environment, **values, "RUNNER_TEMP": temp, "GITHUB_OUTPUT": str(outputs)},
        )
        told = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
        return Ran(ran.returncode, ran.stdout, ran.stderr, told)

    return run


def sarif(folder: Path, name: str = "edi-portal.sarif") -> dict[str, Any]:
    (run,) = json.loads((folder / name).read_text("utf-8"))["runs"]
    assert isinstance(run, dict)
    return run


def test_no_input_is_put_into_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")
    assert all(step["shell"] == "bash" for step in (INSTALL, CHECK, VERDICT))


def test_every_input_is_used_and_every_used_input_is_there() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    for given in ACTION["inputs"].values():
        assert given["description"]
        assert isinstance(given.get("default", ""), str)


def test_outputs_are_those_of_the_check() -> None:
    written = set(re.findall(r"([\w-]+)=[^\n]*>> \"\$GITHUB_OUTPUT\"", CHECK["run"]))
    assert written == set(ACTION["outputs"])
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.{CHECK['id']}.outputs.{name} }}}}"


@pytest.mark.parametrize("name", ["validate", "scrub"])
def test_options_that_it_uses_exist(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    known = {spelling for parameter in command.params for spelling in parameter.opts}
    used = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", CHECK["run"]))
    assert len(used) == 5
    assert used <= known


def test_good_file(check: Step, workspace: Path) -> None:
    ran = check(paths="good.837")
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "")
    assert ran.outputs == {"exit-code": "0", "sarif-file": "edi-portal.sarif"}
    assert sarif(workspace)["results"] == []


@pytest.mark.parametrize("command", ["validate", "scrub"])
def test_findings_are_annotated_and_written_in_one_reading(
    check: Step, workspace: Path, command: str
) -> None:
    ran = check(paths="broken.837\ngood.837\n", command=command, sarif_file="out.sarif")
    assert ran.code == 0
    assert ran.stdout.startswith("::error file=broken.837,line=21,")
    assert ran.outputs == {"exit-code": "1", "sarif-file": "out.sarif"}
    found = sarif(workspace, "out.sarif")["results"]
    assert "ELE001" in {result["ruleId"] for result in found}


def test_missing_file_is_told_and_the_others_are_checked(check: Step, workspace: Path) -> None:
    ran = check(paths="nowhere.837\nbroken.837\nnone/*.837")
    assert ran.outputs["exit-code"] == "2"
    assert "nowhere.837: no such file" in ran.stderr
    assert "none/*.837: no such file" in ran.stderr
    assert "::error file=broken.837" in ran.stdout
    assert sarif(workspace)["results"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_names(check: Step, workspace: Path, name: str) -> None:
    ran = check(paths=f"{name}\r\n")
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "")
    assert ran.outputs["exit-code"] == "0"
    (artifact,) = sarif(workspace)["artifacts"]
    assert unquote(artifact["location"]["uri"]).removeprefix("./") == name
    assert not list(workspace.rglob("hacked*"))


def test_patterns(check: Step, workspace: Path) -> None:
    # A pattern may hold blanks, passes folders by, and does not find what begins with a point.
    (workspace / "claims" / ".hidden.837").write_bytes(b"")
    ran = check(paths="claims/**\nwith bl*.837")
    assert ran.outputs["exit-code"] == "0"
    uris = [artifact["location"]["uri"] for artifact in sarif(workspace)["artifacts"]]
    assert uris == ["claims/deep/two.837", "claims/one.837", "with%20blank.837"]


def test_arguments_are_words(check: Step, workspace: Path) -> None:
    ran = check(paths="good.837", args="--as-of\n2026-01-01\n\n--select\nPRV, CLM", command="scrub")
    assert ran.outputs["exit-code"] == "0"
    ran = check(paths="good.837", args="--select PRV; touch hacked", command="scrub")
    assert ran.outputs == {"exit-code": "2"}
    assert not (workspace / "hacked").exists()


@pytest.mark.parametrize(
    "inputs",
    [
        {"command": "parse"},
        {"command": "validate good.837; touch hacked"},
        {"paths": ""},
        {"paths": "\n\r\n"},
        {"sarif_file": ""},
        {"sarif_file": "a\nexit-code=0"},
        {"sarif_file": "good.837"},
        {"sarif_file": "-"},
        {"sarif_file": "no/such/folder.sarif"},
        {"fail_on": "--force"},
        {"snip": "$(touch hacked)"},
    ],
    ids=str,
)
def test_inputs_that_do_not_fit_are_no_result(
    check: Step, workspace: Path, inputs: dict[str, str]
) -> None:
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    ran = check(**{"paths": "good.837", **inputs})
    assert (ran.code, ran.outputs) == (0, {"exit-code": "2"})
    assert ran.stdout.startswith("::error title=edi-portal::") or ran.stderr
    after = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    assert after == before


def test_report_of_an_earlier_run_is_not_taken_for_this_one(check: Step, workspace: Path) -> None:
    assert check(paths="broken.837").outputs["sarif-file"]
    assert check(paths="broken.837", fail_on="never").outputs == {"exit-code": "2"}
    assert not (workspace / "edi-portal.sarif").exists()


@pytest.mark.parametrize("code, wanted", [("0", 0), ("1", 1), ("2", 2), ("", 2)])
def test_verdict_is_given_last(workspace: Path, code: str, wanted: int) -> None:
    assert STEPS[-1] is VERDICT
    assert VERDICT["if"] == "always()"
    assert STEPS.index(CHECK) < STEPS.index(UPLOAD) < STEPS.index(VERDICT)
    assert bash(VERDICT["run"], workspace, CODE=code).returncode == wanted


@pytest.mark.parametrize("folder", ["bin", "Scripts"])
def test_installs_itself_apart_from_the_jobs_python(workspace: Path, folder: str) -> None:
    temp = workspace.parent / "a temp"
    (temp / "edi-portal" / folder).mkdir(parents=True)
    told = workspace.parent / "told"
    for program in (workspace.parent / "python", temp / "edi-portal" / folder / "python"):
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >> "$TOLD"\n')
        program.chmod(0o755)
    ran = bash(
        INSTALL["run"],
        workspace,
        PATH=os.environ["PATH"],
        TOLD=str(told),
        PYTHON=str(workspace.parent / "python"),
        RUNNER_TEMP=str(temp),
        GITHUB_ACTION_PATH="/an action/path",
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    words = told.read_text().splitlines()
    assert words[:3] == ["-m", "venv", f"{temp}/edi-portal"]
    assert words[3:6] == ["-m", "pip", "install"]
    assert words[-1] == "/an action/path"
