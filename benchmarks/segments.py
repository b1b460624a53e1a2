"""Writes X12 segments to a stream, counting them and their bytes."""

import shutil
from typing import IO


def composite(*parts: str) -> str:
    """A composite element without empty parts at its end."""
    return ":".join(parts).rstrip(":")


def amount(cents: int) -> str:
    """An amount as X12 writes it: a point only before decimals, no zeros at the end.

    >>> amount(15000), amount(-8750), amount(5), amount(0)
    ('150', '-87.5', '.05', '0')
    """
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    whole, part = divmod(cents, 100)
    decimals = f".{part:02d}".rstrip("0") if part else ""
    return f"{sign}{whole or (0 if not decimals else '')}{decimals}"


class SegmentWriter:
    """Called with the elements of a segment, writes it without empty ones at its end."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.segments = 0
        self.bytes = 0

    def __call__(self, *elements: str) -> None:
        """Write one segment."""
        text = "*".join(elements).rstrip("*") + "~\n"
        self._stream.write(text)
        self.segments += 1
        self.bytes += len(text)

    def copy(self, stream: IO[str], *, counted_by: "SegmentWriter") -> None:
        """Append what ``counted_by`` wrote to ``stream``."""
        stream.seek(0)
        shutil.copyfileobj(stream, self._stream)
        self.segments += counted_by.segments
        self.bytes += counted_by.bytes
