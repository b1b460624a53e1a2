"""DNT: teeth, surfaces, areas of the mouth, and what dental procedures need to be understood."""

import re
from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.models.base import Model
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_PERMANENT = [str(number) for number in range(1, 33)]
_PRIMARY = list("ABCDEFGHIJKLMNOPQRST")
# A supernumerary tooth is numbered after the one it stands beside: 50 more, or with an S.
_TEETH = frozenset(
    [
        *_PERMANENT,
        *(str(int(tooth) + 50) for tooth in _PERMANENT),
        *_PRIMARY,
        *(f"{tooth}S" for tooth in _PRIMARY),
    ]
)
_FRONT = frozenset(
    [
        *(str(number) for start in (6, 22, 56, 72) for number in range(start, start + 6)),
        *(tooth for tooth in "CDEFGHMNOPQR"),
        *(f"{tooth}S" for tooth in "CDEFGHMNOPQR"),
    ]
)
_SURFACES = frozenset("BDFILMO")
# The mouth, its arches, sextants, another area, its quadrants.
_AREAS = frozenset(
    ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20", "30", "40"]
)
# The left and the right, of the lists of version 4010.
_HALVES = frozenset("LR")
# Runs of CDT codes that are of one tooth: sealants, fillings, inlays and crowns, repairs of
# them, treatment of roots, extractions.
_OF_ONE_TOOTH = (
    ("D1351", "D1354"),
    ("D2140", "D2394"),
    ("D2410", "D2799"),
    ("D2910", "D2990"),
    ("D3110", "D3503"),
    ("D7111", "D7111"),
    ("D7140", "D7140"),
    ("D7210", "D7251"),
)
_OF_TEETH = ("D1", "D2", "D3", "D7")
# Limited and comprehensive treatment, appliances, and the visits in between; examinations
# before, retention after and repairs are not treatment over months.
_ORTHODONTIC = re.compile(r"D8(?:0[1-9]0|2[12]0|670)", re.ASCII)


@rule("DNT001", "tooth", "{which} is none of the numbering in use", kinds="D", mends=True)
def tooth(claim: ClaimView) -> Iterator[Fault]:
    """Teeth are 1 to 32 or A to T; supernumerary ones 51 to 82 or AS to TS.

    A number with a zero in front is a warning: some payers ask for two digits.

    Why: A payer cannot tell which tooth was treated, or whether it was before.

    Example: ``TOO*JP*33~``; ``TOO*JP*a~``

    Mend: Look the tooth up in the chart. The two-digit numbers of ISO 3950 are others: what is
    11 there is 8 here. Letters are capitals.

    Source: X224, TOO02 and DN201; ADA, Universal Tooth Designation System.
    """
    for at, status in enumerate(claim.dental.tooth_statuses):
        if status.tooth and status.tooth not in _TEETH:
            yield _no_tooth(claim.claim, f"tooth_statuses[{at}].tooth", status.tooth, "a tooth")
    for number, line in enumerate(claim.lines, 1):
        for at, treated in enumerate(line.teeth):
            if treated.tooth and treated.tooth not in _TEETH:
                which = f"a tooth of line {number}"
                yield _no_tooth(line, f"teeth[{at}].tooth", treated.tooth, which)


def _no_tooth(owner: Model, at: str, tooth: str, which: str) -> Fault:
    plain = tooth.upper().lstrip("0") if tooth.isascii() else ""
    known = plain in _TEETH
    return fault(
        owner,
        at,
        which=which,
        mend=plain if known else None,
        severity=Severity.WARNING if known and tooth[0] == "0" else None,
    )


@rule("DNT002", "surface", "a tooth surface of line {line} {what}", kinds="D")
def surface(claim: ClaimView) -> Iterator[Fault]:
    """Surfaces are B, D, F, I, L, M or O, each once for a tooth; only front teeth have an I.

    Why: The surfaces tell the filling that is paid; those that cannot be are denied.

    Example: ``TOO*JP*19*M:I~``: tooth 19 is a molar, and has no edge.

    Mend: Take the surfaces from the chart; the biting surface of a back tooth is O.

    Source: X224, TOO03; ADA, dental claim form (tooth surface).
    """
    for number, line in enumerate(claim.lines, 1):
        for at, treated in enumerate(line.teeth):
            for place, code in enumerate(treated.surfaces):
                if code not in _SURFACES:
                    what = "is none of B, D, F, I, L, M and O"
                elif code in treated.surfaces[:place]:
                    what = "is given twice"
                elif code == "I" and treated.tooth in _TEETH and treated.tooth not in _FRONT:
                    what = "is the edge of a tooth that has none"
                else:
                    continue
                yield fault(line, f"teeth[{at}].surfaces[{place}]", line=number, what=what)


@rule("DNT003", "oral-cavity", "an area of the mouth of line {line} has no such number", kinds="D")
def oral_cavity(claim: ClaimView) -> Iterator[Fault]:
    """Areas of the mouth are 00 to 09, 10, 20, 30 and 40.

    00 is the whole mouth, 01 and 02 its arches, 03 to 08 sextants, 09 any other area, 10 to 40
    the quadrants. L and R, which earlier lists had for the sides, are a warning.

    Why: A payer cannot tell where the service was done, nor how often it may be.

    Example: ``SV3*AD:D4341*180**50**1~``

    Mend: Take the area from the chart; quadrants are counted from the upper right: 10, 20, 30,
    40.

    Source: X224, SV304; ADA, dental claim form (area of oral cavity); ISO 3950.
    """
    for number, line in enumerate(claim.lines, 1):
        for at, area in enumerate(line.oral_cavity):
            if area and area not in _AREAS:
                severity = Severity.WARNING if area in _HALVES else None
                yield fault(line, f"oral_cavity[{at}]", line=number, severity=severity)


@rule(
    "DNT004",
    "tooth-missing",
    "line {line} has a procedure on a tooth and does not say which",
    kinds="D",
    severity=Severity.WARNING,
)
def tooth_missing(claim: ClaimView) -> Iterator[Fault]:
    """Sealants, fillings, crowns, root treatment and extractions name the tooth.

    Why: Payers keep a history by tooth, and deny what they cannot enter.

    Example: ``SV3*AD:D2391*180****1~`` without ``TOO``.

    Mend: Add the tooth as ``TOO``, and for a filling its surfaces.

    Source: X224, TOO in 2400; practice of payers.
    """
    for item in claim.procedures:
        if (
            not item.line.teeth
            and item.code.startswith(_OF_TEETH)
            and any(first <= item.code <= last for first, last in _OF_ONE_TOOTH)
        ):
            yield fault(item.line, "teeth", line=item.number)


@rule(
    "DNT005",
    "orthodontic",
    "line {line} is orthodontic treatment, and the claim does not say how many months it takes",
    kinds="D",
    severity=Severity.WARNING,
)
def orthodontic(claim: ClaimView) -> Iterator[Fault]:
    """A claim of orthodontic treatment says its months, or that it is orthodontic.

    Told once, of the first such line. An examination before treatment, retention, repairs and
    what has no code of its own do not ask for it.

    Why: Orthodontic benefits are paid in parts over the months of treatment.

    Example: ``SV3*AD:D8080*4800****1~`` on a claim without ``DN1``.

    Mend: Add ``DN1`` with the months in all and those that remain.

    Source: X224, DN1 in 2300 (orthodontic total months of treatment).
    """
    if claim.dental.orthodontics is not None:
        return
    for item in claim.procedures:
        if _ORTHODONTIC.fullmatch(item.code):
            yield fault(claim.claim, "orthodontics", line=item.number)
            return
