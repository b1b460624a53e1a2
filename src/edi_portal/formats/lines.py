"""The formats with one line for each finding: ``concise`` and GitHub's annotations.

Neither has a place for content of the file, so that neither shows it, whatever is asked.
"""

from collections.abc import Iterable, Iterator

from edi_portal.findings import Finding, Severity
from edi_portal.formats.base import (
    INCOMPLETE,
    Options,
    finding_name,
    place_in_words,
    position,
    report_name,
)
from edi_portal.formats.shown import printable
from edi_portal.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# GitHub's runner ends a command at CR or LF, a property at "," and its name list at ":".
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def write_concise(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield ``file:line: CODE message`` for each finding, without the line where unknown.

    A file that was not checked to its end adds a line that says so.
    """
    del options
    for report in reports:
        for finding in report.findings:
            yield concise_line(finding, report) + "\n"
        if not report.complete:
            yield printable(f"{report_name(report)}: INCOMPLETE {INCOMPLETE}") + "\n"


def concise_line(finding: Finding, report: Report) -> str:
    """A finding on one line, without a line end."""
    return printable(f"{position(finding, report)}: {finding.code} {finding.message}")


def write_github(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield a workflow command for each finding: ``::error file=..,line=..,title=..::..``.

    A file that was not checked to its end adds an error of its own.
    """
    del options
    for report in reports:
        for finding in report.findings:
            yield _annotation(finding, report)
        if not report.complete:
            yield _command(
                "error", {"file": report_name(report), "title": "INCOMPLETE"}, INCOMPLETE
            )


def _annotation(finding: Finding, report: Report) -> str:
    location = finding.location
    properties = {"file": finding_name(finding, report)}
    if location.line is not None:
        properties["line"] = str(location.line)
    properties["title"] = f"{finding.code} {finding.name}"
    # Most X12 files are one line long: the line alone would lead nowhere.
    place = place_in_words(location)
    text = f"{finding.message} ({place})" if place else finding.message
    return _command(_COMMANDS[finding.severity], properties, text)


def _command(command: str, properties: dict[str, str], text: str) -> str:
    written = ",".join(
        f"{name}={_lines_kept(value).translate(_PROPERTY)}" for name, value in properties.items()
    )
    return f"::{command} {written}::{_lines_kept(text).translate(_DATA)}\n"


def _lines_kept(text: str) -> str:
    """The text without control characters but for line ends, which GitHub can show."""
    return "".join(char if char in "\r\n" else printable(char) for char in text)
