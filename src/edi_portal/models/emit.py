"""Writes models as segments, by the same plans that read them.

A model that is as it was read gives the segments it was read from. A changed copy gives them
too, but for the segments whose fields differ; those are made anew where they stood. What no
field can say, because the guide leaves one choice, is filled in: single codes that are
required, or that a syntax note pairs with a value that is there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from edi_portal.errors import ModelError, WriteError
from edi_portal.guides.places import SegmentPlace
from edi_portal.models.base import Model, Source, defaults
from edi_portal.models.build import child_at, loop_end
from edi_portal.models.encode import check_placed, encode, opening
from edi_portal.models.fields import Kind
from edi_portal.models.plan import BRACKETS, Child, Key, LoopPlan, SegmentPlan, Slot
from edi_portal.models.slots import name_at
from edi_portal.models.values import SCALARS
from edi_portal.x12.writer import Value, Writer

_REFERENCE = re.compile(r"[A-Z][A-Z0-9]{1,2}(?P<element>\d\d)(?:-(?P<component>\d+))?")
_NOTHING: tuple[Any, ...] = (None, ())
# A stretch of segments with where the guide has them.
_Chunk = tuple[Key, list[str]]


def write_loop(of: Model, plan: LoopPlan, writer: Writer) -> list[str]:
    """The segments of a model at a loop, without terminators, those of loops below included.

    Raises `ModelError` for a value that has no place there, or contains a delimiter. Whether the guide allows what is written is for the guide to say.
    """
    source = of._source
    if of._pristine and source is not None and _fits(source, plan, writer):
        return list(source.texts[source.start : source.stop])
    return [text for _, texts in write_chunks(of, plan, writer) for text in texts]


def write_chunks(of: Model, plan: LoopPlan, writer: Writer) -> Iterator[_Chunk]:
    """As `write_loop`, in stretches, each with where it stands within the loop."""
    source = of._source
    if source is not None and not _fits(source, plan, writer):
        of, source = without_source(of), None
    _check_places(of, plan)
    if source is None:
        yield from _fresh(of, plan, writer)
    elif of._pristine:
        yield from ((key, texts) for key, _, texts in _stretches(source, plan))
    else:
        yield from _changed(of, source, plan, writer)


def _fits(source: Source, plan: LoopPlan, writer: Writer) -> bool:
    """Whether segments can be written as they were read: at the same loop, as delimited."""
    return source.plan is plan and source.delimiters == writer.delimiters


def without_source(of: Model) -> Any:
    """The same model as if it had been made in Python."""
    values = {name: getattr(of, name) for name in defaults(type(of))}
    return type(of)(**values)


def _check_places(of: Model, plan: LoopPlan) -> None:
    placed = plan.placed
    for name in defaults(type(of)):
        if name not in placed and getattr(of, name) not in _NOTHING:
            loop = plan.loop.node.id
            raise ModelError(
                f"{type(of).__name__}.{name} has no place in loop {loop} of the guide",
                field=f"{type(of).__name__}.{name}",
                place=loop,
            )


def _fresh(
    of: Model, plan: LoopPlan, writer: Writer, only: set[str] | None = None
) -> Iterator[_Chunk]:
    """The segments of a model by its fields, in the order of the guide; ``only`` some fields."""
    left = {
        slot.field: list(getattr(of, slot.field))
        for found in plan.segments.values()
        for slot in found.whole
        if slot.kind is Kind.SEGMENTS and (only is None or slot.field in only)
    }
    for child, key, names in plan.written:
        if only is not None and only.isdisjoint(names):
            continue
        # Of what a guide allows nearly all is absent in any one claim.
        opens = isinstance(child, SegmentPlace) and child.opens
        if opens or _says(of, names):
            texts = _child(of, plan, child, writer, left)
            if texts:
                yield key, texts
    for name, items in left.items():
        if items:
            raise ModelError(
                f"{type(of).__name__}.{name} has an item that has no place in loop "
                f"{plan.loop.node.id}: its qualifier is none of the guide's",
                field=f"{type(of).__name__}.{name}",
                place=plan.loop.node.id,
            )


def _child(
    of: Model,
    plan: LoopPlan,
    child: Child,
    writer: Writer,
    left: dict[str, list[Model]],
) -> list[str]:
    if isinstance(child, SegmentPlace) and child.node.id in BRACKETS:
        code = opening(child)
        between = [getattr(of, name) for name in plan.fields_of(child)]
        if code is None or all(item in _NOTHING for item in between):
            return []
        return [writer.bare_segment(child.node.id, code)]
    if isinstance(child, SegmentPlace):
        found = plan.segments.get(child)
        texts = list(_segment(of, plan, found, writer, left)) if found is not None else []
        head = opening(child) if not texts and child.opens else None
        return texts if head is None else [writer.bare_segment(child.node.id, head)]
    bound = plan.loops.get(child)
    if bound is None:
        return []
    name, many, below = bound
    value = getattr(of, name)
    items = value if many else [value] if value is not None else []
    texts = []
    for item in items:
        written = write_loop(item, below, writer)
        if not written:
            raise ModelError(
                f"{type(of).__name__}.{name} has nothing that could be written",
                field=f"{type(of).__name__}.{name}",
                place=below.loop.node.id,
            )
        texts += written
    return texts


def _segment(
    of: Model, plan: LoopPlan, found: SegmentPlan, writer: Writer, left: dict[str, list[Model]]
) -> Iterator[str]:
    place = found.place
    for slots in found.groups:
        for elements in encode(of, slots, place):
            yield _text(of, slots, place, elements, writer)
    for slot in found.whole:
        if slot.kind is Kind.SEGMENT:
            value = getattr(of, slot.field)
            items = [(value, slot, place)] if value is not None else []
        else:
            items = _taken(slot, place, plan, left)
        for item, as_slot, at in items:
            if as_slot.unplaced:
                check_placed(item, as_slot, f"{at.node.id} in loop {at.node.loop}")
            for elements in encode(item, as_slot.items, at, as_slot.qualifiers, whole=True):
                yield _text(item, as_slot.items, at, elements, writer)


def _taken(
    slot: Slot, place: SegmentPlace, plan: LoopPlan, left: dict[str, list[Model]]
) -> list[tuple[Model, Slot, SegmentPlace]]:
    """The items of a field that stand at a place, and between them those of its neighbours.

    The guide leaves the order of segments of one rank to the sender, so theirs is kept.
    """
    if not left[slot.field]:
        return []
    peers = [
        (other, at)
        for at, found in plan.segments.items()
        if at.parent is place.parent and at.rank == place.rank
        for other in found.whole
        if other.field == slot.field
    ]
    taken, rest = [], []
    for item in left[slot.field]:
        home = next((peer for peer in peers if _belongs(item, *peer)), None)
        if home is None:
            rest.append(item)
        else:
            taken.append((item, *home))
    left[slot.field] = rest
    return taken


def _text(
    of: Model, slots: Sequence[Slot], place: SegmentPlace, elements: Sequence[Value], writer: Writer
) -> str:
    """A segment, or `ModelError` with the field that cannot be written in it."""
    try:
        return writer.bare_segment(place.node.id, elements)
    except WriteError as error:
        at = _REFERENCE.fullmatch(error.place or "")
        if at is None:
            raise
        name = name_at(of, slots, place, int(at["element"]), int(at["component"] or 0))
        where = f"{place.parent.node.id}/{error.place}"
        raise ModelError(f"{name or where}: {error}", field=name, place=where) from None


def _says(of: Model, names: Sequence[str]) -> bool:
    """Whether any of these fields holds something."""
    for name in names:
        value = getattr(of, name)
        if value is not None and value.__class__ is not tuple:
            return True
        if value:
            return True
    return False


def _belongs(item: Model, slot: Slot, place: SegmentPlace) -> bool:
    """Whether an object is one of the segments of this place, by its qualifier."""
    known = place.discriminator
    if known is None:
        return True
    at, component = known.element, known.component
    for inner in slot.items:
        if inner.element == at and (inner.component or None) == component and not inner.items:
            value = getattr(item, inner.field)
            allowed = known.codes & slot.qualifiers if slot.qualifiers else known.codes
            # AAA is told apart by a Y or N, which a model holds as true or false.
            code = SCALARS[bool][1](value) if isinstance(value, bool) else value
            return code in allowed
    return True


def _changed(of: Model, source: Source, plan: LoopPlan, writer: Writer) -> Iterator[_Chunk]:
    """The segments as they were, but for those whose fields are no longer the same."""
    before = source.load(source)
    changed = {
        name
        for name, default in defaults(type(of)).items()
        if not _same(getattr(of, name), before.get(name, default))
    }
    kept = list(_stretches(source, plan))
    touched = {key for key, child, _ in kept if _fields(plan, child) & changed}
    affected = {
        name
        for child, key in plan.children.items()
        if key in touched or _fields(plan, child) & changed
        for name in _fields(plan, child)
    }
    fresh = {
        key: texts
        for key, texts in _fresh(of, plan, writer, affected)
        if key in touched or key not in {old for old, _, _ in kept}
    }
    for key, _, texts in kept:
        for new in sorted(new for new in fresh if new < key and new not in touched):
            yield new, fresh.pop(new)
        if key not in touched:
            yield key, texts
        elif key in fresh:
            yield key, fresh.pop(key)
    for new in sorted(fresh):
        yield new, fresh[new]


def _fields(plan: LoopPlan, child: Child | None) -> set[str]:
    return set(plan.names_of(child)) if child is not None else set()


def _stretches(source: Source, plan: LoopPlan) -> Iterator[tuple[Key, Child | None, list[str]]]:
    """The segments that were read, each own one and each loop below with its key."""
    index = source.start
    key: Key = (-1, -1)
    while index < source.stop:
        place = source.places[index]
        child: Child | None = None
        end = index + 1
        if place is not None and place in plan.children:
            child = place
        elif place is not None:
            child = child_at(place, plan)
            depth = child.depth - 1 if child is not None else plan.loop.depth
            end = loop_end(source.places, index, source.stop, depth)
        if child is not None:
            key = plan.children[child]
        yield key, child, list(source.texts[index:end])
        index = end


def _same(value: Any, before: Any) -> bool:
    """Whether a field holds what was read: the same segments, or equal values."""
    if isinstance(value, tuple) and isinstance(before, tuple):
        return len(value) == len(before) and all(map(_same, value, before))
    if isinstance(value, Model) and isinstance(before, Model) and value._pristine:
        # Of the same segments; any other may still hold the same values.
        source = value._source
        if source is not None and source.same(before._source):
            return True
    return bool(value == before)
