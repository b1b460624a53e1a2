"""One finding, one location: what every layer reports.

A `Finding` says what is wrong, where, how an acknowledgment would say it, and how to
mend it. Its message never carries a value from the file, nor does its ``repr``; the
value itself is kept in `Finding.value` for callers that ask for it by name.
"""

import enum
from collections.abc import Mapping
from typing import Any

import attrs


class Severity(enum.StrEnum):
    """How much a finding matters. Ordered: ``INFO < WARNING < ERROR``."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for information, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@attrs.frozen(kw_only=True, slots=True)
class Location:
    """Where a finding stands. Every field is ``None`` where it is unknown.

    - ``file``: the name the caller gave, as given.
    - ``interchange``, ``group``, ``transaction``: control numbers (ISA13, GS06, ST02).
    - ``segment``: segment id (``NM1``); ``ordinal``: its number in the transaction, ST is 1;
      ``segment_in_file``: its number in the file, from 1.
    - ``offset``: bytes before the segment's first character; ``line``: from 1.
    - ``loop``: path of loops with occurrences (``2000B[2]/2300[1]``). HL loops begin a path
      and count through the transaction; other loops count within their parent.
    - ``claim``: ordinal of the claim (CLM, CLP) in the file, from 1.
    - ``element``, ``repetition``, ``component``: positions, from 1.
    """

    file: str | None = None
    interchange: str | None = None
    group: str | None = None
    transaction: str | None = None
    segment: str | None = None
    ordinal: int | None = None
    segment_in_file: int | None = None
    offset: int | None = None
    line: int | None = None
    loop: str | None = None
    claim: int | None = None
    element: int | None = None
    repetition: int | None = None
    component: int | None = None

    @property
    def reference(self) -> str | None:
        """The place in a biller's words: ``NM1``, ``NM109``, ``SV101-2``.

        >>> Location(segment="SV1", element=1, component=2).reference
        'SV101-2'
        """
        if self.segment is None or self.element is None:
            return self.segment
        text = f"{self.segment}{self.element:02d}"
        return text if self.component is None else f"{text}-{self.component}"


@attrs.frozen
class Origin:
    """The overlay that asks for more than the guide does: its name.

    ``message`` is what the overlay itself says of it, in place of the catalogue's words.
    """

    overlay: str
    message: str | None = None


@attrs.frozen(kw_only=True, slots=True)
class Finding:
    """One fault, remark or note about a file.

    - ``code``: three letters and three digits, stable for ever (``SEG003``).
    - ``name``: the fault in kebab case (``required-segment-missing``).
    - ``snip``: WEDI SNIP type 1 to 7, or ``None`` where none applies.
    - ``overlay``: the user's overlay that alone asks for this, by name; its SNIP type is 7.
    - ``message``: free of values, safe to log.
    - ``ack``: how an acknowledgment says it, e.g. ``{"IK304": "8", "IK403": "7"}``.
    - ``fix``: what to do, in words, or ``None``.
    - ``data_element``: X12 data element number of the element (IK402), e.g. ``"1325"``.

    The remaining fields hold content of the file and stay out of ``repr`` and comparison:
    ``value`` (the faulty value), ``text`` (the segment as read), ``shown`` (the segment with
    values masked, codes of the guide kept) and ``unit`` (the business unit for a 999's CTX,
    as reference and value: ``("CLM01", ...)``).
    """

    code: str
    name: str
    severity: Severity
    snip: int | None
    message: str
    location: Location
    ack: Mapping[str, str] = attrs.field(factory=dict)
    fix: str | None = None
    overlay: str | None = None
    data_element: str | None = None
    value: str | None = attrs.field(default=None, repr=False, eq=False)
    text: str | None = attrs.field(default=None, repr=False, eq=False)
    shown: str | None = attrs.field(default=None, repr=False, eq=False)
    unit: tuple[str, str] | None = attrs.field(default=None, repr=False, eq=False)

    def as_dict(self, *, show_phi: bool = False) -> dict[str, Any]:
        """The finding as flat keys for JSON; ``value`` is there only under ``show_phi``."""
        place = self.location
        result: dict[str, Any] = {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "snip": self.snip,
            "overlay": self.overlay,
            "message": self.message,
            "file": place.file,
            "interchange": place.interchange,
            "group": place.group,
            "transaction": place.transaction,
            "segment": place.segment,
            "ordinal": place.ordinal,
            "segment_in_file": place.segment_in_file,
            "offset": place.offset,
            "line": place.line,
            "loop": place.loop,
            "claim": place.claim,
            "element": place.element,
            "repetition": place.repetition,
            "component": place.component,
            "ack": dict(self.ack) or None,
            "fix": self.fix,
        }
        if show_phi:
            result["value"] = self.value
        return result
