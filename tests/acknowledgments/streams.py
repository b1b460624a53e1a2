"""Hand-made event streams of readings, and readers of what acknowledges them."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pyx12.params
import pyx12.x12n_document

from edi_portal.acknowledgments import acknowledge
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

AS_OF = datetime(2025, 3, 4, 9, 5, tzinfo=UTC)

ISA = (
    *("00", " " * 10, "00", " " * 10, "ZZ", "SENDERID".ljust(15), "30", "RECEIVERID".ljust(15)),
    *("250303", "1705", "^", "00501", "000000905", "0", "T", ":"),
)
GS = ("HC", "APPSENDER", "APPRECEIVER", "20250303", "1705", "77", "X", "005010X222A1")


def isa(*, delimiters: str = "*:~^", **changes: str) -> InterchangeBegin:
    """ISA; ``isa14="1"`` changes an element."""
    elements = _changed(ISA, "isa", changes)
    return InterchangeBegin(
        control_number=elements[12], version=elements[11], delimiters=delimiters, elements=elements
    )


def gs(**changes: str) -> GroupBegin:
    """GS; ``gs01="HP"`` changes an element."""
    elements = _changed(GS, "gs", changes)
    known = elements[7] == GS[7]
    return GroupBegin(
        control_number=elements[5],
        version=elements[7],
        guide=elements[7] if known else None,
        elements=elements,
    )


def st(
    number: str | None = "0001",
    identifier: str | None = "837",
    reference: str | None = "005010X222A1",
) -> TransactionBegin:
    """ST with the elements that are not ``None``."""
    elements = tuple(value or "" for value in (identifier, number, reference))
    return TransactionBegin(
        control_number=number,
        identifier=identifier,
        guide="005010X222A1",
        elements=elements if reference is not None else elements[:2],
    )


def _changed(values: tuple[str, ...], prefix: str, changes: dict[str, str]) -> tuple[str, ...]:
    elements = list(values)
    for name, value in changes.items():
        assert name.startswith(prefix), name
        elements[int(name.removeprefix(prefix)) - 1] = value
    return tuple(elements)


def transaction(
    begin: TransactionBegin | None = None,
    *findings: Finding,
    closed: bool = True,
    untold: int = 0,
) -> list[Event]:
    """A transaction set with its findings; ``untold`` errors are counted but not listed."""
    begin = begin or st()
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    end = TransactionEnd(
        begin=begin, segments=9, claims=1, errors=errors + untold, warnings=0, closed=closed
    )
    return [begin, *findings, end]


def group(
    begin: GroupBegin | None = None,
    *content: Iterable[Event],
    declared: int | None = -1,
    closed: bool = True,
) -> list[Event]:
    """A group of sets and findings; GE01 counts the sets where ``declared`` does not say else."""
    begin = begin or gs()
    events = [event for part in content for event in part]
    sets = sum(isinstance(event, TransactionBegin) for event in events)
    end = GroupEnd(
        begin=begin,
        declared=sets if declared == -1 else declared,
        transactions=sets,
        closed=closed,
    )
    return [begin, *events, end]


def interchange(
    begin: InterchangeBegin | None = None, *content: Iterable[Event], closed: bool = True
) -> list[Event]:
    """An interchange of groups and findings."""
    begin = begin or isa()
    events = [event for part in content for event in part]
    groups = sum(isinstance(event, GroupBegin) for event in events)
    return [begin, *events, InterchangeEnd(begin=begin, declared=1, groups=groups, closed=closed)]


def one_set(*findings: Finding, begin: TransactionBegin | None = None) -> list[Event]:
    """An interchange of one group of one transaction set with these findings."""
    return interchange(isa(), group(gs(), transaction(begin, *findings)))


def finding(
    ack: dict[str, str],
    *,
    severity: Severity = Severity.ERROR,
    snip: int | None = 1,
    data_element: str | None = None,
    value: str | None = None,
    unit: tuple[str, str] | None = None,
    **location: Any,
) -> Finding:
    """A finding with this ``ack``; the other keywords are of its location."""
    return Finding(
        code="TST001",
        name="made-up",
        severity=severity,
        snip=snip,
        message="made up for a test",
        location=Location(**location),
        ack=ack,
        data_element=data_element,
        value=value,
        unit=unit,
    )


def answer(events: Iterable[Event], **options: Any) -> str:
    """The acknowledgment as text."""
    return "".join(acknowledge(events, as_of=AS_OF, **options))


def interchanges_of(events: Iterable[Event], **options: Any) -> list[str]:
    """The interchanges of the acknowledgment, which may differ in their delimiters."""
    texts: list[str] = []
    for segment in acknowledge(events, as_of=AS_OF, **options):
        if segment.startswith("ISA"):
            texts.append("")
        texts[-1] += segment
    return texts


def lines(events: Iterable[Event], **options: Any) -> list[str]:
    """The segments of the acknowledgment without terminators."""
    return [line.removesuffix("~") for line in answer(events, **options).splitlines()]


def body(events: Iterable[Event], **options: Any) -> list[str]:
    """The segments between AK1 and SE."""
    segments = lines(events, **options)
    start = next(i for i, line in enumerate(segments) if line.startswith("AK1"))
    end = next(i for i, line in enumerate(segments) if line.startswith("SE*"))
    return segments[start + 1 : end]


def split(text: str) -> Iterator[list[str]]:
    """Segments and their elements, with the delimiters that ISA names."""
    element, terminator = text[3], text[105]
    for line in text.split(terminator):
        if line.strip():
            yield line.strip("\r\n").split(element)


def referee(text: str) -> str:
    """What pyx12 has against the file, as JSON; empty where it accepts it."""
    report = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(
        pyx12.params.params(), io.StringIO(text), None, None, fd_json=report
    )
    return "" if accepted else report.getvalue() or "rejected"
