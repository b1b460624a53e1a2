"""Runs rules over claims: faults become findings with place, severity and words."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from edi_portal.catalogue import finding, finding_of
from edi_portal.findings import Finding, Location, Severity
from edi_portal.scrub.batch import Batch
from edi_portal.scrub.locating import locate
from edi_portal.scrub.rule import Fault, Rule
from edi_portal.scrub.settings import Settings
from edi_portal.scrub.tables import NAMES, Tables
from edi_portal.scrub.view import ClaimView

if TYPE_CHECKING:
    from edi_portal.models.claim import Claim

STATUS = "277CA"
"""The key of `Finding.ack` that says how a 277CA answers: ``category:status:entity``."""


class Scrubber:
    """The rules of a run over its claims, one after another, in memory that has a limit.

    ``as_of`` is the day dates count as future from; by default that which each file says.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        tables: Tables | None = None,
        as_of: date | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.tables = tables or Tables()
        self.as_of = as_of
        self.batch = Batch()
        self._not_checked: dict[str, dict[str, None]] = {}

    def check(self, claim: "Claim") -> list[Finding]:
        """What the rules say of a claim, in the order of its segments."""
        self.batch.number += 1
        payer = claim.subscriber.payer.identifier
        kind = ClaimView.kind_of(claim)
        plan = self.settings.plan(kind, payer)
        view = ClaimView(
            claim,
            as_of=self.as_of,
            options=plan.options,
            tables=self.tables,
            batch=self.batch,
        )
        found: list[Finding] = []
        for item, severity in plan.rules:
            if item.needs and (missing := self.tables.missing(item.needs)) is not None:
                self._not_checked.setdefault(missing, {})[item.code] = None
                continue
            found += (
                found_by(item, fault, claim, severity, self.batch.number)
                for fault in item.check(view)
            )
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def not_checked(self) -> Iterator[Finding]:
        """A remark for each table that was missing, with the rules that would have needed it."""
        for name, codes in self._not_checked.items():
            yield finding("SCR001", Location(), table=NAMES[name], rules=", ".join(sorted(codes)))


def found_by(
    item: Rule, fault: Fault, claim: "Claim", severity: Severity | None, number: int | None
) -> Finding:
    """The finding of a fault; ``severity`` is what the settings say of the rule, if anything."""
    place = locate(claim, fault.owner, fault.at, number)
    if severity is None:
        severity = fault.severity
    elif fault.severity is not None and fault.severity.rank < item.severity.rank:
        # What the rule itself thinks less of is not raised with the rest.
        severity = min(severity, fault.severity, key=lambda one: one.rank)
    status = fault.status or item.status
    if status is not None and "{entity}" in status:
        status = status.format(entity=fault.entity) if fault.entity else status[: -len(":{entity}")]
    elif status is not None and fault.entity and status.count(":") == 1:
        status = f"{status}:{fault.entity}"
    return finding_of(
        item.entry,
        place.location,
        severity=severity,
        ack={STATUS: status} if status is not None else None,
        data_element=place.data_element,
        value=place.value,
        text=place.text,
        shown=place.shown,
        unit=("CLM01", claim.patient_control_number),
        facts=fault.facts,
    )


def _order(item: Finding) -> tuple[int, str]:
    place = item.location
    return place.segment_in_file or 0, item.code


def check_claim(
    item: Rule,
    claim: "Claim",
    *,
    as_of: date | None = None,
    tables: Tables | None = None,
    batch: Batch | None = None,
    settings: Settings | None = None,
) -> list[Finding]:
    """What one rule says of one claim, whether or not the settings would have it run.

    A rule whose table is missing says so, in a finding of its own (``SCR001``).
    """
    given = tables or Tables()
    missing = given.missing(item.needs)
    if missing is not None:
        return [finding("SCR001", Location(), table=NAMES[missing], rules=item.code)]
    plan = (settings or Settings(extra=())).plan(
        ClaimView.kind_of(claim), claim.subscriber.payer.identifier
    )
    options = {f"{item.code}.{name}": value for name, value in item.options.items()}
    view = ClaimView(
        claim, as_of=as_of, options={**options, **plan.options}, tables=given, batch=batch
    )
    if view.kind not in item.kinds:
        return []
    return [found_by(item, fault, claim, None, None) for fault in item.check(view)]
