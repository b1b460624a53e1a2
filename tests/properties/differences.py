"""Why edi-portal and pyx12 may judge a file differently: each reason named, and recognised.

The reasons stand in ``differences.toml``: who is right, why, and an example. Here is how a
difference is traced to them. Where we accept and pyx12 does not, a reason either is a change
that takes its cause out of the file (then pyx12 has to accept it as well, and we still), or
it recognises a report. Where we reject and pyx12 does not, it recognises a finding. A
difference is explained when nothing of it is left over.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import attrs

import edi_portal
from edi_portal.findings import Finding, Severity
from edi_portal.guides import registry, selection
from edi_portal.guides.model import Guide
from edi_portal.report import Report
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import read_header
from tests.properties import peer

HERE = Path(__file__).resolve().parent
_ELEMENT_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1)


@attrs.frozen(kw_only=True)
class Named:
    """A reason as the list has it. The example puts one text for another in a sample."""

    name: str
    right: str
    reason: str
    sample: str
    find: str
    put: str


def listed() -> list[Named]:
    """Every reason of the list."""
    text = (HERE / "differences.toml").read_text("utf-8")
    return [Named(**entry) for entry in tomllib.loads(text)["difference"]]


@attrs.frozen
class Case:
    """A file with both judgements."""

    data: bytes
    ours: Report
    theirs: peer.Verdict

    @classmethod
    def of(cls, data: bytes) -> "Case":
        """Both asked."""
        return cls(data, edi_portal.validate(data=data), peer.judge(data))

    @property
    def agreed(self) -> bool:
        """Whether both accept, or both do not."""
        return self.ours.ok == self.theirs.accepted

    @property
    def errors(self) -> list[Finding]:
        """Our errors."""
        return [found for found in self.ours.findings if found.severity is Severity.ERROR]

    @property
    def said(self) -> set[str]:
        """Codes of all our findings, warnings and information too."""
        return {found.code for found in self.ours.findings}

    @property
    def delimiters(self) -> Delimiters:
        """Of the first interchange, the customary ones where there is none."""
        text = self.data.decode("latin-1")
        header = read_header(text[max(text.find("ISA"), 0) :])
        return header.delimiters if header is not None else Delimiters()


@functools.cache
def _uncorrected(item: registry.Registration) -> registry.Registration:
    return attrs.evolve(item, overlays=())


@functools.lru_cache(maxsize=8)
def uncorrected(data: bytes) -> Report:
    """Our judgement by the maps as pyx12 ships them."""

    def find(version: str, transaction: str) -> registry.Registration | None:
        found = registry.find(version, transaction)
        return None if found is None else _uncorrected(found)

    def guide(version: str, transaction: str) -> Guide:
        found = find(version, transaction)
        assert found is not None
        return registry._load(found)

    with mock.patch.multiple(selection, find=find, guide=guide):
        return edi_portal.validate(data=data)


Undo = Callable[[Case], bytes]
Says = Callable[[Case, peer.Report], bool]
Finds = Callable[[Case, Finding], bool]

UNDO: dict[str, Undo] = {}
SAYS: dict[str, Says] = {}
FINDS: dict[str, Finds] = {}


def explain(case: Case) -> set[str] | None:
    """The names of the reasons for a difference; ``None`` where something is left over."""
    return _ours_alone(case) if case.theirs.accepted else _theirs_alone(case)


def _ours_alone(case: Case) -> set[str] | None:
    names: set[str] = set()
    for found in case.errors:
        name = next((name for name, finds in FINDS.items() if finds(case, found)), None)
        if name is None:
            return None
        names.add(name)
    return names or None


def _theirs_alone(case: Case) -> set[str] | None:
    """Without any change first, then with each alone, then with all of them."""
    for names in ([], *([name] for name in UNDO), list(UNDO)):
        found = _with_changes(case, names)
        if found is not None:
            return found
    return None


def _with_changes(case: Case, names: list[str]) -> set[str] | None:
    used: set[str] = set()
    for name in names:
        changed = UNDO[name](case)
        if changed != case.data:
            used.add(name)
            case = Case.of(changed)
    if case.theirs.accepted and case.ours.ok:
        return used
    if case.theirs.stopped or not case.theirs.reports or not case.ours.ok:
        return None
    for report in case.theirs.reports:
        said = next((name for name, says in SAYS.items() if says(case, report)), None)
        if said is None:
            return None
        used.add(said)
    return used


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
    """What is missing is missed before a segment that has the id of the one before it."""
    ids = [segment.id for segment in edi_portal.read(data=case.data)]
    at = found.location.segment_in_file or 0
    return found.code in ("SEG003", "SEG009") and 1 < at <= len(ids) and ids[at - 1] == ids[at - 2]


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
