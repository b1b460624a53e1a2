"""Which guide a transaction set is read by, and its automaton, kept for the process."""

import functools
from collections.abc import Iterator

from edi_portal.findings import Finding
from edi_portal.guides.automaton import Automaton
from edi_portal.guides.locating import Position
from edi_portal.guides.places import Map
from edi_portal.guides.registry import Registration, find, group_identifiers, guide, registrations
from edi_portal.x12.delimiters import Delimiters


def for_group(identifier: str, version: str) -> Registration | None:
    """A guide that fits GS01 and GS08; where several do, the first by transaction set."""
    for transaction in sorted(group_identifiers().get(identifier, ())):
        found = find(version, transaction)
        if found is not None:
            return found
    return None


def fits_group(identifier: str, version: str) -> bool:
    """Whether GS01 is the functional group of the guides that GS08 names, if it names any."""
    named = _named(version)
    return not named or any(item.group == identifier for item in named)


def for_transaction(identifier: str, reference: str, version: str | None) -> Registration | None:
    """The guide of a transaction set: by GS08 (``version``), without a group by ST03.

    Where ST03 is missing too, by ST01, if only one guide has that transaction set.
    """
    if version is not None:
        return find(version, identifier)
    if reference:
        return find(reference, identifier)
    current = [item for item in registrations() if not item.withdrawn]
    candidates = [item for item in current if item.transaction == identifier]
    return candidates[0] if len(candidates) == 1 else None


def why_none(
    position: Position, index: int, identifier: str, version: str | None
) -> Iterator[Finding]:
    """Why a transaction set has no guide: its identifier, or the version."""
    named = _named(version) if version is not None else []
    if not identifier or (named and all(item.transaction != identifier for item in named)):
        yield position.finding("ENV036", index, "ST")
    else:
        yield position.finding("ENV027", index, "ST")


def names_another(reference: str, version: str, usable: Registration) -> bool:
    """Whether ST03 names another guide than GS08; aliases of one guide are the same."""
    if not reference or reference == version:
        return False
    return find(reference, usable.transaction) is not usable


@functools.lru_cache(maxsize=64)
def automaton(item: Registration, delimiters: Delimiters) -> Automaton:
    """The automaton of a guide under these delimiters; what it learns serves later readings."""
    return Automaton(_map(item), delimiters)


@functools.cache
def _map(item: Registration) -> Map:
    return Map(guide(item.version, item.transaction))


def _named(version: str) -> list[Registration]:
    return [item for item in registrations() if version in (item.version, *item.aliases)]
