"""What a reading tells its consumer, in the order of the file.

A reading is a stream of these events with findings between them. An envelope that ends
without its trailer still gets its end event, so beginnings and ends always pair up. The
``elements`` are the values as read and stay out of ``repr``.
"""

import attrs

from edi_portal.findings import Finding


@attrs.frozen(kw_only=True, slots=True)
class InterchangeBegin:
    """ISA was read. ``elements`` are ISA01 to ISA16, as many as there are."""

    control_number: str | None
    version: str | None
    delimiters: str = attrs.field(repr=False)
    elements: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=True)
class GroupBegin:
    """GS was read. ``guide`` is the version that its content is checked against, if any."""

    control_number: str | None
    version: str | None
    guide: str | None
    elements: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True, slots=True)
class TransactionBegin:
    """ST was read. ``guide`` as in `GroupBegin`, but by ST03 where it names another."""

    control_number: str | None
    identifier: str | None
    guide: str | None
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
