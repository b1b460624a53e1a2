"""What bad input gets: a finding or an `EdiError` that says what and where, within bounds."""

import io
import os
import random
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal import EdiError, SourceError
from tests.build import claim_file, encode, group, insert, interchange, isa, put, transaction

CLAIM = encode(claim_file())
MEGABYTE = 1 << 20


def judge(data: bytes, **options: Any) -> list[str]:
    """The codes found; the file is not taken for a good one, in whichever way it is read."""
    report = edi_portal.validate(data=data, **options)
    codes = [item.code for item in report.findings]
    assert codes
    assert all(item.message for item in report.findings)
    events = list(edi_portal.events(data=data, **options))
    assert [item.code for item in events if isinstance(item, edi_portal.Finding)] == codes
    reading = edi_portal.read(data=data, **options)
    for _ in reading:
        pass
    assert [item.code for item in reading.findings] == codes
    assert reading.ok == report.ok
    return codes


# Each row of what may go wrong with an input as a whole.
ROWS: dict[str, tuple[bytes, list[str]]] = {
    "not X12": (b"claim,amount\n1,2\n", ["SRC001"]),
    "empty": (b"", ["SRC002"]),
    "binary": (bytes(range(1, 256)) * 9, ["SRC001"]),
    "zero bytes": (bytes(5000), ["SRC002"]),
    "an archive": (b"PK\x03\x04" + bytes(range(256)), ["SRC001"]),
    "UTF-16": (CLAIM.decode().encode("utf-16"), ["SRC003"]),
    "UTF-16 the other way": (CLAIM.decode().encode("utf-16-be"), ["SRC003"]),
    "no terminator": (CLAIM.replace(b"~\n", b""), ["ENV001"]),
    "a terminator of another kind behind ISA": (
        CLAIM.replace(b"~", b"\x00").replace(b"\x00", b"~", 1),
        [],
    ),
    "unknown transaction set": (
        encode(
            interchange(
                group(transaction(["A1*1"], identifier="999"), identifier="ZZ", version="1")
            )
        ),
        ["ENV027"],
    ),
    "unknown version": (encode(claim_file(version="006020X323")), ["ENV027"]),
    "a 4010 file": (encode(claim_file(version="004010X098A1")), ["ENV027"]),
    "wrong segment count": (encode(put(claim_file(), "SE", "SE*5*0001")), ["ENV033"]),
    "wrong transaction count": (encode(put(claim_file(), "GE", "GE*5*101")), ["ENV023"]),
    "wrong group count": (encode(put(claim_file(), "IEA", "IEA*5*000000101")), ["ENV007"]),
    "a count of thousands of digits": (
        encode(put(claim_file(), "SE", f"SE*{'9' * 5000}*0001")),
        ["ENV033"],
    ),
    "an element separator in a value": (CLAIM.replace(b"DOE*", b"D*OE*"), []),
    "a component separator in a value": (CLAIM.replace(b"DOE*", b"D:OE*"), ["ELE013"]),
    "a repetition separator in a value": (CLAIM.replace(b"DOE*", b"D^OE*"), ["ELE012"]),
    "a terminator in a value": (CLAIM.replace(b"DOE*", b"D~OE*"), []),
    "control characters in a value": (CLAIM.replace(b"DOE*", b"D\x00\x1b[2J*"), ["ELE006"]),
    "a line feed in a value": (CLAIM.replace(b"DOE*", b"D\nOE*"), ["ELE006"]),
    "an escape in an id": (encode(insert(claim_file(), "HI", "\x1b[2J*1")), ["SEG010", "ENV033"]),
    "a byte order mark in the middle": (CLAIM.replace(b"HI*", b"\xef\xbb\xbfHI*"), []),
    "the envelope within a transaction set": (
        encode(insert(claim_file(), "HI", *claim_file()[:3])),
        [],
    ),
    "ISA alone": (isa().encode() + b"~", ["ENV005"]),
    "trailers alone": (b"SE*1*1~GE*1*1~IEA*1*1~", ["SRC001"]),
    "an id of thousands of letters": (encode(insert(claim_file(), "HI", "A" * 9999)), ["SEG010"]),
    "thousands of elements": (
        encode(put(claim_file(), "LX", "LX*1" + "*1" * 9999)),
        ["ELE003"],
    ),
    "thousands of separators": (encode(put(claim_file(), "LX", "LX*1" + "*" * 9999)), ["SEG012"]),
    "thousands of components": (
        encode(put(claim_file(), "HI", "HI*ABK" + ":J029" * 9999)),
        ["ELE013"],
    ),
    "thousands of repetitions": (
        encode(put(claim_file(), "N3", "N3*A" + "^A" * 9999)),
        ["ELE012"],
    ),
    "a value of half a megabyte": (
        encode(put(claim_file(), "N3", "N3*" + "A" * 500_000)),
        ["ELE005"],
    ),
    "a number of half a megabyte": (
        encode(put(claim_file(), "CLM", "CLM*1*" + "9" * 500_000 + "***11:B:1*Y*A*Y*Y")),
        ["ELE005"],
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_bad_input_is_told(row: str) -> None:
    data, expected = ROWS[row]
    codes = judge(data)
    assert codes[: len(expected)] == expected


@pytest.mark.parametrize("path", ["", ".", "missing.837", "a\0b"])
def test_what_cannot_be_opened(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError):
        edi_portal.validate(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "claims.837"
    path.write_bytes(CLAIM)
    path.chmod(0)
    with pytest.raises(SourceError):
        edi_portal.validate(path)


@pytest.mark.parametrize("at", range(0, len(CLAIM), 7))
def test_cut_anywhere(at: int) -> None:
    report = edi_portal.validate(data=CLAIM[:at])
    assert not report.ok
    assert report.counts.bytes == at


ALPHABET = (
    *("~", "*", ":", "^", "\n", "\r", " ", "\t", "\0", "\x1d", "A", "0", "\xe9", "ISA", "ISA*"),
    *("IEA*1*000000101~", "GS*", "GE*1*1~", "ST*837*0001~", "SE*2*0001~", "HL*1**20*1~", "LX*1~"),
    *("CLM*", "~~", "\xef\xbb\xbf", "hi*", "LE*1~", "LS*1~", "9" * 30),
)


@given(st.lists(st.tuples(st.integers(0, len(CLAIM)), st.sampled_from(ALPHABET)), max_size=12))
def test_text_put_in_anywhere(changes: list[tuple[int, str]]) -> None:
    text = CLAIM.decode()
    for at, piece in changes:
        text = text[:at] + piece + text[at:]
    everything(text.encode("latin-1"))


@given(st.lists(st.tuples(st.integers(0, len(CLAIM)), st.integers(1, 60)), max_size=8))
def test_text_left_out_anywhere(changes: list[tuple[int, int]]) -> None:
    text = CLAIM
    for at, size in changes:
        text = text[:at] + text[at + size :]
    everything(text)


@given(st.permutations(range(27)))
def test_segments_in_any_order(order: list[int]) -> None:
    segments = claim_file()
    everything(encode([segments[at] for at in order]))


@given(st.binary(max_size=300))
def test_any_bytes_behind_a_header(data: bytes) -> None:
    everything(isa().encode() + b"~" + data)
    everything(data)


def everything(data: bytes) -> None:
    """Read in each way, with each option: no exception, and the same bytes back."""
    report = edi_portal.validate(data=data, snip=7)
    assert report.ok == (report.counts.errors == 0 and report.complete)
    edi_portal.validate(data=data, allow_bare=True, legacy=True, segment_limit=500)
    reading = edi_portal.read(data=data)
    text = "".join(segment.before + segment.text for segment in reading) + reading.tail
    assert text.encode("latin-1") == data


class Generated(io.RawIOBase):
    """A stream whose content is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


HEAD = CLAIM[: CLAIM.index(b"HI*")]
TAIL = CLAIM[CLAIM.index(b"HI*") :]
CHUNK = 1 << 18


def repeated(piece: bytes, total: int) -> Iterator[bytes]:
    """Sound beginning and end, and ``total`` bytes of the piece between them."""
    chunk = piece * (min(CHUNK, total) // len(piece))
    yield HEAD
    for _ in range(total // len(chunk)):
        yield chunk
    yield TAIL


def random_bytes(total: int) -> Iterator[bytes]:
    draw = random.Random(7)
    chunk = draw.randbytes(CHUNK)
    yield HEAD
    for _ in range(total // CHUNK):
        yield chunk
    yield TAIL


# What is read, how many bytes of memory it may take at most, and the first findings.
STREAMS: dict[str, tuple[Callable[[], Iterator[bytes]], int, list[str]]] = {
    "a segment of 100 MB": (lambda: repeated(b"X", 100 * MEGABYTE), 12, ["SRC007"]),
    "white space of 20 MB": (lambda: repeated(b" \n", 20 * MEGABYTE), 12, ["SRC007"]),
    "a million empty segments": (lambda: repeated(b"~", MEGABYTE), 16, ["SEG013"]),
    "a million empty lines": (lambda: repeated(b"~\n", 2 * MEGABYTE), 16, ["SEG013"]),
    "segments that have no place": (lambda: repeated(b"A~", CHUNK // 64), 6, ["SEG010"]),
    "bytes at random": (lambda: random_bytes(2 * CHUNK), 12, []),
    "no interchange at all": (lambda: iter([b"text " * 50_000] * 40), 12, ["SRC001"]),
    "headers without end": (lambda: iter([b"ISA*" * 50_000] * 3), 6, ["ENV002"]),
    "text behind the last interchange": (
        lambda: iter([CLAIM, *[b"text " * 50_000] * 40]),
        12,
        ["SRC005"],
    ),
}


@pytest.mark.parametrize("name", STREAMS)
def test_memory_is_bounded(name: str) -> None:
    make, megabytes, expected = STREAMS[name]
    edi_portal.validate(data=CLAIM)  # the guide stays, whatever is read
    stream: IO[Any] = Generated(make())  # type: ignore[assignment]
    tracemalloc.start()
    try:
        report = edi_portal.validate(stream=stream, max_findings=100)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [item.code for item in report.findings][: len(expected)] == expected
    assert not report.ok
    assert peak < megabytes * MEGABYTE


def test_a_limit_that_was_reached_says_so() -> None:
    stream: IO[Any] = Generated(repeated(b"X", 2 * MEGABYTE))  # type: ignore[assignment]
    report = edi_portal.validate(stream=stream)
    assert not report.complete
    assert "1048576" in report.findings[0].message


def test_every_error_is_of_one_family() -> None:
    assert issubclass(SourceError, EdiError)
    for name in edi_portal.__all__:
        if name.endswith("Error"):
            assert issubclass(getattr(edi_portal, name), EdiError)
