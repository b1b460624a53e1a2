"""SVC: modifiers of procedures: their form, which exclude each other, and what they go with."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from edi_portal.codes.lists import MODIFIERS
from edi_portal.findings import Severity
from edi_portal.scrubber.procedures import Procedures, procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView
from edi_portal.toml import read_toml

_DATA = read_toml(files("edi_portal.scrubber.rules").joinpath("modifiers.toml"))

REPEATS: Final = frozenset(_DATA["repeats"])
"""Modifiers that say that a procedure was done again."""
ANATOMICAL: Final = frozenset(_DATA["anatomical"].split())
"""Modifiers that say where on the body it was done."""

_PRICES = frozenset(_DATA["order"]["prices"].split())
_INFORMS = frozenset(_DATA["order"]["informs"].split())
_EVALUATION = frozenset({"24", "25", "57"})
_NEVER_EVALUATION = Procedures(_DATA["evaluation"]["never"])
_BILATERAL = "50"


_FORM = re.compile(r"(?!00)[A-Z0-9]{2}", re.ASCII)


class _Conflicts:
    """What each modifier excludes, and for which procedures that is only a warning."""

    def __init__(self) -> None:
        self.excluded: dict[str, set[str]] = {}
        self._mild: dict[frozenset[str], Procedures | None] = {}
        for entry in _DATA["conflict"]:
            mild = Procedures(entry["unless"]) if "unless" in entry else None
            for one in entry["one"]:
                for other in entry["other"]:
                    self.excluded.setdefault(one, set()).add(other)
                    self.excluded.setdefault(other, set()).add(one)
                    if mild is not None or entry.get("warning"):
                        self._mild[frozenset((one, other))] = mild

    def severity(self, one: str, other: str, code: str) -> Severity | None:
        """The severity of a pair where it is not the rule's own."""
        pair = frozenset((one, other))
        if pair not in self._mild:
            return None
        where = self._mild[pair]
        return Severity.WARNING if where is None or code in where else None


_CONFLICTS = _Conflicts()


@rule(
    "SVC002",
    "modifier-format",
    "a modifier of line {line} {wrong}",
    status="A7:453",
    options={"also": ()},
    mends=True,
    about="modifiers",
)
def modifier_format(claim: ClaimView) -> Iterator[Fault]:
    """A modifier is two capital letters or digits, not 00; one in no list is a warning.

    Why: Front ends know modifiers by a table. What is not in it rejects the claim, or denies the
    line.

    Example: ``SV1*HC:73110:R*80*UN*1***1~``; it was meant for RT.

    Mend: Lower case is put right by itself. For all else look up what was meant; modifiers that
    a payer made for itself can be named in the option ``also``.

    Source: CMS, HCPCS level II modifiers; CMS Common Edits and Enhancements Module, 2400 SV101.
    """
    known = MODIFIERS.codes
    for number, line, _, _, modifiers in claim.modified:
        for at, modifier in enumerate(modifiers):
            if modifier in known or not modifier:
                continue
            path = f"procedure.modifiers[{at}]"
            if _FORM.fullmatch(modifier) is None:
                spelt = modifier.strip().upper()
                yield fault(
                    line,
                    path,
                    mend=spelt if spelt in known else None,
                    line=number,
                    wrong="is not two capital letters or digits",
                )
            elif modifier not in claim.option("SVC002.also"):
                yield fault(
                    line,
                    path,
                    severity=Severity.WARNING,
                    line=number,
                    wrong="is in no list of modifiers",
                )


@rule(
    "SVC003",
    "modifier-repeated",
    "line {line} has the same modifier twice",
    status="A7:453",
    about="modifiers",
)
def modifier_repeated(claim: ClaimView) -> Iterator[Fault]:
    """A modifier stands once on a service line.

    Why: A modifier says something of the whole line; said twice it adds nothing, and front ends
    reject the line. Most often the second one was meant to be another.

    Example: ``SV1*HC:27447:RT:RT*5000*UN*1***1~``

    Mend: Take the second one away, or put the modifier in its place that was meant.

    Source: CMS Common Edits and Enhancements Module, X222.351.2400.SV101-3.040.
    """
    for number, line, _, _, modifiers in claim.modified:
        if len(set(modifiers)) == len(modifiers):
            continue
        for at, modifier in enumerate(modifiers):
            if modifier and modifier in modifiers[:at]:
                yield fault(line, f"procedure.modifiers[{at}]", line=number)


@rule(
    "SVC004",
    "modifier-conflict",
    "two modifiers of line {line} exclude each other",
    kinds="PI",
    status="A7:453",
    about="modifiers",
)
def modifier_conflict(claim: ClaimView) -> Iterator[Fault]:
    """No two modifiers of a line contradict each other.

    A part of a service beside the other part (26 and TC), both sides beside one (50 with LT or
    RT), left beside right, 59 beside the more precise XE, XP, XS, XU, the same beside another
    physician (76 and 77), several kinds of assistant surgeon, a signed notice beside a missing
    one. Left beside right on a supply, and AS beside 80 to 82, are warnings: some payers want it.

    Why: The payer cannot tell which of the two to price the line by, and denies it.

    Example: ``SV1*HC:71046:26:TC*90*UN*1***1~``; the whole service has neither.

    Mend: Keep the one that is true; for both sides, one line with 50 or two lines with LT and RT.

    Source: CMS, Medicare Claims Processing Manual, chapters 4, 12 and 30; NCCI Policy Manual,
    chapter I.
    """
    excluded = _CONFLICTS.excluded
    for number, line, _, code, modifiers in claim.modified:
        if len(modifiers) == 1:
            continue
        for at, modifier in enumerate(modifiers):
            others = excluded.get(modifier)
            if others is None:
                continue
            against = next((one for one in modifiers[:at] if one in others), None)
            if against is not None:
                yield fault(
                    line,
                    f"procedure.modifiers[{at}]",
                    severity=_CONFLICTS.severity(against, modifier, code),
                    line=number,
                )


@rule(
    "SVC005",
    "modifier-needs-evaluation",
    "a modifier of line {line} is for visits, and its procedure is none",
    kinds="P",
    status="A7:453",
    options={"services": tuple(_DATA["evaluation"]["services"])},
    about="modifiers",
)
def modifier_needs_evaluation(claim: ClaimView) -> Iterator[Fault]:
    """Modifiers 24, 25 and 57 stand on evaluation and management services and eye visits.

    On anesthesia, surgery, radiology, laboratory, drugs and supplies they are wrong; on other
    services that are no visit it is a warning, as payers differ in what they take for one.

    Why: They say that a visit was more than what belongs to a procedure of that day. On the
    procedure itself they mean nothing: the visit stays bundled, and the procedure is denied.

    Example: ``SV1*HC:11042:25*150*UN*1***1~``; it was meant for the visit of that day.

    Mend: Move the modifier to the line of the visit. Services that a payer takes for visits can
    be named in the option ``services``.

    Source: CMS, Medicare Claims Processing Manual, chapter 12, section 30.6.6; NCCI Policy
    Manual, chapter I.
    """
    for number, line, _, code, modifiers in claim.modified:
        if _EVALUATION.isdisjoint(modifiers) or code in procedures(claim.option("SVC005.services")):
            continue
        at = next(at for at, modifier in enumerate(modifiers) if modifier in _EVALUATION)
        yield fault(
            line,
            f"procedure.modifiers[{at}]",
            severity=None if code in _NEVER_EVALUATION else Severity.WARNING,
            line=number,
        )


@rule(
    "SVC006",
    "modifier-order",
    "line {line} has a modifier that informs ahead of one that changes the price",
    kinds="P",
    severity=Severity.INFO,
    about="modifiers",
)
def modifier_order(claim: ClaimView) -> Iterator[Fault]:
    """Modifiers that change the price stand ahead of those that only inform.

    Why: Some payers price by the first modifier alone.

    Example: ``SV1*HC:73110:RT:26*40*UN*1***1~``; better ``73110:26:RT``.

    Mend: Put the modifier that changes the price first.

    Source: Practice of Medicare contractors and clearinghouses.
    """
    for number, line, _, _, modifiers in claim.modified:
        if len(modifiers) == 1 or _PRICES.isdisjoint(modifiers):
            continue
        last = max(at for at, modifier in enumerate(modifiers) if modifier in _PRICES)
        for at in range(last):
            if modifiers[at] in _INFORMS:
                yield fault(line, f"procedure.modifiers[{at}]", line=number)
                break


@rule(
    "SVC008",
    "bilateral-units",
    "line {line} is for both sides, and has units other than 1",
    kinds="P",
    severity=Severity.WARNING,
    about="modifiers",
)
def bilateral_units(claim: ClaimView) -> Iterator[Fault]:
    """A procedure with modifier 50 has one unit.

    Why: The modifier already counts both sides. With two units the payer counts four, exceeds
    its limit, and denies the line.

    Example: ``SV1*HC:69436:50*900*UN*2***1~``

    Mend: Set the units to 1. A payer that wants two is told by switching the rule off for it.

    Source: CMS, Medicare Claims Processing Manual, chapter 12, section 40.7.
    """
    for number, line, _, _, modifiers in claim.modified:
        if _BILATERAL in modifiers and line.units != 1 and line.units and line.unit_code == "UN":
            yield fault(line, "units", line=number)
