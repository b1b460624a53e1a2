"""Makes dental claims of scenarios.

Keys of a scenario: ``referring``, ``authorization``, ``accident``, ``frequency``, ``months`` of
orthodontic treatment and those ``remaining``, ``missing_teeth``. Of a line: ``teeth`` and
``surfaces``, one of which is taken each, ``cavity`` (an area of the mouth), ``prosthesis``
(placed first or replaced), ``placed_years`` ago.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from edi_portal.models.claim import (
    DentalClaim,
    DentalLine,
    DentalLineAdjudication,
    DentalOtherInsurance,
    DentalProcedure,
    OrthodonticTreatment,
    RelatedCauses,
    ToothInformation,
    ToothStatus,
)
from edi_portal.synthesis.coordination import (
    Prior,
    line_adjudication,
    other_insurance,
    prior_payers,
)
from edi_portal.synthesis.draw import Draw, money
from edi_portal.synthesis.making import ATTESTED, Case, Workshop
from edi_portal.synthesis.providers import Practice
from edi_portal.synthesis.scenario import LineScenario, Scenario

_OFFICE = "11"
_REACH = 7
_DAYS_A_YEAR = 365


def dental(shop: Workshop, scenario: Scenario, practice: Practice) -> Iterator[DentalClaim]:
    """The claims of a new patient: one, or the series that the scenario calls for."""
    case = shop.case(scenario, practice, _REACH)
    day = case.first_day
    while True:
        yield _claim(shop, case, day)
        day += timedelta(shop.draw.between(5, 20))
        if day > shop.as_of - timedelta(_REACH) or not shop.draw.chance(scenario.series):
            return


def _claim(shop: Workshop, case: Case, day: date) -> DentalClaim:
    draw, scenario, practice = shop.draw, case.scenario, case.practice
    more = scenario.more
    diagnoses = draw.pick(scenario.diagnoses)
    text, number = shop.control_number(practice)
    chosen = [line for line in scenario.lines if line.chance == 1 or draw.chance(line.chance)]
    units = [draw.between(*line.units) for line in chosen]
    charges = [shop.charge(line, count) for line, count in zip(chosen, units, strict=True)]
    before = prior_payers(draw, case, charges, day) if case.prior else []
    prefix = "" if practice.short_lines else str(number)
    # One date for all lines stands on the claim.
    same_day = all(line.day == 0 for line in chosen)
    pointers = (1,) if diagnoses else ()
    lines = tuple(
        _line(
            draw, line, place, units[place], charges[place], pointers,
            None if same_day else day + timedelta(line.day),
            f"{prefix}{place + 1:02d}", before, day,
        )
        for place, line in enumerate(chosen)
    )  # fmt: skip
    return DentalClaim(
        **ATTESTED,
        transmission=shop.transmission,
        billing_provider=practice.billing,
        subscriber=case.subscriber,
        patient=case.dependent,
        patient_control_number=text,
        charge_amount=money(sum(charges)),
        claim_frequency_code=more.get("frequency", "1"),
        payer_claim_control_number=draw.form("##########??") if "frequency" in more else None,
        provider_signature_on_file=True,
        place_of_service=_OFFICE,
        service_date=day if same_day else None,
        diagnoses=diagnoses,
        rendering_provider=draw.pick(practice.rendering) if practice.rendering else None,
        referring_providers=(draw.pick(practice.referring),) if "referring" in more else (),
        prior_authorization_number=draw.form("PA########") if "authorization" in more else None,
        tooth_statuses=tuple(
            ToothStatus(tooth=tooth, status="M") for tooth in more.get("missing_teeth", ())
        ),
        other_insurance=tuple(
            other_insurance(DentalOtherInsurance, draw, case, found) for found in before
        ),
        lines=lines,
        **_circumstances(draw, scenario, day),
    )


def _circumstances(draw: Draw, scenario: Scenario, day: date) -> dict[str, Any]:
    """The fields of the claim that only some scenarios have."""
    more = scenario.more
    found: dict[str, Any] = {}
    if "accident" in more:
        found["accident_date"] = draw.day_before(day, 0, 3)
        found["related_causes"] = RelatedCauses(causes=(more["accident"],))
    if "months" in more:
        elapsed = more["months"] - more["remaining"]
        found["appliance_placement_date"] = day - timedelta(elapsed * 30)
        found["orthodontics"] = OrthodonticTreatment(
            months=Decimal(more["months"]), months_remaining=Decimal(more["remaining"])
        )
    return found


def _line(
    draw: Draw,
    of: LineScenario,
    place: int,
    units: int,
    charge: int,
    pointers: tuple[int, ...],
    on: date | None,
    control_number: str,
    before: list[Prior],
    day: date,
) -> DentalLine:
    more, procedure = of.more, draw.pick(of.procedures)
    assert isinstance(procedure, DentalProcedure)
    placed = (
        day - timedelta(more["placed_years"] * _DAYS_A_YEAR) if "placed_years" in more else None
    )
    return DentalLine(
        procedure=procedure,
        charge_amount=money(charge),
        oral_cavity=(more["cavity"],) if "cavity" in more else (),
        prosthesis=more.get("prosthesis"),
        units=Decimal(units),
        diagnosis_pointers=pointers,
        teeth=_teeth(draw, more),
        service_date=on,
        prior_placement_date=placed,
        line_item_control_number=control_number,
        adjudications=tuple(
            DentalLineAdjudication(
                **line_adjudication(found, place, procedure=procedure, paid_units=Decimal(units))
            )
            for found in before
        ),
    )


def _teeth(draw: Draw, more: Any) -> tuple[ToothInformation, ...]:
    if "teeth" not in more:
        return ()
    surfaces = tuple(draw.pick(more["surfaces"])) if "surfaces" in more else ()
    return (ToothInformation(tooth=draw.pick(more["teeth"]), surfaces=surfaces),)
