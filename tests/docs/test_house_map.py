"""CONTRIBUTING.md names every module of the packages whose inside it shows, and no other."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAP = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TABLES = dict(re.findall(r"Within `(\w+)/`.*?\n\n((?:\|.*\n)+)", MAP))


def modules(package: Path) -> set[str]:
    files = {path.stem for path in package.glob("*.py")} - {"__init__"}
    return files | {path.parent.name for path in package.glob("*/__init__.py")}


def test_the_insides_are_shown() -> None:
    assert {"guides", "matching", "models", "scrubber"} <= TABLES.keys()


# The table of codes also shows what stands within its folders.
@pytest.mark.parametrize("package", sorted(TABLES.keys() - {"codes"}))
def test_every_module_is_named(package: str) -> None:
    named = set(re.findall(r"`(\w+)/?`", TABLES[package]))
    assert named == modules(ROOT / "src" / "edi_portal" / package)


def test_every_module_at_the_top_is_named() -> None:
    shown = MAP.split("```text\nsrc/edi_portal/\n")[1].split("schemas/ ")[0]
    named = set(re.findall(r"\b(\w+)\.py\b", shown))
    there = {path.stem for path in (ROOT / "src" / "edi_portal").glob("*.py")}
    assert there - named - {"_version", "output", "toml"} == set()
