"""A reading gives its input back, and does not depend on the delimiters."""

from pathlib import Path

import pytest

import edi_portal
from tests.read_back import in_other_delimiters, joined
from tests.x12.test_reader import TRAPS


@pytest.mark.parametrize("name", TRAPS)
def test_all_that_was_read_is_the_input(name: str) -> None:
    assert joined(edi_portal.read(data=TRAPS[name])) == TRAPS[name]


def test_every_sample_comes_back(samples: Path) -> None:
    files = [path for path in samples.rglob("*") if path.suffix in (".x12", ".csv")]
    assert files
    for path in files:
        assert joined(edi_portal.read(path)) == path.read_bytes()


def test_samples_say_the_same_in_other_delimiters(samples: Path) -> None:
    for path in sorted((samples / "valid").glob("*.x12")):
        data = in_other_delimiters(edi_portal.read(path))
        assert edi_portal.validate(data=data).findings == ()
