"""Nothing leaves the machine, and no file is touched but those that are named.

Every command and every public function runs under an audit hook (`tests.package.watched`).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from tests.package.watched import CHANGING, GOING_OUT
from tests.phi.commands import TABLE
from tests.phi.test_public_functions import USES

BREACH = "breach: "
# What workers have for their standard input; what tracebacks look for the source of.
NO_FILES = {os.devnull, "<unknown>", "<string>"}


@attrs.frozen
class Use:
    """One thing that a run asked of the system. ``named`` are the words that the run was given."""

    run: str
    named: list[str]
    event: str
    about: str

    @property
    def path(self) -> Path:
        return Path(self.about)

    def is_named(self) -> bool:
        """Whether it is about a file that is named, one below it, or its draft beside it."""
        named = {Path(word) for word in self.named if os.sep in word}
        draft = self.path.name.startswith(".edi-portal-") and self.path.suffix == ".tmp"
        if draft and self.path.parent in {one.parent for one in named}:
            return True
        return any(self.path.is_relative_to(one) for one in named)


@pytest.fixture(scope="module")
def uses(samples: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Use]:
    folder = tmp_path_factory.mktemp("watched")
    record = folder / "record"
    here, home = folder / "here", folder / "home"
    here.mkdir()
    home.mkdir()
    path = os.pathsep.join([*filter(None, sys.path), str(root)])
    # Modules that Python compiles are written down once, and are not the library's doing.
    unwritten = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(home)}
    words = ["-m", "tests.package.watched", str(samples), str(folder / "files"), str(record)]
    folder.joinpath("files").mkdir()
    subprocess.run(
        [sys.executable, *words], cwd=here, env={**os.environ, **unwritten}, check=True, timeout=600
    )
    return [Use(*json.loads(line)) for line in record.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def lawful(uses: list[Use]) -> list[Use]:
    return [use for use in uses if not use.run.startswith(BREACH)]


def test_nothing_goes_out_and_no_program_is_started(lawful: list[Use]) -> None:
    out = [use for use in lawful if use.event.startswith(GOING_OUT)]
    # Workers are copies of the process itself.
    assert {(use.run, use.event) for use in out} <= {("validate in workers", "os.fork")}


def test_only_named_files_are_written(lawful: list[Use]) -> None:
    changes = [use for use in lawful if use.event.startswith(("write", *CHANGING))]
    assert {use.run for use in changes} >= {"ack", "match", "deidentify", "codes add"}
    assert [use for use in changes if not use.is_named()] == []


def test_only_named_files_and_what_is_installed_are_read(lawful: list[Use], root: Path) -> None:
    installed = [Path(folder) for folder in {*sys.path, sys.prefix, sys.base_prefix} if folder]
    # The folder of the project is on the path for the sake of the tests alone.
    installed = [
        *(folder for folder in installed if folder != root),
        root / "schemas",
        root / "tests",
    ]
    others = [
        use
        for use in lawful
        if use.event == "read"
        and not use.is_named()
        and not any(use.path.is_relative_to(folder) for folder in installed)
        and use.about not in NO_FILES
    ]
    assert others == []


def test_everything_was_run(lawful: list[Use]) -> None:
    assert {use.run for use in lawful} == {*TABLE, *USES, "validate in workers"}


def test_a_breach_would_be_seen(uses: list[Use]) -> None:
    seen = {use.run: use for use in uses if use.run.startswith(BREACH) and not use.is_named()}
    assert {use.run.removeprefix(BREACH) for use in seen.values()} == {
        *("socket", "program", "file", "reading")
    }
