"""A segment as `edi_portal.read` gives it: its text, its place in the guide, its findings."""

import attrs

from edi_portal.findings import Finding
from edi_portal.guides.model import Segment
from edi_portal.x12.delimiters import Delimiters

_LONGEST_ID = 3


def _id_shown(value: str) -> str:
    """A segment id; where the separator is broken, values of the segment stand in its place."""
    return repr(value) if len(value) <= _LONGEST_ID else "..."


@attrs.define(kw_only=True, slots=True, eq=False)
class PlacedSegment:
    """One segment of the input, in the order of the input.

    - ``id``: its segment id (``NM1``); ``text``: as it stands between terminators.
    - ``place``: the segment of the guide that it was taken for, ``None`` for envelope
      segments, without a guide, and where it could not be placed.
    - ``loop``: its loops with occurrences (``2000B[2]/2300[1]``).
    - ``ordinal``: its number in the transaction set, ST is 1; ``segment_in_file`` from 1.
    - ``offset``: bytes before it; ``line``: from 1.
    - ``before``: everything between the segment before and this one, so that ``before`` and
      ``text`` of all segments, and the reading's ``tail``, give the input byte for byte.
    - ``findings``: what is to be said of this segment.
    """

    id: str = attrs.field(repr=_id_shown)
    text: str = attrs.field(repr=False)
    delimiters: Delimiters = attrs.field(repr=False)
    place: Segment | None = attrs.field(default=None, repr=False)
    loop: str | None = None
    ordinal: int | None = None
    segment_in_file: int
    offset: int
    line: int
    before: str = attrs.field(default="", repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def elements(self) -> list[str]:
        """The values between element separators, the segment id left out."""
        return self.text.split(self.delimiters.element)[1:]

    def element(self, position: int, component: int | None = None) -> str:
        """The value of an element (from 1) or component; empty where there is none."""
        values = self.elements
        value = values[position - 1] if 0 < position <= len(values) else ""
        if component is None:
            return value
        parts = value.split(self.delimiters.component) if self.delimiters.component else [value]
        return parts[component - 1] if 0 < component <= len(parts) else ""

    @property
    def path(self) -> str:
        """Where it stands in the guide, without occurrences: ``2000B/2300/DTP``."""
        loops = [part.split("[")[0] for part in (self.loop or "").split("/") if part]
        return "/".join([*loops, self.id])
