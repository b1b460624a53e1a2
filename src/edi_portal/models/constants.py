"""Fills in what the guide leaves no choice about, so that no field has to say it.

Codes that a guide requires, or that a syntax note pairs with a value that is there, are
written where they are the only ones, and no field is declared for them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from edi_portal.errors import ModelError
from edi_portal.guides.model import Composite, Element, SyntaxNote, Usage
from edi_portal.models.fields import Kind
from edi_portal.models.plan import Slot

# Elements by position, from 1; components as lists.
Elements = dict[int, Any]
# An element and a component of it, 0 for the whole.
Spot = tuple[int, int]


class Choice(tuple[str, ...]):
    """Codes for an element: the first that the guide allows there is written."""

    __slots__ = ()


def fill(
    found: Elements,
    nodes: Sequence[Element | Composite],
    notes: Sequence[SyntaxNote],
    held: frozenset[Spot],
    *,
    whole: bool = False,
) -> None:
    """Fills in what the guide leaves no choice about, where there is anything at all.

    ``held`` are places of fields: what a field does not say would be read as if it had.
    """
    if not found and not whole:
        return
    paired = {
        position
        for note in notes
        if note.kind == "P" and any(at in found for at in note.positions)
        for position in note.positions
    }
    for node in nodes:
        at = node.position
        if isinstance(found.get(at), Choice) and isinstance(node, Element):
            found[at] = _preferred(found[at], node)
        elif isinstance(node, Composite):
            inner = found.get(at)
            if isinstance(inner, dict):
                within = frozenset((part, 0) for element, part in held if element == at)
                fill(inner, node.components, node.syntax, within)
            elif at not in found and node.usage is Usage.REQUIRED:
                constant: Elements = {}
                for part in node.components:
                    if part.usage is Usage.REQUIRED and single(part):
                        constant[part.position] = part.codes[0]
                if constant and len(constant) == sum(
                    part.usage is Usage.REQUIRED for part in node.components
                ):
                    found[at] = constant
        elif at not in found and (at, 0) not in held and single(node):
            needed = node.usage is Usage.REQUIRED
            if needed or (at in paired and node.usage is not Usage.NOT_USED):
                found[at] = node.codes[0]


# By the first of the slots, which is of one segment of one class alone.
_SAID: dict[Slot, frozenset[Spot]] = {}


def said(slots: Sequence[Slot], size: int) -> frozenset[Spot]:
    """The elements and components that fields hold, as far as each is a code by itself."""
    if not slots:
        return frozenset()
    found = _SAID.get(slots[0])
    if found is None:
        found = _SAID[slots[0]] = frozenset(_said(slots, size))
    return found


def _said(slots: Sequence[Slot], size: int) -> Iterator[Spot]:
    for slot in slots:
        at = slot.element
        if slot.kind is Kind.ELEMENT and slot.width:
            yield at, slot.component
        elif slot.kind is Kind.PERIOD:
            yield from ((at, 0), (at + 1, 0))
        elif slot.kind in (Kind.PART, Kind.PARTS):
            inner = [part for part, component in _said(slot.items, size) if not component]
            for position in range(at, (at if slot.width else size) + 1):
                yield from ((position, part) for part in inner)


def _preferred(choice: Choice, node: Element) -> str:
    """The first of several codes that the guide allows."""
    allowed = (code for code in choice if not node.codes or code in node.codes)
    code = next(allowed, None)
    if code is None:
        raise ModelError(f"none of {', '.join(choice)} may stand here as {node.title}")
    return code


def single(node: Element) -> bool:
    """Whether an element can only have one value."""
    return len(node.codes) == 1 and not node.external
