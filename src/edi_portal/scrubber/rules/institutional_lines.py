"""REV: days, dates and amounts of institutional lines."""

from collections.abc import Iterator
from decimal import Decimal

from edi_portal.findings import Severity
from edi_portal.models.claim import InstitutionalLine
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView, span

OUTPATIENT = frozenset(["13", "14", *(f"7{care}" for care in range(1, 10)), "83", "85"])
"""Types of bill of hospital outpatients and clinics."""

_STILL_THERE = "30"
_COVERED, _NOT_COVERED = "80", "81"
# Spans of days on which the patient was elsewhere, or which have no accommodation of their own.
_DAYS_AWAY = frozenset({"74", "75", "76", "77", "79"})
_LEAVE = "018"


def _is_accommodation(revenue_code: str) -> bool:
    return len(revenue_code) == 4 and "0100" <= revenue_code <= "0219"


def _is_whole(number: Decimal) -> bool:
    return number.is_finite() and number == number.to_integral_value()


@rule(
    "REV006",
    "accommodation-unit",
    "the accommodation of line {line} is not in whole days",
    kinds="I",
    severity=Severity.WARNING,
)
def accommodation_unit(claim: ClaimView) -> Iterator[Fault]:
    """Accommodation (010x to 021x) is in days (DA), whole ones, at least one.

    Why: Payers pay it by the day, and compare the days with those of the stay.

    Example: ``SV2*0120**8000*UN*4~``

    Mend: Write DA, and the number of days.

    Source: NUBC, form locators 42 and 46; X223, SV204.
    """
    for number, line in enumerate(claim.lines, 1):
        if not _is_accommodation(line.revenue_code):
            continue
        if line.unit_code != "DA":
            yield fault(line, "unit_code", line=number)
        elif not _is_whole(line.units) or line.units <= 0:
            yield fault(line, "units", line=number)


@rule(
    "REV007",
    "accommodation-days",
    "the days of accommodation are {days}, and those of {what} {other}",
    kinds="I",
    severity=Severity.WARNING,
)
def accommodation_days(claim: ClaimView) -> Iterator[Fault]:
    """The days of accommodation are those of the bill, and those of value codes 80 and 81.

    The day of discharge does not count, unless it is that of admission; of a patient who is
    still there the last day counts. The bill may begin before the admission. Fewer days are
    let pass where the patient was away (occurrence spans 74 to 79), fewer or more where lines
    of leave (018x) stand among them, and a late charge (frequency 5) has none to compare.

    Why: Days that do not agree are sent back, or paid by the smaller number.

    Example: ``DTP*434*RD8*20250201-20250205~`` with ``SV2*0120**8000*DA*5~`` and a status of 01.

    Mend: Count from the admission to the day before the discharge; correct what differs.

    Source: CMS Claims Processing Manual, chapter 3, section 40; NUBC, value codes 80 and 81.
    """
    stay = claim.institutional
    if not claim.is_inpatient or claim.frequency == "5":
        return
    lines = [line for line in stay.lines if _is_accommodation(line.revenue_code)]
    if not lines or not all(line.unit_code == "DA" and _is_whole(line.units) for line in lines):
        return
    days = int(sum(line.units for line in lines))
    leave = any(line.revenue_code.startswith(_LEAVE) for line in lines)
    billed = _billed_days(claim)
    if billed is not None and days != billed and not leave:
        away = any(item.code in _DAYS_AWAY for item in stay.occurrence_spans)
        if days > billed or not away:
            what = "the statement"
            yield fault(claim.claim, "statement_dates", days=days, other=billed, what=what)
            return
    counted = {item.code: item.amount for item in stay.values if item.code in ("80", "81")}
    told = sum(counted.values(), Decimal(0))
    if _COVERED in counted and _is_whole(told) and told != days and not leave:
        at = next(at for at, item in enumerate(stay.values) if item.code == _COVERED)
        what = "its value codes"
        yield fault(claim.claim, f"values[{at}].amount", days=days, other=int(told), what=what)


def _billed_days(claim: ClaimView) -> int | None:
    if claim.days is None:
        return None
    first, last = claim.days
    admitted = claim.institutional.admitted_on
    if admitted is not None and first < admitted <= last:
        first = admitted
    if last < first:
        return None
    if claim.institutional.patient_status == _STILL_THERE:
        return (last - first).days + 1
    return max((last - first).days, 1)


@rule(
    "REV010",
    "statement-dates",
    "the date of line {line} is outside of the statement",
    kinds="I",
)
def statement_dates(claim: ClaimView) -> Iterator[Fault]:
    """No line has a date outside of the statement.

    A claim without statement dates is none that can be read; a period that ends before it
    begins is told by CLM018.

    Why: The dates are the period that the bill is about; a payer rejects what lies beyond.

    Example: ``DTP*434*RD8*20250304-20250304~`` with a line of ``DTP*472*D8*20250305~``

    Mend: Widen the statement to the services that belong to the bill; bill others elsewhere.

    Source: X223, DTP*434 in 2300 and DTP*472 in 2400; NUBC, form locators 6 and 45.
    """
    days = claim.days
    if days is None or days[1] < days[0]:
        return
    first, last = days
    for number, line in enumerate(claim.lines, 1):
        if line.service_date is None:
            continue
        done = span(line.service_date)
        if done is not None and done[0] <= done[1] and not first <= done[0] <= done[1] <= last:
            yield fault(line, "service_date", line=number)


@rule(
    "REV017",
    "noncovered-over-charge",
    "line {line} has more that is not covered than it charges",
    kinds="I",
)
def noncovered_over_charge(claim: ClaimView) -> Iterator[Fault]:
    """What is not covered of a line is at most its charge.

    Why: It is a part of the charge; payers take it off, and reject a line below zero.

    Example: ``SV2*0300**1500*UN*20**1600~``

    Mend: Correct the amount that is not covered, or the charge.

    Source: X223, SV207; NUBC, form locator 48.
    """
    for number, line in enumerate(claim.lines, 1):
        if _exceeds(line):
            yield fault(line, "non_covered_amount", line=number)


def _exceeds(line: InstitutionalLine) -> bool:
    part, whole = line.non_covered_amount, line.charge_amount
    return part is not None and part.is_finite() and whole.is_finite() and part > whole


@rule(
    "REV019",
    "outpatient-line-date",
    "line {line} does not say on which day of the statement it was done",
    kinds="I",
)
def outpatient_line_date(claim: ClaimView) -> Iterator[Fault]:
    """Outpatient lines have their day, where the statement is of more than one.

    Asked of types of bill 13x, 14x, 71x to 79x, 83x and 85x. A line of a drug is let pass.

    Why: Outpatient services are paid by the day; a payer cannot guess which it was.

    Example: ``DTP*434*RD8*20250303-20250307~`` and a line without ``DTP*472``.

    Mend: Add the day of service to the line.

    Source: X223, DTP Service Date in 2400 (outpatient, statement of more than one day).
    """
    if claim.institutional.facility_type not in OUTPATIENT:
        return
    days = claim.days
    if days is None or days[0] >= days[1]:
        return
    for number, line in enumerate(claim.lines, 1):
        if line.service_date is None and line.drug is None and line.revenue_code != "0001":
            yield fault(line, "service_date", line=number)
