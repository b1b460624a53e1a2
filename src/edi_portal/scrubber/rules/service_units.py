"""SVC: how often a service was done: units, minutes, days."""

from collections.abc import Iterator
from importlib.resources import files

from edi_portal.findings import Severity
from edi_portal.models.values import DateRange
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView
from edi_portal.toml import read_toml

_DATA = read_toml(files("edi_portal.scrubber.rules").joinpath("service_units.toml"))

_WHOLE = Procedures(_DATA["whole"])
_ANESTHESIA = Procedures(_DATA["anesthesia"]["services"])
_ANESTHESIA_MODIFIERS = frozenset(_DATA["anesthesia"]["modifiers"])
_EVERY_DAY = Procedures(_DATA["daily"]["every_day"])
_BY_DAY = Procedures(_DATA["daily"]["by_day"])
_UNITS = "UN"
_MINUTES = "MJ"
_MINUTES_OF_A_DAY = 1440


@rule(
    "SVC009",
    "unit-count",
    "the units of line {line} are {what}",
    status="A7:476",
)
def unit_count(claim: ClaimView) -> Iterator[Fault]:
    """A line has more than zero units; what is counted whole has no fraction of one.

    Zero is a warning on institutional lines, and right on those that carry a rate (HIPPS) or the
    total. A fraction of a visit, an operation, an image or a test is a warning.

    Why: Without units nothing was done, and nothing is paid.

    Example: ``SV1*HC:99213*110*UN*0***1~``

    Mend: Give how often it was done.

    Source: Implementation Guides, SV104, SV205, SV306; CMS Common Edits and Enhancements Module.
    """
    institutional = claim.kind == "I"
    for number, line in enumerate(claim.lines, 1):
        given = line.units
        if given is None:
            continue
        if not given or given.is_signed():
            if institutional and not given and line.revenue_code in _UNCOUNTED:
                continue
            yield fault(
                line,
                "units",
                severity=Severity.WARNING if institutional and not given else None,
                line=number,
                what="below zero" if given else "zero",
            )
        elif given != given.to_integral_value():
            procedure = line.procedure
            if procedure is None or procedure.code not in _WHOLE:
                continue
            if claim.kind == "D" or line.unit_code == _UNITS:
                yield fault(
                    line,
                    "units",
                    severity=Severity.WARNING,
                    line=number,
                    what="a fraction of what is counted whole",
                )


# Revenue codes of rates and of the total, with the zero before them or without.
_UNCOUNTED = frozenset({"0001", "0022", "0023", "0024", "001", "022", "023", "024"})


@rule(
    "SVC010",
    "anesthesia-unit",
    "line {line} {wrong}",
    kinds="P",
    severity=Severity.WARNING,
    options={"minutes": True, "untimed": tuple(_DATA["anesthesia"]["untimed"])},
)
def anesthesia_unit(claim: ClaimView) -> Iterator[Fault]:
    """Anesthesia is counted in minutes (MJ), nothing else is, and a day has 1,440.

    Services that have no time of their own (option ``untimed``) may be in units. Another procedure
    may be in minutes where a modifier says that anesthesia was given for it. A payer that wants
    units for anesthesia is told by the option ``minutes``.

    Why: Units are taken for blocks of fifteen minutes, or minutes for units: the payment is off by
    far, or the line exceeds its limit.

    Example: ``SV1*HC:00142:AA*827*UN*61***1~``

    Mend: Give the minutes, and MJ.

    Source: Implementation Guide 837P, SV103; CMS, Medicare Claims Processing Manual, chapter 12,
    section 50.
    """
    for number, line, _, code, modifiers in claim.procedures:
        timed = line.unit_code == _MINUTES
        if not timed and not code.startswith("0"):
            continue
        if not timed:
            if (
                line.unit_code == _UNITS
                and claim.option("SVC010.minutes")
                and code in _ANESTHESIA
                and code not in claim.option("SVC010.untimed")
            ):
                yield fault(
                    line, "unit_code", line=number, wrong="has anesthesia in units, not minutes"
                )
        elif code not in _ANESTHESIA and _ANESTHESIA_MODIFIERS.isdisjoint(modifiers):
            yield fault(
                line, "unit_code", line=number, wrong="is no anesthesia, and counted in minutes"
            )
        elif not line.units.is_nan() and line.units > _MINUTES_OF_A_DAY:
            yield fault(line, "units", line=number, wrong="has more minutes than a day")


@rule(
    "SVC018",
    "span-and-units",
    "line {line} has a daily service with {wrong} than days",
    kinds="P",
    severity=Severity.WARNING,
)
def span_and_units(claim: ClaimView) -> Iterator[Fault]:
    """A service that is given once a day has no more units than its dates have days.

    Visits to inpatients have as many: they go together in one line only where no day is left out.

    Why: Payers divide units by days, and deny what is not one a day.

    Example: ``SV1*HC:99232*450*UN*4***1~`` with ``DTP*472*RD8*20250303-20250307~``

    Mend: Correct the units or the dates; after a day without a visit begin a new line.

    Source: CMS, Medicare Claims Processing Manual, chapter 26, section 10.4, items 24A and 24G.
    """
    for number, line, _, code, _ in claim.procedures:
        period = line.service_date
        if type(period) is not DateRange or line.unit_code != _UNITS or line.units.is_nan():
            continue
        days = period.days
        if days < 1 or not line.units:
            continue
        every_day = code in _EVERY_DAY
        if line.units > days and (every_day or code in _BY_DAY):
            yield fault(line, "units", line=number, wrong="more units")
        elif every_day and line.units < days:
            yield fault(line, "units", line=number, wrong="fewer units")
