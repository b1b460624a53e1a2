"""Every rule there is: those of ``scrubber/rules``, and those that plugins bring.

A plugin is a module, or a package, named by an entry point of the group `ENTRY_POINTS`; every
`Rule` that it has under a name of its own counts.
"""

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from types import ModuleType

from edi_portal.errors import UsageError
from edi_portal.scrubber import rules as _own
from edi_portal.scrubber.rule import Rule

ENTRY_POINTS = "edi_portal.rules"


def rules_in(module: ModuleType) -> Iterator[Rule]:
    """The rules that a module defines."""
    for value in vars(module).values():
        if isinstance(value, Rule):
            yield value


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code.

    Raises `UsageError` where a plugin cannot be loaded, or brings a code that another has.
    """
    found: dict[str, Rule] = {}
    for item in (*_shipped(), *_plugged_in()):
        if found.setdefault(item.code, item) is not item:
            raise UsageError(f"two rules have the code {item.code}")
    return tuple(found[code] for code in sorted(found))


def _shipped() -> Iterator[Rule]:
    for info in pkgutil.iter_modules(_own.__path__):
        yield from rules_in(importlib.import_module(f"{_own.__name__}.{info.name}"))


def _plugged_in() -> Iterator[Rule]:
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            module = point.load()
        except Exception as error:
            kind = type(error).__name__
            raise UsageError(f"the rules of {point.name} cannot be loaded: {kind}") from error
        yield from rules_in(module)


@functools.cache
def by_code() -> Mapping[str, Rule]:
    """Every rule by its code."""
    return {item.code: item for item in rules()}
