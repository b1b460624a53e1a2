"""Writes models as segments, by the same plans that read them.

A model that is as it was read gives the segments it was read from. A changed copy gives them
too, but for the segments whose fields differ; those are made anew where they stood. What no
field can say, because the guide leaves one choice, is filled in: single codes that are
required, or that a syntax note pairs with a value that is there.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

from edi_portal.errors import ModelError
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, Source, defaults
from edi_portal.models.build import child_at, loop_end
from edi_portal.models.fields import Kind
from edi_portal.models.own_segments import Step, own_step
from edi_portal.models.plan import Child, Key, LoopPlan
from edi_portal.models.presence import Left, present
from edi_portal.x12.writer import Writer

# A stretch of segments with where the guide has them.
_Chunk = tuple[Key, list[str]]
# Where a child stands within its loop, what writes it, and its fields.
_Child = tuple[Key, Step, tuple[str, ...]]


def write_loop(of: Model, plan: LoopPlan, writer: Writer) -> list[str]:
    """The segments of a model at a loop, without terminators, those of loops below included.

    Raises `ModelError` for a value that has no place there, or contains a delimiter. Whether the guide allows what is written is for the guide to say.
    """
    texts: list[str] = []
    _steps(plan).add(of, writer, texts)
    return texts


def write_parted(
    of: Model, plan: LoopPlan, writer: Writer, last_rank: int
) -> tuple[list[str], list[str]]:
    """As `write_loop`, with the segments behind a rank of the loop apart."""
    texts: list[str] = []
    behind: list[str] = []
    source = of._source
    if source is not None and of._pristine and _fits(source, plan, writer):
        ranks = _steps(plan).ranks
        into = texts
        for at in range(source.start, source.stop):
            place = source.places[at]
            if place is not None and place in ranks:
                into = behind if ranks[place] > last_rank else texts
            into.append(source.texts[at])
        return texts, behind
    for (rank, *_), found in _chunks(of, plan, writer):
        (behind if rank > last_rank else texts).extend(found)
    return texts, behind


def _chunks(of: Model, plan: LoopPlan, writer: Writer) -> Iterator[_Chunk]:
    """The segments of a model that is not as it was read, in stretches."""
    source = of._source
    if source is not None and not _fits(source, plan, writer):
        of, source = without_source(of), None
    _check_places(of, plan)
    if source is None:
        yield from _fresh(of, plan, writer)
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
    for name in defaults(type(of)):
        if name not in plan.placed and getattr(of, name) not in (None, ()):
            loop = plan.loop.node.id
            raise ModelError(
                f"{type(of).__name__}.{name} has no place in loop {loop} of the guide",
                field=f"{type(of).__name__}.{name}",
                place=loop,
            )


class _Below:
    """Loops below the own, each of a model of its own."""

    def __init__(self, name: str, many: bool, plan: LoopPlan) -> None:
        self._name = name
        self._many = many
        self._plan = plan
        self._steps = _steps(plan)

    def add(self, of: Model, writer: Writer, into: list[str], _left: Left) -> None:
        value = of.__dict__[self._name]
        for item in value if self._many else (value,):
            before = len(into)
            self._steps.add(item, writer, into)
            if len(into) == before:
                raise ModelError(
                    f"{type(of).__name__}.{self._name} has nothing that could be written",
                    field=f"{type(of).__name__}.{self._name}",
                    place=self._plan.loop.node.id,
                )


class _Steps:
    """What writes a class at a loop, child by child, in the order of the guide.

    ``present`` finds the steps that have anything to write, each with where its child stands
    within the loop and the names of its fields. ``ranks`` are those of all segments there.
    """

    def __init__(self, plan: LoopPlan) -> None:
        self._plan = plan

    @functools.cached_property
    def present(self) -> Callable[[Model], tuple[list[_Child], Left, bool]]:
        # Not before it is needed: models that were read are written without it.
        plan = self._plan
        children = [
            (
                (key, _step(plan, child), names),
                names,
                isinstance(child, SegmentPlace) and child.opens,
            )
            for child, key, names in plan.written
        ]
        whole = [slot for found in plan.segments.values() for slot in found.whole]
        segments = dict.fromkeys(slot.field for slot in whole if slot.kind is Kind.SEGMENTS)
        unplaced = [name for name in defaults(plan.of) if name not in plan.placed]
        return present(plan.of, children, segments, unplaced)

    @functools.cached_property
    def ranks(self) -> dict[SegmentPlace, int]:
        return {
            place: key[0]
            for child, key in self._plan.children.items()
            for place in ((child,) if isinstance(child, SegmentPlace) else _segments(child))
        }

    def add(self, of: Model, writer: Writer, into: list[str]) -> None:
        """Adds the segments of a model, those of loops below included."""
        source = of._source
        if source is None:
            steps, left, placed = self.present(of)
            if not placed or type(of) is not self._plan.of:
                _check_places(of, self._plan)
            for _, add, _ in steps:
                add(of, writer, into, left)
            if left:
                _check_written(of, self._plan, left)
        elif of._pristine and _fits(source, self._plan, writer):
            into += source.texts[source.start : source.stop]
        else:
            for _, texts in _chunks(of, self._plan, writer):
                into += texts


def _segments(loop: LoopPlace) -> Iterator[SegmentPlace]:
    for child in loop.children:
        if isinstance(child, SegmentPlace):
            yield child
        else:
            yield from _segments(child)


def _step(plan: LoopPlan, child: Child) -> Step:
    if isinstance(child, SegmentPlace):
        return own_step(plan, child)
    return _Below(*plan.loops[child]).add


_STEPS: dict[LoopPlan, _Steps] = {}


def _steps(plan: LoopPlan) -> _Steps:
    found = _STEPS.get(plan)
    if found is None:
        found = _STEPS[plan] = _Steps(plan)
    return found


def _fresh(
    of: Model, plan: LoopPlan, writer: Writer, only: set[str] | None = None
) -> Iterator[_Chunk]:
    """The segments of a model by its fields, in the order of the guide; ``only`` some fields."""
    steps, left, _ = _steps(plan).present(of)
    if only is not None:
        left = {name: items for name, items in left.items() if name in only}
    for key, add, names in steps:
        if only is None or not only.isdisjoint(names):
            texts: list[str] = []
            add(of, writer, texts, left)
            if texts:
                yield key, texts
    _check_written(of, plan, left)


def _check_written(of: Model, plan: LoopPlan, left: Left) -> None:
    for name, items in left.items():
        if items:
            raise ModelError(
                f"{type(of).__name__}.{name} has an item that has no place in loop "
                f"{plan.loop.node.id}: its qualifier is none of the guide's",
                field=f"{type(of).__name__}.{name}",
                place=plan.loop.node.id,
            )


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
