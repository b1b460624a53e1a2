"""Finds where a class stands in the guides, and draws models of it there.

Classes for levels, loops, segments and parts of them all work: a part is drawn within its
segment, so that codes and syntax notes are those of the place.
"""

import functools
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from edi_portal.errors import UsageError
from edi_portal.models.acknowledgment import InterchangeAcknowledgment
from edi_portal.models.acknowledgment.interchange import envelope_plan
from edi_portal.models.base import Model, bindings
from edi_portal.models.families import Family
from edi_portal.models.fields import Kind
from edi_portal.models.layout import Layout
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.models.registry import LAYOUTS
from edi_portal.testing.elements import Draw
from edi_portal.testing.items import families, family_of, items
from edi_portal.testing.loops import loop_model
from edi_portal.testing.segments import Fields, Group, draw_code, groups

_PARTS = frozenset({Kind.PART, Kind.PARTS, Kind.RUNS})


_FOUND: dict[tuple[type, str | None], SearchStrategy[Any]] = {}


def models_of(of: type[Model], guide: str | None) -> SearchStrategy[Any]:
    """Models of any class; `UsageError` for one that no guide, or not this one, has a place for."""
    found = _FOUND.get((of, guide))
    if found is None:
        found = _FOUND[of, guide] = _made(of, guide)
    return found


def _made(of: type[Model], guide: str | None) -> SearchStrategy[Any]:
    if of is InterchangeAcknowledgment:
        return _at_loop(envelope_plan())
    written = families(of, guide)
    if written:
        return some.one_of([items(of, by) for by in written])
    found = [
        use
        for layout in LAYOUTS.values()
        if guide in (None, layout.guide) and of in classes_of(layout)
        for use in _uses(of, family_of(layout))
    ]
    if not found:
        where = f"the guide {guide}" if guide else "any guide"
        raise UsageError(f"{of.__name__} has no place in {where}")
    return some.one_of(found)


@functools.cache
def classes_of(layout: Layout) -> frozenset[type]:
    """Every class that models of a guide are made of."""
    found: set[type] = set()
    waiting = list(layout.levels.values())
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += [item.of for item in bindings(kind).values() if item.of is not None]
    return frozenset(found)


def _uses(of: type[Model], by: Family) -> Iterator[SearchStrategy[Any]]:
    for found in plans(by):
        if found.of is of:
            yield _at_loop(found)
        for place in found.segments.values():
            for group in groups(place):
                if group.whole and group.slots[0].of is of:
                    yield _in_segment(of, group, frozenset())
                for slot in group.shown:
                    if slot.kind in _PARTS and slot.of is of:
                        yield _in_segment(of, group, frozenset({slot.element}))


def plans(by: Family) -> Iterator[LoopPlan]:
    """The plans of all levels, as items and as what others stand under, and of what is below."""
    seen: set[LoopPlan] = set()
    levels = by.layout.places(by.map)
    waiting = [plan(kind, loop) for loop, kind in levels.items()]
    while waiting:
        found = waiting.pop()
        if found in seen:
            continue
        seen.add(found)
        yield found
        waiting += [below for _, _, below in found.loops.values()]
        for name, ids in found.contexts.items():
            kind = bindings(found.of)[name].of
            if kind is not Model:
                waiting += [plan(kind, loop) for loop in levels if loop.node.id in ids]


def _at_loop(by: LoopPlan) -> SearchStrategy[Any]:
    @some.composite
    def drawn(draw: Draw) -> Model:
        return loop_model(draw, by, {})

    return drawn()


def _in_segment(of: type[Model], group: Group, there: frozenset[int]) -> SearchStrategy[Any]:
    @some.composite
    def drawn(draw: Draw) -> Any:
        fields: Fields = {}
        group.draw(draw, draw_code(draw, group), fields, there)
        return next(_instances(of, list(fields.values())), None)

    return drawn().filter(lambda found: found is not None)


def _instances(of: type[Model], value: Any) -> Iterator[Model]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _instances(of, item)
    elif type(value) is of:
        yield value
    elif isinstance(value, Model):
        yield from _instances(of, [getattr(value, name) for name in bindings(type(value))])
