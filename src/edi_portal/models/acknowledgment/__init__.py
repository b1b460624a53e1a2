"""Acknowledgments as objects: of functional groups (999) and of interchanges (TA1)."""

from edi_portal.models.acknowledgment.functional import (
    BusinessUnit,
    ElementError,
    ElementPosition,
    FunctionalAcknowledgment,
    SegmentError,
    SituationalTrigger,
    TransactionAcknowledgment,
)
from edi_portal.models.acknowledgment.interchange import InterchangeAcknowledgment
from edi_portal.models.layout import HEADER, Layout

LAYOUTS = (
    Layout(
        guide="999",
        levels={HEADER: FunctionalAcknowledgment},
        items=frozenset({HEADER}),
    ),
)

__all__ = [
    "LAYOUTS",
    "BusinessUnit",
    "ElementError",
    "ElementPosition",
    "FunctionalAcknowledgment",
    "InterchangeAcknowledgment",
    "SegmentError",
    "SituationalTrigger",
    "TransactionAcknowledgment",
]
