"""Payments of one claim: reversals, corrections, and what is paid or read twice."""

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.matching.chains import Link, Role, chained, standing
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Result
from tests.matching.made import DAY, claim, line, names, paired, payment, run


def reversal(of: PaymentKey, **fields: Any) -> PaymentKey:
    """What takes a payment back, in a later remittance."""
    return payment(
        of.control,
        str(-of.charge),
        **{
            "status": "22",
            "paid": -of.paid,
            "number": of.number,
            "lines": of.lines,
            "paid_on": of.paid_on + 14,
            "trace": "R" + of.trace,
            **fields,
        },
    )


FIRST = payment()
REVERSAL = reversal(FIRST)
CORRECTION = payment(
    number="ICN2", paid=Decimal(55), trace="T3", paid_on=FIRST.paid_on + 14, place=2
)


def test_a_reversal_takes_its_original_back() -> None:
    links = chained([REVERSAL, FIRST])
    assert [(link.role, link.of, link.stands) for link in links] == [
        (Role.PAYMENT, None, False),
        (Role.REVERSAL, 0, False),
    ]
    assert standing(links) == []


@given(st.permutations([FIRST, REVERSAL, CORRECTION]))
def test_reversal_and_correction_end_where_the_correction_alone_would(
    order: list[PaymentKey],
) -> None:
    assert standing(chained(order)) == standing(chained([CORRECTION])) == [CORRECTION]
    assert [link.role for link in chained(order)] == [
        Role.PAYMENT,
        Role.REVERSAL,
        Role.CORRECTION,
    ]


def test_a_correction_may_be_corrected() -> None:
    again = payment(number="ICN3", trace="T5", paid_on=CORRECTION.paid_on + 30, paid=Decimal(60))
    chain = [FIRST, REVERSAL, CORRECTION, reversal(CORRECTION), again]
    assert standing(chained(chain)) == [again]


def test_a_reversal_without_its_original_stands_alone_and_is_told() -> None:
    assert [link.of for link in chained([REVERSAL])] == [None]
    assert standing(chained([REVERSAL])) == [REVERSAL]
    found = run([claim()], [REVERSAL])[0]
    assert found.result is Result.MATCHED
    assert "reversal-without-original" in names(found)


def test_a_reversal_of_another_payer_or_charge_takes_nothing_back() -> None:
    less = attrs.evolve(REVERSAL, charge=Decimal(-99))
    for strange in (reversal(FIRST, payer="2"), less):
        assert len(standing(chained([FIRST, strange]))) == 2


def test_one_reversal_takes_back_one_payment() -> None:
    twice = [FIRST, payment(number="ICN9", trace="T9", paid_on=FIRST.paid_on + 1)]
    links = chained([*twice, REVERSAL])
    assert [link.stands for link in links] == [False, True, False]


def test_the_same_services_paid_twice_are_told_and_the_claim_is_known() -> None:
    again = payment(number="ICN2", trace="T2", paid_on=FIRST.paid_on + 7)
    found = run([claim()], [again, FIRST])
    assert [item.result for item in found] == [Result.DUPLICATE, Result.MATCHED]
    assert names(found[0]) == {"duplicate-payment"}
    assert found[0].claim is not None


def test_parts_denials_and_further_payers_are_no_duplicates() -> None:
    denied = payment(paid=Decimal(0), trace="T0", paid_on=FIRST.paid_on - 5, number="ICN0")
    secondary = payment(payer="2", status="2", trace="T2", paid=Decimal(20))
    found = run([claim()], [denied, FIRST, secondary])
    assert [item.result for item in found] == [Result.MATCHED] * 3


def test_a_payment_after_its_reversal_is_no_duplicate() -> None:
    again = payment(number="ICN2", trace="T2", paid_on=FIRST.paid_on + 20)
    found = run([claim()], [FIRST, REVERSAL, again])
    assert [item.role for item in found] == [Role.PAYMENT, Role.REVERSAL, Role.CORRECTION]
    assert {item.result for item in found} == {Result.MATCHED}


def test_a_remittance_read_twice_changes_nothing_the_second_time() -> None:
    remittance = [FIRST, payment("LOST", "7", place=2, member="", name=("A", "B"), start=DAY - 9)]
    once = run([claim()], remittance, apart=False)
    twice = run([claim()], [*remittance, *remittance])
    assert paired(twice[:2]) == paired(once[:2])
    assert [item.result for item in twice[2:]] == [Result.DUPLICATE] * 2
    assert [names(item) for item in twice[2:]] == [{"duplicate-remittance"}] * 2
    assert twice[2].claim == twice[0].claim


def test_equal_payments_of_one_remittance_are_two() -> None:
    found = run([claim()], [FIRST, FIRST], apart=False)
    assert "duplicate-remittance" not in names(found[1])
    assert names(found[1]) == {"duplicate-payment"}


def test_another_trace_amount_or_day_is_another_remittance() -> None:
    for change in ({"trace": "X"}, {"total": Decimal(1)}, {"paid_on": DAY + 40}):
        found = run([claim()], [FIRST, payment(paid=Decimal(0), **change)])
        assert "duplicate-remittance" not in names(found[1])


def roles(*payments: PaymentKey) -> list[tuple[Role, int | None]]:
    return [(link.role, link.of) for link in chained(payments)]


def later(days: int, **fields: Any) -> PaymentKey:
    """A payment of the same claim, some days after the first."""
    return payment(**{"paid_on": FIRST.paid_on + days, "trace": f"L{days}", **fields})


@pytest.mark.parametrize("charge", ["-99", "-101"])
def test_a_reversal_has_the_charge_of_what_it_takes_back(charge: str) -> None:
    strange = attrs.evolve(REVERSAL, charge=Decimal(charge))
    assert roles(FIRST, strange) == [(Role.PAYMENT, None), (Role.REVERSAL, None)]


@pytest.mark.parametrize("payer", ["1", "2"])
def test_what_another_payer_does_is_no_reversal_correction_or_repetition(payer: str) -> None:
    theirs = attrs.evolve(REVERSAL, payer=payer)
    assert roles(FIRST, theirs)[1] == (Role.REVERSAL, None)
    assert roles(FIRST, later(7, payer=payer))[1] == (Role.PAYMENT, None)
    corrected = later(30, payer=payer, original=FIRST.number)
    assert roles(FIRST, REVERSAL, corrected)[2] == (Role.PAYMENT, None)


def test_a_correction_stands_behind_what_other_payers_did() -> None:
    theirs = later(-5, payer="1", number="B1")
    back = reversal(theirs)
    assert roles(theirs, FIRST, REVERSAL, CORRECTION)[3] == (Role.CORRECTION, 1)
    assert roles(theirs, attrs.evolve(back, paid_on=FIRST.paid_on - 1), FIRST)[2] == (
        Role.PAYMENT,
        None,
    )


@pytest.mark.parametrize("number", ["A", "M", "Z"])
@pytest.mark.parametrize("numbers", ["AMZ", "ZMA"])
def test_a_reversal_takes_back_the_payment_with_its_number(numbers: str, number: str) -> None:
    paid = [later(days, number=name) for days, name in enumerate(numbers)]
    found = roles(*paid, reversal(FIRST, number=number))
    assert found[3] == (Role.REVERSAL, numbers.index(number))


@pytest.mark.parametrize("amount", [50, 60, 90])
def test_else_the_one_of_its_amount_else_the_first(amount: int) -> None:
    amounts = (60, 90, 50)
    paid = [later(days, number=f"N{days}", paid=Decimal(each)) for days, each in enumerate(amounts)]
    taken = reversal(FIRST, number="NONE", paid=Decimal(-amount))
    assert roles(*paid, taken)[3] == (Role.REVERSAL, amounts.index(amount))
    strange = reversal(FIRST, number="NONE", paid=Decimal(-7))
    assert roles(*paid, strange)[3] == (Role.REVERSAL, 0)


def test_a_reversal_does_not_take_back_the_correction_that_names_the_same_payment() -> None:
    named = later(1, number="ICN2", original=FIRST.number)
    assert roles(named, REVERSAL)[1] == (Role.REVERSAL, None)
    for other_number in ("0", "ZZ"):
        of_another = later(1, number="ICN2", original=other_number)
        assert roles(of_another, REVERSAL)[1] == (Role.REVERSAL, 0)


def test_a_correction_that_names_a_payment_is_of_that_one() -> None:
    second = later(3, number="ICN5", paid=Decimal(0))
    assert roles(FIRST, second, later(9, original="ICN5"))[2] == (Role.CORRECTION, 1)
    for unknown in ("0", "ZZ"):
        found = roles(FIRST, second, later(9, original=unknown, paid=Decimal(0)))
        assert found[2] == (Role.PAYMENT, None)


def test_what_was_paid_before_a_reversal_does_not_correct_it() -> None:
    between = later(7, paid=Decimal(55), lines=(), number="ICN2")
    assert roles(FIRST, between, REVERSAL)[1] == (Role.PAYMENT, None)


@pytest.mark.parametrize(
    "first, second, twice",
    [
        ({"paid": Decimal(1)}, {"paid": Decimal(1)}, True),
        ({}, {"paid": Decimal(0)}, False),
        ({}, {"paid": Decimal(-5)}, False),
        ({"paid": Decimal(-5)}, {}, False),
        ({}, {"charge": "90"}, False),
        ({}, {"charge": "110"}, False),
        ({}, {"lines": (line(1, control="77000000"),)}, False),
        ({}, {"lines": (line(1, control="77009999"),)}, False),
    ],
)
def test_twice_is_the_same_services_for_the_same_charge_and_both_paid(
    first: dict[str, Any], second: dict[str, Any], twice: bool
) -> None:
    lines = (line(1),)
    found = roles(payment(lines=lines, **first), later(7, **{"lines": lines, **second}))
    assert found[1] == ((Role.DUPLICATE, 0) if twice else (Role.PAYMENT, None))


def test_a_payment_alone_stands() -> None:
    assert Link(payment=FIRST, role=Role.PAYMENT).stands
