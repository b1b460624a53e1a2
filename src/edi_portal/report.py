"""The result of a validation: findings and counts, and whether they can be trusted."""

from collections import Counter

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


@attrs.frozen(kw_only=True, slots=True)
class Report:
    """Findings of one input in the order of the file, with its counts.

    ``complete`` is false where a limit cut the work short or part of the input could not be
    read. ``counts`` are of everything, also where the list of ``findings`` was cut by its limit.
    """

    file: str | None
    findings: tuple[Finding, ...]
    counts: Counts
    complete: bool = True

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
