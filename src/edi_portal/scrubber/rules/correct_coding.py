"""SVC: service lines against the tables of NCCI that the caller brings."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from edi_portal.codes.lists import NCCI_MODIFIERS
from edi_portal.codes.ncci import (
    AddOnTable,
    MueTable,
    PtpEdit,
    PtpTable,
)
from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView, Performed

_CPT_AND_HCPCS = "HC"
_VOID = "8"

# From this day on, these modifiers count on either code of a pair; before, on that of column 2.
_EITHER_COLUMN = date(2019, 7, 1)
_DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
_SET_ASIDE = "1"
_INACTIVE = "9"

_BY_LINE = (None, "1")
_POLICY = "2"
_UNITS = "UN"
# Of postoperative care the units are days, and it has no limit.
_POSTOPERATIVE = "55"
_WHOLE = Decimal(1)

_Day = tuple[date, str | None]


def days_of_service(claim: ClaimView, performed: Performed) -> tuple[date, date] | None:
    """The days of a line; of a hospital's line without any those of the statement."""
    return claim.days_of(performed.line) or (claim.days if claim.kind == "I" else None)


def _provider(claim: ClaimView, performed: Performed) -> str | None:
    """Who did it: of a hospital's claim always the hospital."""
    if claim.kind == "I":
        return None
    provider = performed.line.rendering_provider or claim.professional.rendering_provider
    return provider.npi if provider is not None else None


def _is_edited(claim: ClaimView) -> bool:
    """Whether NCCI looks at a claim: not at stays, nor at what takes a claim back."""
    return not claim.is_inpatient and claim.frequency != _VOID


def _by_day(claim: ClaimView) -> Iterator[tuple[_Day, list[Performed]]]:
    """The lines of one day by one provider, where there are several."""
    if len(claim.procedures) < 2 or not _is_edited(claim):
        return
    groups: dict[_Day, list[Performed]] = {}
    for item in claim.procedures:
        days = days_of_service(claim, item)
        # On which of several days a service took place is not known.
        if days is not None and days[0] == days[1] and item.procedure.qualifier == _CPT_AND_HCPCS:
            groups.setdefault((days[0], _provider(claim, item)), []).append(item)
    for key, found in groups.items():
        if len(found) > 1:
            yield key, found


@rule(
    "SVC020",
    "ncci-pair",
    "line {line} is not paid beside line {other} of the same day and provider{unless}",
    kinds="PI",
    needs=("ptp",),
)
def ncci_pair(claim: ClaimView) -> Iterator[Fault]:
    """No two procedures of one provider on one day are a pair that NCCI pays only one of.

    Where the pair's indicator is 1 a modifier for another site, session or practitioner sets it
    aside, on either line; 59, XE, XP, XS, XU before July 2019 on the line of column 2 only. Pairs
    that were not in force on that day do not count. Lines over several days are not compared.

    Why: Medicare and Medicaid deny the code of column 2, and most other payers with them; the
    patient must not be billed for it.

    Example: two lines of one day, one of which is a part of the other.

    Mend: Take the part away; where it was a service of its own, add the modifier that says why.

    Source: CMS, NCCI Policy Manual, chapter I; Change Request 11168.
    """
    table: PtpTable = claim.tables.ptp
    for (day, _), performed in _by_day(claim):
        by_code: dict[str, list[Performed]] = {}
        for item in performed:
            by_code.setdefault(item.code, []).append(item)
        told: set[int] = set()
        for column1, paid in by_code.items():
            for column2, denied in by_code.items():
                if column1 == column2:
                    continue
                edit = table.lookup(column1, column2, day)
                if edit is None or edit.modifier_indicator == _INACTIVE:
                    continue
                for item in _denied(edit, day, paid, denied):
                    if item.number not in told:
                        told.add(item.number)
                        yield fault(
                            item.line,
                            "procedure.code",
                            line=item.number,
                            other=paid[0].number,
                            unless=_UNLESS if edit.modifier_indicator == _SET_ASIDE else "",
                        )


_UNLESS = ", unless a modifier says why"


def _denied(
    edit: PtpEdit, day: date, paid: list[Performed], denied: list[Performed]
) -> Iterator[Performed]:
    """The lines of column 2 that no modifier saves."""
    if edit.modifier_indicator != _SET_ASIDE:
        yield from denied
        return
    known = NCCI_MODIFIERS.codes
    in_column1 = known if day >= _EITHER_COLUMN else known - _DISTINCT
    if any(not in_column1.isdisjoint(item.modifiers) for item in paid):
        return
    for item in denied:
        if known.isdisjoint(item.modifiers):
            yield item


@rule(
    "SVC021",
    "mue-exceeded",
    "the units of line {line} exceed the most that are likely on one {over}, {limit}",
    kinds="PI",
    needs=("mue",),
)
def mue_exceeded(claim: ClaimView) -> Iterator[Fault]:
    """A procedure has no more units than NCCI takes for likely.

    They are counted by line (indicator 1, and Medicaid's tables), or over all lines of the day by
    one provider (2 and 3). 3 can be overridden by records, so it is a warning. Units of a line
    over several days are shared out among them. Minutes and postoperative care (55) do not count.

    Why: Units beyond the limit are a slip most often, and the whole line is denied, not only what
    is too much.

    Example: ``SV1*HC:71046*90*UN*11***1~``; it was done once.

    Mend: Correct the units. By line, repeated services go in lines of their own with 76, 91 or 59.

    Source: CMS, NCCI Policy Manual, chapter I, section V; MUE adjudication indicators.
    """
    if not _is_edited(claim):
        return
    table: MueTable = claim.tables.mue
    counted: dict[tuple[object, ...], Decimal] = {}
    told: set[tuple[object, ...]] = set()
    for item in claim.procedures:
        line = item.line
        if item.procedure.qualifier != _CPT_AND_HCPCS or line.unit_code != _UNITS:
            continue
        edit = table.lookup(item.code)
        if edit is None or _POSTOPERATIVE in item.modifiers or not line.units.is_finite():
            continue
        days = days_of_service(claim, item)
        units = _a_day(line.units, days)
        if edit.indicator in _BY_LINE:
            if units > edit.value:
                yield fault(line, "units", line=item.number, over="line", limit=edit.value)
            continue
        key = (item.code, days, _provider(claim, item))
        counted[key] = counted.get(key, Decimal(0)) + units
        if counted[key] > edit.value and key not in told:
            told.add(key)
            yield fault(
                line,
                "units",
                severity=None if edit.indicator == _POLICY else Severity.WARNING,
                line=item.number,
                over="day",
                limit=edit.value,
            )


def _a_day(units: Decimal, days: tuple[date, date] | None) -> Decimal:
    """The units of one day of a line, to the nearest whole one if there are several."""
    count = (days[1] - days[0]).days + 1 if days is not None else 1
    if count < 2:
        return units
    return (units / count).to_integral_value(ROUND_HALF_UP)


@rule(
    "SVC022",
    "add-on-alone",
    "line {line} is an add-on, and no line of that day is a procedure that it adds to",
    kinds="PI",
    severity=Severity.WARNING,
    needs=("add_on",),
)
def add_on_alone(claim: ClaimView) -> Iterator[Fault]:
    """An add-on code stands beside one of the procedures that it adds to, on the same day.

    Only add-on codes whose list of procedures is complete are looked at. The other procedure may be
    on another claim of the same practice, so it is a warning.

    Why: An add-on is never paid alone.

    Example: each further lesion without a line for the first.

    Mend: Add the line of the procedure, or choose the code that stands by itself.

    Source: CMS, NCCI add-on code edits; Medicare Claims Processing Manual, chapter 12, section 30.
    """
    if not _is_edited(claim):
        return
    table: AddOnTable = claim.tables.add_on
    for item in claim.procedures:
        days = days_of_service(claim, item)
        if days is None or item.procedure.qualifier != _CPT_AND_HCPCS:
            continue
        primaries = table.primaries(item.code, days[0])
        if primaries and not any(
            other.code in primaries and _meet(days, days_of_service(claim, other))
            for other in claim.procedures
        ):
            yield fault(item.line, "procedure.code", line=item.number)


def _meet(one: tuple[date, date], other: tuple[date, date] | None) -> bool:
    """Whether two spans of days have one in common; one that is not known may."""
    return other is None or (one[0] <= other[1] and other[0] <= one[1])
