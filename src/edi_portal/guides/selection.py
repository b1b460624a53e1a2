"""Which guide a transaction set is read by, and its automaton, kept for the process."""

import functools
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from edi_portal.findings import Finding
from edi_portal.guides.automaton import Automaton
from edi_portal.guides.companion import guide_with, overlays_for
from edi_portal.guides.locating import BLANK, Position
from edi_portal.guides.model import Element
from edi_portal.guides.overlay import Overlay
from edi_portal.guides.places import Map
from edi_portal.guides.registry import (
    Registration,
    candidates,
    find,
    for_purpose,
    group_identifiers,
    load,
    registrations,
)
from edi_portal.x12.delimiters import Delimiters

# Up to so many segments behind ST.
Behind = Callable[[int], Sequence[str]]
_BHT_WITHIN = 3  # something may be amiss before BHT
_TOLD_WITHIN = 60


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


def belongs(usable: Registration, identifier: str, version: str) -> bool:
    """Whether a guide's transaction set may stand in a group of this GS01 and GS08.

    True as well where GS01 is that of no guide of the version: that is told of GS.
    """
    return usable.group == identifier or not fits_group(identifier, version)


def for_transaction(
    identifier: str, reference: str, version: str | None, behind: Behind, separator: str
) -> Registration | None:
    """The guide of a transaction set: by GS08 (``version``), without a group by ST03.

    Where ST03 is missing too, by ST01, if only one guide has that transaction set. Where only
    BHT02 tells guides apart, ``behind`` is asked for segments behind ST: for BHT, and if that
    is none of theirs, for segments that not all of them have.
    """
    if version is not None:
        found = candidates(version, identifier)
    elif reference:
        found = candidates(reference, identifier)
    else:
        found = _only_version(
            [
                item
                for item in registrations()
                if not item.withdrawn and item.transaction == identifier
            ]
        )
    if len(found) < 2:
        return found[0] if found and not found[0].purposes else None
    following = behind(_TOLD_WITHIN)
    purpose = purpose_of(following, separator)
    chosen = for_purpose(found, purpose)
    if chosen is None or purpose in (chosen.purposes or _purposes(chosen)):
        return chosen
    ids = [text.lstrip(BLANK).split(separator)[0] for text in following if text.strip(BLANK)]
    own = ids[: ids.index("SE")] if "SE" in ids else ids
    return min((chosen, *found), key=lambda item: sum(one not in _segment_ids(item) for one in own))


@functools.cache
def _purposes(item: Registration) -> tuple[str, ...]:
    """What BHT02 may be in a guide."""
    node = next((node for node in load(item).segments() if node.id == "BHT"), None)
    purpose = node.elements[1] if node is not None and len(node.elements) > 1 else None
    return purpose.codes if isinstance(purpose, Element) else ()


@functools.cache
def _segment_ids(item: Registration) -> frozenset[str]:
    return frozenset(node.id for node in load(item).segments())


def purpose_of(ahead: Sequence[str], separator: str) -> str:
    """BHT02 of a transaction set, from the segments behind its ST; empty where there is none."""
    for text in islice(filter(None, (text.lstrip(BLANK) for text in ahead)), _BHT_WITHIN):
        values = text.split(separator)
        if values[0].upper() == "BHT":
            return values[2].strip() if len(values) > 2 else ""
    return ""


def _only_version(items: Sequence[Registration]) -> tuple[Registration, ...]:
    return tuple(items) if len({item.version for item in items}) == 1 else ()


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
    named = find(reference, usable.transaction)
    return named is None or named.version != usable.version


def automaton(
    item: Registration, delimiters: Delimiters, overlays: tuple[Overlay, ...] = ()
) -> Automaton:
    """The automaton of a guide under these delimiters, with the overlays that are for it.

    It is kept, so that what it learns serves later readings.
    """
    return _automaton(item, delimiters, overlays_for(item, overlays) if overlays else ())


@functools.lru_cache(maxsize=64)
def _automaton(
    item: Registration, delimiters: Delimiters, overlays: tuple[Overlay, ...]
) -> Automaton:
    return Automaton(_overlaid(item, overlays) if overlays else map_of(item), delimiters)


@functools.cache
def map_of(item: Registration) -> Map:
    """The places of a guide, the same for every reading without overlays."""
    return Map(load(item))


@functools.lru_cache(maxsize=32)
def _overlaid(item: Registration, overlays: tuple[Overlay, ...]) -> Map:
    return Map(guide_with(item, overlays))


def _named(version: str) -> list[Registration]:
    return [item for item in registrations() if version in (item.version, *item.aliases)]
