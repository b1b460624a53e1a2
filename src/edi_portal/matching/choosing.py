"""Which of several claims a payment is for, where one of them clearly is."""

from collections.abc import Sequence
from itertools import combinations

import attrs

from edi_portal.matching.comparing import Comparison, Level, weights
from edi_portal.matching.records import ClaimKey, PaymentKey

_VOID = "8"
_RESPONSIBILITIES = {"1": "P", "2": "S", "3": "T", "19": "P", "20": "S", "21": "T"}


@attrs.frozen(repr=False)
class Option:
    """A claim that comes into question."""

    number: int
    claim: ClaimKey
    comparison: Comparison
    score: int


def option(number: int, claim: ClaimKey, comparison: Comparison) -> Option:
    """An option with its score."""
    return Option(number, claim, comparison, comparison.score)


def chosen(payment: PaymentKey, options: Sequence[Option]) -> Option | None:
    """The one that leads by a margin, or of one claim that was sent again the right version.

    ``None`` where it is not clear; nothing is ever guessed.
    """
    if len(options) < 2:
        return options[0] if options else None
    best = max(option.score for option in options)
    margin = weights()["thresholds"]["margin"]
    close = [option for option in options if best - option.score < margin]
    if len(close) == 1:
        return close[0]
    if all(is_sent_again(one.claim, other.claim) for one, other in combinations(close, 2)):
        return _right_version(payment, close)
    return None


def _right_version(payment: PaymentKey, options: Sequence[Option]) -> Option | None:
    best = max(_version(payment, found) for found in options)
    likeliest = [found for found in options if _version(payment, found) == best]
    first = likeliest[0].claim
    for found in likeliest[1:]:
        claim = found.claim
        if (claim.charge, claim.lines, claim.members) != (first.charge, first.lines, first.members):
            return None
    # Equal in all that counts: the order of files must not decide which stands for all.
    return min(likeliest, key=lambda found: (found.claim.batch, found.claim.original))


def is_sent_again(one: ClaimKey, other: ClaimKey) -> bool:
    """Whether two claims are one: sent again, replaced, or sent to the next payer."""
    return (
        one.control == other.control
        and (one.npi, one.tax_id) == (other.npi, other.tax_id)
        and (one.last, one.first) == (other.last, other.first)
        and (one.start, one.end) == (other.start, other.end)
        and not (one.members and other.members and set(one.members).isdisjoint(other.members))
    )


def _version(payment: PaymentKey, of: Option) -> tuple[bool | int, ...]:
    """What makes one version of a claim likelier than another, most important first."""
    claim = of.claim
    return (
        claim.payer in payment.payers,
        _RESPONSIBILITIES.get(payment.status, claim.responsibility) == claim.responsibility,
        of.comparison.charge is Level.AGREES,
        claim.frequency == payment.frequency or claim.frequency != _VOID,
        not payment.paid_on or claim.sent <= payment.paid_on,
        claim.frequency == payment.frequency,
        claim.sent,
    )
