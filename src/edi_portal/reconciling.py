"""Reconciles claims with remittances: reads both, matches them, and adds up what came of it.

`match` does it all and gives a `Reconciliation`. `Reconciling` gives the matches one by one,
for files that hold more than memory should.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import attrs

from edi_portal import parsing
from edi_portal.errors import SourceError, UsageError
from edi_portal.findings import Finding, Severity
from edi_portal.matching.balancing import findings as unbalanced
from edi_portal.matching.eft import Advice, EftMatches, match_eft, read_eft
from edi_portal.matching.ledger import Ledger
from edi_portal.matching.matcher import Matcher
from edi_portal.matching.packing import remittance_identity
from edi_portal.matching.records import ClaimKey
from edi_portal.matching.results import Match
from edi_portal.matching.summary import Summary
from edi_portal.models.base import Model
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import ClaimPayment, Remittance
from edi_portal.x12.source import PathLike

Claims = PathLike | Iterable[PathLike | Claim]
Remittances = PathLike | Iterable[PathLike | Remittance]
_OTHER_KIND = "MDL002"
_BALANCE = frozenset({"BAL001", "BAL002", "BAL003"})
_GAPS = frozenset({"MDL001", _OTHER_KIND})
# Errors that say that a file is none, or that some of it may be missing: its envelopes and its end.
_BROKEN = ("SRC", "ENV", "SEG015")


@attrs.frozen(kw_only=True)
class Reconciliation:
    """What belongs together: every payment, then every claim without one.

    ``findings`` are what stood in the way: errors of the files, units that no model could be made
    of, and amounts that do not balance. ``complete`` says whether all files were read to their end,
    in whole envelopes and with nothing left out. ``deposits`` are there where files of deposits were given.
    """

    matches: tuple[Match, ...]
    summary: Summary
    findings: tuple[Finding, ...]
    complete: bool
    deposits: EftMatches | None = None

    @property
    def ok(self) -> bool:
        """Whether everything was read, has its match and is in balance."""
        paid = self.deposits is None or self.deposits.ok
        return self.complete and self.summary.clear and paid


def match(
    claims: Claims = (),
    remittances: Remittances = (),
    *,
    ledger: PathLike | None = None,
    acknowledgments: PathLike | Iterable[PathLike] = (),
    eft: PathLike | Iterable[PathLike] | None = None,
    **options: Any,
) -> Reconciliation:
    """Match remittances (835) to claims (837).

    ``claims`` and ``remittances`` are paths, or models, or any mix; their order does not
    matter. ``ledger`` is a file that remembers claims and payments between runs; what is read
    is kept in it once all is matched. ``acknowledgments`` (277CA) tell the
    payers' numbers of claims before any payment does. ``eft`` are files of deposits (`edi_portal.matching.eft`),
    to be found beside the remittances of this run. ``options`` are those of `edi_portal.claims`.

    Raises `SourceError` where a file cannot be read, `LedgerError` where the ledger cannot be
    used; then the ledger stays as it was.

    >>> match().summary.clear
    True
    """
    with ExitStack() as stack:
        kept = stack.enter_context(Ledger(ledger)) if ledger is not None else None
        work = Reconciling(kept)
        for source in _sources(claims):
            work.read_claims(source, **options)
        for source in _sources(remittances):
            work.read_remittances(source, **options)
        for source in _sources(acknowledgments):
            work.read_acknowledgments(source, **options)
        matches = tuple(work.matches())
        deposits = work.deposits(_sources(eft)) if eft is not None else None
        work.commit()
        return Reconciliation(
            matches=matches,
            summary=work.summary,
            findings=(*work.findings, *work.imbalances),
            complete=work.complete,
            deposits=deposits,
        )


def _sources(given: Any) -> Iterator[Any]:
    """Models as they come, then paths by name: the order they are given in decides nothing."""
    paths = []
    for item in [given] if isinstance(given, str | os.PathLike | Model) else given:
        if isinstance(item, Model):
            yield item
        else:
            paths.append(item)
    yield from sorted(paths, key=os.fspath)


class Reconciling:
    """A reconciliation in steps: read claims and remittances, take the matches, commit.

    ``summary`` is complete once all `matches` were taken. ``findings`` are the first errors
    that were met while reading, at most ``max_findings``.
    """

    def __init__(self, ledger: Ledger | None = None, *, max_findings: int = 1_000) -> None:
        self.summary = Summary()
        self.findings: list[Finding] = []
        self.imbalances: list[Finding] = []
        self.advices: list[Advice] = []
        self.complete = True
        self._again: list[Callable[[], Iterable[tuple[Remittance | None, int]]]] = []
        self._once_only = False
        self._remittances: set[int] = set()
        self._ledger = ledger
        self._matcher = Matcher(ledger)
        self._most = max_findings

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """Why claims or payments are missing, or may be: no model, a limit, a file that was cut short."""
        return tuple(found for found in self.findings if found.code in _GAPS or _is_broken(found))

    @property
    def file_name(self) -> Callable[[int], str | None]:
        """The name of a file by the number that records have of it."""
        return self._matcher.claims.file_name

    def read_claims(self, source: PathLike | Claim | None = None, **options: Any) -> None:
        """Take the claims of a file, or one claim."""
        if isinstance(source, Claim):
            self._matcher.add_claim(source)
            return
        with parsing.claims(source, on_finding=self._tell, **options) as found:
            file = self._number(found)
            ordinal = 0
            for ordinal, claim in enumerate(found, 1):
                self._matcher.add_claim(claim, file=file, ordinal=ordinal)
            self._end(found, ordinal)

    def read_remittances(self, source: PathLike | Remittance | None = None, **options: Any) -> None:
        """Take the claim payments of a file, or of one remittance."""
        if isinstance(source, Remittance):
            for ordinal, payment in enumerate(source.claims, 1):
                self._matcher.add_payment(payment, source, ordinal=ordinal)
            self._unbalanced(unbalanced(source))
            self._add_remittance(source, None)
            self._again.append(lambda: iter(((source, len(source.claims)),)))
            return
        how: Any = {"guides": ("835",), "whole": False, "on_finding": self._tell, "snip": 3}
        with parsing.parse(source, **how, **options) as found:
            file = self._number(found)
            ordinal = kept = 0
            for model in found:
                if isinstance(model, ClaimPayment):
                    ordinal += 1
                    self._matcher.add_payment(model, file=file, ordinal=ordinal)
                else:
                    # Behind its payments, with what adjusts it as a whole.
                    assert isinstance(model, Remittance)
                    self._add_remittance(model, found.file)
                    kept += 1
            self._end(found, kept)
        if source is not None:
            again: Any = {"guides": ("835",), "whole": False, "on_finding": _untold}
            self._again.append(lambda: _gathered(parsing.parse(source, **again, **options)))
        else:
            self._once_only = True

    def read_acknowledgments(self, source: PathLike | None = None, **options: Any) -> None:
        """Take the payer's numbers of claims from a file of acknowledgments (277CA, 277)."""
        with parsing.statuses(source, on_finding=self._tell, **options) as found:
            number = 0
            for status in found:
                number += 1
                self._matcher.add_payer_number(
                    status.patient_control_number, status.payer_claim_control_number
                )
            self._end(found, number)

    def matches(self) -> Iterator[Match]:
        """Every payment with its claim or without, then every claim that has none.

        Payments come in the order they were read in, so that the first is number 0.
        """
        claims = self._matcher.claims
        for number in claims.numbers():
            self.summary.claims += 1
            self.summary.billed += claims.get(number).charge
        for found in self._matcher.matches():
            self.summary.add(found)
            yield found

    def claim_of(self, number: int) -> ClaimKey | None:
        """The claim of a payment by its number, once `matches` were taken."""
        return self._matcher.claim_of(number)

    def remittances_again(self) -> Iterator[tuple[int, Remittance, bool]]:
        """Every remittance once more, whole, one by one, as what follows matching needs them.

        Each comes with the number of its first payment, and whether it was read before, in an
        earlier run or in this one. Raises `UsageError` where one was read from a stream, and
        `SourceError` where a file has changed since.
        """
        if self._once_only:
            raise UsageError("remittances of a stream cannot be read a second time")
        number, known = 0, set[int]()
        for again in self._again:
            for remittance, count in again():
                if remittance is not None:
                    identity = _identity(remittance)
                    before = identity in known or self._matcher.claims.read_before(identity)
                    known.add(identity)
                    yield number, remittance, before
                number += count
        if number != len(self._matcher.payments):
            raise SourceError("a file of remittances has changed since it was read first")

    def deposits(self, files: Iterable[PathLike]) -> EftMatches:
        """The deposits of these files beside the remittances that were read."""
        found = [deposit for file in files for deposit in read_eft(file).deposits]
        return match_eft(found, self.advices)

    def commit(self) -> None:
        """Keep in the ledger, if there is one, what was read and matched."""
        if self._ledger is not None:
            self._ledger.remember(self._matcher.decided(), self._remittances)
            self._ledger.commit()

    def _add_remittance(self, remittance: Remittance, file: str | None) -> None:
        self.advices.append(Advice.of(remittance, file))
        self._remittances.add(_identity(remittance))

    def _number(self, found: Any) -> int:
        return self._matcher.claims.file_number(found.file) if found.file is not None else 0

    def _unbalanced(self, found: Iterable[Finding]) -> None:
        for item in found:
            self.summary.out_of_balance += 1
            if len(self.imbalances) < self._most:
                self.imbalances.append(item)

    def _tell(self, item: Finding) -> None:
        if item.code in _BALANCE:
            # Reading judges that too, from SNIP type 3 on.
            self._unbalanced((item,))
            return
        if _is_broken(item):
            self.complete = False
        told = item.severity is Severity.ERROR or item.code == _OTHER_KIND
        if told and len(self.findings) < self._most:
            self.findings.append(item)

    def _end(self, found: Any, count: int) -> None:
        """A file was read, and so many of what it was read for were in it: none is another file."""
        self.complete = self.complete and found.complete and count > 0


def _gathered(models: Iterable[Model]) -> Iterator[tuple[Remittance | None, int]]:
    """Remittances with their payments, and how many those are.

    Without the remittance where that is too broken to be a model and its payments are not. As they
    come one by one, they are the same as in a reading that keeps none.
    """
    waiting: list[ClaimPayment] = []
    for model in models:
        if isinstance(model, Remittance):
            yield model.evolve(claims=tuple(waiting)), len(waiting)
            waiting = []
        else:
            assert isinstance(model, ClaimPayment)
            if waiting and waiting[0].remittance is not model.remittance:
                yield None, len(waiting)
                waiting = []
            waiting.append(model)
    yield None, len(waiting)


def _is_broken(item: Finding) -> bool:
    return item.severity is Severity.ERROR and item.code.startswith(_BROKEN)


def _untold(_: Finding) -> None:
    """Findings were told when the file was read first."""


def _identity(of: Remittance) -> int:
    day = of.payment_date.toordinal() if of.payment_date is not None else 0
    return remittance_identity(of.payer_identifier, of.trace_number, of.payment_amount, day)
