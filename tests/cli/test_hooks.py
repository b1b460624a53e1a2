"""The hooks for pre-commit, beside the command line and the samples."""

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from edi_portal.cli import main
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
each_hook = pytest.mark.parametrize("name", HOOKS)


def words(name: str) -> list[str]:
    """What pre-commit runs, before the names of files."""
    return [*shlex.split(HOOKS[name]["entry"]), *HOOKS[name]["args"]]


def test_hooks_are_those_that_are_documented() -> None:
    assert list(HOOKS) == ["edi-portal-validate", "edi-portal-scrub"]
    page = (ROOT / "docs" / "how-to" / "ci.md").read_text("utf-8")
    assert re.findall(r"- id: (edi-portal-\w+)", page) == list(HOOKS)


@each_hook
def test_hook_calls_a_command_with_options_that_it_has(name: str) -> None:
    program, command_name, *options = words(name)
    assert program == "edi-portal"
    command = main.get_command(click.Context(main), command_name)
    assert command is not None
    # A file name that begins with a hyphen is no option.
    assert options.pop() == "--"
    context = command.make_context(command_name, [*options, "--", "-odd.837"])
    assert context.params["paths"] == ("-odd.837",)
    assert context.params["output_format"] == "concise"


@each_hook
def test_hook_passes_a_good_file_and_shows_what_is_wrong_with_a_broken_one(
    name: str, run: Run, samples: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words(name)[1:], samples / "valid" / "837p-one-claim.x12").exit_code == 0
    broken = samples / "broken" / "837p-claim-frequency-missing.x12"
    result = run(*words(name)[1:], broken)
    assert result.exit_code == 1
    assert f"{broken}:21: ELE001" in result.stdout


def test_extensions(samples: Path) -> None:
    validate, scrub = (re.compile(HOOKS[name]["files"]) for name in HOOKS)
    for path in samples.rglob("*"):
        if path.is_file():
            assert bool(validate.search(str(path))) is (path.suffix == ".x12")
    for name in ("a.837", "a/b.837P", "a.835", "a.277CA", "a.271", "a.edi", "a.TA1", "a.999"):
        assert validate.search(name)
    for name in ("a.837i", "a.837d", "a.837"):
        assert scrub.search(name)
    for name in ("a.py", "b.md", "837", "a.837.md", "x12.toml", "a.837x", "a.csv"):
        assert not validate.search(name)
        assert not scrub.search(name)
    assert not scrub.search("a.835")
    assert not scrub.search("a.x12")


@each_hook
def test_hook_runs_where_files_are_checked_in(name: str) -> None:
    hook = HOOKS[name]
    assert hook["language"] == "python"
    # Control characters are common separators, and make a file binary for pre-commit.
    assert hook["types"] == ["file"]
    assert set(hook["stages"]) == {"pre-commit", "pre-merge-commit", "pre-push", "manual"}


def test_only_what_compares_files_asks_for_one_process() -> None:
    assert "require_serial" not in HOOKS["edi-portal-validate"]
    assert HOOKS["edi-portal-scrub"]["require_serial"] is True
