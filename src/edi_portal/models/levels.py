"""What a unit stands under: the levels of a transaction set that are open above it."""

from typing import Any, NamedTuple

import attrs

from edi_portal.errors import ModelError
from edi_portal.findings import Location
from edi_portal.guides.units import Standing, Unit
from edi_portal.models.base import Model, bindings, defaults, made
from edi_portal.models.build import read_whole, source
from edi_portal.models.layout import HEADER
from edi_portal.models.plan import LoopPlan, plan


@attrs.define
class _Open:
    """A unit that others stand under, or that could not be made (``model`` is ``None``)."""

    loop: str
    depth: int
    model: Model | None
    _seen: Model | None = None

    def seen_as(self, of: type[Model]) -> Model | None:
        """The model as what stands under it declares it: of an item often the person alone.

        ``None`` where it cannot be read.
        """
        model = self.model
        if model is None or of is Model or type(model) is of or not isinstance(model, of):
            return model
        if type(self._seen) is not of:
            # Made anew: what else the item says is not to be written with what stands under it.
            make: Any = of
            try:
                self._seen = make(**{name: getattr(model, name) for name in defaults(of)})
            except ModelError:
                return None
        return self._seen


class Origin(NamedTuple):
    """Where the first segment of a model's unit was read: file and control numbers, its numbers."""

    envelope: Location
    first: int
    ordinal: int
    standing: Standing | None


class Levels:
    """The units of a transaction set that are open, each standing under those before it.

    ``envelope`` names the file and the control numbers around them.
    """

    def __init__(self) -> None:
        self.envelope = Location()
        self._open: list[_Open] = []

    def clear(self) -> None:
        """A transaction set begins."""
        self._open.clear()

    def enter(self, unit: Unit, of: type[Model]) -> Model | None:
        """The model of a unit, which is open from now on.

        ``None`` where something that it stands under is missing, or could not be read.
        """
        depth = unit.loop.depth
        self._open = [item for item in self._open if item.depth < depth]
        by = plan(of, unit.loop)
        context = self.above(by)
        if context is None:
            self._open.append(_Open(unit.loop.node.id, depth, None))
            return None
        origin = Origin(self.envelope, unit.first, unit.ordinal, unit.standing)
        model = made(of, source(by, unit.places, unit.texts, unit.delimiters, origin), context)
        self._open.append(_Open(unit.loop.node.id, depth, model))
        return model

    def above(self, by: LoopPlan) -> dict[str, Any] | None:
        """What an item would stand under, by its fields; ``None`` where something is missing."""
        context: dict[str, Any] = {}
        for field, loops in by.contexts.items():
            above = next((item for item in reversed(self._open) if item.loop in loops), None)
            seen = above.seen_as(bindings(by.of)[field].of) if above is not None else None
            if seen is not None:
                context[field] = seen
            elif defaults(by.of)[field] is attrs.NOTHING:
                return None
            elif above is not None and above.loop != HEADER:
                # Without its patient a claim would be the subscriber's; without its header,
                # which is a gap of its own, it is still the claim it is.
                return None
        return context

    def doubt(self) -> None:
        """An error was found: what is open may lack what comes too late, in units below it."""
        for item in self._open:
            if item.model is not None:
                try:
                    read_whole(item.model)
                except ModelError:
                    item.model = None

    def lose(self) -> None:
        """The unit just entered cannot be read: nothing can stand under it."""
        self._open[-1].model = None
