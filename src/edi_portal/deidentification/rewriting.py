"""Replaces what identifies a person in a segment, element by element, and leaves all else."""

from functools import lru_cache, partial

from edi_portal.deidentification import days
from edi_portal.deidentification.envelopes import ENVELOPE, enveloped
from edi_portal.deidentification.fakes import Fakes
from edi_portal.deidentification.masking import cleared, kept
from edi_portal.deidentification.patients import Owned
from edi_portal.deidentification.rules import KEPT, Rule, rules_at
from edi_portal.deidentification.scrambling import Scrambler
from edi_portal.deidentification.standing_in import stand_in
from edi_portal.guides.model import Composite, Element, Segment
from edi_portal.guides.placed import PlacedSegment

_NAMES = frozenset({"organization", "last-name", "first-name", "middle-name", "contact", "city"})
_KNOWN = 1 << 14
_LONGEST_ID = 3
_OTHER_SEPARATORS = ">:|^<\\"
_BYTE_ORDER_MARK = "\xef\xbb\xbf"


class Rewriter:
    """Rewrites the segments of a file. ``masked`` counts those that were cleared as a whole."""

    def __init__(self, key: bytes, weeks: int) -> None:
        self._scrambler = Scrambler(key)
        self._fakes = Fakes(self._scrambler)
        self._most_weeks = weeks
        self._day: str | None = None  # of the file
        self._weeks_of = lru_cache(_KNOWN)(self._drawn_weeks)
        self.masked = 0

    def text(self, owned: Owned) -> str:
        """The segment as it is to be written."""
        segment = owned.segment
        values = segment.text.split(segment.delimiters.element)
        place = segment.place or stand_in(owned.guide, values)
        if place is None or segment.id in ENVELOPE:
            values = self._unplaced(segment, values)
        else:
            view = _View(owned, place, values)
            if segment.id in ("BHT", "DTM", "BPR"):
                self._learn_day(segment)
            values[1:] = [self._element(view, at) for at in range(1, len(values))]
        return segment.delimiters.element.join(values)

    def gap(self, text: str, terminator: str) -> str:
        """What stands between segments: a terminator and line ends, or text that was skipped."""
        if not any(char.isalnum() and char != terminator for char in text):
            return text
        mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        rest = text.removeprefix(mark)
        return mark + "".join(char if char == terminator else cleared(char) for char in rest)

    def _learn_day(self, segment: PlacedSegment) -> None:
        at = {"BHT": 4, "DTM": 2, "BPR": 16}[segment.id]
        if segment.id != "DTM" or segment.element(1) == "405":
            self._day = days.day_of(segment.element(at)) or self._day

    def _unplaced(self, segment: PlacedSegment, values: list[str]) -> list[str]:
        if segment.id in ENVELOPE:
            return [values[0], *enveloped(segment.id, values[1:], self._fakes.number)]
        self.masked += 1
        known = segment.id.isalnum() and len(segment.id) <= _LONGEST_ID
        name = values[0] if known else cleared(values[0])
        return [name, *map(cleared, values[1:])]

    def _element(self, view: "_View", at: int) -> str:
        value = view.values[at]
        if not value:
            return value
        node = view.node(at)
        mark = view.segment.delimiters.repetition
        if not mark or mark not in value:
            return self._repetition(view, at, node, value)
        return mark.join(self._repetition(view, at, node, part) for part in value.split(mark))

    def _repetition(
        self, view: "_View", at: int, node: "Element | Composite | None", value: str
    ) -> str:
        mark = view.segment.delimiters.component
        if isinstance(node, Composite):
            mark = _separator(value, mark)
            nodes: tuple[Element, ...] = node.components
            names = [view.reference(at, number) for number in range(1, value.count(mark) + 2)]
        else:
            nodes = (node,) if node is not None else ()
            names = [view.reference(at)] * (value.count(mark) + 1 if mark else 1)
        parts = value.split(mark) if mark else [value]
        known = [*nodes, *[None] * len(parts)]
        return mark.join(map(partial(self._value, view), names, known, parts))

    def _value(self, view: "_View", reference: str, node: Element | None, value: str) -> str:
        if not value:
            return value
        rule = view.rule(reference)
        if rule is None:
            if node is None or (node.type in ("AN", "DT") and not node.codes):
                return cleared(value)
            return kept(value, node)
        return self._ruled(rule, view, node, value)

    def _ruled(self, rule: Rule, view: "_View", node: Element | None, value: str) -> str:
        kind, fakes = rule.kind, self._fakes
        if kind in KEPT:
            return _kept_by(rule, node, value)
        most = node.maximum if node is not None else None
        if kind in _NAMES:
            return fakes.name(kind, value, most)
        if kind == "address":
            return fakes.address(value, most)
        if kind == "zip":
            return fakes.zip_code(value, view.value("N402"), view.value("N404"))
        if kind in ("date", "birth-date"):
            return self._date(kind, view, value)
        if kind == "text":
            return cleared(value, unlike=node.codes if node is not None else ())
        if kind == "affix":
            return fakes.affix(value)
        if kind == "communication":
            return fakes.communication(value)
        return fakes.clia(value) if kind == "clia" else fakes.number(value)

    def _date(self, kind: str, view: "_View", value: str) -> str:
        weeks = self._weeks_of(view.patient)
        if kind == "birth-date":
            found = days.born(value, weeks, days.year_of(self._day))
        elif view.value("DTP02") == "TM" and days.is_time(value):
            found = value
        else:
            # A service after the day of its file is a fault, and stays one.
            late = view.is_claim and days.later(value, self._day)
            found = days.moved(value, -weeks if late else weeks)
        return cleared(value) if found is None else found

    def _drawn_weeks(self, patient: str) -> int:
        return 1 + self._scrambler.drawn("weeks", patient) % self._most_weeks


class _View:
    """A segment while it is rewritten: its values, its nodes, and the rules for them."""

    def __init__(self, owned: Owned, place: Segment, values: list[str]) -> None:
        self.segment = owned.segment
        self.patient = owned.patient
        self.values = values
        self._guide = owned.guide
        self._place = place
        self._before = tuple(values)

    @property
    def is_claim(self) -> bool:
        """Whether this is a segment of an 837."""
        return self._guide.startswith("837")

    def node(self, at: int) -> Element | Composite | None:
        """The element of the guide at a position."""
        nodes = self._place.elements
        return nodes[at - 1] if at <= len(nodes) else None

    def reference(self, at: int, component: int | None = None) -> str:
        """What an element is called."""
        name = f"{self._place.id}{at:02d}"
        return name if component is None else f"{name}-{component}"

    def rule(self, reference: str) -> Rule | None:
        """The first rule that fits an element."""
        for rule in rules_at(self._guide, self._place.loop, reference):
            if rule.fits(self.value):
                return rule
        return None

    def value(self, reference: str) -> str:
        """What the file says at a reference of this segment."""
        name, _, component = reference.partition("-")
        at = int(name[-2:])
        if not reference.startswith(self._place.id) or at >= len(self._before):
            return ""
        value = self._before[at]
        if not component:
            return value
        mark = self.segment.delimiters.component
        parts = value.split(mark) if mark else [value]
        return parts[int(component) - 1] if int(component) <= len(parts) else ""


def _kept_by(rule: Rule, node: Element | None, value: str) -> str:
    if node is not None and value in node.codes:
        return value
    if rule.form is not None:
        return value if rule.form.fullmatch(value) else cleared(value)
    if rule.kind == "public":
        return value
    if rule.kind == "batch-date":
        return value if value.replace("-", "").isdigit() else cleared(value)
    return kept(value, node)


def _separator(value: str, declared: str) -> str:
    """What parts the components of a value: as declared, or as the file does it nevertheless."""
    if not declared or declared in value:
        return declared or ":"
    return next((char for char in value if char in _OTHER_SEPARATORS), declared)
