"""What a reading tells its consumer, in the order of the file.

A reading is a stream of these events with findings between them. An envelope that ends
without its trailer still gets its end event, so beginnings and ends always pair up. The
``elements`` are the values as read and stay out of ``repr``; identifiers and versions stand
there only where they have the form of one.
"""

import re
from collections.abc import Callable

import attrs

from edi_portal.findings import Finding


def _shown_as(form: str) -> Callable[[str | None], str]:
    """A ``repr`` for what has this form: anything else may be a value that went astray."""
    known = re.compile(form, re.ASCII)
    return lambda value: repr(value) if value is None or known.fullmatch(value) else "..."


_identifier = _shown_as(r"\d{3}")
_version = _shown_as(r"\d{5,6}(?:X\d{3}(?:A\d)?)?")


@attrs.frozen(kw_only=True, slots=True)
class InterchangeBegin:
    """ISA was read. ``elements`` are ISA01 to ISA16, as many as there are."""

    control_number: str | None
    version: str | None = attrs.field(repr=_version)
    delimiters: str = attrs.field(repr=False)
    elements: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=True)
class GroupBegin:
    """GS was read. ``guide`` is the version that its content is checked against, if any."""

    control_number: str | None
    version: str | None = attrs.field(repr=_version)
    guide: str | None
    elements: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=True)
class TransactionBegin:
    """ST was read. ``guide`` as in `GroupBegin`, but by ST03 where it names another.

    ``name`` is what billers call the guide (``837P``).
    """

    control_number: str | None
    identifier: str | None = attrs.field(repr=_identifier)
    guide: str | None
    name: str | None = None
    elements: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=True)
class TransactionEnd:
    """A transaction set is over. ``segments`` counts ST and SE; ``errors`` its errors."""

    begin: TransactionBegin
    segments: int
    claims: int
    errors: int
    warnings: int
    closed: bool


@attrs.frozen(kw_only=True, slots=True)
class GroupEnd:
    """A group is over. ``declared`` is GE01, ``None`` where it is missing or no number."""

    begin: GroupBegin
    declared: int | None
    transactions: int
    closed: bool


@attrs.frozen(kw_only=True, slots=True)
class InterchangeEnd:
    """An interchange is over. ``declared`` is IEA01, ``None`` where missing or no number."""

    begin: InterchangeBegin
    declared: int | None
    groups: int
    closed: bool


Event = (
    Finding
    | InterchangeBegin
    | GroupBegin
    | TransactionBegin
    | TransactionEnd
    | GroupEnd
    | InterchangeEnd
)
