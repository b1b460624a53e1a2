"""The sums of a run of matching, and what became of its deposits."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from edi_portal.matching.eft import EftMatches, EftResult
from edi_portal.matching.results import Result
from edi_portal.matching.summary import Summary
from edi_portal.models.json_values import write_number

_SETTLED = frozenset({EftResult.MATCHED, EftResult.NOT_EXPECTED})


def behind(summary: Summary, deposits: EftMatches | None) -> dict[str, Any]:
    """What a document of JSON has behind its rows: ``summary``, and ``deposits`` if asked for."""
    found: dict[str, Any] = {"summary": summary.as_dict()}
    if deposits is not None:
        found["deposits"] = [
            {name: _plain(value) for name, value in match.as_row().items()}
            for match in deposits.matches
        ]
    return found


def deposit_lines(deposits: EftMatches | None) -> Iterator[str]:
    """Lines on deposits without their remittance, and remittances without their deposit."""
    for match in deposits.matches if deposits is not None else ():
        if match.result in _SETTLED and not match.findings:
            continue
        row = {name: _plain(value) or "-" for name, value in match.as_row().items()}
        side = "deposit" if match.deposit is not None else "remittance"
        place = row["deposit_file"] if match.deposit is not None else row["remittance_file"]
        if match.deposit is not None and match.deposit.line is not None:
            place = f"{place}:{match.deposit.line}"
        yield (
            f"{place}: {side} {match.result}: {row[f'{side}_amount']} on {row[f'{side}_date']}, "
            f"trace {row[f'{side}_trace']}\n"
        )
        for item in match.findings:
            yield f"  {item.severity.value} {item.code} {item.name}: {item.message}\n"


def summary_lines(summary: Summary, deposits: EftMatches | None = None) -> Iterator[str]:
    """The sums of a run as lines of text."""
    yield _line("claims", f"{summary.claims:,}")
    yield _line("claim payments", f"{summary.payments:,}")
    yield _line("matched", f"{summary.results[Result.MATCHED]:,}")
    for step, count in summary.as_dict()["steps"].items():
        if count:
            yield _line(f"  by {step}", f"{count:,}")
    for result in Result:
        if result is not Result.MATCHED:
            yield _line(result.value, f"{summary.results[result]:,}")
    yield _line("billed", f"{summary.billed:,}")
    yield _line("paid", f"{summary.paid:,}")
    for group, amount in sorted(summary.adjusted.items()):
        yield _line(f"adjusted {group}", f"{amount:,}")
    yield _line("patient's share", f"{summary.patient:,}")
    yield _line("denied", f"{summary.denied:,}")
    yield _line("out of balance", f"{summary.out_of_balance:,}")
    for outcome in EftResult if deposits is not None else ():
        yield _line(f"deposits {outcome}", f"{deposits.counts[outcome]:,}" if deposits else "")


def _line(name: str, figure: str) -> str:
    return f"{name:<32}{figure:>16}\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
