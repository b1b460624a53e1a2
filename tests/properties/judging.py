"""Compares what a validator said of a planted defect with what it should have said."""

from collections.abc import Sequence

import attrs

import edi_portal
from edi_portal.findings import Finding, Severity
from tests.properties.planting import Defect


@attrs.frozen
class Verdict:
    """How many errors there were, and whether the one expected was alone among them."""

    errors: int
    at_place: bool
    right: bool
    said: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """One error, at the planted place, with the right words."""
        return self.errors == 1 and self.right


def judge(defect: Defect) -> Verdict:
    """What edi-portal says of the defect."""
    report = edi_portal.validate(data=defect.data)
    errors = [item for item in report.findings if item.severity is Severity.ERROR]
    return Verdict(
        len(errors),
        any(_at_place(defect, item) for item in errors),
        any(_is_right(defect, item) for item in errors),
        tuple(_said(item) for item in errors),
    )


def _at_place(defect: Defect, found: Finding) -> bool:
    place = found.location
    return (place.segment, place.ordinal, place.segment_in_file) in defect.places


def _is_right(defect: Defect, found: Finding) -> bool:
    if not _at_place(defect, found) or dict(found.ack) not in defect.acks:
        return False
    if not defect.elements or "IK403" not in found.ack:
        return True
    where = found.location
    same = defect.component is None or where.component in (defect.component, None)
    return where.element in defect.elements and same


def _said(found: Finding) -> str:
    place = found.location
    ack = ",".join(f"{key}={value}" for key, value in found.ack.items())
    return f"{found.code} {place.reference}@{place.ordinal} {place.loop} [{ack}]"


def share(verdicts: Sequence[Verdict]) -> float:
    """The share of exact ones."""
    return sum(verdict.exact for verdict in verdicts) / len(verdicts) if verdicts else 1.0
