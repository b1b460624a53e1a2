"""A run of segments of one interchange, with where each of them stands in the input."""

from edi_portal.x12.delimiters import Delimiters


class Batch:
    """Segments in the order of the input, without terminators and line ends.

    ``segments[i]`` is the text of a segment. ``prefix`` is what stands between the end of
    the batch before and the first segment: a terminator, line ends, skipped text. ``first``
    is the number of the first segment in the file, from 1, empty ones counted. ``gap`` is what
    stands between any two segments, empty where that is not always the same. ``closed`` is
    false where the last segment has no terminator.
    """

    __slots__ = (
        "_at",
        "_index",
        "_line",
        "_text",
        "closed",
        "delimiters",
        "first",
        "gap",
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
        self.segments, self.gap = _split(text, delimiters)
        self._index = self._at = 0
        self._line = line

    def place(self, index: int) -> tuple[int, int]:
        """Byte offset and line of a segment. Cheap when asked in ascending order."""
        at = self._advance(index)
        return self.offset + at, self._line

    @property
    def end(self) -> tuple[int, int]:
        """Byte offset and line behind the last segment and its terminator, if it has one."""
        text = self._text + self.delimiters.terminator if self.closed else self._text
        return self.offset + len(text), self.line + text.count("\n")

    def before(self, index: int) -> str:
        """What stands between the end of the segment before and this one."""
        if index == 0:
            return self.prefix
        if self.gap:
            return self.gap
        # Backwards from the segment: to ask for the one before would move the cursor back.
        at = self._advance(index)
        end = self._text.rindex(self.delimiters.terminator, 0, at)
        if self.segments[index - 1]:
            strip = line_ends(self.delimiters)
            while self._text[end - 1] in strip:
                end -= 1
        return self._text[end:at]

    @property
    def remainder(self) -> str:
        """What stands between the last segment and its terminator: line ends, if anything."""
        if not self.segments[-1]:
            return ""
        return self._text[len(self._text.rstrip(line_ends(self.delimiters))) :]

    def _advance(self, index: int) -> int:
        """The position of a segment within the text; moves the cursor there."""
        if index < self._index:
            self._go_back(index)
        if index > self._index:
            if self.gap:
                at = self._at + len(self.gap) * (index - self._index)
                at += sum(map(len, self.segments[self._index : index]))
            else:
                text, terminator = self._text, self.delimiters.terminator
                strip, size, at = line_ends(self.delimiters), len(self._text), self._at
                for number in range(self._index, index):
                    at = text.index(terminator, at + len(self.segments[number])) + 1
                    while at < size and text[at] in strip:
                        at += 1
            self._line += self._text.count("\n", self._at, at)
            self._index, self._at = index, at
        return self._at

    def _go_back(self, index: int) -> None:
        """Moves the cursor to an earlier segment, or to the first."""
        at, line = 0, self.line
        if self.gap and index > self._index // 2:
            between = self.segments[index : self._index]
            at = self._at - len(self.gap) * len(between) - sum(map(len, between))
            line = self._line - self._text.count("\n", at, self._at)
        self._index, self._at, self._line = (index if at else 0), at, line


def _split(text: str, delimiters: Delimiters) -> tuple[list[str], str]:
    """The segments, and what stands between any two of them if that is always the same."""
    terminator = delimiters.terminator
    if not text:
        return [], terminator
    count = text.count(terminator)
    feeds, returns = text.count("\n"), text.count("\r")
    for line_end in ("\n", "\r\n"):
        gap = terminator + line_end
        # Line ends anywhere else have to be stripped one by one.
        alone = (feeds, returns) == (count * gap.count("\n"), count * gap.count("\r"))
        if count and alone and terminator not in line_end and text.count(gap) == count:
            return text.split(gap), gap
    segments = text.split(terminator)
    strip = line_ends(delimiters)
    if any(character in text for character in strip):
        return [segment.strip(strip) for segment in segments], ""
    return segments, terminator


def line_ends(delimiters: Delimiters) -> str:
    """The characters that only break lines under these delimiters."""
    return "".join(character for character in "\r\n" if character not in delimiters.all)
