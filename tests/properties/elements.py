"""Plants defects within a segment: in one element, one component, or one syntax note."""

import itertools
from collections.abc import Iterator, Sequence

import attrs

from edi_portal.guides.model import Composite, Element, Segment, SyntaxNote, Usage
from tests.properties.documents import Document, TransactionSet
from tests.properties.planting import Ack, Defect, Garden, Planter, Site, about

_QUALIFIER = "1250"  # a date time period format qualifier; the period after it is 1251
_PERIOD = "1251"


def _ack(code: str) -> Ack:
    return {"IK304": "8", "IK403": code}


@attrs.frozen
class Spot:
    """An element or component of a line: its node, its value, what stands around it."""

    at: int
    place: Segment
    values: tuple[str, ...]
    node: Element | Composite
    element: int
    component: int | None
    value: str
    qualifier: str  # the format qualifier before it

    @property
    def repeats(self) -> bool:
        """Whether the node may be sent more than once."""
        return self.node.repeat > 1


def _spots(document: Document, at: int, place: Segment) -> Iterator[Spot]:
    """Every element and component that a line could have, sent or not."""
    values = tuple(document.split(document.lines[at].text))
    qualifier = ""
    for node in place.elements:
        value = values[node.position] if node.position < len(values) else ""
        yield Spot(at, place, values, node, node.position, None, value, qualifier)
        if node.data_element == _QUALIFIER:
            qualifier = value
        if isinstance(node, Composite) and value:
            yield from _components(document, at, place, values, node, value)


def _components(
    document: Document,
    at: int,
    place: Segment,
    values: tuple[str, ...],
    node: Composite,
    value: str,
) -> Iterator[Spot]:
    if document.delimiters.repetition and document.delimiters.repetition in value:
        return
    parts = value.split(document.delimiters.component)
    qualifier = ""
    for component in node.components:
        position = component.position
        part = parts[position - 1] if position <= len(parts) else ""
        yield Spot(at, place, values, component, node.position, position, part, qualifier)
        if component.data_element == _QUALIFIER:
            qualifier = part


def _with(document: Document, spot: Spot, value: str) -> str:
    """The line with another value at the spot."""
    values = list(spot.values)
    values += [""] * (spot.element + 1 - len(values))
    if spot.component is not None:
        mark = document.delimiters.component
        parts = values[spot.element].split(mark)
        parts += [""] * (spot.component - len(parts))
        parts[spot.component - 1] = value
        value = mark.join(parts).rstrip(mark)
    values[spot.element] = value
    return document.join(values)


def _name(spot: Spot) -> str:
    text = f"{spot.place.id}{spot.element:02d}"
    return text if spot.component is None else f"{text}-{spot.component}"


def _changed(
    garden: Garden, of: TransactionSet, spot: Spot, kind: str, text: str, acks: Sequence[Ack]
) -> Defect:
    document = garden.document
    texts = document.replaced(spot.at, spot.at + 1, [text])
    return Defect(
        kind=kind,
        about=f"{about(of.owner[spot.at], _name(spot))}",
        data=document.render(texts),
        places=garden.places(of, spot.place.id, spot.at, spot.at),
        acks=tuple(acks),
        elements=(spot.element,),
        component=spot.component,
    )


def _sites(
    garden: Garden,
    kind: str,
    values: "_Values",
) -> Iterator[Site]:
    """A site for each value that a kind has for a spot, with the acks that name it."""
    document = garden.document
    for of, at, place in document.body():
        for spot in _spots(document, at, place):
            for value, acks in values(garden, of, spot):

                def plant(
                    of: TransactionSet = of,
                    spot: Spot = spot,
                    value: str = value,
                    acks: Sequence[Ack] = acks,
                ) -> Defect | None:
                    text = _with(document, spot, value)
                    if text == document.lines[spot.at].text:
                        return None
                    return _changed(garden, of, spot, kind, text, acks)

                yield Site(kind, of.guide.name, plant)


class _Values:
    """Faulty values for a spot, each with the acks that name the fault."""

    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        raise NotImplementedError


def _coded(node: Element) -> bool:
    return bool(node.codes) and node.external is None


def _numeric(node: Element) -> bool:
    return node.type == "R" or (node.type[:1] == "N" and node.type[1:].isdigit())


def _text(spot: Spot) -> Element | None:
    """The node, where it is sent and holds text in no particular form."""
    node = spot.node
    if isinstance(node, Composite) or not spot.value or _coded(node):
        return None
    free = node.type in ("AN", "ID") and node.data_element not in (_QUALIFIER, _PERIOD)
    return node if free and node.pattern is None and not spot.repeats else None


def _number(spot: Spot) -> Element | None:
    node = spot.node
    if isinstance(node, Composite) or not spot.value or _coded(node) or not _numeric(node):
        return None
    return node if node.pattern is None and not spot.repeats else None


class _Emptied(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        if spot.value and spot.node.usage is Usage.REQUIRED and not _is_alone(garden, spot):
            acks = [_ack("1")]
            if sum(map(bool, spot.values)) == 2:
                acks.append({"IK304": "8"})  # the only element: the segment is empty
            yield "", acks


def _is_alone(garden: Garden, spot: Spot) -> bool:
    """Whether a component is all there is of a composite that may be left out."""
    if spot.component is None:
        return False
    whole = spot.place.elements[spot.element - 1]
    sent = spot.values[spot.element].strip(garden.document.delimiters.component)
    return whole.usage is not Usage.REQUIRED and sent == spot.value


class _TooLong(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        if node := _text(spot):
            yield spot.value + "X" * (node.maximum + 1 - len(spot.value)), [_ack("5")]
        elif node := _number(spot):
            whole = spot.value.split(".")[0].lstrip("-")
            yield whole + "1" * (node.maximum + 1 - len(whole)), [_ack("5")]


class _TooShort(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        node = _text(spot) or _number(spot)
        if node and node.minimum > 1:
            yield ("1" if _number(spot) else "X") * (node.minimum - 1), [_ack("4")]


class _WrongCode(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        node = spot.node
        if isinstance(node, Composite) or not spot.value or not _coded(node) or spot.repeats:
            return
        known = _codes_of(of, spot)
        for letters in ("98", "89") if _numeric(node) else ("ZQ", "QX", "9Y"):
            for size in range(node.minimum, node.maximum + 1):
                code = (letters * size)[:size]
                if size == len(spot.value) and code not in known:
                    yield code, [_ack("7")]
                    return


def _codes_of(of: TransactionSet, spot: Spot) -> set[str]:
    """All codes of an element over all places of its segment, so that none is moved."""
    found: set[str] = set()
    for segment in of.guide.segments():
        if segment.id != spot.place.id or spot.element > len(segment.elements):
            continue
        node = segment.elements[spot.element - 1]
        if isinstance(node, Composite):
            for component in node.components:
                found.update(component.codes)
        else:
            found.update(node.codes)
    return found


class _WrongType(_Values):
    """Letters in a number, a day that no calendar has, an hour that no clock has."""

    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        node = spot.node
        if isinstance(node, Composite) or not spot.value or _coded(node) or spot.repeats:
            return
        if _numeric(node):
            yield spot.value[:-1] + "A", [_ack("6")]
        elif node.type == "DT":
            yield spot.value[:-2] + "32", [_ack("8")]
        elif node.type == "TM":
            yield "2560" + spot.value[4:], [_ack("9")]
        elif node.data_element == _PERIOD and spot.qualifier in ("D8", "RD8"):
            yield spot.value[:-4] + "1332", [_ack("8")]
        elif node.data_element == _PERIOD and spot.qualifier == "TM":
            yield "2560", [_ack("9")]


class _NotUsed(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        if spot.node.usage is Usage.NOT_USED and not spot.value:
            value = "X" if isinstance(spot.node, Composite) else sample(spot.node)
            if value:
                yield value, [_ack("I10")]


class _TooManyComponents(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        node, mark = spot.node, garden.document.delimiters.component
        if isinstance(node, Composite) and spot.value and mark and not spot.repeats:
            sent = spot.value.count(mark) + 1
            yield spot.value + mark * (len(node.components) + 1 - sent) + "X", [_ack("13")]


class _TooManyRepetitions(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        mark = garden.document.delimiters.repetition
        once = spot.component is None and not spot.repeats
        if mark and spot.value and once and spot.node.usage is not Usage.NOT_USED:
            yield spot.value + mark + spot.value, [_ack("12")]


class _ControlCharacter(_Values):
    def __call__(
        self, garden: Garden, of: TransactionSet, spot: Spot
    ) -> Iterator[tuple[str, Sequence[Ack]]]:
        node = _text(spot)
        if node and len(spot.value) > 1:
            yield spot.value[:-1] + "\x07", [_ack("6")]


def sample(node: Element) -> str:
    """A value that fits an element by itself; empty where none is known."""
    fitting = [code for code in node.codes if node.minimum <= len(code) <= node.maximum]
    if fitting:
        return fitting[0]
    if node.pattern or node.data_element == _PERIOD:
        return ""
    if node.type == "DT":
        return "20240115" if node.maximum >= 8 else "240115"
    if node.type == "TM":
        return "1200"
    size = max(node.minimum, 1)
    return "1" * size if _numeric(node) else "A" * size


def too_many_elements(garden: Garden) -> Iterator[Site]:
    """A value behind the last element of the segment."""
    document = garden.document
    for of, at, place in document.body():
        values = document.split(document.lines[at].text)
        last = len(place.elements)

        def plant(
            of: TransactionSet = of,
            at: int = at,
            place: Segment = place,
            values: list[str] = values,
            last: int = last,
        ) -> Defect | None:
            added = [*values, *[""] * (last + 1 - len(values)), "X"]
            return Defect(
                kind="one element too many",
                about=about(of.owner[at], f"{place.id}{last + 1:02d}"),
                data=document.render(document.replaced(at, at + 1, [document.join(added)])),
                places=garden.places(of, place.id, at, at),
                acks=(_ack("3"),),
                elements=(last + 1,),
            )

        yield Site("one element too many", of.guide.name, plant)


def note_broken(garden: Garden) -> Iterator[Site]:
    """A syntax note of the segment is broken, and no other."""
    document = garden.document
    for of, at, place in document.body():
        values = document.split(document.lines[at].text)
        values += [""] * (len(place.elements) + 1 - len(values))
        for note in place.syntax:
            for changed in _breaking(place, note, values):
                text = document.join(changed)

                def plant(
                    of: TransactionSet = of,
                    at: int = at,
                    place: Segment = place,
                    note: SyntaxNote = note,
                    text: str = text,
                ) -> Defect | None:
                    code = "10" if note.kind == "E" else "2"
                    return Defect(
                        kind="syntax note broken",
                        about=about(of.owner[at], f"{place.id} {note}"),
                        data=document.render(document.replaced(at, at + 1, [text])),
                        places=garden.places(of, place.id, at, at),
                        acks=(_ack(code),),
                        elements=note.positions,
                    )

                yield Site("syntax note broken", of.guide.name, plant)


def _breaking(place: Segment, note: SyntaxNote, values: list[str]) -> Iterator[list[str]]:
    """The segment with situational elements emptied or filled so that just this note breaks."""
    nodes = {node.position: node for node in place.elements}
    free = [at for at in note.positions if at in nodes and _is_free(nodes[at])]
    for size in range(1, len(free) + 1):
        for chosen in itertools.combinations(free, size):
            changed = list(values)
            for at in chosen:
                node = nodes[at]
                changed[at] = "" if values[at] or isinstance(node, Composite) else sample(node)
            sent = {at for at, value in enumerate(changed) if at and value}
            if changed == values or not sent:
                continue
            if [other for other in place.syntax if is_broken(other, sent)] == [note]:
                yield changed
                return


def _is_free(node: Element | Composite) -> bool:
    return node.usage is Usage.SITUATIONAL


def is_broken(note: SyntaxNote, sent: set[int]) -> bool:
    """Whether elements sent at these positions break a syntax note (X12.6)."""
    present = [at in sent for at in note.positions]
    if note.kind == "P":
        return any(present) and not all(present)
    if note.kind == "R":
        return not any(present)
    if note.kind == "E":
        return sum(present) > 1
    if note.kind == "C":
        return present[0] and not all(present)
    return present[0] and not any(present[1:])


def _planter(kind: str, values: _Values) -> Planter:
    return lambda garden: _sites(garden, kind, values)


PLANTERS: tuple[Planter, ...] = (
    _planter("required element empty", _Emptied()),
    _planter("too long", _TooLong()),
    _planter("too short", _TooShort()),
    _planter("wrong code", _WrongCode()),
    _planter("wrong type", _WrongType()),
    _planter("not used", _NotUsed()),
    _planter("too many components", _TooManyComponents()),
    _planter("too many repetitions", _TooManyRepetitions()),
    _planter("control character", _ControlCharacter()),
    too_many_elements,
    note_broken,
)
