"""The Pythons that the package is for, where this machine has them, and environments of them."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = ROOT / "pyproject.toml"


def project() -> dict[str, Any]:
    """What the project says of itself."""
    described: dict[str, Any] = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    return described


def supported() -> list[str]:
    """The versions that the package says it is for, as ``3.11``."""
    of_a_version = re.compile(r"Programming Language :: Python :: (3\.\d+)")
    return [found[1] for one in project()["classifiers"] if (found := of_a_version.fullmatch(one))]


def version_of_this() -> str:
    """The version of the Python that runs this."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def interpreter(version: str) -> Path | None:
    """An interpreter of a version: this one, one on PATH, or one that pyenv keeps."""
    return next((one for one in _candidates(version) if _version(one) == version), None)


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    name = f"python{version}"
    for folder in os.get_exec_path():
        found = shutil.which(name, path=folder)
        if found:
            yield Path(found)
    kept = (_pyenv_root() / "versions").glob(f"{version}.*/bin/{name}")
    yield from sorted(kept, key=lambda path: [*map(int, re.findall(r"\d+", path.parts[-3]))])


def _pyenv_root() -> Path:
    if named := os.environ.get("PYENV_ROOT"):
        return Path(named)
    if pyenv := shutil.which("pyenv"):
        asked = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            return Path(asked.stdout.strip())
    return Path.home() / ".pyenv"


def _version(python: Path) -> str | None:
    # A shim of pyenv is there, but fails, while its version is not switched on.
    asks = "import sys, venv; print('.'.join(map(str, sys.version_info[:2])))"
    told = subprocess.run([python, "-c", asks], capture_output=True, text=True, check=False)
    return told.stdout.strip() if told.returncode == 0 else None


class Environment:
    """A virtual environment of its own, empty at first: pip is this interpreter's."""

    def __init__(self, folder: Path, base: Path) -> None:
        self.programs = folder / "bin"
        self.python = self.programs / "python"
        _run(base, "-m", "venv", "--without-pip", folder)

    def add_wheel(self, wheel: Path) -> None:
        """Install the package by its name, so that nothing remembers the folder it was built in."""
        name = wheel.name.partition("-")[0].replace("_", "-")
        self._pip("install", "--no-deps", "--no-index", "--find-links", wheel.parent, name)
        self._pip("install", name)

    def add_group(self, group: str) -> None:
        """Install a dependency group of the project."""
        self._pip("install", "--group", f"{PYPROJECT}:{group}")

    def packages(self) -> dict[str, str]:
        """What is installed, with its version."""
        lines = self._pip("list", "--format=freeze").splitlines()
        return dict(line.split("==", 1) for line in lines)

    def _pip(self, command: str, *words: str | Path) -> str:
        quiet = ("-qq",) if command == "install" else ()
        pip = ("-m", "pip", "--disable-pip-version-check", "--python", self.python)
        return _run(sys.executable, *pip, command, *quiet, *words)


def clean_environment() -> dict[str, str]:
    """This process's environment, less what points to the sources or to this interpreter."""
    unwanted = ("PYTHON", "VIRTUAL_ENV", "COVERAGE", "COV_CORE", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


def _run(*command: str | Path) -> str:
    done = subprocess.run(
        command, env=clean_environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout
