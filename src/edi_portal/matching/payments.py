"""The claim payments of a run, packed, and those among them that were read before."""

from array import array
from collections.abc import Iterator
from functools import lru_cache

from edi_portal.matching.packing import pack_payment, payment_identity, unpack_payment
from edi_portal.matching.records import PaymentKey
from edi_portal.matching.searching import payer_number_keys

_KEPT = 4096


class Payments:
    """Claim payments by number from 0, in the order they were read."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._identities: array[int] = array("q")
        self._remittances: array[int] = array("L")
        self._numbers: array[int] = array("q")
        self.get = lru_cache(maxsize=_KEPT)(self._get)

    def add(self, payment: PaymentKey, remittance: int) -> int:
        """Keep a payment of the remittance that was read as so manieth; its number."""
        packed = pack_payment(payment)
        self._packed.append(packed)
        self._identities.append(payment_identity(packed))
        self._remittances.append(remittance)
        first, *more = payer_number_keys(payment) or (0,)
        self._numbers.extend((first, more[0] if more else 0))
        return len(self._packed) - 1

    def __len__(self) -> int:
        return len(self._packed)

    def _get(self, number: int) -> PaymentKey:
        return unpack_payment(self._packed[number])

    def identity(self, number: int) -> int:
        """What tells the payment from any other, wherever it was read."""
        return self._identities[number]

    def numbers(self, number: int) -> tuple[int, ...]:
        """Keys of the payer's numbers of the claim that it bears."""
        return tuple(key for key in self._numbers[2 * number : 2 * number + 2] if key)

    def repeated(self) -> Iterator[tuple[int, int]]:
        """Payments of remittances that were read before, each with the one it repeats.

        A remittance is the same by payer, TRN02, amount and day, all of which a payment's
        identity has in it. Within one remittance equal payments are payments of their own.
        """
        first: dict[int, int] = {}
        for number, identity in enumerate(self._identities):
            before = first.setdefault(identity, number)
            if self._remittances[before] != self._remittances[number]:
                yield number, before
