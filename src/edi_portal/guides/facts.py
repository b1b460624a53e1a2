"""The form of a guide described as plain data: dictionaries that JSON can hold as they are.

The form is stable: keys may be added, never renamed. ``usage`` is R, S or N; a
``maximum`` of ``None`` is unlimited; lengths are in characters, of numbers in digits;
``place`` is the notation of `edi_portal.guides.notation` and finds the part again. Two
parts that say the same are equal, wherever in the guide they stand.
"""

from typing import Literal, NotRequired, TypedDict


class NoteFacts(TypedDict):
    """A syntax note: as X12 writes it, the elements it ties together, and in words."""

    note: str
    references: list[str]
    words: str


class ElementFacts(TypedDict):
    """A simple element or a component. ``external`` names a code list outside of the guide."""

    kind: Literal["element"]
    reference: str
    place: str
    title: str
    usage: str
    data_element: str
    type: str
    min_length: int
    max_length: int
    repeat: int
    codes: list[str]
    external: str | None
    pattern: str | None


class CompositeFacts(TypedDict):
    """A composite with its components."""

    kind: Literal["composite"]
    reference: str
    place: str
    title: str
    usage: str
    data_element: str
    repeat: int
    syntax: list[NoteFacts]
    components: list[ElementFacts]


class SegmentFacts(TypedDict):
    """A segment at one place. Elements and syntax notes are there where they were asked for."""

    kind: Literal["segment"]
    id: str
    place: str
    title: str
    usage: str
    maximum: int | None
    qualifiers: list[str]
    syntax: NotRequired[list[NoteFacts]]
    elements: NotRequired[list[ElementFacts | CompositeFacts]]


class LoopFacts(TypedDict):
    """A loop; ``transparent`` ones only group others. Cut off at a depth it has no children."""

    kind: Literal["loop"]
    id: str
    place: str
    title: str
    usage: str
    maximum: int | None
    transparent: bool
    children: "NotRequired[list[SegmentFacts | LoopFacts]]"


NodeFacts = LoopFacts | SegmentFacts | CompositeFacts | ElementFacts


class GuideFacts(TypedDict):
    """What is said of a guide as a whole; ``corrections`` are the overlays applied to it."""

    name: str
    version: str
    transaction: str
    functional_group: str
    aliases: list[str]
    withdrawn: bool
    corrections: list[str]


class GuideTree(GuideFacts):
    """A guide from ST to SE."""

    children: list[SegmentFacts | LoopFacts]


class FoundFacts(TypedDict):
    """One part at a place; ``paths`` are the loops around it, where it stands in several."""

    paths: list[str]
    node: NodeFacts


class PlaceFacts(TypedDict):
    """The parts of a guide at a place."""

    guide: GuideFacts
    place: str
    found: list[FoundFacts]
