"""The open envelopes of a reading: interchange, functional group, transaction set.

Each begins and ends in pairs of events; an envelope that is cut off still ends. Counts and
control numbers are checked where the trailer stands, or is missing.
"""

from collections.abc import Iterator

from edi_portal.event import (
    Event,
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionBegin,
    TransactionEnd,
)
from edi_portal.findings import Finding
from edi_portal.guides import envelope_segments, selection
from edi_portal.guides.levels import Group, Interchange, Transaction
from edi_portal.guides.locating import Position
from edi_portal.guides.masking import control_number
from edi_portal.guides.unguided import Unguided, form
from edi_portal.guides.walk import Walk
from edi_portal.guides.walks import Walks
from edi_portal.report import Counts
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.numbers import UsedNumbers


class Envelopes:
    """Opens and closes envelopes. ``transaction`` is the open transaction set, if any."""

    def __init__(self, position: Position, counts: Counts, walks: Walks) -> None:
        self.transaction: Transaction | None = None
        self._position = position
        self._counts = counts
        self._walks = walks
        self._interchange: Interchange | None = None
        self._group: Group | None = None
        self._numbers: dict[tuple[str, str], UsedNumbers] = {}

    def begin_bare(self, delimiters: Delimiters) -> Iterator[Event]:
        """Input without ISA: an interchange of which nothing is known."""
        begin = InterchangeBegin(
            control_number=None, version=None, delimiters=delimiters.all, elements=()
        )
        self._interchange = Interchange(begin, bare=True)
        yield begin

    def begin_interchange(
        self, index: int, text: str, delimiters: Delimiters, *, padded: bool
    ) -> Iterator[Event]:
        """ISA was read; ``padded`` says that its elements have their widths."""
        position = self._position
        values = text.split(delimiters.element)
        number = values[13]
        position.interchange = control_number(number)
        begin = InterchangeBegin(
            control_number=position.interchange,
            version=values[12],
            delimiters=delimiters.all,
            elements=tuple(values[1:17]),
        )
        self._interchange = Interchange(begin)
        self._counts.interchanges += 1
        yield begin
        yield from envelope_segments.check_isa(position, index, text, delimiters, padded=padded)
        sender = (values[5], values[6].strip())
        if number.strip() and self._numbers.setdefault(sender, UsedNumbers()).add(number):
            yield position.finding("ENV008", index, "ISA")

    def begin_group(self, index: int, text: str, separator: str) -> Iterator[Event]:
        """GS was read."""
        position, interchange = self._position, self._interchange
        if self._group is not None:
            yield position.finding("ENV021", index, "GE", shows=False)
            yield self._close_group(None, closed=False)
        values = text.split(separator)
        identifier, number, version = (_value(values, at) for at in (1, 6, 8))
        version = version.strip()
        position.group = control_number(number)
        known = selection.for_group(identifier, version)
        begin = GroupBegin(
            control_number=position.group,
            version=version or None,
            guide=known.version if known else None,
            elements=tuple(values[1:]),
        )
        self._group = Group(begin, version)
        self._counts.groups += 1
        yield begin
        yield from envelope_segments.check_segment(position, index, text, "GS", self._version)
        if not selection.fits_group(identifier, version):
            yield position.finding("ENV026", index, "GS")
        if interchange is not None:
            interchange.groups += 1
            interchange.strays = False
            if number and interchange.numbers.add(number):
                yield position.finding("ENV024", index, "GS")

    def begin_transaction(self, index: int, text: str, delimiters: Delimiters) -> Iterator[Event]:
        """ST was read: its guide is chosen, and a walk made for what follows."""
        position, group, counts = self._position, self._group, self._counts
        position.begin_transaction(index)
        values = text.split(delimiters.element)
        control = _value(values, 2)
        identifier, reference = _value(values, 1).strip(), _value(values, 3).strip()
        version = group.version if group is not None else None
        position.transaction = control_number(control)
        usable = self._walks.guide_of(index, identifier, reference, version, delimiters.element)
        begin = TransactionBegin(
            control_number=position.transaction,
            identifier=identifier or None,
            guide=usable.version if usable else None,
            name=usable.name if usable else None,
            elements=tuple(values[1:]),
        )
        counts.transactions += 1
        counts.guides[usable.version if usable else "unknown"] += 1
        walk: Walk | Unguided
        if usable is None:
            walk = self._walks.without_guide(identifier)
        else:
            walk = self._walks.through(usable, delimiters)
        self.transaction = Transaction(begin, walk, control, counts.errors, counts.warnings)
        yield begin
        if group is not None:
            group.transactions += 1
            group.strays = False
        elif self._interchange is None or not self._interchange.bare:
            yield position.finding("ENV010", index, "ST")
        if usable is None or isinstance(walk, Unguided):
            yield from selection.why_none(position, index, identifier, version)
        else:
            yield from envelope_segments.check_st(position, index, text, *walk.begin(), delimiters)
            if group is not None and group.version != usable.version and not group.alias_told:
                group.alias_told = True
                yield position.finding("ENV028", index, "ST", guide=usable.version)
            if group is not None and not selection.belongs(usable, group.identifier, group.version):
                yield position.finding("ENV036", index, "ST")
            if version is not None and selection.names_another(reference, version, usable):
                yield position.finding("ENV037", index, "ST")
        if group is not None and control and group.numbers.add(control):
            yield position.finding("ENV034", index, "ST")

    def end_transaction(self, index: int, text: str, separator: str) -> Iterator[Event]:
        """SE was read."""
        transaction, position = self.transaction, self._position
        if transaction is None:
            return
        counted = position.ordinal(index) or 0
        position.leave_loops()
        values = text.split(separator)
        yield from envelope_segments.check_se(
            position, index, values, counted, transaction.control_number
        )
        yield self._close_transaction(transaction, counted, closed=True)

    def cut_transaction(self, index: int) -> Iterator[Event]:
        """An envelope segment came before SE."""
        position = self._position
        if self.transaction is None:
            return
        counted = (position.ordinal(index) or 1) - 1
        position.leave_loops()
        yield position.finding("ENV031", index, "SE", shows=False)
        yield self._close_transaction(self.transaction, counted, closed=False)

    def end_group(self, index: int, text: str, separator: str) -> Iterator[Event]:
        """GE was read."""
        group, position = self._group, self._position
        if group is None:
            yield position.finding("ENV012", index, "GE")
            return
        values = text.split(separator)
        faults = list(envelope_segments.check_segment(position, index, text, "GE", self._version))
        yield from faults
        faulty = {found.location.element for found in faults}
        declared = envelope_segments.number(_value(values, 1))
        if 2 not in faulty and _value(values, 2) != _value(list(group.begin.elements), 5):
            yield position.finding("ENV022", index, "GE")
        if 1 not in faulty and declared != group.transactions:
            yield position.finding("ENV023", index, "GE", counted=group.transactions)
        yield self._close_group(declared, closed=True)

    def end_interchange(self, index: int, text: str, separator: str) -> Iterator[Event]:
        """IEA was read."""
        interchange, position = self._interchange, self._position
        if interchange is None or interchange.bare:
            yield position.finding("ENV012", index, "IEA")
            return
        if self._group is not None:
            yield position.finding("ENV021", index, "GE", shows=False)
            yield self._close_group(None, closed=False)
        values = text.split(separator)
        faults = list(envelope_segments.check_segment(position, index, text, "IEA", self._version))
        yield from faults
        faulty = {found.location.element for found in faults}
        declared = envelope_segments.number(_value(values, 1))
        if 2 not in faulty and _value(values, 2) != _value(list(interchange.begin.elements), 12):
            yield position.finding("ENV006", index, "IEA")
        if 1 not in faulty and declared != interchange.groups:
            yield position.finding("ENV007", index, "IEA", counted=interchange.groups)
        yield self._close_interchange(interchange, declared, closed=True)

    def between(self, index: int, text: str, segment_id: str) -> Iterator[Finding]:
        """A segment outside of transaction sets that is no part of an envelope either.

        Its form first; then, once for a run of such segments, that it stands there.
        """
        position, interchange, group = self._position, self._interchange, self._group
        if segment_id == "TA1" and group is None:
            if interchange is not None and interchange.groups:
                yield position.finding("ENV014", index, "TA1")
            yield from envelope_segments.check_segment(position, index, text, "TA1", self._version)
            return
        malformed = list(form(position, index, text))
        yield from malformed
        level = group or interchange
        if malformed or level is None or level.strays:
            return
        if segment_id == "SE":
            yield position.finding("ENV012", index, "SE")
            return
        level.strays = True
        yield position.finding("ENV011" if group else "ENV010", index, segment_id)

    def close_all(self, index: int) -> Iterator[Event]:
        """The interchange is over without IEA: said once, for the innermost that is open."""
        interchange, position = self._interchange, self._position
        if interchange is None or position.batch is None:
            return
        group, transaction = self._group, self.transaction
        of_interchange = {} if interchange.bare else {"TA105": "023"}
        of_group = {"AK905": "3"} if group is not None else {}
        if transaction is not None:
            counted = (position.ordinal(index) or 1) - 1
            position.leave_loops()
            ack = {"IK502": "2", **of_group, **of_interchange}
            yield position.finding("ENV031", index, "SE", shows=False, ack=ack)
            yield self._close_transaction(transaction, counted, closed=False)
        elif group is not None:
            ack = {**of_group, **of_interchange}
            yield position.finding("ENV021", index, "GE", shows=False, ack=ack)
        elif not interchange.bare:
            yield position.finding("ENV005", index, "IEA", shows=False)
        if group is not None:
            yield self._close_group(None, closed=False)
        yield self._close_interchange(interchange, None, closed=False)

    @property
    def _version(self) -> str | None:
        return self._interchange.begin.version if self._interchange is not None else None

    def _close_transaction(
        self, transaction: Transaction, segments: int, *, closed: bool
    ) -> TransactionEnd:
        counts, position = self._counts, self._position
        claims = transaction.walk.claims
        counts.claims += claims
        self.transaction = None
        position.end_transaction(claims)
        return TransactionEnd(
            begin=transaction.begin,
            segments=segments,
            claims=claims,
            errors=counts.errors - transaction.errors,
            warnings=counts.warnings - transaction.warnings,
            closed=closed,
        )

    def _close_group(self, declared: int | None, *, closed: bool) -> Event:
        group = self._group
        if group is None:
            raise RuntimeError("no group is open")
        self._group = None
        self._position.group = None
        return GroupEnd(
            begin=group.begin, declared=declared, transactions=group.transactions, closed=closed
        )

    def _close_interchange(
        self, interchange: Interchange, declared: int | None, *, closed: bool
    ) -> Event:
        self._interchange = None
        self._position.interchange = None
        return InterchangeEnd(
            begin=interchange.begin, declared=declared, groups=interchange.groups, closed=closed
        )


def _value(values: list[str], at: int) -> str:
    return values[at] if at < len(values) else ""
