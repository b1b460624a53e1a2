"""Synthetic claims and the remittances that answer them, from a seed."""

from edi_portal.synthesis.answering import SyntheticRemittance, UnansweredClaim
from edi_portal.synthesis.claims import (
    AS_OF,
    SyntheticClaim,
    synthesize_claims,
    synthetic_claims,
)
from edi_portal.synthesis.corruption import CORRUPTIONS
from edi_portal.synthesis.folder import Synthesized, synthesize_folder
from edi_portal.synthesis.outcomes import default_rates
from edi_portal.synthesis.payments import Payment
from edi_portal.synthesis.remittances import (
    CORRUPTION,
    MOST_CLAIMS,
    synthesize_remittances,
    synthetic_remittances,
)
from edi_portal.synthesis.scenario import KINDS, Scenario, scenarios

__all__ = [
    "AS_OF",
    "CORRUPTION",
    "CORRUPTIONS",
    "KINDS",
    "MOST_CLAIMS",
    "Payment",
    "Scenario",
    "Synthesized",
    "SyntheticClaim",
    "SyntheticRemittance",
    "UnansweredClaim",
    "default_rates",
    "scenarios",
    "synthesize_claims",
    "synthesize_folder",
    "synthesize_remittances",
    "synthetic_claims",
    "synthetic_remittances",
]
