"""Matches as rows of JSON or CSV, or as text for the person who works them.

Rows hold patients' data, of course: control numbers and amounts are what they are for.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from edi_portal import _version
from edi_portal.findings import Severity
from edi_portal.formats.base import TOOL
from edi_portal.formats.cells import row as cells_of
from edi_portal.matching.results import Match, Result
from edi_portal.models.json_values import write_number

DOCUMENT_VERSION = 1
"""Raised when a key of a row goes or changes its meaning; a new key leaves it."""

FileName = Callable[[int], str | None]

# Of a row, in the order of the columns of CSV.
COLUMNS = (
    "result", "step", "score", "claim_control_number", "claim_file", "claim_ordinal",
    "payment_control_number", "payer_claim_control_number", "remittance_trace",
    "remittance_file", "payment_ordinal", "status_code", "role", "read_before", "billed", "paid",
    "why", "findings", "services", "candidates",
)  # fmt: skip

_WORKED = frozenset({Result.AMBIGUOUS, Result.UNMATCHED, Result.CONFLICT, Result.DUPLICATE})
_TITLES = {
    Result.AMBIGUOUS: "ambiguous",
    Result.UNMATCHED: "no claim found",
    Result.CONFLICT: "control number in conflict",
    Result.DUPLICATE: "duplicate",
    Result.MATCHED: "to look at",
    Result.UNPAID: "no payment",
}


def match_row(match: Match, file_name: FileName) -> dict[str, Any]:
    """A match as plain values, amounts as text.

    ``score`` is whole; ``findings`` are names of what stands out; ``services`` has for each
    service of the payment the place of the claim's line it answers, from 1, or null;
    ``candidates`` are claims that may be meant, with the ``evidence`` of each field that both
    sides have, and of a match the one it is.
    """
    payment, claim = match.payment, match.claim
    return {
        "result": match.result.value,
        "step": match.step.value if match.step is not None else None,
        "score": match.score,
        "claim_control_number": claim.control if claim is not None else None,
        "claim_file": file_name(claim.file) if claim is not None else None,
        "claim_ordinal": (claim.ordinal or None) if claim is not None else None,
        "payment_control_number": payment.control if payment is not None else None,
        "payer_claim_control_number": payment.number if payment is not None else None,
        "remittance_trace": payment.trace if payment is not None else None,
        "remittance_file": file_name(payment.file) if payment is not None else None,
        "payment_ordinal": (payment.ordinal or None) if payment is not None else None,
        "status_code": payment.status if payment is not None else None,
        "role": match.role.value if match.role is not None else None,
        "read_before": match.read_before,
        "billed": write_number(match.billed),
        "paid": write_number(match.paid) if match.paid is not None else None,
        "why": match.why,
        "findings": list(dict.fromkeys(found.name for found in match.findings)),
        "services": [found.line for found in match.services],
        "candidates": [
            {
                "claim_control_number": one.claim.control,
                "claim_file": file_name(one.claim.file),
                "claim_ordinal": one.claim.ordinal or None,
                "billed": write_number(one.claim.charge),
                "score": one.score,
                "evidence": dict(one.evidence),
            }
            for one in match.candidates
        ],
    }


def write_jsonl(matches: Iterable[Match], file_name: FileName) -> Iterator[str]:
    """Yield each match as a JSON object on a line."""
    for match in matches:
        yield json.dumps(match_row(match, file_name)) + "\n"


def write_json(
    matches: Iterable[Match], file_name: FileName, behind: Callable[[], dict[str, Any]]
) -> Iterator[str]:
    """Yield one document: ``version``, ``tool``, ``rows``, and what is known ``behind`` them."""
    head = {
        "version": DOCUMENT_VERSION,
        "tool": {"name": TOOL, "version": _version.__version__},
    }
    yield f'{json.dumps(head)[:-1]}, "rows": ['
    separator = "\n"
    for match in matches:
        yield separator + json.dumps(match_row(match, file_name))
        separator = ",\n"
    end = "]" if separator == "\n" else "\n]"
    yield f"{end}, {json.dumps(behind())[1:]}\n"


def write_csv(matches: Iterable[Match], file_name: FileName) -> Iterator[str]:
    """Yield a header and a row for each match; lists are words between blanks.

    A candidate is a control number and its score.
    """
    yield cells_of(COLUMNS)
    for match in matches:
        found = match_row(match, file_name)
        found["findings"] = " ".join(found["findings"])
        found["services"] = " ".join(str(line or "-") for line in found["services"])
        found["candidates"] = " ".join(
            f"{one['claim_control_number']}={one['score']}" for one in found["candidates"]
        )
        found["billed"], found["paid"] = match.billed, match.paid
        yield cells_of(found[name] for name in COLUMNS)


def write_text(matches: Iterable[Match], file_name: FileName) -> Iterator[str]:
    """Yield what a person has to look at: payments that are not plainly matched, with why."""
    for match in matches:
        told = [item for item in match.findings if item.severity is not Severity.INFO]
        if match.payment is None or not (match.result in _WORKED or told):
            continue
        found = match_row(match, file_name)
        place = f"{found['remittance_file'] or ''}:{found['payment_ordinal'] or ''}"
        yield (
            f"{place}: {_TITLES[match.result]}: claim {found['payment_control_number']}, "
            f"billed {found['billed']}, paid {found['paid']}, trace {found['remittance_trace']}\n"
        )
        if match.result is not Result.MATCHED:
            yield f"  {match.why}\n"
        for item in told:
            yield f"  {item.severity.value} {item.code} {item.name}: {item.message}\n"
        if match.result in (Result.AMBIGUOUS, Result.CONFLICT):
            yield from _candidates(found["candidates"])


def _candidates(candidates: Iterable[dict[str, Any]]) -> Iterator[str]:
    for one in candidates:
        evidence = ", ".join(f"{field} {level}" for field, level in one["evidence"].items())
        yield (
            f"  candidate {one['claim_control_number']} in {one['claim_file'] or '-'}, "
            f"billed {one['billed']}, score {one['score']}: {evidence}\n"
        )
