"""Acknowledgments of functional groups (999): what was accepted, and what is wrong with the rest.

They tell of segments and elements by number, as X12 counts them: segments from ST, which is
1, elements and components from 1.
"""

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, loops, part, segment, segments

_ACCEPTED = frozenset({"A", "E"})


@model
class ElementPosition(Model):
    """Where in a segment (C030): element, and component and repetition where there are."""

    position: int = element("1")
    component: int | None = element("2", default=None)
    repetition: int | None = element("3", default=None)


@model
class SituationalTrigger(Model):
    """What made a segment or element necessary, or forbidden (CTX): where it stands.

    ``element_reference`` is the number of the data element in X12's dictionary.
    """

    segment_id: str = element("02")
    position: int = element("03", doc="number of the segment in the transaction set")
    loop_id: str | None = element("04", default=None)
    element_position: ElementPosition | None = part(ElementPosition, "05", default=None)
    element_reference: str | None = element("06-1", default=None)


@model
class BusinessUnit(Model):
    """What the segment belongs to (CTX): a claim by ``CLM01``, a subscriber by number, and so on.

    ``name`` says what identifies it, ``value`` is that of the file that is acknowledged.
    """

    name: str = element("01-1")
    value: str = element("01-2")
    element_position: ElementPosition | None = part(ElementPosition, "05", default=None)


@model
class ElementError(Model):
    """What is wrong with an element (loop 2110, IK4).

    ``code`` is of X12's element 621: ``1`` missing, ``7`` not a code of the list, ``I10`` not
    used by the guide. ``value`` is a copy of the value that is wrong.
    """

    position: ElementPosition = part(ElementPosition, "IK401")
    reference: str | None = element(
        "IK402", default=None, doc="number of the data element in X12's dictionary"
    )
    code: str = element("IK403")
    value: str | None = element("IK404", default=None)
    triggers: tuple[SituationalTrigger, ...] = segments(SituationalTrigger, "CTX", default=())


@model
class SegmentError(Model):
    """What is wrong with a segment (loop 2100, IK3), with its elements that are wrong.

    ``code`` is of X12's element 620: ``3`` missing, ``8`` has errors in its elements.
    """

    segment_id: str = element("IK301")
    position: int = element("IK302", doc="number of the segment in the transaction set")
    loop_id: str | None = element("IK303", default=None)
    code: str | None = element("IK304", default=None)
    triggers: tuple[SituationalTrigger, ...] = segments(
        SituationalTrigger, "CTX[SITUATIONAL TRIGGER]", default=()
    )
    business_unit: BusinessUnit | None = segment(
        BusinessUnit,
        "CTX[TRN02|NM109|PATIENT NAME NM109|SUBSCRIBER NAME NM109|ENT01"
        "|SUBSCRIBER NUMBER REF02|CLM01]",
        default=None,
    )
    element_errors: tuple[ElementError, ...] = loops(ElementError, "2110", default=())


@model
class TransactionAcknowledgment(Model):
    """What became of one transaction set (loop 2000, AK2 to IK5).

    ``code`` is ``A`` accepted, ``E`` accepted though it has errors, ``R`` rejected, or
    ``M``, ``W``, ``X`` rejected for its security.
    """

    transaction: str = element("AK201", doc="837, 270 …")
    control_number: str = element("AK202", doc="ST02 of the transaction set")
    version: str | None = element("AK203", default=None, doc="ST03 of the transaction set")
    segment_errors: tuple[SegmentError, ...] = loops(SegmentError, "2100", default=())
    code: str = element("IK501")
    error_codes: tuple[str, ...] = element("IK502..06", default=())

    @property
    def accepted(self) -> bool:
        """Whether it was accepted, with errors or without."""
        return self.code in _ACCEPTED


@model
class FunctionalAcknowledgment(Model):
    """What became of a functional group (a 999): of each of its transaction sets, and in sum.

    ``code`` is ``A`` accepted, ``E`` accepted though it has errors, ``P`` accepted in part, ``R``
    rejected, or ``M``, ``W``, ``X`` rejected for its security. Transaction sets that are
    accepted need not be listed.
    """

    group: str = element("AK101", doc="GS01 of the group: HC for claims")
    group_control_number: str = element("AK102", doc="GS06 of the group")
    version: str = element("AK103", doc="GS08 of the group")
    transactions: tuple[TransactionAcknowledgment, ...] = loops(
        TransactionAcknowledgment, "2000", default=()
    )
    code: str = element("AK901")
    declared_count: int = element("AK902", doc="transaction sets that its trailer counts")
    received_count: int = element("AK903", doc="transaction sets that it has")
    accepted_count: int = element("AK904", doc="transaction sets that were accepted")
    error_codes: tuple[str, ...] = element("AK905..09", default=(), doc="X12's element 716")

    @property
    def accepted(self) -> bool:
        """Whether all of it was accepted, with errors or without."""
        return self.code in _ACCEPTED

    @property
    def partially_accepted(self) -> bool:
        """Whether some of its transaction sets were accepted and others not."""
        return self.code == "P"

    @property
    def rejected(self) -> bool:
        """Whether none of it was accepted."""
        return not self.accepted and not self.partially_accepted

    @property
    def rejected_transactions(self) -> tuple[TransactionAcknowledgment, ...]:
        """Those of its transaction sets that were not accepted."""
        return tuple(item for item in self.transactions if not item.accepted)
