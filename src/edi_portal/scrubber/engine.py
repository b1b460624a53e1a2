"""Runs rules over claims: faults become findings with place, severity and words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from edi_portal.catalogue import finding, finding_of
from edi_portal.findings import Finding, Location, Severity
from edi_portal.models.base import Model
from edi_portal.models.claim import Claim
from edi_portal.scrubber.batch import Batch
from edi_portal.scrubber.locating import Locator
from edi_portal.scrubber.rule import ABOUT, KINDS, Check, Fault, Rule
from edi_portal.scrubber.settings import Plan, Settings
from edi_portal.scrubber.tables import NAMES, Tables
from edi_portal.scrubber.view import ClaimView

STATUS = "277CA"
"""The key of `Finding.ack` that says how a 277CA answers: ``category:status:entity``."""

_REMEMBERED = 4096  # faults of levels above claims; more distinct ones at a time are told again


@attrs.frozen(kw_only=True)
class Found:
    """A fault as a finding. ``mend`` is the value as it must be spelt, where that is certain.

    ``again`` says that it is of a level above the claim (its billing provider, subscriber) and
    was told with a claim before: it counts for this claim, too, but is not another finding.
    """

    finding: Finding
    mend: str | None = attrs.field(default=None, repr=False)
    again: bool = False


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
        self._tables = {kind: self.tables.of_kind(kind) for kind in KINDS}
        self.as_of = as_of
        self.batch = Batch()
        self._missed: dict[str, dict[str, None]] = {}
        self._said: set[tuple[str, str]] = set()
        # By identity: plans are kept as long as their settings.
        self._ready: dict[
            tuple[int, bool, bool, bool], list[tuple[Check, Rule, Severity | None]]
        ] = {}
        # The models are kept with their faults, so that no other can have the same identity.
        self._told: dict[tuple[str, str, int], Model] = {}

    def check(self, claim: Claim) -> list[Found]:
        """What the rules say of a claim, in the order of its segments."""
        self.batch.number += 1
        kind = ClaimView.kind_of(claim)
        plan = self.settings.plan(kind, claim.subscriber.payer.identifier)
        view = ClaimView(
            claim,
            as_of=self.as_of,
            options=plan.options,
            tables=self._tables[kind],
            batch=self.batch,
        )
        found: list[Found] = []
        locator: Locator | None = None
        for check, item, severity in self._checks(plan, view):
            for fault in check(view):
                if isinstance(fault, Fault):
                    locator = locator or Locator(claim, self.batch.number)
                    found.append(self._found(item, fault, claim, severity, locator))
                else:
                    self._missed.setdefault(fault.want, {})[item.code] = None
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def _checks(self, plan: Plan, view: ClaimView) -> list[tuple[Check, Rule, Severity | None]]:
        """The rules of a plan that are asked of a claim; those without a table are noted."""
        # A hundred calls that say nothing take longer than to sort them out once.
        key = (id(plan), view.has_other_payers, view.is_medicare, bool(view.modified))
        ready = self._ready.get(key)
        if ready is None:
            about = dict(zip(ABOUT, key[1:], strict=True))
            ready = self._ready[key] = []
            for item, severity in plan.rules:
                missing = self.tables.missing(item.needs, view.kind)
                if missing is not None:
                    self._missed.setdefault(NAMES[missing], {})[item.code] = None
                elif item.about is None or about[item.about]:
                    ready.append((item.check, item, severity))
        return ready

    def _found(
        self, item: Rule, fault: Fault, claim: Claim, severity: Severity | None, locator: Locator
    ) -> Found:
        made, above = found_by(item, fault, claim, severity, locator)
        again = False
        if above:
            key = (item.code, fault.at, id(fault.owner))
            again = key in self._told
            if not again:
                if len(self._told) >= _REMEMBERED:
                    self._told.clear()
                self._told[key] = fault.owner
        return Found(finding=made, mend=fault.mend if item.mends else None, again=again)

    def not_checked(self) -> Iterator[Finding]:
        """A remark that names the rules that were not checked, and the table each would need.

        What was given once is not given again.
        """
        fresh = {
            want: [code for code in codes if (want, code) not in self._said]
            for want, codes in self._missed.items()
        }
        self._said.update((want, code) for want, codes in fresh.items() for code in codes)
        if any(fresh.values()):
            yield not_checked({want: codes for want, codes in fresh.items() if codes})


def not_checked(missed: Mapping[str, Iterable[str]]) -> Finding:
    """The remark that rules were not checked, by what each lacked."""
    named = (f"{', '.join(sorted(codes))} for want of {want}" for want, codes in missed.items())
    return finding("SCR001", Location(), what="; ".join(named))


def found_by(
    item: Rule, fault: Fault, claim: Claim, severity: Severity | None, locator: Locator
) -> tuple[Finding, bool]:
    """The finding of a fault, and whether it is of a level above the claim.

    ``severity`` is what the settings say of the rule, if anything.
    """
    place = locator.locate(fault.owner, fault.at)
    if severity is None:
        severity = fault.severity
    elif fault.severity is not None and fault.severity.rank < item.severity.rank:
        # What the rule itself thinks less of is not raised with the rest.
        severity = min(severity, fault.severity, key=lambda one: one.rank)
    status = _status(item, fault)
    made = finding_of(
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
    return made, place.above


def _status(item: Rule, fault: Fault) -> str | None:
    status = fault.status or item.status
    if status is None:
        return None
    status = status.removesuffix(":{entity}")
    return f"{status}:{fault.entity}" if fault.entity and status.count(":") == 1 else status


def _order(item: Found) -> tuple[int, str]:
    place = item.finding.location
    return place.segment_in_file or 0, item.finding.code


def check_claim(
    item: Rule,
    claim: Claim,
    *,
    as_of: date | None = None,
    tables: Tables | None = None,
    batch: Batch | None = None,
    settings: Settings | None = None,
) -> list[Finding]:
    """What one rule says of one claim, whether or not the settings would have it run.

    Where it lacks a table, or could not look, a last finding says so (``SCR001``).
    """
    given = tables or Tables()
    kind = ClaimView.kind_of(claim)
    if kind not in item.kinds:
        return []
    missing = given.missing(item.needs, kind)
    if missing is not None:
        return [not_checked({NAMES[missing]: [item.code]})]
    plan = (settings or Settings()).plan(kind, claim.subscriber.payer.identifier)
    own = {f"{item.code}.{name}": value for name, value in item.options.items()}
    view = ClaimView(
        claim, as_of=as_of, options={**own, **plan.options}, tables=given.of_kind(kind), batch=batch
    )
    found: list[Finding] = []
    wants: dict[str, list[str]] = {}
    locator = Locator(claim)
    for fault in item.check(view):
        if isinstance(fault, Fault):
            found.append(found_by(item, fault, claim, None, locator)[0])
        else:
            wants[fault.want] = [item.code]
    return [*found, not_checked(wants)] if wants else found
