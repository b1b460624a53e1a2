"""What a file holds, as an indented outline for people.

Control numbers and party ids come from the file: they are what is asked for here, and are
written with control characters spelled out.
"""

from collections.abc import Iterable, Iterator

import attrs

from edi_portal.cli._failure import visible
from edi_portal.cli._inventory import (
    Header,
    Remarks,
    Structure,
    element,
    group_header,
    interchange_header,
)
from edi_portal.event import (
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionEnd,
)

# Kinds of transaction set told apart in one group; a real one holds a single kind.
_MOST_KINDS = 50


def as_text(
    structure: Iterable[Structure], remarks: Remarks, name: str, *, transactions: bool
) -> Iterator[str]:
    """Yield the outline line by line, in flat memory however many transaction sets there are.

    They are added up by kind in each group, or listed one by one if ``transactions``.
    """
    yield f"{visible(name)}\n"
    kinds = _Kinds()
    for event in structure:
        match event:
            case InterchangeBegin():
                yield from kinds.take()
                yield from _interchange(event)
            case GroupBegin():
                yield from kinds.take()
                yield from _group(event)
            case TransactionEnd() if transactions:
                yield _transaction(event)
            case TransactionEnd():
                kinds.add(event)
            case GroupEnd():
                yield from kinds.take()
                yield f"      {_trailer(event, 'GE', event.transactions, 'transaction set')}\n"
            case InterchangeEnd():
                yield from kinds.take()
                yield f"    {_trailer(event, 'IEA', event.groups, 'group')}\n"
            case _:
                pass
    yield from kinds.take()
    yield from _remarks(remarks)


@attrs.define(repr=False)
class _Kind:
    """Transaction sets of one type and guide, added up."""

    first: str | None
    last: str | None = None
    sets: int = 0
    segments: int = 0
    claims: int = 0


class _Kinds:
    """The kinds of transaction set of the open group."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str | None, str | None], _Kind] = {}

    def add(self, event: TransactionEnd) -> None:
        begin = event.begin
        key = (begin.identifier, begin.guide)
        if key not in self._kinds and len(self._kinds) >= _MOST_KINDS:
            key = ("others", None)
        kind = self._kinds.setdefault(key, _Kind(begin.control_number))
        kind.last = begin.control_number
        kind.sets += 1
        kind.segments += event.segments
        kind.claims += event.claims

    def take(self) -> Iterator[str]:
        """Yield a line for each kind, and forget them."""
        for (identifier, guide), kind in self._kinds.items():
            numbers = _shown(kind.first)
            if kind.sets > 1:
                numbers = f"{numbers} to {_shown(kind.last)}"
            yield (
                f"      {_shown(identifier)}: {_many(kind.sets, 'transaction set')}, "
                f"{_many(kind.segments, 'segment')}, {_many(kind.claims, 'claim')}, "
                f"guide {_shown(guide)}, control number {numbers}\n"
            )
        self._kinds.clear()


def _transaction(event: TransactionEnd) -> str:
    begin = event.begin
    return (
        f"      {_shown(begin.identifier)} {_shown(begin.control_number)}: "
        f"{_many(event.segments, 'segment')}, {_many(event.claims, 'claim')}, "
        f"guide {_shown(begin.guide)}{'' if event.closed else ', without SE'}\n"
    )


def _interchange(event: InterchangeBegin) -> Iterator[str]:
    yield f"  interchange {_shown(event.control_number)}\n"
    usage = element(event.elements, 15)
    yield f"    version {_shown(event.version)}, usage {_shown(usage)}\n"
    yield f"    {_exchange(interchange_header(event))}\n"
    yield f"    delimiters {' '.join(map(visible, event.delimiters))}\n"


def _group(event: GroupBegin) -> Iterator[str]:
    yield f"    group {_shown(event.control_number)}\n"
    yield (
        f"      type {_shown(element(event.elements, 1))}, version {_shown(event.version)}, "
        f"guide {_shown(event.guide)}\n"
    )
    yield f"      {_exchange(group_header(event))}\n"


def _exchange(header: Header) -> str:
    return (
        f"from {_shown(header.sender)} to {_shown(header.receiver)}, "
        f"date {_shown(header.date)}, time {_shown(header.time)}"
    )


def _trailer(event: GroupEnd | InterchangeEnd, segment: str, counted: int, what: str) -> str:
    if not event.closed:
        return f"{_many(counted, what)}, without {segment}"
    declared = "nothing usable" if event.declared is None else f"{event.declared}"
    return f"{_many(counted, what)}, {segment}01 says {declared}"


def _remarks(remarks: Remarks) -> Iterator[str]:
    if remarks.total:
        yield f"  {_many(remarks.total, 'remark')} about the envelope\n"
    for finding in remarks.listed:
        line = finding.location.line
        place = "" if line is None else f"line {line}: "
        yield f"    {place}{finding.severity} {finding.code} {visible(finding.message)}\n"
    if remarks.total > len(remarks.listed):
        yield f"    and {remarks.total - len(remarks.listed)} more\n"


def _shown(value: str | None) -> str:
    return "-" if value is None else visible(value)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
