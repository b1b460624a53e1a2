"""IK3, CTX and IK4: what a 999 says of one finding in a transaction set.

Two decisions of this library: a segment whose id is no segment id cannot be named in IK301
and gets no IK3, only the code of its IK5 (X12 RFI 1257); and IK303 and CTX04 stay empty. They
name a loop that LS and LE bound, by the identifier that these carry; the examples of the guide
leave them empty for other loops, whose ids would not even fit into four characters.
"""

import re

import attrs

from edi_portal.acknowledgments.text import Form, Value
from edi_portal.findings import Finding

SEGMENT_CODES = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "I4", "I6", "I7", "I8", "I9"})
"""IK304 of the guide."""

ELEMENT_CODES = frozenset(
    {*(str(number) for number in range(1, 14)), "I6", "I9", "I10", "I11", "I12", "I13"}
)
"""IK403 of the guide."""

UNITS = frozenset(
    {
        "TRN02",
        "NM109",
        "PATIENT NAME NM109",
        "SUBSCRIBER NAME NM109",
        "ENT01",
        "SUBSCRIBER NUMBER REF02",
        "CLM01",
    }
)
"""The names that the guide has for a business unit."""

ELEMENTS_IN_ERROR = "8"

_SYNTAX_NOTE_CODES = frozenset({"2", "10"})
_SITUATIONAL = "SITUATIONAL TRIGGER"
_SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_ORDINAL_LIMIT = 10**10


@attrs.frozen
class Place:
    """IK301 and IK302: segment id, its number in the transaction set."""

    segment: str
    ordinal: str


def place_of(finding: Finding) -> Place | None:
    """Where an IK3 says the finding is; ``None`` where it cannot say it."""
    location = finding.location
    segment = (location.segment or "").upper()
    ordinal = location.ordinal
    if not _SEGMENT_ID.fullmatch(segment):
        return None
    if ordinal is None or not 0 < ordinal < _ORDINAL_LIMIT:
        return None
    return Place(segment, str(ordinal))


def segment_code(finding: Finding) -> str | None:
    """IK304 of a finding, ``None`` where it has none of the guide's."""
    ack = finding.ack
    code = ack.get("IK304", ELEMENTS_IN_ERROR if "IK403" in ack else "")
    return code if code in SEGMENT_CODES else None


def segment_note(
    form: Form, finding: Finding, place: Place, code: str, *, values: bool
) -> list[str]:
    """IK3 with its contexts: the situation that asks for a segment, and the business unit.

    A unit whose value cannot be written is unknown to the guide and not sent; a longer one
    is cut to 35 characters (X12 RFI 2293).
    """
    lines = [form.segment("IK3", place.segment, place.ordinal, "", code)]
    if code != ELEMENTS_IN_ERROR:
        lines += _trigger(form, finding, None)
    name, value = finding.unit or ("", "")
    text = form.optional(value, 35) if values and name in UNITS else ""
    if text:
        lines.append(form.segment("CTX", (name, text)))
    return lines


def element_note(form: Form, finding: Finding, place: Place, *, values: bool) -> list[str]:
    """IK4 with its context, empty where the finding is not about one element.

    The faulty value is copied where X12 can carry it: printable, without delimiters, cut to
    99 characters.
    """
    location = finding.location
    code = finding.ack.get("IK403")
    if code not in ELEMENT_CODES or not _within(location.element, 99):
        return []
    number = finding.data_element or ""
    position = _position(location.element, location.component, location.repetition)
    copy = form.optional(finding.value, 99) if values else ""
    if not re.fullmatch("[0-9]{1,4}", number):
        number = ""
    line = form.segment("IK4", position, number, code, copy)
    # The elements that a syntax note ties together stand in one segment, so that is the trigger.
    own = place if code in _SYNTAX_NOTE_CODES else None
    return [line, *_trigger(form, finding, own)]


def _trigger(form: Form, finding: Finding, default: Place | None) -> list[str]:
    """CTX for what made the rule apply: ``CTX02``, ``CTX03`` and ``CTX05`` of its ``ack``.

    Nothing is sent where neither the finding nor the rule says what the trigger is.
    """
    ack = finding.ack
    segment, ordinal = ack.get("CTX02", ""), ack.get("CTX03", "")
    if _SEGMENT_ID.fullmatch(segment) and re.fullmatch("[0-9]{1,10}", ordinal):
        position: Value = tuple(ack.get("CTX05", "").split(":"))
        return [form.segment("CTX", _SITUATIONAL, segment, ordinal, "", position)]
    if default is None:
        return []
    return [form.segment("CTX", _SITUATIONAL, default.segment, default.ordinal)]


def _position(element: int | None, component: int | None, repetition: int | None) -> Value:
    return (
        str(element),
        str(component) if _within(component, 99) else "",
        str(repetition) if _within(repetition, 9999) else "",
    )


def _within(number: int | None, maximum: int) -> bool:
    return number is not None and 1 <= number <= maximum
