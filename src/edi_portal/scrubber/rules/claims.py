"""CLM: the claim as a whole: its number, charge, frequency, and how many lines it has."""

from collections.abc import Iterator

from edi_portal.codes.lists import BILL_FREQUENCIES
from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_MOST_CHARACTERS = 20
_SAFE_CHARACTERS = 17
_FREQUENCIES = frozenset({"1", "7", "8"})
_OF_AN_EARLIER = {"P": ("7", "8"), "I": ("6", "7", "8"), "D": ("7", "8")}
_NOTICES = frozenset("ABCDE")
_MOST_LINES = {"P": 50, "I": 999, "D": 50}


@rule(
    "CLM001",
    "control-number-length",
    "the patient control number has {count} characters, more than {limit}",
)
def control_number_length(claim: ClaimView) -> Iterator[Fault]:
    """The patient control number has at most 20 characters; some payers keep only 17.

    Over 20 is an error, 18 to 20 a warning.

    Why: It comes back in the remittance and is what a payment is matched by. What a payer cuts
    off cannot be matched any more.

    Example: ``CLM*RIVERSIDE-2025-0000417-A*150***11:B:1*Y*A*Y*Y~``

    Mend: Number accounts with at most 17 letters and digits.

    Source: 837 guides, CLM01: 20 characters are what a receiver has to keep; 17 is a practice
    of payers.
    """
    count = len(claim.claim.patient_control_number)
    if count > _MOST_CHARACTERS:
        yield fault(claim.claim, "patient_control_number", count=count, limit=_MOST_CHARACTERS)
    elif count > _SAFE_CHARACTERS:
        yield fault(
            claim.claim,
            "patient_control_number",
            severity=Severity.WARNING,
            count=count,
            limit=_SAFE_CHARACTERS,
        )


@rule(
    "CLM003",
    "charge-total",
    "the charge of the claim is not what its lines add up to",
    status="A7:178",
)
def charge_total(claim: ClaimView) -> Iterator[Fault]:
    """The total charge is the sum of the charges of the service lines, to the cent.

    A line with revenue code 0001 repeats the total and is left out of the sum. Amounts that are
    not covered do not reduce it.

    Why: Payers reject a claim that does not add up before they look at what it is for.

    Example: ``CLM*PCN1001*160***…`` over lines of 110 and 40

    Mend: Correct the total, or add the line that is missing.

    Source: 837 guides, CLM02, and their section on balancing; CMS Common Edits and Enhancements
    Module.
    """
    if claim.lines and claim.lines_charge != claim.claim.charge_amount:
        yield fault(claim.claim, "charge_amount")


@rule(
    "CLM004",
    "charge-not-positive",
    "the charge of the claim is {what}",
    status="A7:178",
)
def charge_not_positive(claim: ClaimView) -> Iterator[Fault]:
    """The total charge is above zero, except where no payment is asked for.

    Below zero it is wrong on every claim. Zero is right on encounters that are only reported
    (BHT06 RP) and on institutional notices of admission or election, frequencies A to E.

    Why: A claim for nothing pays nothing; a payer takes it for a slip and sends it back. A
    charge is taken back with a void, not with a negative one.

    Example: ``CLM*PCN1001*-150***11:B:1*Y*A*Y*Y~``

    Mend: Bill the charge; to take back a claim send it with frequency 8.

    Source: 837 guides, CLM02; CMS Common Edits and Enhancements Module.
    """
    amount = claim.claim.charge_amount
    if not amount:
        if not claim.is_encounter and not (claim.kind == "I" and claim.frequency in _NOTICES):
            yield fault(claim.claim, "charge_amount", what="zero, and it asks for payment")
    elif amount.is_signed():
        yield fault(claim.claim, "charge_amount", what="below zero")


@rule(
    "CLM005",
    "frequency-code",
    "the claim frequency is none that claims of this kind have",
    status="A7:535",
)
def frequency_code(claim: ClaimView) -> Iterator[Fault]:
    """The frequency code is one of those that the kind of claim has.

    On professional and dental claims 1 original, 7 replacement, 8 void; on institutional ones
    any last digit or letter of a type of bill.

    Why: The code decides whether a claim is new or changes an earlier one, so a payer does not
    guess at it.

    Example: ``CLM*PCN1001*150***11:B:2*Y*A*Y*Y~``

    Mend: Say 1 for a new claim, 7 to replace one that was decided, 8 to take it back.

    Source: 837 guides, CLM05-3; NUBC, fourth digit of the type of bill; practice of
    clearinghouses.
    """
    code = claim.frequency
    if code and code not in (BILL_FREQUENCIES if claim.kind == "I" else _FREQUENCIES):
        yield fault(claim.claim, "claim_frequency_code")


@rule(
    "CLM006",
    "original-reference-missing",
    "the claim changes an earlier one and does not say which",
    status="A7:464",
)
def original_reference_missing(claim: ClaimView) -> Iterator[Fault]:
    """A replacement or a void names the claim that it is about by the payer's number.

    That is frequency 7 and 8, and 6 of institutional claims, with REF*F8.

    Why: Without the number the payer cannot find the claim that is meant, and rejects this one
    or pays it as a duplicate.

    Example: ``CLM*PCN1001*150***11:B:7*Y*A*Y*Y~`` without ``REF*F8``

    Mend: Take the number from the remittance of the earlier claim (CLP07).

    Source: 837 guides, 2300 REF*F8; X12 RFI 1538, 2110 and 2173.
    """
    changes = claim.frequency in _OF_AN_EARLIER[claim.kind]
    if changes and not claim.claim.payer_claim_control_number:
        yield fault(claim.claim, "payer_claim_control_number")


@rule(
    "CLM007",
    "original-reference-unexpected",
    "the claim is an original one and yet names an earlier claim of the payer",
    severity=Severity.WARNING,
)
def original_reference_unexpected(claim: ClaimView) -> Iterator[Fault]:
    """An original claim (frequency 1) names no earlier claim of the payer.

    Why: Either it is meant to replace that claim, and is denied as a duplicate, or the number
    was left over and confuses whoever works on it.

    Example: ``CLM*PCN1001*150***11:B:1*Y*A*Y*Y~`` with ``REF*F8*PAYERCLAIM77~``

    Mend: Say frequency 7 if it replaces the claim; else leave the number out.

    Source: 837 guides, 2300 REF*F8; practice of clearinghouses.
    """
    if claim.frequency == "1" and claim.claim.payer_claim_control_number:
        yield fault(claim.claim, "payer_claim_control_number")


@rule(
    "CLM017",
    "line-count",
    "the claim has {count} lines, and a claim of its kind {limit} at most",
    status="A7:121",
)
def line_count(claim: ClaimView) -> Iterator[Fault]:
    """A professional or dental claim has at most 50 lines, an institutional one 999.

    Why: A receiver rejects the claim, or drops what is beyond.

    Example: ``LX*51~`` in a professional claim

    Mend: Split the claim in two, each with its own total and patient control number.

    Source: 837 guides, repeat of 2400.
    """
    limit = _MOST_LINES[claim.kind]
    if len(claim.lines) > limit:
        yield fault(claim.lines[limit], count=len(claim.lines), limit=limit)
