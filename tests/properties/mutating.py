"""Changes files at random: bytes, segments, elements, without care for what that breaks."""

import random
import re
from collections.abc import Callable, Sequence

# What stands in files, and what rather should not.
_BYTES = b"~*:^|\n\r\t\0 \x07\x1cAZaz09.-+>\xc3\xa9\xff"
_VALUES = (b"", b"A", b"0", b"1", b"-1", b"00", b"9999999999", b" ", b"A ", b"20240229",
           b"20230229", b"A" * 90, b"A:B", b"A^B", b"1.5", b".5", b"2560", b"a&b", b"\xe9")  # fmt: skip

Change = Callable[[random.Random, bytes], bytes]


def _spot(draw: random.Random, data: bytes) -> int:
    return draw.randrange(len(data) + 1)


def byte_replaced(draw: random.Random, data: bytes) -> bytes:
    """One byte becomes another."""
    at = _spot(draw, data)
    new = draw.choice(_BYTES) if draw.random() < 0.7 else draw.randrange(256)
    return data[:at] + bytes([new]) + data[at + 1 :]


def byte_inserted(draw: random.Random, data: bytes) -> bytes:
    """A few bytes more."""
    at = _spot(draw, data)
    return data[:at] + bytes(draw.choices(_BYTES, k=draw.randint(1, 3))) + data[at:]


def bytes_dropped(draw: random.Random, data: bytes) -> bytes:
    """Some bytes less."""
    at = _spot(draw, data)
    return data[:at] + data[at + draw.choice((1, 1, 2, 5, 40)) :]


def chunk_repeated(draw: random.Random, data: bytes) -> bytes:
    """A piece of the file stands somewhere else once more."""
    source, at = _spot(draw, data), _spot(draw, data)
    return data[:at] + data[source : source + draw.randint(1, 200)] + data[at:]


def cut_off(draw: random.Random, data: bytes) -> bytes:
    """The file ends early."""
    return data[: _spot(draw, data)]


def _segments(data: bytes) -> list[bytes]:
    return data.split(_terminator(data))


def _terminator(data: bytes) -> bytes:
    return data[105:106] or b"~"


def _separator(data: bytes) -> bytes:
    return data[3:4] or b"*"


def _some(draw: random.Random, segments: list[bytes]) -> int:
    """A segment by number, not the header."""
    return draw.randrange(1, len(segments)) if len(segments) > 1 else 0


def segment_dropped(draw: random.Random, data: bytes) -> bytes:
    """One segment less."""
    segments = _segments(data)
    del segments[_some(draw, segments)]
    return _terminator(data).join(segments)


def segment_repeated(draw: random.Random, data: bytes) -> bytes:
    """A segment stands twice, the second time here or elsewhere."""
    segments = _segments(data)
    at = _some(draw, segments)
    to = at if draw.random() < 0.5 else _some(draw, segments)
    segments.insert(to, segments[at])
    return _terminator(data).join(segments)


def segment_moved(draw: random.Random, data: bytes) -> bytes:
    """A segment stands elsewhere."""
    segments = _segments(data)
    moved = segments.pop(_some(draw, segments))
    to = _some(draw, segments) if segments else 0
    segments.insert(to, moved)
    return _terminator(data).join(segments)


def segments_swapped(draw: random.Random, data: bytes) -> bytes:
    """Two neighbours change places."""
    segments = _segments(data)
    at = _some(draw, segments)
    if at + 1 < len(segments):
        segments[at], segments[at + 1] = segments[at + 1], segments[at]
    return _terminator(data).join(segments)


def _in_segment(draw: random.Random, data: bytes, change: Callable[[list[bytes]], None]) -> bytes:
    segments = _segments(data)
    at = _some(draw, segments)
    values = segments[at].split(_separator(data))
    if len(values) > 1:
        change(values)
    segments[at] = _separator(data).join(values)
    return _terminator(data).join(segments)


def element_changed(draw: random.Random, data: bytes) -> bytes:
    """An element becomes another value."""

    def change(values: list[bytes]) -> None:
        values[draw.randrange(1, len(values))] = draw.choice(_VALUES)

    return _in_segment(draw, data, change)


def element_borrowed(draw: random.Random, data: bytes) -> bytes:
    """An element becomes what another segment of the file has."""
    other = draw.choice(_segments(data)).split(_separator(data))

    def change(values: list[bytes]) -> None:
        values[draw.randrange(1, len(values))] = draw.choice(other)

    return _in_segment(draw, data, change)


def element_inserted(draw: random.Random, data: bytes) -> bytes:
    """An element more."""

    def change(values: list[bytes]) -> None:
        values.insert(draw.randrange(1, len(values) + 1), draw.choice(_VALUES))

    return _in_segment(draw, data, change)


def element_dropped(draw: random.Random, data: bytes) -> bytes:
    """An element less."""

    def change(values: list[bytes]) -> None:
        del values[draw.randrange(1, len(values))]

    return _in_segment(draw, data, change)


def element_respelled(draw: random.Random, data: bytes) -> bytes:
    """An element keeps its shape: letters become other letters, digits other digits."""

    def other(match: re.Match[bytes]) -> bytes:
        letters = b"0123456789" if match[0].isdigit() else b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return bytes([draw.choice(letters)])

    def change(values: list[bytes]) -> None:
        at = draw.randrange(1, len(values))
        values[at] = re.sub(rb"[A-Za-z0-9]", other, values[at])

    return _in_segment(draw, data, change)


def segment_borrowed(draw: random.Random, data: bytes, other: bytes) -> bytes:
    """A segment of another file stands somewhere."""
    segments, lent = _segments(data), _segments(other)
    segments.insert(_some(draw, segments), lent[_some(draw, lent)])
    return _terminator(data).join(segments)


BYTES: tuple[Change, ...] = (
    byte_replaced,
    byte_inserted,
    bytes_dropped,
    chunk_repeated,
    cut_off,
)
PARTS: tuple[Change, ...] = (
    segment_dropped,
    segment_repeated,
    segment_moved,
    segments_swapped,
    element_changed,
    element_borrowed,
    element_inserted,
    element_dropped,
    element_respelled,
)


def mutated(draw: random.Random, data: bytes, changes: tuple[Change, ...], most: int = 2) -> bytes:
    """The file after one to ``most`` changes."""
    for _ in range(draw.randint(1, most)):
        data = draw.choice(changes)(draw, data)
    return data


def in_other_delimiters(draw: random.Random, data: bytes) -> bytes:
    """All of one delimiter becomes another character, whatever values hold."""
    old = _separator(data) + _terminator(data) + data[104:105]
    new = bytes(draw.sample(b"|>!\x1d\x1e\x1f+\n^{}.-", len(old)))
    return data.translate(bytes.maketrans(old, new)) if len(set(old)) == len(old) else data


def with_other_line_ends(draw: random.Random, data: bytes) -> bytes:
    """Line ends are others, or none, or stand before terminators."""
    end = _terminator(data)
    if end in b"\r\n":
        return data
    plain = data.translate(None, b"\r\n")
    return plain.replace(
        end, draw.choice((end, b"\n" + end, end + b"\r\n", end + b" \n", end + end))
    )


def with_another(draw: random.Random, data: bytes, other: bytes) -> bytes:
    """Another file behind it, or something that is none between them."""
    return data + draw.choice((b"", b"\r\n", b"\0", b"\xef\xbb\xbf", b"text", b"~")) + other


def anything(draw: random.Random, files: Sequence[bytes]) -> bytes:
    """A file after all sorts of changes, some of them several times."""
    data = draw.choice(files)
    if draw.random() < 0.2:
        data = with_another(draw, data, draw.choice(files))
    if draw.random() < 0.3:
        data = in_other_delimiters(draw, data)
    if draw.random() < 0.3:
        data = with_other_line_ends(draw, data)
    for _ in range(draw.choice((0, 1, 1, 2, 3, 8))):
        data = draw.choice((*BYTES, *PARTS))(draw, data)
    return data
