"""Segments and guides made by hand, as small as a test needs them."""

from collections.abc import Sequence
from typing import Any

from edi_portal.guides.model import Composite, Element, Guide, Loop, Segment, SyntaxNote, Usage


def element(position: int, **changes: Any) -> Element:
    """A text element of one to five characters, situational unless said otherwise."""
    given: dict[str, Any] = {
        "id": f"X1{position:02d}",
        "title": "Thing",
        "usage": Usage.SITUATIONAL,
        "data_element": "127",
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


def segment(*elements: Element | Composite, notes: Sequence[str] = (), **changes: Any) -> Segment:
    """The segment X1 with these elements and syntax notes."""
    given: dict[str, Any] = {
        "id": "X1",
        "title": "Thing",
        "usage": Usage.SITUATIONAL,
        "maximum": 1,
        "position": 10,
        "loop": "2000",
    }
    written = tuple(note(text) for text in notes)
    return Segment(elements=elements, syntax=written, **{**given, **changes})


def loop(*children: Segment | Loop, **changes: Any) -> Loop:
    """The loop 2000 with these children."""
    given: dict[str, Any] = {
        "id": "2000",
        "title": "Things",
        "usage": Usage.SITUATIONAL,
        "maximum": 1,
        "position": 20,
    }
    return Loop(children=children, **{**given, **changes})


def guide_of(*children: Segment | Loop) -> Guide:
    """A guide whose transaction set holds these behind its ST."""
    st = segment(element(1), id="ST", usage=Usage.REQUIRED, position=0, loop="ST_LOOP")
    return Guide(
        version="005010X999",
        transaction="999",
        functional_group="XX",
        name="made",
        title="A guide made by hand",
        root=loop(st, *children, id="ST_LOOP", usage=Usage.REQUIRED, position=0),
    )


def note(text: str) -> SyntaxNote:
    """A syntax note as guides write it: ``P0304``."""
    digits = text[1:]
    return SyntaxNote(text[0], tuple(int(digits[at : at + 2]) for at in range(0, len(digits), 2)))
