"""Runs every command and every public function, and writes down what they ask of the system.

``python -m tests.package.watched SAMPLES FOLDER RECORD``, in a process of its own, for what an audit
hook sees cannot be unseen. Each line of RECORD is one use: the run, what it was, the words that
named files to it, the event, and the path or other thing that the event is about.
"""

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from edi_portal.cli import main
from tests.phi.commands import TABLE, Role, commands, file_parameters, ways
from tests.phi.files import Files
from tests.phi.test_canaries import words_for
from tests.phi.test_public_functions import USES

Run = tuple[str, list[str], Callable[[], object]]

# Whatever leaves the process, or starts another.
GOING_OUT = (
    *("socket.", "http.", "urllib.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "webbrowser."),
    *("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile"),
    *("os.system", "pty."),
)
CHANGING = (
    *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"),
    *("os.symlink", "os.truncate", "shutil.", "sqlite3.connect", "tempfile."),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Record:
    """What each run asks of the system, line by line, of child processes as well."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        self._run: tuple[str, list[str]] | None = None
        sys.addaudithook(self._see)

    @contextlib.contextmanager
    def of(self, name: str, named: list[str]) -> Iterator[None]:
        """Write down what is asked for within the block."""
        self._run = (name, named)
        self._keep("begun", "")
        try:
            yield
        finally:
            self._run = None

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._run is None:
            return
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int):
                return  # open already
            self._keep("write" if flags & _WRITES else "read", path)
        elif event == "os.rename":
            for path in arguments[:2]:
                self._keep(event, path)
        elif event.startswith((*GOING_OUT, *CHANGING)) and not event.endswith("/handle"):
            self._keep(event, arguments[0] if arguments else "")

    def _keep(self, event: str, about: Any) -> None:
        told = os.fsdecode(about) if isinstance(about, str | bytes | os.PathLike) else repr(about)
        line = json.dumps([*(self._run or ()), event, told])
        os.write(self._descriptor, f"{line}\n".encode())


def command_runs(files: Files, folder: Path, samples: Path) -> Iterator[Run]:
    """Every command with each of its choices, flags and file options."""
    for name, command in commands():
        entry = TABLE[name]
        options = [
            (one.opts[-1], entry.files[one.name or ""])
            for one in file_parameters(command)
            if one.opts[-1].startswith("-")
        ]
        extra: list[tuple[str, ...]] = [(), *ways(command, entry)]
        for option, role in options:
            given = files.claim if role in (Role.X12, Role.OTHER) else folder / name / option
            extra.append((option, str(files.empty if role is Role.FOLDER else given)))
        for number, more in enumerate(extra):
            given = (files.claim, files.broken_claims[number % len(files.broken_claims)])[
                number % 2
            ]
            made = folder / name / str(number)
            made.parent.mkdir(parents=True, exist_ok=True)
            words = [*name.split(), *map(str, words_for(name, files, given, made)), *more]
            yield name, words, partial(_command, words)
    edits = str(samples / "tables" / "ptp-practitioner.txt")
    adding = ["codes", "add", edits, "--name", "edits", "--store", str(files.empty)]
    yield "codes add", adding, partial(_command, adding)
    both = list(map(str, files.whole[:2]))
    yield "validate in workers", both, partial(_command, ["validate", "--jobs", "2", *both])


def _command(words: list[str]) -> object:
    return CliRunner().invoke(main, words, prog_name="edi-portal")


def function_runs(files: Files) -> Iterator[Run]:
    """Every public function on a good file, a broken one, and one that is none of X12."""
    for name, use in USES.items():
        for path in (files.claim, files.broken_claims[0], files.others[-1]):
            yield name, [str(path)], partial(use, path)


def breaches(folder: Path) -> Iterator[Run]:
    """What must not happen, to see that it would be seen."""
    yield "breach: socket", [], lambda: socket.socket().close()
    yield "breach: program", [], lambda: subprocess.run([sys.executable, "-V"], check=True)
    yield "breach: file", [], lambda: folder.joinpath("unnamed").write_text("", "utf-8")
    yield "breach: reading", [], lambda: folder.joinpath("unnamed").read_text("utf-8")


def watch(samples: Path, folder: Path, record: Path) -> None:
    """Do all of it; what a function raises is its own affair."""
    files = Files(samples, folder)
    seen = Record(record)
    runs = [
        *command_runs(files, folder / "made", samples),
        *function_runs(files),
        *breaches(folder),
    ]
    for name, named, run in runs:
        quiet = contextlib.redirect_stdout(io.StringIO())
        with contextlib.suppress(Exception), quiet, seen.of(name, named):
            run()


if __name__ == "__main__":
    watch(*map(Path, sys.argv[1:]))
