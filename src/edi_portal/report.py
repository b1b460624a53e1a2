"""The result of a validation: findings and counts, and whether they can be trusted."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.findings import Finding, Severity


@attrs.define(kw_only=True, slots=True)
class Counts:
    """What was read, and what was found. ``bytes`` is the size of the input read."""

    bytes: int = 0
    interchanges: int = 0
    groups: int = 0
    transactions: int = 0
    segments: int = 0
    claims: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    guides: Counter[str] = attrs.field(factory=Counter)

    def as_dict(self) -> dict[str, object]:
        """The counts as plain values; ``guides`` maps a guide to its transactions."""
        result: dict[str, object] = attrs.asdict(self, recurse=False)
        result["guides"] = dict(self.guides)
        return result


@attrs.define(kw_only=True)
class Totals:
    """Sums over the claims of a run. Amounts are charges (CLM02), in the claims' currency.

    - ``claims``: that could be scrubbed; ``unread``: others, too broken for that;
    - ``clean``: of ``claims``, those with no error and no warning;
    - ``with_errors``: those with an error, of the scrubber's or of the guide's;
    - ``charges``: of all claims, ``at_risk``: of those with an error;
    - ``by_rule``: findings by code.
    """

    claims: int = 0
    unread: int = 0
    clean: int = 0
    with_errors: int = 0
    charges: Decimal = Decimal(0)
    at_risk: Decimal = Decimal(0)
    by_rule: Counter[str] = attrs.field(factory=Counter)

    def add(self, charge: Decimal, severities: Iterable[Severity]) -> None:
        """Count a claim with what was found in it."""
        worst = max((severity.rank for severity in severities), default=-1)
        self.claims += 1
        self.charges += charge
        if worst < Severity.WARNING.rank:
            self.clean += 1
        elif worst == Severity.ERROR.rank:
            self.with_errors += 1
            self.at_risk += charge

    def count(self, finding: Finding) -> None:
        """Count a finding under its rule."""
        self.by_rule[finding.code] += 1

    def merge(self, other: "Totals") -> None:
        """Take in the sums of another file."""
        self.claims += other.claims
        self.unread += other.unread
        self.clean += other.clean
        self.with_errors += other.with_errors
        self.charges += other.charges
        self.at_risk += other.at_risk
        self.by_rule.update(other.by_rule)

    def as_dict(self) -> dict[str, Any]:
        """The sums as plain values, amounts as text."""
        return {
            "claims": self.claims,
            "unread": self.unread,
            "clean": self.clean,
            "with_errors": self.with_errors,
            "charges": str(self.charges),
            "at_risk": str(self.at_risk),
            "by_rule": dict(sorted(self.by_rule.items())),
        }


@attrs.frozen(kw_only=True, slots=True)
class Report:
    """Findings of one input in the order of the file, with its counts.

    ``complete`` is false where a limit cut the work short or part of the input could not be
    read. ``counts`` are of everything, also where the list of ``findings`` was cut by its limit.
    ``totals`` are there where claims were scrubbed.
    """

    file: str | None
    findings: tuple[Finding, ...]
    counts: Counts
    complete: bool = True
    totals: Totals | None = None

    @property
    def ok(self) -> bool:
        """True where the whole input was read and there is no error."""
        return self.complete and self.counts.errors == 0

    def at_least(self, severity: Severity) -> int:
        """How many findings are of this severity or above."""
        counts = self.counts
        total = counts.errors
        if severity.rank <= Severity.WARNING.rank:
            total += counts.warnings
        if severity.rank <= Severity.INFO.rank:
            total += counts.infos
        return total
