"""Says what is wrong with one segment at its place in the guide: element by element.

This is the slow path behind `edi_portal.guides.pattern`. It reports at most one problem
for a value, the most telling one, and one for a syntax note, so that one defect gives one
finding. Problems name places and limits, never values; the value travels separately.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from edi_portal.findings import Origin
from edi_portal.guides.model import Composite, Element, Segment, SyntaxNote, Usage
from edi_portal.guides.pattern import FORMAT_QUALIFIER
from edi_portal.guides.values import fault
from edi_portal.x12.delimiters import Delimiters

REMARKS = frozenset({"ELE016", "ELE017"})
"""What is said of a value that may stand."""
# Characters that senders use as component separator, whatever ISA16 says.
_COMPONENT_MARKS = frozenset(":><|\\/^&%@!+")


@attrs.frozen(kw_only=True)
class Problem:
    """One fault within a segment: a code of the catalogue, its place and its facts.

    ``origin`` is the overlay that alone asks for it.
    """

    code: str
    element: int | None = None
    repetition: int | None = None
    component: int | None = None
    data_element: str | None = None
    value: str | None = attrs.field(default=None, repr=False)
    facts: Mapping[str, object] = attrs.field(factory=dict)
    origin: Origin | None = None


def diagnose(segment: Segment, text: str, delimiters: Delimiters) -> list[Problem]:
    """Everything wrong within ``text`` as the segment ``segment``; empty if nothing is."""
    return list(_Diagnosis(segment, delimiters).problems(text))


class _Diagnosis:
    def __init__(self, segment: Segment, delimiters: Delimiters) -> None:
        self._segment = segment
        self._delimiters = delimiters
        self._trailing = False

    def problems(self, text: str) -> Iterator[Problem]:
        """All faults of the segment.

        Separators at the end count only where nothing else is wrong: a required value left
        out at the end leaves its separator behind.
        """
        found = False
        for problem in self._faults(text):
            found = found or problem.code not in REMARKS
            yield problem
        if self._trailing and not found:
            yield Problem(code="SEG012", facts={"segment": self._segment.id})

    def _faults(self, text: str) -> Iterator[Problem]:
        segment, separator = self._segment, self._delimiters.element
        values = text.split(separator)[1:]
        if not any(values):
            yield Problem(code="SEG011", facts={"segment": segment.id})
            return
        self._trim(values)
        limit = len(segment.elements)
        if len(values) > limit:
            yield Problem(
                code="ELE003",
                element=limit + 1,
                value=values[limit],
                facts={"segment": segment.id, "count": len(values), "maximum": limit},
            )
            values = values[:limit]
        faulty: set[int] = set()
        qualifier = ""
        for node in segment.elements:
            value = values[node.position - 1] if node.position <= len(values) else ""
            for problem in self._node(node, value, qualifier):
                if problem.code not in REMARKS:
                    faulty.add(node.position)
                yield problem
            if node.data_element == FORMAT_QUALIFIER:
                qualifier = value
        yield from self._notes(segment.syntax, segment.elements, values, faulty, segment.id)

    def _trim(self, values: list[str]) -> None:
        while not values[-1]:
            self._trailing = True
            values.pop()

    def _node(self, node: Element | Composite, value: str, qualifier: str) -> Iterator[Problem]:
        if not value:
            if node.usage is Usage.REQUIRED:
                yield self._at(node, "ELE001", value)
            return
        if node.usage is Usage.NOT_USED:
            yield self._at(node, "ELE014", value)
            return
        mark = self._delimiters.repetition
        repetitions = value.split(mark) if mark and mark in value else [value]
        if len(repetitions) > node.repeat:
            yield self._at(node, "ELE012", value, count=len(repetitions), maximum=node.repeat)
            if node.repeat == 1:
                return  # a part of what should be one value says nothing of it
            repetitions = repetitions[: node.repeat]
        for number, repetition in enumerate(repetitions, 1):
            which = number if len(repetitions) > 1 or node.repeat > 1 else None
            if isinstance(node, Composite):
                yield from self._composite(node, repetition, which)
            else:
                yield from self._simple(node, repetition, qualifier, which)

    def _simple(
        self, node: Element, value: str, qualifier: str, repetition: int | None
    ) -> Iterator[Problem]:
        mark = self._delimiters.component
        if mark and mark in value:
            count = value.count(mark) + 1
            yield self._at(node, "ELE013", value, repetition, count=count, maximum=1)
            return
        problem = self._value(node, value, qualifier, node.position, repetition, None)
        if problem is not None:
            yield problem

    def _composite(self, node: Composite, value: str, repetition: int | None) -> Iterator[Problem]:
        problems = list(self._components(node, value, repetition))
        mark = self._delimiters.component
        if problems and not (mark and mark in value) and self._split_otherwise(node, value):
            yield self._at(node, "ELE020", value, repetition)
        else:
            yield from problems

    def _split_otherwise(self, node: Composite, value: str) -> bool:
        """Whether another character than the one ISA16 declares makes the composite right."""
        for mark in sorted(set(value) & _COMPONENT_MARKS - set(self._delimiters.all)):
            delimiters = attrs.evolve(self._delimiters, component=mark)
            if not list(_Diagnosis(self._segment, delimiters)._components(node, value, None)):
                return True
        return False

    def _components(self, node: Composite, value: str, repetition: int | None) -> Iterator[Problem]:
        mark = self._delimiters.component
        values = value.split(mark) if mark else [value]
        if not any(values):
            self._trailing = True
            if node.usage is Usage.REQUIRED:
                yield self._at(node, "ELE001", value, repetition)
            return
        self._trim(values)
        limit = len(node.components)
        if len(values) > limit:
            yield self._at(node, "ELE013", value, repetition, count=len(values), maximum=limit)
            values = values[:limit]
        qualifier = ""
        faulty: set[int] = set()
        for component in node.components:
            position = component.position
            part = values[position - 1] if position <= len(values) else ""
            problem = None
            if not part:
                if component.usage is Usage.REQUIRED:
                    problem = self._at(component, "ELE001", part, repetition, within=node)
            elif component.usage is Usage.NOT_USED:
                problem = self._at(component, "ELE014", part, repetition, within=node)
            else:
                problem = self._value(
                    component, part, qualifier, node.position, repetition, position
                )
            if problem is not None:
                if problem.code not in REMARKS:
                    faulty.add(position)
                yield problem
            if component.data_element == FORMAT_QUALIFIER:
                qualifier = part
        yield from self._notes(
            node.syntax, node.components, values, faulty, f"{node.id}-", node.position
        )

    def _value(
        self,
        node: Element,
        value: str,
        qualifier: str,
        element: int,
        repetition: int | None,
        component: int | None,
    ) -> Problem | None:
        """The most telling fault of a value that may be sent, or ``None``."""
        found = fault(node, value, qualifier)
        if found is None:
            return None
        code, facts = found
        return Problem(
            code=code,
            element=element,
            repetition=repetition,
            component=component,
            data_element=node.data_element or None,
            value=value,
            facts={
                "reference": _reference(self._segment, element, component),
                "title": node.title,
                **facts,
            },
        )

    def _at(
        self,
        node: Element | Composite,
        code: str,
        value: str,
        repetition: int | None = None,
        *,
        within: Composite | None = None,
        **facts: object,
    ) -> Problem:
        element = node.position if within is None else within.position
        component = None if within is None else node.position
        reference = _reference(self._segment, element, component)
        return Problem(
            code=code,
            element=element,
            repetition=repetition,
            component=component,
            data_element=node.data_element or None,
            value=value or None,
            facts={"reference": reference, "title": node.title, **facts},
        )

    def _notes(
        self,
        notes: Sequence[SyntaxNote],
        nodes: Sequence[Element | Composite],
        values: Sequence[str],
        faulty: set[int],
        prefix: str,
        composite: int | None = None,
    ) -> Iterator[Problem]:
        """One problem for each broken note, unless one of its elements is at fault already."""
        sent = {index for index, value in enumerate(values, 1) if value}
        for note in notes:
            at = _broken(note, sent)
            if at is None or not faulty.isdisjoint(note.positions):
                continue
            node = nodes[at - 1] if at <= len(nodes) else None
            style = "{}{}" if composite else "{}{:02d}"
            names = [style.format(prefix, position) for position in note.positions]
            reference = style.format(prefix, at)
            code = "ELE010" if note.kind == "E" else "ELE002"
            others = ", ".join(name for name in names if name != reference)
            yield Problem(
                code=code,
                element=composite or at,
                component=at if composite else None,
                data_element=(node.data_element or None) if node else None,
                facts={"reference": reference, "note": str(note), "others": others},
            )


def _reference(segment: Segment, element: int, component: int | None) -> str:
    text = f"{segment.id}{element:02d}"
    return text if component is None else f"{text}-{component}"


def _broken(note: SyntaxNote, sent: set[int]) -> int | None:
    """The position to blame if the note is broken: the missing one, or the one too many."""
    present = [position for position in note.positions if position in sent]
    absent = [position for position in note.positions if position not in sent]
    condition = note.positions[0]
    if note.kind == "P":
        return absent[0] if present and absent else None
    if note.kind == "R":
        return None if present else absent[0]
    if note.kind == "E":
        return present[1] if len(present) > 1 else None
    if condition not in sent:
        return None
    if note.kind == "C":
        return absent[0] if absent else None
    return absent[0] if len(present) == 1 else None
