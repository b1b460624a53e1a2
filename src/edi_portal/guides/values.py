"""Says what is wrong with one value, by its element of the guide: at most one fault.

Whether it is on a list outside of the guide is for others to say: `external_values` finds it.
"""

from collections.abc import Iterator

from edi_portal.guides import datatypes
from edi_portal.guides.model import Element, Segment
from edi_portal.guides.pattern import FORMATTED_PERIOD
from edi_portal.x12.delimiters import Delimiters

# What a value is not, by the type or format asked for.
_SHOWN = {"DT": "of a calendar date", "TM": "HHMM", "D8": "CCYYMMDD", "RD8": "CCYYMMDD-CCYYMMDD"}


def fault(node: Element, value: str, qualifier: str) -> tuple[str, dict[str, object]] | None:
    """A code of the catalogue with its facts for what is wrong with a value."""
    if datatypes.CONTROL.search(value):
        return "ELE006", {"type": node.type}
    if datatypes.is_numeric(node.type) and not datatypes.is_number(value, node.type):
        return "ELE006", {"type": node.type}
    length = datatypes.measured_length(value, node.type)
    if length < node.minimum:
        return "ELE004", {"length": length, "minimum": node.minimum}
    if length > node.maximum:
        return "ELE005", {"length": length, "maximum": node.maximum}
    if node.codes and not node.external and value not in node.codes:
        return "ELE007", {}
    if node.type in ("DT", "TM"):
        if not datatypes.is_date_or_time(value, node.type, node.minimum, node.maximum):
            return _date_or_time(node.type)
    elif node.type in datatypes.FORMATS:
        if not datatypes.is_formatted(value, node.type):
            return _date_or_time(node.type)
    elif (
        node.data_element == FORMATTED_PERIOD
        and qualifier
        and not datatypes.is_formatted(value, qualifier)
    ):
        return _date_or_time(qualifier)
    if node.pattern and not datatypes.matches(node.pattern, value):
        return "ELE015", {}
    return _remark(node, value)


def external_values(
    segment: Segment, text: str, delimiters: Delimiters
) -> Iterator[tuple[Element, int, int | None, str]]:
    """The values of ``text`` whose codes come from an external list.

    Yields the element of the guide, its position, the component's position and the value.
    """
    values = text.split(delimiters.element)[1:]
    for node, value in zip(segment.elements, values, strict=False):
        if isinstance(node, Element):
            if node.external and value:
                yield node, node.position, None, value
            continue
        parts = value.split(delimiters.component) if delimiters.component else [value]
        for component, part in zip(node.components, parts, strict=False):
            if component.external and part:
                yield component, node.position, component.position, part


def _date_or_time(form: str) -> tuple[str, dict[str, object]]:
    code = "ELE009" if form in datatypes.TIME_FORMATS else "ELE008"
    return code, {"format": _SHOWN.get(form, form)}


def _remark(node: Element, value: str) -> tuple[str, dict[str, object]] | None:
    """What is odd but not wrong about a text value."""
    if node.type not in ("AN", "ID"):
        return None
    if datatypes.BEYOND_ASCII.search(value):
        return "ELE017", {}
    text = value.rstrip(" ")
    if text != value and (not text or len(text) >= node.minimum):
        return "ELE016", {}
    return None
