"""Which field of a segment stands at an element: what errors on that element are to name."""

from collections.abc import Iterable
from typing import Any

from edi_portal.guides.places import SegmentPlace
from edi_portal.models.fields import Kind
from edi_portal.models.plan import Slot


def slot_at(
    slots: Iterable[Slot], place: SegmentPlace, element: int, component: int | None
) -> Slot | None:
    """The field of a segment that is written to an element, or to a component of it."""
    return next((slot for slot in slots if _holds(slot, place, element, component)), None)


def name_at(
    of: Any, slots: Iterable[Slot], place: SegmentPlace, element: int, component: int | None
) -> str | None:
    """What errors call the field of a model that has its value written to an element.

    Several fields may stand there, of which one is given: a last name, or an organization's.
    """
    given = [slot for slot in slots if getattr(of, slot.field) not in (None, ())]
    slot = slot_at(given, place, element, component)
    if slot is None:
        return None
    if slot.kind is Kind.PART and component:
        below = name_at(getattr(of, slot.field), slot.items, place, component, None)
        return f"{slot.name}.{below.rpartition('.')[2]}" if below is not None else slot.name
    return slot.name


def _holds(slot: Slot, place: SegmentPlace, element: int, component: int | None) -> bool:
    if slot.kind in (Kind.SEGMENT, Kind.SEGMENTS):
        return False
    if slot.given is not None and element == slot.given[0]:
        return True  # what says of which kind it is
    first, last = slot.element, max(slot.element, slot.through)
    if slot.kind is Kind.PERIOD:
        last = first + 1
    elif slot.kind is Kind.RUNS or not slot.width:
        last = len(place.node.elements)
    if not first <= element <= last:
        return False
    if slot.component and component and not slot.every:
        return slot.component == component
    return True
