"""Findings as JSON: one document, or one finding a line.

Everything is written in ASCII: what lies beyond is escaped, so that the text survives any
terminal, locale and line splitter.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from edi_portal import _version
from edi_portal.findings import Finding
from edi_portal.formats.base import TOOL, Options
from edi_portal.report import Report

DOCUMENT_VERSION = 1
"""Raised when a key of the document goes or changes its meaning; a new key leaves it."""


def write_json(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield one document: ``version``, ``tool``, ``snip``, ``overlays`` and ``reports``.

    A report has ``file``, ``ok``, ``complete``, ``counts`` and ``findings``, and ``totals`` where
    claims were scrubbed; the keys of a
    finding are those of `Finding.as_dict`. ``snip`` is ``null`` where it was not told;
    ``overlays`` are the names of those checked against.
    Each finding stands on a line of its own.
    """
    head = {
        "version": DOCUMENT_VERSION,
        "tool": {"name": TOOL, "version": _version.__version__},
        "snip": options.snip,
        "overlays": list(options.overlays),
    }
    yield f'{json.dumps(head)[:-1]}, "reports": ['
    separator = "\n"
    for report in reports:
        yield separator
        yield from _report(report, options)
        separator = ",\n"
    yield "\n]}\n"


def write_jsonl(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield each finding as a JSON object on a line: the keys are those of `Finding.as_dict`.

    There are no lines but findings. Whether a file was read to its end is not told here:
    see ``complete`` of the ``json`` format.
    """
    for report in reports:
        for finding in report.findings:
            yield _finding(finding, options) + "\n"


def _report(report: Report, options: Options) -> Iterator[str]:
    head: dict[str, Any] = {
        "file": report.file,
        "ok": report.ok,
        "complete": report.complete,
        "counts": report.counts.as_dict(),
    }
    if report.totals is not None:
        head["totals"] = report.totals.as_dict()
    yield f'{json.dumps(head)[:-1]}, "findings": ['
    separator = "\n"
    for finding in report.findings:
        yield separator + _finding(finding, options)
        separator = ",\n"
    yield "]}" if separator == "\n" else "\n]}"


def _finding(finding: Finding, options: Options) -> str:
    return json.dumps(finding.as_dict(show_phi=options.show_phi))
