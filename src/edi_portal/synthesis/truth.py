"""The truth about remittances, as rows of JSON: what answers what, and what was changed."""

import json
from typing import Any

from edi_portal.synthesis.answering import SyntheticRemittance, UnansweredClaim
from edi_portal.synthesis.claims import SyntheticClaim


def claim_row(of: SyntheticClaim) -> dict[str, Any]:
    """A claim: its place in the batch, its control number, its scenario."""
    return {
        "row": "claim",
        "claim_index": of.index,
        "claim": of.claim.patient_control_number,
        "scenario": of.scenario,
    }


def payment_rows(of: SyntheticRemittance, file: str) -> list[dict[str, Any]]:
    """One row for each claim payment of a remittance, in their order.

    ``payment_index`` counts them from 0, ``lines`` are the places of the claim's lines that
    the services answer, one for each service; none where the claim was paid as a whole.
    ``patient_control_number`` is as it was sent, ``claim`` as it is right.
    """
    remittance = of.remittance
    return [
        {
            "row": "payment",
            "file": file,
            "payer_identifier": remittance.payer_identifier,
            "trace_number": remittance.trace_number,
            "payment_index": place,
            "patient_control_number": found.model.patient_control_number,
            "payer_claim_control_number": found.model.payer_claim_control_number,
            "status_code": found.model.status_code,
            "claim_index": found.claim,
            "claim": found.control_number,
            "lines": list(found.lines),
            "scenario": found.scenario,
            "corruption": list(found.corruption),
        }
        for place, found in enumerate(of.payments)
    ]


def unanswered_row(of: UnansweredClaim) -> dict[str, Any]:
    """A claim that no remittance answers."""
    return {"row": "unanswered", "claim_index": of.claim, "claim": of.control_number}


def line(row: dict[str, Any]) -> bytes:
    """A row as a line of JSON Lines."""
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"
