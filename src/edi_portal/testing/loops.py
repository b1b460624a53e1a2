"""Draws the fields of a class at a loop of a guide, and those of the loops below it.

What the guide requires, or the class cannot be made without, is always there; what is
situational sometimes, the less the deeper it stands, so that a model keeps a size that can be
looked at.
"""

from collections.abc import Callable

import attrs
from hypothesis import strategies as some

from edi_portal.guides.model import Usage
from edi_portal.guides.places import LoopPlace, SegmentPlace
from edi_portal.models.base import Model, defaults
from edi_portal.models.plan import LoopPlan
from edi_portal.testing.elements import Draw, chosen
from edi_portal.testing.segments import Fields, groups, is_made, segments

SITUATIONAL = 4.0
"""Situational segments and loops on average, of all those that a loop may have."""
_LIKELIEST = 0.6
_FEWER = 0.6
_MOST_LOOPS = 2


def loop_model(draw: Draw, of: LoopPlan, given: Fields, about: float = SITUATIONAL) -> Model:
    """A model of a class at a loop.

    ``given`` are fields that are settled, such as contexts; ``about`` is how many of the
    situational segments and loops are there, on average.
    """
    fields = dict(given)
    _within(draw, of, of.loop, about, fields)
    made = {name: tuple(held) if isinstance(held, list) else held for name, held in fields.items()}
    kind: Callable[..., Model] = of.of
    return kind(**made)


def _within(draw: Draw, of: LoopPlan, loop: LoopPlace, about: float, into: Fields) -> None:
    children = [child for child in loop.children if _bound(of, child)]
    optional = [child for child in children if not _needed(of, child)]
    chance = min(_LIKELIEST, about / max(len(optional), 1))
    yes = dict(zip(map(id, optional), chosen(draw, len(optional), chance), strict=True))
    for child in children:
        if not yes.get(id(child), True):
            continue
        if isinstance(child, SegmentPlace):
            segments(draw, of.segments[child], into)
        elif child in of.dissolved:
            _within(draw, of, child, about, into)
        else:
            _loops(draw, of, child, about * _FEWER, into)


def _loops(draw: Draw, of: LoopPlan, child: LoopPlace, about: float, into: Fields) -> None:
    name, many, below = of.loops[child]
    if not many:
        into.setdefault(name, loop_model(draw, below, {}, about))
        return
    most = min(child.node.maximum or _MOST_LOOPS, _MOST_LOOPS)
    for _ in range(draw(some.integers(1, most))):
        into.setdefault(name, []).append(loop_model(draw, below, {}, about))


def _bound(of: LoopPlan, child: SegmentPlace | LoopPlace) -> bool:
    if child.node.usage is Usage.NOT_USED:
        return False
    if isinstance(child, LoopPlace):
        return child in of.loops or child in of.dissolved
    return child in of.segments and not is_made(child) and bool(groups(of.segments[child]))


def _needed(of: LoopPlan, child: SegmentPlace | LoopPlace) -> bool:
    """Whether guide or class ask for it."""
    if child.required:
        return True
    if isinstance(child, SegmentPlace):
        return child.opens or any(group.needed for group in groups(of.segments[child]))
    if child in of.dissolved:
        return any(_bound(of, below) and _asked(of, below) for below in child.children)
    return defaults(of.of)[of.loops[child][0]] is attrs.NOTHING


def _asked(of: LoopPlan, child: SegmentPlace | LoopPlace) -> bool:
    """Whether the class cannot be made without what stands there."""
    if isinstance(child, SegmentPlace):
        return any(group.needed for group in groups(of.segments[child]))
    return child not in of.dissolved and _needed(of, child) and not child.required
