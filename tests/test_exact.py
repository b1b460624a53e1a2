"""What has to be covered whole, line and branch: the list names modules that are there, and all."""

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

SOURCES = [path.as_posix() for path in (ROOT / "src").rglob("*.py")]
# Whatever is new where money or matching is the subject belongs on the list.
SUBJECTS = re.compile(r"/matching/|balanc|posting|money|charge|check_digit|/reconciling")


def report_of(name: str) -> dict[str, Any]:
    settings = tomllib.loads(Path(ROOT, name).read_text("utf-8"))
    found: dict[str, Any] = settings["tool"]["coverage"]["report"]
    return found


EXACT = report_of("tests/exact.toml")


@pytest.mark.parametrize("pattern", EXACT["include"])
def test_every_entry_names_modules(pattern: str) -> None:
    assert [path for path in SOURCES if fnmatchcase(path, pattern)]


def test_all_of_it_is_asked_for_and_as_little_left_out_as_elsewhere() -> None:
    assert EXACT["fail_under"] == 100
    assert EXACT["exclude_also"] == report_of("pyproject.toml")["exclude_also"]


def test_what_is_of_money_or_matching_is_on_the_list() -> None:
    listed = {path for path in SOURCES if any(fnmatchcase(path, one) for one in EXACT["include"])}
    assert {path for path in SOURCES if SUBJECTS.search(path)} <= listed


def test_nothing_on_the_list_is_left_out_by_a_comment() -> None:
    for path in SOURCES:
        if any(fnmatchcase(path, pattern) for pattern in EXACT["include"]):
            assert "pragma: no" not in Path(path).read_text("utf-8")
