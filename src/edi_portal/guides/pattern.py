r"""Compiles a segment of a guide into one regular expression.

The expression accepts a segment only if nothing at all is to be said of it: elements in
place, of the right type, length and code, required ones present, unused ones empty,
syntax notes kept, no separators at the end. A valid segment therefore costs one match.
What does not match is not yet wrong: `edi_portal.guides.diagnose` looks at it and finds
what, if anything, is the matter.

Elements are nested from the right: each is followed by an optional group that holds the
separator and the rest, so that a segment may end behind any element after which nothing
is required. A syntax note becomes a look-ahead at its lowest element: once for the case
that this element is present, once for the case that it is empty. Where a segment ends
before that element, none of the note's elements is present, which only a note of kind R
forbids; there the segment may not end.
"""

import re
from collections.abc import Sequence

from edi_portal.guides.datatypes import FORMATS, alternatives, value_pattern
from edi_portal.guides.model import Composite, Element, Segment, SyntaxNote, Usage
from edi_portal.x12.delimiters import Delimiters

FORMAT_QUALIFIER = "1250"
FORMATTED_PERIOD = "1251"
_MARKS_IN_VALUES = frozenset(".-")
_TEXT = frozenset({"AN", "ID", "B"})
_NEVER = "(?!)"
# A pattern of letters and digits, classes of these, choices and repetitions: it matches no
# delimiter, as delimiters are neither.
_CONTAINED = re.compile(
    r"(?:[A-Za-z0-9?*+|]|\\d|\[(?:A-Z|a-z|0-9|[A-Za-z0-9]|\\d)+\]|\{\d+(?:,\d*)?\}|\(\?:|\))*"
)


def compile_segment(segment: Segment, delimiters: Delimiters) -> re.Pattern[str]:
    """The expression for a segment as it stands between terminators, for ``fullmatch``."""
    builder = _Builder(delimiters)
    separator = re.escape(delimiters.element)
    body = builder.sequence(segment.elements, segment.syntax, delimiters.element)
    return re.compile(f"{segment.id}{separator}{body}(?<!{separator})", re.ASCII)


class _Builder:
    """Collects the group names of one expression while it is built."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._delimiters = delimiters
        self._groups = 0
        # Numbers and periods hold points and hyphens; as delimiters these take the slow path.
        self._plain = not _MARKS_IN_VALUES & set(delimiters.all)

    def sequence(
        self,
        nodes: Sequence[Element | Composite],
        notes: Sequence[SyntaxNote],
        separator: str,
    ) -> str:
        """Nodes in order, as far as any is to be sent."""
        bodies = self._bodies(nodes, separator)
        last = max((node.position for node in nodes if node.usage is not Usage.NOT_USED), default=0)
        escaped = re.escape(separator)
        result = ""
        may_end = True
        for node in reversed(nodes[:last]):
            starting = [note for note in notes if min(note.positions) == node.position]
            optional = node.usage is not Usage.REQUIRED
            slot = bodies[node.position - 1]
            if node.usage is Usage.NOT_USED:
                slot = ""
            elif optional or starting:
                slot = self._slot(slot, starting, optional=optional, separator=separator)
            may_end_here = may_end and not any(note.kind == "R" for note in starting)
            result = f"{slot}{result}"
            may_end = may_end_here and optional
            if node.position > 1:
                result = f"(?:{escaped}{result}|)" if may_end else f"{escaped}{result}"
        return result

    def _slot(
        self, body: str, notes: Sequence[SyntaxNote], *, optional: bool, separator: str
    ) -> str:
        """One element with the look-aheads of the notes that begin at it."""
        present = "".join(_ahead(note, separator, present=True) for note in notes)
        absent = "".join(_ahead(note, separator, present=False) for note in notes)
        if not optional:
            return body + present
        return f"(?:{body}{present}|{absent})"

    def _bodies(self, nodes: Sequence[Element | Composite], separator: str) -> list[str]:
        """What each node looks like when it is sent, formats tied to their qualifiers."""
        bodies: list[str] = []
        qualifier: list[tuple[str, str]] | None = None
        for node in nodes:
            if isinstance(node, Composite):
                bodies.append(self._composite(node))
            elif (
                node.data_element == FORMAT_QUALIFIER
                and node.codes
                and node.usage is not Usage.NOT_USED
            ):
                qualifier = [(self._group(), code) for code in node.codes]
                named = "|".join(f"(?P<{name}>{re.escape(code)})" for name, code in qualifier)
                bodies.append(f"(?:{named})")
            elif node.data_element == FORMATTED_PERIOD and qualifier:
                bodies.append(self._formatted(node, qualifier))
            else:
                bodies.append(self._repeating(self._element(node), node.repeat))
        return bodies

    def _formatted(self, node: Element, qualifier: list[tuple[str, str]]) -> str:
        """A period in the format that the qualifier before it names."""
        if not self._plain:
            return _NEVER
        result = self._element(node)
        for name, code in reversed(qualifier):
            form = FORMATS.get(code) or self._element(node)
            result = f"(?({name}){form}|{result})"
        return f"(?:{result})"

    def _composite(self, node: Composite) -> str:
        if not self._delimiters.component:
            first = node.components[0] if node.components else None
            alone = all(part.usage is not Usage.REQUIRED for part in node.components[1:])
            if first is None or first.usage is Usage.NOT_USED or node.syntax or not alone:
                return _NEVER  # for the slow path to say what is missing
            return self._repeating(self._element(first), 1)
        separator = self._delimiters.component
        body = self.sequence(node.components, node.syntax, separator)
        if all(part.usage is not Usage.REQUIRED for part in node.components):
            ends = re.escape(self._delimiters.element + self._delimiters.repetition)
            body = f"(?=[^{ends}]){body}"
        return self._repeating(f"{body}(?<!{re.escape(separator)})", node.repeat)

    def _repeating(self, body: str, repeat: int) -> str:
        if repeat == 1 or not self._delimiters.repetition:
            return body
        again = re.escape(self._delimiters.repetition)
        # A format tied to a qualifier belongs to one repetition; more take the slow path.
        if "(?P<" in body:
            return body
        return f"{body}(?:{again}{body}){{0,{repeat - 1}}}"

    def _element(self, node: Element) -> str:
        if not self._plain and (node.pattern or node.type not in _TEXT or node.codes):
            return _NEVER
        if not node.pattern:
            return self._value(node)
        if _CONTAINED.fullmatch(node.pattern) is None:
            return _NEVER  # it might reach beyond the value
        ends = re.escape(self._delimiters.all)
        return f"(?=(?:{node.pattern})(?![^{ends}])){self._value(node)}"

    def _value(self, node: Element) -> str:
        if node.codes and not node.external:
            return alternatives(tuple(code for code in node.codes if _fits(node, code)))
        return value_pattern(node.type, node.minimum, node.maximum, self._delimiters.all)

    def _group(self) -> str:
        self._groups += 1
        return f"q{self._groups}"


def _fits(node: Element, code: str) -> bool:
    return node.minimum <= len(code) <= node.maximum


def _ahead(note: SyntaxNote, separator: str, *, present: bool) -> str:
    """What the note asks of later elements, its lowest one being present or not."""
    lowest = min(note.positions)
    others = [position for position in note.positions if position != lowest]
    condition = note.positions[0]
    rest = [position for position in note.positions[1:] if position != lowest]
    sent = {position: _sent(position - lowest, separator) for position in others}
    if note.kind == "P":
        return "".join(f"(?{'=' if present else '!'}{sent[position]})" for position in others)
    if note.kind == "R":
        return "" if present else f"(?={'|'.join(sent.values())})"
    if note.kind == "E":
        if present:
            return "".join(f"(?!{sent[position]})" for position in others)
        return "".join(
            f"(?!(?={sent[first]}){sent[second]})"
            for index, first in enumerate(others)
            for second in others[index + 1 :]
        )
    if condition == lowest:
        if not present:
            return ""
        if note.kind == "C":
            return "".join(f"(?={sent[position]})" for position in rest)
        return f"(?={'|'.join(sent[position] for position in rest)})"
    if note.kind == "C":
        needed = "".join(f"(?={sent[position]})" for position in rest)
        never = f"(?!{sent[condition]})"
        return (f"(?:{never}|{needed})" if needed else "") if present else never
    if present:
        return ""
    enough = "".join(f"|(?={sent[position]})" for position in rest)
    return f"(?:(?!{sent[condition]}){enough})"


def _sent(steps: int, separator: str) -> str:
    """Looking on from the end of an element: the one ``steps`` later has a value."""
    escaped = re.escape(separator)
    skip = rf"(?:{escaped}[^{escaped}]*){{{steps - 1}}}" if steps > 1 else ""
    return rf"{skip}{escaped}[^{escaped}]"
