"""Synthetic claims and the remittances that answer them, from a seed."""

from edi_portal.synthesis.claims import (
    AS_OF,
    SyntheticClaim,
    synthesize_claims,
    synthetic_claims,
)
from edi_portal.synthesis.scenario import KINDS, Scenario, scenarios

__all__ = [
    "AS_OF",
    "KINDS",
    "Scenario",
    "SyntheticClaim",
    "scenarios",
    "synthesize_claims",
    "synthetic_claims",
]
