"""What the how-to on CI shows in YAML: it parses, and its scripts run."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml

BASH = shutil.which("bash")
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "ci.md").read_text("utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
BLOCKS: list[Any] = [
    yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
]
WORKFLOW, STEPS, GITLAB, HOOKS = BLOCKS


def test_every_use_of_the_action_gives_what_it_takes() -> None:
    steps = [*WORKFLOW["jobs"]["claims"]["steps"], *STEPS]
    used = [step for step in steps if step.get("uses", "").startswith("OWNER/edi-portal@")]
    assert len(used) == 2
    for step in used:
        assert "paths" in step["with"]
        assert set(step["with"]) <= set(ACTION["inputs"])
    assert WORKFLOW["permissions"]["security-events"] == "write"


def test_inputs_of_the_action_are_listed_with_their_defaults() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| `?([^|`]*)`? \|", PAGE, re.MULTILINE)
    wanted = {
        name: "required" if given.get("required") else given["default"] or "none"
        for name, given in ACTION["inputs"].items()
    }
    assert {name: default.strip() for name, default in rows} == wanted


@pytest.mark.skipif(BASH is None, reason="bash is not here")
@pytest.mark.parametrize("name, code", [("valid/837p-one-claim", 0), ("broken/empty", 1)])
def test_gitlab_job_runs_and_leaves_its_report(
    tmp_path: Path, samples: Path, environment: dict[str, str], name: str, code: int
) -> None:
    assert BASH is not None
    job = GITLAB["claims"]
    install, *script = job["script"]
    assert install.startswith("python -m pip install --quiet https://")
    (tmp_path / "claims").mkdir()
    shutil.copy(samples / f"{name}.x12", tmp_path / "claims" / "a b.837")
    define = f'edi-portal() {{ "{sys.executable}" -m edi_portal.cli "$@"; }}'
    for _ in range(2):  # a runner may keep the folder
        done = subprocess.run(
            [BASH, "-eo", "pipefail", "-c", "\n".join([define, *script])],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout.startswith("claims/a b.837" if code else "")
    assert job["artifacts"]["when"] == "always"
    report = ET.parse(tmp_path / job["artifacts"]["reports"]["junit"])  # noqa: S314  our own
    assert len(report.findall(".//failure")) == code


def test_hooks_of_the_example_are_there() -> None:
    there = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repo,) = HOOKS["repos"]
    assert {hook["id"] for hook in repo["hooks"]} == {hook["id"] for hook in there}
