"""Which line of the claim a service answers."""

from decimal import Decimal
from typing import Any

import pytest

from edi_portal.matching.lines import LineStep, match_lines
from edi_portal.matching.records import LineKey
from tests.matching.made import DAY, claim, line, names, payment, run


def service(place: int, charge: str, **fields: Any) -> LineKey:
    return line(place, charge, **{"paid": Decimal(charge), **fields})


LINES = (
    line(1, "1800", control="01", procedure="HC:99223"),
    line(2, "63", control="1", procedure="HC:36415"),
    line(3, "90", control="3", procedure="HC:80053", units=Decimal(3)),
)


def places(*services: LineKey, lines: tuple[LineKey, ...] = LINES) -> list[int | None]:
    return [found.line for found in match_lines(services, lines)]


def test_leading_zeros_tell_lines_apart() -> None:
    # RFI 498, 1684
    assert places(
        service(1, "63", control="1", procedure="HC:36415"),
        service(2, "1800", control="01", procedure="HC:99223"),
    ) == [2, 1]


def test_lost_zeros_are_seen_through_where_one_line_only_is_meant() -> None:
    lines = (line(1, control="00017"), line(2, "50", control="00018", procedure="HC:97110"))
    (found,) = match_lines([service(1, "100", control="17")], lines)
    assert (found.line, found.step) == (1, LineStep.NORMALISED)


def test_the_number_of_the_line_stands_in_for_one_that_was_not_sent() -> None:
    # RFI 2224; keys of claims put LX01 there.
    assert places(service(1, "90", control="3", procedure="HC:99999")) == [3]


def test_without_numbers_the_procedure_leads_then_modifiers_dates_and_charge() -> None:
    lines = (
        line(1, "100", modifiers=("25",)),
        line(2, "100"),
        line(3, "80"),
        line(4, "100", start=DAY + 1, end=DAY + 1),
    )
    found = match_lines(
        [
            service(1, "100", control=""),
            service(2, "80", control=""),
            service(3, "100", control="", start=DAY + 1, end=DAY + 1),
            service(4, "100", control="", modifiers=("25",)),
        ],
        lines,
    )
    assert [item.line for item in found] == [2, 3, 4, 1]
    assert {item.step for item in found} == {LineStep.PROCEDURE}


def test_bundled_lines_say_what_was_billed() -> None:
    # RFI 2320: the roll-up bears a negative OA-94, the others CO-97.
    lines = (
        line(1, "40", procedure="HC:82040", control="L00001"),
        line(2, "30", procedure="HC:82247", control="L00002"),
    )
    services = [
        service(1, "40", procedure="HC:80050", submitted="HC:82040", control="", rolled_up=True),
        service(2, "30", procedure="HC:80050", submitted="HC:82247", control=""),
    ]
    found = match_lines(services, lines)
    assert [item.line for item in found] == [1, 2]
    assert not any(item.procedure_changed for item in found)


@pytest.mark.parametrize("control", ["3", ""])
def test_the_first_part_of_a_line_keeps_the_charge(control: str) -> None:
    # RFI 2283
    parts = [
        service(1, "90", control=control, procedure="HC:80048", submitted="HC:80053"),
        service(2, "0.00", control=control, procedure="HC:80076", submitted="HC:80053"),
    ]
    found = match_lines(parts, LINES)
    assert [item.line for item in found] == [3, 3]
    assert not any(item.procedure_changed for item in found)


def test_units_of_a_split_line_add_up() -> None:
    # RFI 958: SVC07 is SVC05 where it is left out.
    parts = [
        service(1, "30", control="3", procedure="HC:80053", units=Decimal(1)),
        service(2, "60", control="3", procedure="HC:80053", units=Decimal(2)),
    ]
    assert places(*parts) == [3, 3]


def test_modifiers_that_were_dropped_stand_out() -> None:
    lines = (line(1, modifiers=("25", "59")), line(2, control="9", modifiers=("RT",)))
    dropped, kept = match_lines(
        [service(1, "100"), service(2, "100", control="9", modifiers=("RT", "76"))], lines
    )
    assert (dropped.modifier_dropped, kept.modifier_dropped) == (True, False)


def test_a_procedure_that_was_changed_is_found_by_charge_and_date() -> None:
    (found,) = match_lines([service(1, "1800", control="", procedure="HC:99222")], LINES)
    assert (found.line, found.step, found.procedure_changed) == (1, LineStep.CHARGE, True)


def test_a_lower_code_paid_for_a_billed_one_stands_out() -> None:
    lower = service(1, "1800", control="01", procedure="HC:99221", submitted="HC:99223")
    (found,) = match_lines([lower], LINES)
    assert (found.line, found.procedure_changed) == (1, True)


def test_a_submitted_code_that_no_guide_knows_is_not_refused() -> None:
    # RFI 2375
    odd = service(1, "63", control="1", procedure="HC:36415", submitted="ZZ:NOT A CODE")
    (found,) = match_lines([odd], LINES)
    assert (found.line, found.procedure_changed) == (2, True)


@pytest.mark.parametrize("qualifier", ["HC", "AD", "N4", "HP", "ER", "WK"])
def test_procedures_of_every_code_set_are_matched(qualifier: str) -> None:
    lines = (line(1, procedure=f"{qualifier}:A1"), line(2, procedure=f"{qualifier}:B2"))
    assert places(service(1, "100", control="", procedure=f"{qualifier}:B2"), lines=lines) == [2]


def test_revenue_codes_stand_for_lines_without_a_procedure() -> None:
    lines = (line(1, procedure="NU:0120", revenue="0120"), line(2, revenue="0450"))
    assert places(
        service(1, "100", control="", procedure="NU:0450"),
        service(2, "100", control="", procedure="NU:0120"),
        lines=lines,
    ) == [2, 1]


def test_a_service_like_no_line_is_left_without() -> None:
    (found,) = match_lines([service(1, "5", control="77", procedure="HC:11111")], LINES)
    assert (found.line, found.step) == (None, None)


def test_a_service_of_another_claim_of_the_patient_is_told() -> None:
    # RFI 2009: bundling may span claims.
    first = claim("A1", lines=(line(1, control="LINE0001"),))
    second = claim("A2", "70", lines=(line(1, "70", control="LINE0002", procedure="HC:97110"),))
    services = (line(1, control="LINE0001"), line(2, "0", control="LINE0002", procedure="HC:1"))
    found = run([first, second], [payment("A1", lines=services)])[0]
    assert found.claim == first
    assert "line-of-another-claim" in names(found)
    found = run([first], [payment("A1", lines=services)])[0]
    assert "service-line-not-found" in names(found)


def found_of(service_: LineKey, *lines: LineKey) -> tuple[int | None, LineStep | None]:
    (found,) = match_lines([service_], lines)
    return found.line, found.step


def test_equal_lines_are_answered_one_after_the_other() -> None:
    lines = (line(1), line(2))
    both = [service(place, "100", control="") for place in (1, 2)]
    assert places(*both, lines=lines) == [1, 2]
    assert places(both[0], lines=lines) == [1]


def test_a_service_with_a_number_leaves_the_others_to_be_found_without() -> None:
    numbered = service(1, "1800", control="01", procedure="HC:99223")
    assert places(numbered, service(2, "63", control="", procedure="HC:36415")) == [1, 2]


def test_a_part_without_a_charge_belongs_to_the_line_that_another_part_answers() -> None:
    lines = (line(1, "40"), line(2, "50"))
    parts = [service(1, "50", control=""), service(2, "0", control="")]
    assert places(*parts, lines=lines) == [2, 2]


@pytest.mark.parametrize("charges", [("40", "50", "60"), ("60", "50", "40"), ("60", "50")])
@pytest.mark.parametrize("control", ["", "L00001"])
def test_of_lines_alike_the_charge_tells(charges: tuple[str, ...], control: str) -> None:
    lines = [line(at, charge, control=control) for at, charge in enumerate(charges, 1)]
    assert found_of(service(1, "50", control=control), *lines)[0] == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"units": Decimal(3)},
        {"submitted_units": Decimal(3), "units": Decimal(1)},
        {"modifiers": ("25",)},
        {"submitted_modifiers": ("25",), "modifiers": ("59",)},
    ],
)
def test_of_lines_alike_units_and_modifiers_tell(fields: dict[str, Any]) -> None:
    lines = (
        line(1, units=Decimal(1)),
        line(2, units=Decimal(3), modifiers=() if "units" in fields else ("25",)),
        line(3, units=Decimal(1), modifiers=("59",)),
    )
    assert found_of(service(1, "100", control="", **fields), *lines)[0] == 2


def test_the_number_of_a_line_leads_whatever_its_charge_is() -> None:
    lines = [line(at, charge, control=str(at)) for at, charge in enumerate(("40", "50", "60"), 1)]
    assert found_of(service(1, "60", control="2"), *lines) == (2, LineStep.CONTROL_NUMBER)


def test_lost_zeros_that_may_mean_several_lines_tell_nothing() -> None:
    near = (line(1, control="00016"), line(2, control="00017"), line(3, control="00018"))
    assert found_of(service(1, "100", control="17"), *near) == (2, LineStep.NORMALISED)
    both = (line(1, control="0017"), line(2, control="00017"))
    assert found_of(service(1, "100", control="17"), *both) == (1, LineStep.PROCEDURE)


def test_a_revenue_code_stands_for_a_line_with_a_procedure_too() -> None:
    lines = (line(1, revenue="0120"), line(2, revenue="0450"))
    asked = service(1, "7", control="", procedure="NU:0450")
    assert found_of(asked, *lines) == (2, LineStep.PROCEDURE)
    for code in ("HC:11111", "ZZ:11111", "NU:0100", "NU:0999"):
        assert found_of(service(1, "7", control="", procedure=code), *lines) == (None, None)


SPAN: dict[str, Any] = {"procedure": "HC:11111", "control": ""}


@pytest.mark.parametrize(
    "start, end, same",
    [(0, 4, True), (1, 3, True), (-1, 3, False), (1, 5, False), (-3, -2, False), (6, 7, False)],
)
def test_a_changed_procedure_is_found_within_the_days_of_its_line(
    start: int, end: int, same: bool
) -> None:
    stay = line(1, start=DAY, end=DAY + 4)
    changed = service(1, "100", start=DAY + start, end=DAY + end, **SPAN)
    assert found_of(changed, stay)[0] == (1 if same else None)


def test_days_that_are_not_said_contradict_nothing() -> None:
    undated: dict[str, Any] = {"start": 0, "end": 0}
    assert found_of(service(1, "100", **SPAN, **undated), line(1)) == (1, LineStep.CHARGE)
    assert found_of(service(1, "100", **SPAN), line(1, **undated)) == (1, LineStep.CHARGE)


def test_a_charge_that_two_lines_have_tells_nothing() -> None:
    changed = service(1, "50", **SPAN)
    assert found_of(changed, line(1, "50"), line(2, "60")) == (1, LineStep.CHARGE)
    assert found_of(changed, line(1, "50"), line(2, "50")) == (None, None)


@pytest.mark.parametrize(
    "code, changed", [("HC:99222", True), ("HC:99224", True), ("HC:99223", False)]
)
def test_a_code_paid_for_another_is_changed_whichever_is_higher(code: str, changed: bool) -> None:
    (found,) = match_lines(
        [service(1, "1800", control="01", procedure=code, submitted="HC:99223")], LINES
    )
    assert found.procedure_changed is changed


def test_bundled_is_what_is_paid_under_one_code_and_billed_under_several() -> None:
    lines = (line(1, "40", procedure="HC:60"), line(2, "30", procedure="HC:61"))
    bundled = [
        service(1, "40", procedure="HC:50", submitted="HC:60", control=""),
        service(2, "30", procedure="HC:50", submitted="HC:61", control=""),
    ]
    assert [item.procedure_changed for item in match_lines(bundled, lines)] == [False, False]
    assert [item.procedure_changed for item in match_lines(bundled[:1], lines)] == [True]
    twice = (line(1, "40", procedure="HC:60"), line(2, "40", procedure="HC:60"))
    each = [service(at, "40", procedure="HC:50", submitted="HC:60", control="") for at in (1, 2)]
    assert [item.procedure_changed for item in match_lines(each, twice)] == [True, True]


@pytest.mark.parametrize("beside", ["HC:40", "HC:70"])
def test_what_is_paid_beside_it_under_another_code_does_not_bundle(beside: str) -> None:
    lines = (line(1, "40", procedure="HC:60"), line(2, "30", procedure=beside))
    services = [
        service(1, "40", procedure="HC:50", submitted="HC:60", control=""),
        service(2, "30", procedure=beside, control=""),
    ]
    found = match_lines(services, lines)
    assert [item.procedure_changed for item in found] == [True, False]


def test_nothing_is_said_of_a_service_without_a_line() -> None:
    (found,) = match_lines([service(1, "5", control="77", procedure="HC:11111")], LINES)
    assert (found.procedure_changed, found.modifier_dropped) == (False, False)
