"""Makes institutional claims of scenarios.

Keys of a scenario: ``facility`` and ``frequency`` of the type of bill, admission ``type`` and
``source``, patient ``status`` at the end, ``stay`` in days of inpatients, ``interim`` bills of 30
days before the last, ``period`` in days of others, ``admitted``, ``drg``, ``admitting`` diagnoses,
``reason`` of the visit, external ``causes``, ``procedures``, ``operating``, ``values``,
``weight_value`` in grams, ``conditions``, ``accident`` (its occurrence code),
``qualifying_stay``, ``assessment``, ``certified``, ``authorization``, ``claim_level`` adjustments
of payers before. Of a line: ``revenue`` code, ``accommodation`` (its units are days),
``accommodation_units``, ``period_units``, ``drug``.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from edi_portal.models.claim import (
    Diagnosis,
    InpatientProcedure,
    InstitutionalClaim,
    InstitutionalLine,
    InstitutionalOtherInsurance,
    LineAdjudication,
    Occurrence,
    OccurrenceSpan,
    ValueCode,
)
from edi_portal.models.values import DateRange
from edi_portal.synthesis.coordination import (
    Prior,
    line_adjudication,
    other_insurance,
    prior_payers,
)
from edi_portal.synthesis.draw import Draw, money
from edi_portal.synthesis.making import ATTESTED, Case, Workshop
from edi_portal.synthesis.professional import drug
from edi_portal.synthesis.providers import Practice
from edi_portal.synthesis.scenario import LineScenario, Scenario

_STILL_THERE = "30"
_INTERIM_DAYS = 30
_INTERIM_BILLS = 2
_LONGEST = 30
# NUBC: what a stay is known by.
_COVERED_DAYS, _BIRTH_WEIGHT = "80", "54"
_ASSESSED, _CERTIFIED, _EARLIER_STAY = "50", "27", "70"


@attrs.frozen
class _Bill:
    """What one bill is about: its frequency, its days, and how the patient leaves."""

    frequency: str
    admitted: date
    start: date
    end: date
    days: int
    status: str


def institutional(
    shop: Workshop, scenario: Scenario, practice: Practice
) -> Iterator[InstitutionalClaim]:
    """The claims of a new patient: one, or interim bills and the last."""
    more = scenario.more
    interim = _INTERIM_BILLS if "interim" in more else 0
    case = shop.case(scenario, practice, _LONGEST + interim * _INTERIM_DAYS)
    for bill in _bills(shop.draw, scenario, case.first_day, interim):
        yield _claim(shop, case, bill)


def _bills(draw: Draw, scenario: Scenario, day: date, interim: int) -> Iterator[_Bill]:
    more, status = scenario.more, draw.pick(scenario.more["status"])
    if "stay" not in more:
        last = max(line.day for line in scenario.lines)
        end = day + timedelta(more.get("period", last))
        yield _Bill(more.get("frequency", "1"), day, day, end, (end - day).days + 1, status)
        return
    start = day
    for place in range(interim):
        end = start + timedelta(_INTERIM_DAYS - 1)
        yield _Bill("3" if place else "2", day, start, end, _INTERIM_DAYS, _STILL_THERE)
        start = end + timedelta(1)
    days = draw.between(*more["stay"])
    frequency = "4" if interim else more.get("frequency", "1")
    # The day that a patient leaves is none of the days that are billed.
    yield _Bill(frequency, day, start, start + timedelta(days), days, status)


def _claim(shop: Workshop, case: Case, bill: _Bill) -> InstitutionalClaim:
    draw, scenario, practice = shop.draw, case.scenario, case.practice
    more = scenario.more
    principal, *others = draw.pick(scenario.diagnoses)
    text, number = shop.control_number(practice)
    chosen = [line for line in scenario.lines if line.chance == 1 or draw.chance(line.chance)]
    units = [_units(draw, line, bill) for line in chosen]
    charges = [shop.charge(line, count) for line, count in zip(chosen, units, strict=True)]
    before = prior_payers(draw, case, charges, bill.end) if case.prior else []
    by_line = "claim_level" not in more
    prefix = "" if practice.short_lines else str(number)
    lines = tuple(
        _line(
            draw, line, place, units[place], charges[place], bill,
            f"{prefix}{place + 1:02d}", before if by_line else [], inpatient="stay" in more,
        )
        for place, line in enumerate(chosen)
    )  # fmt: skip
    surgeon = "procedures" in more or "operating" in more
    return InstitutionalClaim(
        **ATTESTED,
        transmission=shop.transmission,
        billing_provider=practice.billing,
        subscriber=case.subscriber,
        patient=case.dependent,
        patient_control_number=text,
        charge_amount=money(sum(charges)),
        facility_type=more["facility"],
        claim_frequency_code=bill.frequency,
        payer_claim_control_number=draw.form("##########??") if bill.frequency == "7" else None,
        statement_dates=DateRange(bill.start, bill.end),
        admission_type=more["type"],
        admission_source=more["source"],
        patient_status=bill.status,
        prior_authorization_number=draw.form("PA########") if "authorization" in more else None,
        medical_record_number=f"MR{number}" if practice.medical_records else None,
        principal_diagnosis=principal,
        other_diagnoses=tuple(others),
        drg_code=more.get("drg"),
        values=_values(draw, scenario, bill),
        condition_codes=tuple(more.get("conditions", ())),
        occurrences=_occurrences(draw, scenario, bill),
        attending_provider=draw.pick(practice.rendering),
        operating_physician=draw.pick(practice.operating) if surgeon else None,
        other_insurance=tuple(
            other_insurance(InstitutionalOtherInsurance, draw, case, found, by_line=by_line)
            for found in before
        ),
        lines=lines,
        **_circumstances(draw, scenario, bill, principal),
    )


def _circumstances(
    draw: Draw, scenario: Scenario, bill: _Bill, principal: Diagnosis
) -> dict[str, Any]:
    """The fields of the claim that only some scenarios have."""
    more = scenario.more
    found: dict[str, Any] = {}
    if "stay" in more:
        hour = time(draw.between(0, 23), draw.pick((0, 15, 30, 45)))
        found["admission_date"] = datetime.combine(bill.admitted, hour)
        found["admitting_diagnosis"] = _diagnosis(draw.pick(more["admitting"]))
        if bill.status != _STILL_THERE:
            found["discharge_time"] = time(draw.between(8, 19))
    elif "admitted" in more:
        found["admission_date"] = bill.admitted
    if "reason" in more:
        assert principal.code is not None
        found["reasons_for_visit"] = (_diagnosis(principal.code),)
    if "causes" in more:
        found["external_causes"] = tuple(map(_diagnosis, more["causes"]))
    if "procedures" in more:
        first, *rest = (
            InpatientProcedure(code=code, performed_on=bill.admitted) for code in more["procedures"]
        )
        found["principal_procedure"] = first
        found["other_procedures"] = tuple(rest)
    if "qualifying_stay" in more:
        earlier = DateRange(bill.admitted - timedelta(5), bill.admitted - timedelta(1))
        found["occurrence_spans"] = (OccurrenceSpan(code=_EARLIER_STAY, dates=earlier),)
    return found


@cache
def _diagnosis(code: str) -> Diagnosis:
    return Diagnosis(code=code)


def _values(draw: Draw, scenario: Scenario, bill: _Bill) -> tuple[ValueCode, ...]:
    more = scenario.more
    found = [
        ValueCode(code=code, amount=Decimal(amount)) for code, amount in more.get("values", ())
    ]
    if "stay" in more:
        found.append(ValueCode(code=_COVERED_DAYS, amount=Decimal(bill.days)))
    if "weight_value" in more:
        weight = Decimal(draw.between(*more["weight_value"]))
        found.append(ValueCode(code=_BIRTH_WEIGHT, amount=weight))
    return tuple(found)


def _occurrences(draw: Draw, scenario: Scenario, bill: _Bill) -> tuple[Occurrence, ...]:
    more = scenario.more
    found = []
    if "accident" in more:
        on = draw.day_before(bill.start, 0, 1)
        found.append(Occurrence(code=more["accident"], occurred_on=on))
    if "assessment" in more:
        found.append(Occurrence(code=_ASSESSED, occurred_on=bill.start))
    if "certified" in more:
        found.append(Occurrence(code=_CERTIFIED, occurred_on=bill.start))
    return tuple(found)


def _units(draw: Draw, line: LineScenario, bill: _Bill) -> int:
    for key in ("accommodation", "accommodation_units", "period_units"):
        if key in line.more:
            return bill.days
    return draw.between(*line.units)


def _line(
    draw: Draw,
    of: LineScenario,
    place: int,
    units: int,
    charge: int,
    bill: _Bill,
    control_number: str,
    before: list[Prior],
    *,
    inpatient: bool,
) -> InstitutionalLine:
    procedure, revenue, count = draw.pick(of.procedures), of.more["revenue"], Decimal(units)
    return InstitutionalLine(
        revenue_code=revenue,
        procedure=procedure,
        charge_amount=money(charge),
        unit_code="DA" if "accommodation" in of.more else "UN",
        units=count,
        service_date=None if inpatient else bill.start + timedelta(of.day),
        line_item_control_number=control_number,
        drug=drug(draw, of.more["drug"], 1) if "drug" in of.more else None,
        adjudications=tuple(
            LineAdjudication(
                **line_adjudication(
                    found, place, procedure=procedure, revenue_code=revenue, paid_units=count
                )
            )
            for found in before
        ),
    )
