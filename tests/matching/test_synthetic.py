"""Matching beside the truth of synthetic remittances."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from edi_portal.matching.matcher import Matcher
from edi_portal.matching.results import Match, Result
from edi_portal.synthesis import (
    KINDS,
    SyntheticRemittance,
    UnansweredClaim,
    synthesize_claims,
    synthetic_remittances,
)

each_kind = pytest.mark.parametrize("kind", KINDS)


@cache
def claims(kind: str) -> Sequence[Any]:
    return tuple(synthesize_claims(kind, 700, seed=29))


def matched(
    kind: str, corruption: float, *, step: int = 1
) -> tuple[list[tuple[Match, Any]], set[int], set[int]]:
    """Each match with the truth; claims without a payment, and those that have none in truth.

    Of the claims one in ``step`` is given.
    """
    matcher = Matcher()
    for place, claim in enumerate(claims(kind)):
        if place % step == 0:
            assert matcher.add_claim(claim, ordinal=place + 1)
    truth, unanswered = [], set()
    for found in synthetic_remittances(claims(kind), seed=29, corruption=corruption):
        if isinstance(found, UnansweredClaim):
            unanswered.add(found.claim)
            continue
        assert isinstance(found, SyntheticRemittance)
        for payment, model in zip(found.payments, found.remittance.claims, strict=True):
            matcher.add_payment(model, found.remittance)
            truth.append(payment)
    result = list(matcher.matches())
    pairs = list(zip(result, truth, strict=False))
    unpaid = {item.claim.ordinal - 1 for item in result[len(truth) :] if item.claim}
    return pairs, unpaid, unanswered


def is_right(match: Match, truth: Any) -> bool:
    return match.claim is not None and match.claim.ordinal - 1 == truth.claim


@each_kind
def test_without_corruption_everything_is_matched_and_nothing_is_wrong(kind: str) -> None:
    pairs, unpaid, unanswered = matched(kind, 0)
    assert {match.result for match, _ in pairs} == {Result.MATCHED}
    assert all(is_right(match, truth) for match, truth in pairs)
    assert unpaid == unanswered
    for match, truth in pairs:
        assert [(found.line or 0) - 1 for found in match.services] == list(truth.lines)


@each_kind
@pytest.mark.parametrize("corruption, recall", [(0.05, 0.99), (1, 0.97)])
def test_with_corruption_hardly_anything_is_lost_and_nothing_is_wrong(
    kind: str, corruption: float, recall: float
) -> None:
    pairs, _, _ = matched(kind, corruption)
    found = Counter(
        is_right(match, truth) for match, truth in pairs if match.result is Result.MATCHED
    )
    assert found[False] <= 0.001 * len(pairs)
    assert found[True] >= recall * len(pairs)


@each_kind
@pytest.mark.parametrize("corruption", [0.05, 1])
def test_payments_of_claims_that_are_not_there_are_no_other_visits(
    kind: str, corruption: float
) -> None:
    pairs, _, _ = matched(kind, corruption, step=2)
    taken = [pair for pair in pairs if pair[0].result is Result.MATCHED]
    assert all(is_right(match, truth) for match, truth in taken)
    assert len(taken) >= 0.97 * sum(truth.claim % 2 == 0 for _, truth in pairs)


@each_kind
def test_lines_are_found_also_without_their_numbers(kind: str) -> None:
    pairs, _, _ = matched(kind, 1)
    lost = [pair for pair in pairs if "line-number-dropped" in pair[1].corruption]
    assert lost
    right = sum(
        [(found.line or 0) - 1 for found in match.services] == list(truth.lines)
        for match, truth in lost
    )
    assert right >= 0.95 * len(lost)
