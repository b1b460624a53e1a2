"""Rules on accidents at their limits."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.scrub.told import told

SERVED = date(2025, 3, 3)
DAY, STATE = "date", "state"


def incomplete(what: str, *missing: str) -> list[str]:
    return [f"the claim is for {what}, and its {item} is missing" for item in missing]


@pytest.mark.parametrize(
    "causes, what, dated, stated",
    [
        (["AA"], "an auto accident", True, True),
        (["OA"], "an accident", True, False),
        (["EM"], "employment", True, False),
        (["EM", "OA"], "an accident", True, False),
        (["OA", "AA"], "an auto accident", True, True),
        (["EM", "AA", "OA"], "an auto accident", True, True),
    ],
)
def test_an_accident_has_its_day_and_an_auto_accident_its_state(
    causes: list[str], what: str, dated: bool, stated: bool
) -> None:
    change: dict[str, Any] = {"related_causes.causes": causes}
    wanted = [DAY] * dated + [STATE] * stated
    assert told("CLM009", "professional", set=change) == incomplete(what, *wanted)
    change["accident_date"] = "2025-03-01"
    assert told("CLM009", "professional", set=change) == incomplete(what, *wanted[1:])
    change["related_causes.state"] = "TX"
    assert told("CLM009", "professional", set=change) == []


@pytest.mark.parametrize("country, asked", [("US", True), ("", True), ("CA", False), ("MX", False)])
def test_an_auto_accident_abroad_has_no_state(country: str, asked: bool) -> None:
    change = {
        "accident_date": "2025-03-01",
        "related_causes.causes": ["AA"],
        "related_causes.country": country,
    }
    said = told("CLM009", "dental", set=change)
    assert said == (incomplete("an auto accident", STATE) if asked else [])


def test_a_cause_that_is_none_of_these_asks_for_nothing() -> None:
    change = {"related_causes.causes": ["AB"]}
    assert told("CLM009", "professional", set=change) == []


@pytest.mark.parametrize("number", range(10))
def test_occurrences_of_accidents_are_01_to_06(number: int) -> None:
    code = f"0{number}"
    occurrence = {"occurrences": [{"code": code, "occurred_on": "2025-03-05"}]}
    accident = 1 <= number <= 6
    said = told("CLM009", "outpatient", set=occurrence | {"auto_accident_state": "TX"})
    assert said == ([] if accident else incomplete("an auto accident", "occurrence code"))
    late = told("CLM010", "outpatient", set=occurrence)
    assert late == (["the accident is dated after the last service"] if accident else [])


@pytest.mark.parametrize("code", ["11", "21", "A1", "16"])
def test_other_occurrences_are_of_no_accident(code: str) -> None:
    occurrence = {"occurrences": [{"code": code, "occurred_on": "2025-03-05"}]}
    assert told("CLM010", "outpatient", set=occurrence) == []
    assert told("CLM009", "outpatient", set=occurrence | {"auto_accident_state": "TX"})


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize(
    "base, served", [("professional", SERVED), ("dental", SERVED), ("outpatient", date(2025, 3, 4))]
)
def test_an_accident_is_of_the_last_day_or_before(base: str, served: date, days: int) -> None:
    day = (served + timedelta(days)).isoformat()
    change: dict[str, Any] = {"accident_date": day}
    if base == "outpatient":
        # Not the first of them, nor the last.
        around = {"code": "11", "occurred_on": "2025-12-01"}
        accident = {"code": "05", "occurred_on": day}
        change = {"occurrences": [around, accident, around]}
    said = told("CLM010", base, set=change)
    assert said == (["the accident is dated after the last service"] if days > 0 else [])


def test_an_accident_of_a_claim_without_days_is_not_after_them() -> None:
    change = {"accident_date": "2025-03-04"}
    assert told("CLM010", "dental", set=change, drop=["service_date"]) == []


@pytest.mark.parametrize(
    "code, visit",
    [
        ("90784", False),
        ("90785", True),
        ("90899", True),
        ("90900", False),
        ("92001", False),
        ("92002", True),
        ("92014", True),
        ("92015", False),
        ("99201", False),
        ("99202", True),
        ("99499", True),
        ("99500", False),
    ],
)
def test_which_procedures_are_visits(code: str, visit: bool) -> None:
    change = {"place_of_service": "21", "lines[1].procedure.code": code}
    change["lines[0].procedure.code"] = "71046"
    said = told("CLM012", "professional", set=change)
    how = "line 2 is a visit to an inpatient, and the claim has no date of admission"
    assert said == ([how] if visit else [])


@pytest.mark.parametrize(
    "place, inpatient",
    [("21", True), ("51", True), ("61", True)]
    + [(code, False) for code in ("11", "22", "31", "41", "52", "62", "71")],
)
def test_which_places_are_of_inpatients(place: str, inpatient: bool) -> None:
    for change in ({"place_of_service": place}, {"lines[0].place_of_service": place}):
        said = told("CLM012", "professional", set=change)
        how = "line 1 is a visit to an inpatient, and the claim has no date of admission"
        assert said == ([how] if inpatient else [])
        assert told("CLM012", "professional", set=change | {"admission_date": "2025-03-01"}) == []
