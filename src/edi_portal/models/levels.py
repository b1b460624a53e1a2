"""What a unit stands under: the levels of a transaction set that are open above it."""

from typing import Any, NamedTuple

import attrs

from edi_portal.errors import ModelError
from edi_portal.findings import Location
from edi_portal.guides.units import Standing, Unit
from edi_portal.models.base import Model, defaults, made
from edi_portal.models.build import read_whole, source
from edi_portal.models.layout import HEADER
from edi_portal.models.plan import LoopPlan


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
        if type(model) is of or model is None or of is Model or not isinstance(model, of):
            return model
        if type(self._seen) is not of:
            # Made anew: what else the item says is not to be written with what stands under it.
            make: Any = of
            try:
                self._seen = make(**{name: getattr(model, name) for name in defaults(of)})
            except ModelError:
                return None
        return self._seen


class Within(NamedTuple):
    """The envelopes that something was read in: file and control numbers."""

    file: str | None = None
    interchange: str | None = None
    group: str | None = None
    transaction: str | None = None

    def in_group(self, group: str | None) -> "Within":
        """A group of this interchange."""
        return Within(self.file, self.interchange, group)

    def in_set(self, transaction: str | None) -> "Within":
        """A transaction set of this group."""
        return Within(self.file, self.interchange, self.group, transaction)

    @property
    def location(self) -> Location:
        """The place, as findings have it."""
        return Location(**self._asdict())


class Origin(NamedTuple):
    """Where the first segment of a model's unit was read: file and control numbers, its numbers."""

    within: Within
    first: int
    ordinal: int
    standing: Standing | None


class Levels:
    """The units of a transaction set that are open, each standing under those before it.

    Each is deeper than the one before. ``within`` is the transaction set that they are of.
    """

    def __init__(self) -> None:
        self.within = Within()
        self._open: list[_Open] = []

    def clear(self) -> None:
        """A transaction set begins."""
        self._open.clear()

    def enter(self, unit: Unit, by: LoopPlan) -> Model | None:
        """The model of a unit, which is open from now on.

        ``None`` where something that it stands under is missing, or could not be read.
        """
        loop, opened = unit.loop, self._open
        depth = loop.depth
        while opened and opened[-1].depth >= depth:
            opened.pop()
        context = self.above(by)
        if context is None:
            opened.append(_Open(loop.node.id, depth, None))
            return None
        origin = Origin(self.within, unit.first, unit.ordinal, unit.standing)
        model = made(by.of, source(by, unit.places, unit.texts, unit.delimiters, origin), context)
        opened.append(_Open(loop.node.id, depth, model))
        return model

    def above(self, by: LoopPlan) -> dict[str, Any] | None:
        """What an item would stand under, by its fields; ``None`` where something is missing."""
        context: dict[str, Any] = {}
        for field, loops, of, required in by.standing:
            above: _Open | None = None
            for item in reversed(self._open):
                if item.loop in loops:
                    above = item
                    break
            seen = above.seen_as(of) if above is not None else None
            if seen is not None:
                context[field] = seen
            elif required:
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
