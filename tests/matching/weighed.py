"""Runs of the last steps of the cascade in which a test says how alike each pair is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edi_portal.matching.assignment import Assignment
from edi_portal.matching.cascade import Cascade
from edi_portal.matching.choosing import Option
from edi_portal.matching.comparing import Comparison, Level
from edi_portal.matching.index import MemoryIndex
from edi_portal.matching.payments import Payments
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.matching.results import Outcome, Step
from tests.matching.made import payment

FIELDS = (
    *("control", "member", "name", "dates", "charge"),
    *("procedures", "provider", "rendering", "lines"),
)
Like = tuple[int, Comparison]


def alike(**levels: Level) -> Comparison:
    """A comparison in which nothing is known but this."""
    return Comparison(**{**dict.fromkeys(FIELDS, Level.UNKNOWN), **levels})


DATES = alike(dates=Level.AGREES)


class Paid(MemoryIndex):
    """An index in which earlier runs have left payments."""

    def __init__(self, before: Mapping[int, Sequence[PaymentKey]]) -> None:
        super().__init__()
        self._before = before

    def paid_before(self, number: int) -> Sequence[PaymentKey]:
        return self._before.get(number, ())


class Weighed(Cascade):
    """A cascade that is told how alike the payment of a number is to a claim."""

    def __init__(
        self, claims: MemoryIndex, payments: Payments, said: Mapping[tuple[str, int], Like]
    ) -> None:
        super().__init__(claims, payments)
        self._said = said

    def options(
        self, payment: PaymentKey, numbers: Iterable[int], *, known: bool = False
    ) -> list[Option]:
        found = []
        for number in numbers:
            score, comparison = self._said.get((payment.control, number), (0, alike()))
            found.append(Option(number, self.claims.get(number), comparison, score))
        return found

    def told(self, number: int) -> int | Outcome:
        """The claim of a payment, or how it ended without."""
        found = self.decisions.claim(number)
        return self.undecided[number] if found is None else found


def paid(control: str = "P0", charge: str = "100", **fields: Any) -> PaymentKey:
    """A payment under a number of its own."""
    return payment(control, charge, **{"number": f"N{control}", "trace": control, **fields})


def assigned(
    claims: Sequence[ClaimKey],
    payments: Sequence[PaymentKey],
    said: Mapping[tuple[str, int], int | Like],
    *,
    decided: Mapping[int, int] | None = None,
    before: Mapping[int, Sequence[PaymentKey]] | None = None,
    conflicts: Mapping[int, tuple[int, ...]] | None = None,
) -> Weighed:
    """A run in which this is said and decided already; a score alone is of dates that agree."""
    index, taken, decided = Paid(before or {}), Payments(), decided or {}
    for place, of in enumerate(claims):
        assert index.add(of) == place
    for place, item in enumerate(payments):
        taken.add(item, place)
    likes = {key: (of, DATES) if isinstance(of, int) else of for key, of in said.items()}
    cascade = Weighed(index, taken, likes)
    for number, of_claim in decided.items():
        cascade.decisions.set(number, of_claim, Step.CONTROL_NUMBER)
    left = cascade.run(number for number in range(len(payments)) if number not in decided)
    cascade.conflicts.update(conflicts or {})
    Assignment(cascade, left).run()
    return cascade
