"""What of a segment may be shown without what it says: control numbers, codes, lengths."""

from edi_portal.guides.model import Composite, Element, Segment
from edi_portal.x12.delimiters import Delimiters

_LONGEST_CONTROL_NUMBER = 14


def control_number(value: str) -> str | None:
    """A value fit to be shown as a control number: short, letters and digits."""
    text = value.strip()
    return text if text.isalnum() and len(text) <= _LONGEST_CONTROL_NUMBER else None


def masked(text: str, segment: Segment | None, delimiters: Delimiters) -> str:
    """The segment with its values blotted out; codes that the guide prints stay.

    Letters become ``x``, digits ``9``; separators and lengths stay, so columns still fit.
    """
    values = text.split(delimiters.element)
    shown = [values[0] if len(values[0]) <= 3 else _blot(values[0])]
    nodes = segment.elements if segment is not None else ()
    for number, value in enumerate(values[1:]):
        node = nodes[number] if number < len(nodes) else None
        if isinstance(node, Composite) and delimiters.component:
            parts = value.split(delimiters.component)
            components = node.components
            value = delimiters.component.join(
                _shown(part, components[at] if at < len(components) else None)
                for at, part in enumerate(parts)
            )
            shown.append(value)
        else:
            shown.append(_shown(value, node if isinstance(node, Element) else None))
    return delimiters.element.join(shown)


def _shown(value: str, node: Element | None) -> str:
    return value if node is not None and value in node.codes else _blot(value)


def _blot(value: str) -> str:
    return "".join(
        "9" if character.isdigit() else "x" if character.isalpha() else character
        for character in value
    )
