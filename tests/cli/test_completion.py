"""What shells offer: by click's own protocol, and never from a file."""

import builtins
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete

from edi_portal.catalogue import catalogue
from edi_portal.cli import _scrub_options, main
from edi_portal.cli._reports import FORMATS
from edi_portal.errors import UsageError
from edi_portal.guides.registry import registrations
from edi_portal.scrubber import registry
from edi_portal.scrubber.tables import NAMES
from edi_portal.synthesis import CORRUPTIONS
from tests.cli.conftest import Process

RULES = [item.code for item in registry.rules()]
GUIDES = [item.name for item in registrations() if not item.withdrawn]


def offered(*words: str) -> list[str]:
    """What is offered for the last of the words; a path is offered as the kind of it."""
    complete = ShellComplete(main, {}, "edi-portal", "_EDI_PORTAL_COMPLETE")
    found = complete.get_completions(list(words[:-1]), words[-1])
    return [item.value if item.type == "plain" else f"<{item.type}>" for item in found]


@pytest.mark.parametrize(
    "words, wanted",
    [
        (["va"], ["validate"]),
        (["validate", "--fail"], ["--fail-on"]),
        (["validate", "--fail-on", ""], ["error", "warning", "info"]),
        (["validate", "-f", "j"], ["json", "jsonl", "junit"]),
        (["validate", ""], ["<file>"]),
        (["validate", "--jobs", "a"], ["auto"]),
        (["validate", "--report", "s"], ["sarif="]),
        (["validate", "--report", ""], [f"{name}=" for name in FORMATS]),
        (["scrub", "--select", "prv00"], [code for code in RULES if code.startswith("PRV00")]),
        (["scrub", "--select", "CLM001,PRV001"], ["CLM001,PRV001"]),
        (["scrub", "--ignore=P"], ["PRV"]),
        (["scrub", "--ignore", ""], ["CLM", "COB", "DIA", "DNT", "PRV", "REV", "SUB", "SVC"]),
        (["scrub", "--severity", "CLM016"], ["CLM016="]),
        (["scrub", "--severity", "CLM016=w"], ["CLM016=warning"]),
        (["scrub", "--table", "m"], ["mue="]),
        (["scrub", "--roster", ""], ["<file>"]),
        (["rules", "DNT001"], ["DNT001"]),
        (["explain", "elE00"], [code for code in catalogue() if code.startswith("ELE00")]),
        (["explain", "CLM016"], ["CLM016"]),
        (["explain", "npi-check"], ["npi-check-digit"]),
        (["guide", ""], GUIDES),
        (["guide", "837"], ["837P", "837I", "837D"]),
        (["parse", "--guide", "277c"], ["277CA"]),
        (["parse", "--table", "l"], ["lines"]),
        (["synthesize", "--kind", ""], ["837P", "837I", "837D"]),
        (["synthesize", "--corrupt", ""], list(CORRUPTIONS)),
        (["codes", "remove", "p"], ["ptp", "procedures", "poa-exempt"]),
        (["match", "--claims", ""], ["<file>"]),
        (["match", "--claims", "a", "b", ""], ["<file>"]),
        (["match", "--claims", "a", "--remi"], ["--remittances"]),
        (["match", "--ledger", "a", ""], []),
        (["match", ""], []),
        (["nothing", "of", "the", "kind"], []),
    ],
    ids=" ".join,
)
def test_what_is_offered(words: list[str], wanted: list[str]) -> None:
    assert sorted(offered(*words)) == sorted(wanted)


def test_kinds_of_tables_are_those_of_the_library() -> None:
    files = {"roster", "eligibility", "authorizations"}
    assert set(_scrub_options.TABLES) == NAMES.keys() - files


def test_no_file_of_the_user_is_opened(monkeypatch: pytest.MonkeyPatch, samples: Path) -> None:
    sample = str(samples / "valid" / "837p-one-claim.x12")
    offered("scrub", "--select", "PRV0")  # what ships is read by now
    opened: list[object] = []
    true_open = builtins.open

    def watched(file: Any, *args: Any, **options: Any) -> Any:
        opened.append(file)
        return true_open(file, *args, **options)

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr("io.open", watched)
    for words in (
        ["validate", sample, "--overlay", sample, "--f"],
        ["scrub", "--config", sample, "--roster", sample, "--select", "PRV0"],
        ["match", "--claims", sample, "--ledger", sample, "--remittances", ""],
        ["codes", "--store", sample, "remove", "p"],
    ):
        assert offered(*words)
    assert opened == []


def test_rules_that_cannot_be_loaded_offer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise UsageError("two rules have the code CLM001")

    monkeypatch.setattr(registry, "rules", fail)
    assert offered("scrub", "--select", "CL") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_program_answers_shells(process: Process, shell: str) -> None:
    source = process(env={"_EDI_PORTAL_COMPLETE": f"{shell}_source"})
    assert source.returncode == 0
    assert b"_EDI_PORTAL_COMPLETE" in source.stdout
    begun = {"COMP_WORDS": "edi-portal sc", "COMP_CWORD": "sc" if shell == "fish" else "1"}
    answer = process(env={"_EDI_PORTAL_COMPLETE": f"{shell}_complete", **begun})
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert "scrub" in answer.stdout.decode().replace("\n", ",").split(",")[1]


BASH = shutil.which("bash")


@pytest.mark.skipif(BASH is None, reason="bash is not here")
def test_bash_completes_with_what_the_how_to_says(
    tmp_path: Path, command: list[str], environment: dict[str, str]
) -> None:
    program = tmp_path / "edi-portal"
    program.write_text('#!/bin/sh\nexec "$PROGRAM" -m edi_portal.cli "$@"\n')
    program.chmod(0o755)
    assert BASH is not None
    script = (
        'eval "$(_EDI_PORTAL_COMPLETE=bash_source edi-portal)"\n'
        "complete -p edi-portal >&2\n"
        "COMP_WORDS=(edi-portal scrub --select PRV00) COMP_CWORD=3\n"
        "_edi_portal_completion edi-portal\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = os.pathsep.join([str(tmp_path), environment["PATH"]])
    done = subprocess.run(
        [BASH, "--norc", "-c", script],
        env={**environment, "PATH": path, "PROGRAM": command[0]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "_edi_portal_completion edi-portal" in done.stderr
    assert done.stdout.split() == [code for code in RULES if code.startswith("PRV00")]


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_options_of_every_command_are_offered(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [one for one in command.params if isinstance(one, click.Option)]
    wanted = {one.opts[-1] for one in options if one.opts[-1].startswith("--")}
    assert wanted <= set(offered(name, "--"))
