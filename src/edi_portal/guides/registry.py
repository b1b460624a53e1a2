"""Which guides are known, by what names, and how to get one.

The list lives in ``schemas/guides.toml``. A guide is loaded on first use, with its
corrections, and kept for the life of the process.
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.load import load_envelope, load_transaction, schema_folder
from edi_portal.guides.model import Guide, Segment
from edi_portal.guides.overlay import apply_overlay
from edi_portal.toml import read_toml

_ENVELOPES = {
    "00401": "pyx12:x12.control.00401.xml",
    "00501": "pyx12:x12.control.00501.xml",
}


@attrs.frozen(kw_only=True)
class Registration:
    """What the list says of one guide; see ``schemas/guides.toml``."""

    version: str
    name: str
    transaction: str
    group: str
    map: str
    aliases: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    overlays: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    withdrawn: bool = False


@functools.cache
def registrations() -> tuple[Registration, ...]:
    """Every known guide, in the order of the list."""
    listed: list[dict[str, Any]] = read_toml(schema_folder().joinpath("guides.toml"))["guide"]
    return tuple(Registration(**fields) for fields in listed)


@functools.cache
def _by_version() -> Mapping[tuple[str, str], Registration]:
    found: dict[tuple[str, str], Registration] = {}
    for item in registrations():
        for version in (item.version, *item.aliases):
            found[version, item.transaction] = item
    return MappingProxyType(found)


@functools.cache
def group_identifiers() -> Mapping[str, frozenset[str]]:
    """The transaction sets (ST01) that each functional group (GS01) may hold."""
    found: dict[str, set[str]] = {}
    for item in registrations():
        found.setdefault(item.group, set()).add(item.transaction)
    return MappingProxyType({group: frozenset(sets) for group, sets in found.items()})


def find(version: str, transaction: str) -> Registration | None:
    """The guide that a GS08 or ST03 and an ST01 name, or ``None``.

    >>> find("005010X222", "837").version
    '005010X222A1'
    >>> find("005010X999", "837") is None
    True
    """
    return _by_version().get((version, transaction))


@functools.cache
def guide(version: str, transaction: str | None = None) -> Guide:
    """Load a guide by its version; ``transaction`` tells apart guides that share one.

    Raises `GuideError` where no such guide is known or its map cannot be read.
    """
    for item in registrations():
        if version in (item.version, *item.aliases) and transaction in (None, item.transaction):
            return _load(item)
    raise GuideError(f"no guide is known for version {version!r}")


@functools.cache
def _load(item: Registration) -> Guide:
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
    current = (item for item in registrations() if not item.withdrawn)
    return frozenset(node.id for item in current for node in _load(item).segments())


__all__ = [
    "Registration",
    "envelope",
    "find",
    "group_identifiers",
    "guide",
    "known_segment_ids",
    "registrations",
]
