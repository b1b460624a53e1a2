"""Which rules run for a claim, how severe they are, and what their options are.

Settings are layers: one for every claim, others for a payer, a kind of claim, or both. Of two
layers that say something of the same rule the one that is about fewer claims wins: payer and
kind, then payer, then kind, then all.
"""

import copy
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Self

import attrs

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.scrubber.registry import rules
from edi_portal.scrubber.rule import Rule

ALL = "ALL"
"""Selects every rule; elsewhere a code, or what it begins with (``PRV``, ``PRV00``), is given."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Layer:
    """What is asked for of some claims.

    ``select`` and ``ignore`` are codes or their beginnings; ``severity`` is by code or
    beginning; ``options`` are by code and name: ``{"CLM015": {"days": 90}}``. ``payer`` is the
    payer's identifier (NM109 of 2010BB), ``kind`` one of P, I, D. ``outweighs`` has it count
    more than any other, however narrow.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = _NOTHING
    options: Mapping[str, Mapping[str, Any]] = _NOTHING
    payer: str | None = attrs.field(default=None, repr=False)
    kind: str | None = None
    outweighs: bool = False

    def about(self, kind: str, payer: str) -> bool:
        """Whether it speaks of claims of this kind to this payer."""
        return self.kind in (None, kind) and self.payer in (None, payer)

    @property
    def weight(self) -> int:
        """How narrow it is: what outweighs what."""
        return 4 * self.outweighs + 2 * (self.payer is not None) + (self.kind is not None)


@attrs.frozen(kw_only=True)
class Plan:
    """What runs for one kind of claim and one payer: rules with their severity, and options."""

    rules: tuple[tuple[Rule, Severity | None], ...]
    options: Mapping[str, Any]


class Settings:
    """The layers of a run, the rules they choose from, and the plans made of them.

    ``extra`` are rules besides the registered ones, such as those of payers.
    """

    def __init__(self, layers: Iterable[Layer] = (), extra: Iterable[Rule] = ()) -> None:
        self.layers = tuple(sorted(layers, key=lambda layer: layer.weight))
        self.rules: tuple[Rule, ...] = (*rules(), *extra)
        self._plans: dict[tuple[str, str], Plan] = {}
        # Payers that no layer names share one plan, however many of them a run meets.
        self._payers = frozenset(layer.payer for layer in self.layers if layer.payer is not None)
        self._as_for: str | None = None

    def as_for(self, payer: str) -> Self:
        """The same settings with every claim taken for one to this payer.

        Raises `UsageError` where nothing is said of that payer.
        """
        if payer not in self._payers:
            raise UsageError("no settings are given for this payer")
        found = copy.copy(self)
        found._as_for, found._plans = payer, {}
        return found

    def plan(self, kind: str, payer: str) -> Plan:
        """What runs for claims of this kind to this payer."""
        payer = self._as_for or payer
        key = (kind, payer if payer in self._payers else "")
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = self._planned(kind, payer)
        return found

    def _planned(self, kind: str, payer: str) -> Plan:
        layers = [layer for layer in self.layers if layer.about(kind, payer)]
        options = {
            f"{item.code}.{name}": value
            for item in self.rules
            for name, value in item.options.items()
        }
        for layer in layers:
            for code, named in layer.options.items():
                options.update({f"{code}.{name}": value for name, value in named.items()})
        chosen = tuple(
            (item, _severity(item, layers))
            for item in self.rules
            if kind in item.kinds and _runs(item, layers)
        )
        return Plan(rules=chosen, options=options)


def _runs(item: Rule, layers: list[Layer]) -> bool:
    """Whether a rule runs: of the layers that say so or not, the narrowest counts."""
    answer = True
    for layer in layers:
        chosen = layer.select
        if chosen is not None:
            answer = _closeness(item, chosen) > _closeness(item, layer.ignore)
        elif _closeness(item, layer.ignore):
            answer = False
    return answer


def _closeness(item: Rule, prefixes: Iterable[str]) -> int:
    """How exactly the closest of these names a rule; 0 if none does."""
    found = [1 if prefix == ALL else 1 + len(prefix) for prefix in prefixes if names(prefix, item)]
    return max(found, default=0)


def names(prefix: str, item: Rule) -> bool:
    """Whether a code, or the beginning of one, or `ALL` means a rule; its name does, too."""
    return prefix == ALL or item.code.startswith(prefix) or item.name == prefix


def _severity(item: Rule, layers: list[Layer]) -> Severity | None:
    chosen: Severity | None = None
    for layer in layers:
        fits = [prefix for prefix in layer.severity if names(prefix, item)]
        if fits:
            chosen = layer.severity[max(fits, key=len)]
    return chosen
