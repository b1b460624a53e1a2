"""Acknowledgments of interchanges (TA1): whether the envelope of a file was accepted.

A TA1 stands within an interchange and outside of any transaction set, so no layout has it.
"""

import functools
from datetime import date, time

from edi_portal.guides.model import Guide, Loop, Usage
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.places import Map
from edi_portal.guides.registry import envelope
from edi_portal.models.base import Model, model
from edi_portal.models.build import build, read_whole, source
from edi_portal.models.fields import element
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.x12.writer import Writer

_VERSION = "00501"
TA1 = "TA1"


@model
class InterchangeAcknowledgment(Model):
    """What became of an interchange (TA1); it is named by the number and time of its ISA.

    ``code`` is ``A`` accepted, ``E`` accepted though its envelope has errors, ``R`` rejected;
    ``note_code`` says why, ``000`` for nothing.
    """

    control_number: str = element("TA101", doc="ISA13 of the interchange")
    interchange_date: date = element("TA102", doc="ISA09 of the interchange")
    interchange_time: time = element("TA103", doc="ISA10 of the interchange")
    code: str = element("TA104")
    note_code: str = element("TA105")

    @property
    def accepted(self) -> bool:
        """Whether the interchange was accepted, with errors or without."""
        return self.code in ("A", "E")

    @property
    def rejected(self) -> bool:
        """Whether it was rejected: then nothing in it was looked at."""
        return self.code == "R"

    def segment(self, writer: Writer) -> str:
        """The segment that says it, without terminator, under the delimiters of a writer.

        Raises `WriteError` for a value that contains a delimiter.

        >>> InterchangeAcknowledgment(
        ...     control_number="000000101",
        ...     interchange_date=date(2025, 3, 10),
        ...     interchange_time=time(9, 15),
        ...     code="A",
        ...     note_code="000",
        ... ).segment(Writer())
        'TA1*000000101*250310*0915*A*000'
        """
        # ISA09 and with it TA102 are the only dates without a century.
        day = f"{self.interchange_date:%y%m%d}"
        minute = f"{self.interchange_time:%H%M}"
        values = [self.control_number, day, minute, self.code, self.note_code]
        return writer.bare_segment(TA1, values)


def read_segment(of: PlacedSegment) -> InterchangeAcknowledgment:
    """The model of a TA1; `ModelError` where something is missing or cannot be read."""
    by = envelope_plan()
    result = build(
        InterchangeAcknowledgment, source(by, list(by.segments), [of.text], of.delimiters)
    )
    read_whole(result)
    return result


@functools.cache
def envelope_plan() -> LoopPlan:
    """A plan as for a transaction set, of a guide that has nothing but the TA1."""
    root = Loop(
        id="ISA_LOOP",
        title="Interchange",
        usage=Usage.REQUIRED,
        maximum=1,
        position=1,
        children=(envelope(_VERSION)[TA1],),
    )
    guide = Guide(
        version=_VERSION,
        transaction=TA1,
        functional_group="",
        name=TA1,
        title="Interchange acknowledgment",
        root=root,
    )
    return plan(InterchangeAcknowledgment, Map(guide).root)
