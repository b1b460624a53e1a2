"""Each format of the handmade reports, kept in ``golden/`` to be read by people.

After a change that is meant, run with ``UPDATE_GOLDEN=1`` and read the difference.
"""

import os
from pathlib import Path

import pytest

from edi_portal import _version
from edi_portal.formats import FORMATS, render, sarif
from tests.formats.sample_reports import CATALOGUE, REPORTS

GOLDEN = Path(__file__).parent / "golden"
CASES = [(name, False) for name in FORMATS] + [
    (name, True) for name, entry in FORMATS.items() if entry.shows_phi
]


@pytest.mark.parametrize("name,show_phi", CASES)
def test_golden_file(name: str, show_phi: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_version, "__version__", "9.9.9")
    monkeypatch.setattr(sarif, "known_entry", CATALOGUE.get)
    text = "".join(render(REPORTS, name, show_phi=show_phi, snip=3))
    path = GOLDEN / (f"{name}-phi.txt" if show_phi else f"{name}.txt")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        assert text == file.read()


def test_every_golden_file_is_used() -> None:
    expected = {f"{name}-phi.txt" if show_phi else f"{name}.txt" for name, show_phi in CASES}
    assert {path.name for path in GOLDEN.iterdir()} == expected
