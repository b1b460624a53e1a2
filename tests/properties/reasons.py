"""Recognises the reasons of ``differences.toml``, each by its name.

``UNDO`` changes a file so that the cause is gone, ``SAYS`` recognises a report of pyx12, and
``FINDS`` a finding of ours.
"""

import re
from collections.abc import Callable, Iterator

import attrs

import edi_portal
from edi_portal.findings import Finding, Severity
from edi_portal.x12.header import read_header
from tests.properties import peer
from tests.properties.cases import Case, uncorrected

# Simple elements that a guide has repeated, by segment.
_REPEATED = {"EQ": 1, "EB": 3}
_ELEMENT_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1)

Undo = Callable[[Case], bytes]
Says = Callable[[Case, peer.Report], bool]
Finds = Callable[[Case, Finding], bool]

UNDO: dict[str, Undo] = {}
SAYS: dict[str, Says] = {}
FINDS: dict[str, Finds] = {}

# --- changes that take a cause out of the file --------------------------------------------


def _undo(name: str) -> Callable[[Undo], Undo]:
    return lambda undo: UNDO.setdefault(name, undo)


@_undo("fill-before-the-header")
def _(case: Case) -> bytes:
    return case.data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\0\x1a \t\r\n")


@_undo("beyond-ascii")
def _(case: Case) -> bytes:
    return re.sub(rb"[\x80-\xff]", b"X", case.data)


@_undo("unterminated-last-segment")
def _(case: Case) -> bytes:
    end = case.delimiters.terminator.encode("latin-1")
    return case.data.rstrip(b"\r\n") + end if "SEG015" in case.said else case.data


@_undo("line-ends-around-terminators")
def _(case: Case) -> bytes:
    ends = [mark for mark in b"\r\n" if mark not in case.delimiters.all.encode("latin-1")]
    return case.data.translate(None, bytes(ends))


@_undo("blanks-before-segments")
def _(case: Case) -> bytes:
    end = re.escape(case.delimiters.terminator.encode("latin-1"))
    return re.sub(rb"(^|%b[\r\n]*)[ \t\r\n]*[ \t](?=[A-Z])" % end, rb"\1", case.data)


@_undo("header-widths")
def _(case: Case) -> bytes:
    delimiters = case.delimiters
    text = case.data.decode("latin-1")
    for start in reversed([found.start() for found in re.finditer("ISA", text)]):
        header = read_header(text[start:])
        if header is None:
            continue
        values = header.text.split(delimiters.element)[:16]
        for at, width in enumerate(_ELEMENT_WIDTHS, 1):
            value = values[at].strip()
            values[at] = value.zfill(width) if at == 13 else value.ljust(width)[:width]
        padded = delimiters.element.join([*values, header.delimiters.component or ":"])
        text = text[:start] + padded + text[start + len(header.text) :]
    return text.encode("latin-1")


@_undo("other-editions-of-a-guide")
def _(case: Case) -> bytes:
    for known in (b"005010X222A1", b"005010X223A2", b"005010X221A1", b"005010X231A1"):
        edition = re.compile(known[:10] + rb"(?:A\d)?(?![A-Z0-9])")
        case = attrs.evolve(case, data=edition.sub(known, case.data))
    return case.data


@_undo("blanks-before-a-version")
def _(case: Case) -> bytes:
    separator = re.escape(case.delimiters.element.encode("latin-1"))
    return re.sub(rb"(?<=%b) +(?=00[45]010X)" % separator, b"", case.data)


@_undo("trailing-blanks")
def _(case: Case) -> bytes:
    marks = re.escape(case.delimiters.all.encode("latin-1"))
    end = case.delimiters.terminator.encode("latin-1")
    blanks = re.compile(rb"(?<=[^ %b]) +(?=[%b]|$)" % (marks, marks))
    segments = case.data.split(end)
    return end.join(
        segment if segment.lstrip().startswith(b"ISA") else blanks.sub(b"", segment)
        for segment in segments
    )


@_undo("repetitions-of-simple-elements")
def _(case: Case) -> bytes:
    delimiters = case.delimiters
    mark, separator = delimiters.repetition, delimiters.element
    segments = case.data.decode("latin-1").split(delimiters.terminator)
    for number, segment in enumerate(segments):
        values = segment.split(separator)
        at = _REPEATED.get(values[0].strip(), len(values))
        if mark and at < len(values):
            values[at] = values[at].split(mark)[0]
            segments[number] = separator.join(values)
    return delimiters.terminator.join(segments).encode("latin-1")


# --- reports of pyx12 ---------------------------------------------------------------------


def _says(name: str) -> Callable[[Says], Says]:
    return lambda says: SAYS.setdefault(name, says)


@_says("corrections-of-maps")
def _(case: Case, report: peer.Report) -> bool:
    """Without them we reject as well, at this segment or before it."""
    places = [
        found.location.segment_in_file
        for found in uncorrected(case.data).findings
        if found.severity is Severity.ERROR
    ]
    return any(place and place <= (report.in_file or 0) for place in places)


@_says("contexts-told-apart-by-first-component")
def _(_: Case, report: peer.Report) -> bool:
    return (report.level, report.code, report.segment) == ("segment", "5", "CTX")


@_says("paperwork-told-apart-by-transmission")
def _(_: Case, report: peer.Report) -> bool:
    return (report.code, report.segment, report.element) == ("7", "PWK", 2)


@_says("level-numbers-may-skip")
def _(case: Case, report: peer.Report) -> bool:
    return report.code in ("HL1", "HL2") and "HLS002" in case.said


@_says("any-repetition-separator")
def _(_: Case, report: peer.Report) -> bool:
    return (report.level, report.element) == ("interchange", 11)


@_says("leading-zeros")
def _(case: Case, report: peer.Report) -> bool:
    separator = case.delimiters.element
    return report.code == "LX" and f"LX{separator}0" in case.data.decode("latin-1")


@_says("loops-of-one-position")
def _(case: Case, report: peer.Report) -> bool:
    """A loop is missed that is there, but after one that pyx12's map puts behind it."""
    named = re.search(r"Mandatory loop .*\((\w+)\) missing", report.text)
    if report.code != "3" or named is None:
        return False
    places = {segment.place for segment in edi_portal.read(data=case.data)}
    return any(place is not None and place.loop == named[1] for place in places)


# --- findings of ours ---------------------------------------------------------------------


def _finds(name: str) -> Callable[[Finds], Finds]:
    return lambda finds: FINDS.setdefault(name, finds)


@_finds("corrections-of-maps")
def _(case: Case, found: Finding) -> bool:
    return found not in uncorrected(case.data).findings


@_finds("withdrawn-guides")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ENV027"


@_finds("text-between-interchanges")
def _(_: Case, found: Finding) -> bool:
    return found.code in ("SRC005", "ENV002")


@_finds("header-widths")
def _(case: Case, found: Finding) -> bool:
    return "ENV001" in case.said and found.code == "ENV006"


@_finds("transaction-set-identifier")
def _(case: Case, found: Finding) -> bool:
    """Without it pyx12 has no transaction set to hold anything against."""
    return "ENV036" in case.said and found.location.ordinal is not None


@_finds("carriage-returns-as-line-feeds")
def _(case: Case, _: Finding) -> bool:
    translated = edi_portal.validate(data=case.data.replace(b"\r", b"\n"))
    return case.delimiters.terminator == "\n" and translated.ok


@_finds("times-of-one-to-three-digits")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ELE009" and len(found.value or "") < 4


@_finds("guide-reference")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ENV037"


@_finds("segments-outside-of-transaction-sets")
def _(_: Case, found: Finding) -> bool:
    outside = found.location.ordinal is None
    return outside and found.code in ("ENV010", "ENV011", "SEG010", "SEG011")


@_finds("repetitions")
def _(case: Case, found: Finding) -> bool:
    if found.code == "ENV025":
        return case.delimiters.repetition in (found.value or "\0")
    place = found.location
    return any(
        other.code == "ELE012"
        and (other.location.ordinal, other.location.element) == (place.ordinal, place.element)
        for other in case.errors
    )


@_finds("children-of-levels")
def _(_: Case, found: Finding) -> bool:
    return found.code in ("HLS004", "HLS005")


@_finds("parent-of-another-level")
def _(_: Case, found: Finding) -> bool:
    return found.code == "HLS003"


@_finds("service-lines-of-institutional-claims")
def _(case: Case, found: Finding) -> bool:
    return found.code == "LXS001" and "005010X223A2" in case.ours.counts.guides


@_finds("separators-at-the-end-of-composites")
def _(case: Case, found: Finding) -> bool:
    text = found.text or ""
    return found.code == "SEG012" and not text.endswith(case.delimiters.element)


@_finds("first-component-of-a-composite")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ELE001" and found.location.component == 1


@_finds("dates-in-composites")
def _(_: Case, found: Finding) -> bool:
    return found.code in ("ELE008", "ELE009") and found.location.component is not None


@_finds("loop-repeated-right-after-its-head")
def _(case: Case, found: Finding) -> bool:
    """What is missing is missed before a segment that has the id of the one before it.

    One that is the same to the letter is one too many.
    """
    ids = [segment.id for segment in edi_portal.read(data=case.data)]
    at = found.location.segment_in_file or 0
    missed = found.code in ("SEG002", "SEG003", "SEG009")
    return missed and 1 < at <= len(ids) and ids[at - 1] == ids[at - 2]


@_finds("delimiters-that-are-one")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ENV004"


@_finds("blanks-before-level-numbers")
def _(case: Case, found: Finding) -> bool:
    return found.code == "HLS001" and f"HL{case.delimiters.element} " in (found.text or "")


@_finds("dates-with-times")
def _(case: Case, found: Finding) -> bool:
    separator = case.delimiters.element
    return found.code == "ELE008" and f"{separator}DT{separator}" in (found.text or "")


@_finds("component-separator")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ENV009" and found.location.element is None


@_finds("acknowledgment-behind-a-group")
def _(_: Case, found: Finding) -> bool:
    return found.code == "ENV014"


@_finds("separators-at-the-end-of-headers")
def _(case: Case, found: Finding) -> bool:
    text = found.text or ""
    return found.code in ("ENV035", "ENV025") and text.endswith(case.delimiters.element)


def names() -> Iterator[str]:
    """Every reason that is recognised here."""
    yield from {**UNDO, **SAYS, **FINDS}
