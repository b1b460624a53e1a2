"""REV: the bill and the stay: its type, its end, its admission and discharge."""

from collections.abc import Iterator
from datetime import date

from edi_portal.codes.lists import (
    ADMISSION_SOURCES,
    ADMISSION_TYPES,
    NEWBORN_SOURCES,
    PATIENT_STATUSES,
    TYPES_OF_BILL,
)
from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_NOTICES = frozenset("ABCDE")
# Notices of an election, and of its end, are of hospices, home health, nonmedical and other
# special institutions; of these types of bill they never are.
_WITHOUT_NOTICES = frozenset(
    [
        *("11", "12", "13", "14", "18", "21", "22", "23", "28"),
        *("71", "72", "73", "74", "75", "76", "77", "78", "79", "83", "84", "85"),
    ]
)
_HOSPITAL = frozenset({"11", "18"})
_NURSING = "21"
_ADMITTING = frozenset({"11", "18", "21", "41"})
_STILL_THERE = "30"
_FIRST_AND_CONTINUED = frozenset({"2", "3"})
_WHOLE_AND_LAST = frozenset({"1", "4"})
_NEWBORN = "4"
# Points of origin took the place of sources of admission, with other meanings.
_ORIGINS_BEGIN = date(2007, 10, 1)
_DAYS_BEFORE_ADMISSION = 3


@rule(
    "REV008",
    "type-of-bill",
    "the type of bill is none: {what}",
    kinds="I",
    status="A7:228",
)
def type_of_bill(claim: ClaimView) -> Iterator[Fault]:
    """The type of bill is one that is assigned, and its last place goes with it.

    A to E are notices of an election; hospitals, nursing facilities and clinics have none. A
    last place that is in no list at all is told by CLM005.

    Why: The type of bill decides how a claim is processed, so it is looked at first.

    Example: ``CLM*PCN2001*18500***17:A:1**A*Y*Y~``

    Mend: Take facility and class of care from the current list.

    Source: NUBC, form locator 4; X223, CLM05.
    """
    kind = claim.institutional.facility_type
    if kind not in TYPES_OF_BILL:
        what = "facility and class of care are not assigned"
        yield fault(claim.claim, "facility_type", what=what)
    elif claim.frequency in _NOTICES and kind in _WITHOUT_NOTICES:
        what = "its last place is that of a notice, which this facility has not"
        yield fault(claim.claim, "claim_frequency_code", what=what)


@rule(
    "REV009",
    "patient-status",
    "the patient's status at the end of the bill {what}",
    kinds="I",
    status="A7:234",
    mends=True,
)
def patient_status(claim: ClaimView) -> Iterator[Fault]:
    """The patient's status is one of the list, and agrees with the type of bill.

    Of types of bill 11x, 18x and 21x, a first or continued bill (2, 3) has a patient who is
    still there (30), and one of the whole stay or of its end (1, 4) has not.

    Why: The status says whether the stay is over, and to whom the patient went: payment
    depends on both.

    Example: ``CLM*PCN2001*18500***11:A:2**A*Y*Y~`` with ``CL1*1*1*01~``

    Mend: Take the status from the record, and the frequency that goes with it. Of one digit,
    put a zero in front.

    Source: NUBC, form locators 4 and 17; CMS Claims Processing Manual, chapter 25.
    """
    status = claim.institutional.patient_status
    if status not in PATIENT_STATUSES:
        padded = f"0{status}"
        mend = padded if padded in PATIENT_STATUSES else None
        yield fault(claim.claim, "patient_status", what="is in no list", mend=mend)
        return
    if claim.institutional.facility_type not in ("11", "18", "21"):
        return
    if claim.frequency in _FIRST_AND_CONTINUED and status != _STILL_THERE:
        what = "says that the stay is over, and the bill that it goes on"
        yield fault(claim.claim, "patient_status", what=what)
    elif claim.frequency in _WHOLE_AND_LAST and status == _STILL_THERE:
        what = "says that the stay goes on, and the bill that it is over"
        yield fault(claim.claim, "patient_status", what=what)


@rule(
    "REV011",
    "admission-type-source",
    "the {what}",
    kinds="I",
)
def admission_type_source(claim: ClaimView) -> Iterator[Fault]:
    """Admission type and point of origin are in their lists, that of newborns for newborns.

    A newborn (type 4) was born here (5) or elsewhere (6). Points of origin are looked at from
    October 2007 on, when they took the place of sources of admission.

    Why: Both decide on payment, and a newborn's numbers mean something else.

    Example: ``CL1*4*1*01~``

    Mend: Take type and point of origin from the record.

    Source: NUBC, form locators 14 and 15; X223, CL101 and CL102.
    """
    stay = claim.institutional
    if stay.admission_type not in ADMISSION_TYPES:
        what = "type of admission is in no list"
        yield fault(claim.claim, "admission_type", what=what)
    source = stay.admission_source
    if not source:
        return
    day = stay.admitted_on or claim.first_day
    if day is None or day < _ORIGINS_BEGIN:
        return
    if stay.admission_type == _NEWBORN:
        if source not in NEWBORN_SOURCES:
            what = "point of origin is none of a newborn"
            yield fault(claim.claim, "admission_source", what=what)
    elif not ADMISSION_SOURCES.valid(source, day):
        what = "point of origin is not in the list of the day"
        yield fault(claim.claim, "admission_source", what=what)


@rule(
    "REV012",
    "admission-date-missing",
    "a claim of an inpatient stay without the date of admission",
    kinds="I",
)
def admission_date_missing(claim: ClaimView) -> Iterator[Fault]:
    """A claim of an inpatient stay has the date of admission.

    For types of bill other than 11x, 18x, 21x and 41x it is a warning.

    Why: The stay, and often what it costs, counts from there.

    Example: A type of bill 111 without ``DTP*435``.

    Mend: Add the date, with the hour where it is known.

    Source: X223, DTP*435 in 2300 (inpatient claims); NUBC, form locator 12.
    """
    if claim.is_inpatient and claim.institutional.admission_date is None:
        acute = claim.institutional.facility_type in _ADMITTING
        yield fault(claim.claim, "admission_date", severity=None if acute else Severity.WARNING)


@rule(
    "REV013",
    "discharge-hour",
    "the discharge hour is {what}",
    kinds="I",
)
def discharge_hour(claim: ClaimView) -> Iterator[Fault]:
    """An inpatient claim has the hour of discharge if it is the last of the stay, and only then.

    It is the last with frequency 1 or 4, and a patient who is not still there. Skilled nursing
    (21x) does not tell the hour; of stays outside of hospitals a missing one is a warning. It
    is not the last with frequency 2 or 3.

    Why: Without the hour a payer cannot tell a stay of a day; with it, a bill in the middle of
    a stay reads as its end.

    Example: ``CLM*PCN2001*18500***11:A:1**A*Y*Y~`` and ``CL1*1*1*01~`` without ``DTP*096``.

    Mend: Add the hour from the record; take it out of a bill that is not the last.

    Source: X223, DTP*096 in 2300 (final inpatient claims); NUBC, form locator 16.
    """
    stay = claim.institutional
    if not claim.is_inpatient:
        return
    if claim.frequency in _FIRST_AND_CONTINUED:
        if stay.discharge_time is not None:
            yield fault(claim.claim, "discharge_time", what="given before the stay is over")
    elif (
        claim.frequency in _WHOLE_AND_LAST
        and stay.discharge_time is None
        and stay.patient_status != _STILL_THERE
        and stay.facility_type != _NURSING
    ):
        hospital = stay.facility_type in _HOSPITAL
        yield fault(
            claim.claim,
            "discharge_time",
            what="missing",
            severity=None if hospital else Severity.WARNING,
        )


@rule(
    "REV016",
    "procedure-date",
    "the date of a procedure is outside of the stay",
    kinds="I",
    severity=Severity.WARNING,
)
def procedure_date(claim: ClaimView) -> Iterator[Fault]:
    """Procedures of a stay were done from three days before the admission to the last day.

    Where the bill begins still earlier, the days count from there. A later bill of a stay may
    tell again what an earlier one told. A procedure without its date is none that can be read.

    Why: Services of three days before belong to the stay; others belong to another bill.

    Example: ``DTP*435*DT*202502010945~`` with ``HI*BBR:0BJ08ZZ:D8:20250120~``

    Mend: Correct the date, or bill the procedure where it belongs.

    Source: NUBC, form locator 74; CMS Claims Processing Manual, chapter 3, section 40.3.
    """
    if not claim.inpatient_procedures or claim.days is None:
        return
    first, last = claim.days
    begun = min(claim.institutional.admitted_on or first, first)
    for at, procedure in claim.inpatient_procedures:
        done = procedure.performed_on
        if done > last or (begun - done).days > _DAYS_BEFORE_ADMISSION:
            yield fault(claim.claim, f"{at}.performed_on")
