"""Reads models from placed segments, by their plans.

A model is made with the segments it stands for and takes them apart when a field is first
asked for; loops below it are made the same way, each from its own stretch of segments.
Values that were checked against the guide always read; where a file has errors,
`read_whole` reads everything at once and says what cannot be read.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, Source, loop_fields, made, read_fields
from edi_portal.models.decode import Reader, reader
from edi_portal.models.plan import LoopPlan
from edi_portal.x12.delimiters import Delimiters

_T = TypeVar("_T", bound=Model)
# A field, whether it is a tuple, and the plan of what it holds.
_Bound = tuple[str, bool, LoopPlan]
# What reading does at a segment: it takes it apart into fields, or else it is in a loop, which
# ends where segments stand in no more loops than this, and is bound to a field, or to none.
_Step = tuple[Reader | None, int | None, _Bound | None]


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
    held = of.__dict__
    for name in loop_fields(kind):
        value = held[name]
        if type(value) is tuple:
            for item in value:
                read_whole(item)
        elif value is not None:
            read_whole(value)


def load(of: Source) -> dict[str, Any]:
    """The fields that the segments of a source hold."""
    plan: LoopPlan = of.plan
    values: dict[str, Any] = {}
    places, texts, delimiters = of.places, of.texts, of.delimiters
    separator, steps = delimiters.element, plan.steps
    first, around, bound = 0, None, None  # the loop below that is open, by its step
    for index in range(of.start, of.stop):
        place = places[index]
        if place is None:
            continue
        if around is not None:
            if place.outer > around:
                continue
            if bound is not None:
                _below(of, bound, first, index, values)
        step = steps.get(place)
        if step is None:
            step = steps[place] = _step(plan, place)
        read, around, bound = step
        if read is not None:
            read(texts[index].split(separator), values, delimiters)
        elif around is not None:
            first = index
    if bound is not None:
        _below(of, bound, first, of.stop, values)
    for name, value in values.items():
        if type(value) is list:
            values[name] = tuple(value)
    return values


def _below(of: Source, bound: _Bound, start: int, stop: int, values: dict[str, Any]) -> None:
    """Makes the model of a loop that stands in these segments."""
    name, many, plan = bound
    item = made(plan.of, Source(plan, of.places, of.texts, start, stop, of.delimiters, load), {})
    if many:
        values.setdefault(name, []).append(item)
    else:
        values.setdefault(name, item)


def _step(plan: LoopPlan, place: SegmentPlace) -> _Step:
    """What reading does at a segment of this place."""
    if place.parent is plan.loop or place.parent in plan.dissolved:
        found = plan.segments.get(place)
        return (reader(found) if found is not None else None), None, None
    loop = child_at(place, plan)
    if loop is None:
        return None, plan.loop.depth, None
    return None, loop.depth - 1, plan.loops.get(loop)


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
        if place is not None and place.outer <= depth:
            return at
        at += 1
    return stop
