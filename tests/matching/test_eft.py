"""Deposits and remittances: by trace, by amount and day, and never by a guess."""

import json
import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal import UsageError, synthesis
from edi_portal.matching.eft import (
    COLUMNS,
    WINDOW,
    Advice,
    Deposit,
    EftMatch,
    EftResult,
    EftStep,
    match_eft,
    read_eft,
)
from edi_portal.matching.nacha import read_nacha
from tests.matching.nacha_files import Batch, Entry, addenda, nacha

DAY = date(2025, 3, 20)


def deposit(amount: str = "100", **fields: Any) -> Deposit:
    return Deposit(**{"amount": Decimal(amount), "day": DAY, **fields})


def advice(amount: str = "100", **fields: Any) -> Advice:
    known = {
        "trace": "T1",
        "payer_identifier": "1700007777",
        "payers": ("1700007777", "EHP01"),
        "payer": "EXAMPLE HEALTH PLAN",
        "amount": Decimal(amount),
        "day": DAY,
        **fields,
    }
    return Advice(**known)


def trn(trace: str = "T1", payer: str | None = "1700007777") -> dict[str, Any]:
    return {"trace": trace, "payer_identifier": payer, "reassociated": True}


def only(deposits: list[Deposit], advices: list[Any], **options: Any) -> EftMatch:
    (found,) = match_eft(deposits, advices, **options).matches
    return found


def results(deposits: list[Deposit], advices: list[Any]) -> list[str]:
    return sorted(each.result for each in match_eft(deposits, advices).matches)


def codes(of: Any) -> list[str]:
    return [each.code for each in of.findings]


def test_the_samples_find_each_other(samples: Path) -> None:
    remittances = [
        remittance
        for name in ("paid", "provider-adjustment", "denied", "reversal-and-correction")
        for remittance in edi_portal.remittances(samples / "valid" / f"835-{name}.x12")
    ]
    found = match_eft(read_eft(samples / "eft" / "ccd-plus.ach").deposits, remittances)
    assert found.counts == {
        EftResult.MATCHED: 2, EftResult.UNMATCHED: 2, EftResult.NOT_EXPECTED: 1}  # fmt: skip
    assert codes(found) == ["EFT001", "EFT002"]
    assert not found.ok
    listed = match_eft(read_eft(samples / "eft" / "bank-lines.csv").deposits, remittances[:2])
    steps = [each.step for each in listed.matches if each.result is EftResult.MATCHED]
    assert steps == [EftStep.TRACE, EftStep.AMOUNT]


def test_by_trace_and_amount_whatever_the_day_is() -> None:
    found = only([deposit(**trn())], [advice()])
    assert (found.result, found.step, codes(found)) == (EftResult.MATCHED, EftStep.TRACE, [])
    assert found.candidates[0].evidence == {
        "amount": "agrees", "trace": "agrees", "payer": "agrees", "day": "agrees"}  # fmt: skip
    late = only([deposit(day=DAY + timedelta(40), **trn())], [advice()])
    assert (late.result, codes(late)) == (EftResult.MATCHED, ["EFT006"])


def test_one_trace_with_two_amounts_is_a_conflict() -> None:
    found = only([deposit("99.99", **trn())], [advice()])
    assert (found.result, codes(found)) == (EftResult.CONFLICT, ["EFT005"])
    (finding,) = found.findings
    assert "99" not in finding.message + repr(finding)
    assert finding.value == "99.99, remitted 100"


def test_a_reference_of_the_bank_contradicts_nothing() -> None:
    assert results([deposit("99.99", trace="T1")], [advice()]) == ["unmatched", "unmatched"]
    found = only([deposit(trace="BANK4711")], [advice()])
    assert (found.result, found.step) == (EftResult.MATCHED, EftStep.AMOUNT)
    assert "trace" not in found.candidates[0].evidence


def test_one_trace_of_two_payers_is_told_by_the_payer() -> None:
    other = advice(payer_identifier="1999999999", payers=("1999999999",), payer="OTHER")
    found = match_eft([deposit(**trn())], [other, advice()])
    by_result = {each.result: each for each in found.matches}
    matched = by_result[EftResult.MATCHED]
    assert matched.remittance is not None
    assert matched.remittance.payer_identifier == "1700007777"
    assert codes(by_result[EftResult.UNMATCHED]) == ["EFT001"]


def test_a_trace_as_banks_change_it_is_still_one_unless_another_is_nearer() -> None:
    assert only([deposit(**trn("000t-1"))], [advice()]).step is EftStep.TRACE
    found = match_eft([deposit(**trn("01"))], [advice(trace="1"), advice(trace="01")])
    matched = next(each for each in found.matches if each.result is EftResult.MATCHED)
    assert matched.remittance is not None
    assert matched.remittance.trace == "01"
    found = match_eft([deposit(**trn("1"))], [advice(trace="01"), advice(trace="1")])
    assert found.counts == {EftResult.MATCHED: 1, EftResult.UNMATCHED: 1}


@pytest.mark.parametrize("days, matched", [(-6, False), (-5, True), (5, True), (6, False)])
def test_by_amount_and_day_within_the_window(days: int, matched: bool) -> None:
    assert WINDOW == 5  # three business days and a weekend
    found = results([deposit(day=DAY + timedelta(days))], [advice()])
    assert found == (["matched"] if matched else ["unmatched", "unmatched"])
    (traced,) = only([deposit(day=DAY + timedelta(days), **trn())], [advice()]).candidates
    assert traced.evidence["day"] == ("near" if matched else "far")


def test_the_window_is_the_callers() -> None:
    late = deposit(day=DAY + timedelta(1))
    assert [each.result for each in match_eft([late], [advice()], window=0).matches] == [
        EftResult.UNMATCHED, EftResult.UNMATCHED]  # fmt: skip
    assert match_eft([], [], window=366).window == 366
    for window in (-1, 367, 10**9, True, 1.5):
        with pytest.raises(UsageError, match="window"):
            match_eft([], [], window=window)  # type: ignore[arg-type]


def test_what_may_be_of_several_is_ambiguous_with_its_candidates() -> None:
    found = match_eft([deposit()], [advice(), advice(trace="T2")])
    assert found.counts == {EftResult.AMBIGUOUS: 3}
    assert sorted(codes(found)) == ["EFT003", "EFT003", "EFT004"]
    mine = next(each for each in found.matches if each.deposit is not None)
    assert [each.remittance.trace for each in mine.candidates] == ["T1", "T2"]
    assert mine.as_row()["candidates"] == ("T1", "T2")


def test_the_payer_tells_equal_amounts_apart() -> None:
    other = advice(
        trace="T2", payer_identifier="1999999999", payers=("1999999999",), payer="FAR PLAN"
    )
    deposits = [deposit(payer="FAR PLAN"), deposit(payer="EXAMPLE HEALTH P")]
    found = match_eft(deposits, [advice(), other])
    assert found.counts == {EftResult.MATCHED: 2}
    assert {
        (each.deposit.payer, each.remittance.trace)
        for each in found.matches
        if each.deposit and each.remittance
    } == {("FAR PLAN", "T2"), ("EXAMPLE HEALTH P", "T1")}


def test_a_deposit_that_names_the_payer_leaves_none_to_one_that_does_not() -> None:
    earlier = advice("7", trace="T0", day=DAY - timedelta(1))
    found = match_eft([deposit(), deposit(payer="EXAMPLE HEALTH PLAN")], [earlier, advice()])
    assert found.counts == {EftResult.MATCHED: 1, EftResult.UNMATCHED: 2}


@pytest.mark.parametrize("name", ["EXAMPLE HEALTH P", "Example Health Plan of Texas"])
def test_a_name_that_was_cut_or_is_longer_agrees(name: str) -> None:
    (found,) = only([deposit(payer=name)], [advice()]).candidates
    assert found.evidence["payer"] == "agrees"


def test_a_deposit_without_a_day_keeps_no_other_from_its_remittance() -> None:
    found = match_eft([deposit(day=None), deposit()], [advice()])
    assert found.counts == {EftResult.MATCHED: 1, EftResult.UNMATCHED: 1}


def test_ten_candidates_are_shown() -> None:
    found = match_eft([deposit()], [advice(trace=f"T{at:02}") for at in range(12)])
    mine = next(each for each in found.matches if each.deposit is not None)
    assert [each.remittance.trace for each in mine.candidates] == [f"T{at:02}" for at in range(10)]


@pytest.mark.parametrize(
    "field, values",
    [
        ("day", (None, DAY, DAY + timedelta(1))),
        ("trace", (None, "A", "B")),
        ("entry", (None, "1", "2")),
        ("payer", (None, "A", "B")),
        ("file", (None, "a", "b")),
        ("line", (None, 1, 2)),
    ],
)
def test_deposits_are_told_in_one_order_however_they_come(field: str, values: Any) -> None:
    given = [deposit(**{field: value}) for value in values]
    for order in permutations(given):
        told = [each.deposit for each in match_eft(order, []).matches]
        assert told == given


def test_remittances_are_told_in_one_order_however_they_come() -> None:
    given = [advice(file=name, day=day) for day in (None, DAY) for name in (None, "a", "b")]
    given = [attrs.evolve(each, trace=f"T{at // 3}") for at, each in enumerate(given)]
    orders = {tuple(each.remittance.file or "" for each in match_eft([], order).matches
              if each.remittance) for order in permutations(given)}  # fmt: skip
    assert len(orders) == 1


def test_a_name_that_differs_is_no_evidence() -> None:
    (found,) = only([deposit(payer="HOLDING CORP")], [advice()]).candidates
    assert found.evidence == {"amount": "agrees", "day": "agrees"}


def test_two_traces_of_payers_that_differ_are_no_match_by_amount() -> None:
    found = match_eft([deposit(**trn("T9"))], [advice()])
    assert found.counts == {EftResult.AMBIGUOUS: 2}
    assert found.matches[0].candidates[0].evidence["trace"] == "differs"
    # Of another payer it is not even a candidate.
    assert results([deposit(**trn("T9", "1999999999"))], [advice()]) == ["unmatched"] * 2
    early = deposit("7", day=DAY - timedelta(1))
    found = match_eft([early, deposit(**trn("T9"))], [advice()])
    assert [(each.deposit and each.deposit.trace, each.remittance and each.remittance.trace)
            for each in found.matches] == [("T9", None), (None, "T1"), (None, None)]  # fmt: skip


@pytest.mark.parametrize(
    "method, amount", [("NON", "0"), ("ACH", "0"), ("CHK", "100"), ("CHK", "0")]
)
def test_what_pays_nothing_or_by_check_needs_no_deposit(method: str, amount: str) -> None:
    # RFI 1847: a payment of nothing still has a trace of its own.
    found = match_eft([], [advice(amount, method=method)])
    assert found.counts == {EftResult.NOT_EXPECTED: 1}
    assert found.ok
    assert list(found.findings) == []


def test_a_check_is_found_by_its_number_and_never_by_its_amount() -> None:
    check = advice(method="CHK", trace="0012345")
    assert only([deposit(trace="12345")], [check]).result is EftResult.MATCHED
    assert results([deposit()], [check]) == ["not-expected", "unmatched"]


def test_a_payment_of_nothing_that_was_sent_finds_its_remittance() -> None:
    assert only([deposit("0", **trn())], [advice("0", method="NON")]).result is EftResult.MATCHED


def test_what_was_read_twice_is_said_once() -> None:
    text = nacha([Batch(entries=[Entry(cents=10000, addenda=[addenda("T1")])])])
    twice = [*read_nacha(text, "a").deposits, *read_nacha(text, "b").deposits]
    found = match_eft(twice, [advice(), advice()])
    assert found.counts == {EftResult.MATCHED: 1, EftResult.DUPLICATE: 2}
    assert found.ok
    # Bank lines have no number of their own: two that are alike are two.
    assert results([deposit(**trn())] * 2, [advice()]) == ["ambiguous"] * 3


def test_a_remittance_that_takes_is_met_by_a_debit() -> None:
    claims = list(synthesis.synthesize_claims("837P", 5, seed=1))
    remittance = next(iter(synthesis.synthesize_remittances(claims, seed=1)))
    taken = Advice.of(remittance.evolve(credit_debit="D", payment_amount=Decimal(5)), file="x")
    assert (taken.amount, taken.file) == (Decimal(-5), "x")
    assert only([deposit("-5", day=taken.day)], [taken]).result is EftResult.MATCHED


@st.composite
def both(draw: st.DrawFn) -> tuple[list[Deposit], list[Advice]]:
    """Deposits and remittances that are often alike."""
    amounts = st.sampled_from(["0", "10", "20"])
    traces = st.sampled_from([None, "T1", "t1", "T2", "T3"])
    days = st.integers(0, 8).map(lambda days: DAY + timedelta(days))
    payers = st.sampled_from([None, "1700007777", "1999999999"])
    deposits = []
    for _ in range(draw(st.integers(0, 6))):
        trace = draw(traces)
        deposits.append(
            deposit(
                draw(amounts), day=draw(st.none() | days), trace=trace,
                payer_identifier=draw(payers) if trace else None,
                reassociated=bool(trace) and draw(st.booleans()),
                entry=draw(st.sampled_from([None, "1", "2"])),
            )
        )  # fmt: skip
    advices = [
        advice(
            draw(amounts), trace=draw(traces.filter(bool)), day=draw(st.none() | days),
            method=draw(st.sampled_from(["ACH", "CHK", "NON"])),
        )
        for _ in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    return deposits, advices


@given(given_both=both(), seed=st.integers(0, 1000))
def test_all_are_told_once_in_any_order(given_both: Any, seed: int) -> None:
    deposits, advices = given_both
    found = match_eft(deposits, advices)
    told = [each for match in found.matches for each in (match.deposit, match.remittance) if each]
    assert Counter(map(id, told)) == Counter(map(id, [*deposits, *advices]))
    mixed = [*deposits], [*advices]
    random.Random(seed).shuffle(mixed[0])
    random.Random(seed + 1).shuffle(mixed[1])
    assert match_eft(*mixed) == found
    for match in found.matches:
        if match.result is EftResult.MATCHED:
            assert match.deposit is not None
            assert match.remittance is not None
            assert match.deposit.amount == match.remittance.amount
        for finding in match.findings:
            assert not any(char.isdigit() for char in finding.message.replace(
                str(len(match.candidates)), ""))  # fmt: skip
    assert found.ok == (not [one for one in found.findings if one.severity.value == "error"])


def test_deposits_of_all_remittances_are_all_found() -> None:
    claims = list(synthesis.synthesize_claims("837P", 400, seed=3))
    remittances = list(synthesis.synthesize_remittances(claims, seed=3, most=8))
    batches = [
        Batch(
            entries=[
                Entry(
                    cents=int(each.payment_amount * 100), number=number,
                    addenda=[addenda(each.trace_number, each.payer_identifier)],
                )
            ],
            day=each.payment_date.strftime("%y%m%d") if each.payment_date else "",
        )
        for number, each in enumerate(remittances, 1)
        if each.payment_amount
    ]  # fmt: skip
    assert len(batches) > 30
    deposits = read_nacha(nacha(batches), "f").deposits
    found = match_eft(deposits, remittances)
    assert found.ok
    assert found.counts[EftResult.MATCHED] == len(batches)
    for match in found.matches:
        if match.result is EftResult.MATCHED:
            assert match.deposit is not None
            assert match.remittance is not None
            assert match.deposit.trace == match.remittance.trace
    # Without their traces amounts and days find them, but for checks, and none wrongly.
    bare = [
        Deposit(amount=each.amount, day=each.day, file=each.file, line=each.line)
        for each in deposits
    ]
    right = {each.line: each.trace for each in deposits}
    again = match_eft(bare, remittances)
    matched = [each for each in again.matches if each.result is EftResult.MATCHED]
    checks = sum(each.payment_method == "CHK" for each in remittances if each.payment_amount)
    assert len(matched) == len(batches) - checks > 30
    for match in matched:
        assert match.deposit is not None
        assert match.remittance is not None
        assert right[match.deposit.line] == match.remittance.trace


def test_rows_have_the_columns_and_can_be_json() -> None:
    found = match_eft([deposit(**trn(), file="f", line=3)], [advice(), advice("7", trace="T2")])
    for match in found.matches:
        row = match.as_row()
        assert tuple(row) == COLUMNS
        json.dumps(row, default=str)
    assert found.matches[0].as_row() == {
        "result": "matched",
        "step": "trace",
        "deposit_file": "f",
        "deposit_line": 3,
        "deposit_date": DAY,
        "deposit_amount": Decimal(100),
        "deposit_trace": "T1",
        "remittance_file": None,
        "remittance_date": DAY,
        "remittance_amount": Decimal(100),
        "remittance_trace": "T1",
        "payer_identifier": "1700007777",
        "candidates": ("T1",),
    }


def test_many_take_no_time_that_grows_with_their_square() -> None:
    count = 20_000
    deposits = [deposit(str(at), **trn(f"T{at}")) for at in range(count)]
    advices = [advice(str(at), trace=f"T{at}") for at in range(count)]
    assert match_eft(deposits, advices).counts == {EftResult.MATCHED: count}
