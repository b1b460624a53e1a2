"""What is kept of a remittance, and what is said of deposits: findings, places, rows, counts."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from edi_portal.findings import Location
from edi_portal.matching.deposits import Deposit
from edi_portal.matching.eft_results import (
    COLUMNS,
    Advice,
    EftCandidate,
    EftMatch,
    EftMatches,
    EftResult,
    EftStep,
    judged,
)
from edi_portal.models.parts import Reference
from tests.matching import remitting

DAY = date(2025, 3, 20)
DEPOSIT = Deposit(
    amount=Decimal("99.99"), day=DAY, trace="D1", payer_identifier="1700007777",
    payer="EXAMPLE HEALTH P", file="a.ach", line=3,
)  # fmt: skip
ADVICE = Advice(
    trace="T1", payer_identifier="1700007777", payers=("1700007777", "EHP01"),
    payer="EXAMPLE HEALTH PLAN", amount=Decimal(100), day=date(2025, 3, 21), file="b.835",
)  # fmt: skip


def candidate(day: str = "agrees") -> EftCandidate:
    return EftCandidate(deposit=DEPOSIT, remittance=ADVICE, evidence={"day": day})


def test_nothing_of_the_remittance_is_in_the_repr() -> None:
    assert repr(ADVICE) == "Advice(method='ACH', file='b.835')"


def test_what_a_remittance_says() -> None:
    whole = remitting.remittance(75)
    known = Advice.of(whole)
    assert known == Advice(
        trace="EFT1",
        payer_identifier="1512345678",
        payers=("1512345678",),
        payer="PLAN",
        amount=Decimal(75),
        day=date(2025, 3, 10),
        method="CHK",
    )
    assert (known.file, known.key) == (None, ("1512345678", "EFT1", Decimal(75), date(2025, 3, 10)))
    payer = whole.payer.evolve(identifier="P1", references=(Reference(qualifier="2U", value="P2"),))
    more = Advice.of(whole.evolve(originating_company="C1", payer=payer), "x")
    assert (more.payers, more.file) == (("1512345678", "C1", "P1", "P2"), "x")


@pytest.mark.parametrize(
    "direction, paid, amount", [("C", 5, 5), ("E", 5, 5), ("D", 5, -5), ("D", 0, 0), ("C", 0, 0)]
)
def test_what_is_taken_is_below_zero(direction: str, paid: int, amount: int) -> None:
    found = Advice.of(remitting.remittance(paid).evolve(credit_debit=direction)).amount
    assert found == amount
    assert found.is_signed() == (amount < 0)


@pytest.mark.parametrize(
    "method, amount, expected",
    [
        ("ACH", 1, True),
        ("ACH", -1, True),
        ("FWT", 1, True),
        ("ACH", 0, False),
        ("NON", 1, False),
        ("CHK", 1, False),
    ],
)
def test_a_transfer_belongs_to_what_is_paid_and_not_by_check(
    method: str, amount: int, expected: bool
) -> None:
    assert attrs.evolve(ADVICE, method=method, amount=Decimal(amount)).expected is expected


AT_DEPOSIT = Location(file="a.ach", line=3)
AT_TRACE = Location(file="b.835", segment="TRN", element=2)
FAR, NEAR = (candidate("far"),), (candidate("near"),)


@pytest.mark.parametrize(
    "result, deposit, remittance, candidates, code, place",
    [
        (EftResult.UNMATCHED, None, ADVICE, (), "EFT001", AT_TRACE),
        (EftResult.UNMATCHED, DEPOSIT, None, (), "EFT002", AT_DEPOSIT),
        (EftResult.AMBIGUOUS, None, ADVICE, NEAR, "EFT003", AT_TRACE),
        (EftResult.AMBIGUOUS, DEPOSIT, None, NEAR, "EFT004", AT_DEPOSIT),
        (EftResult.AMBIGUOUS, DEPOSIT, None, FAR, "EFT004", AT_DEPOSIT),
        (EftResult.CONFLICT, DEPOSIT, ADVICE, FAR, "EFT005", AT_DEPOSIT),
        (EftResult.MATCHED, DEPOSIT, ADVICE, FAR, "EFT006", AT_DEPOSIT),
        (EftResult.MATCHED, DEPOSIT, ADVICE, NEAR, None, None),
        (EftResult.MATCHED, DEPOSIT, ADVICE, (candidate("agrees"),), None, None),
        (EftResult.NOT_EXPECTED, None, ADVICE, (), None, None),
        (EftResult.DUPLICATE, DEPOSIT, None, (), None, None),
    ],
)
def test_what_is_to_be_looked_at(
    result: EftResult,
    deposit: Deposit | None,
    remittance: Advice | None,
    candidates: tuple[EftCandidate, ...],
    code: str | None,
    place: Location | None,
) -> None:
    found = judged(result, deposit, remittance, EftStep.TRACE, candidates)
    assert found == EftMatch(
        result=result,
        deposit=deposit,
        remittance=remittance,
        step=EftStep.TRACE,
        candidates=candidates,
        findings=found.findings,
    )
    assert [each.code for each in found.findings] == ([code] if code else [])
    assert [each.location for each in found.findings] == ([place] if place else [])


def test_findings_say_how_many_candidates_there_are_and_which_amounts_differ() -> None:
    (several,) = judged(EftResult.AMBIGUOUS, DEPOSIT, None, None, NEAR * 3).findings
    assert "of 3 remittance" in several.message
    (differs,) = judged(EftResult.CONFLICT, DEPOSIT, ADVICE, None, NEAR).findings
    assert differs.value == "99.99, remitted 100"


NONE: dict[str, Any] = dict.fromkeys(COLUMNS)
OF_DEPOSIT = {
    "deposit_file": "a.ach", "deposit_line": 3, "deposit_date": DAY,
    "deposit_amount": Decimal("99.99"), "deposit_trace": "D1", "payer_identifier": "1700007777",
}  # fmt: skip
OF_ADVICE = {
    "remittance_file": "b.835", "remittance_date": date(2025, 3, 21),
    "remittance_amount": Decimal(100), "remittance_trace": "T1", "payer_identifier": "1700007777",
}  # fmt: skip


def row(**fields: Any) -> dict[str, Any]:
    found = EftMatch(**{"result": EftResult.UNMATCHED, **fields}).as_row()
    assert tuple(found) == COLUMNS
    return found


def test_a_row_says_what_there_is() -> None:
    both = row(
        result=EftResult.MATCHED, deposit=DEPOSIT, remittance=ADVICE, step=EftStep.AMOUNT,
        candidates=NEAR,
    )  # fmt: skip
    assert both == {
        **OF_DEPOSIT, **OF_ADVICE,
        "result": "matched", "step": "amount-and-day", "candidates": ("T1",),
    }  # fmt: skip
    empty = {**NONE, "result": "unmatched", "candidates": ()}
    assert row() == empty
    assert row(deposit=DEPOSIT) == {**empty, **OF_DEPOSIT}
    assert row(remittance=ADVICE) == {**empty, **OF_ADVICE}


def test_a_row_names_the_candidates_of_the_other_side() -> None:
    assert row(deposit=DEPOSIT, candidates=NEAR)["candidates"] == ("T1",)
    untold = attrs.evolve(candidate(), deposit=attrs.evolve(DEPOSIT, trace=None))
    found = row(remittance=ADVICE, candidates=(*NEAR, untold))
    assert found["candidates"] == ("D1", "")


@pytest.mark.parametrize(
    "identifier, name, told",
    [("17", "PLAN", "17"), ("17", None, "17"), (None, "PLAN", "PLAN"), (None, None, None)],
)
def test_the_payer_of_a_deposit_is_told_as_far_as_the_bank_says(
    identifier: str | None, name: str | None, told: str | None
) -> None:
    said = attrs.evolve(DEPOSIT, payer_identifier=identifier, payer=name)
    assert row(deposit=said)["payer_identifier"] == told
    assert row(deposit=said, remittance=ADVICE)["payer_identifier"] == "1700007777"


@pytest.mark.parametrize("result", EftResult)
def test_all_is_well_where_nothing_is_left_open(result: EftResult) -> None:
    found = EftMatches(matches=(EftMatch(result=result), EftMatch(result=result)), window=5)
    assert found.counts == {result: 2}
    assert found.ok == (result in (EftResult.MATCHED, EftResult.NOT_EXPECTED, EftResult.DUPLICATE))


def test_findings_of_all_are_told_in_their_order() -> None:
    lost = judged(EftResult.UNMATCHED, None, ADVICE, None, ())
    late = judged(EftResult.MATCHED, DEPOSIT, ADVICE, None, FAR)
    found = EftMatches(matches=(lost, late, lost), window=5)
    assert [each.code for each in found.findings] == ["EFT001", "EFT006", "EFT001"]
