"""DIA: diagnoses against the side that was treated, and against the patient's age."""

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, NamedTuple

import attrs

from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView
from edi_portal.toml import read_toml

_LEFT, _RIGHT = "left", "right"
_MODIFIERS = {"LT": _LEFT, "RT": _RIGHT}
_SHORTEST_STEM, _LONGEST_STEM = 3, 6


def _data(name: str) -> Mapping[str, Any]:
    return read_toml(files("edi_portal").joinpath("scrubber", "rules", f"{name}.toml"))


class _Place(NamedTuple):
    """Where codes say the side, from 0, with the characters that mean right and left."""

    at: int
    right: str
    left: str


@functools.cache
def _places() -> Mapping[str, _Place]:
    """Where codes that begin with a stem say the side."""
    return {
        stem: _Place(group["place"] - 1, group["right"], group["left"])
        for group in _data("laterality")["groups"]
        for stem in group["stems"].split()
    }


def side_of(code: str) -> str | None:
    """The side a diagnosis code names, ``left`` or ``right``; ``None`` where none is certain.

    >>> side_of("M1711"), side_of("S52502A"), side_of("S72024A"), side_of("H2513"), side_of("E119")
    ('right', 'left', 'right', None, None)
    """
    place = _place(code)
    if place is None or len(code) <= place.at:
        return None
    mark = code[place.at]
    if mark in place.right:
        return _RIGHT
    return _LEFT if mark in place.left else None


def _place(code: str) -> _Place | None:
    places = _places()
    for size in range(_SHORTEST_STEM, _LONGEST_STEM + 1):
        place = places.get(code[:size])
        if place is not None:
            return place
    return None


@rule(
    "DIA016",
    "laterality",
    "line {line} was done on the {done} side for a diagnosis of the other",
    kinds="P",
    severity=Severity.WARNING,
)
def laterality(claim: ClaimView) -> Iterator[Fault]:
    """A line with LT or RT does not point first to a diagnosis of the other side.

    It is let pass where any diagnosis that it points to is of its own side, or of both or an
    unspecified one. Codes say their side by a character, mostly 1 (right) or 2 (left), at a
    place that differs by category; only codes of which that is certain count.

    Why: Payers compare the two, and deny a procedure on the side that has nothing.

    Example: ``SV1*HC:73562:LT*...*1~`` on a claim with ``HI*ABK:M1711~``

    Mend: Look up in the record which side it was; correct the modifier or the diagnosis.

    Source: ICD-10-CM Official Guidelines, section I.B.13; practice of payers.
    """
    for item in claim.procedures:
        modifiers = item.modifiers
        if not modifiers or ("LT" in modifiers) is ("RT" in modifiers):
            continue
        done = _LEFT if "LT" in modifiers else _RIGHT
        codes = [
            claim.diagnoses[pointer - 1].diagnosis.code or ""
            for pointer in item.line.diagnosis_pointers
            if 0 < pointer <= len(claim.diagnoses)
        ]
        if not codes or side_of(codes[0]) in (None, done):
            continue
        # A code with a place for the side, but neither left nor right there, is of both or any.
        if any(side_of(code) in (None, done) and _place(code) is not None for code in codes):
            continue
        at = next(at for at, code in enumerate(modifiers) if code in _MODIFIERS)
        yield fault(item.line, f"procedure.modifiers[{at}]", line=item.number, done=done)


@attrs.frozen
class _Group:
    """Diagnoses that belong to years of life: to whom, from which age, to which."""

    who: str
    first: int
    last: int
    codes: tuple[tuple[str, str], ...]
    exceptions: tuple[str, ...]

    def holds(self, code: str) -> bool:
        """Whether a code is one of them."""
        return not code.startswith(self.exceptions) and any(
            first <= code[: len(first)] and code[: len(last)] <= last for first, last in self.codes
        )


_NO_END = 1000


@functools.cache
def _groups() -> tuple[_Group, ...]:
    return tuple(
        _Group(
            raw["who"],
            raw.get("from", 0),
            raw.get("to", _NO_END),
            tuple(map(_run, raw["codes"].split())),
            tuple(raw.get("except", "").split()),
        )
        for raw in _data("ages")["groups"]
    )


def _run(text: str) -> tuple[str, str]:
    first, _, last = text.partition("-")
    return first, last or first


@functools.lru_cache(maxsize=1 << 14)
def _group_of(code: str) -> _Group | None:
    return next((group for group in _groups() if group.holds(code)), None)


@rule(
    "DIA017",
    "age",
    "a diagnosis is one of {who}, which the patient is not by age",
    severity=Severity.WARNING,
)
def age(claim: ClaimView) -> Iterator[Fault]:
    """Diagnoses of newborns, children, mothers and adults fit the patient's age.

    Counted in whole years: on the first day of a stay or service where a diagnosis has a
    highest age, on the last where it has a lowest.

    Why: Often the claim has the wrong patient: the mother's for the child's, or a parent's.

    Example: ``HI*ABK:Z3800~`` for a patient born in 1980.

    Mend: Check the date of birth and whose diagnosis it is.

    Source: CMS Medicare Code Editor (age conflict), its bounds widened to 20 years where
    programmes for children reach so far; ICD-10-CM Official Guidelines, section I.C.16.
    """
    days = claim.days
    if days is None:
        return
    first, last = days
    for item, code, _ in claim.icd10:
        group = _group_of(code)
        if group is None:
            continue
        eldest, youngest = claim.age_on(last), claim.age_on(_begun(claim, first))
        if (eldest is not None and eldest < group.first) or (
            youngest is not None and youngest > group.last
        ):
            yield fault(claim.claim, f"{item.at}.code", who=group.who)


def _begun(claim: ClaimView, first: date) -> date:
    """The day of admission, where a bill is of a later part of the stay."""
    admitted = claim.institutional.admitted_on if claim.kind == "I" else None
    return min(admitted, first) if admitted is not None else first
