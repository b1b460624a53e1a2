"""What ``edi-portal scrub`` does with each file, in this process or in another."""

import functools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from edi_portal.claim_acknowledgment import ClaimAnswers
from edi_portal.cli._batch import Outcome, Settings, reported
from edi_portal.cli._progress import Advance
from edi_portal.errors import UsageError
from edi_portal.findings import Finding, Severity
from edi_portal.report import Report
from edi_portal.scrub_inputs import load_tables
from edi_portal.scrubber.baseline import Baseline, read_baseline
from edi_portal.scrubber.config import (
    Configuration,
    find_configuration,
    known_rule,
    read_configuration,
)
from edi_portal.scrubber.engine import Found, Scrubber
from edi_portal.scrubber.mending import Mends
from edi_portal.scrubber.settings import Layer
from edi_portal.scrubber.tables import Tables
from edi_portal.scrubbing import Checked, Reported, Scrubbing

if TYPE_CHECKING:
    from edi_portal.event import InterchangeBegin


@attrs.frozen(kw_only=True)
class Spec:
    """What the command was told, in values that another process can be given.

    ``config`` is a file, ``None`` for the nearest and empty for none; ``payer`` has the
    settings of that payer hold for every claim.
    """

    config: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    payer: str | None = None
    as_of: date | None = None
    roster: str | None = None
    eligibility: tuple[str, ...] = ()
    authorizations: tuple[str, ...] = ()
    tables: tuple[tuple[str, str], ...] = ()
    store: str | None = None


def configuration_of(spec: Spec) -> Configuration:
    """The configuration that the command works by."""
    if spec.config == "":
        return Configuration()
    file = Path(spec.config) if spec.config is not None else find_configuration(Path.cwd())
    return read_configuration(file) if file is not None else Configuration()


def scrubber_of(spec: Spec) -> Scrubber:
    """The rules and tables of a run.

    Raises `UsageError` or `SourceError` for what cannot be read or is not known: then nothing
    was scrubbed.
    """
    found = configuration_of(spec)
    extra = {item.code: item for item in found.rules}
    for code in (*spec.select, *spec.ignore, *(code for code, _ in spec.severity)):
        nearest = known_rule(code, extra)
        if nearest is not None:
            raise UsageError(f"no rule is called {code!r}; the nearest is {nearest}")
    # What the command line says holds for every claim, whatever a layer says of some.
    layer = Layer(
        select=spec.select or None,
        ignore=spec.ignore,
        severity={code: Severity(value) for code, value in spec.severity},
        outweighs=True,
    )
    settings = found.settings([layer])
    if spec.payer is not None:
        settings = settings.as_for(spec.payer)
    return Scrubber(settings, tables=_tables(spec, found), as_of=spec.as_of)


def _tables(spec: Spec, found: Configuration) -> Tables:
    return load_tables(
        roster=spec.roster if spec.roster is not None else found.roster,
        eligibility=spec.eligibility,
        authorizations=spec.authorizations,
        named={**found.tables, **dict(spec.tables)},
        store=spec.store,
    )


class Run:
    """The files of one run, which share what is remembered of claims.

    ``kept`` are the findings of all files, for a baseline to be written; ``answers`` and
    ``mends`` gather what a 277CA and corrections are made of.
    """

    def __init__(
        self,
        scrubber: Scrubber,
        settings: Settings,
        *,
        baseline: Baseline | None = None,
        answered_at: datetime | None = None,
        mends: bool = False,
    ) -> None:
        self.scrubber = scrubber
        self.mends = Mends() if mends else None
        self.answers = ClaimAnswers(answered_at) if answered_at is not None else None
        self.interchange: InterchangeBegin | None = None
        self._settings = settings
        self._baseline = baseline

    def check(self, path: str, progress: Advance | None = None) -> Outcome:
        """The report of a path, or why there is none."""
        return reported(self._report, path, progress, self._settings)

    def _report(self, path: str | None = None, *, max_findings: int, **options: Any) -> Report:
        work = Scrubbing(path, self.scrubber, **options)
        report = Reported(work.file, max_findings)
        known = self._known(work.file)
        for item in work:
            self._take(item, work)
            report.add(self._without(item, known))
        report.list(item for item in work.rest if not known(item))
        report.tell(self.scrubber.not_checked())
        return report.made_of(work)

    def _take(self, item: Checked, work: Scrubbing) -> None:
        if self.mends is not None:
            self.mends.add(item.found)
        if self.answers is not None:
            self.interchange = self.interchange or work.interchange
            self.answers.add(item)

    def _known(self, file: str | None) -> Callable[[Finding], bool]:
        baseline = self._baseline
        if baseline is None:
            return lambda _: False
        return lambda item: baseline.has(item, file)

    def _without(self, item: Checked, known: Callable[[Finding], bool]) -> Checked:
        """A claim without the findings that a baseline knows."""
        if self._baseline is None:
            return item
        structure = tuple(one for one in item.structure if not known(one))
        found = tuple(self._unknown(item.found, known))
        severities = [one.severity for one in structure]
        severities += (one.finding.severity for one in found)
        return item._replace(structure=structure, found=found, severities=tuple(severities))

    def _unknown(
        self, found: tuple[Found, ...], known: Callable[[Finding], bool]
    ) -> Iterator[Found]:
        for one in found:
            if one.again or not known(one.finding):
                yield one


@functools.lru_cache(maxsize=1)
def _shared(spec: Spec) -> Scrubber:
    return scrubber_of(spec)


def check_alone(
    path: str, progress: Advance | None, *, spec: Spec, settings: Settings, baseline: str | None
) -> Outcome:
    """The report of a path that shares nothing with the other files of the run but tables."""
    shared = _shared(spec)
    scrubber = Scrubber(shared.settings, tables=shared.tables, as_of=shared.as_of)
    known = read_baseline(Path(baseline)) if baseline is not None else None
    return Run(scrubber, settings, baseline=known).check(path, progress)
