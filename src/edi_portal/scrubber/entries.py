"""Every code that a finding may have: those of the catalogue, and those of rules."""

from collections.abc import Mapping

from edi_portal.catalogue import Entry, catalogue
from edi_portal.scrubber.registry import by_code, rules


def entries() -> Mapping[str, Entry]:
    """Every entry by its code, the catalogue's first."""
    return {**catalogue(), **{item.code: item.entry for item in rules()}}


def known_entry(code: str) -> Entry | None:
    """The entry of a code; ``None`` for one that only a configuration knows."""
    found = catalogue().get(code)
    if found is not None:
        return found
    item = by_code().get(code)
    return item.entry if item is not None else None
