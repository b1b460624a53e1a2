"""Remittances that answer claims, one after the other, of a seed."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from edi_portal.errors import UsageError
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import Remittance
from edi_portal.synthesis.answering import Payers, SyntheticRemittance, UnansweredClaim
from edi_portal.synthesis.corruption import known_kinds
from edi_portal.synthesis.outcomes import default_rates

CORRUPTION = 0.05
"""How many claim payments are corrupted where nothing else is asked for."""

MOST_CLAIMS = 40
"""Claims of one remittance, at most, where nothing else is asked for."""


def synthesize_remittances(
    claims: Iterable[Claim],
    *,
    seed: int,
    rates: Mapping[str, float] | None = None,
    corruption: float = CORRUPTION,
    corruptions: Collection[str] | None = None,
    most: int = MOST_CLAIMS,
) -> Iterator[Remittance]:
    """Remittances that answer these claims, each of one payer to one payee.

    They are made as they are taken: claims wait until their group has some, about ``most``
    times 50 in all at most, so that memory stays flat. Every line, claim and remittance
    balances to the cent. Some claims are answered more than once: reversed, corrected, split,
    or by a second payer; some never.

    - ``rates``: how often a scenario occurs beside the rest, by the names of `default_rates`;
      those not given stay as they are. ``{"unanswered": 0}`` answers every claim but those that void another.
    - ``most``: claims in one remittance. One that the payer splits is in it twice.
    - ``corruption``: the share of claim payments, from 0 to 1, that come back changed, in the
      ways that ``corruptions`` names, by default all of `CORRUPTIONS`.

    Raises `UsageError` for a scenario or a corruption that does not exist, or a number out of
    range.
    """
    return (
        found.remittance
        for found in synthetic_remittances(
            claims,
            seed=seed,
            rates=rates,
            corruption=corruption,
            corruptions=corruptions,
            most=most,
        )
        if isinstance(found, SyntheticRemittance)
    )


def synthetic_remittances(
    claims: Iterable[Claim],
    *,
    seed: int,
    rates: Mapping[str, float] | None = None,
    corruption: float = CORRUPTION,
    corruptions: Collection[str] | None = None,
    most: int = MOST_CLAIMS,
) -> Iterator[SyntheticRemittance | UnansweredClaim]:
    """The remittances of `synthesize_remittances` with the truth, and the claims left out."""
    known = default_rates()
    if set(rates or ()) - set(known):
        raise UsageError(f"scenarios of remittances are: {', '.join(known)}")
    known.update(rates or {})
    if min(known.values()) < 0 or not any(known.values()):
        raise UsageError("rates must be zero or more, and one of them above zero")
    if not 0 <= corruption <= 1:
        raise UsageError("corruption must be a share from 0 to 1")
    if most < 1:
        raise UsageError("most must be 1 or more")
    return Payers(seed, known, corruption, known_kinds(corruptions), most).answers(claims)
