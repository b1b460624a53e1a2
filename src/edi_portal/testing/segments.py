"""Draws what the fields of a class hold of one segment of the guide.

The segment is drawn as text and read as any is, so a field holds what reading would give it.
"""

import functools
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as some

from edi_portal.guides.model import Usage
from edi_portal.guides.places import SegmentPlace
from edi_portal.models.decode import reader
from edi_portal.models.fields import Kind
from edi_portal.models.plan import SegmentPlan, Slot
from edi_portal.testing.elements import Draw, elements
from edi_portal.testing.shapes import is_needed, shapes_of
from edi_portal.x12.writer import Writer

WRITER = Writer(line_end="")
MADE = frozenset({"ST", "SE", "HL", "LX", "LS", "LE"})
"""Segments that writing makes by itself."""
_MOST = 3

Fields = dict[str, Any]


class Group:
    """Fields that are written to one segment, or a field that holds whole segments."""

    def __init__(self, place: SegmentPlace, slots: Sequence[Slot], *, whole: bool) -> None:
        self.place = place
        self.slots = slots
        self.whole = whole
        inner = slots[0].items if whole else slots
        self.shapes = shapes_of(place.node.elements, place.node.syntax, inner)
        self.needed = any(map(is_needed, slots))
        one = slots[0]
        self.many = one.kind is Kind.SEGMENTS or (
            one.kind in (Kind.ELEMENT, Kind.PERIOD)
            and one.many
            and one.spots == 1
            and not (one.every or one.through or not one.width)
        )
        known = place.discriminator
        self.codes: list[str] = []
        if known is not None:
            self.codes = sorted(known.codes & one.qualifiers if one.qualifiers else known.codes)
        self._plan = SegmentPlan(
            place, slots=[] if whole else [*slots], whole=[*slots] if whole else []
        )

    @property
    def shown(self) -> Sequence[Slot]:
        """The fields of the segment, those of its object where it is one."""
        return self.slots[0].items if self.whole else self.slots

    def text(self, draw: Draw, code: str | None, there: frozenset[int] = frozenset()) -> str | None:
        """A segment, or none where there is nothing to say; ``there`` are elements it must have."""
        known = self.place.discriminator
        codes = {(known.element, known.component): code} if known and code else {}
        values = elements(draw, self.shapes, codes, there)
        return WRITER.bare_segment(self.place.node.id, values) if any(values) else None

    def draw(
        self,
        draw: Draw,
        code: str | None,
        into: Fields,
        there: frozenset[int] = frozenset(),
    ) -> None:
        """Puts what one segment holds into the fields."""
        text = self.text(draw, code, there)
        if text is not None:
            values = text.split(WRITER.delimiters.element)
            reader(self._plan)(values, into, WRITER.delimiters)


@functools.cache
def groups(of: SegmentPlan) -> tuple[Group, ...]:
    """The fields of a segment by the segments they stand in, as writing makes them."""
    by_codes: dict[frozenset[str], list[Slot]] = {}
    for slot in of.slots:
        by_codes.setdefault(slot.qualifiers, []).append(slot)
    scalar = [Group(of.place, slots, whole=False) for slots in by_codes.values()]
    return (*scalar, *(Group(of.place, [slot], whole=True) for slot in of.whole))


def is_made(place: SegmentPlace) -> bool:
    """Whether nothing of the segment is for a model to say."""
    return place.node.id in MADE or place.node.usage is Usage.NOT_USED


def segments(draw: Draw, of: SegmentPlan, into: Fields) -> None:
    """As many segments of one place as its maximum allows, a few at most."""
    room = of.place.node.maximum or _MOST
    waiting = [group for group in groups(of) if group.codes or group.place.discriminator is None]
    first = [group for group in waiting if group.needed]
    others = [group for group in waiting if not group.needed]
    if not first and others:
        first = [others.pop(draw(some.integers(0, len(others) - 1)))]
    for group in first + [group for group in others if draw(some.booleans())]:
        if room < 1:
            return
        most = min(room, _MOST) if group.many else 1
        count = draw(some.integers(1, most)) if most > 1 else 1
        codes = _codes(draw, group, count)
        for code in codes:
            group.draw(draw, code, into)
        room -= count


def _codes(draw: Draw, group: Group, count: int) -> Sequence[str | None]:
    if not group.codes or count == 1:
        return [draw_code(draw, group) for _ in range(count)]
    each_once = group.place.node.maximum == len(group.codes) and count <= len(group.codes)
    picks = some.lists(
        some.sampled_from(group.codes), min_size=count, max_size=count, unique=each_once
    )
    return draw(picks)


def draw_code(draw: Draw, group: Group) -> str | None:
    """A qualifier for a segment, where the guide tells it from others by one."""
    return draw(some.sampled_from(group.codes)) if group.codes else None
