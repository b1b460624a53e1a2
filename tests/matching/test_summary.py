"""What matching comes to: rows counted, amounts added once."""

from decimal import Decimal
from typing import Any

import attrs
import pytest

from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Match, Result, Step
from edi_portal.matching.summary import Summary
from tests.matching.made import claim, payment

D = Decimal


def adjusted(**fields: Any) -> PaymentKey:
    return payment(**{"adjusted": (("CO", D(15)), ("PR", D(5))), **fields})


def row(result: Result, of: PaymentKey | None = None, **fields: Any) -> Match:
    return Match(result=result, payment=of, why="", **fields)


def added(*rows: Match) -> Summary:
    summary = Summary()
    for item in rows:
        summary.add(item)
    return summary


def test_a_summary_of_nothing_is_of_zeros() -> None:
    found = Summary()
    assert (found.claims, found.payments, found.out_of_balance) == (0, 0, 0)
    assert (found.billed, found.paid, found.denied, found.patient) == (D(0), D(0), D(0), D(0))
    assert found.clear


def test_amounts_of_payments_are_added_by_group() -> None:
    found = added(
        row(Result.MATCHED, adjusted(paid=D(80)), step=Step.CONTROL_NUMBER),
        row(Result.MATCHED, adjusted(paid=D(-80), adjusted=(("CO", D(-15)),)), step=Step.SCORE),
        row(Result.MATCHED, adjusted(paid=D(75), adjusted=()), step=Step.SCORE),
        row(Result.UNMATCHED, adjusted(paid=D(60))),
    )
    assert (found.payments, found.paid, found.patient) == (4, D(135), D(10))
    assert found.adjusted == {"CO": D(15), "PR": D(10)}
    assert dict(found.results) == {Result.MATCHED: 3, Result.UNMATCHED: 1}
    assert dict(found.steps) == {Step.CONTROL_NUMBER: 1, Step.SCORE: 2}


def test_what_was_read_before_is_counted_and_not_added() -> None:
    found = added(
        row(Result.DUPLICATE, adjusted(denied=True), step=Step.MEMBER, read_before=True),
        row(Result.DUPLICATE, adjusted(), step=Step.MEMBER),
    )
    assert (found.payments, found.paid, found.denied) == (2, D(80), D(0))
    assert not found.steps


def test_a_claim_without_a_payment_is_a_row_and_no_payment() -> None:
    found = added(row(Result.UNPAID, claim=claim()))
    assert (found.payments, found.paid, dict(found.results)) == (0, D(0), {Result.UNPAID: 1})


def test_charges_of_denials_are_added_apart() -> None:
    denied = adjusted(charge="120", paid=D(0), denied=True)
    found = added(*(row(Result.MATCHED, of) for of in (denied, denied, adjusted())))
    assert found.denied == D(240)


@pytest.mark.parametrize("result", list(Result))
def test_clear_is_where_no_payment_is_without_its_claim(result: Result) -> None:
    closed = {Result.MATCHED, Result.DUPLICATE, Result.UNPAID}
    found = added(row(Result.MATCHED, payment()), row(result, payment()))
    assert found.clear is (result in closed)
    assert not attrs.evolve(found, out_of_balance=1).clear


def test_it_is_told_with_every_result_and_step_and_amounts_as_text() -> None:
    summary = added(row(Result.MATCHED, adjusted(), step=Step.MEMBER))
    told = attrs.evolve(summary, claims=3, billed=D("300.50"), out_of_balance=2).as_dict()
    assert list(told["results"]) == [result.value for result in Result]
    assert list(told["steps"]) == [step.value for step in Step]
    assert (told["results"]["matched"], told["steps"][Step.MEMBER.value]) == (1, 1)
    assert (told["claims"], told["payments"], told["out_of_balance"]) == (3, 1, 2)
    assert (told["billed"], told["paid"], told["denied"]) == ("300.50", "80", "0")
    assert (told["adjusted"], told["patient"]) == ({"CO": "15", "PR": "5"}, "5")
