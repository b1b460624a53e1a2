"""Where a field of a claim stands: in the file it was read from, and in its guide.

A model knows its segments, and its plan knows the segment of each field, so a finding on a
field gets the place that a finding on the segment would have. A claim made in Python has no
file: the path of its loops, segment and element are all there is to say.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import attrs

from edi_portal.findings import Location
from edi_portal.guides.masking import masked
from edi_portal.guides.places import LoopPlace
from edi_portal.models.base import Model, Source, bindings, loop_fields
from edi_portal.models.claim import Claim
from edi_portal.models.families import family
from edi_portal.models.fields import Kind
from edi_portal.models.layout import HEADER
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.scrubber.field_places import (
    FieldPlace,
    Segments,
    Step,
    data_element_of,
    field_place,
    index_of,
    source_of,
    steps,
)

Way = tuple[Model, list[Step]]
Starts = tuple[list[int], list[int]]


class Place(NamedTuple):
    """A place with what stands there: the segment, it with its values masked, and the value.

    ``above`` says that it is of a level above the claim, which other claims share.
    """

    location: Location
    above: bool
    text: str | None = None
    shown: str | None = None
    value: str | None = None
    data_element: str | None = None


class Locator:
    """Finds places in one claim, without walking all of it for each of them.

    ``number`` is the claim's own in the run, where no file says it.
    """

    def __init__(self, claim: Claim, number: int | None = None) -> None:
        self._claim = claim
        self._number = number
        # As far as was walked; models are known by their identity, as long as the claim is.
        self._walk = _ways(claim)
        self._ways: dict[int, Way] = {}
        self._segments: Segments = {}
        self._starts: dict[int, Starts] = {}

    def locate(self, owner: Model, at: str) -> Place:
        """The place of a field of a model that stands in the claim, or that it stands under."""
        claim = self._claim
        top, way = self._path_to(owner)
        path = [*way, *steps(at)]
        by, source = _plan_of(claim, top), source_of(top)
        origin = source.origin if source is not None else None
        base = origin.within.location if origin is not None else Location()
        standing = origin.standing if origin is not None else None
        loops = [standing.loop if standing is not None and standing.loop else by.loop.node.id]
        model = top
        while path and (below := _below(by, path[0][0])) is not None:
            name, index = path.pop(0)
            held = getattr(model, name)
            if held is None or held == ():
                base = attrs.evolve(base, claim=_claim(top, claim, origin, self._number))
                where = _absent(base, loops, below.loop)
                start = source.start if source is not None else 0
                return Place(self._numbered(where, start, source, origin), top is not claim)
            model = held[index or 0] if type(held) is tuple else held
            source = source_of(model)
            by = source.plan if source is not None else below
            loops.append(f"{by.loop.node.id}[{(index or 0) + 1}]")
        spot = field_place(by, path, model)
        location = attrs.evolve(
            base,
            loop="/".join(_within(loops, by, spot)).removeprefix(HEADER).lstrip("/") or None,
            claim=_claim(top, claim, origin, self._number),
            segment=spot.place.node.id,
            element=spot.element or None,
            component=spot.component or None,
        )
        return self._read(location, spot, source, origin, top is not claim)

    def _path_to(self, owner: Model) -> Way:
        """What the owner stands in (the claim, or a level above it), and the fields from there."""
        if id(owner) not in self._ways:
            for item, way in self._walk:
                self._ways.setdefault(id(item), way)
                if item is owner:
                    break
        return self._ways.get(id(owner), (self._claim, []))

    def _read(
        self,
        location: Location,
        spot: FieldPlace,
        source: Source | None,
        origin: Any,
        above: bool,
    ) -> Place:
        """The place with its segment's numbers, and what stands there."""
        data_element = data_element_of(spot)
        if source is None:
            return Place(location, above, data_element=data_element)
        at, element = index_of(spot, source, self._segments)
        if at is None:
            where = self._numbered(location, source.start, source, origin)
            return Place(where, above, data_element=data_element)
        text = source.texts[at].lstrip(" \t\r\n")
        values = text.split(source.delimiters.element)
        value = values[element] if 0 < element < len(values) else None
        if value is not None and spot.component:
            parts = value.split(source.delimiters.component)
            value = parts[spot.component - 1] if spot.component <= len(parts) else None
        return Place(
            attrs.evolve(self._numbered(location, at, source, origin), element=element or None),
            above,
            text,
            masked(text, spot.place.node, source.delimiters),
            value or None,
            data_element,
        )

    def _numbered(
        self, location: Location, at: int, source: Source | None, origin: Any
    ) -> Location:
        """The location with the numbers of the segment at an index of the unit."""
        if origin is None or source is None:
            return location
        standing = origin.standing
        offset = line = None
        if standing is not None and (at == 0 or standing.gap):
            starts = self._starts.get(id(source.texts))
            if starts is None:
                starts = self._starts[id(source.texts)] = _starts(source.texts)
            offset = standing.offset + starts[0][at] + len(standing.gap) * at
            line = standing.line + standing.gap.count("\n") * at + starts[1][at]
        return attrs.evolve(
            location,
            ordinal=origin.ordinal + at,
            segment_in_file=origin.first + at,
            offset=offset,
            line=line,
        )


def _starts(texts: Sequence[str]) -> Starts:
    """Before each segment of a unit: how many characters of segments, and line ends in them."""
    characters = list(accumulate(map(len, texts), initial=0))
    return characters, list(accumulate((text.count("\n") for text in texts), initial=0))


def _claim(top: Model, claim: Claim, origin: Any, number: int | None) -> int | None:
    """The number of the claim in its file, or else in the run; none for a level above claims."""
    if top is not claim:
        return None
    standing = origin.standing if origin is not None else None
    return standing.claim if standing is not None and standing.claim else number


def _ways(claim: Claim) -> Iterator[tuple[Model, Way]]:
    """Every model in a claim and in the levels above it, with the way to it."""
    yield claim, (claim, [])
    # A claim that is replaced as a whole may share what it stands under: that first.
    above = [getattr(claim, name) for name in _contexts(claim)]
    for top in (*(item for item in above if item is not None), claim):
        yield top, (top, [])
        yield from _inside(top, top, [])


def _contexts(claim: Claim) -> list[str]:
    return [name for name, item in bindings(type(claim)).items() if item.kind is Kind.CONTEXT]


def _inside(within: Model, top: Model, path: list[Step]) -> Iterator[tuple[Model, Way]]:
    for name in loop_fields(type(within)):
        held = getattr(within, name)
        if held is None or held == ():
            continue
        many = type(held) is tuple
        for index, item in enumerate(held if many else (held,)):
            way: list[Step] = [*path, (name, index if many else None)]
            yield item, (top, way)
            yield from _inside(item, top, way)


def _plan_of(claim: Claim, top: Model) -> LoopPlan:
    source = source_of(top)
    if source is not None:
        found: LoopPlan = source.plan
        return found
    known = family(type(claim))
    loop = next(loop for loop, of in known.layout.places(known.map).items() if of is type(top))
    return plan(type(top), loop)


def _below(by: LoopPlan, name: str) -> LoopPlan | None:
    """The plan of the loop that a field holds, if it holds one."""
    return next((below for field, _, below in by.loops.values() if field == name), None)


def _absent(base: Location, loops: Sequence[str], missing: LoopPlace) -> Location:
    """The place of a loop that is not there: where it would begin."""
    return attrs.evolve(
        base,
        loop="/".join([*loops, f"{missing.node.id}[1]"]),
        segment=missing.first.node.id,
    )


def _within(loops: Sequence[str], by: LoopPlan, spot: FieldPlace) -> list[str]:
    """The path of loops, with those between the model's own and the segment's."""
    inner: list[str] = []
    loop: LoopPlace | None = spot.place.parent
    while loop is not None and loop is not by.loop:
        inner.insert(0, f"{loop.node.id}[1]")
        loop = loop.parent
    return [*loops, *inner]
