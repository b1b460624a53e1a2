"""REV: revenue codes, and what a line needs because of its own."""

import re
from collections.abc import Iterator

from edi_portal.codes.lists import REVENUE_CODES
from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.rules.institutional_lines import OUTPATIENT
from edi_portal.scrubber.view import ClaimView

_FORM = re.compile(r"[0-3]\d{3}", re.ASCII)
_THREE_DIGITS = re.compile(r"\d{3}", re.ASCII)
_TOTAL = "0001"
_DETAILED_DRUGS = "0636"
# Laboratory, imaging, therapies, emergency room, cardiology, clinic, MRI, ECG, EEG.
_DESCRIBED = frozenset(
    [
        *("030", "031", "032", "033", "034", "035", "040", "042", "043", "044", "045"),
        *("046", "047", "048", "051", "061", "073", "074"),
    ]
)
# Prospective payment of skilled nursing, home health, and inpatient rehabilitation.
_HIPPS_LINES = frozenset({"0022", "0023", "0024"})
_HIPPS = re.compile(r"[A-Z0-9]{5}", re.ASCII)


@rule(
    "REV001",
    "revenue-code-format",
    "the revenue code of line {line} has not four digits, the first of them 0 to 3",
    kinds="I",
    status="A7:455",
    mends=True,
)
def revenue_code_format(claim: ClaimView) -> Iterator[Fault]:
    """A revenue code has four digits, the first of them 0, 1, 2 or 3.

    Why: Spoken of as three digits, it is found with four alone; payers reject the line.

    Example: ``SV2*450*HC:99283*600*UN*1~``

    Mend: Put a zero in front of three digits.

    Source: NUBC, form locator 42; X223, SV201.
    """
    for number, line in enumerate(claim.lines, 1):
        code = line.revenue_code
        if code and _FORM.fullmatch(code) is None:
            mend = f"0{code}" if _THREE_DIGITS.fullmatch(code) else None
            yield fault(line, "revenue_code", line=number, mend=mend)


@rule(
    "REV002",
    "revenue-code-missing",
    "line {line} has no revenue code",
    kinds="I",
    status="A7:455",
)
def revenue_code_missing(claim: ClaimView) -> Iterator[Fault]:
    """Every line of an institutional claim has a revenue code.

    Why: It is what an institution bills by; a procedure alone does not stand for one.

    Example: ``SV2**HC:99283*600*UN*1~``

    Mend: Add the revenue code of the department that did the service.

    Source: X223, SV201; NUBC, form locator 42.
    """
    for number, line in enumerate(claim.lines, 1):
        if not line.revenue_code:
            yield fault(line, "revenue_code", line=number)


@rule(
    "REV003",
    "revenue-code-unassigned",
    "the revenue code of line {line} is reserved or not assigned",
    kinds="I",
    status="A7:455",
)
def revenue_code_unassigned(claim: ClaimView) -> Iterator[Fault]:
    """A revenue code is one that is assigned.

    Why: Numbers in between are kept for later; payers reject them.

    Example: ``SV2*0455*HC:99283*600*UN*1~``

    Mend: Take the code from the current list; 0 as the last digit is the general one.

    Source: NUBC, form locator 42.
    """
    for number, line in enumerate(claim.lines, 1):
        code = line.revenue_code
        if code not in REVENUE_CODES and _FORM.fullmatch(code or "") is not None:
            yield fault(line, "revenue_code", line=number)


@rule(
    "REV004",
    "total-line",
    "line {line} is the total, which the claim already has",
    kinds="I",
    severity=Severity.WARNING,
)
def total_line(claim: ClaimView) -> Iterator[Fault]:
    """No line of an electronic claim is the total of the others (0001).

    Why: The total is the claim's charge; a line with it doubles the sum of the lines.

    Example: ``SV2*0001**1125*UN*1~``

    Mend: Leave the line away; it belongs to the paper form.

    Source: X223, CLM02 and SV201; NUBC, form locator 42.
    """
    for number, line in enumerate(claim.lines, 1):
        if line.revenue_code == _TOTAL:
            yield fault(line, "revenue_code", line=number)


@rule(
    "REV005",
    "procedure-required",
    "the revenue code of line {line} calls for a procedure, and there is none",
    kinds="I",
    severity=Severity.WARNING,
)
def procedure_required(claim: ClaimView) -> Iterator[Fault]:
    """An outpatient line says which procedure, where its revenue code alone does not tell.

    Asked of types of bill 13x, 14x, 71x to 79x, 83x and 85x: of 0636 it is an error, of
    laboratory, imaging, therapies, emergency room, clinic, cardiology, MRI, ECG and EEG a
    warning.

    Why: Outpatient services are paid by procedure; the revenue code names a department.

    Example: ``SV2*0636**250*UN*5~``

    Mend: Add the HCPCS code of the service or drug.

    Source: CMS Integrated Outpatient Code Editor, edit 48; NUBC, form locators 42 and 44.
    """
    if claim.institutional.facility_type not in OUTPATIENT:
        return
    for number, line in enumerate(claim.lines, 1):
        code = line.revenue_code
        if line.procedure is not None and line.procedure.code:
            continue
        if code == _DETAILED_DRUGS:
            yield fault(line, "procedure.code", line=number, severity=Severity.ERROR)
        elif code[:3] in _DESCRIBED:
            yield fault(line, "procedure.code", line=number)


@rule(
    "REV018",
    "hipps",
    "line {line} {what}",
    kinds="I",
)
def hipps(claim: ClaimView) -> Iterator[Fault]:
    """Lines of 0022, 0023 and 0024 have a HIPPS code, under HP, and no other line has one.

    Why: These revenue codes stand for payment by group, and the HIPPS code is the group.

    Example: ``SV2*0022*HC:99309*0*UN*14~``

    Mend: Take the HIPPS code from the assessment, with the qualifier HP.

    Source: X223, SV202-1; NUBC, form locators 42 and 44; CMS Claims Processing Manual,
    chapters 3, 6 and 10.
    """
    for number, line in enumerate(claim.lines, 1):
        procedure = line.procedure
        grouped = procedure is not None and procedure.qualifier == "HP"
        if line.revenue_code in _HIPPS_LINES:
            if not grouped or _HIPPS.fullmatch(procedure.code or "") is None:
                what = "is paid by group, and has no HIPPS code"
                yield fault(line, "procedure.code", line=number, what=what)
        elif grouped:
            what = "has a HIPPS code, which its revenue code does not go with"
            yield fault(line, "procedure.qualifier", line=number, what=what)
