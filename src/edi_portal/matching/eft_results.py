"""What matching says of a deposit or a remittance: the result, the step, the evidence."""

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.catalogue import finding
from edi_portal.findings import Finding, Location
from edi_portal.matching.deposits import Deposit
from edi_portal.models.remittance import Remittance

_NONE, _CHECK, _DEBIT = "NON", "CHK", "D"
COLUMNS = (
    "result",
    "step",
    "deposit_file",
    "deposit_line",
    "deposit_date",
    "deposit_amount",
    "deposit_trace",
    "remittance_file",
    "remittance_date",
    "remittance_amount",
    "remittance_trace",
    "payer_identifier",
    "candidates",
)
"""The columns of a row, in their order."""


class EftResult(enum.StrEnum):
    """How it ended.

    ``matched``; ``ambiguous`` among the candidates; ``conflict``: the trace is the same and the
    amount another; ``unmatched``: a deposit without a remittance, or the other way round;
    ``not-expected``: a remittance that needs no deposit; ``duplicate``: it was there before.
    """

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    UNMATCHED = "unmatched"
    NOT_EXPECTED = "not-expected"
    DUPLICATE = "duplicate"


class EftStep(enum.StrEnum):
    """What led to it: the trace (TRN02, TRN03), or amount and day (BPR02, BPR16)."""

    TRACE = "trace"
    AMOUNT = "amount-and-day"


@attrs.frozen(kw_only=True)
class Advice:
    """What of a remittance tells its deposit: no more of it is kept.

    ``trace`` is TRN02, ``payer_identifier`` TRN03, ``payers`` that and all others of the payer,
    ``payer`` its name, ``amount`` BPR02, below zero where it is taken, ``day`` BPR16, ``method``
    BPR04. ``file`` is where it was read.
    """

    trace: str = attrs.field(repr=False)
    payer_identifier: str = attrs.field(repr=False)
    payers: tuple[str, ...] = attrs.field(repr=False)
    payer: str = attrs.field(repr=False)
    amount: Decimal = attrs.field(repr=False)
    day: date | None = attrs.field(default=None, repr=False)
    method: str = "ACH"
    file: str | None = None

    @classmethod
    def of(cls, remittance: Remittance, file: str | None = None) -> "Advice":
        """What a remittance says."""
        amount, payer = remittance.payment_amount, remittance.payer
        others = (
            remittance.originating_company,
            payer.identifier,
            *(each.value for each in payer.references),
        )
        return cls(
            trace=remittance.trace_number,
            payer_identifier=remittance.payer_identifier,
            payers=(remittance.payer_identifier, *(each for each in others if each)),
            payer=payer.name,
            amount=-amount if remittance.credit_debit == _DEBIT and amount else amount,
            day=remittance.payment_date,
            method=remittance.payment_method,
            file=file,
        )

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells a remittance from others: payer, trace, amount, day."""
        return self.payer_identifier, self.trace, self.amount, self.day

    @property
    def expected(self) -> bool:
        """Whether a transfer belongs to it: something is paid, and not by check (BPR04)."""
        return bool(self.amount) and self.method not in (_NONE, _CHECK)


@attrs.frozen(kw_only=True)
class EftCandidate:
    """A deposit and a remittance that may belong together, with what speaks for and against it.

    ``evidence`` has for each of ``trace``, ``amount``, ``payer`` and ``day`` that both sides know
    ``agrees`` or ``differs``; of days also ``near``, within the window, and ``far``.
    """

    deposit: Deposit
    remittance: Advice
    evidence: Mapping[str, str]


@attrs.frozen(kw_only=True)
class EftMatch:
    """A deposit with its remittance, or either of them without the other, and what to look at."""

    result: EftResult
    deposit: Deposit | None = None
    remittance: Advice | None = None
    step: EftStep | None = None
    candidates: tuple[EftCandidate, ...] = ()
    findings: tuple[Finding, ...] = ()

    def as_row(self) -> dict[str, Any]:
        """The match as a row of `COLUMNS`, for CSV and JSON Lines; it holds what the files say."""
        deposit, remittance = self.deposit, self.remittance
        names = (
            each.remittance.trace if deposit is not None else each.deposit.trace or ""
            for each in self.candidates
        )
        return {
            "result": self.result.value,
            "step": self.step.value if self.step else None,
            "deposit_file": deposit.file if deposit else None,
            "deposit_line": deposit.line if deposit else None,
            "deposit_date": deposit.day if deposit else None,
            "deposit_amount": deposit.amount if deposit else None,
            "deposit_trace": deposit.trace if deposit else None,
            "remittance_file": remittance.file if remittance else None,
            "remittance_date": remittance.day if remittance else None,
            "remittance_amount": remittance.amount if remittance else None,
            "remittance_trace": remittance.trace if remittance else None,
            "payer_identifier": (
                remittance.payer_identifier
                if remittance
                else deposit and (deposit.payer_identifier or deposit.payer)
            ),
            "candidates": tuple(names),
        }


@attrs.frozen(kw_only=True)
class EftMatches:
    """All matches, and how many of each result. ``window`` is in days."""

    matches: tuple[EftMatch, ...]
    window: int

    @property
    def findings(self) -> Iterator[Finding]:
        """What is to be looked at."""
        for each in self.matches:
            yield from each.findings

    @property
    def counts(self) -> Counter[EftResult]:
        """How many there are of each result."""
        return Counter(each.result for each in self.matches)

    @property
    def ok(self) -> bool:
        """Whether every deposit has its remittance, and every remittance that needs one its own."""
        open_results = (EftResult.UNMATCHED, EftResult.AMBIGUOUS, EftResult.CONFLICT)
        return not any(self.counts[result] for result in open_results)


def judged(
    result: EftResult,
    deposit: Deposit | None,
    remittance: Advice | None,
    step: EftStep | None,
    candidates: tuple[EftCandidate, ...],
) -> EftMatch:
    """A match with its findings."""
    findings: list[Finding] = []
    if result is EftResult.UNMATCHED:
        code = "EFT001" if deposit is None else "EFT002"
        findings.append(finding(code, _place(deposit, remittance)))
    elif result is EftResult.AMBIGUOUS:
        code = "EFT003" if deposit is None else "EFT004"
        facts = {"count": len(candidates)}
        findings.append(finding(code, _place(deposit, remittance), facts=facts))
    elif result is EftResult.CONFLICT and deposit is not None and remittance is not None:
        amounts = f"{deposit.amount}, remitted {remittance.amount}"
        findings.append(finding("EFT005", _place(deposit, remittance), value=amounts))
    if result is EftResult.MATCHED and candidates[0].evidence.get("day") == "far":
        findings.append(finding("EFT006", _place(deposit, remittance)))
    return EftMatch(
        result=result,
        deposit=deposit,
        remittance=remittance,
        step=step,
        candidates=candidates,
        findings=tuple(findings),
    )


def _place(deposit: Deposit | None, remittance: Advice | None) -> Location:
    """The line of the deposit; where there is none, the trace of the remittance."""
    if deposit is not None:
        return Location(file=deposit.file, line=deposit.line)
    file = remittance.file if remittance is not None else None
    return Location(file=file, segment="TRN", element=2)
