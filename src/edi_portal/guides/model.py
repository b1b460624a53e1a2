"""The frozen model of an Implementation Guide: loops, segments, elements, components.

A guide is a tree. Nodes compare by identity, so they serve as dictionary keys, and each
segment node knows its place. Positions are X12's; a ``maximum`` of ``None`` is unlimited;
lengths are in characters.
"""

import enum
from collections.abc import Callable, Iterator

import attrs

from edi_portal.findings import Origin


class Usage(enum.StrEnum):
    """Whether a guide requires a node, leaves it to the situation, or forbids it."""

    REQUIRED = "R"
    SITUATIONAL = "S"
    NOT_USED = "N"


@attrs.frozen(eq=False)
class SyntaxNote:
    """A syntax note ties elements together: ``P0304``, ``R0203``, ``E``, ``C``, ``L``.

    ``kind`` is the letter, ``positions`` the element positions in the order written: for
    C and L the first is the condition.
    """

    kind: str
    positions: tuple[int, ...]

    def __str__(self) -> str:
        return self.kind + "".join(f"{position:02d}" for position in self.positions)


@attrs.frozen(eq=False, kw_only=True)
class Element:
    """A simple element, or a component of a composite.

    ``codes`` are the codes the guide prints, empty where any value may stand; ``external``
    names a code list kept outside of the guide; ``pattern`` is a regular expression.
    """

    id: str
    position: int
    title: str
    usage: Usage
    data_element: str
    type: str
    minimum: int
    maximum: int
    repeat: int = 1
    codes: tuple[str, ...] = ()
    external: str | None = None
    pattern: str | None = None


@attrs.frozen(eq=False, kw_only=True)
class Composite:
    """A composite element with its components in order."""

    id: str
    position: int
    title: str
    usage: Usage
    data_element: str
    components: tuple[Element, ...]
    repeat: int = 1
    syntax: tuple[SyntaxNote, ...] = ()


Elements = tuple[Element | Composite, ...]


@attrs.frozen(eq=False, kw_only=True)
class Segment:
    """A segment at one place of the guide. ``loop`` is the id of the loop it stands in.

    ``elements`` may be given as a function that makes them: a one-claim file touches a
    tenth of a guide, and only that tenth is built.

    Where users' overlays change a segment, there are two of it: the one in the tree of the
    guide allows what guide and overlays both allow, and its ``overlaid`` is what the overlays
    make of it; ``earlier`` of that one holds each change with the segment before it.
    """

    id: str
    title: str
    usage: Usage
    maximum: int | None
    position: int
    loop: str
    _elements: Elements | Callable[[], Elements] = attrs.field(alias="elements", repr=False)
    syntax: tuple[SyntaxNote, ...] = ()
    overlaid: "Segment | None" = attrs.field(default=None, repr=False)
    earlier: "tuple[tuple[Origin, Segment], ...]" = attrs.field(default=(), repr=False)

    @property
    def elements(self) -> Elements:
        """The elements and composites in order, one for each position."""
        made = self._elements
        if callable(made):
            made = made()
            object.__setattr__(self, "_elements", made)
        return made


@attrs.frozen(eq=False, kw_only=True)
class Loop:
    """A loop with its segments and loops in order; the first segment opens it.

    ``transparent`` loops (header, detail, footer of a transaction) only group others: they
    have no first segment of their own and do not stand in paths. ``overlaid`` and ``earlier``
    are as for a segment, and tell of the loop itself, not of what stands in it.
    """

    id: str
    title: str
    usage: Usage
    maximum: int | None
    position: int
    children: "tuple[Segment | Loop, ...]"
    transparent: bool = False
    overlaid: "Loop | None" = attrs.field(default=None, repr=False)
    earlier: "tuple[tuple[Origin, Loop], ...]" = attrs.field(default=(), repr=False)

    def walk(self) -> "Iterator[Segment | Loop]":
        """Every node below this one, in the order of the guide."""
        for child in self.children:
            yield child
            if isinstance(child, Loop):
                yield from child.walk()


@attrs.frozen(eq=False, kw_only=True)
class Guide:
    """One Implementation Guide, from ST to SE.

    ``version`` is its GS08 (``005010X222A1``), ``transaction`` its ST01 (``837``),
    ``functional_group`` its GS01 (``HC``), ``name`` what billers call it (``837P``).
    ``corrections`` lists our own overlays that were applied, by name.
    """

    version: str
    transaction: str
    functional_group: str
    name: str
    title: str
    root: Loop
    corrections: tuple[str, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """Every segment of the guide, in order; one yielded for each place it stands at."""
        return (node for node in self.root.walk() if isinstance(node, Segment))
