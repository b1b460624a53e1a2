"""Scrubs claims: those of a file together with its structure, or any that a program has.

`scrub_file` validates and scrubs in one reading. `scrubbed` gives the claims of a file one by
one, each with what was found in it; `scrub` takes claims from anywhere.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import attrs

from edi_portal import parsing
from edi_portal.catalogue import finding
from edi_portal.errors import UsageError
from edi_portal.event import InterchangeBegin
from edi_portal.findings import Finding, Location, Severity
from edi_portal.models.base import Model
from edi_portal.models.claim import Claim
from edi_portal.models.stream import Models
from edi_portal.report import Counts, Report, Totals
from edi_portal.scrubber.engine import Found, Scrubber
from edi_portal.scrubber.settings import Settings
from edi_portal.scrubber.tables import Tables
from edi_portal.x12.source import PathLike

# Levels above a claim by the loops that they stand for: what is wrong there is wrong for all
# claims below it.
_LEVELS = (("2000A", "billing_provider"), ("2000B", "subscriber"), ("2000C", "patient"))
_ANYWHERE = "transmission"
_OTHER_KIND = "MDL002"

Spot = tuple[int | None, int | None]
# Findings of one claim that are listed; a file full of faults must not fill the memory.
_MOST = 10_000


class _Level:
    """What was found in a level that claims stand under: how severe, and of which elements."""

    def __init__(self, model: Model | None) -> None:
        self.model = model
        self.severities: set[Severity] = set()
        self.places: set[Spot] = set()

    def add(self, item: Finding) -> None:
        self.severities.add(item.severity)
        if _is_said(item) and len(self.places) < _MOST:
            self.places.add(_place(item))


class Checked(NamedTuple):
    """A claim with what was found in it.

    ``structure`` are findings of the guide told since the claim before, ``found`` those of the
    rules; ``severities`` are of all that concerns this claim, each once, what was told before
    included.
    """

    claim: Claim
    structure: tuple[Finding, ...]
    found: tuple[Found, ...]
    severities: tuple[Severity, ...]

    @property
    def findings(self) -> Iterator[Finding]:
        """What is told with this claim, of the guide first."""
        yield from self.structure
        yield from (item.finding for item in self.found if not item.again)


def scrub(
    claims: Iterable[Claim],
    settings: Settings | None = None,
    *,
    as_of: date | None = None,
    tables: Tables | None = None,
    max_findings: int = 10_000,
) -> Report:
    """Scrub claims, from a file or made in Python; their structure is not looked at.

    ``as_of`` is the day that dates count as future from, by default the day that the claims
    were created on. ``max_findings`` bounds how many findings are listed; all are counted.

    >>> scrub([]).totals.claims
    0
    """
    scrubber = Scrubber(settings, tables=tables, as_of=as_of)
    report = Reported(None, max_findings)
    for claim in claims:
        found = scrubber.check(claim)
        report.add(Checked(claim, (), tuple(found), _severities(found)))
    report.tell(scrubber.not_checked())
    counts = Counts(claims=report.totals.claims)
    return report.made(counts, complete=True)


def scrub_file(
    path: PathLike | None = None,
    *,
    scrubber: Scrubber | None = None,
    max_findings: int = 10_000,
    **options: Any,
) -> Report:
    """Validate and scrub the claims of an 837 in one reading.

    ``options`` are those of `edi_portal.claims`. Several files that make one run share a
    ``scrubber``: duplicates are found across them. Raises as `edi_portal.claims` does.
    """
    work = Scrubbing(path, scrubber or Scrubber(), **options)
    report = Reported(work.file, max_findings)
    for item in work:
        report.add(item)
    report.list(work.rest)
    report.tell(work.scrubber.not_checked())
    return report.made_of(work)


class Scrubbing(Iterator[Checked]):
    """The claims of an input, validated and scrubbed, one by one.

    Iterate it to its end; then ``rest`` are the findings behind the last claim, and ``counts``
    and ``complete`` are of the structure, as those of `edi_portal.Models`. Of findings of the
    guide at most 10,000 are given with one claim, and ``cut`` says whether there were more; all
    are counted. ``others`` are the transaction sets that hold no claims.
    """

    def __init__(self, path: PathLike | None, scrubber: Scrubber, **options: Any) -> None:
        if "on_finding" in options or "max_findings" in options:
            raise UsageError("findings are given with the claims that they are of")
        self.scrubber = scrubber
        self.rest: list[Finding] = []
        self.cut = False
        self.others = 0
        self._models: Models[Any] = parsing.claims(path, on_finding=self._met, **options)
        self._levels: dict[str, _Level] = {}
        self._unlisted: set[Severity] = set()

    @property
    def file(self) -> str | None:
        """The name of the input, as findings give it."""
        return self._models.file

    @property
    def counts(self) -> Counts:
        """What was read so far, and what was found in its structure."""
        return self._models.counts

    @property
    def interchange(self) -> InterchangeBegin | None:
        """The interchange that is being read, by its ISA."""
        return self._models.interchange

    @property
    def complete(self) -> bool:
        """Whether the whole input was read, without a limit reached on the way."""
        return self._models.read_to_end

    def close(self) -> None:
        """Leave the rest of the input unread."""
        self._models.close()

    def _met(self, item: Finding) -> None:
        self.others += item.code == _OTHER_KIND
        if len(self.rest) < _MOST:
            self.rest.append(item)
        else:
            self.cut = True
            self._unlisted.add(item.severity)

    def __next__(self) -> Checked:
        claim: Claim = next(self._models)
        found = self.scrubber.check(claim)
        if not (self.rest or self._levels):
            return Checked(claim, (), tuple(found), _severities(found))
        told = tuple(self.rest)
        self.rest.clear()
        own = [item for item in told if item.location.claim]
        said = [{_place(item) for item in own if _is_said(item)}]
        severities = {item.severity for item in own} | self._unlisted
        self._unlisted = set()
        for level in self._of_levels(claim, told):
            said.append(level.places)
            severities |= level.severities
        if any(said):
            # What the guide has said of an element no rule says again.
            found = [one for one in found if not any(_place(one.finding) in of for of in said)]
        return Checked(claim, told, tuple(found), (*severities, *_severities(found)))

    def _of_levels(self, claim: Claim, told: Iterable[Finding]) -> Iterable[_Level]:
        """The levels that this claim stands under, with what was found in them."""
        for _, field in (*_LEVELS, ("", _ANYWHERE)):
            model = getattr(claim, field)
            if field not in self._levels or self._levels[field].model is not model:
                self._levels[field] = _Level(model)
        for item in told:
            loop = item.location.loop or ""
            if item.location.claim is None and item.location.transaction is not None:
                starts = (name for begin, name in _LEVELS if loop.startswith(begin))
                self._levels[next(starts, _ANYWHERE)].add(item)
        return self._levels.values()


def _severities(found: Iterable[Found]) -> tuple[Severity, ...]:
    return tuple({item.finding.severity for item in found})


def _is_said(item: Finding) -> bool:
    """Whether the guide said something of an element that matters."""
    return item.location.element is not None and item.severity is not Severity.INFO


def _place(item: Finding) -> Spot:
    return item.location.segment_in_file, item.location.element


class Reported:
    """A report while it is made."""

    def __init__(self, file: str | None, most: int) -> None:
        self.totals = Totals()
        self._file = file
        self._most = most
        self._findings: list[Finding] = []
        self._cut = False
        self._added = dict.fromkeys(Severity, 0)

    def add(self, item: Checked) -> None:
        """A claim that was scrubbed."""
        self.totals.add(item.claim.charge_amount, item.severities)
        self.list(item.structure)
        self.tell(one.finding for one in item.found if not one.again)

    def tell(self, findings: Iterable[Finding]) -> None:
        """Findings that the counts of the reading do not have."""
        for item in findings:
            self._added[item.severity] += 1
            self.list((item,))

    def list(self, findings: Iterable[Finding]) -> None:
        """Findings that are counted already."""
        for item in findings:
            self.totals.count(item)
            if len(self._findings) < self._most:
                self._findings.append(item)
            else:
                self._cut = True

    def made_of(self, work: Scrubbing) -> Report:
        """The report of an input that was read to its end."""
        counts = work.counts
        if work.others < counts.transactions:
            self.totals.unread = max(counts.claims - self.totals.claims, 0)
        elif not counts.errors:
            # What was counted as claims are payments, or whatever else is there.
            self.tell((finding("SCR002", Location(file=self._file)),))
        self._cut |= work.cut
        return self.made(counts, complete=work.complete)

    def made(self, counts: Counts, *, complete: bool) -> Report:
        """The report; ``counts`` are those of the reading."""
        if self._cut:
            self._findings.append(finding("SRC008", Location(file=self._file), limit=self._most))
        added: dict[str, Any] = {
            "errors": counts.errors + self._added[Severity.ERROR],
            "warnings": counts.warnings + self._added[Severity.WARNING],
            "infos": counts.infos + self._added[Severity.INFO],
        }
        return Report(
            file=self._file,
            findings=tuple(self._findings),
            counts=attrs.evolve(counts, **added),
            complete=complete,
            totals=self.totals,
        )
