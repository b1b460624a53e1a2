"""Which line of a claim a decision of its payer is written to, one thing that tells it at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from edi_portal import ModelError
from edi_portal.models.claim.decided_lines import decided_lines
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import ServicePayment
from edi_portal.models.values import DateRange
from tests.models.payments import service
from tests.models.small_claims import dental, institutional, professional

DAYS = [date(2025, 3, day) for day in range(1, 8)]
SIGNS = ("25", "59")


def line(code: str = "M1", charge: int = 50, **fields: Any) -> Any:
    """A line billed on the fourth day, with two modifiers."""
    given = {"service_date": DAYS[4], "line_item_control_number": None, **fields}
    modifiers = given.pop("modifiers", SIGNS)
    procedure = Procedure(code=code, modifiers=modifiers)
    (first,) = professional().lines
    return first.evolve(procedure=procedure, charge_amount=Decimal(charge), **given)


def answer(code: str = "M1", charge: int = 50, **fields: Any) -> ServicePayment:
    """A decision that agrees with `line` in all but a number."""
    given = {"service_date": DAYS[4], **fields}
    procedure = Procedure(code=code, modifiers=given.pop("modifiers", SIGNS))
    return service("", str(charge), "0", procedure=procedure, **given)


def numbered(number: str) -> ServicePayment:
    """A decision on the line of this number, that agrees with none otherwise."""
    return answer("ZZ", 1, line_item_control_number=number)


def places(lines: list[Any], *services: ServicePayment) -> list[int]:
    return decided_lines(professional().evolve(lines=tuple(lines)), services)


def refused(lines: list[Any], *services: ServicePayment) -> bool:
    with pytest.raises(ModelError, match="of no line") as caught:
        places(lines, *services)
    return caught.value.place == "2110/REF[6R]02"


def test_by_their_numbers_or_by_their_places_where_they_have_none() -> None:
    lines = [line(line_item_control_number="A1"), line(), line(line_item_control_number="A3")]
    given = ("A3", "2", "A1", "a-3", "002")
    assert places(lines, *map(numbered, given)) == [2, 1, 0, 2, 1]


def test_a_number_that_several_lines_come_to_is_not_taken_for_the_one_that_is_written_so() -> None:
    lines = [
        line("M1", line_item_control_number="01"),
        line("M2", line_item_control_number="1"),
    ]
    # Garbled it is either; what else it says is of the first.
    assert places(lines, answer("M1", line_item_control_number="001")) == [0]
    assert places(lines, answer("M2", line_item_control_number="001")) == [1]
    assert places(lines, answer("M1", line_item_control_number="1")) == [1]


def test_a_garbled_number_tells_nothing_where_it_may_be_of_several_lines() -> None:
    lines = [
        line("M1", line_item_control_number="01"),
        line("M2", line_item_control_number="001"),
        line("M3", line_item_control_number="2"),
    ]
    assert places(lines, numbered("001"), numbered("01"), numbered("02")) == [1, 0, 2]
    assert places(lines, answer("M2", line_item_control_number="1")) == [1]
    assert refused(lines, numbered("1"))


def test_of_two_lines_with_one_number_the_first_has_it() -> None:
    lines = [line("M1"), *(line(line_item_control_number="A1") for _ in range(2))]
    assert places(lines, numbered("A1")) == [1]


def test_what_is_alike_goes_to_the_first_that_is_free() -> None:
    lines = [line(), line(), line()]
    assert places(lines, answer(), answer(), answer()) == [0, 1, 2]
    assert places(lines, numbered("1"), answer(), numbered("2")) == [0, 2, 1]


def test_a_line_that_is_answered_may_be_answered_again() -> None:
    assert places([line(), line("M2")], answer(), answer(), answer()) == [0, 0, 0]


@pytest.mark.parametrize("other", ["A1", "Z1"])
def test_the_procedure_goes_first(other: str) -> None:
    unlike = line("m1", 9, modifiers=("XX",), service_date=DAYS[0])
    like = line(other)
    for lines, place in (([like, unlike, like], 1), ([unlike, like], 0)):
        assert places(lines, answer()) == [place]


@pytest.mark.parametrize("other", [("25",), ("25", "59", "GC"), ("25", "58"), ("25", "60"), ()])
def test_then_the_modifiers_all_of_them_in_any_order(other: tuple[str, ...]) -> None:
    like = line(charge=9, modifiers=("59", "25"), service_date=DAYS[0])
    unlike = line(modifiers=other)
    assert places([unlike, like, unlike], answer()) == [1]
    assert places([like, unlike], answer()) == [0]


@pytest.mark.parametrize("other", [DAYS[3], DAYS[5], DateRange(DAYS[3], DAYS[4])])
def test_then_the_first_day(other: Any) -> None:
    like = line(charge=9, service_date=DateRange(DAYS[4], DAYS[6]))
    unlike = line(service_date=other)
    assert places([unlike, like, unlike], answer()) == [1]
    assert places([like, unlike], answer()) == [0]
    spanned = answer(service_date=None, service_start=DAYS[4], service_end=DAYS[5])
    assert places([unlike, like, unlike], spanned) == [1]


@pytest.mark.parametrize("other", [49, 51])
def test_then_the_charge_and_then_whether_it_is_free(other: int) -> None:
    lines = [line(), line(charge=other), line()]
    assert places(lines, numbered("1"), numbered("3"), answer()) == [0, 2, 0]
    assert places(lines, numbered("1"), answer()) == [0, 2]
    assert places(lines[1:], answer()) == [1]


def test_two_days_that_are_not_known_are_not_one() -> None:
    claim = institutional()
    (dated,) = claim.lines
    undated = dated.evolve(service_date=None, charge_amount=Decimal(9))
    of = service("99283", "250", "0")
    assert decided_lines(claim.evolve(lines=(undated, dated)), [of]) == [1]
    assert decided_lines(claim.evolve(lines=(dated, undated)), [of]) == [0]
    assert decided_lines(claim.evolve(lines=(undated,)), [of]) == [0]


@pytest.mark.parametrize("own, place", [(DAYS[0], 1), (None, 0)])
def test_a_line_without_a_day_has_that_of_the_claim(own: date | None, place: int) -> None:
    claim = dental()
    (first,) = claim.lines
    claim = claim.evolve(service_date=DAYS[4])
    lines = (first.evolve(service_date=own), first.evolve(service_date=DAYS[4]))
    claim = claim.evolve(lines=lines)
    of = service("D1110", "95", "0", service_date=DAYS[4])
    assert decided_lines(claim, [of]) == [place]


def test_another_procedure_is_one_only_for_the_same_charge_of_a_free_line() -> None:
    assert places([line(charge=9), line()], answer("M9", service_date=DAYS[0])) == [1]
    assert places([line()], answer("M9", modifiers=(), service_date=None)) == [0]
    assert refused([line(charge=9)], answer("M9"))
    assert refused([line()], numbered("1"), answer("M9"))
    assert refused([], answer())
    # Its own procedure is enough, whatever else is another.
    unlike = answer(charge=9, modifiers=(), service_date=DAYS[0])
    assert places([line("M2"), line()], numbered("2"), unlike) == [1, 1]


def test_what_was_billed_is_said_beside_what_was_paid() -> None:
    lines = [line("M1", 9), line("M2", 9), line("M3", 9)]
    billed = Procedure(code="M2", modifiers=SIGNS)
    assert places(lines, answer("M9", submitted_procedure=billed)) == [1]
    # The paid code is that of a line too, and what was billed goes first.
    assert places(lines[1:], answer("M9", submitted_procedure=billed)) == [0]
    unknown = Procedure(code=None, description="UNLISTED")
    assert places(lines, answer("M3", submitted_procedure=unknown)) == [2]
    other = Procedure(code="M9")
    assert places(lines, answer("M3", submitted_procedure=other)) == [2]
    nothing = [line("M1", 9).evolve(procedure=unknown), line("M3", 9)]
    assert places(nothing, answer("M3")) == [1]
    assert refused(nothing, answer("M4"))


@pytest.mark.parametrize("other", ["0449", "0451"])
def test_a_line_without_a_procedure_is_known_by_its_revenue_code(other: str) -> None:
    claim = institutional()
    (bare,) = (each.evolve(procedure=None) for each in claim.lines)
    apart = bare.evolve(revenue_code=other, charge_amount=Decimal(9))
    alike = bare.evolve(charge_amount=Decimal(9))
    procedure = Procedure(qualifier="NU", code="0450")
    of = service("", "250", "0", procedure=procedure, service_date=date(2025, 3, 3))
    assert decided_lines(claim.evolve(lines=(apart, alike)), [of]) == [1]
    assert decided_lines(claim.evolve(lines=(alike, apart)), [of]) == [0]
    # It has no modifiers that could be others.
    coded = bare.evolve(procedure=Procedure(code="0450", modifiers=("25",)))
    assert decided_lines(claim.evolve(lines=(coded, alike)), [of]) == [1]
    with pytest.raises(ModelError, match="of no line"):
        decided_lines(claim.evolve(lines=(apart,)), [of])
