"""Bisection in sorted records."""

import pytest

from edi_portal.codes.records import Records

HELD = Records(b"AA1AB1AB2B01", 3)


@pytest.mark.parametrize(
    "start, offsets",
    [
        (b"A", [0, 3, 6]),
        (b"AB", [3, 6]),
        (b"AB2", [6]),
        (b"B", [9]),
        (b"", [0, 3, 6, 9]),
        (b"AC", []),
        (b"C", []),
        (b"AB11", []),
    ],
)
def test_records_that_start_with(start: bytes, offsets: list[int]) -> None:
    assert list(HELD.starting_with(start)) == offsets


def test_no_records() -> None:
    assert len(Records(b"", 3)) == 0
    assert list(Records(b"", 3).starting_with(b"A")) == []
