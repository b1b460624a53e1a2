"""What records have where nothing is said, and that they show nothing of it."""

from decimal import Decimal

from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey
from tests.matching.made import claim, line, payment


def test_a_line_of_which_nothing_is_said() -> None:
    of = LineKey(place=1)
    assert (of.place, of.start, of.end, of.charge) == (1, 0, 0, Decimal(0))
    assert (of.control, of.procedure, of.submitted, of.revenue, of.asked) == ("",) * 5
    assert (of.modifiers, of.submitted_modifiers) == ((), ())
    assert (of.units, of.submitted_units, of.paid, of.rolled_up) == (None, None, None, False)


def test_a_claim_and_a_payment_of_which_nothing_is_said() -> None:
    sent = ClaimKey(file=1, ordinal=2, control="A", charge=Decimal(3))
    paid = PaymentKey(file=1, ordinal=2, control="A", charge=Decimal(3))
    for of in (sent, paid):
        assert (of.file, of.ordinal, of.control, of.charge) == (1, 2, "A", Decimal(3))
        assert (of.frequency, of.npi, of.tax_id, of.rendering, of.payer, of.original) == ("",) * 6
        assert (of.members, of.lines, of.payers) == ((), (), ())
        assert (of.last, of.first, of.start, of.end) == (0, 0, 0, 0)
    assert (sent.responsibility, sent.batch, sent.sent) == ("", "", 0)
    assert (paid.status, paid.number, paid.trace, paid.adjusted) == ("", "", "", ())
    assert (paid.paid, paid.total, paid.paid_on, paid.place) == (Decimal(0), Decimal(0), 0, 0)
    assert (paid.denied, paid.is_reversal) == (False, False)


def test_the_procedure_that_was_billed_is_the_one_that_the_payment_names_so() -> None:
    assert line(procedure="HC:1").asked == "HC:1"
    assert line(procedure="HC:1", submitted="HC:2").asked == "HC:2"


def test_a_status_of_22_alone_takes_back() -> None:
    reversals = [status for status in ("1", "2", "21", "22", "23", "4") if
                 payment(status=status).is_reversal]  # fmt: skip
    assert reversals == ["22"]


def test_nothing_of_a_record_is_in_its_repr() -> None:
    for of in (claim(), payment(), line()):
        assert repr(of).startswith(f"<edi_portal.matching.records.{type(of).__name__} object at")
