"""A run of segments of one interchange, with where each of them stands in the input."""

from edi_portal.x12.delimiters import Delimiters


class Batch:
    """Segments in the order of the input, without terminators and line ends.

    ``segments[i]`` is the text of a segment. ``prefix`` is what stands between the end of
    the batch before and the first segment: a terminator, line ends, skipped text. ``first``
    is the number of the first segment in the file, from 1, empty ones counted. ``closed`` is
    false where the last segment has no terminator.
    """

    __slots__ = (
        "_at",
        "_gap",
        "_index",
        "_line",
        "_text",
        "closed",
        "delimiters",
        "first",
        "line",
        "offset",
        "prefix",
        "segments",
    )

    def __init__(
        self,
        text: str,
        delimiters: Delimiters,
        *,
        prefix: str,
        offset: int,
        line: int,
        first: int,
        closed: bool = True,
    ) -> None:
        self.delimiters = delimiters
        self.prefix = prefix
        self.offset = offset
        self.line = line
        self.first = first
        self.closed = closed
        self._text = text
        self.segments, self._gap = _split(text, delimiters)
        self._index = self._at = 0
        self._line = line

    def place(self, index: int) -> tuple[int, int]:
        """Byte offset and line of a segment. Cheap when asked in ascending order."""
        at = self._advance(index)
        return self.offset + at, self._line

    def before(self, index: int) -> str:
        """What stands between the end of the segment before and this one."""
        if index == 0:
            return self.prefix
        if self._gap:
            return self._gap
        end = self._advance(index - 1) + len(self.segments[index - 1])
        return self._text[end : self._advance(index)]

    @property
    def remainder(self) -> str:
        """What stands between the last segment and its terminator: line ends, if anything."""
        if self._gap or not self.segments:
            return ""
        return self._text[self._advance(len(self.segments) - 1) + len(self.segments[-1]) :]

    def _advance(self, index: int) -> int:
        """The position of a segment within the text; moves the cursor there."""
        if index < self._index:
            self._index = self._at = 0
            self._line = self.line
        if index > self._index:
            if self._gap:
                at = self._at + len(self._gap) * (index - self._index)
                at += sum(map(len, self.segments[self._index : index]))
            else:
                at = self._at
                for number in range(self._index, index):
                    end = self._text.index(
                        self.delimiters.terminator, at + len(self.segments[number])
                    )
                    at = self._text.index(self.segments[number + 1], end + 1)
            self._line += self._text.count("\n", self._at, at)
            self._index, self._at = index, at
        return self._at


def _split(text: str, delimiters: Delimiters) -> tuple[list[str], str]:
    """The segments, and what stands between any two of them if that is always the same."""
    terminator = delimiters.terminator
    if not text:
        return [], terminator
    count = text.count(terminator)
    for line_end in ("\n", "\r\n"):
        gap = terminator + line_end
        if count and line_end != terminator and text.count(gap) == count:
            segments = text.split(gap)
            return segments, gap
    segments = text.split(terminator)
    strip = "".join({"\r", "\n"} - set(delimiters.all))
    if any(character in text for character in strip):
        return [segment.strip(strip) for segment in segments], ""
    return segments, terminator
