"""What is to be done next about claims."""

import json
from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest

from edi_portal.formats.table_postings import (
    WORKLIST_COLUMNS,
    csv_lines,
    json_lines,
    worklist_rows,
)
from edi_portal.matching.posting import post
from edi_portal.matching.worklist import Exceptional, Limits, Trouble, worklist
from edi_portal.models.remittance import ClaimPayment
from tests.matching.remitting import claim, line, remittance, reversed_


def test_a_claim_that_is_paid_is_no_work() -> None:
    assert worklist([post(remittance(80, claim(100, 80, "CO-45 20")))]) == []


def test_a_denial_is_an_item_with_reason_step_and_amount() -> None:
    lines = [line(60, 0, "CO-29 60"), line(40, 10, "CO-97 20", "CO-45 10")]
    (item,) = worklist([post(remittance(10, claim(100, 10, lines=lines)))])
    assert (item.category, item.title, item.amount) == ("timely", "timely filing", Decimal(80))
    assert item.says == "the time limit for filing has passed"
    assert item.next.startswith("If it was sent in time, appeal")
    assert item.reasons == ("CO-29", "CO-97")
    assert (item.patient_control_number, item.remittance_trace) == ("PCN1", "EFT1")
    assert item.deadline is None


def test_deadlines_by_the_limits_of_the_payer() -> None:
    mine = {"1512345678": Limits(correction=90, appeal=180), "": Limits(appeal=30)}
    wrong = post(remittance(0, claim(100, 0, "CO-16 100")))
    appealed = post(remittance(0, claim(300, 0, "CO-50 300", number="PCN2")))
    items = worklist([appealed, wrong], limits=mine)
    assert [(item.category, item.deadline) for item in items] == [
        ("information", date(2025, 6, 8)),
        ("necessity", date(2025, 9, 6)),
    ]
    assert worklist([wrong], limits={"": Limits(appeal=30)})[0].deadline is None
    assert worklist([appealed], limits={"": Limits(appeal=30)})[0].deadline == date(2025, 4, 9)


def test_without_deadlines_the_largest_amount_comes_first() -> None:
    small, large = (claim(x, 0, f"CO-16 {x}", number=f"PCN{x}") for x in (5, 500))
    items = worklist([post(remittance(0, small, large))])
    assert [item.amount for item in items] == [500, 5]


def test_a_reason_without_words_is_shown_by_number() -> None:
    (item,) = worklist([post(remittance(0, claim(100, 0, "CO-9999 100")))])
    assert (item.category, item.says) == ("denied", "code 9999")
    assert item.next


@pytest.mark.parametrize(
    "paid, category, amount",
    [
        (claim(100, 60, "CO-45 20", "PR-2 20"), "patient", 20),
        (claim(100, 60, "CO-45 20", "PR-2 20", status="19"), "next-payer", 20),
    ],
)
def test_what_others_are_to_pay(paid: ClaimPayment, category: str, amount: int) -> None:
    (item,) = worklist([post(remittance(60, paid))])
    assert (item.category, item.amount) == (category, Decimal(amount))


def test_a_reversal_is_no_denial() -> None:
    taken = claim(-100, 0, "CO-16 -100", status="22")
    assert worklist([post(remittance(0, taken))]) == []


def test_a_denial_that_was_reversed_and_corrected_is_no_work() -> None:
    denied = claim(100, 0, "CO-16 100")
    undone = reversed_(denied)
    paid = claim(100, 80, "CO-45 20")
    assert worklist([post(remittance(80, denied, undone, paid))]) == []
    first, second = post(remittance(0, denied)), post(remittance(80, undone, paid))
    assert worklist([first, second]) == []
    assert [item.category for item in worklist([first])] == ["information"]
    other = claim(100, 0, "CO-16 100", number="PCN2")
    again = worklist([post(remittance(0, denied, other)), post(remittance(0, undone))])
    assert [item.patient_control_number for item in again] == ["PCN2"]


def test_what_does_not_balance_is_held() -> None:
    items = worklist([post(remittance(90, claim(100, 80, "CO-45 19")))])
    uneven = [item for item in items if item.category == "out-of-balance"]
    assert [(item.reasons, item.amount, item.patient_control_number) for item in uneven] == [
        (("BAL003",), Decimal(10), None),
        (("BAL002",), Decimal(1), "PCN1"),
    ]


@pytest.mark.parametrize("kind", list(Trouble))
def test_every_trouble_has_words(kind: Trouble) -> None:
    (item,) = worklist([], [Exceptional(kind=kind, payment=claim(100, 80, "CO-45 20"))])
    assert (item.category, item.amount) == (kind.value, Decimal(80))
    assert item.title
    assert item.says
    assert item.next.endswith(".")
    assert item.patient_control_number == "PCN1"


def test_a_trouble_of_a_claim_without_payment() -> None:
    sent = claim(100, 0, number="PCN7")
    (item,) = worklist([], [Exceptional(kind=Trouble.NO_PAYMENT, claim=sent)])
    assert (item.patient_control_number, item.amount) == ("PCN7", Decimal(100))
    (other,) = worklist([], [Exceptional(kind=Trouble.CLAIM_NOT_FOUND, amount=Decimal(3))])
    assert (other.patient_control_number, other.amount) == (None, Decimal(3))


@pytest.mark.parametrize(
    "kind, deadline",
    [(Trouble.PAID_LESS, date(2025, 4, 9)), (Trouble.CLAIM_NOT_FOUND, None)],
)
def test_what_was_paid_less_is_appealed_in_time(kind: Trouble, deadline: date | None) -> None:
    whole = remittance(80, claim(100, 80, "CO-45 20"))
    (paid,) = (item.evolve(remittance=whole) for item in whole.claims)
    (item,) = worklist([], [Exceptional(kind=kind, payment=paid)], limits={"": Limits(appeal=30)})
    assert (item.deadline, item.payer_identifier) == (deadline, "1512345678")


def test_as_csv_and_json_lines() -> None:
    items = worklist([post(remittance(0, claim(100, 0, "CO-16 100", number="=1+1")))])
    heading, first = csv_lines(worklist_rows(items), WORKLIST_COLUMNS)
    assert heading.startswith("deadline,amount,category")
    assert ",'=1+1," in first
    (only,) = map(json.loads, json_lines(worklist_rows(items), WORKLIST_COLUMNS))
    assert (only["amount"], only["reasons"], only["scenario"]) == ("100", ["CO-16"], 2)


def test_words_hold_nothing_of_the_claim() -> None:
    items = worklist([post(remittance("0", claim("123.45", 0, "CO-16 123.45", number="PCN77")))])
    for item in items:
        shown = repr(item) + item.says + item.next
        assert not [value for value in ("123.45", "PCN77", "EFT1") if value in shown]
        assert attrs.asdict(item)["amount"] == Decimal("123.45")


def test_a_denial_that_gives_back_or_takes_nothing_is_no_work() -> None:
    back = claim(100, 100, "CO-16 -20", "CO-45 20")
    nothing = claim(100, 80, "CO-45 20", "CO-16 0", number="PCN2")
    assert worklist([post(remittance(180, back, nothing))]) == []


def test_a_denial_of_cents_is_one() -> None:
    (item,) = worklist([post(remittance("79.50", claim(100, "79.50", "CO-45 20", "CO-16 0.50")))])
    assert (item.category, item.amount) == ("information", Decimal("0.5"))


@pytest.mark.parametrize(
    "adjustment, category, amount", [("PR-2 20", "patient", 20), ("CO-45 15", "open", 25)]
)
def test_the_patient_owes_a_share_and_what_is_open_is_all_that_is_left(
    adjustment: str, category: str, amount: int
) -> None:
    items = worklist([post(remittance(60, claim(100, 60, adjustment)))])
    assert [item.amount for item in items if item.category == category] == [amount]


def test_a_share_that_was_taken_back_is_no_work() -> None:
    shared = claim(100, 60, "CO-45 20", "PR-2 20")
    whole = claim(100, 80, "CO-45 20")
    assert worklist([post(remittance(80, shared, reversed_(shared), whole))]) == []
    of_another = reversed_(claim(100, 59, "CO-45 21", "PR-2 20"))
    (item,) = worklist([post(remittance(1, shared, of_another))])
    assert (item.category, item.amount) == ("patient", Decimal(20))


def test_what_is_off_is_of_its_own_claim() -> None:
    off = claim(100, 80, "CO-45 19", number="PCN1")
    even = [claim(100, 80, "CO-45 20", number=f"PCN{at}") for at in (2, 3)]
    items = worklist([post(remittance(240, off, *even))])
    uneven = [item for item in items if item.category == "out-of-balance"]
    assert [item.patient_control_number for item in uneven] == ["PCN1"]


def test_a_trouble_of_nothing_is_about_no_amount() -> None:
    (item,) = worklist([], [Exceptional(kind=Trouble.CLAIM_NOT_FOUND)])
    assert (item.amount, item.patient_control_number, item.deadline) == (Decimal(0), None, None)


@pytest.mark.parametrize(
    "code, category, days",
    [
        ("16", "information", 90),
        ("4", "coding", 90),
        ("229", "coordination", 90),
        ("13", "eligibility", 90),
        ("207", "provider", 90),
        ("193", "appeal", 180),
        ("29", "timely", 180),
        ("9999", "denied", 180),
    ],
)
def test_what_a_corrected_claim_mends_has_the_limit_for_it(
    code: str, category: str, days: int
) -> None:
    posting = post(remittance(0, claim(100, 0, f"CO-{code} 100")))
    (item,) = worklist([posting], limits={"": Limits(correction=90, appeal=180)})
    assert item.category == category
    assert item.deadline == date(2025, 3, 10) + timedelta(days=days)


def test_a_trouble_and_an_item_show_nothing_of_what_they_are_about() -> None:
    whole = remittance(80, claim(100, 80, "CO-45 20", number="PCN77"))
    paid = whole.claims[0].evolve(remittance=whole)
    trouble = Exceptional(kind=Trouble.PAID_LESS, payment=paid, claim=paid, amount=Decimal(7))
    assert repr(trouble) == f"Exceptional(kind={Trouble.PAID_LESS!r})"
    (item,) = worklist([], [trouble])
    named = (item.payer_claim_control_number, item.payer_identifier, item.remittance_trace)
    assert named == ("ICN77", "1512345678", "EFT1")
    assert not [value for value in (*named, "PCN77", "Decimal") if str(value) in repr(item)]
