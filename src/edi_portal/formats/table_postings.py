"""Postings and worklists as CSV that is safe to open in a spreadsheet, and as JSON Lines.

They hold control numbers of patients and payers, without which nothing could be posted: they are
no logs, and belong where the claims themselves are kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from edi_portal.formats.cells import row
from edi_portal.matching.posting import ClaimPosting, Posting
from edi_portal.matching.worklist import WorkItem
from edi_portal.models.json_values import write_number

Row = Mapping[str, Any]

POSTING_COLUMNS = (
    *("remittance_trace", "payer_identifier", "payment_date", "claim"),
    *("patient_control_number", "payer_claim_control_number", "claim_status", "state"),
    *("line", "line_item_control_number", "procedure", "kind", "group", "reason", "amount"),
    *("cash", "reversal", "reference", "source", "in_balance"),
)
WORKLIST_COLUMNS = (
    *("deadline", "amount", "category", "title", "reasons", "says", "next", "scenario"),
    *("patient_control_number", "payer_claim_control_number", "payer_identifier"),
    "remittance_trace",
)


def posting_rows(postings: Iterable[Posting]) -> Iterator[Row]:
    """A row for each entry, in the order of the remittances.

    ``in_balance`` is of the whole remittance: one that is not should be held.
    """
    for posting in postings:
        remittance = posting.remittance
        common = {
            "remittance_trace": remittance.trace_number,
            "payer_identifier": remittance.payer_identifier,
            "payment_date": remittance.payment_date,
            "in_balance": posting.balanced,
        }
        for claim in posting.claims:
            yield from ({**common, **found} for found in _of_claim(claim))
        for entry in posting.provider:
            named = posting.claims[entry.claim - 1] if entry.claim is not None else None
            yield {**common, **(_of_payment(named) if named else {}), **_of_entry(entry)}


def _of_claim(claim: ClaimPosting) -> Iterator[Row]:
    common = _of_payment(claim)
    for entry in claim.entries:
        service = claim.payment.services[entry.line - 1] if entry.line is not None else None
        yield {
            **common,
            **_of_entry(entry),
            "line_item_control_number": service.line_item_control_number if service else None,
            "procedure": service.procedure.code if service else None,
        }


def _of_payment(claim: ClaimPosting) -> Row:
    payment = claim.payment
    return {
        "patient_control_number": payment.patient_control_number,
        "payer_claim_control_number": payment.payer_claim_control_number,
        "claim_status": payment.status_code,
        "state": claim.state.value,
    }


def _of_entry(entry: Any) -> Row:
    names = ("claim", "line", "group", "reason", "amount", "cash", "reversal", "reference")
    values = {name: getattr(entry, name) for name in (*names, "source")}
    return {**values, "kind": entry.kind.value}


def worklist_rows(items: Iterable[WorkItem]) -> Iterator[Row]:
    """A row for each item, in the order given."""
    for item in items:
        yield {name: getattr(item, name) for name in WORKLIST_COLUMNS}


def csv_lines(rows: Iterable[Row], columns: tuple[str, ...]) -> Iterator[str]:
    """A heading and the rows as lines of CSV, no cell of which is a formula to a spreadsheet."""
    yield row(columns)
    for found in rows:
        yield row(found.get(name) for name in columns)


def json_lines(rows: Iterable[Row], columns: tuple[str, ...]) -> Iterator[str]:
    """The rows as JSON Lines, amounts as text."""
    for found in rows:
        shown = {name: _plain(found.get(name)) for name in columns}
        yield json.dumps(shown, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    known: dict[type, Callable[[Any], Any]] = {Decimal: write_number, date: date.isoformat}
    how = known.get(type(value))
    return how(value) if how is not None else value
