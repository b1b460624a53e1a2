"""Running the command line, in this process or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import edi_portal
from edi_portal.cli import main
from tests.cli.stand_in import Library

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The stand-in, in the place of the library."""
    stand_in = Library()
    monkeypatch.setitem(sys.modules, "edi_portal.api", stand_in)
    monkeypatch.setattr(edi_portal, "api", stand_in, raising=False)
    return stand_in


@pytest.fixture
def run() -> Run:
    """Runs ``edi-portal`` in this process."""

    def invoke(*args: str | Path, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args], stdin, prog_name="edi-portal")

    return invoke


@pytest.fixture
def command() -> list[str]:
    """How ``edi-portal`` is started in a process of its own."""
    return [sys.executable, "-m", "edi_portal.cli"]


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment for it, in which it finds the library that this process has."""
    source = Path(next(iter(edi_portal.__path__))).parent
    return {**os.environ, "PYTHONPATH": str(source)}


@pytest.fixture
def process(command: list[str], environment: dict[str, str]) -> Process:
    """Runs ``edi-portal`` in a process of its own."""

    def start(*args: str | Path, **options: Any) -> "subprocess.CompletedProcess[bytes]":
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        env = {**environment, **options.pop("env", {})}
        words = [*command, *map(str, args)]
        return subprocess.run(words, env=env, timeout=60, check=False, **options)

    return start
