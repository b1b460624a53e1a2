"""Makes professional claims of scenarios.

Keys of a scenario: ``place`` of service, ``facility`` elsewhere, ``laboratory``, ``referring``,
``ordering``, ``ambulance``, ``spinal``, ``epsdt``, ``newborn``, ``pregnant``, ``authorization``,
``accident``, ``frequency``, ``copay`` (how often it is paid at once), ``last_period`` in days,
``anesthesia_for`` procedures, ``modify_visit`` (25 beside another service). Of a line:
``unit``, ``span`` in days, ``drug``, ``equipment``, ``emergency``, ``epsdt``.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from edi_portal.models.claim import (
    AmbulanceLocation,
    AmbulanceTransport,
    Certification,
    Drug,
    DurableMedicalEquipment,
    LineAdjudication,
    Procedure,
    ProfessionalClaim,
    ProfessionalLine,
    ProfessionalOtherInsurance,
    RelatedCauses,
    SpinalManipulation,
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
from edi_portal.synthesis.people import address
from edi_portal.synthesis.providers import Practice
from edi_portal.synthesis.scenario import LineScenario, Scenario

_INPATIENT = "21"
_LONGEST_STAY = 8
_VISITS = ("992", "993")


@attrs.frozen
class _Service:
    of: LineScenario
    procedure: Procedure
    charge: int
    units: int
    on: date | DateRange


def professional(
    shop: Workshop, scenario: Scenario, practice: Practice
) -> Iterator[ProfessionalClaim]:
    """The claims of a new patient: one, or the series that the scenario calls for."""
    case = shop.case(scenario, practice, _LONGEST_STAY)
    day = case.first_day
    while True:
        yield _claim(shop, case, day)
        day += timedelta(shop.draw.between(3, 14))
        if day > shop.as_of - timedelta(_LONGEST_STAY) or not shop.draw.chance(scenario.series):
            return


def _claim(shop: Workshop, case: Case, day: date) -> ProfessionalClaim:
    draw, scenario, practice = shop.draw, case.scenario, case.practice
    more = scenario.more
    diagnoses = draw.pick(scenario.diagnoses)
    services, last_day = _services(shop, scenario, day)
    charges = [service.charge for service in services]
    text, number = shop.control_number(practice)
    before = prior_payers(draw, case, charges, last_day) if case.prior else []
    prefix = "" if practice.short_lines else str(number)
    ordering = draw.pick(practice.ordering) if "ordering" in more else None
    lines = tuple(
        _line(draw, service, place, len(diagnoses), f"{prefix}{place + 1:02d}", before, ordering)
        for place, service in enumerate(services)
    )
    total = sum(charges)
    return ProfessionalClaim(
        **ATTESTED,
        transmission=shop.transmission,
        billing_provider=practice.billing,
        subscriber=case.subscriber,
        patient=case.dependent,
        patient_control_number=text,
        charge_amount=money(total),
        claim_frequency_code=more.get("frequency", "1"),
        payer_claim_control_number=draw.form("##########??") if "frequency" in more else None,
        provider_signature_on_file=True,
        place_of_service=more["place"],
        diagnoses=diagnoses,
        rendering_provider=draw.pick(practice.rendering) if practice.rendering else None,
        service_facility=draw.pick(practice.facilities) if "facility" in more else None,
        referring_providers=(draw.pick(practice.referring),) if "referring" in more else (),
        clia_number=practice.clia_number if "laboratory" in more else None,
        prior_authorization_number=draw.form("PA########") if "authorization" in more else None,
        medical_record_number=f"MR{number}" if practice.medical_records else None,
        patient_paid_amount=money(min(total, draw.pick((2000, 2500, 4000))))
        if draw.chance(more.get("copay", 0))
        else None,
        other_insurance=tuple(
            other_insurance(ProfessionalOtherInsurance, draw, case, found) for found in before
        ),
        lines=lines,
        **_circumstances(draw, case, day, last_day),
    )


def _circumstances(draw: Draw, case: Case, day: date, last_day: date) -> dict[str, Any]:
    """The fields of the claim that only some scenarios have."""
    more = case.scenario.more
    found: dict[str, Any] = {}
    if more["place"] == _INPATIENT:
        found["admission_date"] = day
        if last_day > day:
            found["discharge_date"] = last_day
    if "accident" in more:
        found["accident_date"] = draw.day_before(day, 0, 5)
        found["related_causes"] = RelatedCauses(
            causes=(more["accident"],),
            state=case.practice.city.state if more["accident"] == "AA" else None,
        )
    if "last_period" in more:
        found["last_menstrual_period_date"] = day - timedelta(more["last_period"])
    if "anesthesia_for" in more:
        found["anesthesia_procedure_codes"] = tuple(more["anesthesia_for"])
    if "epsdt" in more:
        found["epsdt_referral"] = Certification(applies=False, conditions=("NU",))
    if "spinal" in more:
        found["initial_treatment_date"] = case.first_day
        found["spinal_manipulation"] = SpinalManipulation(condition="A")
    if "ambulance" in more:
        home = case.patient.home
        found["ambulance"] = AmbulanceTransport(
            patient_weight=Decimal(draw.between(95, 260)), reason="A", distance=Decimal(5)
        )
        found["ambulance_certifications"] = (Certification(applies=True, conditions=("01", "05")),)
        found["ambulance_pick_up"] = AmbulanceLocation(**home)
        found["ambulance_drop_off"] = AmbulanceLocation(
            name=draw.pick(case.practice.facilities).name,
            **address(draw, case.practice.city, plus_four=False),
        )
    return found


def _services(shop: Workshop, scenario: Scenario, day: date) -> tuple[list[_Service], date]:
    """The services of a claim that begins on a day, and the last day of it."""
    draw = shop.draw
    found: list[_Service] = []
    last_day = day
    chosen = [line for line in scenario.lines if line.chance == 1 or draw.chance(line.chance)]
    for line in chosen:
        procedure = draw.pick(line.procedures)
        assert procedure is not None
        if len(chosen) > 1 and "modify_visit" in scenario.more:
            procedure = _modified(procedure)
        units = draw.between(*line.units)
        # A line at day -1 is of the discharge, the day after all others.
        start = last_day + timedelta(1) if line.day < 0 else day + timedelta(line.day)
        on: date | DateRange = start
        if "span" in line.more:
            units = draw.between(*line.more["span"])
            on = DateRange(start, start + timedelta(units - 1))
            last_day = on.end
        last_day = max(last_day, start)
        found.append(_Service(line, procedure, shop.charge(line, units), units, on))
    return found, last_day


@cache
def _modified(procedure: Procedure) -> Procedure:
    """A visit beside another service is marked as one of its own (25)."""
    assert procedure.code is not None
    if procedure.code.startswith(_VISITS):
        return procedure.evolve(modifiers=(*procedure.modifiers, "25"))
    return procedure


def _line(
    draw: Draw,
    service: _Service,
    place: int,
    diagnoses: int,
    control_number: str,
    before: list[Prior],
    ordering: Any,
) -> ProfessionalLine:
    of, units = service.of, Decimal(service.units)
    charge = money(service.charge)
    more: dict[str, Any] = {}
    if of.more:
        more = _details(draw, service, charge)
    return ProfessionalLine(
        procedure=service.procedure,
        charge_amount=charge,
        unit_code=of.more.get("unit", "UN"),
        units=units,
        diagnosis_pointers=of.pointers or tuple(range(1, min(diagnoses, 4) + 1)),
        service_date=service.on,
        line_item_control_number=control_number,
        ordering_provider=ordering,
        adjudications=tuple(
            LineAdjudication(
                **line_adjudication(found, place, procedure=service.procedure, paid_units=units)
            )
            for found in before
        ),
        **more,
    )


def _details(draw: Draw, service: _Service, charge: Decimal) -> dict[str, Any]:
    """The fields of a line that only some scenarios have."""
    more = service.of.more
    found: dict[str, Any] = {}
    if "emergency" in more:
        found["emergency"] = True
    if "epsdt" in more:
        found["epsdt"] = True
    if "drug" in more:
        found["drug"] = drug(draw, more["drug"], service.units)
    if "equipment" in more:
        found["equipment"] = DurableMedicalEquipment(
            procedure_code=service.procedure.code or "",
            days_of_necessity=Decimal(30),
            rental_price=charge,
            purchase_price=money(service.charge * 10),
            rental_unit="4",
        )
    return found


def drug(draw: Draw, of: dict[str, Any], units: int) -> Drug:
    """The drug of a line, with as much as its units call for."""
    return Drug(
        code=draw.pick(of["codes"]),
        quantity=Decimal(of["quantity"] * units),
        unit_code=of["unit"],
    )
