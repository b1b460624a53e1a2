"""Models of a file one unit at a time, made anew from their fields and written again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from edi_portal.guides.reading import Reading
from edi_portal.guides.units import Unit
from edi_portal.models.base import Model, bindings
from edi_portal.models.build import build, source
from edi_portal.models.emit import write_loop
from edi_portal.models.fields import Kind
from edi_portal.models.layout import Layout
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.x12.reader import Reader
from edi_portal.x12.source import open_blocks
from edi_portal.x12.writer import Writer

_MADE = ("ST", "SE", "HL")


def units(path: Path, layout: Layout) -> Iterator[Unit]:
    """The units of a layout's transaction sets; what is behind the levels is the header's."""
    headers: list[Unit] = []
    with open_blocks(path, data=None, stream=None, progress=None) as blocks:
        reading = Reading(
            Reader(blocks),
            file=str(path),
            units=lambda item: layout.loops if item.name == layout.guide else None,
        )
        for item in reading.items():
            if not isinstance(item, Unit):
                continue
            if item.loop is not item.map.root:
                yield item
            elif item.ordinal > 2 and headers:
                first = headers.pop()
                both = (first.places + item.places, first.texts + item.texts)
                headers.append(attrs.evolve(first, places=both[0], texts=both[1]))
            else:
                headers.append(item)
    yield from headers


def planned(unit: Unit, layout: Layout) -> LoopPlan:
    """The plan of the class that the layout has for a unit."""
    return plan(layout.levels[unit.loop.node.id], unit.loop)


def model_of(unit: Unit, layout: Layout) -> Any:
    """The model of a unit, without what it stands under."""
    by = planned(unit, layout)
    return build(by.of, source(by, unit.places, unit.texts, unit.delimiters))


def rebuilt(value: Any) -> Any:
    """A model as if made in Python: every field given, all below it too."""
    if isinstance(value, tuple):
        return tuple(map(rebuilt, value))
    if not isinstance(value, Model):
        return value
    return type(value)(
        **{
            name: rebuilt(getattr(value, name))
            for name, binding in bindings(type(value)).items()
            if binding.kind not in (Kind.CONTEXT, Kind.ITEMS)
        }
    )


def written(model: Model, unit: Unit, layout: Layout) -> list[str]:
    """The segments of a model at the place of a unit, without what composing makes."""
    writer = Writer(unit.delimiters, line_end="")
    return _own(write_loop(model, planned(unit, layout), writer), unit)


def texts(unit: Unit) -> list[str]:
    """The segments of a unit, without what composing makes."""
    return _own([text.strip() for text in unit.texts], unit)


def _own(found: list[str], unit: Unit) -> list[str]:
    mark = unit.delimiters.element
    return [text for text in found if text.split(mark, 1)[0] not in _MADE]
