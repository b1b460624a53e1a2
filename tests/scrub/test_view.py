"""Days, ages and sums of a claim as rules see them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edi_portal.models.values import DateRange, Formatted
from edi_portal.scrubber.view import ClaimView, span
from tests.scrub.cases import base_claim, changed_base

DAY = date(2025, 3, 10)
LATER = date(2025, 4, 2)


def view(base: str, **change: Any) -> ClaimView:
    return ClaimView(changed_base(base, **change))


def dates(*days: str) -> dict[str, str]:
    return {f"lines[{at}].service_date": day for at, day in enumerate(days)}


@pytest.mark.parametrize(
    "period, days",
    [
        (DAY, (DAY, DAY)),
        (DateRange(DAY, LATER), (DAY, LATER)),
        (DateRange(LATER, DAY), (LATER, DAY)),
        (datetime(2025, 3, 10, 23, 59), (DAY, DAY)),  # noqa: DTZ001  files have no time zones
        (time(9, 15), None),
        (Formatted("CM", "202503"), None),
        (None, None),
    ],
)
def test_a_period_has_a_first_and_a_last_day(
    period: object, days: tuple[date, date] | None
) -> None:
    found = span(period)
    assert found == days
    assert found is None or [type(day) for day in found] == [date, date]


def test_the_day_of_the_run_is_the_callers_or_that_of_the_file() -> None:
    claim = base_claim("professional")
    assert claim.transmission is not None
    assert ClaimView(claim, as_of=LATER).as_of == LATER
    assert ClaimView(claim).as_of == claim.transmission.created_on
    assert view("professional", drop=["transmission"]).as_of is None


def test_an_encounter_is_what_its_file_says() -> None:
    assert not view("professional").is_encounter
    assert not view("professional", drop=["transmission"]).is_encounter
    for kind in ("CH", "31", "RP", "RQ"):
        found = view("professional", set={"transmission.claim_kind": kind})
        assert found.is_encounter is (kind == "RP")


def test_days_of_service_are_the_first_and_last_of_all_lines() -> None:
    found = view("dental", set=dates("2025-03-05", "2025-03-02", "2025-03-09"))
    assert found.days == (date(2025, 3, 2), date(2025, 3, 9))
    assert (found.first_day, found.last_day) == (date(2025, 3, 2), date(2025, 3, 9))
    ranges = {
        "lines[0].service_date": {"start": "2025-03-03", "end": "2025-03-20"},
        "lines[1].service_date": {"start": "2025-03-01", "end": "2025-03-04"},
    }
    assert view("professional", set=ranges).days == (date(2025, 3, 1), date(2025, 3, 20))


def test_lines_of_a_dental_claim_have_its_day_where_they_have_none() -> None:
    found = view("dental", set={"lines[1].service_date": "2025-03-09"})
    own = date(2025, 3, 3)
    assert [found.days_of(line) for line in found.lines] == [
        (own, own),
        (date(2025, 3, 9), date(2025, 3, 9)),
        (own, own),
    ]
    assert found.days == (own, date(2025, 3, 9))


def test_a_claim_without_lines_has_its_own_day_or_none() -> None:
    assert view("professional", set={"lines": []}).days is None
    found = view("dental", set={"lines": []})
    assert found.days == (date(2025, 3, 3), date(2025, 3, 3))


def test_a_claim_without_any_day_has_none() -> None:
    found = view("dental", drop=["service_date"])
    assert (found.days, found.first_day, found.last_day) == (None, None, None)
    assert [found.days_of(line) for line in found.lines] == [None, None, None]


def test_a_line_with_its_day_gives_the_claim_its_days() -> None:
    day = date(2025, 3, 3)
    lines = {"lines[1].service_date": "2025-03-03"}
    assert view("dental", drop=["service_date"], set=lines).days == (day, day)
    found = view("outpatient", drop=["lines[0].service_date"])
    assert found.days == (date(2025, 3, 4), date(2025, 3, 4))
    assert found.days_of(found.lines[0]) is None


@pytest.mark.parametrize(
    "facility_type, inpatient",
    [(code, True) for code in ("11", "18", "21", "41", "65", "66", "86")]
    + [(code, False) for code in ("12", "13", "22", "85")],
)
def test_diagnoses_are_coded_by_the_last_day_of_a_stay(facility_type: str, inpatient: bool) -> None:
    found = view("inpatient", set={"facility_type": facility_type})
    assert found.is_inpatient is inpatient
    assert found.coding_day == date(2025, 2, 5 if inpatient else 1)


def test_diagnoses_are_coded_by_the_first_day_of_other_claims() -> None:
    ordered = view("professional", set=dates("2025-03-01", "2025-03-04"))
    assert not ordered.is_inpatient
    assert not view("dental").is_inpatient
    assert ordered.coding_day == date(2025, 3, 1)


@given(some.dates(date(1900, 1, 1), date(2030, 1, 1)), some.integers(-400, 45_000))
def test_an_age_counts_the_birthdays(born: date, days: int) -> None:
    day = born + timedelta(days)
    found = ClaimView(base_claim_of(born)).age_on(day)
    if days < 0:
        assert found is None
        return
    assert found is not None
    # On the first of March who was born on a leap day has had the birthday of a common year.
    assert (born.year + found, born.month, born.day) <= (day.year, day.month, day.day)
    assert (born.year + found + 1, born.month, born.day) > (day.year, day.month, day.day)


@pytest.mark.parametrize(
    "day, age",
    [
        ("2003-12-31", None),
        ("2004-02-29", 0),
        ("2005-02-28", 0),
        ("2005-03-01", 1),
        ("2008-02-28", 3),
        ("2008-02-29", 4),
    ],
)
def test_an_age_from_a_leap_day(day: str, age: int | None) -> None:
    found = ClaimView(base_claim_of(date(2004, 2, 29)))
    assert found.age_on(date.fromisoformat(day)) == age


def test_there_is_no_age_without_a_date_of_birth() -> None:
    found = view("professional", drop=["subscriber.birth_date"])
    assert found.age_on(DAY) is None


def base_claim_of(born: date) -> Any:
    return changed_base("professional", set={"subscriber.birth_date": born.isoformat()})


@given(some.lists(some.decimals("-9999", "9999", places=2), min_size=1, max_size=5))
def test_lines_charge_what_each_charges(amounts: list[Decimal]) -> None:
    more = ["lines[0]"] * (len(amounts) - 2)
    charges = {f"lines[{at}].charge_amount": str(amount) for at, amount in enumerate(amounts)}
    less = ["lines[1]"] if len(amounts) == 1 else []
    found = view("professional", copy=more, drop=less, set=charges)
    assert found.lines_charge == sum(amounts)


def test_a_line_of_the_total_is_not_charged_again() -> None:
    total = {"lines[4].revenue_code": "0001", "lines[4].charge_amount": "99999"}
    total["lines[0].revenue_code"] = "0000"
    found = view("inpatient", copy=["lines[3]"], set=total)
    assert found.lines_charge == Decimal(18500)
    assert view("dental").lines_charge == Decimal(355)
    alone = view(
        "inpatient",
        drop=["lines[3]", "lines[2]", "lines[1]"],
        set={"lines[0].revenue_code": "0001"},
    )
    assert alone.lines_charge == Decimal(8000)


def test_decisions_are_told_by_payer_and_line() -> None:
    found = view("secondary", set={"lines[1].adjudications[0].payer_identifier": "TEP01"})
    assert {
        payer: [number for number, _ in items] for payer, items in found.adjudicated.items()
    } == {"EHP01": [1], "TEP01": [2]}
    assert found.unknown_payers == {"TEP01"}
    assert found.repeated_payers == frozenset()
    both = view("secondary")
    assert [number for number, _ in both.adjudicated["EHP01"]] == [1, 2]
    assert both.unknown_payers == frozenset()
    assert view("secondary", copy=["other_insurance[0]"]).repeated_payers == {"EHP01"}
    assert view("professional").adjudicated == {}
