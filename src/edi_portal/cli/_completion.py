"""What shells offer for a word that is begun: codes of rules and findings, guides, kinds.

Nothing here opens a file of the user; whoever presses the key waits.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from edi_portal.cli._options import SEVERITIES
from edi_portal.errors import EdiError

if TYPE_CHECKING:
    from edi_portal.catalogue import Entry

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Offer = tuple[str, str | None]

# The letters that a family of rules has in common, as PRV.
_FAMILY = 3


def completes(offers: Callable[[str], Iterable[Offer]]) -> Complete:
    """A completion of these ``offers``: values with a word on each, or none."""

    @functools.wraps(offers)
    def complete(
        _context: click.Context, _parameter: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        try:
            return [CompletionItem(value, help=about) for value, about in offers(begun)]
        except EdiError:
            # A plugin that cannot be loaded: the command itself says so.
            return []

    return complete


@completes
def complete_rules(begun: str) -> Iterator[Offer]:
    """Families of rules, then their codes, after each comma anew."""
    before, comma, last = begun.rpartition(",")
    return ((before + comma + value, about) for value, about in _rules(last))


@completes
def complete_severities(begun: str) -> Iterator[Offer]:
    """``CODE=``, then the severities."""
    code, mark, severity = begun.partition("=")
    if mark:
        return ((f"{code}={one}", None) for one in SEVERITIES if one.startswith(severity))
    return ((f"{value}=", about) for value, about in _rules(code))


@completes
def complete_findings(begun: str) -> Iterator[Offer]:
    """Codes of findings and of rules, and their names where one is begun in small letters."""
    from edi_portal.scrubber.entries import entries

    found = entries().values()
    yield from _codes(found, begun)
    if begun:
        yield from ((entry.name, entry.code) for entry in found if entry.name.startswith(begun))


@completes
def complete_guides(begun: str) -> Iterator[Offer]:
    """Names of guides; those that were withdrawn are not offered."""
    from edi_portal.guides.registry import registrations

    return (
        (item.name, item.version)
        for item in registrations()
        if not item.withdrawn and item.name.casefold().startswith(begun.casefold())
    )


@completes
def complete_corruptions(begun: str) -> Iterator[Offer]:
    """How payments are changed."""
    from edi_portal.synthesis import CORRUPTIONS

    return ((kind, None) for kind in CORRUPTIONS if kind.startswith(begun))


def keys_before(keys: Iterable[str]) -> Complete:
    """A completion of the ``KEY=`` of a word ``KEY=VALUE``; what the value is, nobody knows."""
    return completes(lambda begun: ((f"{key}=", None) for key in keys if key.startswith(begun)))


def _rules(begun: str) -> Iterator[Offer]:
    from edi_portal.scrubber.registry import rules

    # All codes at once would fill the screen.
    if len(begun) < _FAMILY:
        families = dict.fromkeys(item.code[:_FAMILY] for item in rules())
        return ((family, None) for family in families if family.startswith(begun.upper()))
    return _codes((item.entry for item in rules()), begun)


def _codes(found: "Iterable[Entry]", begun: str) -> Iterator[Offer]:
    return ((entry.code, entry.name) for entry in found if entry.code.startswith(begun.upper()))
