"""What the formats share: how one is described, and how a place reads in words."""

from collections.abc import Callable, Iterable, Iterator

import attrs

from edi_portal.findings import Finding, Location
from edi_portal.report import Report

STDIN = "<stdin>"
"""What an input without a name is called."""

TOOL = "edi-portal"

INCOMPLETE = "not everything was checked: part of the input was not read, or a limit was reached"


@attrs.frozen(kw_only=True, slots=True)
class Options:
    """What a caller asks of any format.

    ``snip`` is the highest SNIP type checked, ``overlays`` name the overlays checked against.
    """

    show_phi: bool = False
    snip: int | None = None
    overlays: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, slots=True)
class Format:
    """One rendering of reports.

    - ``summary``: what it is for, in a line.
    - ``shows_phi``: shows values of the file if asked; other formats never do.
    - ``write``: yields the text in chunks, each of whole lines.
    """

    name: str
    summary: str
    shows_phi: bool
    write: Callable[[Iterable[Report], Options], Iterator[str]]


def report_name(report: Report) -> str:
    """The name of the input as given, or `STDIN`."""
    return report.file or STDIN


def finding_name(finding: Finding, report: Report) -> str:
    """The name of the file a finding is about: its own, else that of its report."""
    return finding.location.file or report_name(report)


def position(finding: Finding, report: Report) -> str:
    """Where editors and terminals look for a place: ``file:line``, or the file alone."""
    name, line = finding_name(finding, report), finding.location.line
    return name if line is None else f"{name}:{line}"


def segment_place(location: Location) -> str | None:
    """The path of the place in its guide: ``2000B[2]/2300[1]/NM109``.

    >>> segment_place(Location(loop="2000A[1]", segment="NM1", element=9))
    '2000A[1]/NM109'
    """
    parts = [part for part in (location.loop, location.reference) if part]
    return "/".join(parts) or None


def place_in_words(location: Location) -> str:
    """Where the place is for someone who looks for it in the file; may be empty.

    >>> place_in_words(Location(loop="2300[1]", segment="HI", ordinal=9, claim=3))
    'HI, loop 2300[1], segment 9, claim 3'
    """
    parts = []
    if location.reference:
        # The first of several reads like the only one, which most elements are.
        again = location.repetition is not None and location.repetition > 1
        parts.append(location.reference + (f" repetition {location.repetition}" if again else ""))
    if location.loop:
        parts.append(f"loop {location.loop}")
    if location.ordinal is not None:
        within = f" of transaction {location.transaction}" if location.transaction else ""
        parts.append(f"segment {location.ordinal}{within}")
    elif location.segment_in_file is not None:
        parts.append(f"segment {location.segment_in_file} of the file")
    if location.claim is not None:
        parts.append(f"claim {location.claim}")
    if location.offset is not None:
        parts.append(f"byte {location.offset}")
    return ", ".join(parts)


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "claim"), counted(0, "claim")
    ('1 claim', '0 claims')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
