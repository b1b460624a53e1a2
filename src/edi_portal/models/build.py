"""Reads models from placed segments, by their plans.

A model is made with the segments it stands for and takes them apart when a field is first
asked for; loops below it are made the same way, each from its own stretch of segments.
Values that were checked against the guide always read; where a file has errors,
`read_whole` reads everything at once and says what cannot be read.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, Source, layout_of, loop_fields, made, read_fields
from edi_portal.models.decode import readers
from edi_portal.models.plan import LoopPlan
from edi_portal.x12.delimiters import Delimiters

_T = TypeVar("_T", bound=Model)


def build(of: type[_T], source: Source, **context: Any) -> _T:
    """A model of these segments; nothing is read yet."""
    return made(of, source, context)


def source(
    plan: LoopPlan,
    places: Sequence[SegmentPlace | None],
    texts: Sequence[str],
    delimiters: Delimiters,
    origin: Any = None,
) -> Source:
    """Everything in these segments as the source of one model."""
    return Source(plan, places, texts, 0, len(texts), delimiters, load, origin)


def read_whole(of: Model) -> None:
    """Reads every field of a model and of all below it.

    Raises `ModelError` for the first that cannot be read, or is required and missing.
    """
    kind = type(of)
    for name in read_fields(kind):
        # The first field that is looked at has all of them read.
        getattr(of, name)
        break
    for name in loop_fields(kind):
        value = getattr(of, name)
        if value is None:
            continue
        for item in value if type(value) is tuple else (value,):
            read_whole(item)


def load(of: Source) -> dict[str, Any]:
    """The fields that the segments of a source hold."""
    plan: LoopPlan = of.plan
    values: dict[str, Any] = {}
    places, texts, delimiters = of.places, of.texts, of.delimiters
    index, stop = of.start, of.stop
    while index < stop:
        place = places[index]
        if place is None:
            index += 1
        elif place.parent is plan.loop or place.parent in plan.dissolved:
            found = plan.segments.get(place)
            if found is not None:
                text = texts[index].lstrip(" \t\r\n").split(delimiters.element)
                for reader in readers(found):
                    reader(text, values, delimiters)
            index += 1
        else:
            loop = child_at(place, plan)
            end = loop_end(places, index, stop, loop.depth - 1 if loop else plan.loop.depth)
            _below(of, plan, loop, index, end, values)
            index = end
    for name in layout_of(plan.of).many:
        if name in values:
            values[name] = tuple(values[name])
    return values


def _below(
    of: Source,
    plan: LoopPlan,
    loop: LoopPlace | None,
    index: int,
    end: int,
    values: dict[str, Any],
) -> None:
    """Makes the model of a loop that stands from ``index`` to ``end``, if a field binds it."""
    bound = plan.loops.get(loop) if loop is not None else None
    if bound is None:
        return
    name, many, below = bound
    stretch = Source(below, of.places, of.texts, index, end, of.delimiters, load)
    item = made(below.of, stretch, {})
    if many:
        values.setdefault(name, []).append(item)
    else:
        values.setdefault(name, item)


def child_at(place: SegmentPlace, within: LoopPlan) -> LoopPlace | None:
    """The loop that a segment stands in and that is directly below that of a plan."""
    loop: LoopPlace | None = place.parent
    while loop is not None and loop.parent is not within.loop:
        if loop.parent in within.dissolved:
            break
        loop = loop.parent
    return loop


def loop_end(places: Sequence[SegmentPlace | None], index: int, stop: int, depth: int) -> int:
    """Where the loop that begins at ``index`` ends, ``depth`` being that of the loop around it."""
    at = index + 1
    while at < stop:
        place = places[at]
        if place is not None and place.depth - place.opens <= depth:
            return at
        at += 1
    return stop
