"""What bad input gets from each command: told, in bounded time, never a traceback or exit 0."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from edi_portal.x12.reader import DEFAULT_SEGMENT_LIMIT
from tests.cli.conftest import Run

COMMANDS = ["validate", "inspect", "ack"]

SOUND = "valid/837p-one-claim.x12"

# The exit code of `validate` and the first thing told. `inspect` judges envelopes only, and
# shows old guides; `ack` agrees with `validate` except where there is nothing to answer.
SAMPLES = {
    "broken/spreadsheet.csv": "SRC001",
    "broken/empty.x12": "SRC002",
    "broken/utf-16.x12": "SRC003",
    "broken/cut-off.x12": "",
    "broken/unknown-guide.x12": "ENV027",
    "broken/version-4010.x12": "ENV027",
    "broken/transaction-count-wrong.x12": "ENV023",
    "broken/837p-segment-count-wrong.x12": "ENV033",
    "broken/837p-control-numbers-differ.x12": "ENV032",
    "broken/interchange-control-numbers-differ.x12": "ENV006",
    "broken/text-after-interchange.x12": "SRC005",
    "broken/transaction-trailer-missing.x12": "ENV031",
}

Change = Callable[[bytes], bytes]

# What is done to the sound sample.
CHANGES: dict[str, Change] = {
    "binary": lambda _: bytes(range(256)) * 20,
    "zeros": lambda _: bytes(5000),
    "archive": lambda _: b"PK\x03\x04" + bytes(range(256)),
    "white space": lambda _: b" \r\n\t\n" * 50,
    "letters ISA alone": lambda _: b"ISA",
    "header cut": lambda text: text[:60],
    "no terminator": lambda text: text.replace(b"~", b"").replace(b"\n", b""),
    "terminator of another kind later": lambda text: text.replace(b"~", b"!").replace(
        b"!", b"~", 1
    ),
    "unknown transaction": lambda text: text.replace(b"ST*837", b"ST*999"),
    "control characters in a value": lambda text: re.sub(
        rb"(NM1\*IL\*1\*)[^*]*", b"\\1A\x00\x1b[2J\x07", text
    ),
    "line feed in a value": lambda text: re.sub(rb"(NM1\*IL\*1\*)[^*]*", b"\\1A\nB", text),
    "delimiter in a value": lambda text: re.sub(rb"(NM1\*IL\*1\*)[^*]*", rb"\1A:B*C", text),
    "terminator in a value": lambda text: re.sub(rb"(NM1\*IL\*1\*)[^*]*", rb"\1A~B", text),
    "many empty segments": lambda text: text.replace(b"CLM*", b"~" * 20_000 + b"CLM*", 1),
    "nothing after the terminator of IEA but an ISA": lambda text: text + text[:106],
}


@pytest.fixture(params=COMMANDS)
def judge(
    request: pytest.FixtureRequest, run: Run, tmp_path: Path
) -> Callable[[Path], tuple[int, str]]:
    """Runs one of the commands; the exit code, and everything it said or wrote."""
    name = request.param
    assert isinstance(name, str)

    def call(path: Path) -> tuple[int, str]:
        target = tmp_path / "output"
        result = run(name, path, "-o", target, "--force")
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        assert "internal error" not in result.output
        written = target.read_text("utf-8") if target.exists() else ""
        return result.exit_code, result.output + written

    return call


Judge = Callable[[Path], tuple[int, str]]


@pytest.mark.parametrize("name, code", SAMPLES.items())
def test_validate_names_the_fault_of_a_sample(
    run: Run, samples: Path, name: str, code: str
) -> None:
    result = run("validate", "-f", "concise", samples / name)
    assert result.exit_code in {1, 2}
    assert code in result.stdout
    assert str(samples / name) in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    "command, name",
    [
        (command, name)
        for name in SAMPLES
        for command in ("inspect", "ack")
        # An inspection shows an old guide like any other.
        if (command, name) != ("inspect", "broken/version-4010.x12")
    ],
)
def test_other_commands_do_not_pass_a_broken_sample(
    run: Run, samples: Path, tmp_path: Path, command: str, name: str
) -> None:
    result = run(command, samples / name, "-o", tmp_path / "output")
    assert result.exit_code in {1, 2}
    assert "Traceback" not in result.output
    assert "internal error" not in result.output


@pytest.mark.parametrize("what", CHANGES)
def test_validate_never_passes_what_is_broken(
    run: Run, samples: Path, tmp_path: Path, what: str
) -> None:
    broken = tmp_path / "broken.x12"
    sound = (samples / SOUND).read_bytes()
    broken.write_bytes(CHANGES[what](sound))
    assert broken.read_bytes() != sound
    result = run("validate", broken)
    assert result.exit_code in {1, 2}
    assert str(broken) in result.stdout
    assert not re.search(r"Traceback|internal error|[\x00-\x09\x0b-\x1f]", result.output)


@pytest.mark.parametrize("what", CHANGES)
def test_no_command_breaks_on_what_is_broken(
    judge: Judge, samples: Path, tmp_path: Path, what: str
) -> None:
    broken = tmp_path / "broken.x12"
    broken.write_bytes(CHANGES[what]((samples / SOUND).read_bytes()))
    code, _ = judge(broken)
    assert code in {0, 1, 2}


def test_input_cut_anywhere_never_passes(run: Run, samples: Path, tmp_path: Path) -> None:
    sound = (samples / SOUND).read_bytes().rstrip()
    cut = tmp_path / "cut.x12"
    for length in [*range(0, 110, 9), *range(110, len(sound) - 1, 97), len(sound) - 2]:
        cut.write_bytes(sound[:length])
        result = run("validate", cut)
        assert result.exit_code in {1, 2}, length
        assert str(cut) in result.output


def test_input_without_its_very_last_character_is_remarked(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.x12"
    # IEA02 repeats ISA13 in full, so nothing can be missing but the terminator.
    cut.write_bytes((samples / SOUND).read_bytes().rstrip()[:-1])
    assert "SEG015" in run("validate", "-f", "concise", cut).stdout
    assert run("validate", "--fail-on", "warning", cut).exit_code == 1


def test_segment_beyond_the_limit_is_no_trustworthy_result(
    judge: Judge, samples: Path, tmp_path: Path
) -> None:
    large = tmp_path / "large.x12"
    name = b"NM1*IL*1*" + b"A" * 2 * DEFAULT_SEGMENT_LIMIT
    large.write_bytes(re.sub(rb"NM1\*IL\*1\*[^*]*", name, (samples / SOUND).read_bytes()))
    code, told = judge(large)
    assert code == 2
    assert "AAAA" not in told


def test_missing_file(judge: Judge, tmp_path: Path) -> None:
    code, told = judge(tmp_path / "nowhere.x12")
    assert code == 2
    assert told == f"edi-portal: {tmp_path / 'nowhere.x12'}: no such file or directory\n"


def test_directory(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    code, told = judge(tmp_path / "folder")
    assert code == 2
    assert told == f"edi-portal: {tmp_path / 'folder'}: is a directory\n"


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="the administrator may read any file"
)
def test_no_permission(judge: Judge, samples: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed.x12"
    closed.write_bytes((samples / SOUND).read_bytes())
    closed.chmod(0)
    code, told = judge(closed)
    assert code == 2
    assert told == f"edi-portal: {closed}: permission denied\n"


def test_nothing_is_written_for_what_is_not_x12(run: Run, samples: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.999"
    result = run("ack", samples / "broken/spreadsheet.csv", "-o", target)
    assert result.exit_code == 1
    assert "SRC001" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_old_and_bare_input_is_read_only_if_asked(run: Run, samples: Path, tmp_path: Path) -> None:
    sound = (samples / SOUND).read_bytes()
    bare = tmp_path / "bare.x12"
    bare.write_bytes(sound[sound.index(b"ST*") : sound.index(b"GE*")])
    assert run("validate", bare).exit_code == 1
    assert "SRC006" in run("validate", "-f", "concise", "--no-envelope", bare).stdout
    old = samples / "broken/version-4010.x12"
    assert "ENV027" in run("validate", "-f", "concise", old).stdout
    assert "ENV027" not in run("validate", "-f", "concise", "--allow-4010", old).stdout
