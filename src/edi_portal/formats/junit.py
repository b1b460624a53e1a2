"""Findings as JUnit XML: one test suite for each file, one test case for each finding.

An error is a failed case, a warning or remark a passed one with output. A file without
errors has one case more that passes, a file not checked to its end one more in error. The
text is ASCII and holds no content of the file, whatever is asked.
"""

import re
from collections.abc import Iterable, Iterator

from edi_portal.findings import Finding, Severity
from edi_portal.formats.base import (
    INCOMPLETE,
    TOOL,
    Options,
    finding_name,
    place_in_words,
    report_name,
    segment_place,
)
from edi_portal.report import Report

# XML 1.0 has no way to write these, not even as a reference; C1 controls it has, but a
# terminal obeys some of them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)


def write_junit(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield one XML document, a test suite at a time."""
    del options
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{TOOL}">\n'
    for report in reports:
        yield _suite(report)
    yield "</testsuites>\n"


def _suite(report: Report) -> str:
    name = report_name(report)
    cases = [_case(finding, report) for finding in report.findings]
    failures = sum(finding.severity is Severity.ERROR for finding in report.findings)
    errors = 0
    if not report.complete:
        errors = 1
        body = f'<error message="{_xml(INCOMPLETE)}" type="incomplete"/>'
        cases.append(_element("testcase", {"classname": name, "name": "complete"}, body))
    elif not failures:
        # Errors may be counted without being listed; such a file must not pass.
        failures = int(not report.ok)
        body = '<failure message="errors that are not listed" type="error"/>' if failures else ""
        cases.append(_element("testcase", {"classname": name, "name": "valid"}, body))
    attributes = {
        "name": name,
        "tests": str(len(cases)),
        "failures": str(failures),
        "errors": str(errors),
        "skipped": "0",
    }
    return _element("testsuite", attributes, "\n" + "".join(cases))


def _case(finding: Finding, report: Report) -> str:
    location = finding.location
    name = finding_name(finding, report)
    attributes = {
        "classname": name,
        "name": " ".join(
            part for part in (finding.code, finding.name, segment_place(location)) if part
        ),
        "file": name,
    }
    if location.line is not None:
        attributes["line"] = str(location.line)
    details = "\n".join(
        part for part in (finding.message, place_in_words(location), finding.fix) if part
    )
    if finding.severity is Severity.ERROR:
        opening = {"message": finding.message, "type": finding.code}
        body = _element("failure", opening, _xml(details)).rstrip()
    else:
        body = f"<system-out>{_xml(f'{finding.severity.value}: {details}')}</system-out>"
    return _element("testcase", attributes, body)


def _element(tag: str, attributes: dict[str, str], body: str) -> str:
    """An element on lines of its own; ``body`` is XML already."""
    opening = "".join(f' {key}="{_xml(value)}"' for key, value in attributes.items())
    return f"<{tag}{opening}>{body}</{tag}>\n" if body else f"<{tag}{opening}/>\n"


def _xml(text: str) -> str:
    """Text for an element or a quoted attribute, whatever it holds."""
    escaped = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text).translate(_ESCAPES)
    return escaped.encode("ascii", "xmlcharrefreplace").decode("ascii")
