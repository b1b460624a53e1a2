"""What a reading gives, put together again: to the byte, or with other delimiters."""

from collections.abc import Iterable

import edi_portal
from edi_portal.x12.delimiters import Delimiters

# No value of a valid file has these.
OTHER = Delimiters("\x1d", "\x1f", "\x1e", "\x1c")


def joined(reading: edi_portal.Reading) -> bytes:
    text = "".join(segment.before + segment.text for segment in reading) + reading.tail
    return text.encode("latin-1")


def in_other_delimiters(segments: Iterable[edi_portal.PlacedSegment]) -> bytes:
    return b"".join(_changed(segment).encode("latin-1") for segment in segments)


def _changed(segment: edi_portal.PlacedSegment) -> str:
    old = segment.delimiters
    if segment.id == "ISA":
        values = [*segment.text.split(old.element)[:16], OTHER.component]
        if old.repetition:
            values[11] = OTHER.repetition
        return OTHER.element.join(values) + OTHER.terminator
    pairs = [
        (old.element, OTHER.element),
        (old.component, OTHER.component),
        (old.repetition, OTHER.repetition),
    ]
    table = str.maketrans(dict(pair for pair in pairs if pair[0]))
    return segment.text.translate(table) + OTHER.terminator
