"""The part of an input that was read and not yet dealt with, and where in the input it stands."""

from collections.abc import Generator

from edi_portal.x12.source import Blocks

_MOST_KEPT = 1 << 20  # bytes between two segments
SPACE = "\r\n\t \0\x1a"
"""White space around interchanges, and what some systems fill a file up with."""


class Buffer:
    """Text with its offset and line, filled block by block.

    ``before`` collects what is left out between two segments, so that it can be written
    back; it is emptied where there is too much of it. ``ended`` is true once the input has
    no further block.
    """

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._whole = True  # before holds everything since the last segment
        self.text = ""
        self.ended = False
        self.offset = 0
        self.line = 1
        self.before = ""
        self.bytes_read = 0

    def more(self) -> None:
        """Adds the next block."""
        block = next(self._blocks, None)
        if block is None:
            self.ended = True
        else:
            self.bytes_read += len(block)
            self.text += block

    def close(self) -> None:
        """There will be no further block; what they come from is closed if it can be."""
        self.ended = True
        if isinstance(self._blocks, Generator):
            self._blocks.close()

    def fill(self, size: int) -> None:
        """Adds blocks until there are so many characters, or no further block."""
        while len(self.text) < size and not self.ended:
            self.more()

    def line_at(self, index: int) -> int:
        """The line of a character."""
        return self.line + self.text.count("\n", 0, index)

    def take(self, count: int, before: str) -> None:
        """Moves past characters that a batch holds; ``before`` stands behind its last segment."""
        self._advance(count)
        self.before = before
        self._whole = True

    def drop(self, count: int, *, kept: bool = True) -> None:
        """Moves past characters that no batch holds."""
        self._whole = self._whole and kept and len(self.before) + count <= _MOST_KEPT
        self.before = self.before + self.text[:count] if self._whole else ""
        self._advance(count)

    def drop_all(self) -> None:
        """Moves past all that follows, to the last block."""
        while not self.ended:
            self.drop(len(self.text))
            self.more()

    def drop_space(self) -> None:
        """Moves past white space."""
        while True:
            self.drop(len(self.text) - len(self.text.lstrip(SPACE)))
            if self.text or self.ended:
                return
            self.more()

    def _advance(self, count: int) -> None:
        self.line = self.line_at(count)
        self.offset += count
        self.text = self.text[count:]
