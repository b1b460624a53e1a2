"""Numbers that a transaction set counts for itself: HL levels, LX lines, LS/LE loops.

A wrong number is reported once: the count goes on from what was meant, and accepts what
was written as well, so that the next right number is right.
"""

from collections.abc import Mapping

import attrs

from edi_portal.x12.numbers import count

# A code of the catalogue, the element at fault, facts for its message.
Fault = tuple[str, int, Mapping[str, object]]
# Faults of a level that only what follows it brings to light; facts hold its ``mark``.
DENIED, PROMISED = "HLS004", "HLS005"


@attrs.define
class _Level:
    """An open HL: its number as written and as counted, and whether it promised children."""

    written: str
    counted: int
    promise: str
    children: bool = False
    mark: object = None


@attrs.define
class Numbering:
    """The counts of one transaction set."""

    _levels: list[_Level] = attrs.field(factory=list)
    _hl: int = 0
    _hl_written: int = 0
    _line: int = 0
    _line_written: int = 0
    _bounded: list[str | None] = attrs.field(factory=list)

    def level(self, values: list[str], depth: int, mark: object = None) -> list[Fault]:
        """HL01 to HL04 of a level; ``depth`` is how many HL loops stand above it, -1 unknown.

        ``mark`` says where the level stands; a fault found later gives it back.
        """
        number, parent, promise = _value(values, 1), _value(values, 2), _value(values, 4)
        faults: list[Fault] = []
        self._hl += 1
        counted = self._hl
        written = count(number) or 0
        if written in (counted, self._hl_written + 1):
            self._hl = self._hl_written = written
        elif written > max(counted, self._hl_written):
            faults.append(("HLS002", 1, {}))
            self._hl_written = written
        else:
            faults.append(("HLS001", 1, {}))
            self._hl_written = written or self._hl_written + 1
        if depth < 0:
            depth = self._depth_by_parent(parent)
        faults += self._leave(depth)
        above = self._levels[-1] if self._levels else None
        if above is None:
            if parent:
                faults.append(("HLS003", 2, {}))
        elif above.written and parent != above.written and parent != str(above.counted):
            faults.append(("HLS003", 2, {}))
        if above is not None:
            if above.promise == "0" and not above.children:
                faults.append((DENIED, 4, {"mark": above.mark}))
            above.children = True
        self._levels.append(_Level(number, counted, promise, mark=mark))
        return faults

    def assume_level(self, depth: int) -> None:
        """A level whose HL is missing: counted, and right as far as its children go."""
        self._hl += 1
        self._leave(depth)
        if self._levels:
            self._levels[-1].children = True
        self._levels.append(_Level("", self._hl, ""))

    def excuse(self, segment_id: str) -> None:
        """A number just taken is at fault by itself: nothing further is held against it."""
        if segment_id == "HL" and self._levels:
            self._levels[-1].promise = ""
        elif segment_id == "LS" and self._bounded:
            self._bounded[-1] = None

    def close(self) -> list[Fault]:
        """The transaction set is over, and so is every level."""
        return self._leave(0)

    def _leave(self, depth: int) -> list[Fault]:
        """Levels from ``depth`` on are over: what was promised below them did not come."""
        if depth >= len(self._levels):
            return []
        faults: list[Fault] = [
            (PROMISED, 4, {"mark": level.mark})
            for level in self._levels[depth:]
            if level.promise == "1" and not level.children
        ]
        del self._levels[depth:]
        return faults

    def assume_line(self) -> None:
        """A service line whose LX is missing is counted all the same."""
        self._line += 1

    def _depth_by_parent(self, parent: str) -> int:
        """Where a level belongs if no guide says so: below the parent it names."""
        for depth in range(len(self._levels) - 1, -1, -1):
            if parent in (self._levels[depth].written, str(self._levels[depth].counted)):
                return depth + 1
        return len(self._levels) if parent else 0

    def claim(self) -> None:
        """A claim begins: its lines count from 1."""
        self._line = self._line_written = 0

    def line(self, values: list[str]) -> list[Fault]:
        """LX01 of a service line in a claim."""
        self._line += 1
        written = count(_value(values, 1)) or 0
        right = written in (self._line, self._line_written + 1)
        self._line_written = written or self._line_written + 1
        if right:
            self._line = written
            return []
        return [("LXS001", 1, {"counted": self._line})]

    def bounded(self, values: list[str]) -> None:
        """LS opens a bounded loop."""
        self._bounded.append(values[1] if len(values) > 1 else "")

    def unbounded(self, values: list[str]) -> list[Fault]:
        """LE closes the bounded loop that LS opened."""
        if not self._bounded:
            return []
        opened = self._bounded.pop()
        if opened in (None, values[1] if len(values) > 1 else ""):
            return []
        return [("LSE001", 1, {})]


def _value(values: list[str], at: int) -> str:
    """An element; blanks at its end are remarked upon as such and no other number."""
    return values[at].rstrip(" ") if at < len(values) else ""
