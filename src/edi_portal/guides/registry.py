"""Which guides are known, by what names, and how to get one.

The list lives in ``schemas/guides.toml``. A guide is loaded on first use, with its
corrections, and kept for the life of the process.
"""

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.load import (
    load_envelope,
    load_transaction,
    schema_folder,
    segment_ids,
)
from edi_portal.guides.model import Guide, Segment
from edi_portal.guides.overlay import apply_overlay
from edi_portal.toml import read_toml

_ENVELOPES = {
    "00401": "pyx12:x12.control.00401.xml",
    "00501": "pyx12:x12.control.00501.xml",
}


@attrs.frozen(kw_only=True, cache_hash=True)
class Registration:
    """What the list says of one guide; see ``schemas/guides.toml``.

    ``purposes`` are the BHT02 of a guide that shares version and transaction set with
    another: a 278 is a request or a response. The guide without them takes all the rest.
    """

    version: str
    name: str
    transaction: str
    group: str
    map: str
    aliases: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    overlays: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    purposes: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    withdrawn: bool = False


@functools.cache
def registrations() -> tuple[Registration, ...]:
    """Every known guide, in the order of the list."""
    listed: list[dict[str, Any]] = read_toml(schema_folder().joinpath("guides.toml"))["guide"]
    return tuple(Registration(**fields) for fields in listed)


@functools.cache
def _by_version() -> Mapping[tuple[str, str], tuple[Registration, ...]]:
    found: dict[tuple[str, str], list[Registration]] = {}
    for item in registrations():
        for version in (item.version, *item.aliases):
            found.setdefault((version, item.transaction), []).append(item)
    return MappingProxyType({key: tuple(items) for key, items in found.items()})


@functools.cache
def group_identifiers() -> Mapping[str, frozenset[str]]:
    """The transaction sets (ST01) that each functional group (GS01) may hold."""
    found: dict[str, set[str]] = {}
    for item in registrations():
        found.setdefault(item.group, set()).add(item.transaction)
    return MappingProxyType({group: frozenset(sets) for group, sets in found.items()})


def candidates(version: str, transaction: str) -> tuple[Registration, ...]:
    """The guides that a GS08 or ST03 and an ST01 name: one, or as many as BHT02 tells apart."""
    return _by_version().get((version, transaction), ())


def find(version: str, transaction: str, purpose: str = "") -> Registration | None:
    """The guide that a GS08 or ST03, an ST01 and, where it matters, a BHT02 name, or ``None``.

    >>> find("005010X222", "837").version
    '005010X222A1'
    >>> find("005010X217", "278", "11").name
    '278 response'
    >>> find("005010X999", "837") is None
    True
    """
    return for_purpose(candidates(version, transaction), purpose)


def for_purpose(items: Sequence[Registration], purpose: str) -> Registration | None:
    """Of guides that share version and transaction set, the one for this BHT02."""
    for item in items:
        if purpose in item.purposes:
            return item
    return next((item for item in items if not item.purposes), None)


@functools.cache
def guide(version: str, transaction: str | None = None, purpose: str = "") -> Guide:
    """Load a guide by its version; ``transaction`` tells apart guides that share one.

    ``purpose`` is a BHT02, for the 278. Raises `GuideError` where no such guide is known or
    its map cannot be read.
    """
    for item in registrations():
        if version in (item.version, *item.aliases) and transaction in (None, item.transaction):
            chosen = find(version, item.transaction, purpose)
            if chosen is not None:
                return load(chosen)
    raise GuideError(f"no guide is known for version {version!r}")


@functools.cache
def load(item: Registration) -> Guide:
    """The guide of a registration, with its corrections."""
    loaded = Guide(
        version=item.version,
        transaction=item.transaction,
        functional_group=item.group,
        name=item.name,
        title=f"{item.name} {item.version}",
        root=load_transaction(item.map),
    )
    for name in item.overlays:
        file = schema_folder().joinpath("overlays", f"{name}.toml")
        loaded = apply_overlay(loaded, name, file)
    return loaded


@functools.cache
def envelope(version: str) -> Mapping[str, Segment]:
    """The segments of the envelope by id, for an interchange version (ISA12)."""
    return load_envelope(_ENVELOPES.get(version, _ENVELOPES["00501"]))


@functools.cache
def known_segment_ids() -> frozenset[str]:
    """Every segment id of the 5010 guides: what can be called a segment of health care X12."""
    maps = {item.map for item in registrations() if not item.withdrawn}
    return frozenset[str]().union(*map(segment_ids, maps))


__all__ = [
    "Registration",
    "candidates",
    "envelope",
    "find",
    "for_purpose",
    "group_identifiers",
    "guide",
    "known_segment_ids",
    "load",
    "registrations",
]
