"""Every command in every situation: the exit codes of docs/reference/cli.md, kept by all.

A row says of a command what it is run with and which code each kind of input gives. What is not
in the row is the same for all: no trustworthy result.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from edi_portal.cli import main
from tests.cli.conftest import Process, Run
from tests.phi.commands import commands

OK, FINDINGS, NO_RESULT, INTERRUPTED = 0, 1, 2, 130

# How an input may be besides readable: none of these is ever a result.
UNREADABLE = ("missing", "folder", "faulty")
READER = "edi_portal.x12.reader.Reader.items"
STDOUT = "edi_portal.cli._streams._write_whole"


@attrs.frozen(kw_only=True)
class Row:
    """A command: its words, with ``{input}`` for what varies, and its code by kind of input.

    ``output`` are the words that have it write to a file, ``{output}``; ``speaks`` says whether
    it writes to standard output without them. ``interrupted`` is where an interrupt comes.
    """

    words: str
    codes: Mapping[str, int] = attrs.field(factory=dict)
    output: str | None = "-o {output}"
    speaks: bool = True
    interrupted: str = READER


def row_id(name: str, row: Row) -> str:
    return f"{name} {row.words} {row.output or ''}".strip()


SOUND = {"good": OK, "findings": FINDINGS, "other": FINDINGS}

TABLE: dict[str, list[Row]] = {
    "validate": [
        Row(words="{input}", codes=SOUND),
        Row(words="good {input} --jobs 2", codes=SOUND, output=None, interrupted=STDOUT),
        Row(words="good --overlay {input}", codes={"overlay": FINDINGS}),
        Row(words="{input}", codes=SOUND, output="--report sarif={output}"),
    ],
    "scrub": [
        Row(words="--no-config {input}", codes=SOUND),
        Row(
            words="--no-config good {input} --jobs 2",
            codes=SOUND,
            output=None,
            interrupted=STDOUT,
        ),
        Row(words="good --config {input}", codes={"config": OK}),
        Row(words="--no-config good --roster {input}", codes={"roster": FINDINGS}),
        Row(words="--no-config good --eligibility {input}", codes={"eligibility": OK}),
        Row(words="--no-config good --authorizations {input}", codes={"authorizations": OK}),
        Row(words="--no-config good --table ptp=./{input}", codes={"table": OK}),
        Row(words="--no-config good --baseline {input}", codes={"baseline": OK}),
        Row(words="--no-config {input}", codes=SOUND, output="--fix {output}"),
        Row(words="--no-config {input}", codes=SOUND, output="--277ca {output}"),
        Row(words="--no-config {input}", codes=SOUND, output="--write-baseline {output}"),
    ],
    # What is wrong inside of the transaction sets is not looked at.
    "inspect": [Row(words="{input}", codes=SOUND | {"findings": OK})],
    "parse": [
        Row(words="{input}", codes=SOUND),
        Row(words="{input} -f csv --table lines", codes=SOUND),
    ],
    "generate": [
        Row(
            words="{input} --sender SENDER --receiver RECEIVER",
            codes={"json": OK, "findings": FINDINGS, "other": FINDINGS, "good": FINDINGS},
            speaks=False,
            interrupted="edi_portal.output.OutputFile.__enter__",
        )
    ],
    "match": [
        # What is wrong with a claim but can be made out is no matter of matching.
        Row(words="--claims {input}", codes=SOUND),
        Row(words="--remittances {input}", codes={"835": FINDINGS, "other": FINDINGS}),
        Row(
            words="--claims good --acknowledgments {input}", codes={"277ca": OK, "other": FINDINGS}
        ),
        Row(words="--remittances 835 --eft {input}"),
        Row(words="--claims {input}", codes=SOUND, output="--post {output}"),
        Row(words="--claims {input}", codes=SOUND, output="--worklist {output}"),
    ],
    "synthesize": [
        Row(
            words="--kind 837P --claims 1",
            output="-o {output}",
            speaks=False,
            interrupted="edi_portal.output.OutputFile.write",
        )
    ],
    # A file that is no X12 is refused, as one that cannot be read: nothing of it is written.
    "deidentify": [
        Row(
            words="{input} --key-file key",
            codes={"good": OK, "findings": OK},
            speaks=False,
        ),
        Row(words="good --key-file {input}", codes={"key": OK, "other": OK}, speaks=False),
    ],
    "ack": [
        Row(words="{input}", codes=SOUND, speaks=False),
        Row(words="good --overlay {input}", codes={"overlay": FINDINGS}, speaks=False),
    ],
    "rules": [Row(words="--config {input}", codes={"config": OK}, output=None, interrupted=STDOUT)],
    "explain": [Row(words="", output=None, interrupted=STDOUT)],
    "guide": [Row(words="", output=None, interrupted=STDOUT)],
    "codes": [Row(words="--store store", output=None, interrupted=STDOUT)],
    "codes add": [
        Row(
            words="--store store --name new {input}",
            codes={"table": OK},
            output=None,
            interrupted=STDOUT,
        )
    ],
    "codes remove": [
        Row(
            words="--store store ptp kept",
            output=None,
            speaks=False,
            interrupted="edi_portal.codes.ncci.Store.remove",
        )
    ],
}
ROWS = [(name, row) for name, rows in TABLE.items() for row in rows]
each_row = pytest.mark.parametrize("name, row", ROWS, ids=[row_id(*one) for one in ROWS])


def sound(row: Row) -> str:
    """The kind of input that gives the best code."""
    return min(row.codes, key=lambda kind: row.codes[kind], default="good")


def line(name: str, row: Row, given: str, output: str | None = None) -> list[str]:
    words = [*name.split(), *row.words.format(input=given).split()]
    if row.output is None:
        return words
    if output is not None:
        return [*words, *row.output.format(output=output).split()]
    if row.speaks:
        return words
    return [*words, *row.output.format(output="-" if name != "synthesize" else "made").split()]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A folder with an input of each kind by its name."""
    folder = tmp_path_factory.mktemp("prepared")
    for kind, sample in {
        "good": "valid/837p-one-claim.x12",
        "findings": "broken/837p-claim-frequency-missing.x12",
        "other": "broken/spreadsheet.csv",
        "835": "valid/835-paid.x12",
        "eligibility": "valid/271-active-coverage.x12",
        "authorizations": "valid/278-response-admission.x12",
        "277ca": "valid/277ca-accepted.x12",
        "overlay": "overlays/example-payer.toml",
        "roster": "tables/roster.csv",
        "table": "tables/ptp-practitioner.txt",
    }.items():
        shutil.copy(samples / sample, folder / kind)
    (folder / "config").write_text('[scrub]\nselect = ["PRV001"]\n')
    (folder / "key").write_bytes(bytes(range(32)))
    (folder / "folder").mkdir()
    good, store = str(folder / "good"), str(folder / "store")
    for words in (
        ["parse", good, "-o", str(folder / "json")],
        ["scrub", "--no-config", good, "--write-baseline", str(folder / "baseline")],
        ["codes", "add", "--store", store, "--name", "kept", str(folder / "table")],
    ):
        assert CliRunner().invoke(main, words).exit_code == 0
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with an input of each kind by its name."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    if Path("/proc/self/mem").exists():
        (tmp_path / "faulty").symlink_to("/proc/self/mem")
    return tmp_path


def test_every_command_is_in_the_table() -> None:
    assert TABLE.keys() == dict(commands()).keys()


WITH_INPUT = [
    (name, row, kind)
    for name, row in ROWS
    if "{input}" in row.words
    for kind in dict.fromkeys([*row.codes, "other", *UNREADABLE])
]


@pytest.mark.parametrize(
    "name, row, kind",
    WITH_INPUT,
    ids=[f"{row_id(name, row)} with {kind}" for name, row, kind in WITH_INPUT],
)
def test_input_of_each_kind(folder: Path, run: Run, name: str, row: Row, kind: str) -> None:
    if kind == "faulty" and not (folder / kind).exists():
        pytest.skip("there is no file here that cannot be read")
    result = run(*line(name, row, kind))
    assert result.exit_code == row.codes.get(kind, NO_RESULT), result.output
    if result.exit_code == NO_RESULT:
        assert result.stderr
        assert "internal error" not in result.stderr


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="the administrator may read any file"
)
def test_input_without_permission(folder: Path, run: Run) -> None:
    for name, row, kind in WITH_INPUT:
        if kind == sound(row):
            shutil.copy(folder / kind, folder / "closed")
            (folder / "closed").chmod(0)
            assert run(*line(name, row, "closed")).exit_code == NO_RESULT, row_id(name, row)
            (folder / "closed").unlink()


@each_row
def test_output_that_exists(folder: Path, run: Run, name: str, row: Row) -> None:
    if row.output is None:
        assert not [word for word in ("-o", "--report") if word in row.words]
        return
    (folder / "there").write_text("kept")
    result = run(*line(name, row, sound(row), "there"))
    assert (result.exit_code, (folder / "there").read_text()) == (NO_RESULT, "kept")
    result = run(*line(name, row, sound(row), "no/such/folder/out"))
    made = name == "synthesize"  # it makes its folder
    assert (result.exit_code, (folder / "no").exists()) == (OK if made else NO_RESULT, made)


@each_row
def test_option_that_does_not_exist(folder: Path, run: Run, name: str, row: Row) -> None:
    result = run(*line(name, row, sound(row)), "--no-such-option")
    assert (result.exit_code, result.stdout) == (NO_RESULT, "")


@each_row
def test_interrupt(
    folder: Path, run: Run, name: str, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    words = line(name, row, sound(row), "out")
    before = set(folder.rglob("*"))
    monkeypatch.setattr(row.interrupted, interrupt)
    result = run(*words)
    assert (result.exit_code, result.stderr.strip()) == (INTERRUPTED, "")
    left = {path for path in set(folder.rglob("*")) - before if path.is_file()}
    # A table is kept before it is told of.
    assert not left or name == "codes add"


FIRST = [pytest.param(name, rows[0], id=name) for name, rows in TABLE.items()]
# Removing a table leaves nothing to say.
SPEAKING = [one for one in FIRST if one.id != "codes remove"]


@pytest.mark.parametrize("name, row", SPEAKING)
def test_standard_output_that_cannot_be_written(
    folder: Path, process: Process, command: list[str], name: str, row: Row
) -> None:
    words = line(name, row, sound(row))
    read, write = os.pipe()
    os.close(read)
    try:
        gone = process(*words, stdout=write)
    finally:
        os.close(write)
    assert (gone.returncode, b"Traceback" in gone.stderr) == (NO_RESULT, False)
    assert not re.search(rb"internal error", gone.stderr)


@pytest.mark.parametrize("name, row", SPEAKING)
def test_standard_output_that_is_closed(
    folder: Path,
    command: list[str],
    environment: dict[str, str],
    name: str,
    row: Row,
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command, *line(name, row, sound(row))],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == NO_RESULT
    assert done.stderr.endswith(b"standard output is closed\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("name, row", FIRST)
def test_standard_error_that_is_full_changes_no_verdict(
    folder: Path, process: Process, name: str, row: Row
) -> None:
    # Beside other formats than `full` the sums of scrub go to standard error.
    words = [*line(name, row, sound(row)), *(["-f", "concise"] if name == "scrub" else [])]
    wanted = row.codes.get(sound(row), OK)
    with Path("/dev/full").open("wb") as full:
        assert process(*words, stderr=full).returncode == wanted
