"""Segments and guides made by hand, as small as a test needs them."""

from collections.abc import Sequence
from typing import Any

from edi_portal.guides.model import Composite, Element, Segment, SyntaxNote, Usage


def element(position: int, **changes: Any) -> Element:
    """A text element of one to five characters, situational unless said otherwise."""
    given: dict[str, Any] = {
        "id": f"X1{position:02d}",
        "title": "Thing",
        "usage": Usage.SITUATIONAL,
        "data_element": "9999",
        "type": "AN",
        "minimum": 1,
        "maximum": 5,
    }
    return Element(position=position, **{**given, **changes})


def composite(position: int, *components: Element, **changes: Any) -> Composite:
    """A composite, situational unless said otherwise."""
    given: dict[str, Any] = {
        "id": "C999",
        "title": "Things",
        "usage": Usage.SITUATIONAL,
        "data_element": "C999",
    }
    return Composite(position=position, components=components, **{**given, **changes})


def segment(*elements: Element | Composite, notes: Sequence[str] = ()) -> Segment:
    """The segment X1 with these elements and syntax notes."""
    return Segment(
        id="X1",
        title="Thing",
        usage=Usage.SITUATIONAL,
        maximum=1,
        position=10,
        loop="2000",
        elements=elements,
        syntax=tuple(note(text) for text in notes),
    )


def note(text: str) -> SyntaxNote:
    """A syntax note as guides write it: ``P0304``."""
    digits = text[1:]
    return SyntaxNote(text[0], tuple(int(digits[at : at + 2]) for at in range(0, len(digits), 2)))
