"""The format for people: each finding with its segment, each file with its verdict.

The segment is shown masked, and as read only where the caller asks to see values.
"""

from collections.abc import Iterable, Iterator

from edi_portal.findings import Finding
from edi_portal.formats.base import (
    INCOMPLETE,
    Options,
    counted,
    place_in_words,
    position,
    report_name,
)
from edi_portal.formats.shown import excerpt, printable
from edi_portal.report import Report, Totals

_WIDTH = 120
_INDENT = "    "


def write_full(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """Yield a block of text for each finding, then the verdict on its file."""
    verdicts = {"OK": 0, "NOT OK": 0, "INCOMPLETE": 0}
    sums: Totals | None = None
    for number, report in enumerate(reports):
        if number and report.findings:
            yield "\n"
        for finding in report.findings:
            yield _block(finding, report, options)
        verdict = _verdict(report)
        verdicts[verdict] += 1
        if report.totals is not None:
            sums = sums or Totals()
            sums.merge(report.totals)
        yield _summary(report, verdict, options)
    files = sum(verdicts.values())
    if files > 1:
        parts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items() if count)
        yield f"{files} files: {parts}\n"
    if sums is not None:
        yield write_totals(sums)


def write_totals(sums: Totals) -> str:
    """What a run of the scrubber comes to, in lines for people."""
    claims = counted(sums.claims, "claim")
    unread = f", and {sums.unread} too broken for that" if sums.unread else ""
    lines = [
        f"{claims} scrubbed: {sums.clean} clean, {sums.with_errors} with errors{unread}",
        f"charges {sums.charges:,.2f}, of them at risk {sums.at_risk:,.2f}",
    ]
    lines += (f"{count:>6}  {code}" for code, count in sums.by_rule.most_common())
    return "\n".join(lines) + "\n"


def _block(finding: Finding, report: Report, options: Options) -> str:
    lines = [
        f"{position(finding, report)}: {finding.severity.value} {finding.code} {finding.name}",
        f"  {finding.message}",
    ]
    if place := place_in_words(finding.location):
        lines.append(f"  at {place}")
    lines = [printable(text) for text in lines]
    if segment := _segment(finding, options):
        part = excerpt(segment, finding, width=_WIDTH - len(_INDENT))
        lines += [_INDENT + part.line, _INDENT + part.pointer]
    if finding.fix:
        lines.append(printable(f"  fix: {finding.fix}"))
    return "\n".join(lines) + "\n\n"


def _segment(finding: Finding, options: Options) -> str | None:
    if options.show_phi and finding.text:
        return finding.text
    return finding.shown


def _verdict(report: Report) -> str:
    if not report.complete:
        return "INCOMPLETE"
    return "OK" if report.ok else "NOT OK"


def _summary(report: Report, verdict: str, options: Options) -> str:
    counts = report.counts
    read = ", ".join(
        (
            counted(counts.segments, "segment"),
            counted(counts.transactions, "transaction"),
            counted(counts.claims, "claim"),
        )
    )
    found = [counted(counts.errors, "error"), counted(counts.warnings, "warning")]
    if counts.infos:
        found.append(counted(counts.infos, "remark"))
    unlisted = counts.errors + counts.warnings + counts.infos - len(report.findings)
    if unlisted > 0:
        found.append(f"{counted(unlisted, 'finding')} not listed")
    name = printable(report_name(report))
    asked = (
        f"; SNIP types up to {options.snip}{_overlays(options)} asked for" if options.snip else ""
    )
    text = f"{name}: {verdict}: {read}; {', '.join(found)}{asked}\n"
    return text if report.complete else f"{text}{name}: {INCOMPLETE}\n"


def _overlays(options: Options) -> str:
    return f" and overlay {', '.join(map(printable, options.overlays))}" if options.overlays else ""
