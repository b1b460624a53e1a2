"""Posting: entries that add up, reversals that undo, denials that stay denials."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.formats.table_postings import (
    POSTING_COLUMNS,
    csv_lines,
    json_lines,
    posting_rows,
)
from edi_portal.matching.entries import PATIENTS, UNDECIDED, Kind
from edi_portal.matching.posting import ClaimPosting, State, post, post_claim, state_of, sums_of
from edi_portal.models.adjustments import AdjustmentGroup
from edi_portal.models.remittance import ClaimPayment, ServicePayment
from tests.matching.remitting import cas, claim, line, remittance, reversed_

D = Decimal


def kinds(posting: ClaimPosting) -> list[tuple[str, str, int | None, str]]:
    return [
        (entry.kind.value, str(entry.amount), entry.line, entry.source) for entry in posting.entries
    ]


def test_entries_come_in_order_each_with_its_source() -> None:
    lines = [
        line(100, 60, "CO-45 20", "PR-1 5", "PR-2 10", "PR-3 5"),
        line(50, 0, "CO-29 50"),
    ]
    posting = post_claim(claim(150, 60, lines=lines))
    assert kinds(posting) == [
        ("payment", "60", 1, "SVC03"),
        ("payment", "0", 2, "SVC03"),
        ("contractual", "20", 1, "CAS[1]03"),
        ("deductible", "5", 1, "CAS[2]03"),
        ("coinsurance", "10", 1, "CAS[3]03"),
        ("copay", "5", 1, "CAS[4]03"),
        ("denial", "50", 2, "CAS[1]03"),
    ]
    assert posting.balance == 70
    first = posting.entries[2]
    assert (first.group, first.reason, first.claim) == ("CO", "45", 1)


def test_rfi_2570_is_one_payment_and_what_the_other_payer_did() -> None:
    """The lines' payments come to 494.60, the claim's is 98.92: the claim's counts."""
    lines = [line(1800, "460.92", "OA-23 1339.08"), line(63, "33.68", "OA-23 29.32")]
    paid = claim(1863, "98.92", "OA-23 395.68", lines=lines, status="2")
    posting = post(remittance("98.92", paid))
    assert posting.balanced
    assert posting.cash == D("98.92")
    (found,) = posting.claims
    assert [(entry.kind, entry.source) for entry in found.entries[:2]] == [
        (Kind.PAYMENT, "CLP04"),
        (Kind.OTHER_PAYER, "CAS[1]03"),
    ]
    assert found.total([Kind.OTHER_PAYER]) == D("1764.08")
    assert (found.balance, found.state) == (D(0), State.PAID)


def test_interest_in_a_claim_is_interest_whatever_its_group() -> None:
    for group in ("CO", "OA", "PI"):
        posting = post_claim(claim(100, 110, f"{group}-225 -10"))
        assert [entry.kind for entry in posting.entries] == [Kind.PAYMENT, Kind.INTEREST]
        assert posting.balance == 0


def test_a_denial_is_no_write_off() -> None:
    posting = post_claim(claim(100, 0, "CO-50 100"))
    (_, denial) = posting.entries
    assert (denial.kind, denial.credit, posting.balance) == (Kind.DENIAL, D(0), D(100))
    assert posting.state is State.DENIED


@pytest.mark.parametrize(
    "code", ["CO-16 100", "CO-97 100", "PI-16 100", "OA-18 100", "CO-9999 100"]
)
def test_nothing_but_contract_and_law_writes_off(code: str) -> None:
    assert post_claim(claim(100, 0, code)).balance == 100


@pytest.mark.parametrize(
    "paid, options, expected",
    [
        (claim(100, 80, "CO-45 20"), {}, State.PAID),
        (claim(100, 60, "CO-45 20", "PR-2 20"), {}, State.PATIENT),
        (claim(100, 60, "CO-45 20", "PR-2 20"), {"secondary": True}, State.NEXT_PAYER),
        (claim(100, 60, "CO-45 20", "PR-2 20", status="19"), {}, State.NEXT_PAYER),
        (claim(100, 0, "OA-23 100", status="23"), {}, State.NEXT_PAYER),
        (claim(100, 60, "CO-45 40"), {"allowed": D(75)}, State.UNDERPAID),
        (claim(100, 60, "CO-45 40"), {"allowed": D(60)}, State.PAID),
        (claim(100, 50, "CO-45 20", "CO-151 30"), {}, State.UNDERPAID),
        (claim(100, 0, "CO-16 100"), {}, State.DENIED),
        (claim(100, 0, "CO-16 100", status="4"), {}, State.DENIED),
        (claim(100, 0, "PR-1 100"), {}, State.PATIENT),
        (claim(100, 0, "PR-96 100"), {}, State.PATIENT),
        (claim(-100, -80, "CO-45 -20", status="22"), {}, State.REVERSED),
        (claim(100, 0, "OA-101 100", status="25"), {}, State.OPEN),
        (claim(100, 50, "CO-45 20"), {}, State.OPEN),
    ],
)
def test_states(paid: ClaimPayment, options: dict[str, Any], expected: State) -> None:
    assert state_of([post_claim(paid)], **options) is expected


def test_provider_adjustments_are_entries_with_their_sign() -> None:
    """PLB: positive takes money, negative gives it (RFI 1756, 2123, 2370, 2660)."""
    plb = ["WO:ICN2 30", "L6:PCN1 -1.25", "FB:NEXT -0.50", "72 5", "CS:X 1"]
    posting = post(
        remittance("145.75", claim(100, 80, "CO-45 20"), claim(100, 100, number="PCN2"), plb=plb)
    )
    assert [(entry.kind, entry.cash, entry.claim, entry.source) for entry in posting.provider] == [
        (Kind.RECOUPMENT, D(-30), 2, "PLB[1]04"),
        (Kind.INTEREST, D("1.25"), 1, "PLB[1]06"),
        (Kind.FORWARDING, D("0.50"), None, "PLB[1]08"),
        (Kind.PROVIDER, D(-5), None, "PLB[1]10"),
        (Kind.PROVIDER, D(-1), None, "PLB[1]12"),
    ]
    assert posting.cash == D("145.75")
    assert posting.balanced
    assert all(entry.credit == 0 for entry in posting.provider)


def test_the_balance_is_checked_always_and_nothing_is_made_up() -> None:
    posting = post(remittance(90, claim(100, 80, "CO-45 10")))
    assert [item.code for item in posting.imbalances] == ["BAL002", "BAL003"]
    assert not posting.balanced
    assert posting.cash == 80
    assert {entry.amount for entry in posting.entries} == {D(80), D(10)}
    with pytest.raises(TypeError):
        type(posting)(  # type: ignore[call-arg]
            remittance=posting.remittance, claims=(), provider=(), imbalances=()
        )


# --- properties -----------------------------------------------------------------------------

MONEY = st.integers(-(10**7), 10**7).map(lambda cents: D(cents) / 100)
CODES = st.sampled_from(
    [
        "CO-45",
        "CO-29",
        "CO-97",
        "PR-1",
        "PR-2",
        "PR-3",
        "PR-96",
        "OA-23",
        "OA-94",
        "PI-16",
        "CO-9999",
    ]
)
ADJUSTMENTS = st.lists(st.builds("{} {}".format, CODES, MONEY), max_size=4)


@st.composite
def claims(draw: st.DrawFn) -> ClaimPayment:
    """Claims that balance."""
    lines = []
    for charge, adjustments in draw(st.lists(st.tuples(MONEY, ADJUSTMENTS), max_size=3)):
        taken = sum((D(item.split()[1]) for item in adjustments), D(0))
        lines.append(line(charge, charge - taken, *adjustments))
    whole = draw(ADJUSTMENTS)
    charge = sum((item.charge_amount for item in lines), D(0)) if lines else draw(MONEY)
    of_lines = sum((item.charge_amount - item.payment_amount for item in lines), D(0))
    paid = charge - of_lines - sum((D(item.split()[1]) for item in whole), D(0))
    status = draw(st.sampled_from(["1", "2", "3", "19"]))
    return claim(charge, paid, *whole, lines=lines, status=status)


@given(claims())
def test_entries_add_up_to_the_charge_and_leave_what_is_owed(paid: ClaimPayment) -> None:
    posting = post_claim(paid)
    assert sum(entry.amount for entry in posting.entries) == paid.charge_amount
    assert posting.total([Kind.PAYMENT]) == paid.payment_amount
    assert posting.balance == posting.total(PATIENTS | UNDECIDED)
    assert sum(entry.cash for entry in posting.entries) == paid.payment_amount


@given(st.lists(claims(), max_size=4), st.lists(MONEY, max_size=3))
def test_cash_is_the_deposit(paid: list[ClaimPayment], provider: list[Decimal]) -> None:
    total = sum((item.payment_amount for item in paid), D(0)) - sum(provider, D(0))
    posting = post(remittance(total, *paid, plb=[f"WO:A {amount}" for amount in provider]))
    assert posting.cash == posting.remittance.payment_amount
    assert posting.balanced
    off = post(posting.remittance.evolve(payment_amount=total + D("0.01")))
    assert [item.code for item in off.imbalances] == ["BAL003"]


@given(claims(), claims())
def test_reversal_and_correction_end_where_the_correction_alone_would(
    first: ClaimPayment, second: ClaimPayment
) -> None:
    chain = [post_claim(item) for item in (first, reversed_(first), second)]
    alone = [post_claim(second)]
    ended, expected = sums_of(chain), sums_of(alone)
    assert {kind: ended[kind] for kind in Kind} == {kind: expected[kind] for kind in Kind}
    assert sum(item.balance for item in chain) == alone[0].balance
    assert state_of(chain) is state_of(alone)
    assert state_of(chain[:2]) is State.REVERSED


@given(claims())
def test_signs_and_groups_are_those_of_the_remittance(paid: ClaimPayment) -> None:
    parts: tuple[ClaimPayment | ServicePayment, ...] = (paid, *paid.services)
    given_ = [(item.group, item.reason, item.amount) for part in parts for item in part.adjustments]
    for one, sign in ((paid, 1), (reversed_(paid), -1)):
        posted = [
            (entry.group, entry.reason, sign * entry.amount)
            for entry in post_claim(one).entries
            if entry.kind is not Kind.PAYMENT
        ]
        assert posted == given_
        assert all(entry.reversal is (sign < 0) for entry in post_claim(one).entries)


# --- export ---------------------------------------------------------------------------------


def test_entries_as_csv_are_no_formulas() -> None:
    paid = claim(-100, -80, "CO-45 -20", number="=PCN1", status="22")
    posting = post(remittance(0, paid, plb=["FB:+1 -80"]))
    text = "".join(csv_lines(posting_rows([posting]), POSTING_COLUMNS))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["kind"] for row in rows] == ["payment", "contractual", "forwarding"]
    assert [row["cash"] for row in rows] == ["-80", "0", "80"]
    assert rows[0]["patient_control_number"] == "'=PCN1"
    assert rows[2]["reference"] == "'+1"
    assert {row["in_balance"] for row in rows} == {"Y"}
    assert rows[0]["state"] == "reversed"


def test_entries_as_json_lines() -> None:
    posting = post(remittance(80, claim(100, 80, lines=[line(100, 80, "CO-45 20")])))
    first, second = map(json.loads, json_lines(posting_rows([posting]), POSTING_COLUMNS))
    assert tuple(first) == POSTING_COLUMNS
    assert (first["amount"], first["payment_date"], first["in_balance"]) == (
        "80",
        "2025-03-10",
        True,
    )
    assert (second["procedure"], second["reason"], second["cash"]) == ("99213", "45", "0")


def test_amounts_and_numbers_stay_out_of_reprs() -> None:
    posting = post(remittance("81.37", claim(100, "81.37", "CO-45 18.63"), plb=["WO:ICN9 0"]))
    assert not [value for value in ("81.37", "18.63", "PCN1", "ICN9") if value in repr(posting)]


@pytest.mark.parametrize(
    "charge, paid, adjustments, state",
    [
        ("0.50", "0", ["CO-50 0.50"], State.DENIED),
        ("100", "-10", ["CO-50 110"], State.DENIED),
        ("1", "0.50", ["CO-50 0.50"], State.UNDERPAID),
        ("100", "1", ["CO-50 99"], State.UNDERPAID),
        ("100", "0", ["CO-45 120", "CO-50 -20"], State.PAID),  # more is given back than denied
        ("100", "99.50", ["PR-1 0.50"], State.PATIENT),
        ("100", "110", ["PR-1 -10"], State.PAID),
        ("100", "120", [], State.PAID),
        ("100", "99.50", [], State.OPEN),
    ],
)
def test_the_state_goes_by_the_cent(
    charge: str, paid: str, adjustments: list[str], state: State
) -> None:
    assert post_claim(claim(charge, paid, *adjustments)).state is state


def test_what_is_owed_beyond_the_contract_is_not_underpaid() -> None:
    posting = post_claim(claim(100, 80, "CO-45 20"))
    states = [state_of([posting], allowed=D(allowed)) for allowed in (79, 80, 81)]
    assert states == [State.PAID, State.PAID, State.UNDERPAID]


def test_entries_name_claims_lines_and_elements_as_they_stand() -> None:
    reasons = tuple(
        reason for group in cas("CO-45 10", "CO-253 5", "CO-97 5") for reason in group.reasons
    )
    group = AdjustmentGroup(group="CO", reasons=reasons)
    several = claim(100, 80).evolve(adjustment_groups=(group,))
    posting = post(remittance(157, several, claim(80, 80), plb=["WO:ICN9 1", "FB:NEXT 2"]))
    assert [(entry.claim, entry.source, entry.reversal) for entry in posting.entries] == [
        (1, "CLP04", False),
        (1, "CAS[1]03", False),
        (1, "CAS[1]06", False),
        (1, "CAS[1]09", False),
        (2, "CLP04", False),
        (None, "PLB[1]04", False),
        (None, "PLB[1]06", False),
    ]


@pytest.mark.parametrize(
    "pair, kind",
    [
        ("PR-66", Kind.DEDUCTIBLE),
        ("PR-247", Kind.DEDUCTIBLE),
        ("PR-248", Kind.COINSURANCE),
        ("PR-3", Kind.COPAY),
        ("OA-45", Kind.OTHER),
        ("CO-144", Kind.CONTRACTUAL),
        ("CO-253", Kind.CONTRACTUAL),
        ("PI-253", Kind.REDUCTION),
    ],
)
def test_what_an_adjustment_is_posted_as(pair: str, kind: Kind) -> None:
    (_, entry) = post_claim(claim(100, 90, f"{pair} 10")).entries
    assert entry.kind is kind
