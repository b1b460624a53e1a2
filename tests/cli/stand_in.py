"""A stand-in for the library: what the command line does with an answer, not the answer."""

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import IO, Any

import attrs

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
from edi_portal.report import Counts, Report

VALUE = "555-VALUE-777"
GUIDE = "005010X222A1"


def make_finding(
    severity: Severity = Severity.ERROR, *, code: str = "ELE007", line: int | None = 3
) -> Finding:
    return Finding(
        code=code,
        name="some-fault",
        severity=severity,
        snip=1,
        message=f"a fault of severity {severity}",
        location=Location(segment="CLM", line=line),
        value=VALUE,
        text=f"CLM*{VALUE}",
    )


def make_report(
    *findings: Finding, name: str | None = "claims.837", complete: bool = True
) -> Report:
    severities = [finding.severity for finding in findings]
    counts = Counts(
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        infos=severities.count(Severity.INFO),
    )
    return Report(file=name, findings=findings, counts=counts, complete=complete)


def interchange(
    *groups: list[Event], number: str = "000000905", closed: bool = True
) -> list[Event]:
    begin = InterchangeBegin(
        control_number=number,
        version="00501",
        delimiters="*:~^",
        elements=(
            *("00", "          ", "01", "PASSWORD  ", "ZZ", "SENDER         ", "30"),
            *("RECEIVER       ", "250131", "0830", "^", "00501", number, "0", "P", ":"),
        ),
    )
    declared = len(groups) if closed else None
    end = InterchangeEnd(begin=begin, declared=declared, groups=len(groups), closed=closed)
    return [begin, *(event for group in groups for event in group), end]


def group(*sets: list[Event], number: str = "1") -> list[Event]:
    begin = GroupBegin(
        control_number=number,
        version=GUIDE,
        guide=GUIDE,
        elements=("HC", "SENDER", "RECEIVER", "20250131", "0830", number, "X", GUIDE),
    )
    end = GroupEnd(begin=begin, declared=len(sets), transactions=len(sets), closed=True)
    return [begin, *(event for events in sets for event in events), end]


def transaction(number: str = "0001", *findings: Finding, identifier: str = "837") -> list[Event]:
    begin = TransactionBegin(
        control_number=number, identifier=identifier, guide=GUIDE, elements=(identifier, number)
    )
    end = TransactionEnd(
        begin=begin, segments=30, claims=2, errors=len(findings), warnings=0, closed=True
    )
    return [begin, *findings, end]


@attrs.define
class Call:
    """One call of the library: what was to be read, and how."""

    path: str | None
    options: dict[str, Any]
    content: bytes | None


class Library(ModuleType):
    """Stands in for ``edi_portal.api``: answers by the name of the file, and notes each call.

    ``reports`` and ``readings`` hold the answers; an exception among them is raised.
    """

    def __init__(self) -> None:
        super().__init__("edi_portal.api")
        self.reports: dict[str, Report | BaseException] = {}
        self.readings: dict[str, Sequence[Event | BaseException]] = {}
        self.calls: list[Call] = []

    def validate(
        self, path: str | None = None, *, stream: IO[bytes] | None = None, **options: Any
    ) -> Report:
        name = self._note(path, stream, options)
        answer = self.reports.get(name, make_report(name=name))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def events(
        self, path: str | None = None, *, stream: IO[bytes] | None = None, **options: Any
    ) -> Iterator[Event]:
        name = self._note(path, stream, options)
        for answer in self.readings[name]:
            if isinstance(answer, BaseException):
                raise answer
            yield answer

    def _note(self, path: str | None, stream: IO[bytes] | None, options: dict[str, Any]) -> str:
        content = None if stream is None else stream.read()
        self.calls.append(Call(path, options, content))
        name = options["name"]
        assert isinstance(name, str)
        return name
