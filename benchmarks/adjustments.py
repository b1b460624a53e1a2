"""What a payer leaves unpaid of a charge, and why: the CAS segments of 835 and 837."""

from dataclasses import dataclass

from benchmarks.segments import SegmentWriter, amount
from benchmarks.values import WORDS, Values


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Cents taken from a charge, under a group code and a reason code."""

    group: str
    reason: str
    cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A charge as a payer settled it: ``paid`` cents and the adjustments that explain the rest."""

    paid: int
    adjustments: tuple[Adjustment, ...]

    def reversed(self) -> "Settlement":
        """The same with every amount negated, as a reversal says it."""
        return Settlement(
            -self.paid, tuple(Adjustment(a.group, a.reason, -a.cents) for a in self.adjustments)
        )


def settle(values: Values, charge: int) -> Settlement:
    """Pay some of ``charge`` cents, or nothing of it, with reasons that add up."""
    if values.chance(0.08):
        reasons = values.several(WORDS["adjustment_reasons"], values.few(2, again=0.2))
        shares = [charge] if len(reasons) == 1 else [charge // 3, charge - charge // 3]
        group = values.pick(("CO", "CO", "PR", "OA"))
        denied = zip(reasons, shares, strict=True)
        return Settlement(0, tuple(Adjustment(group, reason, share) for reason, share in denied))
    written_off = charge * values.number(5, 60) // 100
    found = [Adjustment("CO", values.pick(("45", "45", "45", "253", "131")), written_off)]
    for reason, probability in (("1", 0.15), ("2", 0.3), ("3", 0.25)):
        rest = charge - sum(adjustment.cents for adjustment in found)
        if values.chance(probability) and rest > 400:
            found.append(Adjustment("PR", reason, rest * values.number(5, 30) // 100))
    paid = charge - sum(adjustment.cents for adjustment in found)
    return Settlement(paid, tuple(adjustment for adjustment in found if adjustment.cents))


def write_adjustments(
    segment: SegmentWriter, adjustments: tuple[Adjustment, ...], *, quantity: str = ""
) -> None:
    """One CAS for each group, with a triplet for each of its reasons; at most six a group."""
    for group in dict.fromkeys(adjustment.group for adjustment in adjustments):
        triplets: list[str] = []
        for adjustment in adjustments:
            if adjustment.group == group:
                triplets += (adjustment.reason, amount(adjustment.cents), quantity)
        segment("CAS", group, *triplets)
