"""Eligibility responses: who is found in them, when they say that somebody is covered."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import edi_portal
from edi_portal.findings import Finding
from edi_portal.models.coverage_answers import Status
from edi_portal.models.eligibility import EligibilityResponse
from edi_portal.scrubber.eligibility import Eligibility, Match
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.tables import Tables
from tests.scrub.cases import changed_base

SAMPLES = Path(__file__).parents[2] / "samples" / "valid"
DAY = date(2025, 3, 3)


def responses(name: str) -> list[EligibilityResponse]:
    with edi_portal.eligibility(SAMPLES / f"{name}.x12") as found:
        return list(found)


JANE = attrs.evolve(responses("271-active-coverage")[0], birth_date=date(1980, 2, 15))
TIMMY, MARY = responses("271-dependent-and-terminated")


def dated(qualifier: str, when: Any) -> dict[str, Any]:
    return {"qualifier": qualifier, "when": when}


def jane(code: str = "1", /, made: date = date(2025, 3, 12), **dates: date) -> EligibilityResponse:
    """Jane's response with one statement, and the begin and the end of her plan."""
    kinds = {"begin": "346", "end": "347", "day": "291"}
    return attrs.evolve(
        JANE,
        header=attrs.evolve(JANE.header, created_on=made),
        benefits=(attrs.evolve(JANE.benefits[0], information_code=code),),
        dates=tuple(
            attrs.evolve(JANE.dates[0], qualifier=kinds[name], when=when)
            for name, when in dates.items()
        ),
    )


def found(
    given: Iterable[EligibilityResponse], base: str = "professional", **change: Any
) -> list[tuple[str, str, str | None]]:
    tables = Tables(eligibility=Eligibility(given))
    claim = changed_base(base, **change)
    findings: list[Finding] = []
    for code in ("SUB020", "SUB021", "SUB022"):
        findings += check_claim(by_code()[code], claim, tables=tables)
    return [
        (
            item.code,
            (item.location.loop or "").rpartition("/")[2].partition("[")[0],
            item.location.reference,
        )
        for item in findings
    ]


INACTIVE = [("SUB020", "2010BA", "NM109")]
NOT_CHECKED = [("SUB022", "2010BA", "NM109")]


@pytest.mark.parametrize("code", list("12345"))
def test_active_coverage_passes(code: str) -> None:
    assert not found([jane(code, begin=date(2025, 1, 1))])


@pytest.mark.parametrize("code", list("678"))
def test_inactive_coverage_fails(code: str) -> None:
    assert found([jane(code, made=DAY)]) == INACTIVE


@pytest.mark.parametrize(
    "dates, expected",
    [
        ({"begin": date(2025, 3, 3)}, []),
        ({"begin": date(2025, 3, 4)}, INACTIVE),
        ({"begin": date(2024, 1, 1), "end": date(2025, 3, 3)}, []),
        ({"begin": date(2024, 1, 1), "end": date(2025, 3, 2)}, INACTIVE),
        ({"day": date(2025, 3, 3)}, []),
        ({"day": date(2025, 3, 12)}, NOT_CHECKED),
        ({}, NOT_CHECKED),
    ],
)
def test_the_dates_of_a_response_decide(
    dates: dict[str, date], expected: list[tuple[str, str, str]]
) -> None:
    assert found([jane(**dates)]) == expected


def test_a_response_without_dates_speaks_of_its_own_day_on() -> None:
    assert not found([jane(made=DAY)])


def test_the_newest_response_that_says_something_counts() -> None:
    january = jane(made=date(2025, 1, 5), begin=date(2025, 1, 1))
    march = jane("6", made=date(2025, 3, 10), end=date(2025, 2, 28))
    assert found([january, march]) == INACTIVE
    assert found([march, january]) == INACTIVE
    silent = jane(made=date(2025, 4, 1))
    assert not found([january, silent])


def test_of_a_person_the_last_days_of_responses_are_kept() -> None:
    index = Eligibility(
        jane(made=date(2020 + at // 12, 1 + at % 12, 1), begin=date(2019, 1, 1)) for at in range(60)
    )
    assert len(index) == 1
    match = matched(index)
    assert match is not None
    assert len(match.person.said) == 12
    assert match.person.on(date(2024, 12, 1)) is Status.ACTIVE


def matched(index: Eligibility, base: str = "professional", **change: Any) -> Match | None:
    claim = changed_base(base, **change)
    return index.match(claim.subscriber, claim.patient, claim.payer)


@pytest.mark.parametrize("day, expected", [("2025-03-03", []), ("2025-06-01", INACTIVE)])
def test_every_line_is_looked_at(day: str, expected: list[tuple[str, str, str]]) -> None:
    given = [jane(begin=date(2025, 1, 1), end=date(2025, 5, 31))]
    assert found(given, set={"lines[1].service_date": day}) == expected


def test_of_a_stay_the_first_day_is_looked_at() -> None:
    given = [jane(begin=date(2025, 1, 1), end=date(2025, 2, 1))]
    assert not found(given, base="inpatient")
    outpatient = {"facility_type": "13"}
    assert found(given, base="inpatient", set=outpatient) == INACTIVE


def test_a_claim_without_a_day_is_not_asked_about() -> None:
    assert not found([jane()], base="dental", drop=["service_date"])


@pytest.mark.parametrize(
    "change, place",
    [
        ({"subscriber.last_name": "ROE"}, ("2010BA", "NM103")),
        ({"subscriber.first_name": "JILL"}, ("2010BA", "NM104")),
        ({"subscriber.birth_date": "1980-02-16"}, ("2010BA", "DMG02")),
        ({"subscriber.member_id": "XYZ100200301"}, ("2010BA", "NM109")),
    ],
)
def test_what_differs_is_found(change: dict[str, str], place: tuple[str, str]) -> None:
    assert found([JANE], set=change) == [("SUB021", *place)]


@pytest.mark.parametrize(
    "change",
    [
        {"subscriber.first_name": "J"},
        {"subscriber.first_name": "Jane Marie"},
        {"subscriber.last_name": "DOE JR"},
        {"subscriber.member_id": "xyz-100-200-300"},
        {"subscriber.payer.identifier": "99999"},
        {"subscriber.payer.name": "EHP"},
        {"subscriber.payer.name": "Example Health Plan, Inc.", "subscriber.payer.identifier": "9"},
    ],
)
def test_small_differences_are_none(change: dict[str, str]) -> None:
    assert not found([JANE], set=change)


OTHER_PAYER = {"subscriber.payer.name": "SECOND PLAN", "subscriber.payer.identifier": "SEP01"}


def test_what_another_payer_answered_says_nothing_of_coverage() -> None:
    assert found([jane("6", made=DAY)], set=OTHER_PAYER) == [("SUB021", "2010BB", "NM109")]
    # Under another number it is another insurance.
    other = {**OTHER_PAYER, "subscriber.member_id": "SEC1"}
    assert found([JANE], set=other) == NOT_CHECKED


def test_of_two_payers_with_one_number_the_claims_own_counts() -> None:
    source = attrs.evolve(JANE.information_source, last_name="SECOND PLAN", identifier="SEP01")
    inactive = attrs.evolve(jane("6", made=DAY), information_source=source)
    assert not found([inactive, JANE])
    assert found([inactive, JANE], set=OTHER_PAYER) == INACTIVE


def test_a_gateway_may_answer_for_any_payer() -> None:
    gateway = attrs.evolve(JANE.information_source, kind="GP", last_name="HUB", identifier="HUB1")
    assert not found([attrs.evolve(JANE, information_source=gateway)])


def test_a_dependent_is_known_by_name_or_date_of_birth() -> None:
    assert not found([TIMMY], base="dependent")
    born = {"patient.birth_date": "2016-07-05"}
    assert found([TIMMY], base="dependent", set=born) == [("SUB021", "2010CA", "DMG02")]
    called = {"patient.first_name": "TOMMY"}
    assert found([TIMMY], base="dependent", set=called) == [("SUB021", "2010CA", "NM104")]
    another = {**born, **called}
    assert found([TIMMY], base="dependent", set=another) == NOT_CHECKED


def test_a_dependent_may_have_answers_as_a_member() -> None:
    member = attrs.evolve(TIMMY, subscriber=None, member_id="XYZ200300400")
    assert not found([member], base="dependent")
    parent = attrs.evolve(member, first_name="JOHN", birth_date=date(1980, 1, 1))
    assert not found([parent, TIMMY], base="dependent")
    assert found([parent], base="dependent") == NOT_CHECKED


def test_a_subscriber_is_not_taken_for_a_dependent() -> None:
    timmys = {"subscriber.member_id": "XYZ200300400"}
    assert found([TIMMY], set=timmys) == NOT_CHECKED


def test_a_subscriber_is_known_by_the_number() -> None:
    marys = {"subscriber.member_id": "XYZ300400500"}
    assert found([MARY], set=marys) == [
        ("SUB020", "2010BA", "NM109"),
        ("SUB021", "2010BA", "NM103"),
        ("SUB021", "2010BA", "NM104"),
        ("SUB021", "2010BA", "DMG02"),
    ]


def test_without_a_number_name_and_date_of_birth_are_enough() -> None:
    assert not found([JANE], drop=["subscriber.member_id"])
    unknown = ["subscriber.member_id", "subscriber.birth_date"]
    assert found([JANE], drop=unknown) == NOT_CHECKED


def test_nobody_is_found_in_nothing() -> None:
    assert found([]) == NOT_CHECKED


def test_what_says_nothing_of_coverage_is_left_out() -> None:
    assert len(Eligibility(responses("271-rejected"))) == 0
    assert len(Eligibility([attrs.evolve(JANE, member_id=None)])) == 0
    assert len(Eligibility([JANE, JANE, TIMMY, MARY])) == 3


def test_nothing_of_a_person_is_shown() -> None:
    match = matched(Eligibility([JANE]))
    assert match is not None
    assert "DOE" not in repr(match) + repr(match.person)


def test_without_responses_nothing_is_checked() -> None:
    claim = changed_base("professional")
    for code in ("SUB020", "SUB021", "SUB022"):
        (finding,) = check_claim(by_code()[code], claim)
        assert finding.code == "SCR001"
