"""DIA: the diagnosis codes themselves: their form, their code set, and their day."""

from collections.abc import Iterator
from datetime import date

from edi_portal.codes import icd10cm
from edi_portal.codes.icd10cm import Status
from edi_portal.findings import Severity
from edi_portal.models.claim import Diagnosis
from edi_portal.scrubber.identifiers import is_icd10cm, plain_icd10cm
from edi_portal.scrubber.rule import Fault, Unchecked, fault, rule
from edi_portal.scrubber.view import ClaimView

_NOT_IN_FORCE = {
    Status.UNKNOWN: "is none",
    Status.NOT_YET: "comes into force later",
    Status.EXPIRED: "was in force before",
}
_BEYOND = Unchecked("an edition of ICD-10-CM for the days of service")
_ICD10_BEGINS = date(2015, 10, 1)
# Insurers of accidents and of work are not bound by HIPAA to its code sets.
_FREE_OF_HIPAA = frozenset({"AM", "LM", "WC"})
_MOST = {"P": 12, "D": 4, "I": 25}
# What may not be said twice; an admitting diagnosis, or a reason for a visit, repeats others.
_TOGETHER = {"principal": "other", "other": "other", "cause": "cause", "visit": "visit"}


@rule(
    "DIA001",
    "diagnosis-format",
    "a diagnosis code has not the form of ICD-10-CM: a letter, then two to six letters or digits",
    status="A7:255",
    mends=True,
)
def diagnosis_format(claim: ClaimView) -> Iterator[Fault]:
    """A code under an ICD-10 qualifier is a letter and two to six letters or digits.

    Any of the places behind the first may hold a letter (``M1A0710``, ``Z3A20``).

    Why: A payer looks codes up without the point and in capitals; what has another form is
    found nowhere, and the claim is rejected.

    Example: ``HI*ABK:J02.9~``, ``HI*ABK:4659~``

    Mend: Take out the point, write capitals. A code of ICD-9 is no spelling of one of ICD-10.

    Source: ICD-10-CM; X222, X223, X224, HI in 2300 (no decimal point is sent).
    """
    for item in claim.diagnoses:
        code = item.diagnosis.code
        if code and not is_icd10cm(code):
            yield fault(claim.claim, f"{item.at}.code", mend=plain_icd10cm(code))


@rule(
    "DIA002",
    "diagnosis-unknown",
    "a diagnosis code is not in ICD-10-CM on the day of service: it {what}",
    status="A7:254",
)
def diagnosis_unknown(claim: ClaimView) -> Iterator[Fault | Unchecked]:
    """Diagnosis codes are in ICD-10-CM as it stands on the day of service.

    Of an inpatient stay the last day counts. Where the services of another claim lie on both
    sides of a change, a code of either side will do. Of days that the library's editions do not
    reach it is said that they were not checked; what no edition has is then a warning at most.

    Why: Codes come and go on 1 October and 1 April; a payer denies what it does not know.

    Example: ``HI*ABK:E11A~`` for a service on 30 September 2025, a day before the code began.

    Mend: Code the diagnosis anew with the edition of the day of service.

    Source: 45 CFR 162.1002; ICD-10-CM Official Guidelines; CDC/NCHS addenda.
    """
    for item, code, status in claim.icd10:
        if status is Status.OUTSIDE:
            yield _BEYOND
            if claim.coding_day is not None and _in_no_edition(code, claim.coding_day):
                yield fault(
                    claim.claim,
                    f"{item.at}.code",
                    severity=Severity.WARNING,
                    what="is in no edition that is known here",
                )
            continue
        what = _NOT_IN_FORCE.get(status)
        if what is not None:
            yield fault(
                claim.claim,
                f"{item.at}.code",
                status="A7:255" if status is Status.UNKNOWN else None,
                what=what,
            )


@rule(
    "DIA003",
    "diagnosis-not-billable",
    "a diagnosis code names a category: more characters are required",
    status="A7:255",
)
def diagnosis_not_billable(claim: ClaimView) -> Iterator[Fault | Unchecked]:
    """No diagnosis is a category that has codes below it, or lacks its seventh character.

    Why: A category is a heading of the code set; only the codes at its ends may be billed.

    Example: ``HI*ABK:E11~`` in place of ``HI*ABK:E119~``

    Mend: Code to the highest number of characters that the documentation supports.

    Source: ICD-10-CM Official Guidelines, section I.B.2.
    """
    for item, _, status in claim.icd10:
        if status is Status.OUTSIDE:
            yield _BEYOND
        elif status is Status.CATEGORY:
            yield fault(claim.claim, f"{item.at}.code")


def _in_no_edition(code: str, day: date) -> bool:
    return icd10cm.status(code, icd10cm.nearest_date(day)) is Status.UNKNOWN


@rule("DIA004", "diagnosis-repeated", "a diagnosis code stands on the claim before")
def diagnosis_repeated(claim: ClaimView) -> Iterator[Fault]:
    """No code stands twice among principal and other diagnoses, nor among causes or reasons.

    The admitting diagnosis and the reasons for a visit may well be the principal diagnosis.
    Twice the same cause, or the same reason for a visit, is a warning.

    Why: A diagnosis applies once to an encounter, on whichever sides; payers reject a repeat.

    Example: ``HI*ABK:J029*ABF:J029~``

    Mend: Take the repeat out, and let the pointers of the lines point to the first.

    Source: ICD-10-CM Official Guidelines, section I.B.12; CMS Medicare Code Editor (duplicate
    of the principal diagnosis).
    """
    if len(claim.diagnoses) < 2:
        return
    seen: set[tuple[str, str]] = set()
    for item in claim.diagnoses:
        group, code = _TOGETHER.get(item.role), _code(item.diagnosis)
        if group is None or not code:
            continue
        if (group, code) in seen:
            yield fault(
                claim.claim,
                f"{item.at}.{_field(item.diagnosis)}",
                severity=None if group == "other" else Severity.WARNING,
            )
        seen.add((group, code))


def _code(of: Diagnosis) -> str | None:
    return of.code or of.icd9_code or of.snodent_code


def _field(of: Diagnosis) -> str:
    if of.code:
        return "code"
    return "icd9_code" if of.icd9_code else "snodent_code"


@rule(
    "DIA009",
    "qualifiers-mixed",
    "the claim has codes of ICD-9 beside codes of ICD-10",
    status="A7:255",
)
def qualifiers_mixed(claim: ClaimView) -> Iterator[Fault]:
    """All diagnoses and inpatient procedures of a claim are of one revision of the ICD.

    The first code that is of another revision than the first diagnosis is told.

    Why: The day of service decides on the revision, and it is one for the claim. Services on
    both sides of 1 October 2015 are billed on two claims.

    Example: ``HI*ABK:J029*BF:7806~``

    Mend: Code all of them in ICD-10-CM; split a claim that spans the change.

    Source: CMS Common Edits and Enhancements Module; CMS MLN SE1408.
    """
    ten, nine = _first_of_each(claim)
    if ten is not None and nine is not None:
        first = claim.diagnoses[0].diagnosis if claim.diagnoses else None
        yield fault(claim.claim, ten if first is not None and first.icd9_code else nine)


@rule(
    "DIA010",
    "code-set-date",
    "the codes of the claim are of ICD-{revision}, which is not for its days of service",
    status="A7:255",
)
def code_set_date(claim: ClaimView) -> Iterator[Fault]:
    """Services from 1 October 2015 on are coded in ICD-10, those before in ICD-9.

    Of an inpatient stay the last day counts; services on both sides of the day may have
    either. Insurers of accidents and of work need not follow: for them it is a warning.

    Why: Payers keep one revision for a day, and reject a claim in the other.

    Example: ``HI*BK:4659~`` with ``DTP*472*D8*20250303~``

    Mend: Code the diagnoses in the revision of the day.

    Source: 45 CFR 162.1002.
    """
    ten, nine = _first_of_each(claim)
    if (ten is None) is (nine is None) or claim.days is None:
        return  # what is mixed is another rule's
    first, last = claim.days
    if claim.is_inpatient:
        first = last
    severity = Severity.WARNING if claim.filing_code in _FREE_OF_HIPAA else None
    if ten is not None and last < _ICD10_BEGINS:
        yield fault(claim.claim, ten, severity=severity, revision=10)
    elif nine is not None and first >= _ICD10_BEGINS:
        yield fault(claim.claim, nine, severity=severity, revision=9)


def _first_of_each(claim: ClaimView) -> tuple[str | None, str | None]:
    """The fields of the first code of ICD-10 and of the first of ICD-9."""
    ten = nine = None
    for item in claim.diagnoses:
        if item.diagnosis.code:
            ten = ten or f"{item.at}.code"
        elif item.diagnosis.icd9_code:
            nine = nine or f"{item.at}.icd9_code"
    for at, done in claim.inpatient_procedures:
        if done.code:
            ten = ten or f"{at}.code"
        elif done.icd9_code:
            nine = nine or f"{at}.icd9_code"
    return ten, nine


@rule("DIA011", "diagnosis-count", "the claim has more than {most} diagnoses")
def diagnosis_count(claim: ClaimView) -> Iterator[Fault]:
    """A professional claim has 12 diagnoses at most, a dental one 4, an institutional one 25.

    Of the latter the principal and the other diagnoses count together; admission, reasons for
    the visit and causes have places of their own.

    Why: There are no more places in the transaction; what is beyond is lost or rejected.

    Example: Thirteen diagnoses of a professional claim.

    Mend: Keep those that the lines point to, and bill further services on a claim of their own.

    Source: X222, X223, X224, HI in 2300.
    """
    most = _MOST[claim.kind]
    if len(claim.diagnoses) <= most:
        return
    main = [item for item in claim.diagnoses if item.role in ("principal", "other")]
    if len(main) > most:
        yield fault(claim.claim, main[most].at, most=most)
