"""What the matcher takes, how it numbers payments, and what it says of each afterwards."""

from decimal import Decimal
from pathlib import Path

from edi_portal.matching.comparing import Level
from edi_portal.matching.ledger import Ledger
from edi_portal.matching.matcher import Matcher
from edi_portal.matching.packing import remittance_identity
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.results import Match, Result, Step
from edi_portal.models.remittance import ClaimPayment, Remittance
from tests.build import claim_file
from tests.matching import made, remitting
from tests.matching.test_keys import claim_of

PAID = remitting.claim(100, 80, "CO-45 20")


def remittance(*payments: ClaimPayment) -> Remittance:
    return remitting.remittance(sum(item.payment_amount for item in payments), *payments)


def taken(matcher: Matcher, *whole: Remittance) -> None:
    for item in whole:
        for payment in item.claims:
            matcher.add_payment(payment, item)


def test_a_claim_is_taken_once() -> None:
    matcher = Matcher()
    item = claim_of(claim_file())
    assert [matcher.add_claim(item), matcher.add_claim(item)] == [True, False]
    key = matcher.claims.get(0)
    assert (key.control, key.file, key.ordinal) == ("PCN1", 0, 0)
    assert list(matcher.claims.numbers()) == [0]


def test_payments_are_numbered_in_their_remittance() -> None:
    matcher = Matcher()
    taken(matcher, remittance(PAID, PAID), remittance(PAID))
    keys = [matcher.payments.get(number) for number in range(3)]
    assert [(key.place, key.file, key.ordinal) for key in keys] == [(1, 0, 0), (2, 0, 0), (1, 0, 0)]
    assert [(key.trace, key.payer) for key in keys] == [("EFT1", "1512345678")] * 3


def test_a_payment_without_a_remittance_is_one_of_its_own() -> None:
    matcher = Matcher()
    assert [matcher.add_payment(PAID, file=3, ordinal=4) for _ in range(2)] == [0, 1]
    keys = [matcher.payments.get(number) for number in range(2)]
    assert [(key.place, key.trace, key.file, key.ordinal) for key in keys] == [(1, "", 3, 4)] * 2


def test_a_payment_may_know_its_remittance() -> None:
    matcher = Matcher()
    whole = remittance(PAID, PAID)
    for item in whole.claims:
        matcher.add_payment(item.evolve(remittance=whole))
    assert [matcher.payments.get(number).place for number in range(2)] == [1, 2]
    assert matcher.payments.get(0).trace == "EFT1"


def test_a_remittance_that_comes_twice_is_matched_once() -> None:
    matcher = Matcher()
    matcher.add_claim(claim_of(claim_file()))
    taken(matcher, remittance(PAID), remittance(PAID))
    first, again, *more = matcher.matches()
    assert (first.result, again.result, more) == (Result.MATCHED, Result.DUPLICATE, [])
    assert (first.read_before, again.read_before) == (False, True)
    assert (again.claim, again.claim_number) == (first.claim, 0)
    ((payment, claim, identity),) = matcher.decided()
    assert (payment.control, claim) == ("PCN1", 0)
    assert identity == matcher.payments.identity(0)


def test_claims_of_payments_are_known_by_their_numbers() -> None:
    matcher = Matcher()
    matcher.add_claim(claim_of(claim_file()))
    taken(matcher, remittance(PAID, remitting.claim(7, 7, number="ZZZ9")))
    assert len(list(matcher.matches())) == 2
    found = matcher.claim_of(0)
    assert found is not None
    assert found.control == "PCN1"
    assert matcher.claim_of(1) is None


def test_a_payers_number_is_of_the_claim_with_exactly_this_control_number() -> None:
    """Of three that are one without punctuation."""
    matcher = Matcher()
    for at, control in enumerate(("HB1146116.3", "HB1146116-3", "HB11461163")):
        day = made.DAY - 30 * at
        matcher.claims.add(made.claim(control, str(100 + at), start=day, end=day, lines=(), file=0))
    matcher.add_payer_number("HB1146116.3", "ICN900")
    lost = made.payment("LOST", "60", number="ICN900", lines=(), file=0, start=0, end=0)
    matcher.payments.add(lost, 1)
    found = next(matcher.matches())
    assert found.step is Step.PAYER_NUMBER
    assert found.claim is not None
    assert found.claim.control == "HB1146116.3"
    assert found.candidates[0].comparison.payer_number is Level.AGREES


def test_where_another_number_has_led_the_payers_is_no_evidence() -> None:
    found = made.one([made.claim()], made.payment())
    assert found.candidates[0].comparison.payer_number is Level.UNKNOWN


def run(path: Path, *payments: PaymentKey) -> list[Match]:
    with Ledger(path) as ledger:
        matcher = Matcher(ledger)
        ledger.add(made.claim())
        for place, item in enumerate(payments):
            matcher.payments.add(item, place)
        found = list(matcher.matches())
        read = {remittance_identity(of.payer, of.trace, of.total, of.paid_on) for of in payments}
        ledger.remember(matcher.decided(), read)
        ledger.commit()
    return found


def test_what_an_earlier_run_has_posted_is_known_with_its_claim(tmp_path: Path) -> None:
    path = tmp_path / "claims.ledger"
    assert [item.result for item in run(path, made.payment())] == [Result.MATCHED]
    again = run(path, made.payment(), made.payment())
    assert [(item.result, item.read_before) for item in again] == [(Result.DUPLICATE, True)] * 2
    assert [item.claim_number for item in again] == [0, 0]
    assert [made.names(item) for item in again] == [{"duplicate-remittance"}] * 2


def test_payments_of_an_earlier_run_are_in_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "claims.ledger"
    run(path, made.payment())
    second = made.payment(trace="T2", number="ICN2")
    assert made.names(run(path, second)[0]) == {"duplicate-payment"}
    third = made.payment(trace="T3", number="ICN3")
    assert made.names(run(path, third)[0]) == {"duplicate-payment"}


def test_several_payments_of_a_claim_that_was_paid_before_are_in_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "claims.ledger"
    run(path, made.payment())
    denied = made.payment(paid=Decimal(0), trace="T2", number="ICN2")
    found = run(path, denied, made.payment(trace="T3", number="ICN3"))
    assert [made.names(item) for item in found] == [set(), {"duplicate-payment"}]
