"""Which deposit is of which remittance, and what has none.

CAQH CORE rule 370 holds payers to a trace that stands in both: the TRN segment in the addenda
of the CCD entry (record 7 field 3) is that of the 835. So the steps are: by trace and amount;
then by amount and day, for deposits and remittances that are the only ones of each other.
What may be of several is ambiguous, with the candidates, and never guessed.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from edi_portal.errors import UsageError
from edi_portal.matching.deposits import Deposit
from edi_portal.matching.eft_results import (
    Advice,
    EftCandidate,
    EftMatch,
    EftMatches,
    EftResult,
    EftStep,
    judged,
)
from edi_portal.matching.folding import folded, normalised
from edi_portal.models.remittance import Remittance

WINDOW = 5
"""Days that deposit and remittance may be apart: three business days of CORE 370, a weekend."""

_MOST_CANDIDATES = 10
_LONGEST_WINDOW = 366
_Pair = tuple[int, int]


def match_eft(
    deposits: Iterable[Deposit],
    remittances: Iterable[Remittance | Advice],
    *,
    window: int = WINDOW,
) -> EftMatches:
    """Deposits with the remittances they are of, and those of either without the other.

    ``window`` is how many days deposit and remittance may be apart to be matched by amount and
    day; a trace is believed whatever the days are, with a warning. The order of either does not
    matter. What pays nothing (``NON``, or an amount of zero) needs no deposit; neither do checks
    (``CHK``), though one may have its own.
    """
    if type(window) is not int or not 0 <= window <= _LONGEST_WINDOW:
        raise UsageError(f"window must be a number of days from 0 to {_LONGEST_WINDOW}")
    advices = [each if isinstance(each, Advice) else Advice.of(each) for each in remittances]
    return _Matching(
        sorted(deposits, key=_deposit_order), sorted(advices, key=_order), window
    ).all()


def _deposit_order(of: Deposit) -> tuple[Any, ...]:
    return (str(of.day or ""), of.trace or "", of.amount, of.entry or "", of.payer or "",
            of.file or "", of.line or 0)  # fmt: skip


def _order(of: Advice) -> tuple[Any, ...]:
    return str(of.day or ""), of.trace, of.payer_identifier, of.amount, of.method, of.file or ""


class _Matching:
    """Deposits and remittances while they are matched, each by its number."""

    def __init__(self, deposits: list[Deposit], advices: list[Advice], window: int) -> None:
        self._deposits, self._advices, self._window = deposits, advices, window
        self._found: list[EftMatch] = []
        self._open: set[int] = set(range(len(deposits)))
        self._waiting: set[int] = set(range(len(advices)))

    def all(self) -> EftMatches:
        self._repeated()
        self._by_trace()
        self._by_amount()
        for at in sorted(self._waiting):
            advice = self._advices[at]
            self._add(EftResult.UNMATCHED if advice.expected else EftResult.NOT_EXPECTED, advice=at)
        for at in sorted(self._open):
            self._add(EftResult.UNMATCHED, deposit=at)
        return EftMatches(matches=tuple(self._found), window=self._window)

    def _repeated(self) -> None:
        """A file that was given twice has nothing new: numbers of entries, keys of remittances."""
        known: set[tuple[Any, ...]] = set()
        for at in sorted(self._open):
            each = self._deposits[at]
            key = (each.entry, each.trace, each.payer, each.amount, each.day)
            if each.entry is not None and key in known:
                self._open.discard(at)
                self._add(EftResult.DUPLICATE, deposit=at)
            known.add(key)
        known.clear()
        for at in sorted(self._waiting):
            if self._advices[at].key in known:
                self._waiting.discard(at)
                self._add(EftResult.DUPLICATE, advice=at)
            known.add(self._advices[at].key)

    def _by_trace(self) -> None:
        """The same trace number, and of the same payer where both say."""
        by_trace: dict[str, list[int]] = {}
        for at in sorted(self._waiting):
            by_trace.setdefault(normalised(self._advices[at].trace), []).append(at)
        pairs = []
        for at in sorted(self._open):
            deposit = self._deposits[at]
            if deposit.trace:
                pairs += [
                    (at, other)
                    for other in by_trace.get(normalised(deposit.trace), ())
                    if not self._other_payer(deposit, self._advices[other])
                ]
        right = [pair for pair in pairs if self._same_amount(pair)]
        self._settle(_preferred(right, list(filter(self._exact, right))), EftStep.TRACE)
        # A number of a bank may be one of a payer by chance: only a TRN contradicts an amount.
        left = [
            (at, other)
            for at, other in pairs
            if at in self._open and other in self._waiting and self._deposits[at].reassociated
        ]
        self._settle(_preferred(left, list(filter(self._exact, left))), EftStep.TRACE)

    def _by_amount(self) -> None:
        # A check has its number on the deposit; its amount alone may be that of any transfer.
        by_day: dict[Any, list[int]] = {}
        for at in sorted(self._waiting):
            each = self._advices[at]
            if each.expected and each.day:
                by_day.setdefault((each.amount, each.day.toordinal()), []).append(at)
        pairs = []
        for at in sorted(self._open):
            deposit = self._deposits[at]
            if deposit.day is None:
                continue
            for days in range(-self._window, self._window + 1):
                key = (deposit.amount, deposit.day.toordinal() + days)
                pairs += [
                    (at, other)
                    for other in by_day.get(key, ())
                    if not self._other_payer(deposit, self._advices[other])
                ]
        self._settle(_preferred(pairs, list(filter(self._payer_agrees, pairs))), EftStep.AMOUNT)

    def _settle(self, pairs: list[_Pair], step: EftStep) -> None:
        """Matches those that are the only ones of each other; the others are ambiguous."""
        for group in _connected(pairs):
            self._open.difference_update(at for at, _ in group)
            self._waiting.difference_update(at for _, at in group)
            if len(group) == 1:
                self._pair(group[0], step)
                continue
            for side, name in enumerate(("deposit", "advice")):
                ordered = sorted(group, key=itemgetter(side))
                for at, own in groupby(ordered, key=itemgetter(side)):
                    candidates = self._candidates(own)
                    self._add(EftResult.AMBIGUOUS, step=step, candidates=candidates, **{name: at})

    def _pair(self, pair: _Pair, step: EftStep) -> None:
        candidate = self._candidate(pair)
        result = EftResult.MATCHED
        if step is EftStep.TRACE and not self._same_amount(pair):
            result = EftResult.CONFLICT
        elif step is EftStep.AMOUNT and candidate.evidence.get("trace") == "differs":
            # Both traces are of payers, and they are not the same: that is no match by chance.
            self._add(EftResult.AMBIGUOUS, deposit=pair[0], step=step, candidates=(candidate,))
            self._add(EftResult.AMBIGUOUS, advice=pair[1], step=step, candidates=(candidate,))
            return
        self._add(result, deposit=pair[0], advice=pair[1], step=step, candidates=(candidate,))

    def _candidates(self, pairs: Iterable[_Pair]) -> tuple[EftCandidate, ...]:
        return tuple(map(self._candidate, islice(pairs, _MOST_CANDIDATES)))

    def _candidate(self, pair: _Pair) -> EftCandidate:
        deposit, advice = self._deposits[pair[0]], self._advices[pair[1]]
        evidence = {"amount": _words(self._same_amount(pair))}
        if deposit.trace and (deposit.reassociated or _same_trace(deposit, advice)):
            evidence["trace"] = _words(_same_trace(deposit, advice))
        if deposit.payer_identifier or deposit.payer:
            agrees = self._payer_agrees(pair)
            # Names differ in what is left out: only an identifier speaks against.
            if agrees or deposit.payer_identifier:
                evidence["payer"] = _words(agrees)
        if deposit.day and advice.day:
            apart = abs((deposit.day - advice.day).days)
            evidence["day"] = "far" if apart > self._window else "near" if apart else "agrees"
        return EftCandidate(deposit=deposit, remittance=advice, evidence=evidence)

    def _same_amount(self, pair: _Pair) -> bool:
        return self._deposits[pair[0]].amount == self._advices[pair[1]].amount

    def _exact(self, pair: _Pair) -> bool:
        return self._deposits[pair[0]].trace == self._advices[pair[1]].trace

    def _payer_agrees(self, pair: _Pair) -> bool:
        deposit, advice = self._deposits[pair[0]], self._advices[pair[1]]
        said = [each for each in (deposit.payer_identifier, deposit.payer) if each]
        known = {normalised(each) for each in advice.payers}
        names = [folded(each) for each in said if folded(each)]
        own = folded(advice.payer)
        return any(normalised(each) in known for each in said) or any(
            own.startswith(each) or each.startswith(own) for each in names if own
        )

    @staticmethod
    def _other_payer(deposit: Deposit, advice: Advice) -> bool:
        said = deposit.payer_identifier
        return said is not None and normalised(said) not in map(normalised, advice.payers)

    def _add(
        self,
        result: EftResult,
        *,
        deposit: int | None = None,
        advice: int | None = None,
        step: EftStep | None = None,
        candidates: tuple[EftCandidate, ...] = (),
    ) -> None:
        self._found.append(
            judged(
                result,
                self._deposits[deposit] if deposit is not None else None,
                self._advices[advice] if advice is not None else None,
                step,
                candidates,
            )
        )


def _same_trace(deposit: Deposit, advice: Advice) -> bool:
    return deposit.trace is not None and normalised(deposit.trace) == normalised(advice.trace)


def _words(agrees: bool) -> str:
    return "agrees" if agrees else "differs"


def _preferred(pairs: list[_Pair], better: list[_Pair]) -> list[_Pair]:
    """The pairs, of which those of a deposit or a remittance that has better ones are left out."""
    deposits, advices = {at for at, _ in better}, {at for _, at in better}
    chosen = set(better)
    return [
        pair
        for pair in pairs
        if pair in chosen or (pair[0] not in deposits and pair[1] not in advices)
    ]


def _connected(pairs: Iterable[_Pair]) -> Iterator[list[_Pair]]:
    """The pairs in groups that have nothing in common, in their order."""
    heads: dict[tuple[str, int], tuple[str, int]] = {}

    def head(of: tuple[str, int]) -> tuple[str, int]:
        while heads.setdefault(of, of) != of:
            heads[of] = heads[heads[of]]
            of = heads[of]
        return of

    ordered = sorted(pairs)
    for deposit, advice in ordered:
        heads[head(("advice", advice))] = head(("deposit", deposit))
    keyed = sorted((head(("deposit", pair[0])), pair) for pair in ordered)
    for _, group in groupby(keyed, key=lambda item: item[0]):
        yield [pair for _, pair in group]
