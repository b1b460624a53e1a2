"""Whatever the input is: nothing is raised, nothing is lost, nothing points astray or leaks."""

import functools
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal.findings import Finding
from tests.properties import files, mutating
from tests.properties.promises import (
    blocks_of,
    check_bytes,
    check_events,
    check_places,
    options_of,
)

SEEDS = 600
BLOCK_SIZES = (1, 2, 3, 7, 50, 333)
# Once the reading lost text that only a notice spoke of.
TEXT_BETWEEN_TERMINATORS = (
    b"\n~\nZZ*0019 ~ISA*0^10*          *00*          *ZZ*ZZ000          *ZZ*ZZ001          "
    b"*2030828*1128*U*00401*000010121*0*T*:~\nZZ*0019 ~\n~\n"
)
HEADER = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              *250101*1200*^*00501*"
    "000000001*0*T*:~"
)
PIECES = (
    *("~", "*", ":", "^", "\n", "\r\n", " ", "\t", "\0", "\x1c", "\x1d", "A", "0", "\xe9", "~~"),
    *("ISA", "ISA*", "IEA*1*1~", "GS*HC*A*B*20250101*1200*1*X*005010X222A1~", "GE*1*1~"),
    *("ST*837*0001~", "SE*2*0001~", "HL*1**20*1~", "LX*1~", "CLM*A*1~", "TA1*1~", "ZZZ~", "hl*1~"),
    HEADER,
)


@functools.cache
def samples() -> tuple[bytes, ...]:
    folder = files.ROOT / "samples"
    return tuple(path.read_bytes() for path in sorted(folder.glob("*/*")) if path.is_file())


texts = st.lists(st.sampled_from(PIECES) | st.text(st.characters(max_codepoint=255), max_size=3))
inputs = (
    texts.map(lambda pieces: "".join(pieces).encode("latin-1"))
    | st.binary(max_size=400)
    | st.integers(0, 2**32).map(lambda seed: mutating.anything(random.Random(seed), samples()))
)


@functools.cache
def mutants() -> list[bytes]:
    return [mutating.anything(random.Random(seed), samples()) for seed in range(SEEDS)]


# --- nothing is raised, nothing is lost ---------------------------------------------------


def test_every_byte_comes_back() -> None:
    for data in (*samples(), *mutants()):
        check_bytes(data)


@pytest.mark.parametrize("size", BLOCK_SIZES)
def test_every_byte_comes_back_from_small_blocks(size: int) -> None:
    check_bytes(TEXT_BETWEEN_TERMINATORS, size)
    for data in mutants()[size % 5 :: 8]:
        check_bytes(data, size)


@given(inputs, st.integers(1, 400))
def test_every_byte_of_anything_comes_back(data: bytes, size: int) -> None:
    check_bytes(data, size)


# --- nothing points astray ----------------------------------------------------------------


def test_findings_point_at_what_they_speak_of() -> None:
    for data in (*samples(), *mutants()):
        check_places(data)


@given(inputs)
def test_findings_of_anything_point_at_what_they_speak_of(data: bytes) -> None:
    check_places(data)


@given(inputs)
def test_segments_stand_where_they_say(data: bytes) -> None:
    text = data.decode("latin-1")
    for number, segment in enumerate(edi_portal.read(data=data, **options_of(data)), 1):
        assert text.startswith(segment.text, segment.offset)
        assert segment.line == text.count("\n", 0, segment.offset) + 1
        assert segment.segment_in_file == number


# --- the same from any source, in any blocks ----------------------------------------------


def check_sources(data: bytes, size: int, folder: Path) -> None:
    options = options_of(data)
    path = folder / "input"
    path.write_bytes(data)
    whole = edi_portal.validate(data=data, name="input", **options)
    with blocks_of(size):
        reports = [
            edi_portal.validate(data=data, name="input", **options),
            edi_portal.validate(path, name="input", **options),
            edi_portal.validate(stream=io.BytesIO(data), name="input", **options),
        ]
        events = [
            item
            for item in edi_portal.events(data=data, name="input", **options)
            if isinstance(item, Finding)
        ]
        reading = edi_portal.read(data=data, name="input", **options)
        for _ in reading:
            pass
    for report in reports:
        assert report.findings == whole.findings
        assert report.counts == whole.counts
        assert report.complete == whole.complete
    assert tuple(events) == whole.findings
    assert tuple(reading.findings) == whole.findings
    assert reading.counts == whole.counts


@pytest.mark.parametrize("size", BLOCK_SIZES)
def test_sources_and_blocks_make_no_difference(size: int, tmp_path: Path) -> None:
    for data in mutants()[size % 7 :: 20]:
        check_sources(data, size, tmp_path)


@given(data=inputs, size=st.integers(1, 400))
def test_sources_and_blocks_of_anything_make_no_difference(
    data: bytes, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check_sources(data, size, tmp_path_factory.getbasetemp())


# --- beginnings and ends pair up ----------------------------------------------------------


def test_events_pair_up_and_counts_add_up() -> None:
    for data in (*samples(), *mutants()):
        check_events(data)


@given(inputs)
def test_events_of_anything_pair_up(data: bytes) -> None:
    check_events(data)
