"""Examples that cannot be run here are at least of their language, and name what there is."""

import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs import generate
from edi_portal import load_overlay, read_configuration
from edi_portal.cli import main

# Run elsewhere (`console`, `python`), judged below, or no language at all (`text`).
KNOWN = {"console", "json", "python", "sh", "text", "toml", "yaml"}


def examples(language: str) -> list[object]:
    """The blocks of a language in all pages, each named by its page and line."""
    found: list[object] = []
    for page in generate.pages():
        text = page.read_text("utf-8")
        for block in generate.blocks(text, language):
            line = text.count("\n", 0, block.start()) + 1
            name = f"{page.relative_to(generate.ROOT).as_posix()}:{line}"
            found.append(pytest.param(block["body"], id=name))
    return found


def test_every_block_is_of_a_language_that_is_tested() -> None:
    languages = {
        language
        for page in generate.pages()
        for language in re.findall(
            r"^ *```(\w*)\n.*?^ *```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
    }
    assert languages <= KNOWN


def test_no_block_is_indented_for_then_nothing_would_look_at_it() -> None:
    for page in generate.pages():
        assert not re.search(r"^[ >]+```", page.read_text("utf-8"), re.MULTILINE), page


@pytest.mark.parametrize("body", examples("toml"))
def test_toml_is_taken_by_what_reads_it(body: str, tmp_path: Path) -> None:
    if "guides" in tomllib.loads(body):
        path = tmp_path / "payer.toml"
        path.write_text(body, "utf-8")
        assert load_overlay(path).changes
    else:
        path = tmp_path / "edi-portal.toml"
        path.write_text(body, "utf-8")
        assert read_configuration(path).layers


def test_json_is_json() -> None:
    for page in generate.pages():
        for block in generate.blocks(page.read_text("utf-8"), "json"):
            json.loads(block["body"])


@pytest.mark.parametrize("body", examples("yaml"))
def test_yaml_is_yaml_and_its_commands_are_the_shells(body: str) -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with the dependency group `site`")
    for script in scripts(yaml.safe_load(body)):
        judge(script)


@pytest.mark.parametrize("body", examples("sh"))
def test_sh_is_taken_by_the_shell_and_names_commands_that_there_are(body: str) -> None:
    judge(body)


@pytest.mark.parametrize(
    "body",
    ["edi-portal validate 'open.837", "edi-portal vaildate x.837", "edi-portal validate --fast x"],
)
def test_a_slip_in_a_shell_example_is_seen(body: str) -> None:
    with pytest.raises((AssertionError, subprocess.CalledProcessError)):
        judge(body)


def scripts(node: object) -> Iterator[str]:
    """What a CI file runs: under `run`, and in lists under `script`."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "run":
                yield value
            elif key == "script":
                yield from value
            else:
                yield from scripts(value)
    elif isinstance(node, list):
        for item in node:
            yield from scripts(item)


def judge(script: str) -> None:
    """Fail where the shell would not take ``script``, or it asks edi-portal for what it has not."""
    # What a CI system fills in is no shell.
    script = re.sub(r"\$\{\{.*?\}\}", "filled-in", script)
    subprocess.run(["bash", "-n"], input=script, text=True, check=True, capture_output=True)  # noqa: S607 - any bash
    for line in re.sub(r"\\\n", " ", script).splitlines():
        for command in re.split(r"\||&&|;", line):
            if re.match(r"\s*edi-portal ", command):
                has_all_of(shlex.split(command, comments=True)[1:])


def has_all_of(words: list[str]) -> None:
    """Fail where a word is no command, or no option of it."""
    command: click.Command | None = main
    context = click.Context(main)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        command = command.get_command(context, words.pop(0))
    assert command is not None
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    asked = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert asked <= options
