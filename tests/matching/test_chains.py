"""Payments of one claim: reversals, corrections, and what is paid or read twice."""

from decimal import Decimal
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.matching.chains import Role, chained, standing
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Result
from tests.matching.made import DAY, claim, names, paired, payment, run


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
