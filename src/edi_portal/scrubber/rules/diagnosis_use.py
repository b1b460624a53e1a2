"""DIA: where diagnoses stand on a claim, what lines make of them, and which have to be there."""

import functools
from collections.abc import Iterator

from edi_portal.codes import icd10cm
from edi_portal.codes.icd10cm import Status
from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_EXTERNAL_CAUSES = "VWXY"
_ACUTE_STAYS = frozenset({"11", "18", "21"})
_UNSCHEDULED = frozenset({"1", "2", "5"})
_EMERGENCY = frozenset({"0516", "0526", "0762"})
# Claims have 12 or 25 of these at most; what is beyond is told of by the guide.
_COMPARED = 50


@rule(
    "DIA005",
    "pointer-dangling",
    "a diagnosis pointer of line {line} points {where}",
    kinds="PD",
    status="A7:477",
)
def pointer_dangling(claim: ClaimView) -> Iterator[Fault]:
    """The pointers of a line each point to another diagnosis that is on the claim.

    Why: A pointer to nothing leaves the service without a reason; a payer rejects the line.

    Example: ``SV1*HC:99213*110*UN*1***1:3~`` on a claim of two diagnoses.

    Mend: Point to diagnoses by their place on the claim, the first is 1.

    Source: X222, SV107; X224, SV311.
    """
    count = len(claim.diagnoses)
    for number, line in enumerate(claim.lines, 1):
        pointers = line.diagnosis_pointers
        for at, pointer in enumerate(pointers):
            if not 1 <= pointer <= count:
                where = "past the last diagnosis" if pointer > count else "before the first"
            elif at and pointer in pointers[:at]:
                where = "where another points"
            else:
                continue
            yield fault(line, f"diagnosis_pointers[{at}]", line=number, where=where)


@rule(
    "DIA006",
    "pointer-missing",
    "line {line} points to no diagnosis",
    kinds="P",
    status="A7:477",
)
def pointer_missing(claim: ClaimView) -> Iterator[Fault]:
    """Every line of a professional claim points to a diagnosis.

    Why: The diagnosis is why the service was needed; without one a payer rejects the line.

    Example: ``SV1*HC:99213*110*UN*1~``

    Mend: Give the line the number of the diagnosis that it was done for.

    Source: X222, SV107-1.
    """
    for number, line in enumerate(claim.lines, 1):
        if not line.diagnosis_pointers:
            yield fault(line, "diagnosis_pointers", line=number)


@rule(
    "DIA007",
    "external-cause-first",
    "the first diagnosis is the cause of an injury, not what the patient has",
    status="A7:254",
)
def external_cause_first(claim: ClaimView) -> Iterator[Fault]:
    """The principal or first diagnosis is no external cause (V00 to Y99).

    Why: Such a code says how, or where, an injury came about: never what was treated.

    Example: ``HI*ABK:W1830XA*ABF:S52501A~``

    Mend: Put the injury first, and the cause behind it; in an institutional claim, as
    ``HI*ABN``.

    Source: ICD-10-CM Official Guidelines, section I.C.20.a.6; CMS Medicare Code Editor.
    """
    if not claim.icd10:
        return
    item, code, _ = claim.icd10[0]
    if code[0] in _EXTERNAL_CAUSES and item.role == "principal":
        yield fault(claim.claim, f"{item.at}.code")


@rule(
    "DIA008",
    "manifestation-first",
    "the first diagnosis is one that what underlies it has to come before",
    kinds="PI",
    status="A7:254",
)
def manifestation_first(claim: ClaimView) -> Iterator[Fault]:
    """The principal or first diagnosis is no manifestation of a disease that is coded elsewhere.

    For a code that is not named a manifestation, but has a note to code first what underlies
    it, it is a warning. Codes that are not in force on the day are left to other rules.

    Why: The pair has a fixed order, cause before manifestation; payers deny the reverse.

    Example: ``HI*ABK:F0280*ABF:G309~``

    Mend: Put the underlying disease first.

    Source: ICD-10-CM Official Guidelines, section I.A.13; CMS Medicare Code Editor
    (manifestation code as principal diagnosis).
    """
    if not claim.icd10:
        return
    item, code, status = claim.icd10[0]
    if status is not Status.BILLABLE or item.role != "principal":
        return
    if icd10cm.is_manifestation(code):
        yield fault(claim.claim, f"{item.at}.code")
    elif icd10cm.code_first(code):
        yield fault(claim.claim, f"{item.at}.code", severity=Severity.WARNING)


@rule(
    "DIA012",
    "excludes1",
    "diagnosis {number} is kept apart from diagnosis {earlier} by an Excludes1 note",
    severity=Severity.WARNING,
)
def excludes1(claim: ClaimView) -> Iterator[Fault]:
    """No Excludes1 note of the tabular list keeps two diagnoses of a claim apart.

    Principal and other diagnoses are compared, as far as they are in force on the day: an
    admitting diagnosis or a reason for a visit is often a symptom of what was found.

    Why: Two conditions that exclude each other cannot both be what the patient has; many
    payers deny the second. Where they are unrelated, the guidelines let both stand.

    Example: ``HI*ABK:E109*ABF:E119~``: diabetes of type 1 and of type 2.

    Mend: Keep the code that the documentation supports.

    Source: ICD-10-CM tabular list; Official Guidelines, section I.A.12.a.
    """
    known = claim.icd10
    if len(known) < 2:
        return
    main = [item for item in known if item.coded.role in ("principal", "other")][:_COMPARED]
    for at in range(1, len(main)):
        if main[at].status is not Status.BILLABLE:
            continue
        for earlier in range(at):
            if main[earlier].status is Status.BILLABLE and _apart(
                main[earlier].code, main[at].code
            ):
                path = main[at].coded.at
                yield fault(
                    claim.claim,
                    f"{path}.code",
                    number=_number(claim, path),
                    earlier=_number(claim, main[earlier].coded.at),
                )
                break


@functools.lru_cache(maxsize=1 << 14)
def _apart(one: str, other: str) -> bool:
    return icd10cm.excludes1(one, other)


def _number(claim: ClaimView, at: str) -> int:
    """A diagnosis's number, as pointers count them."""
    paths = [item.at for item in claim.diagnoses if item.role in ("principal", "other")]
    return paths.index(at) + 1


@rule(
    "DIA014",
    "admitting-diagnosis-missing",
    "a claim of an inpatient stay without its admitting diagnosis",
    kinds="I",
)
def admitting_diagnosis_missing(claim: ClaimView) -> Iterator[Fault]:
    """A claim of an inpatient stay has an admitting diagnosis.

    For types of bill other than 11x, 18x and 21x it is a warning.

    Why: It says why the patient was admitted, before anything was found.

    Example: A type of bill 111 with ``HI*ABK`` and without ``HI*ABJ``.

    Mend: Add what the patient was admitted for, as ``HI*ABJ``.

    Source: X223, HI Admitting Diagnosis in 2300 (inpatient admissions); NUBC, form locator 69.
    """
    if claim.is_inpatient and claim.institutional.admitting_diagnosis is None:
        acute = claim.institutional.facility_type in _ACUTE_STAYS
        yield fault(
            claim.claim, "admitting_diagnosis", severity=None if acute else Severity.WARNING
        )


@rule(
    "DIA015",
    "reason-for-visit-missing",
    "an unscheduled outpatient visit without the patient's reason for it",
    kinds="I",
)
def reason_for_visit_missing(claim: ClaimView) -> Iterator[Fault]:
    """An unscheduled outpatient visit has the patient's reason for it.

    Asked of types of bill 13x and 85x, of admission types 1, 2 and 5, with a line of emergency
    room, urgent care or observation (045x, 0516, 0526, 0762): all three together.

    Why: Payers decide by the reason whether an emergency was one.

    Example: A type of bill 131, ``CL1*1*1*01~`` and ``SV2*0450*...~`` without ``HI*APR``.

    Mend: Add what the patient came for, as ``HI*APR``.

    Source: NUBC, form locator 70; X223, HI Patient's Reason For Visit in 2300.
    """
    visit = claim.institutional
    if (
        visit.facility_type in ("13", "85")
        and visit.admission_type in _UNSCHEDULED
        and not visit.reasons_for_visit
        and any(_is_emergency(line.revenue_code) for line in visit.lines)
    ):
        yield fault(claim.claim, "reasons_for_visit")


def _is_emergency(revenue_code: str) -> bool:
    return revenue_code.startswith("045") or revenue_code in _EMERGENCY
