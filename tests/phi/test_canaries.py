"""Nothing of a patient is shown by any command, in any format, on any way to fail."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from edi_portal.cli import main
from edi_portal.cli._failure import DEBUG_VARIABLE
from tests.phi.commands import ASKED, TABLE, Entry, Role, commands, file_parameters, value_of, ways
from tests.phi.files import Files
from tests.phi.planting import CANARY, broken

COMMANDS = dict(commands())
READING = [name for name, entry in TABLE.items() if entry.reads]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.delenv(DEBUG_VARIABLE, raising=False)
    caplog.set_level(logging.DEBUG)


def runs(name: str, *words: str | Path, stdin: bytes | None = None) -> Result:
    line = [*name.split(), *map(str, words)]
    return CliRunner().invoke(main, line, stdin, prog_name="edi-portal")


def words_for(name: str, files: Files, given: Path, made: Path) -> list[str | Path]:
    """The words that a command cannot do without."""
    entry, words = TABLE[name], list[str | Path](TABLE[name].fixed)
    needed = {"store"}
    if name == "deidentify":
        needed |= {"paths", "output"}
        words += ["--key-file", files.key]
    if name == "match":
        needed |= {"claims", "remittances"}
    for parameter in file_parameters(COMMANDS[name]):
        if not parameter.required and parameter.name not in needed:
            continue
        role = entry.files[parameter.name or ""]
        path = {
            Role.X12: given,
            Role.OTHER: given,
            Role.FOLDER: files.empty,
            Role.CONTENT: made,
            Role.QUIET: made,
            Role.NOBODYS: made,
            Role.KEY: made,
        }[role]
        words += [parameter.opts[-1], path] if parameter.opts[-1].startswith("-") else [path]
    return words


class Watch:
    """Looks at what runs show, and remembers their exit codes."""

    def __init__(self, files: Files, entry: Entry, caplog: pytest.LogCaptureFixture) -> None:
        self._files, self._entry, self._log = files, entry, caplog
        self.codes: set[int] = set()
        self.seen = 0

    def look(self, result: Result, line: object) -> None:
        assert result.exception is None or isinstance(result.exception, SystemExit), line
        self.codes.add(result.exit_code)
        self.seen += 1
        assert not self._files.leaked(result.stderr + self._log.text), line
        if self._entry.stdout is not Role.CONTENT:
            payers = self._entry.stdout is Role.QUIET
            assert not self._files.leaked(result.stdout, payers=payers), line


@pytest.fixture
def watch(files: Files, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Watch:
    return Watch(files, TABLE[request.getfixturevalue("name")], caplog)


def test_every_command_is_in_the_table() -> None:
    assert COMMANDS.keys() == TABLE.keys(), "say in tests/phi/commands.py what it may show"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_file_that_a_command_takes_or_makes_is_in_the_table(name: str) -> None:
    taken = {parameter.name for parameter in file_parameters(COMMANDS[name])}
    assert taken == TABLE[name].files.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_choice_and_flag_is_quiet(
    name: str, files: Files, watch: Watch, tmp_path: Path
) -> None:
    for number, way in enumerate([(), *ways(COMMANDS[name], TABLE[name])]):
        for given in (files.claim, files.broken_claims[number % len(files.broken_claims)]):
            made = tmp_path / f"{number}-{given.stem}"
            words = [*words_for(name, files, given, made), *way]
            watch.look(runs(name, *words), words)
    assert watch.seen


@pytest.mark.parametrize("name", READING)
def test_every_file_is_quiet_at_every_exit_code(
    name: str, files: Files, watch: Watch, tmp_path: Path
) -> None:
    for number, given in enumerate([*files.whole, *files.broken, files.missing, files.empty]):
        words = words_for(name, files, given, tmp_path / str(number))
        watch.look(runs(name, *words), words)
        made = tmp_path / str(number)
        if TABLE[name].files.get("output") is Role.NOBODYS and made.is_file():
            assert not files.leaked(made.read_text("latin-1"), payers=False), words
    # No planted claim is clean, and no file holds claims and their remittances.
    assert watch.codes == ({1, 2} if name in ("scrub", "match") else {0, 1, 2})


def _formats(name: str) -> Iterator[str]:
    for parameter in COMMANDS[name].params:
        if parameter.name == "output_format" and isinstance(parameter.type, click.Choice):
            yield from map(str, parameter.type.choices)


@pytest.mark.parametrize(
    "name, output_format", [(name, one) for name in READING for one in _formats(name)]
)
def test_every_format_is_quiet_of_every_file(
    name: str, output_format: str, files: Files, watch: Watch, tmp_path: Path
) -> None:
    arguments = [one for one in COMMANDS[name].params if isinstance(one, click.Argument)]
    given = [*files.whole, *files.broken[::4], files.missing]
    # A command of many files reads them in one run, as it does in a CI job.
    together = any(one.nargs == -1 for one in arguments)
    groups = [given] if together else [[path] for path in given]
    for number, group in enumerate(groups):
        words = words_for(name, files, group[0], tmp_path / str(number))
        words += [*group[1:], "--format", output_format]
        watch.look(runs(name, *words), words)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_file_option_is_quiet(name: str, files: Files, watch: Watch, tmp_path: Path) -> None:
    for parameter in file_parameters(COMMANDS[name]):
        role = TABLE[name].files[parameter.name or ""]
        for number, given in enumerate([*files.others, files.broken[0], files.missing]):
            option = parameter.opts[-1]
            made = tmp_path / f"{parameter.name}-{number}"
            if not option.startswith("-"):
                words = words_for(name, files, given, made)
            else:
                base = files.broken_claims[number]
                words = words_for(name, files, base, tmp_path / f"{parameter.name}{number}")
                words = [one for one in words if one != "--no-config" or option != "--config"]
                written = role in (Role.QUIET, Role.NOBODYS, Role.CONTENT)
                words += [option, value_of(parameter, made if written else given)]
                if role is Role.KEY:
                    words = [*words[2:-1], made]
            watch.look(runs(name, *words), words)
            if role in (Role.QUIET, Role.NOBODYS) and made.is_file():
                text = made.read_text("latin-1")
                assert not files.leaked(text, payers=role is Role.QUIET), words


@pytest.mark.parametrize("name", READING)
def test_errors_inside_are_quiet(
    name: str, files: Files, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(f"{CANARY} is not a name")

    monkeypatch.setattr("edi_portal.x12.reader.Reader.__iter__", fail, raising=False)
    monkeypatch.setattr("edi_portal.guides.reading.Reading.items", fail)
    words = words_for(name, files, files.claim, tmp_path / "made")
    watch.look(runs(name, *words), words)
    assert watch.codes == {2}


@pytest.mark.parametrize("name", READING)
def test_standard_input_is_quiet(name: str, files: Files, watch: Watch, tmp_path: Path) -> None:
    for number, given in enumerate([*files.whole, *files.broken_claims]):
        made = tmp_path / str(number)
        words = ["-" if one == given else one for one in words_for(name, files, given, made)]
        watch.look(runs(name, *words, stdin=given.read_bytes()), words)


def test_values_are_shown_to_those_who_ask(files: Files) -> None:
    asking = [
        name
        for name, command in COMMANDS.items()
        if any(parameter.name == ASKED for parameter in command.params)
    ]
    assert asking
    for name in asking:
        words = words_for(name, files, files.claim, files.folder / "unused")
        result = runs(name, *words, *files.broken, "--show-phi", "-f", "json")
        assert files.leaked(result.stdout)


def test_every_kind_of_damage_is_done_to_most_files(files: Files) -> None:
    done = Counter(how for one in files.all for how, _ in broken(one))
    assert len(done) == 19
    assert min(done.values()) >= len(files.all) - 3


def test_a_leak_would_be_seen(files: Files) -> None:
    leaks: dict[str, int] = defaultdict(int)
    for one in files.all:
        for canary in one.canaries:
            leaks[canary] += 1
            assert files.leaked(f"a message with {canary} in it")
    assert len(leaks) > 30
