"""One reading of an input into models: units become models by their layout.

What stands above an item (billing provider, subscriber, payer) is made once and given to
every item below it. Where an error was found in a unit, all of it is read at once: if that
fails, a finding says so in place of the model (``MDL001``), and the next unit is read.
"""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from edi_portal.catalogue import finding, keep
from edi_portal.errors import ModelError
from edi_portal.event import GroupBegin, InterchangeBegin, TransactionBegin, TransactionEnd
from edi_portal.findings import Finding, Location, Severity
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.places import LoopPlace
from edi_portal.guides.reading import Reading
from edi_portal.guides.registry import Registration
from edi_portal.guides.units import Unit
from edi_portal.models.base import Model
from edi_portal.models.build import read_whole
from edi_portal.models.layout import HEADER, Layout, collected
from edi_portal.models.levels import Levels, Within
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.models.registry import LAYOUTS

OnFinding = Callable[[Finding], None]
_GUIDE = 2  # SNIP type of what the guide asks for
# Told once in a transaction set, and true of all of it: composites split by another character.
_THROUGHOUT = frozenset({"ELE020"})


@attrs.frozen
class _Level:
    """What a loop that units begin with is read as: by which plan, and whether it is an item."""

    layout: Layout
    by: LoopPlan
    header: bool
    item: bool


class Run:
    """One reading of an input into models: see `edi_portal.models.stream.Models`."""

    def __init__(
        self,
        reading: Callable[[Callable[[Registration], frozenset[str] | None]], Reading],
        guides: frozenset[str],
        whole: bool,
        headers: bool,
        outside: Callable[[PlacedSegment], Model] | None,
        on_finding: OnFinding | None,
        max_findings: int,
    ) -> None:
        self.findings: list[Finding] = []
        self.gaps = 0
        self.ended = False
        self._guides = guides
        self._whole = whole
        self._headers = headers
        self._outside = outside
        self._told = on_finding
        self._most = max_findings
        self.reading = reading(self._asked)
        self._errors = 0
        self._doubtful = False  # an error was told that units behind it have as well
        self._headless = False  # the header of the transaction set cannot be read
        self._levels = Levels()
        self._known: dict[LoopPlace, _Level] = {}
        self._header: tuple[Unit, Model] | None = None
        self._items: list[Model] = []
        self._last: tuple[Unit, Model] | None = None  # not yielded, nothing below it so far
        self._within = Within()
        self.interchange: InterchangeBegin | None = None

    def _asked(self, item: Registration) -> frozenset[str] | None:
        return LAYOUTS[item.name].loops if item.name in self._guides else None

    def models(self) -> Iterator[Any]:
        """The models, in the order of the input."""
        for item in self.reading.items():
            if isinstance(item, Unit):
                level = self._level(item)
                if self._last is not None:
                    bare = self._bare(level.layout, item.loop.depth)
                    if bare is not None:
                        yield bare
                model = self._unit(item, level)
                if model is not None:
                    yield model
            elif isinstance(item, TransactionBegin):
                self._begin(item)
            elif isinstance(item, TransactionEnd):
                yield from self._end()
            elif isinstance(item, Finding):
                self._errors += item.severity is Severity.ERROR
                self._doubtful |= item.code in _THROUGHOUT
                self._tell(item)
            elif isinstance(item, InterchangeBegin):
                self._within = Within(self.reading.file, item.control_number)
                self.interchange = item
            elif isinstance(item, GroupBegin):
                self._within = self._within.in_group(item.control_number)
            elif isinstance(item, PlacedSegment) and self._outside is not None:
                yield from self._segment(item, self._outside)
        self.ended = True

    def _segment(
        self, item: PlacedSegment, outside: Callable[[PlacedSegment], Model]
    ) -> Iterator[Any]:
        """A TA1, outside of transaction sets."""
        if item.id == "TA1" and item.ordinal is None:
            try:
                yield outside(item)
            except ModelError as error:
                self._unreadable(item, str(error))

    def _unreadable(self, at: PlacedSegment, reason: str) -> None:
        self.gaps += 1
        place = attrs.evolve(
            self._place,
            segment=at.id,
            segment_in_file=at.segment_in_file,
            offset=at.offset,
            line=at.line,
        )
        self._tell(finding("MDL001", place, reason=reason))

    def _tell(self, found: Finding) -> None:
        if self._told is not None:
            self._told(found)
        else:
            keep(self.findings, found, self._most, Location())

    @property
    def _place(self) -> Location:
        """The envelopes that are open. A `Location` for each would take its time."""
        return self._within.location

    def _begin(self, item: TransactionBegin) -> None:
        self._errors = 0
        self._doubtful = self._headless = False
        self._levels.clear()
        self._header = None
        self._items.clear()
        self._last = None
        self._within = self._levels.within = self._within.in_set(item.control_number)
        name = item.name
        if name is None:
            self._gap("its guide is not known", None)
        elif name not in self._guides:
            self._tell(finding("MDL002", self._place, guide=name))

    def _level(self, unit: Unit) -> _Level:
        """What the loop of a unit is read as, looked up once."""
        found = self._known.get(unit.loop)
        if found is None:
            layout = LAYOUTS[unit.map.guide.name]
            name = unit.loop.node.id
            by = plan(layout.levels[name], unit.loop)
            found = _Level(layout, by, unit.loop is unit.map.root, name in layout.items)
            self._known[unit.loop] = found
        return found

    def _unit(self, unit: Unit, level: _Level) -> Model | None:
        """The model of a unit, if it is one that is yielded."""
        # Below SNIP type 2 nothing says whether a unit is as its guide has it.
        doubtful = self._doubtful or unit.doubtful or self.reading.snip < _GUIDE
        errors = self._errors or doubtful
        self._errors = 0
        if level.header:
            if self._headless:
                return None  # what stands behind the levels alone is no header
            if self._header is not None:
                first = self._header[0]
                # What the transaction set has behind its levels is the header's as well.
                unit = attrs.evolve(
                    unit, places=first.places + unit.places, texts=first.texts + unit.texts
                )
            model = self._make(unit, level.by, errors)
            if model is not None:
                self._header = (unit, model)
            self._headless = self._header is None
            return None
        model = self._make(unit, level.by, errors)
        if model is None:
            return None
        if not level.item or not level.layout.yields(model):
            self._last = (unit, model)
            return None
        if not self._whole or collected(level.layout.levels[HEADER]) is None:
            return model
        self._items.append(model)
        return None

    def _bare(self, layout: Layout, depth: int) -> Model | None:
        """The item of a level that is over and was none so far, where none came below it."""
        last, self._last = self._last, None
        if last is None or depth > last[0].loop.depth:
            return None
        unit, model = last
        if unit.loop.node.id in layout.items:
            return model
        if layout.bare is None:
            return None
        loop = next(loop for loop in unit.map.loops if loop.node.id in layout.items)
        context = self._levels.above(plan(layout.levels[loop.node.id], loop))
        return layout.bare(**context) if context is not None else None

    def _make(self, unit: Unit, by: LoopPlan, errors: int) -> Model | None:
        """The model of a unit, or ``None`` and a finding that says why there is none."""
        if errors:
            self._levels.doubt()
        model = self._levels.enter(unit, by)
        if model is not None and unit.whole and not errors:
            return model
        name = by.of.__name__
        if model is None:
            self._gap(f"{name}: what it stands under is missing, or cannot be read", unit)
            return None
        reason = f"{name}: the file ends within it" if not unit.whole else ""
        if errors and not reason:
            try:
                read_whole(model)
            except ModelError as error:
                reason = str(error)
        if reason:
            self._levels.lose()
            self._gap(reason, unit)
            return None
        return model

    def _gap(self, reason: str, unit: Unit | None) -> None:
        self.gaps += 1
        place = self._place
        if unit is not None:
            segment_id = unit.texts[0].split(unit.delimiters.element, 1)[0].strip()
            place = attrs.evolve(
                place,
                segment=segment_id if len(segment_id) <= 3 else None,
                ordinal=unit.ordinal,
                segment_in_file=unit.first,
            )
        self._tell(finding("MDL001", place, reason=reason))

    def _end(self) -> Iterator[Any]:
        """The transaction set is over: what is yielded as a whole is yielded."""
        if self._header is None:
            return
        unit, model = self._header
        self._header = None
        layout = LAYOUTS[unit.map.guide.name]
        bare = self._bare(layout, 0)
        if bare is not None:
            yield bare
        name = collected(type(model))
        if self._whole and name is not None:
            object.__setattr__(model, name, tuple(self._items))
            for item in self._items:
                for field, loops in plan(type(item), _loop_of(item)).contexts.items():
                    if HEADER in loops:
                        object.__setattr__(item, field, model)
            yield model
        elif HEADER in layout.items or (self._headers and name is not None):
            yield model


def _loop_of(item: Model) -> Any:
    assert item._source is not None
    return item._source.plan.loop
