"""Draws the elements of one segment by its shape: first which are there, then their texts.

What is there is drawn freely and then mended until the syntax notes of the guide hold.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from edi_portal.guides.model import Composite, Element, SyntaxNote
from edi_portal.guides.pattern import FORMAT_QUALIFIER, FORMATTED_PERIOD
from edi_portal.testing.shapes import Shape
from edi_portal.testing.texts import TEXT, text_of
from edi_portal.x12.writer import Repeated, Value

_T = TypeVar("_T")
_MOST_REPETITIONS = 3
_BYTE = 256
_CHANCE = 0.3  # of an element that is situational

# Codes that are settled before: by element, and component or ``None``.
Codes = Mapping[tuple[int, int | None], str]


class Draw(Protocol):
    """What hypothesis gives to a composite strategy."""

    def __call__(self, strategy: SearchStrategy[_T], /) -> _T:
        """An example of the strategy."""


def chosen(draw: Draw, count: int, chance: float) -> list[bool]:
    """So many yes or no, each yes with this chance; all no is the simplest."""
    if not count:
        return []
    least = int(_BYTE * (1 - chance))
    return [byte >= least for byte in draw(some.binary(min_size=count, max_size=count))]


def elements(
    draw: Draw, shapes: Sequence[Shape], codes: Codes, there: frozenset[int] = frozenset()
) -> list[Value]:
    """The elements of a segment, each as the writer takes it; those of ``there`` it must have."""
    fitting = [shape for shape in shapes if _fits(shape, codes)] or shapes
    shape = draw(some.sampled_from(fitting)) if len(fitting) > 1 else fitting[0]
    settled = {at: code for (at, part), code in codes.items() if part is None}
    settled |= {at: code for at, code in shape.pins.items() if at in shape.required}
    found: dict[int, Any] = {}
    form = ""
    for at in sorted(_present(draw, shape, {at for at, _ in codes} | (there & shape.allowed))):
        node = shape.node(at)
        if isinstance(node, Composite):
            found[at] = _composites(draw, shape, at, codes)
            continue
        known = settled.get(at) or shape.pins.get(at)
        found[at] = known or _texts(draw, shape, at, node, form)
        if node.data_element == FORMAT_QUALIFIER:
            form = found[at]
    return [found.get(at, "") for at in range(1, max(found, default=0) + 1)]


def _fits(shape: Shape, codes: Codes) -> bool:
    return all(shape.pins.get(at, code) == code for (at, part), code in codes.items() if not part)


def _composites(draw: Draw, shape: Shape, at: int, codes: Codes) -> Value:
    first: Codes = {
        (part, None): code for (element, part), code in codes.items() if element == at and part
    }
    count = _repetitions(draw, shape, at)
    items = [_components(draw, shape.inner[at], first) for _ in range(count)]
    return Repeated(items) if count > 1 else items[0]


def _components(draw: Draw, shapes: Sequence[Shape], codes: Codes) -> list[str]:
    """The components of a composite: at least one."""
    # Components hold no components.
    return [text for text in elements(draw, shapes, codes) if isinstance(text, str)]


def _texts(draw: Draw, shape: Shape, at: int, node: Element, form: str) -> Any:
    period = node.data_element == FORMATTED_PERIOD
    text = text_of(node, shape.wants.get(at, TEXT), form if period else "")
    count = _repetitions(draw, shape, at)
    return draw(text) if count == 1 else Repeated([draw(text) for _ in range(count)])


def _repetitions(draw: Draw, shape: Shape, at: int) -> int:
    if at not in shape.repeated:
        return 1
    return draw(some.integers(1, min(shape.node(at).repeat, _MOST_REPETITIONS)))


def _present(draw: Draw, shape: Shape, settled: set[int]) -> set[int]:
    present = set(shape.required) | settled
    yes = chosen(draw, len(shape.optional), _CHANCE)
    present |= {at for at, there in zip(shape.optional, yes, strict=True) if there}
    for links in shape.chains:
        maybe = [link for link in links if not link.needs <= shape.required]
        yes = chosen(draw, len(maybe), _CHANCE)
        goes_on = dict(zip(map(id, maybe), yes, strict=True))
        for link in links:
            if not goes_on.get(id(link), True):
                break
            options = sorted(link.options)
            there = chosen(draw, len(options), _CHANCE)
            present |= link.needs | {at for at, so in zip(options, there, strict=True) if so}
    if not present and shape.allowed:
        # What is there has something to say.
        present.add(min(shape.allowed))
    _mend(present, shape, shape.required | settled)
    return present


def _mend(present: set[int], shape: Shape, fixed: frozenset[int]) -> None:
    """Adds and takes away elements until every syntax note holds, or nothing more can be done."""
    for _ in range(2 * len(shape.notes)):
        before = set(present)
        for note in shape.notes:
            _keep(note, present, shape, fixed)
        if present == before:
            return


def _keep(note: SyntaxNote, present: set[int], shape: Shape, fixed: frozenset[int]) -> None:
    known = [at for at in note.positions if at <= len(shape.nodes)]
    there = [at for at in known if at in present]
    absent = [at for at in known if at not in present]
    addable = [at for at in absent if at in shape.allowed]
    if note.kind == "E":
        kept = next((at for at in there if at in fixed), there[0] if there else None)
        present.difference_update(at for at in there if at != kept)
        return
    if note.kind == "R":
        if not there:
            present.update(addable[:1])
        return
    condition = note.positions[0]
    if note.kind == "P":
        needed = absent if there else []
        culprits = there
    elif condition not in present:
        return
    else:
        enough = note.kind == "L" and len(there) > 1
        needed = absent if note.kind == "C" else [] if enough else (addable[:1] or absent[:1])
        culprits = [condition]
    if shape.allowed.issuperset(needed):
        present.update(needed)
    elif not fixed.intersection(culprits):
        present.difference_update(culprits)
