import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from edi_portal.errors import SourceError, UsageError
from edi_portal.x12 import source
from edi_portal.x12.source import open_blocks

EVERY_BYTE = bytes(range(256))


def text_of(**given: Any) -> str:
    with open_blocks(**given) as blocks:
        return "".join(blocks)


class Stream(io.RawIOBase):
    """Gives what the test says, or raises it."""

    def __init__(self, *gives: object) -> None:
        self._gives = iter(gives)

    def read(self, size: int = -1) -> Any:
        given = next(self._gives, b"")
        if isinstance(given, Exception):
            raise given
        return given


def test_every_byte_is_one_character(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(EVERY_BYTE)
    assert text_of(path=tmp_path / "bytes") == EVERY_BYTE.decode("latin-1")
    assert text_of(path=str(tmp_path / "bytes")) == EVERY_BYTE.decode("latin-1")
    assert text_of(data=EVERY_BYTE) == EVERY_BYTE.decode("latin-1")
    assert text_of(stream=io.BytesIO(EVERY_BYTE)) == EVERY_BYTE.decode("latin-1")


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_data_may_be_any_bytes(kind: Callable[[bytes], bytes]) -> None:
    assert text_of(data=kind(b"ISA*")) == "ISA*"


def test_text_streams_are_read_as_utf_8() -> None:
    assert text_of(stream=io.StringIO("N\u00e9")).encode("latin-1") == b"N\xc3\xa9"


def test_undecodable_bytes_of_a_text_stream_come_back() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"A\xffB"), "utf-8", errors="surrogateescape")
    assert text_of(stream=stream) == "A\xffB"


def test_the_stream_is_left_open() -> None:
    stream = io.BytesIO(b"ISA")
    text_of(stream=stream)
    assert not stream.closed


def test_progress_counts_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BLOCK_SIZE", 4)
    seen: list[int] = []
    text_of(data=b"0123456789", progress=seen.append)
    assert seen == [4, 8, 10]


@pytest.mark.parametrize(
    "given",
    [{}, {"path": "a", "data": b""}, {"data": b"", "stream": io.BytesIO()}, {"data": "text"}],
)
def test_exactly_one_input_of_its_type(given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        text_of(**given)


@pytest.mark.parametrize("path", ["missing.x12", ".", "", "a\0b", b"bytes", 5])
def test_what_cannot_be_opened(path: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError) as caught:
        text_of(path=path)
    assert "missing" not in str(caught.value), "the caller knows the name; a log should not"


@pytest.mark.parametrize(
    "fault",
    [
        OSError(5, "Input/output error"),
        OSError(),
        EOFError("cut off"),
        ValueError("I/O operation on closed file"),
        RuntimeError("boom"),
        None,
        7,
        ["ISA"],
        "\ud800",
    ],
    ids=repr,
)
def test_a_stream_that_cannot_be_read(fault: object) -> None:
    stream: IO[Any] = Stream(b"ISA*", fault)  # type: ignore[assignment]
    with pytest.raises(SourceError):
        text_of(stream=stream)


def test_a_cut_archive() -> None:
    archive = io.BytesIO(gzip.compress(b"ISA*" * 1000)[:-12])
    with gzip.open(archive) as stream, pytest.raises(SourceError):
        text_of(stream=stream)


def test_little_pieces_become_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BLOCK_SIZE", 4)
    stream: IO[Any] = Stream(b"1", b"23", b"4", b"56", b"7")  # type: ignore[assignment]
    with open_blocks(stream=stream) as blocks:
        assert list(blocks) == ["1234", "567"]
