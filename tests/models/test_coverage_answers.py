"""What a front desk asks of a 271: each answer as the file states it, with its statements."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.guides import registry
from edi_portal.guides.model import Composite
from edi_portal.guides.places import Map
from edi_portal.models.base import Model
from edi_portal.models.coverage_answers import (
    Allowance,
    CostShare,
    Network,
    Status,
    authorizations,
    coinsurance,
    copays,
    coverage_on,
    deductibles,
    exclusions,
    limits,
    name_of,
    other_payers,
    out_of_pocket,
    plans,
    refusals,
)
from edi_portal.models.coverage_answers.words import (
    Table,
    follow_up_words,
    names,
    rejection_words,
)
from edi_portal.models.eligibility import (
    Benefit,
    EligibilityDate,
    EligibilityResponse,
    InformationSource,
    ResponseHeader,
    ServiceDelivery,
)
from edi_portal.models.parts import Procedure
from edi_portal.models.values import DateRange
from tests.conftest import ROOT

VALID = ROOT / "samples" / "valid"
MADE = date(2025, 3, 12)
BEFORE, AFTER = date(2024, 6, 1), date(2025, 9, 1)


def responses(name: str) -> list[EligibilityResponse]:
    found = edi_portal.eligibility(VALID / name)
    result = list(found)
    assert found.ok
    return result


@pytest.fixture(scope="module")
def jane() -> EligibilityResponse:
    (response,) = responses("271-active-coverage.x12")
    return response


def response_of(*benefits: Benefit, **values: Any) -> EligibilityResponse:
    """A response of 12 March 2025 with these statements."""
    header = ResponseHeader(created_on=MADE, created_at=time(11, 0), reference="ELIG0001")
    source = InformationSource(last_name="EXAMPLE PLAN", identifier="EHP01")
    return EligibilityResponse(
        header=header, information_source=source, last_name="DOE", benefits=benefits, **values
    )


def stated_on(qualifier: str, *when: date) -> EligibilityDate:
    """A date, or a period of two."""
    return EligibilityDate(
        qualifier=qualifier, when=DateRange(*when) if len(when) == 2 else when[0]
    )


def described(found: tuple[CostShare, ...]) -> list[tuple[Any, ...]]:
    return [(item.network, item.amount, item.percent, *item.messages) for item in found]


def figures(found: tuple[Allowance, ...]) -> list[tuple[Any, ...]]:
    return [
        (item.coverage_level, item.network, item.limit_amount, item.remaining_amount)
        for item in found
    ]


# --- active on a day ---------------------------------------------------------------------


def test_active_between_begin_and_no_end(jane: EligibilityResponse) -> None:
    found = coverage_on(jane, date(2025, 3, 12))
    assert (found.status, found.active, found.day) == (Status.ACTIVE, True, date(2025, 3, 12))
    # The statement on the plan as a whole, and none of those on single services.
    (plan,) = found.plans
    assert found.benefits == (jane.benefits[0],)
    assert plan.plan == "RIVER CHOICE PPO"
    # The plan began after the eligibility.
    assert (plan.begins, plan.ends) == (date(2025, 1, 1), None)
    assert not plan.pending
    assert coverage_on(jane, date(2024, 12, 31)).status is Status.INACTIVE


def test_a_type_of_service(jane: EligibilityResponse) -> None:
    urgent = coverage_on(jane, date(2025, 3, 12), "UC")
    assert urgent.status is Status.ACTIVE
    assert urgent.benefits == (jane.benefits[10],)
    dental = coverage_on(jane, date(2025, 3, 12), "35")
    assert (dental.status, dental.active) == (Status.NOT_COVERED, False)
    assert dental.benefits == (jane.benefits[11],)
    vision = coverage_on(jane, date(2025, 3, 12), "AL")
    assert (vision.status, vision.active, vision.benefits) == (Status.NOT_STATED, None, ())


def test_terminated() -> None:
    timmy, mary = responses("271-dependent-and-terminated.x12")
    ended = coverage_on(mary, date(2025, 3, 12))
    assert ended.status is Status.INACTIVE
    assert ended.plans[0].ends == date(2024, 12, 31)
    # When it began is not stated, so neither is whether it was active then.
    assert coverage_on(mary, date(2024, 6, 1)).status is Status.NOT_STATED
    assert coverage_on(timmy, date(2025, 3, 12)).active is True
    # Not covered out of the network alone.
    assert coverage_on(timmy, date(2025, 3, 12), "30").active is True


def test_public_files(corpus: Path) -> None:
    (john,) = edi_portal.eligibility(corpus / "LinuxForHealth__x12/demo-file/demo.271")
    assert coverage_on(john, date(2006, 5, 1)).active is True
    assert coverage_on(john, date(2005, 12, 31)).status is Status.INACTIVE
    assert coverage_on(john, date(2006, 5, 1), "AL").active is True
    assert coverage_on(john, date(2006, 5, 1), "UC").active is True
    assert coverage_on(john, date(2006, 5, 1), "PT").status is Status.NOT_STATED
    assert [plan.name for plan in plans(john)] == ["GOLD 123 PLAN"]
    assert described(copays(john, "98")) == [
        (Network.IN, Decimal("10.00"), None),
        (Network.OUT, Decimal("30.00"), None),
    ]
    assert deductibles(john) == ()
    resources = corpus / "LinuxForHealth__x12/src/tests/resources/271_005010X279A1"
    (mary,) = edi_portal.eligibility(resources / "dependent-health-benefit-check.271")
    assert mary.name == "MARY SMITH"
    assert coverage_on(mary, date(2006, 5, 1)).active is True
    (rejected,) = edi_portal.eligibility(resources / "subscriber-health-benefit-check-error.271")
    assert [(item.level, item.code) for item in refusals(rejected)] == [
        ("information receiver", "50")
    ]
    (found,) = edi_portal.eligibility(corpus / "Query-farm__vgi-x12/data/eligibility_271.271")
    assert coverage_on(found, date(2024, 1, 1)).active is True
    assert [plan.name for plan in plans(found)] == ["GOLD PPO"]
    (share,) = copays(found, "30")
    assert (share.amount, share.percent, share.network) == (Decimal("27.5"), None, None)


ACTIVE, INACTIVE = Benefit(information_code="1"), Benefit(information_code="6")
YES, NO, SILENT = Status.ACTIVE, Status.INACTIVE, Status.NOT_STATED
SPRING = (date(2025, 1, 1), date(2025, 4, 30))


@pytest.mark.parametrize(
    "benefit, dates, before, made, after",
    [
        # Without dates it speaks of its own day, and does not end.
        (ACTIVE, (), SILENT, YES, YES),
        (INACTIVE, (), SILENT, NO, NO),
        (ACTIVE, (stated_on("346", date(2024, 1, 1)),), YES, YES, YES),
        (ACTIVE, (stated_on("356", date(2025, 3, 1)),), NO, YES, YES),
        (ACTIVE, (stated_on("347", date(2025, 4, 30)),), SILENT, YES, NO),
        (ACTIVE, (stated_on("307", *SPRING),), NO, YES, NO),
        (ACTIVE, (stated_on("291", *SPRING),), NO, YES, NO),
        # All that is stated must hold: the plan's year and the person's eligibility.
        (
            ACTIVE,
            (stated_on("346", date(2025, 1, 1)), stated_on("356", date(2020, 1, 1))),
            NO,
            YES,
            YES,
        ),
        (
            ACTIVE,
            (stated_on("347", date(2025, 4, 30)), stated_on("357", date(2030, 1, 1))),
            SILENT,
            YES,
            NO,
        ),
        # A day in place of a period says nothing of other days.
        (ACTIVE, (stated_on("291", MADE),), SILENT, YES, SILENT),
        (INACTIVE, (stated_on("291", MADE),), SILENT, NO, SILENT),
        (ACTIVE, (stated_on("291", MADE), stated_on("346", date(2024, 1, 1))), YES, YES, YES),
        (INACTIVE, (stated_on("291", BEFORE),), NO, SILENT, SILENT),
        (INACTIVE, (stated_on("347", date(2025, 1, 31)),), SILENT, NO, NO),
        # What was active until it ended, or never was, is not told by a begin.
        (INACTIVE, (stated_on("346", date(2024, 1, 1)),), SILENT, NO, NO),
        (
            INACTIVE,
            (stated_on("346", date(2024, 1, 1)), stated_on("347", date(2024, 12, 31))),
            SILENT,
            NO,
            NO,
        ),
        (INACTIVE, (stated_on("291", date(2024, 1, 1), date(2024, 12, 31)),), NO, NO, NO),
        # Dates of other kinds say nothing of it.
        (
            ACTIVE,
            (stated_on("096", date(2025, 1, 1)), stated_on("442", date(2025, 2, 1))),
            SILENT,
            YES,
            YES,
        ),
    ],
)
def test_days(
    benefit: Benefit,
    dates: tuple[EligibilityDate, ...],
    before: Status,
    made: Status,
    after: Status,
) -> None:
    expected = [before, made, after]
    of_person = response_of(benefit, dates=dates)
    of_benefit = response_of(benefit.evolve(dates=dates))
    for response in (of_person, of_benefit):
        assert [coverage_on(response, day).status for day in (BEFORE, MADE, AFTER)] == expected


def test_a_statement_with_dates_of_its_own_does_without_those_of_the_person() -> None:
    own = ACTIVE.evolve(dates=(stated_on("291", date(2024, 1, 1), date(2024, 12, 31)),))
    response = response_of(own, dates=(stated_on("346", date(2025, 1, 1)),))
    assert coverage_on(response, BEFORE).active is True
    assert coverage_on(response, MADE).active is False
    # Of another kind the person's hold on.
    response = response_of(own, dates=(stated_on("356", date(2024, 7, 1)),))
    assert coverage_on(response, BEFORE).active is False


def test_several_plans() -> None:
    part_a = Benefit(information_code="1", service_types=("30",), insurance_type="MA")
    part_d = Benefit(information_code="6", service_types=("30",), insurance_type="OT")
    pending = Benefit(information_code="5", service_types=("30",), insurance_type="MB")
    found = coverage_on(response_of(part_d, part_a, pending), MADE)
    assert found.status is Status.ACTIVE
    assert [item.status for item in found.plans] == [NO, YES, YES]
    assert [item.pending for item in found.plans] == [False, False, True]
    assert [item.insurance_type for item in plans(response_of(part_a, part_d))] == ["MA", "OT"]
    # One is not active, of the other it is not known: so it is of both.
    unknown = part_a.evolve(dates=(stated_on("291", MADE),))
    assert coverage_on(response_of(part_d, unknown), AFTER).status is Status.NOT_STATED


def test_services_alone() -> None:
    """Without a statement on the plan those on services tell that there is one."""
    visit = Benefit(information_code="1", service_types=("98",))
    response = response_of(visit)
    assert coverage_on(response, MADE).active is True
    assert coverage_on(response, MADE, "30").active is None
    assert coverage_on(response, MADE, "UC").active is None


@pytest.mark.parametrize(
    "networks, status",
    [
        ((None,), Status.NOT_COVERED),
        (("W",), Status.NOT_COVERED),
        (("N",), Status.NOT_STATED),
        (("Y",), Status.NOT_STATED),
        (("Y", "N"), Status.NOT_COVERED),
    ],
)
def test_not_covered_in_one_network_is_not_covered_at_all(
    networks: tuple[str | None, ...], status: Status
) -> None:
    plan = Benefit(information_code="1", service_types=("30",))
    dental = [
        Benefit(information_code="I", service_types=("35",), in_network=item) for item in networks
    ]
    assert coverage_on(response_of(plan, *dental), MADE, "35").status is status


def test_a_procedure_that_is_not_covered_is_not_the_service() -> None:
    crown = Benefit(
        information_code="I",
        service_types=("35",),
        procedure=Procedure(qualifier="AD", code="D2740"),
    )
    assert coverage_on(response_of(crown), MADE, "35").status is Status.NOT_STATED


def test_plans(jane: EligibilityResponse) -> None:
    (plan,) = plans(jane)
    assert (plan.name, plan.insurance_type) == ("RIVER CHOICE PPO", "PR")
    assert name_of("insurance", plan.insurance_type) == "PPO"
    assert plan.benefits == (jane.benefits[0],)
    timmy, mary = responses("271-dependent-and-terminated.x12")
    assert [(item.name, item.insurance_type) for item in plans(timmy)] == [("RIVER CARE HMO", "HM")]
    assert plans(mary) == ()
    # Where only the statements on costs say what kind of insurance it is.
    copay = Benefit(information_code="B", insurance_type="HM")
    other = Benefit(information_code="R", insurance_type="MC")
    assert [item.insurance_type for item in plans(response_of(ACTIVE, copay, other))] == ["HM"]


# --- what the patient pays ---------------------------------------------------------------


def test_copays(jane: EligibilityResponse) -> None:
    found = copays(jane, "98")
    assert described(found) == [
        (Network.IN, Decimal(25), None, "PRIMARY CARE VISIT"),
        (Network.IN, Decimal(45), None, "SPECIALIST VISIT"),
    ]
    assert [item.benefits for item in found] == [(jane.benefits[23],), (jane.benefits[24],)]
    assert (found[0].time_period, found[0].period) == ("27", "a visit")
    assert found[0].services == ("doctor's visit, office",)
    assert described(copays(jane, "86")) == [
        (Network.EITHER, Decimal(250), None, "COPAY WAIVED IF ADMITTED")
    ]
    assert len(copays(jane)) == 4
    assert copays(jane, "PT") == ()
    # In or out of the network makes no difference to the third; nothing else holds out of it.
    assert [item.amount for item in copays(jane, network=Network.OUT)] == [Decimal(250)]
    timmy, _ = responses("271-dependent-and-terminated.x12")
    assert [item.amount for item in copays(timmy, "UC", network=Network.IN)] == [Decimal(20)]


def test_coinsurance(jane: EligibilityResponse) -> None:
    assert described(coinsurance(jane, "30")) == [
        (Network.IN, None, Decimal(".2")),
        (Network.OUT, None, Decimal(".4")),
    ]
    assert described(coinsurance(jane, "98")) == [(Network.OUT, None, Decimal(".4"))]
    assert len(coinsurance(jane, "98", "30")) == 3


def test_deductibles_with_what_remains(jane: EligibilityResponse) -> None:
    found = deductibles(jane)
    assert figures(found) == [
        ("IND", Network.IN, Decimal(1500), Decimal("1120.5")),
        ("FAM", Network.IN, Decimal(3000), Decimal(2400)),
        ("IND", Network.OUT, Decimal(3000), Decimal(3000)),
    ]
    assert found[0].benefits == (jane.benefits[12], jane.benefits[13])
    assert (found[0].time_period, found[0].period) == ("23", "a calendar year")
    assert [item.met for item in found] == [False, False, False]
    assert figures(deductibles(jane, network=Network.OUT, coverage_level="IND")) == [
        ("IND", Network.OUT, Decimal(3000), Decimal(3000))
    ]
    timmy, _ = responses("271-dependent-and-terminated.x12")
    (none_to_pay,) = deductibles(timmy)
    assert (none_to_pay.limit_amount, none_to_pay.remaining_amount) == (Decimal(0), None)
    assert none_to_pay.met is None


def test_out_of_pocket_with_what_remains(jane: EligibilityResponse) -> None:
    assert figures(out_of_pocket(jane)) == [
        ("IND", Network.IN, Decimal(5000), Decimal("4325.25")),
        ("FAM", Network.IN, Decimal(10000), Decimal(9100)),
        ("IND", Network.OUT, Decimal(9000), None),
    ]


def deductible(period: str | None, amount: int, *messages: str, **values: Any) -> Benefit:
    return Benefit(
        information_code="C",
        time_period=period,
        amount=Decimal(amount),
        messages=messages,
        **values,
    )


def amounts(*benefits: Benefit) -> list[tuple[Any, Any, Any]]:
    return [
        (item.limit_amount, item.used_amount, item.remaining_amount)
        for item in deductibles(response_of(*benefits))
    ]


def test_limit_used_and_rest_are_one_answer() -> None:
    assert amounts(deductible("23", 500), deductible("24", 200), deductible("29", 300)) == [
        (500, 200, 300)
    ]
    assert amounts(deductible("29", 300)) == [(None, None, 300)]
    assert amounts(deductible(None, 500)) == [(500, None, None)]
    (met,) = deductibles(response_of(deductible("23", 500), deductible("29", 0)))
    assert met.met is True


def test_what_cannot_be_told_to_belong_together_is_not_put_together() -> None:
    """Two limits and one rest: each is an answer of its own, and none is lost."""
    separate = [(500, None, None), (800, None, None), (None, None, 300)]
    assert amounts(deductible("23", 500), deductible("22", 800), deductible("29", 300)) == separate
    # Other words, other dates, other networks, a lifetime.
    assert amounts(deductible("23", 500, "MEDICAL"), deductible("29", 300, "DRUGS")) == [
        (500, None, None),
        (None, None, 300),
    ]
    spring = {"dates": (stated_on("292", *SPRING),)}
    earlier = {"dates": (stated_on("292", date(2024, 1, 1), date(2024, 12, 31)),)}
    assert amounts(deductible("23", 500, **spring), deductible("29", 300, **earlier)) == [
        (500, None, None),
        (None, None, 300),
    ]
    assert amounts(deductible("23", 500, in_network="Y"), deductible("29", 300)) == [
        (500, None, None),
        (None, None, 300),
    ]
    assert amounts(deductible("32", 500), deductible("29", 300)) == [
        (500, None, None),
        (None, None, 300),
    ]
    assert amounts(deductible("23", 500), deductible("31", 500)) == [
        (500, None, None),
        (None, None, None),
    ]


def test_words_tell_limits_apart_where_there_are_several() -> None:
    assert amounts(
        deductible("23", 500, "MEDICAL"),
        deductible("23", 100, "DRUGS"),
        deductible("29", 40, "DRUGS"),
        deductible("29", 300, "MEDICAL"),
    ) == [(500, None, 300), (100, None, 40)]
    # The rest alone has words, or the limit alone.
    assert amounts(deductible("23", 500), deductible("29", 300, "LEFT")) == [(500, None, 300)]


# --- limits, exclusions, other payers, authorizations ------------------------------------


def test_limits_of_visits(jane: EligibilityResponse) -> None:
    (chiropractic,) = limits(jane)
    assert chiropractic.service_types == ("33",)
    assert (chiropractic.limit_quantity, chiropractic.remaining_quantity) == (
        Decimal(20),
        Decimal(14),
    )
    assert (chiropractic.counted, chiropractic.period) == ("visits", "a calendar year")
    (delivery,) = chiropractic.deliveries
    assert delivery == ServiceDelivery(
        quantity_kind="VS", quantity=Decimal(20), time_period="23", period_count=1
    )
    assert chiropractic.benefits == (jane.benefits[30], jane.benefits[31])
    assert limits(jane, "98") == ()


def test_limits_by_age_and_in_dollars() -> None:
    first, *_ = responses("271-everything-the-guide-allows.x12")
    (age,) = limits(first)
    assert age.procedure is not None
    assert (age.procedure.code, age.counted, age.limit_quantity) == (
        "D1110",
        "up to this age",
        Decimal(2),
    )
    assert (age.used_quantity, age.network) == (None, Network.IN)
    dollars = Benefit(information_code="F", amount=Decimal(1000), time_period="23")
    visits = Benefit(
        information_code="F", quantity_kind="VS", quantity=Decimal(3), time_period="29"
    )
    found = limits(response_of(dollars, visits))
    assert [(item.limit_amount, item.remaining_quantity) for item in found] == [
        (Decimal(1000), None),
        (None, Decimal(3)),
    ]
    used = Benefit(information_code="F", quantity_kind="99", quantity=Decimal(3))
    (alone,) = limits(response_of(used))
    assert (alone.used_quantity, alone.limit_quantity) == (Decimal(3), None)


def test_exclusions(jane: EligibilityResponse) -> None:
    (dental,) = exclusions(jane)
    assert (dental.service_types, dental.benefits) == (("35",), (jane.benefits[11],))
    timmy, _ = responses("271-dependent-and-terminated.x12")
    (outside,) = exclusions(timmy)
    assert outside.network is Network.OUT
    assert exclusions(timmy, network=Network.IN) == ()
    first, *_ = responses("271-everything-the-guide-allows.x12")
    (excluded,) = exclusions(first)
    assert excluded.benefits[0].reference("M7") == "CATEGORY 4"


def test_other_payers(jane: EligibilityResponse) -> None:
    (medicaid,) = other_payers(jane)
    assert (medicaid.name, medicaid.identifier) == ("EXAMPLE SECOND PLAN", "ESP02")
    assert (medicaid.rank, medicaid.member_id) == ("secondary", "MED55501")
    assert (medicaid.insurance_type, medicaid.insurance) == ("MC", "Medicaid")
    assert medicaid.benefits == (jane.benefits[35],)
    assert medicaid.entity is not None
    assert medicaid.entity.contacts[0].number == "8005550200"
    unnamed = response_of(Benefit(information_code="R", service_types=("30",)))
    (payer,) = other_payers(unnamed)
    assert (payer.entity, payer.name, payer.rank, payer.identifier) == (None, None, None, None)
    assert other_payers(response_of(ACTIVE)) == ()


def test_authorizations(jane: EligibilityResponse) -> None:
    found = authorizations(jane)
    assert [(item.service_types, item.required) for item in found] == [
        (("62",), True),
        (("48",), True),
        (("MH",), None),
    ]
    (imaging,) = authorizations(jane, "62")
    assert imaging.messages == ("CALL BEFORE SCHEDULING",)
    assert imaging.network is Network.IN
    assert authorizations(jane, "98") == ()
    not_needed = Benefit(information_code="1", authorization_required="N")
    assert [item.required for item in authorizations(response_of(not_needed))] == [False]


# --- rejections --------------------------------------------------------------------------


def test_rejections_in_plain_words() -> None:
    jon, sam, richard, at_source, at_receiver = responses("271-rejected.x12")
    unknown, misspelled = refusals(jon)
    assert (unknown.level, unknown.code, unknown.benefits) == ("subscriber", "75", ())
    assert unknown.reason == "The payer did not find the subscriber."
    assert unknown.action == (
        "Check member ID, name and birth date, and that this is the right payer."
    )
    assert unknown.follow_up == "Correct the request and send it again."
    assert misspelled.code == "73"
    (missing,) = refusals(sam)
    assert (missing.level, missing.code) == ("dependent", "67")
    (too_far,) = refusals(richard)
    assert (too_far.level, too_far.code) == ("benefit", "62")
    assert too_far.benefits == richard.benefits
    (down,) = refusals(at_source)
    assert (down.level, down.code) == ("system", "42")
    assert down.follow_up == "It may be sent again."
    (provider,) = refusals(at_receiver)
    assert (provider.level, provider.code) == ("information receiver", "43")
    for response in (jon, sam, richard, at_source, at_receiver):
        assert coverage_on(response, MADE).active is None


def test_rejections_at_every_level() -> None:
    jane, timmy, _ = responses("271-everything-the-guide-allows.x12")
    above = [
        ("system", "42"),
        ("system", "79"),
        ("information source", "80"),
        ("information source", "T4"),
        ("information receiver", "46"),
        ("information receiver", "97"),
    ]
    subscriber = [("subscriber", "58"), ("subscriber", "71")]
    benefit = [("benefit", "AG"), ("benefit", "33")]
    assert [(item.level, item.code) for item in refusals(jane)] == above + subscriber + benefit
    dependent = [("dependent", "58"), ("dependent", "71")]
    assert [(item.level, item.code) for item in refusals(timmy)] == (
        above + subscriber + dependent + benefit
    )


# --- words -------------------------------------------------------------------------------


def codes_of(*spots: tuple[str, int]) -> set[str]:
    """The codes that the guide has at some elements, by segment and position."""
    places = Map(registry.load(registry.find("005010X279A1", "271")))
    found: set[str] = set()
    for segment, position in spots:
        for place in places.by_id[segment]:
            node = place.node.elements[position - 1]
            assert not isinstance(node, Composite)
            found |= set(node.codes)
    return found


@pytest.mark.parametrize(
    "table, spots",
    [
        ("statement", [("EB", 1)]),
        ("level", [("EB", 2)]),
        ("service", [("EB", 3)]),
        ("insurance", [("EB", 4)]),
        ("period", [("EB", 6), ("HSD", 5)]),
        ("quantity", [("EB", 9), ("HSD", 1)]),
        ("unit", [("HSD", 3)]),
    ],
)
def test_every_code_of_the_guide_has_a_name(table: Table, spots: list[tuple[str, int]]) -> None:
    assert set(names(table)) == codes_of(*spots)
    assert len(set(names(table).values())) == len(names(table))


def test_every_rejection_of_the_guide_has_words() -> None:
    for code in codes_of(("AAA", 3)):
        assert all(rejection_words(code) or ())
        assert rejection_words(code) is not None
    assert all(follow_up_words(code) for code in codes_of(("AAA", 4)))
    assert rejection_words("??") is None
    assert follow_up_words("??") is None


def test_a_code_without_a_name_is_left_as_it_is() -> None:
    odd = Benefit(information_code="B", service_types=("??", "98"), in_network="?")
    (share,) = copays(response_of(odd))
    assert share.services == ("??", "doctor's visit, office")
    assert share.network is None


ASKED: list[Callable[[EligibilityResponse], Any]] = [
    lambda response: coverage_on(response, MADE),
    plans,
    copays,
    coinsurance,
    deductibles,
    out_of_pocket,
    limits,
    exclusions,
    other_payers,
    authorizations,
    refusals,
]


@pytest.mark.parametrize("ask", ASKED)
def test_answers_show_nothing_of_a_person_and_carry_what_they_were_taken_from(
    jane: EligibilityResponse, ask: Callable[[EligibilityResponse], Any]
) -> None:
    found = ask(jane)
    for item in found if isinstance(found, tuple) else (found,):
        assert repr(item) == f"<{type(item).__name__}>"
        assert item.benefits
        assert all(
            isinstance(benefit, Model) and benefit in jane.benefits for benefit in item.benefits
        )
