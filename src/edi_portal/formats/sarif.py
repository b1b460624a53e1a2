"""Findings as SARIF 2.1.0, the format of code scanning services.

Logs are uploaded and kept by others, so they never hold content of a file, whatever is
asked. Results come before the rules they refer to: that way results stream, and only the
rules that were used are listed.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from edi_portal import _version
from edi_portal.findings import Finding, Severity
from edi_portal.formats.base import (
    INCOMPLETE,
    TOOL,
    Options,
    finding_name,
    report_name,
    segment_place,
)
from edi_portal.report import Report
from edi_portal.scrubber.entries import known_entry

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_DRIVE = re.compile(r"[A-Za-z]:/")


def write_sarif(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield one SARIF log with one run over all files.

    Every file is listed in ``artifacts``, also where nothing was found in it. A file that
    was not checked to its end makes the invocation unsuccessful, with a notification.
    """
    indexes: dict[str, int] = {}
    rules: list[dict[str, Any]] = []
    artifacts: list[dict[str, Any]] = []
    notifications: list[dict[str, Any]] = []
    yield f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{"results": ['
    separator = "\n"
    for report in reports:
        artifact = {"uri": file_uri(report_name(report))}
        artifacts.append({"location": artifact, "roles": ["analysisTarget"]})
        for finding in report.findings:
            if finding.code not in indexes:
                indexes[finding.code] = len(rules)
                rules.append(_rule(finding))
            yield separator + json.dumps(_result(finding, report, indexes[finding.code]))
            separator = ",\n"
        if not report.complete:
            notifications.append(
                {
                    "level": "error",
                    "message": {"text": INCOMPLETE},
                    "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
                }
            )
    driver = {
        "name": TOOL,
        "version": _version.__version__,
        "rules": rules,
    }
    invocation = {
        "executionSuccessful": not notifications,
        "toolExecutionNotifications": notifications,
    }
    tail: dict[str, Any] = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "artifacts": artifacts,
        "properties": {"snip": options.snip, "overlays": list(options.overlays)},
    }
    yield f"\n],\n{json.dumps(tail, indent=1)[2:-2]}\n}}]}}\n"


def _result(finding: Finding, report: Report, index: int) -> dict[str, Any]:
    place = finding.location
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": file_uri(finding_name(finding, report))}
    }
    region = {}
    if place.line is not None:
        region["startLine"] = place.line
    if place.offset is not None:
        region["byteOffset"] = place.offset
    if region:
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    if path := segment_place(place):
        location["logicalLocations"] = [{"fullyQualifiedName": path}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "properties": {
            "snip": finding.snip,
            "overlay": finding.overlay,
            "ack": dict(finding.ack) or None,
            "ordinal": place.ordinal,
            "claim": place.claim,
        },
    }


def _rule(finding: Finding) -> dict[str, Any]:
    """The rule of a finding's code: as catalogued, else what the finding says of itself."""
    entry = known_entry(finding.code)
    severity = finding.severity if entry is None else entry.severity
    rule: dict[str, Any] = {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": finding.name.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }
    if entry is not None:
        rule["fullDescription"] = {"text": " ".join(entry.explanation.split())}
    if fix := finding.fix if entry is None else entry.fix:
        rule["help"] = {"text": fix}
    return rule


def file_uri(name: str) -> str:
    """A file name as a percent-encoded URI: relative names stay relative.

    >>> file_uri("./claims/may 5.837"), file_uri("/data/100%.835")
    ('claims/may%205.837', 'file:///data/100%25.835')
    """
    if os.name == "nt":
        name = name.replace("\\", "/")
    drive = _DRIVE.match(name)
    if drive:
        return f"file:///{drive.group()}{_quoted(name[drive.end() :])}"
    if name.startswith("/"):
        return f"file://{_quoted(name)}"
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return _quoted(name)


def _quoted(name: str) -> str:
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "replace")
    return quote(raw)
