"""What every reading keeps, whatever it reads: bytes, places, events.

Each check takes an input and fails where a promise does not hold.
"""

import random
import zlib
from collections import Counter
from typing import Any
from unittest import mock

import edi_portal
from edi_portal.event import (
    Event,
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionBegin,
    TransactionEnd,
)
from edi_portal.findings import Finding, Severity
from edi_portal.x12 import source


def options_of(data: bytes, *, limited: bool = False) -> dict[str, Any]:
    """Options that differ from input to input, the same for the same input.

    ``limited`` has a limit on segments among them, which leaves some of them out.
    """
    draw = random.Random(zlib.crc32(data))
    options = {
        "allow_bare": draw.random() < 0.5,
        "legacy": draw.random() < 0.5,
        "snip": draw.choice((1, 2, 3, 5, 7)),
    }
    return options | ({"segment_limit": draw.choice((1 << 20, 1000))} if limited else {})


def blocks_of(size: int) -> "mock._patch[int]":
    return mock.patch.object(source, "BLOCK_SIZE", size)


def check_bytes(data: bytes, size: int | None = None) -> None:
    """Every byte comes back, from blocks of this size."""
    reading = edi_portal.read(data=data, **options_of(data))
    with blocks_of(size or source.BLOCK_SIZE):
        text = "".join(segment.before + segment.text for segment in reading) + reading.tail
    assert text.encode("latin-1") == data
    assert reading.counts.bytes == len(data)


def check_places(data: bytes) -> None:
    """Findings point at what they speak of."""
    text = data.decode("latin-1")
    report = edi_portal.validate(data=data, **options_of(data))
    for found in report.findings:
        place = found.location
        if place.offset is None:
            assert place.line is None
            assert place.segment_in_file is None
            continue
        assert 0 <= place.offset <= len(text)
        assert place.line == text.count("\n", 0, place.offset) + 1, found
        if found.text is None:
            continue
        assert text.startswith(found.text, place.offset), found
        if place.segment is not None:
            assert found.text.upper().startswith(place.segment), found
        # Of sums the value says what they come to, which is nowhere in the file.
        if found.value is not None and not found.code.startswith("BAL"):
            assert found.value in found.text, found


def check_events(data: bytes) -> None:
    """Beginnings and ends pair up, and what is counted adds up."""
    options = options_of(data)
    report = edi_portal.validate(data=data, **options)
    begun: list[Event] = []
    counts: Counter[str] = Counter()
    errors: list[int] = [0]
    for item in edi_portal.events(data=data, **options):
        if isinstance(item, Finding):
            counts[item.severity.value] += 1
            errors[-1] += item.severity is Severity.ERROR
        elif isinstance(item, InterchangeBegin | GroupBegin | TransactionBegin):
            named = "" if isinstance(item, InterchangeBegin) and not item.elements else "named "
            counts[named + type(item).__name__] += 1
            begun.append(item)
            errors.append(0)
        else:
            assert isinstance(item, InterchangeEnd | GroupEnd | TransactionEnd)
            assert begun.pop() is item.begin
            inside = errors.pop()
            errors[-1] += inside
            if isinstance(item, TransactionEnd):
                assert item.errors == inside
                counts["claims"] += item.claims
    assert not begun
    expected = report.counts
    assert counts["named InterchangeBegin"] == expected.interchanges
    assert counts["named GroupBegin"] == expected.groups
    assert counts["named TransactionBegin"] == expected.transactions == expected.guides.total()
    assert counts["claims"] == expected.claims
    found = (counts["error"], counts["warning"], counts["info"])
    assert found == (expected.errors, expected.warnings, expected.infos)
    given_segments = sum(1 for _ in edi_portal.read(data=data, **options))
    assert given_segments == expected.segments
