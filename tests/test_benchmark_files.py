"""The files that benchmarks read are valid, varied, and the same each time."""

import io
from collections import Counter
from pathlib import Path

import pytest

import edi_portal
from benchmarks import repeated
from benchmarks.make_files import KINDS, LAYOUTS, REPEATED, make, write_file
from edi_portal.guides.registry import registrations

SIZE = 60_000

every_file = pytest.mark.parametrize(
    "kind,layout", [(kind, layout) for kind in KINDS for layout in LAYOUTS]
)


def written(kind: str, layout: str, *, size: int = SIZE, seed: int = 7) -> str:
    stream = io.StringIO()
    write_file(stream, kind, layout, size, seed)
    return stream.getvalue()


def identifiers(text: str) -> Counter[str]:
    return Counter(line.partition("*")[0] for line in text.splitlines())


@every_file
def test_file_is_valid(kind: str, layout: str) -> None:
    report = edi_portal.validate(data=written(kind, layout).encode("ascii"))
    assert report.findings == ()
    assert report.ok
    assert report.counts.claims > 10


@every_file
def test_same_seed_same_file_and_another_seed_another(kind: str, layout: str) -> None:
    assert written(kind, layout) == written(kind, layout)
    assert written(kind, layout) != written(kind, layout, seed=8)


@every_file
def test_file_has_about_the_size_asked_for(kind: str, layout: str) -> None:
    assert SIZE <= len(written(kind, layout)) < SIZE + 20_000


@every_file
def test_layout_is_one_transaction_or_one_claim_in_each(kind: str, layout: str) -> None:
    found = identifiers(written(kind, layout))
    claims = found["CLM"] + found["CLP"]
    assert claims > 10
    assert found["ST"] == found["SE"] == (1 if layout == "one" else claims)


@every_file
def test_most_segments_stand_once(kind: str, layout: str) -> None:
    segments = written(kind, layout).splitlines()
    assert len(set(segments)) > len(segments) * 0.55


every_other_guide = pytest.mark.parametrize("guide", repeated.GUIDES)


@every_other_guide
def test_file_of_another_guide_is_valid_and_varied(guide: str) -> None:
    text = written(guide, REPEATED)
    report = edi_portal.validate(data=text.encode("ascii"))
    assert report.findings == ()
    assert report.ok
    known = {item.name: item.version for item in registrations() if not item.withdrawn}
    assert set(report.counts.guides) == {known[guide]}
    assert SIZE <= len(text) < SIZE + 40_000
    segments = text.splitlines()
    assert len(set(segments)) > len(segments) * 0.35


@every_other_guide
def test_file_of_another_guide_is_the_same_for_the_same_seed(guide: str) -> None:
    assert written(guide, REPEATED) == written(guide, REPEATED)
    assert written(guide, REPEATED) != written(guide, REPEATED, seed=8)


def test_file_is_made_once_and_replaces_an_outdated_one(tmp_path: Path) -> None:
    outdated = tmp_path / "835-many-1mb-00000000.x12"
    outdated.write_text("", "ascii")
    made = make("835", "many", 1, tmp_path)
    made.write_text("kept", "ascii")
    assert make("835", "many", 1, tmp_path) == made
    assert made.read_text("ascii") == "kept"
    assert list(tmp_path.iterdir()) == [made]
