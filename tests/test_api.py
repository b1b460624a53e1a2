"""The library's front door: what it takes, what it gives, and what it promises."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal import Finding, Severity, SourceError, UsageError
from tests.build import claim_file, encode, insert, put, remittance_file

CLAIM = encode(claim_file())
BROKEN = encode(put(put(claim_file(), "LX", "LX*7"), "N3", "N3*100 SAMPLE STREET "))


def validate(*args: Any, **options: Any) -> list[Finding]:
    return list(edi_portal.validate(*args, **options).findings)


def from_events(*args: Any, **options: Any) -> list[Finding]:
    return [item for item in edi_portal.events(*args, **options) if isinstance(item, Finding)]


def from_read(*args: Any, **options: Any) -> list[Finding]:
    reading = edi_portal.read(*args, **options)
    within = [item for segment in reading for item in segment.findings]
    assert [item for item in reading.findings if item in within] == within
    return reading.findings


WAYS = [validate, from_events, from_read]


@pytest.mark.parametrize("way", WAYS)
def test_a_path_a_payload_and_a_stream_say_the_same(
    way: Callable[..., list[Finding]], tmp_path: Path
) -> None:
    path = tmp_path / "claims.837"
    path.write_bytes(BROKEN)
    expected = way(data=BROKEN, name=str(path))
    assert [item.code for item in expected] == ["ELE016", "LXS001"]
    assert way(path) == expected
    assert way(str(path)) == expected
    assert way(stream=io.BytesIO(BROKEN), name=str(path)) == expected
    assert way(stream=io.StringIO(BROKEN.decode()), name=str(path)) == expected
    assert {item.location.file for item in expected} == {str(path)}
    assert {item.location.file for item in way(data=BROKEN)} == {None}
    assert {item.location.file for item in way(path, name="shown")} == {"shown"}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_finds_the_same(way: Callable[..., list[Finding]]) -> None:
    data = BROKEN + encode(remittance_file()[:-2]) + b"junk"
    assert way(data=data) == validate(data=data)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"path": "a", "data": b""},
        {"data": b"", "stream": io.BytesIO()},
        {"data": "text"},
        {"data": b"", "snip": 0},
        {"data": b"", "snip": 8},
        {"data": b"", "snip": "3"},
        {"data": b"", "unknown": True},
    ],
)
def test_arguments_that_do_not_fit(way: Callable[..., Any], given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        way(**given)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["missing.837", ".", "\0"])
def test_an_input_that_cannot_be_opened(
    way: Callable[..., Any], path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError):
        way(path)


def test_a_text_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError):
        edi_portal.validate(CLAIM.decode())


def test_a_report() -> None:
    report = edi_portal.validate(data=BROKEN)
    assert not report.ok
    assert report.complete
    counts = report.counts
    assert (counts.errors, counts.warnings, counts.infos) == (1, 1, 0)
    assert (counts.interchanges, counts.groups, counts.transactions) == (1, 1, 1)
    assert (counts.segments, counts.claims, counts.bytes) == (27, 1, len(BROKEN))
    assert counts.guides == {"005010X222A1": 1}
    assert [report.at_least(severity) for severity in (Severity.ERROR, Severity.WARNING)] == [1, 2]
    assert edi_portal.validate(data=CLAIM).ok


def test_empty_segments_do_not_count() -> None:
    data = encode(insert(claim_file(), "HI", "", ""))
    assert edi_portal.validate(data=data).counts.segments == 27


@pytest.mark.parametrize("limit", [0, 1, 2, 5])
def test_the_limit_bounds_the_list_and_not_the_count(limit: int) -> None:
    segments = claim_file()
    for number in range(4):
        segments = insert(segments, "HI", f"Z{number}Z*1")
    data = encode(segments)
    everything = validate(data=data)
    report = edi_portal.validate(data=data, max_findings=limit)
    assert report.counts.errors == 5
    assert len(everything) == 5
    listed = list(report.findings)
    assert listed[:limit] == everything[:limit]
    assert [item.code for item in listed[limit:]] == ([] if limit == 5 else ["SRC008"])
    assert not report.ok


def test_segments_with_their_places() -> None:
    segments = list(edi_portal.read(data=CLAIM))
    assert [segment.text for segment in segments] == claim_file()
    claim = next(segment for segment in segments if segment.id == "CLM")
    assert (claim.ordinal, claim.segment_in_file, claim.line) == (18, 20, 20)
    assert (claim.loop, claim.path) == ("2000B[1]/2300[1]", "2000B/2300/CLM")
    assert claim.offset == CLAIM.index(b"CLM*")
    assert claim.before == "~\n"
    assert claim.place is not None
    assert (claim.place.loop, claim.place.id) == ("2300", "CLM")
    assert (claim.element(2), claim.element(5), claim.element(5, 2)) == ("100", "11:B:1", "B")
    assert (claim.element(0), claim.element(99), claim.element(5, 9)) == ("", "", "")


def test_a_segment_that_has_no_place() -> None:
    data = encode(insert(claim_file(), "HI", "ZZZ*1"))
    stray = next(segment for segment in edi_portal.read(data=data) if segment.id == "ZZZ")
    assert stray.place is None
    assert [item.code for item in stray.findings] == ["SEG001"]


def test_a_reading_is_right_only_at_its_end() -> None:
    reading = edi_portal.read(data=CLAIM)
    states = [reading.ok, *(reading.ok for _ in reading)]
    assert not any(states)
    assert reading.ok
    assert reading.counts.claims == 1
    cut = edi_portal.read(data=CLAIM[: len(CLAIM) // 2])
    assert list(cut)
    assert not cut.ok


@pytest.mark.parametrize(
    "data",
    [
        CLAIM[: CLAIM.index(b"SE*")],
        CLAIM[: CLAIM.index(b"GE*")],
        CLAIM[: CLAIM.index(b"IEA*")],
        CLAIM[:-40],
        CLAIM.replace(b"HI*", b"HI*" + b"X" * 600 + b"~HI*"),
    ],
)
def test_a_short_reading_never_looks_whole(data: bytes) -> None:
    report = edi_portal.validate(data=data, segment_limit=500)
    assert not report.ok
    reading = edi_portal.read(data=data, segment_limit=500)
    assert list(reading)
    assert not reading.ok


def test_nothing_of_the_file_shows_unless_asked_for() -> None:
    segments = put(claim_file(), "NM1*IL", "NM1*IL*1*DOE*QZJX\x07*A***MI*XYZ100")
    (item,) = edi_portal.validate(data=encode(segments)).findings
    assert "QZJX" not in repr(item) + str(item.as_dict()) + item.message
    assert item.as_dict(show_phi=True)["value"] == "QZJX\x07"
    assert item.shown == "NM1*IL*1*xxx*xxxx\x07*x***MI*xxx999"
    reading = edi_portal.read(data=CLAIM)
    assert not [text for text in ("DOE", "XYZ100") if text in repr(list(reading))]
    assert not [
        text for text in ("DOE", "SENDER") if text in repr(list(edi_portal.events(data=CLAIM)))
    ]


def test_bare_input_is_taken_when_asked_for() -> None:
    data = CLAIM[CLAIM.index(b"ST*") : CLAIM.index(b"GE*")]
    assert [item.code for item in validate(data=data)] == ["SRC001"]
    report = edi_portal.validate(data=data, allow_bare=True)
    assert [item.code for item in report.findings] == ["SRC006"]
    assert report.counts.transactions == 1
    assert report.ok
    broken = put(claim_file(), "HI")[2:-2]
    codes = [item.code for item in validate(data=encode(broken), allow_bare=True)]
    assert codes == ["SRC006", "SEG003", "ENV033"]


def test_progress_ends_at_the_size_of_the_input(tmp_path: Path) -> None:
    seen: list[int] = []
    edi_portal.validate(data=CLAIM, progress=seen.append)
    assert seen[-1] == len(CLAIM)


def test_the_input_is_closed_and_the_stream_is_not(tmp_path: Path) -> None:
    path = tmp_path / "claims.837"
    path.write_bytes(CLAIM)
    reading = edi_portal.read(path)
    next(reading)
    del reading  # pytest turns an unclosed file into an error
    stream = io.BytesIO(CLAIM)
    edi_portal.validate(stream=stream)
    assert not stream.closed


def test_the_public_names_are_there() -> None:
    for name in edi_portal.__all__:
        assert getattr(edi_portal, name) is not None
