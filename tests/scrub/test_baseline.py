"""Baselines: what is known is not told, and nothing of the content of files is in them."""

from pathlib import Path

import pytest

from edi_portal.errors import UsageError
from edi_portal.findings import Finding, Location, Severity
from edi_portal.scrubber.baseline import Baseline, baseline_text, key_of, read_baseline


def finding(claim: int) -> Finding:
    return Finding(
        code="PRV001",
        name="npi-check-digit",
        severity=Severity.ERROR,
        snip=7,
        message="m",
        location=Location(claim=claim, loop="2300[1]", segment="NM1", element=9, offset=5),
        value="SECRET",
        text="NM1*SECRET",
        unit=("CLM01", "SECRET"),
    )


def test_a_baseline_knows_its_findings_as_often_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(baseline_text([(finding(1), "a"), (finding(1), "a"), (finding(2), "a")]))
    known = read_baseline(path)
    assert [known.has(finding(1), "a") for _ in range(3)] == [True, True, False]
    assert not known.has(finding(2), "b")
    assert known.has(finding(2), "a")
    assert known.used == 3


def test_it_holds_no_content_and_reads_well_in_a_difference(tmp_path: Path) -> None:
    text = baseline_text([(finding(2), "b"), (finding(1), "a")])
    assert "SECRET" not in text
    first, *others = text.splitlines()
    assert first == '{"baseline": 1}'
    assert others == sorted(others)


def test_where_a_segment_stands_in_bytes_does_not_matter() -> None:
    moved = finding(1)
    assert key_of(moved, "a") == ("a", "1", "2300[1]", "NM109", "PRV001")
    assert Baseline([key_of(moved, "a")]).has(finding(1), "a")


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "not a baseline"),
        (b"\xff", "not a baseline"),
        (b'{"baseline": 2}\n', "not a baseline of version 1"),
        (b"[]\n", "not a baseline of version 1"),
        (b'{"baseline": 1}\n{}\n', "line 2"),
        (b'{"baseline": 1}\n{"file": "a"\n', "line 2"),
    ],
)
def test_what_is_no_baseline_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=words):
        read_baseline(path)


def test_a_missing_baseline_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_baseline(tmp_path / "none")
