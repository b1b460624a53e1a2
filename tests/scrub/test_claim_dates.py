"""Rules on the days of a claim at their limits: the last day that is right, the first that is not."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.scrub.told import told

SERVED = date(2025, 3, 3)  # by the professional base, both lines


@pytest.mark.parametrize(
    "field, what",
    [
        ("onset_date", "onset"),
        ("initial_treatment_date", "first treatment"),
        ("acute_manifestation_date", "acute manifestation"),
        ("last_menstrual_period_date", "last menstrual period"),
    ],
)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_what_led_to_a_service_is_of_its_day_or_before(field: str, what: str, days: int) -> None:
    day = SERVED + timedelta(days)
    said = told("CLM011", "professional", set={field: day.isoformat()})
    assert said == ([f"the date of the {what} is after the first service"] if days > 0 else [])


@pytest.mark.parametrize("days", [303, 304, 305, 306])
def test_a_last_period_is_ten_months_ago_at_most(days: int) -> None:
    day = SERVED - timedelta(days)
    said = told("CLM011", "professional", set={"last_menstrual_period_date": day.isoformat()})
    how = "the date of the last menstrual period is more than ten months before the first service"
    assert said == ([how] if days > 304 else [])


@pytest.mark.parametrize(
    "code, after_birth",
    [(f"O{number}0", True) for number in range(85, 93)]
    + [("Z390", True), ("O840", False), ("O930", False), ("Z380", False), ("O09", False)],
)
def test_care_after_a_birth_goes_by_its_diagnosis(code: str, after_birth: bool) -> None:
    change = {"last_menstrual_period_date": "2024-03-03", "diagnoses[1].code": code}
    assert bool(told("CLM011", "professional", set=change)) is not after_birth


@pytest.mark.parametrize("days", [1, 2, 3])
def test_a_first_treatment_is_not_after_the_last_day_of_its_line(days: int) -> None:
    change = {
        "lines[0].service_date": {"start": "2025-03-03", "end": "2025-03-05"},
        "lines[0].initial_treatment_date": (SERVED + timedelta(days)).isoformat(),
    }
    said = told("CLM011", "professional", set=change)
    how = "the date of the first treatment is after the service of its line"
    assert said == ([how] if days > 2 else [])


AHEAD = ["A4", "A5", "A6", "A7", "A9", "B", "E", "K", "L"]


@pytest.mark.parametrize("start", AHEAD)
def test_supplies_may_be_delivered_ahead(start: str) -> None:
    change = {
        "lines[0].procedure.code": f"{start}4253"[:5],
        "lines[0].service_date": {"start": "2025-03-03", "end": "2025-04-02"},
    }
    assert told("CLM014", "professional", set=change) == []


@pytest.mark.parametrize("start", ["A0", "A1", "A2", "A3", "A8", "C", "D", "G", "J", "Q", "9"])
def test_other_services_may_not(start: str) -> None:
    change = {
        "lines[0].procedure.code": f"{start}4253"[:5],
        "lines[0].service_date": {"start": "2025-03-03", "end": "2025-04-02"},
    }
    where = "line 1 is of a day after the day the claim is looked at"
    assert told("CLM014", "professional", set=change) == [where]


@pytest.mark.parametrize("as_of", [date(2025, 3, 4), date(2025, 3, 5), date(2025, 3, 6)])
def test_a_service_is_of_the_day_of_the_run_or_before(as_of: date) -> None:
    change = {
        "lines[0].service_date": "2025-03-06",
        "lines[1].service_date": {"start": "2025-03-05", "end": "2025-03-05"},
    }
    said = told("CLM014", "professional", set=change, as_of=as_of)
    late = [line for line, day in ((1, 6), (2, 5)) if day > as_of.day]
    assert said == [f"line {n} is of a day after the day the claim is looked at" for n in late]


@pytest.mark.parametrize("as_of", [date(2025, 3, 4), date(2025, 3, 5)])
def test_supplies_ahead_have_begun(as_of: date) -> None:
    change = {
        "lines[1].procedure.code": "A4253",
        "lines[1].service_date": {"start": "2025-03-05", "end": "2025-04-05"},
    }
    said = told("CLM014", "professional", set=change, as_of=as_of)
    where = "line 2 is of a day after the day the claim is looked at"
    assert said == ([] if as_of.day == 5 else [where])


def test_a_service_to_come_is_told_behind_supplies_ahead() -> None:
    change = {
        "lines[0].procedure.code": "A4253",
        "lines[0].service_date": {"start": "2025-03-03", "end": "2025-04-02"},
        "lines[1].service_date": "2025-03-20",
    }
    said = told("CLM014", "professional", set=change)
    assert said == ["line 2 is of a day after the day the claim is looked at"]


@pytest.mark.parametrize("as_of", [date(2025, 3, 4), date(2025, 3, 5)])
def test_a_range_of_a_dental_claim_is_over(as_of: date) -> None:
    change = {"service_date": {"start": "2025-03-03", "end": "2025-03-05"}}
    said = told("CLM014", "dental", as_of=as_of, set=change)
    where = "the claim is of a day after the day the claim is looked at"
    assert said == ([] if as_of.day == 5 else [where])


@pytest.mark.parametrize("as_of", [date(2025, 3, 2), date(2025, 3, 3)])
def test_the_day_of_a_dental_claim_is_not_to_come(as_of: date) -> None:
    said = told("CLM014", "dental", as_of=as_of)
    where = "the claim is of a day after the day the claim is looked at"
    assert said == ([] if as_of.day == 3 else [where])
    # The day of a line may be to come while the claim's own is not.
    change = {"lines[2].service_date": "2025-03-05"}
    line = "line 3 is of a day after the day the claim is looked at"
    found = told("CLM014", "dental", as_of=as_of, set=change)
    assert found == ([line] if as_of.day == 3 else [where, line])


@pytest.mark.parametrize("as_of", [date(2025, 2, 4), date(2025, 2, 5)])
def test_a_statement_is_over(as_of: date) -> None:
    said = told("CLM014", "inpatient", as_of=as_of)
    where = "the statement is of a day after the day the claim is looked at"
    assert said == ([] if as_of.day == 5 else [where])


def medicare(served: date, as_of: date, **change: Any) -> list[str]:
    """What is said of the time that a claim to Medicare took."""
    days = {f"lines[{at}].service_date": served.isoformat() for at in (0, 1)}
    return told("CLM015", "ambulance", set=days | change, as_of=as_of)


YEAR = "line 1 is older than one calendar year, within which the payer takes claims"


@pytest.mark.parametrize(
    "served, as_of, late",
    [
        # a year on: a Friday, a Saturday, a Sunday, a Monday
        (date(2024, 3, 7), date(2025, 3, 7), False),
        (date(2024, 3, 7), date(2025, 3, 8), True),
        (date(2024, 3, 8), date(2025, 3, 10), False),
        (date(2024, 3, 8), date(2025, 3, 11), True),
        (date(2024, 3, 9), date(2025, 3, 10), False),
        (date(2024, 3, 9), date(2025, 3, 11), True),
        (date(2024, 3, 10), date(2025, 3, 10), False),
        (date(2024, 3, 10), date(2025, 3, 11), True),
        # leap years
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2024, 2, 28), date(2025, 2, 28), False),
        (date(2024, 2, 28), date(2025, 3, 1), True),
        (date(2024, 1, 29), date(2025, 1, 29), False),
        (date(2024, 1, 29), date(2025, 1, 30), True),
        (date(2023, 3, 1), date(2024, 3, 1), False),
        (date(2023, 3, 1), date(2024, 3, 2), True),
        (date(2023, 2, 28), date(2024, 2, 29), True),
        # to come, and the last year there is
        (date(2025, 3, 5), date(2024, 3, 5), False),
        (date(9999, 3, 5), date(2025, 3, 5), False),
        (date(9999, 3, 5), date(9999, 12, 31), False),
        (date(2020, 3, 5), date(2025, 3, 5), True),
    ],
)
def test_medicare_takes_claims_for_a_calendar_year(served: date, as_of: date, late: bool) -> None:
    assert medicare(served, as_of) == ([YEAR] if late else [])


@given(some.dates(date(2000, 1, 1), date(2030, 1, 1)), some.integers(0, 800))
def test_medicare_takes_claims_till_a_working_day(served: date, days: int) -> None:
    last = date(served.year + 1, served.month, min(served.day, 28)) + timedelta(
        0 if (served.month, served.day) == (2, 29) else served.day - min(served.day, 28)
    )
    while last.isoweekday() > 5:
        last += timedelta(1)
    as_of = served + timedelta(days)
    assert bool(medicare(served, as_of)) is (as_of > last)


@pytest.mark.parametrize("frequency", "0123456789A")
def test_only_an_original_claim_is_late(frequency: str) -> None:
    change = {"claim_frequency_code": frequency, "subscriber.claim_filing_code": "MA"}
    said = told("CLM015", "inpatient", set=change, as_of=date(2027, 3, 1))
    where = "the statement is older than one calendar year, within which the payer takes claims"
    assert said == ([where] if frequency in "0123459" else [])


@pytest.mark.parametrize("days", [0, 89, 90, 91])
def test_a_payer_takes_claims_for_its_days(days: int) -> None:
    said = told(
        "CLM015", "professional", as_of=SERVED + timedelta(days), options={"days": min(days, 90)}
    )
    where = "line 1 is older than 90 days, within which the payer takes claims"
    assert said == ([where] if days > 90 else [])


def test_the_first_line_that_is_late_is_told() -> None:
    change = {"lines[0].service_date": "2025-03-05"}
    asked: dict[str, Any] = {"set": change, "options": {"days": 30}}
    line = "line {} is older than 30 days, within which the payer takes claims"
    for as_of, number in ((date(2025, 4, 3), 2), (date(2025, 4, 5), 1)):
        assert told("CLM015", "professional", as_of=as_of, **asked) == [line.format(number)]
    assert told("CLM015", "professional", as_of=date(2025, 4, 2), **asked) == []


def test_a_line_is_late_by_its_first_day() -> None:
    asked: dict[str, Any] = {"as_of": date(2025, 4, 3), "options": {"days": 30}}
    days = {"start": "2025-03-03", "end": "2025-03-31"}
    change = {"lines[0].service_date": days, "lines[1].service_date": "2025-03-31"}
    said = told("CLM015", "professional", set=change, **asked)
    assert said == ["line 1 is older than 30 days, within which the payer takes claims"]


def test_a_line_of_a_dental_claim_is_late_by_its_own_day() -> None:
    asked: dict[str, Any] = {"as_of": date(2025, 4, 5), "options": {"days": 30}}
    own = told("CLM015", "dental", set={"lines[1].service_date": "2025-03-01"}, **asked)
    assert own == ["line 2 is older than 30 days, within which the payer takes claims"]
    whole = told("CLM015", "dental", set={"lines[1].service_date": "2025-03-20"}, **asked)
    assert whole == ["the claim is older than 30 days, within which the payer takes claims"]


@pytest.mark.parametrize("payer, told_of", [("P", 1), ("S", 0), ("T", 0), ("A", 0), ("U", 0)])
def test_days_of_a_payer_count_where_it_pays_first(payer: str, told_of: int) -> None:
    change = {"subscriber.payer_responsibility": payer}
    late = date(2025, 9, 3)
    found = told("CLM015", "professional", set=change, as_of=late, options={"days": 30})
    assert len(found) == told_of


def test_a_claim_without_a_day_of_the_run_is_not_late() -> None:
    asked: dict[str, Any] = {"drop": ["transmission"], "options": {"days": 1}}
    assert told("CLM015", "professional", **asked) == []
    assert told("CLM014", "professional", drop=["transmission"]) == []


def test_a_dental_claim_without_any_day_is_neither_late_nor_to_come() -> None:
    asked: dict[str, Any] = {"drop": ["service_date"], "as_of": date(2020, 3, 3)}
    assert told("CLM014", "dental", **asked) == []
    asked["as_of"] = date(2030, 3, 3)
    assert told("CLM015", "dental", options={"days": 1}, **asked) == []


PERIODS = [
    ("admission_date", "discharge_date", "the stay"),
    ("disability_start_date", "disability_end_date", "the disability"),
    ("last_worked_date", "return_to_work_date", "the time out of work"),
]


@pytest.mark.parametrize("first, last, what", PERIODS)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_period_of_two_dates_ends_where_it_began_or_later(
    first: str, last: str, what: str, days: int
) -> None:
    change = {first: "2025-03-02", last: (date(2025, 3, 2) + timedelta(days)).isoformat()}
    said = told("CLM018", "professional", set=change)
    assert said == ([f"{what} ends before it begins"] if days < 0 else [])
    assert told("CLM018", "professional", set={last: "2025-03-02"}) == []
    assert told("CLM018", "professional", set={first: "2025-03-02"}) == []


@pytest.mark.parametrize("day, late", [("2025-03-05", False), ("2025-03-06", True)])
def test_ranges_of_start_and_end_are_in_order_where_any_of_their_days_are(
    day: str, late: bool
) -> None:
    change = {
        "disability_start_date": {"start": day, "end": "2025-03-20"},
        "disability_end_date": {"start": "2025-03-01", "end": "2025-03-05"},
    }
    said = told("CLM018", "professional", set=change)
    assert said == (["the disability ends before it begins"] if late else [])


@pytest.mark.parametrize(
    "base, field, what",
    [
        ("professional", "disability_dates", "the disability"),
        ("professional", "lines[1].service_date", "the date of line 2"),
        ("inpatient", "statement_dates", "the statement"),
        ("dental", "service_date", "the date of service"),
        ("outpatient", "lines[1].service_date", "the date of line 2"),
    ],
)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_range_ends_where_it_began_or_later(base: str, field: str, what: str, days: int) -> None:
    end = (SERVED + timedelta(days)).isoformat()
    said = told("CLM018", base, set={field: {"start": "2025-03-03", "end": end}})
    assert said == ([f"{what} ends before it begins"] if days < 0 else [])


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_treatment_ends_where_it_began_or_later(days: int) -> None:
    begun, ended = "lines[1].treatment_start_date", "lines[1].treatment_completion_date"
    change = {begun: "2025-03-03", ended: (SERVED + timedelta(days)).isoformat()}
    said = told("CLM018", "dental", set=change)
    assert said == (["the treatment of line 2 ends before it begins"] if days < 0 else [])
    for alone in (begun, ended):
        assert told("CLM018", "dental", set={alone: "2025-03-03"}) == []


@pytest.mark.parametrize(
    "field", ["treatment_start_date", "treatment_completion_date", "appliance_placement_date"]
)
def test_a_treatment_is_dated_by_any_of_its_days(field: str) -> None:
    change = {f"lines[1].{field}": "2025-03-03"}
    said = told("CLM013", "dental", drop=["service_date"], set=change)
    assert said == [f"line {number} has no date of service" for number in (1, 3)]


@pytest.mark.parametrize(
    "change",
    [
        {"service_date": "2025-03-03"},
        {"appliance_placement_date": "2025-03-03"},
        {"predetermination": "PB"},
    ],
)
def test_a_dental_claim_is_dated_by_any_of_these(change: dict[str, str]) -> None:
    assert told("CLM013", "dental", drop=["service_date"]) == ["the claim has no date of service"]
    assert told("CLM013", "dental", drop=["service_date"], set=change) == []
