"""The payments of a run: numbered, with the payer's numbers, and those that come again."""

from decimal import Decimal

import pytest

from edi_portal.matching.packing import pack_payment, payment_identity
from edi_portal.matching.payments import Payments
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.searching import payer_number_keys
from tests.matching.made import payment


def kept(*items: tuple[PaymentKey, int]) -> Payments:
    payments = Payments()
    assert [payments.add(item, place) for item, place in items] == list(range(len(items)))
    return payments


NUMBERS = [
    payment(number="N1", original="O1"),
    payment(number="", original="O2"),
    payment(number="", original=""),
    payment(number="N4", original=""),
    payment(number="N5", original="N5"),
    payment(number="N6", original="O6"),
]


def test_payments_come_back_by_their_numbers() -> None:
    payments = kept(*((item, 0) for item in NUMBERS))
    assert len(payments) == len(NUMBERS)
    for number, item in enumerate(NUMBERS):
        assert payments.get(number) == item
        assert payments.identity(number) == payment_identity(pack_payment(item))
        assert payments.numbers(number) == payer_number_keys(item)


def test_a_payment_has_as_many_numbers_of_its_payers_as_it_bears() -> None:
    payments = kept(*((item, 0) for item in NUMBERS))
    assert [len(payments.numbers(number)) for number in range(6)] == [2, 1, 0, 1, 1, 2]


A, B = payment(), payment(paid=Decimal(1))


@pytest.mark.parametrize(
    "read, repeated",
    [
        ([(A, 1), (A, 1)], []),
        ([(A, 1), (A, 2)], [(1, 0)]),
        ([(A, 2), (A, 1)], [(1, 0)]),
        ([(A, 1), (B, 2)], []),
        ([(A, 1), (B, 1), (A, 2), (B, 2), (A, 3)], [(2, 0), (3, 1), (4, 0)]),
        ([(A, 1), (A, 1), (A, 2), (A, 2)], [(2, 0), (3, 0)]),
    ],
)
def test_equal_payments_of_another_remittance_were_read_before(
    read: list[tuple[PaymentKey, int]], repeated: list[tuple[int, int]]
) -> None:
    assert list(kept(*read).repeated()) == repeated
