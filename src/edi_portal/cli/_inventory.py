"""What an inspection tells of each envelope, and the findings it sets aside meanwhile."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from edi_portal.cli._reading import is_limit
from edi_portal.event import (
    Event,
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionBegin,
    TransactionEnd,
)
from edi_portal.findings import Finding, Severity

Structure = (
    InterchangeBegin | GroupBegin | TransactionBegin | TransactionEnd | GroupEnd | InterchangeEnd
)
"""An event that is no finding."""

# Remarks beyond this number are counted and not listed.
_LISTED = 1_000
_ENVELOPE_CODES = ("SRC", "ENV")


class Remarks:
    """The findings about the envelope, set aside while the structure passes.

    Findings about the content are left out: an inspection does not judge it. ``limited`` says
    that a limit left part of the input unread.
    """

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.total = 0
        self.errors = 0
        self.limited = False

    def set_aside(self, events: Iterable[Event]) -> Iterator[Structure]:
        """The ``events`` without findings."""
        for event in events:
            if isinstance(event, Finding):
                self._add(event)
            else:
                yield event

    def _add(self, finding: Finding) -> None:
        self.limited = self.limited or is_limit(finding)
        if not finding.code.startswith(_ENVELOPE_CODES):
            return
        self.total += 1
        self.errors += finding.severity is Severity.ERROR
        if len(self.listed) < _LISTED:
            self.listed.append(finding)


@attrs.frozen(kw_only=True)
class Header:
    """What ISA or GS says about the exchange, as written but for padding."""

    sender: str | None = attrs.field(repr=False)
    receiver: str | None = attrs.field(repr=False)
    date: str | None = attrs.field(repr=False)
    time: str | None = attrs.field(repr=False)

    def as_dict(self) -> dict[str, str | None]:
        """The fields by name."""
        return attrs.asdict(self)


def interchange_header(event: InterchangeBegin) -> Header:
    """ISA05 to ISA10; each party as its qualifier and id, ``ZZ:ID``.

    ISA02 and ISA04 may hold a password and are never shown.
    """
    elements = event.elements
    return Header(
        sender=_party(elements, 5, 6),
        receiver=_party(elements, 7, 8),
        date=element(elements, 9),
        time=element(elements, 10),
    )


def group_header(event: GroupBegin) -> Header:
    """GS02 to GS05."""
    elements = event.elements
    return Header(
        sender=element(elements, 2),
        receiver=element(elements, 3),
        date=element(elements, 4),
        time=element(elements, 5),
    )


def element(elements: Sequence[str], position: int) -> str | None:
    """The element at ``position``, from 1, without padding; ``None`` where there is none."""
    if len(elements) < position:
        return None
    return elements[position - 1].strip() or None


def _party(elements: Sequence[str], qualifier: int, identifier: int) -> str | None:
    found = element(elements, identifier)
    kind = element(elements, qualifier)
    return found if found is None or kind is None else f"{kind}:{found}"
