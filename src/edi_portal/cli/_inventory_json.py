"""What a file holds, as one JSON object that is written while the file is read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from edi_portal.cli._inventory import (
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
    TransactionBegin,
    TransactionEnd,
)


def as_json(structure: Iterable[Structure], remarks: Remarks, name: str) -> Iterator[str]:
    """Yield ``file``, ``interchanges`` with ``groups`` with ``transactions``, ``findings``.

    Each transaction set is listed. One without an envelope stands in a group and an
    interchange of nulls, so that every file has the same shape. ``findings`` are those about
    the envelope; ``errors`` counts the errors among them.
    """
    yield f'{{"file": {json.dumps(name)}, "interchanges": ['
    # What to write before the next interchange, group, transaction set.
    before = ["", "", ""]

    def begin(level: int) -> str:
        text, before[level] = before[level], ","
        before[level + 1 :] = [""] * (len(before) - level - 1)
        return text + "\n" + " " * (level + 1)

    for event in _enclosed(structure):
        match event:
            case InterchangeBegin():
                yield begin(0) + _open(_interchange(event), "groups")
            case GroupBegin():
                yield begin(1) + _open(_group(event), "transactions")
            case TransactionEnd():
                yield begin(2) + json.dumps(_transaction(event))
            case GroupEnd():
                yield _close(event, event.transactions)
            case InterchangeEnd():
                yield _close(event, event.groups)
            case _:
                pass
    yield f'],\n"errors": {remarks.errors}, "findings": ['
    for number, finding in enumerate(remarks.listed):
        yield (",\n " if number else "\n ") + json.dumps(finding.as_dict())
    yield f'], "findings_not_listed": {remarks.total - len(remarks.listed)}}}\n'


def _enclosed(structure: Iterable[Structure]) -> Iterator[Structure]:
    """The events, with an empty envelope around what stands without one."""
    # The open interchange and the open group; None where it is the file's own.
    opened: list[InterchangeBegin | GroupBegin | None] = []
    sets = 0

    def close_down_to(depth: int) -> Iterator[Structure]:
        while len(opened) > depth:
            begin = opened.pop()
            if isinstance(begin, GroupBegin):
                yield GroupEnd(begin=begin, declared=None, transactions=sets, closed=False)
            elif begin is not None:
                yield InterchangeEnd(begin=begin, declared=None, groups=1, closed=False)

    for event in structure:
        depth = _DEPTHS[type(event)]
        yield from close_down_to(depth)
        if not isinstance(event, InterchangeEnd | GroupEnd | TransactionEnd):
            while len(opened) < depth:
                empty = _NO_GROUP if opened else _NO_INTERCHANGE
                opened.append(empty)
                sets = 0
                yield empty
        yield event
        if isinstance(event, InterchangeBegin | GroupBegin):
            opened.append(None)
        elif isinstance(event, InterchangeEnd | GroupEnd):
            opened.pop()
        elif isinstance(event, TransactionEnd):
            sets += 1
    yield from close_down_to(0)


# How many envelopes stand around an event; an end still has its own one open.
_DEPTHS: Mapping[type, int] = {
    InterchangeBegin: 0,
    GroupBegin: 1,
    TransactionBegin: 2,
    TransactionEnd: 2,
    GroupEnd: 2,
    InterchangeEnd: 1,
}
_NO_INTERCHANGE = InterchangeBegin(control_number=None, version=None, delimiters="", elements=())
_NO_GROUP = GroupBegin(control_number=None, version=None, guide=None, elements=())


def _interchange(event: InterchangeBegin) -> dict[str, Any]:
    return {
        "control_number": event.control_number,
        "version": event.version,
        "usage": element(event.elements, 15),
        **interchange_header(event).as_dict(),
        "delimiters": event.delimiters,
    }


def _group(event: GroupBegin) -> dict[str, Any]:
    return {
        "control_number": event.control_number,
        "type": element(event.elements, 1),
        "version": event.version,
        "guide": event.guide,
        **group_header(event).as_dict(),
    }


def _transaction(event: TransactionEnd) -> dict[str, Any]:
    return {
        "control_number": event.begin.control_number,
        "type": event.begin.identifier,
        "guide": event.begin.guide,
        "segments": event.segments,
        "claims": event.claims,
        "closed": event.closed,
    }


def _open(fields: dict[str, Any], children: str) -> str:
    return f'{json.dumps(fields)[:-1]}, "{children}": ['


def _close(event: GroupEnd | InterchangeEnd, counted: int) -> str:
    fields = {"counted": counted, "declared": event.declared, "closed": event.closed}
    return f"], {json.dumps(fields)[1:]}"
