"""What matching says of a payment or a claim: the result, the step that made it, and why."""

import enum
from collections.abc import Mapping
from decimal import Decimal

import attrs

from edi_portal.findings import Finding
from edi_portal.matching.chains import Role
from edi_portal.matching.comparing import Comparison
from edi_portal.matching.lines import LineMatch
from edi_portal.matching.records import ClaimKey, PaymentKey


class Result(enum.StrEnum):
    """How it ended.

    ``matched`` with one claim; ``ambiguous`` among the candidates; ``unmatched``: no claim is
    like it; ``conflict``: its control number is that of a claim which charge, patient and dates
    together contradict; ``duplicate``: it was read before, or paid before; ``unpaid``: a claim
    that no payment is for.
    """

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    UNPAID = "unpaid"


class Step(enum.StrEnum):
    """The step of the cascade that found the claim, in the order they are tried."""

    CONTROL_NUMBER = "control-number"
    NORMALISED = "normalised-control-number"
    PAYER_NUMBER = "payer-claim-control-number"
    CUT = "cut-control-number"
    MEMBER = "member-dates-charge"
    SCORE = "score"

    @property
    def reason(self) -> str:
        """Why such a match is one, in words and without values."""
        return _REASONS[self]


_REASONS = {
    Step.CONTROL_NUMBER: "the patient control number came back as it was sent",
    Step.NORMALISED: "the patient control number came back but for case, zeros, punctuation or a "
    "suffix, and patient, dates or charge agree",
    Step.PAYER_NUMBER: "the payer's number of the claim is known from another payment or from a "
    "claim that replaces it",
    Step.CUT: "one control number is the beginning of the other, and charge and dates agree",
    Step.MEMBER: "member number, dates and charge agree",
    Step.SCORE: "the evidence of all fields together leads by a clear margin",
}


@attrs.frozen(kw_only=True)
class Candidate:
    """A claim that a payment may be for, with the evidence for and against it."""

    claim: ClaimKey = attrs.field(repr=False)
    number: int
    comparison: Comparison

    @property
    def score(self) -> int:
        """What the evidence weighs."""
        return self.comparison.score

    @property
    def evidence(self) -> Mapping[str, str]:
        """How each field that both sides have compares."""
        return self.comparison.evidence


@attrs.frozen
class Outcome:
    """How it ended with a payment that is no claim's for sure.

    ``candidates`` are the numbers of the claims that it may be for, the likeliest first.
    """

    result: Result
    candidates: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Match:
    """A payment with its claim, or either of them without the other.

    ``why`` says in words why it is so, ``findings`` what a biller has to look at. ``services``
    has for each service of the payment the line of the claim that it answers, ``role`` what the
    payment is to the claim. Of a match ``candidates`` is that one claim with the evidence.
    ``read_before`` says that an earlier run, or this one, has read its remittance already.
    """

    result: Result
    payment: PaymentKey | None = attrs.field(default=None, repr=False)
    claim: ClaimKey | None = attrs.field(default=None, repr=False)
    claim_number: int | None = None
    step: Step | None = None
    score: int | None = None
    why: str
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    services: tuple[LineMatch, ...] = ()
    role: Role | None = None
    read_before: bool = False

    @property
    def billed(self) -> Decimal:
        """CLP03 of the payment, or CLM02 of the claim where there is none."""
        of = self.payment if self.payment is not None else self.claim
        assert of is not None
        return of.charge

    @property
    def paid(self) -> Decimal | None:
        """CLP04 of the payment."""
        return self.payment.paid if self.payment is not None else None
