"""Draws what a file is made of: items, each with the levels that it stands under."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from edi_portal.guides.places import LoopPlace
from edi_portal.models.base import Model, bindings, defaults
from edi_portal.models.families import Family, family
from edi_portal.models.layout import HEADER, Layout, collected
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.models.registry import LAYOUTS
from edi_portal.testing.elements import Draw
from edi_portal.testing.loops import SITUATIONAL, loop_model
from edi_portal.testing.segments import Fields

_MOST_ITEMS = 3
_SELDOM = 12
Levels = dict[str, Model | None]


def family_of(layout: Layout) -> Family:
    """A layout with its guide and places."""
    return family(layout.levels[HEADER], layout.guide)


def families(of: type[Model], guide: str | None) -> list[Family]:
    """The guides that the class is an item of, or the header of items; none for most."""
    return [
        family_of(layout)
        for layout in LAYOUTS.values()
        if guide in (None, layout.guide)
        and of in {layout.levels[loop] for loop in (HEADER, *layout.items)}
    ]


def items(of: type[Model], by: Family) -> SearchStrategy[Any]:
    """Models of a class of items or headers, whole with what they stand under."""

    @some.composite
    def drawn(draw: Draw) -> Model:
        if by.layout.levels[HEADER] is of:
            return _with_items(draw, of, by)
        target = draw(some.sampled_from(_targets(of, by)))
        if by.layout.bare is not None and draw(some.integers(0, _SELDOM)) == _SELDOM:
            return _bare(draw, of, by, target, by.layout.bare)
        return _item(draw, of, by, target, {})

    return drawn()


def batches(of: type[Model], by: Family, most: int) -> SearchStrategy[list[Any]]:
    """Items that are written together: some stand under the same levels, in the guide's order.

    Where the guide requires an item of a level before others, as a 277CA its receipt of the
    whole batch, it is there.
    """

    @some.composite
    def drawn(draw: Draw) -> list[Model]:
        made: list[Model] = []
        levels: Levels = {}
        while not made or (len(made) < most and draw(some.booleans())):
            if by.layout.levels[HEADER] is of:
                made.append(_with_items(draw, of, by))
                continue
            target = draw(some.sampled_from(_targets(of, by)))
            path = [*_above(target)][::-1]
            kept = draw(some.integers(0, len(path)))
            # What the guide has once in a level is of another level the next time.
            while kept and [*path, target][kept].node.maximum == 1:
                kept -= 1
            levels = _shared(levels, path[:kept])
            new = [place for place in path if place.node.id not in levels]
            for loop in dict.fromkeys((*_demanded(by, new), target)):
                kind = by.layout.levels[loop.node.id]
                made.append(_item(draw, kind, by, loop, levels))
        return made

    return drawn()


def _targets(of: type[Model], by: Family) -> list[LoopPlace]:
    """The loops that items of the class stand at."""
    return [
        loop
        for loop in by.map.loops
        if loop.node.id in by.layout.items and by.layout.levels[loop.node.id] is of
    ]


def _shared(levels: Levels, path: Sequence[LoopPlace]) -> Levels:
    """The levels from the transaction set down that are the same as those of the item before."""
    ids = [place.node.id for place in path]
    return {loop: levels[loop] for loop in itertools.takewhile(levels.__contains__, ids)}


def _demanded(by: Family, path: Sequence[LoopPlace]) -> list[LoopPlace]:
    """Loops of items that the guide requires in these levels, before what stands below them."""
    return [
        child
        for level in path
        for child in level.children
        if isinstance(child, LoopPlace)
        and child.required
        and child.node.id in by.layout.items
        and not child.starts_path
        and len(level.children) > 2  # else it is the only thing there
        and any(isinstance(other, LoopPlace) and other.starts_path for other in level.children)
    ]


def _with_items(draw: Draw, of: type[Model], by: Family) -> Model:
    """A header, with the items that stand below it if its class holds them."""
    given: Fields = {}
    name = collected(of)
    if name is not None:
        below = bindings(of)[name].of
        targets = _targets(below, by)
        given[name] = tuple(
            _item(draw, below, by, targets[0], {HEADER: None})
            for _ in range(draw(some.integers(0, _MOST_ITEMS)))
        )
    return loop_model(draw, plan(of, by.map.root), given)


def _item(draw: Draw, of: type[Model], by: Family, target: LoopPlace, levels: Levels) -> Model:
    """An item at a loop; ``levels`` are those above it that are settled, by the ids of loops."""
    found = plan(of, target)
    return loop_model(draw, found, _contexts(draw, found, by, levels))


def _bare(
    draw: Draw, of: type[Model], by: Family, target: LoopPlace, make: Callable[..., Model]
) -> Model:
    """An item that is nothing but the levels it stands under, those that it must have at least."""
    found = plan(of, target)
    given = _contexts(draw, found, by, {})
    needed = {name for name in given if defaults(of)[name] is attrs.NOTHING}
    may_stay = [
        name
        for name, loops in found.contexts.items()
        if name in given and name not in needed and not by.layout.items.intersection(loops)
    ]
    kept = draw(some.integers(0, len(may_stay)))
    return make(**{name: given[name] for name in (*needed, *may_stay[:kept])})


def _contexts(draw: Draw, of: LoopPlan, by: Family, levels: Levels) -> Fields:
    """What a model stands under, each level drawn once."""
    given: Fields = {}
    above = {place.node.id: place for place in _above(of.loop)}
    for name, ids in of.contexts.items():
        place = next((above[loop_id] for loop_id in ids if loop_id in above), None)
        if place is None:
            continue
        level = place.node.id
        if level not in levels:
            kind = bindings(of.of)[name].of
            if kind is Model:
                kind = by.layout.levels[level]  # two classes that name each other
            levels[level] = _level(draw, plan(kind, place), by, levels)
        if levels[level] is not None:
            given[name] = levels[level]
    return given


def _level(draw: Draw, of: LoopPlan, by: Family, levels: Levels) -> Model:
    # A level that may be an item by itself has nothing to say here but what it is.
    about = 0.0 if of.loop.node.id in by.layout.items else SITUATIONAL
    return loop_model(draw, of, _contexts(draw, of, by, levels), about)


def _above(loop: LoopPlace) -> Iterator[LoopPlace]:
    above = loop.parent
    while above is not None:
        yield above
        above = above.parent
