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
