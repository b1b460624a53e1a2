"""CLM: days of service, what has to come before them, and how old they may be."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.models.values import DateRange
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView, span

_BEFORE_SERVICE = (
    ("onset_date", "onset"),
    ("initial_treatment_date", "first treatment"),
    ("acute_manifestation_date", "acute manifestation"),
    ("last_menstrual_period_date", "last menstrual period"),
)
_TEN_MONTHS = 304
# After a birth the last period is further back: care of the puerperium, and what troubles it.
_POSTPARTUM = ("Z39", *(f"O{number}" for number in range(85, 93)))
# Supplies, nutrition and equipment of HCPCS are billed ahead, for a month or more to come.
_DELIVERED_AHEAD = ("A4", "A5", "A6", "A7", "A9", "B", "E", "K", "L")
_ORIGINAL = frozenset("0123459")
_PERIODS = (
    ("admission_date", "discharge_date", "the stay"),
    ("disability_start_date", "disability_end_date", "the disability"),
    ("last_worked_date", "return_to_work_date", "the time out of work"),
)
_YEAR = "one calendar year"


@rule(
    "CLM011",
    "onset-after-service",
    "the date of the {what} is {how}",
    kinds="P",
    severity=Severity.WARNING,
)
def onset_after_service(claim: ClaimView) -> Iterator[Fault]:
    """What led to a service comes before it: onset, first treatment, last menstrual period.

    The last menstrual period is also not more than ten months before, save in care after a
    birth.

    Why: The dates decide which illness or pregnancy a service belongs to, and whether the
    policy covered it; one that cannot be right holds the claim up.

    Example: ``DTP*431*D8*20250310~`` on a claim of services of 3 March 2025

    Mend: Correct the date in the record; often month and day are swapped, or the year is old.

    Source: 837P guide, 2300 DTP*431, *454, *453, *484 and 2400 DTP*454; practice of
    clearinghouses.
    """
    first = claim.first_day
    if first is None:
        return
    of = claim.professional
    for name, what in _BEFORE_SERVICE:
        day = getattr(of, name)
        if day is not None and day > first:
            yield fault(of, name, what=what, how="after the first service")
    period = of.last_menstrual_period_date
    if period is not None and (first - period).days > _TEN_MONTHS:
        codes = [item.diagnosis.code or "" for item in claim.diagnoses]
        if not any(code.startswith(_POSTPARTUM) for code in codes):
            what = "last menstrual period"
            yield fault(
                of,
                "last_menstrual_period_date",
                what=what,
                how="more than ten months before the first service",
            )
    for line in claim.lines:
        day = line.initial_treatment_date
        if day is not None:
            days = claim.days_of(line)
            if days is not None and day > days[1]:
                how = "after the service of its line"
                yield fault(line, "initial_treatment_date", what="first treatment", how=how)


@rule(
    "CLM013",
    "service-date-missing",
    "{where} has no date of service",
    kinds="PD",
)
def service_date_missing(claim: ClaimView) -> Iterator[Fault]:
    """Every service has a date: its line's own or, of a dental claim, that of the claim.

    A request for predetermination is of services to come and has none. Orthodontic treatment has
    the day of the appliance, a longer treatment the days it began and ended.

    Why: Nothing is paid without a day: coverage, fees and codes all go by it.

    Example: ``SV3*AD:D0120*55****1~`` without ``DTP*472`` in its line or the claim

    Mend: Give the day the service was completed on.

    Source: 837P and 837D guides, DTP*472 in 2300 and 2400.
    """
    missing = [number for number, line in enumerate(claim.lines, 1) if line.service_date is None]
    if not missing:
        return
    if claim.kind == "D":
        of = claim.dental
        if of.service_date or of.appliance_placement_date or of.predetermination:
            return
        missing = [number for number in missing if not _treated(claim.lines[number - 1])]
    if len(missing) == len(claim.lines) and claim.kind == "D":
        yield fault(claim.claim, "service_date", where="the claim")
        return
    for number in missing:
        yield fault(claim.lines[number - 1], "service_date", where=f"line {number}")


def _treated(line: Any) -> bool:
    return bool(
        line.treatment_start_date or line.treatment_completion_date or line.appliance_placement_date
    )


@rule(
    "CLM014",
    "service-date-future",
    "{where} is of a day after the day the claim is looked at",
    status="A7:187",
)
def service_date_future(claim: ClaimView) -> Iterator[Fault]:
    """No service is of a day after the day of the run, by default that of the file (BHT04).

    A range that begins by then may end later for supplies and equipment that are delivered
    ahead. A request for predetermination is of services to come.

    Why: Payers reject what has not been done yet.

    Example: ``DTP*472*D8*20260303~`` in a file of 10 March 2025

    Mend: Correct the date, which often has the wrong year, or hold the claim until then.

    Source: CMS Common Edits and Enhancements Module, 2400 DTP*472 and 2300 DTP*434.
    """
    today, days = claim.as_of, claim.days
    if today is None or days is None or max(days) <= today:
        return
    if claim.kind == "I":
        yield fault(claim.claim, "statement_dates", where="the statement")
        return
    if claim.kind == "D":
        of = claim.dental
        if of.predetermination is not None:
            return
        whole = span(of.service_date)
        if whole is not None and whole[1] > today:
            yield fault(of, "service_date", where="the claim")
    for number, line in enumerate(claim.lines, 1):
        own = span(line.service_date)
        if own is None or own[1] <= today:
            continue
        if own[0] <= today and (line.procedure.code or "").startswith(_DELIVERED_AHEAD):
            continue
        yield fault(line, "service_date", where=f"line {number}")


@rule(
    "CLM015",
    "timely-filing",
    "{where} is older than {limit}, within which the payer takes claims",
    severity=Severity.WARNING,
    options={"days": None},
)
def timely_filing(claim: ClaimView) -> Iterator[Fault]:
    """An original claim comes within the time that its payer takes claims in.

    ``days`` is that time. It has no default but for Medicare, which takes claims for one
    calendar year, and on the working day after where that ends on a weekend. The first service
    that is too old is named: of a professional or dental claim by the first day of a line, of
    an institutional one by the last day of the statement. Nothing is said where the claim gives
    a reason for its delay, and for ``days`` where another payer had to decide first.

    Why: What comes late is denied, and may not be charged to the patient.

    Example: a claim to Medicare of 10 March 2025 for a service of 3 March 2024

    Mend: Send it at once with the reason for the delay (CLM20) and proof of the first attempt.

    Source: 42 CFR 424.44; CMS, Medicare Claims Processing Manual, chapter 1, section 70;
    contracts of payers.
    """
    limit = claim.option("CLM015.days")
    if limit is None and not claim.is_medicare:
        return
    today, days = claim.as_of, claim.days
    if today is None or days is None or claim.frequency not in _ORIGINAL:
        return
    if claim.claim.delay_reason is not None or claim.is_encounter:
        return
    if limit is not None:
        if not isinstance(limit, int):
            raise UsageError("CLM015: days is a whole number")
        if claim.subscriber.payer_responsibility != "P":
            return
    words = _YEAR if limit is None else f"{limit} days"
    if claim.kind == "I":
        if _late(days[1], today, limit):
            yield fault(claim.claim, "statement_dates", where="the statement", limit=words)
        return
    if not _late(days[0], today, limit):
        return
    for number, line in enumerate(claim.lines, 1):
        own = span(line.service_date)
        if own is not None and _late(own[0], today, limit):
            yield fault(line, "service_date", where=f"line {number}", limit=words)
            return
    yield fault(claim.claim, "service_date", where="the claim", limit=words)


def _late(day: date, today: date, limit: int | None) -> bool:
    if limit is not None:
        return (today - day).days > limit
    if today.year <= day.year:
        return False
    leap = (day.month, day.day) == (2, 29)
    last = day.replace(year=day.year + 1, day=28 if leap else day.day)
    return (today - last).days > {6: 2, 7: 1}.get(last.isoweekday(), 0)


@rule("CLM018", "dates-out-of-order", "{what} ends before it begins")
def dates_out_of_order(claim: ClaimView) -> Iterator[Fault]:
    """A range of dates ends on the day it begins, or later.

    That is of service dates, the statement, the stay, disability, time out of work, and of
    dental treatment; occurrence spans have a rule of their own.

    Why: A payer cannot tell which of the two dates is meant, and rejects the claim.

    Example: ``DTP*434*RD8*20250205-20250201~``

    Mend: Swap the dates, or correct the one that is wrong.

    Source: 837 guides, ranges of format RD8; CMS Common Edits and Enhancements Module.
    """
    of = claim.claim
    if claim.kind == "I":
        if _reversed(claim.institutional.statement_dates):
            yield fault(of, "statement_dates", what="the statement")
    elif claim.kind == "P":
        if _reversed(claim.professional.disability_dates):
            yield fault(of, "disability_dates", what="the disability")
        for first, last, what in _PERIODS:
            end = getattr(of, last)
            if end is None:
                continue
            begins, ends = span(getattr(of, first)), span(end)
            if begins is not None and ends is not None and begins[0] > ends[1]:
                yield fault(of, last, what=what)
    elif _reversed(claim.dental.service_date):
        yield fault(of, "service_date", what="the date of service")
    for number, line in enumerate(claim.lines, 1):
        if _reversed(line.service_date):
            yield fault(line, "service_date", what=f"the date of line {number}")
        if claim.kind == "D" and _treated(line):
            begins, ends = line.treatment_start_date, line.treatment_completion_date
            if begins is not None and ends is not None and begins > ends:
                what = f"the treatment of line {number}"
                yield fault(line, "treatment_completion_date", what=what)


def _reversed(period: object) -> bool:
    return type(period) is DateRange and period.start > period.end
