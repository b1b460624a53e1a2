"""One reading of an input: envelopes, transaction sets, and everything there is to say.

`Reading.items` yields events, findings between them, and segments if asked for, in the
order of the file. It never raises for what the input holds and never stops before its
end: what follows a broken envelope is read as well as it can be.
"""

from collections.abc import Generator, Iterator

import attrs

from edi_portal.catalogue import finding
from edi_portal.event import (
    Event,
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionBegin,
    TransactionEnd,
)
from edi_portal.findings import Finding, Location, Severity
from edi_portal.guides import envelope
from edi_portal.guides.automaton import Automaton
from edi_portal.guides.locating import BLANK, Position, control_number
from edi_portal.guides.placed import PlacedSegment
from edi_portal.guides.places import Map
from edi_portal.guides.registry import Registration, find, group_identifiers, guide, registrations
from edi_portal.guides.transaction import SEGMENT_ID, Item, Walk
from edi_portal.guides.unguided import Unguided, form
from edi_portal.report import Counts
from edi_portal.x12.batch import Batch
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.numbers import UsedNumbers
from edi_portal.x12.reader import InterchangeStart, Notice, Reader

ReadItem = Event | PlacedSegment
_EXTERNAL_CODES = 5  # SNIP type of code lists outside of a guide


@attrs.define
class _Interchange:
    begin: InterchangeBegin
    groups: int = 0
    numbers: UsedNumbers = attrs.field(factory=UsedNumbers)
    bare: bool = False
    strays: bool = False


@attrs.define
class _Group:
    begin: GroupBegin
    version: str
    transactions: int = 0
    alias_told: bool = False
    numbers: UsedNumbers = attrs.field(factory=UsedNumbers)
    strays: bool = False


@attrs.define
class _Transaction:
    begin: TransactionBegin
    walk: Walk | Unguided
    control_number: str
    errors: int
    warnings: int


class Reading:
    """Reads one input against its guides. Iterate `items` once, then see the counts.

    ``counts`` is complete after the iteration; ``complete`` is false where a limit left
    part of the input unread.
    """

    def __init__(
        self,
        reader: Reader,
        *,
        file: str | None = None,
        snip: int = 3,
        trace: bool = False,
        legacy: bool = False,
    ) -> None:
        self.counts = Counts()
        self.complete = True
        self._reader = reader
        self._snip = snip
        self._trace = trace
        self._legacy = legacy
        self._position = Position(file, gives_segments=trace)
        self._interchange: _Interchange | None = None
        self._group: _Group | None = None
        self._transaction: _Transaction | None = None
        self._numbers: dict[tuple[str, str], UsedNumbers] = {}
        self._automata: dict[tuple[str, Delimiters], Automaton] = {}
        self._maps: dict[str, Map] = {}
        self._source = reader.items()
        self._peeked: object = None
        self._skip = 0
        self._padded = True
        self._pending_isa = False
        self._bare = False
        self._not_checked: set[str] = set()

    @property
    def tail(self) -> str:
        """What was read behind the last segment given, and what no batch holds."""
        return self._position.rest() + self._reader.tail

    def items(self) -> Iterator[ReadItem]:
        """Events, findings and, with ``trace``, segments, in the order of the input."""
        for item in self._all():
            if isinstance(item, Finding):
                if item.snip is not None and item.snip > self._snip:
                    continue
                if item.code == "ELE019" and self._told(item):
                    continue
                self._count(item)
            yield item
        self.counts.bytes = self._reader.bytes_read

    def _told(self, item: Finding) -> bool:
        """Whether a list that could not be checked was named before."""
        told = item.message in self._not_checked
        self._not_checked.add(item.message)
        return told

    def _count(self, item: Finding) -> None:
        counts = self.counts
        if item.severity is Severity.ERROR:
            counts.errors += 1
        elif item.severity is Severity.WARNING:
            counts.warnings += 1
        else:
            counts.infos += 1

    def _all(self) -> Iterator[ReadItem]:
        while (item := self._next()) is not None:
            if isinstance(item, Notice):
                yield self._noticed(item)
            elif isinstance(item, InterchangeStart):
                yield from self._close_all()
                self._bare = item.bare
                self._pending_isa = not item.bare
                if item.bare:
                    yield from self._begin_bare(item.delimiters)
            else:
                yield from self._batch(item)
        yield from self._close_all()

    def _next(self) -> Batch | Notice | InterchangeStart | None:
        if self._peeked is not None:
            item, self._peeked = self._peeked, None
            return item  # type: ignore[return-value]
        return next(self._source, None)

    def _ahead(self, batch: Batch, index: int, size: int) -> list[str]:
        """Up to ``size`` segments behind ``index``, from the next batch too if need be."""
        found = batch.segments[index + 1 : index + 1 + size]
        if len(found) < size:
            if self._peeked is None:
                self._peeked = next(self._source, None)
            if isinstance(self._peeked, Batch):
                found = [*found, *self._peeked.segments[: size - len(found)]]
        for at, segment in enumerate(found):
            if not segment.strip(BLANK):
                return found[:at]
        return found

    def _noticed(self, notice: Notice) -> Finding:
        if notice.code == "SRC007":
            self.complete = False
            self._position.ordinal_base += 1  # the segment left out is counted all the same
        if notice.code == "ENV001":
            self._padded = False
        location = Location(
            file=self._position.file,
            segment="ISA" if notice.code.startswith("ENV") else None,
            segment_in_file=notice.segment_in_file,
            offset=notice.offset,
            line=notice.line,
        )
        return finding(notice.code, location, facts=notice.facts)

    def _batch(self, batch: Batch) -> Iterator[ReadItem]:
        position = self._position
        position.next_batch(batch)
        empty_before = position.empty_in_file
        index, self._skip = self._skip, 0
        size = len(batch.segments)
        while index < size:
            if self._transaction is not None:
                index = yield from self._walk(self._transaction, batch, index)
            else:
                index = yield from self._outside(batch, index)
        self._skip = index - size
        self.counts.segments += size - (position.empty_in_file - empty_before)
        if not batch.closed and size:
            self._lose_place()
            last = batch.segments[-1].split(batch.delimiters.element, 1)[0]
            known = last if SEGMENT_ID.fullmatch(last) else None
            yield position.finding("SEG015", size - 1, known)

    def _walk(
        self, transaction: _Transaction, batch: Batch, index: int
    ) -> Generator[ReadItem, None, int]:
        walk = transaction.walk
        index = yield from walk.run(batch, index)
        if walk.ended:
            values = batch.segments[index - 1].lstrip(BLANK).split(batch.delimiters.element)
            counted = self._position.ordinal(index - 1) or 0
            self._lose_place()
            yield from envelope.check_se(
                self._position, index - 1, values, counted, transaction.control_number
            )
            yield self._end_transaction(counted, closed=True)
        elif walk.cut:
            yield from self._cut_transaction(index)
        return index

    def _outside(self, batch: Batch, index: int) -> Generator[ReadItem, None, int]:
        """A segment outside of a transaction set."""
        text = batch.segments[index]
        if not text.strip(BLANK):
            return (yield from self._position.report_empty(index))
        if text[0] in BLANK:
            text = text.lstrip(BLANK)
            yield self._position.finding("SEG014", index, None)
        segment_id = text.split(batch.delimiters.element, 1)[0]
        values = text.split(batch.delimiters.element)
        findings: Iterator[ReadItem]
        if segment_id == "ISA" and self._pending_isa:
            findings = self._begin_interchange(index, text, values, batch.delimiters)
        elif segment_id == "GS":
            findings = self._begin_group(index, text, values)
        elif segment_id == "ST":
            findings = self._begin_transaction(index, text, values, batch.delimiters)
        elif segment_id == "GE":
            findings = self._end_group(index, text, values)
        elif segment_id == "IEA":
            findings = self._end_interchange(index, text, values)
        elif segment_id == "TA1" and self._group is None:
            findings = self._ta1(index, text)
        else:
            findings = self._stray(index, text, segment_id)
        made: list[Finding] = []
        after: list[ReadItem] = []
        for item in findings:
            if isinstance(item, Finding):
                made.append(item)
            if self._trace and not isinstance(item, Finding):
                after.append(item)
            else:
                yield item
        if self._trace:
            begins = [item for item in after if not isinstance(item, GroupEnd | InterchangeEnd)]
            yield from begins
            yield self._position.placed(index, text, None, made)
            yield from (item for item in after if item not in begins)
        return index + 1

    def _begin_interchange(
        self, index: int, text: str, values: list[str], delimiters: Delimiters
    ) -> Iterator[ReadItem]:
        self._pending_isa = False
        position = self._position
        number = values[13] if len(values) > 13 else ""
        position.interchange = control_number(number)
        begin = InterchangeBegin(
            control_number=position.interchange,
            version=values[12] if values[12:] else None,
            delimiters=delimiters.all,
            elements=tuple(values[1:17]),
        )
        self._interchange = _Interchange(begin)
        self.counts.interchanges += 1
        yield begin
        yield from envelope.check_isa(position, index, text, delimiters, padded=self._padded)
        self._padded = True
        sender = (values[5], values[6].strip())
        if number.strip() and self._numbers.setdefault(sender, UsedNumbers()).add(number):
            yield position.finding("ENV008", index, "ISA")

    def _begin_bare(self, delimiters: Delimiters) -> Iterator[ReadItem]:
        begin = InterchangeBegin(
            control_number=None, version=None, delimiters=delimiters.all, elements=()
        )
        self._interchange = _Interchange(begin, bare=True)
        yield begin

    def _begin_group(self, index: int, text: str, values: list[str]) -> Iterator[ReadItem]:
        if self._group is not None:
            yield self._position.finding("ENV021", index, "GE", shows=False)
            yield self._close_group(None, closed=False)
        position, interchange = self._position, self._interchange
        identifier = values[1] if len(values) > 1 else ""
        number = values[6] if len(values) > 6 else ""
        version = values[8].strip() if len(values) > 8 else ""
        position.group = control_number(number)
        known = next(
            (
                found
                for transaction in sorted(group_identifiers().get(identifier, ()))
                if (found := find(version, transaction))
            ),
            None,
        )
        begin = GroupBegin(
            control_number=position.group,
            version=version or None,
            guide=known.version if known else None,
            elements=tuple(values[1:]),
        )
        self._group = _Group(begin, version)
        self.counts.groups += 1
        if interchange is not None:
            interchange.groups += 1
            interchange.strays = False
        yield begin
        isa_version = interchange.begin.version if interchange else None
        yield from envelope.check_segment(position, index, text, "GS", isa_version)
        named = [item for item in registrations() if version in (item.version, *item.aliases)]
        if named and all(item.group != identifier for item in named):
            yield position.finding("ENV026", index, "GS")
        if interchange is not None and number and interchange.numbers.add(number):
            yield position.finding("ENV024", index, "GS")

    def _registration(self, identifier: str, reference: str) -> Registration | None:
        """The guide of a transaction set: by GS08; without a group by ST03 or ST01."""
        version = self._group.version if self._group is not None else reference
        found = find(version, identifier) if version else None
        if found is None and self._group is None and not reference:
            candidates = [
                item
                for item in registrations()
                if item.transaction == identifier and not item.withdrawn
            ]
            found = candidates[0] if len(candidates) == 1 else None
        return found

    def _begin_transaction(
        self, index: int, text: str, values: list[str], delimiters: Delimiters
    ) -> Iterator[ReadItem]:
        position, group = self._position, self._group
        position.begin_transaction(index)
        identifier, number, reference = (
            values[at].strip() if at < len(values) else "" for at in (1, 2, 3)
        )
        position.transaction = control_number(number)
        registration = self._registration(identifier, reference)
        withdrawn = registration is not None and registration.withdrawn and not self._legacy
        usable = None if withdrawn else registration
        begin = TransactionBegin(
            control_number=position.transaction,
            identifier=identifier or None,
            guide=usable.version if usable else None,
            elements=tuple(values[1:]),
        )
        counts = self.counts
        counts.transactions += 1
        counts.guides[usable.version if usable else "unknown"] += 1
        walk: Walk | Unguided
        if usable is None:
            walk = Unguided(position, identifier, trace=self._trace)
        else:
            walk = Walk(
                self._automaton(usable, delimiters),
                position,
                self._ahead,
                trace=self._trace,
                external=self._snip >= _EXTERNAL_CODES,
            )
        control = values[2] if len(values) > 2 else ""
        self._transaction = _Transaction(begin, walk, control, counts.errors, counts.warnings)
        yield begin
        if group is not None:
            group.transactions += 1
            group.strays = False
        elif self._interchange is None or not self._interchange.bare:
            yield position.finding("ENV010", index, "ST")
        if isinstance(walk, Walk) and usable is not None:
            yield from envelope.check_st(position, index, text, *walk.begin(), delimiters)
            yield from self._guide_remarks(index, usable, reference)
        else:
            yield from self._no_guide(index, identifier)
        if group is not None and control and group.numbers.add(control):
            yield position.finding("ENV034", index, "ST")

    def _guide_remarks(self, index: int, usable: Registration, reference: str) -> Iterator[Finding]:
        group = self._group
        if group is None:
            return
        if group.version != usable.version and not group.alias_told:
            group.alias_told = True
            yield self._position.finding("ENV028", index, "ST", guide=usable.version)
        if reference and reference != group.version:
            named = find(reference, usable.transaction)
            if named is not usable:
                yield self._position.finding("ENV037", index, "ST")

    def _no_guide(self, index: int, identifier: str) -> Iterator[Finding]:
        """Why the transaction set has no guide: its identifier, or the version."""
        group = self._group
        if not identifier:
            yield self._position.finding("ENV036", index, "ST")
            return
        if group is not None:
            fits = [
                item for item in registrations() if group.version in (item.version, *item.aliases)
            ]
            if fits and all(item.transaction != identifier for item in fits):
                yield self._position.finding("ENV036", index, "ST")
                return
        yield self._position.finding("ENV027", index, "ST")

    def _automaton(self, item: Registration, delimiters: Delimiters) -> Automaton:
        key = item.version + item.transaction
        found = self._automata.get((key, delimiters))
        if found is None:
            places = self._maps.get(key)
            if places is None:
                places = self._maps[key] = Map(guide(item.version, item.transaction))
            found = self._automata[key, delimiters] = Automaton(places, delimiters)
        return found

    def _cut_transaction(self, index: int) -> Iterator[ReadItem]:
        """An envelope segment came before SE."""
        counted = (self._position.ordinal(index) or 1) - 1
        self._lose_place()
        yield self._position.finding("ENV031", index, "SE", shows=False)
        yield self._end_transaction(counted, closed=False)

    def _end_transaction(self, segments: int, *, closed: bool) -> TransactionEnd:
        transaction, counts, position = self._transaction, self.counts, self._position
        if transaction is None:
            raise RuntimeError("no transaction set is open")
        claims = transaction.walk.claims
        counts.claims += claims
        position.claims_before += claims
        self._transaction = None
        self._lose_place()
        position.in_transaction = False
        position.transaction = None
        return TransactionEnd(
            begin=transaction.begin,
            segments=segments,
            claims=claims,
            errors=counts.errors - transaction.errors,
            warnings=counts.warnings - transaction.warnings,
            closed=closed,
        )

    def _lose_place(self) -> None:
        position = self._position
        position.loop = position.claim = position.unit = None

    def _end_group(self, index: int, text: str, values: list[str]) -> Iterator[ReadItem]:
        group, position = self._group, self._position
        if group is None:
            yield position.finding("ENV012", index, "GE")
            return
        version = self._interchange.begin.version if self._interchange else None
        faulty = set()
        for found in envelope.check_segment(position, index, text, "GE", version):
            faulty.add(found.location.element)
            yield found
        declared = envelope.number(values[1]) if len(values) > 1 else None
        written = values[2] if len(values) > 2 else ""
        if 2 not in faulty and written != (group.begin.elements[5:6] or ("",))[0]:
            yield position.finding("ENV022", index, "GE")
        if 1 not in faulty and declared != group.transactions:
            yield position.finding("ENV023", index, "GE", counted=group.transactions)
        yield self._close_group(declared, closed=True)

    def _close_group(self, declared: int | None, *, closed: bool) -> GroupEnd:
        group = self._group
        if group is None:
            raise RuntimeError("no group is open")
        self._group = None
        self._position.group = None
        return GroupEnd(
            begin=group.begin, declared=declared, transactions=group.transactions, closed=closed
        )

    def _end_interchange(self, index: int, text: str, values: list[str]) -> Iterator[ReadItem]:
        interchange, position = self._interchange, self._position
        if interchange is None or interchange.bare:
            yield position.finding("ENV012", index, "IEA")
            return
        if self._group is not None:
            yield position.finding("ENV021", index, "GE", shows=False)
            yield self._close_group(None, closed=False)
        faulty = set()
        version = interchange.begin.version
        for found in envelope.check_segment(position, index, text, "IEA", version):
            faulty.add(found.location.element)
            yield found
        declared = envelope.number(values[1]) if len(values) > 1 else None
        written = values[2] if len(values) > 2 else ""
        if 2 not in faulty and written != (interchange.begin.elements[12:13] or ("",))[0]:
            yield position.finding("ENV006", index, "IEA")
        if 1 not in faulty and declared != interchange.groups:
            yield position.finding("ENV007", index, "IEA", counted=interchange.groups)
        yield self._close_interchange(declared, closed=True)

    def _close_interchange(self, declared: int | None, *, closed: bool) -> InterchangeEnd:
        interchange = self._interchange
        if interchange is None:
            raise RuntimeError("no interchange is open")
        self._interchange = None
        self._position.interchange = None
        return InterchangeEnd(
            begin=interchange.begin, declared=declared, groups=interchange.groups, closed=closed
        )

    def _close_all(self) -> Iterator[ReadItem]:
        """What is still open where the interchange ends: said once, for the innermost."""
        interchange, position = self._interchange, self._position
        if interchange is None or position.batch is None:
            return
        index = len(position.batch.segments)
        bare = interchange.bare
        ack = {} if bare else {"TA105": "023"}
        told = False
        if self._transaction is not None:
            ordinal = position.ordinal(index) or 1
            self._lose_place()
            group_ack = {"AK905": "3"} if self._group is not None else {}
            yield position.finding(
                "ENV031", index, "SE", shows=False, ack={"IK502": "2", **group_ack, **ack}
            )
            told = True
            yield self._end_transaction(ordinal - 1, closed=False)
        if self._group is not None:
            if not told:
                yield position.finding(
                    "ENV021", index, "GE", shows=False, ack={"AK905": "3", **ack}
                )
                told = True
            yield self._close_group(None, closed=False)
        if not told and not bare:
            yield position.finding("ENV005", index, "IEA", shows=False)
        yield self._close_interchange(None, closed=False)

    def _ta1(self, index: int, text: str) -> Iterator[ReadItem]:
        interchange = self._interchange
        if interchange is not None and interchange.groups:
            yield self._position.finding("ENV014", index, "TA1")
        version = interchange.begin.version if interchange else None
        yield from envelope.check_segment(self._position, index, text, "TA1", version)

    def _stray(self, index: int, text: str, segment_id: str) -> Iterator[Item]:
        """A segment between envelopes: its form first, then once that it stands there."""
        malformed = list(form(self._position, index, text))
        yield from malformed
        level = self._group or self._interchange
        if malformed or level is None or level.strays:
            return
        if segment_id == "SE":
            yield self._position.finding("ENV012", index, "SE")
            return
        level.strays = True
        code = "ENV011" if self._group is not None else "ENV010"
        yield self._position.finding(code, index, segment_id)
