"""The program as a whole: starting, failing, and being told what went wrong."""

import re
from pathlib import Path
from typing import Any

import click
import pytest

import edi_portal.cli
from edi_portal import _version
from edi_portal.cli import main
from edi_portal.errors import LimitError
from tests.cli.conftest import Process, Run
from tests.cli.stand_in import VALUE, Library

COMMANDS = [
    "validate",
    "scrub",
    "rules",
    "inspect",
    "parse",
    "generate",
    "match",
    "synthesize",
    "deidentify",
    "ack",
    "explain",
    "guide",
    "codes",
]


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"edi-portal {_version.__version__}\n")


def test_starting_imports_nothing_of_the_library(command: list[str], process: Process) -> None:
    del command
    result = process("--version", env={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = set(re.findall(r"\| +([\w.]+)$", result.stderr.decode(), re.MULTILINE))
    ours = {name for name in imported if name.startswith("edi_portal.")}
    assert ours - {"edi_portal.cli"} <= {
        "edi_portal._version",
        "edi_portal.errors",
        "edi_portal.cli._group",
        "edi_portal.cli._failure",
    }
    assert "click" in imported
    assert not imported & {"attr", "attrs", "pyx12", "tomllib", "json", "multiprocessing"}


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert [
        name for name in COMMANDS if re.search(rf"^  {name} ", result.stdout, re.MULTILINE)
    ] == COMMANDS
    told = " ".join(result.stdout.split())
    assert re.search(r"Exit codes: 0 .*, 1 .*, 2 .*, 130 interrupted\.", told)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_its_exit_codes_mean(run: Run, name: str) -> None:
    result = run(name, "-h")
    assert result.exit_code == 0
    assert "Exit code 0:" in result.stdout


@pytest.mark.parametrize(
    "args",
    [["frobnicate"], ["--frobnicate"], ["validate"], ["inspect"], ["ack", "x"], ["ack", "-o", "y"]],
)
def test_usage_errors_exit_2_and_leave_stdout_alone(run: Run, args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_command_of_another_caller_gets_the_code_as_a_value(library: Library) -> None:
    library.reports["x"] = LimitError("a limit was reached")
    assert main(["validate", "x"], standalone_mode=False) == 2
    with pytest.raises(click.UsageError):
        main(["validate"], standalone_mode=False)


@pytest.mark.parametrize(
    "kind, told",
    [
        (KeyError, "internal error (KeyError); EDI_PORTAL_DEBUG=1 shows where"),
        (RecursionError, "internal error (RecursionError); EDI_PORTAL_DEBUG=1 shows where"),
        (MemoryError, "not enough memory"),
    ],
)
@pytest.mark.parametrize("name", ["validate", "inspect", "ack"])
def test_internal_error_is_one_line_without_values(
    library: Library, run: Run, tmp_path: Path, name: str, kind: type[Exception], told: str
) -> None:
    # Made here: CPython 3.12.1 does not survive a MemoryError that is kept to its end.
    error = kind(VALUE)
    library.reports["x"] = error
    library.readings["x"] = [error]
    result = run(name, "x", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.endswith(f"{told}\n")
    assert result.stderr.count("\n") == 1
    assert VALUE not in result.output


def test_internal_error_shows_where_if_asked(
    library: Library, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.reports["x"] = KeyError("any")
    monkeypatch.setenv("EDI_PORTAL_DEBUG", "1")
    assert "Traceback (most recent call last)" in run("validate", "x").stderr
    monkeypatch.setenv("EDI_PORTAL_DEBUG", "0")
    assert "Traceback" not in run("validate", "x").stderr


@pytest.mark.parametrize("name", ["validate", "inspect", "ack"])
def test_interrupt_exits_130_without_a_traceback_and_without_a_file(
    library: Library, run: Run, tmp_path: Path, name: str
) -> None:
    library.reports["x"] = KeyboardInterrupt()
    library.readings["x"] = [KeyboardInterrupt()]
    result = run(name, "x", "-o", tmp_path / "out")
    assert result.exit_code == 130
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_error_outside_of_a_command_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(click.Group, "make_context", full)
    result = run("--version")
    assert result.exit_code == 2
    assert result.stderr == "edi-portal: standard output: No space left on device\n"


def test_commands_are_where_the_group_looks_for_them() -> None:
    context = click.Context(edi_portal.cli.main)
    assert edi_portal.cli.main.list_commands(context) == COMMANDS
    for name in COMMANDS:
        command = edi_portal.cli.main.get_command(context, name)
        assert command is not None
        assert command.name == name
