"""Places of a guide as overlays and people write them: ``2310B``, ``2300/REF[G1]02``.

- ``2310B``: a loop, wherever the guide has it;
- ``2400/PWK``, ``2300/REF[G1]``: a segment of that loop, all of them or the one whose
  qualifier lists the code (first element, first component, or HL03);
- ``2400/PWK02``, ``2400/SV101-2``, ``2300/DTP[431]03``: an element or component.
"""

import re

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.model import Composite, Segment

_PLACE = re.compile(
    r"(?P<loop>[A-Z0-9_]+)"
    r"(?:/(?P<segment>[A-Z][A-Z0-9]{1,2}?)(?:\[(?P<qualifier>[^\]]+)\])?"
    r"(?:(?P<element>\d\d)(?:-(?P<component>\d+))?)?)?",
    re.ASCII,
)


@attrs.frozen(kw_only=True)
class Place:
    """Where something stands, as written in ``text``."""

    text: str
    loop: str
    segment: str | None
    qualifier: str | None
    element: int | None
    component: int | None

    def selects(self, segment: Segment) -> bool:
        """Whether a segment of the loop has the id, and lists the qualifier if there is one."""
        if segment.id != self.segment:
            return False
        return self.qualifier is None or self.qualifier in qualifier_codes(segment)


def parse_place(text: str) -> Place:
    """Read a place such as ``2300/REF[G1]02``; `GuideError` if it is not one."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise GuideError("a place is written LOOP, LOOP/SEG[QUAL] or LOOP/SEG[QUAL]EE-C")
    element, component = match["element"], match["component"]
    return Place(
        text=text,
        loop=match["loop"],
        segment=match["segment"],
        qualifier=match["qualifier"],
        element=int(element) if element else None,
        component=int(component) if component else None,
    )


def qualifier_codes(segment: Segment) -> tuple[str, ...]:
    """The codes that tell this segment from others of its id: HL03, else the first element."""
    if not segment.elements:
        return ()
    first = segment.elements[2] if segment.id == "HL" else segment.elements[0]
    if isinstance(first, Composite):
        return first.components[0].codes if first.components else ()
    return first.codes
