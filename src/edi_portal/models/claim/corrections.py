"""What follows a claim that was decided: one that replaces it, one that takes it back.

Both name the claim that they are about by the number that the payer gave it, the ``CLP07`` of
its remittance (REF*F8; X12 RFI 1538, 2110 and 2173).
"""

from typing import Any

from edi_portal.errors import ModelError, UsageError

ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"
FREQUENCY = "claim_frequency_code"
REFERENCE = "payer_claim_control_number"


def replacement_of(claim: Any, original_reference: str | None, changes: dict[str, object]) -> Any:
    """What `Claim.replacement` gives."""
    if claim.claim_frequency_code == VOID:
        raise ModelError(
            "a void is not replaced: what it takes back is billed anew, as an original claim "
            "[CLM005]",
            field=f"{type(claim).__name__}.{FREQUENCY}",
            place="2300/CLM05-3",
        )
    fixed = sorted({FREQUENCY, REFERENCE} & changes.keys())
    if fixed:
        raise UsageError(f"{fixed[0]} follows from what is asked for and cannot be given")
    return claim.evolve(**changes, **_about(claim, original_reference, REPLACEMENT))


def void_of(claim: Any, original_reference: str | None) -> Any:
    """What `Claim.void` gives."""
    return claim.evolve(**_about(claim, original_reference, VOID))


def _about(claim: Any, reference: str | None, frequency: str) -> dict[str, str]:
    number = claim.payer_claim_control_number if reference is None else reference
    if not isinstance(number, str | None):
        raise UsageError(f"original_reference must be text, not {type(number).__name__}")
    if not number or not number.strip():
        raise ModelError(
            "the payer's number of the claim that is meant is missing: original_reference, the "
            "CLP07 of its remittance [CLM006]",
            field=f"{type(claim).__name__}.{REFERENCE}",
            place="2300/REF[F8]02",
        )
    return {FREQUENCY: frequency, REFERENCE: number}
