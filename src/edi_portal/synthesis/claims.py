"""Batches of claims, one after the other, of a seed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, groupby, islice
from typing import Any

import attrs

from edi_portal.errors import UsageError
from edi_portal.models.claim import Claim
from edi_portal.synthesis.dental import dental
from edi_portal.synthesis.institutional import institutional
from edi_portal.synthesis.making import Workshop
from edi_portal.synthesis.professional import professional
from edi_portal.synthesis.scenario import Scenario, scenarios

AS_OF = date(2025, 9, 15)
"""The day that claims are made on where none is asked for: the same seed gives the same file."""

# Codes that scenarios use are in force from then on.
_FIRST_DAY = date(2023, 1, 1)
_MAKERS: dict[str, Callable[..., Iterator[Any]]] = {
    "837P": professional,
    "837I": institutional,
    "837D": dental,
}


@attrs.frozen(kw_only=True)
class SyntheticClaim:
    """A claim, its place in the batch from 0, and the name of its scenario."""

    index: int
    scenario: str
    claim: Claim = attrs.field(repr=False)


def synthetic_claims(
    kind: str, count: int, *, seed: int, as_of: date = AS_OF
) -> Iterator[SyntheticClaim]:
    """The claims of `synthesize_claims`, each with the scenario that it is of."""
    if isinstance(as_of, datetime) or not isinstance(as_of, date):
        raise UsageError(f"as_of must be a date, not {type(as_of).__name__}")
    if as_of < _FIRST_DAY:
        raise UsageError(f"as_of must be {_FIRST_DAY} or later: codes used are in force from then")
    if count < 0:
        raise UsageError("count must be zero or more")
    known = scenarios(kind)
    return _numbered(kind, known, count, Workshop(kind, seed, as_of))


def synthesize_claims(kind: str, count: int, *, seed: int, as_of: date = AS_OF) -> Iterator[Any]:
    """Clean claims that nobody made: varied, valid, and free of what a scrubber would find.

    ``kind`` is ``837P``, ``837I`` or ``837D`` and gives `ProfessionalClaim`,
    `InstitutionalClaim` or `DentalClaim`. The claims are made as they are taken, in memory that
    does not grow with ``count``, and are the same for the same ``seed`` and ``as_of``, in every
    process. Each scenario of `scenarios` occurs once before any occurs again.

    Services are of the half year before ``as_of``, which is the date of the batch (BHT04).
    Control numbers are unique within the batch. Names, numbers and addresses are invented.

    Raises `UsageError` for another kind, a count below zero, or a day before 2023.
    """
    return (found.claim for found in synthetic_claims(kind, count, seed=seed, as_of=as_of))


def _numbered(
    kind: str, known: tuple[Scenario, ...], count: int, shop: Workshop
) -> Iterator[SyntheticClaim]:
    make = _MAKERS[kind]
    made = (
        (scenario.name, claim)
        for scenario, practice in _dealt(known, shop)
        for claim in make(shop, scenario, practice)
    )
    for index, (name, claim) in enumerate(islice(made, count)):
        yield SyntheticClaim(index=index, scenario=name, claim=claim)


def _dealt(known: tuple[Scenario, ...], shop: Workshop) -> Iterator[tuple[Scenario, Any]]:
    """Scenarios with the practice where they happen: first each once, then by their weights.

    Those of one practice stand together, as in a batch of a clearinghouse.
    """
    deck = list(known)
    weighted = list(chain.from_iterable([found] * found.weight for found in known))
    while True:
        shop.draw.shuffle(deck)
        kinds = list(dict.fromkeys(found.billing for found in deck))
        deck.sort(key=lambda found: kinds.index(found.billing))
        for kind, cards in groupby(deck, key=lambda found: found.billing):
            practice = shop.draw.pick(shop.practices(kind))
            for scenario in cards:
                yield scenario, practice
        deck = list(weighted)
