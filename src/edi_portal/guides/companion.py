"""Users' overlays: a payer's companion guide, read from its file and laid upon a guide.

An overlay applies to the readings that were given it. Guides with overlays are kept by the
content of the overlays, never by the name of their files, so that a file may change.
"""

import functools
import os
from collections.abc import Iterable
from pathlib import Path

import attrs

from edi_portal.errors import GuideError, UsageError
from edi_portal.findings import Origin
from edi_portal.guides.allowed import allowed_by_all
from edi_portal.guides.model import Guide
from edi_portal.guides.naming import named
from edi_portal.guides.overlay import Overlay, read_overlay, told_by
from edi_portal.guides.overlaying import apply_change
from edi_portal.guides.registry import Registration, load, registrations
from edi_portal.x12.source import PathLike

_KEPT = 32  # guides with overlays; each takes as much memory as what overlays change in it


def load_overlay(path: PathLike) -> Overlay:
    """The overlay in a file, checked against the guides that it is for.

    It is called by its ``name``, else as the file without its suffix. Raises `GuideError` where
    the file cannot be read, or names a guide, a place or a key that there is not; the error
    names the file, the change and the nearest right one.
    """
    file = os.fsdecode(path)
    overlay = read_overlay(Path(file), Path(file).stem, file)
    _check((overlay,))
    return overlay


def load_overlays(given: Iterable[PathLike | Overlay]) -> tuple[Overlay, ...]:
    """Overlays in the order in which they apply, each a path or loaded already.

    A later one builds on what earlier ones made of the guide. Raises as `load_overlay`, and
    where two have one name; `UsageError` where this is not a list of paths and overlays.
    """
    if isinstance(given, str | bytes | os.PathLike | Overlay):
        raise UsageError("overlays is a list of paths")
    overlays = []
    for item in given:
        if isinstance(item, str | os.PathLike):
            item = read_overlay(Path(item), Path(item).stem, os.fspath(item))
        elif not isinstance(item, Overlay):
            raise UsageError("an overlay is a path, or what load_overlay gives")
        overlays.append(item)
    _check(tuple(overlays))
    return tuple(overlays)


def overlays_for(item: Registration, overlays: tuple[Overlay, ...]) -> tuple[Overlay, ...]:
    """Those of the overlays that are for this guide."""
    return tuple(overlay for overlay in overlays if item in _guides_of(overlay))


@functools.lru_cache(maxsize=_KEPT)
def guide_with(item: Registration, overlays: tuple[Overlay, ...]) -> Guide:
    """A guide with overlays upon it: what they ask for stands beside what the guide asks for.

    Raises `GuideError` where one of them does not fit the guide.
    """
    guide = load(item)
    root = guide.root
    for overlay in overlays:
        for change in overlay.changes:
            with told_by(overlay, change, guide):
                root = apply_change(root, change, Origin(overlay.name, change.message))
    return allowed_by_all(attrs.evolve(guide, root=root))


def _check(overlays: tuple[Overlay, ...]) -> None:
    names = [overlay.name for overlay in overlays]
    for overlay in overlays:
        if names.count(overlay.name) > 1:
            raise GuideError(
                f"{overlay.label}: another overlay is named {overlay.name!r}, too; give it a name"
            )
        if not overlay.changes:
            raise GuideError(f"{overlay.label} has no [[change]]")
    for item in dict.fromkeys(item for overlay in overlays for item in _guides_of(overlay)):
        guide_with(item, overlays_for(item, overlays))


@functools.lru_cache(maxsize=_KEPT)
def _guides_of(overlay: Overlay) -> tuple[Registration, ...]:
    """The guides an overlay is for: every one with a version that it names, or of that name."""
    if not overlay.guides:
        raise GuideError(f"{overlay.label}: guides names no guide that it is for")
    found: dict[Registration, None] = {}
    for text in overlay.guides:
        exact = [item for item in registrations() if text in (item.version, *item.aliases)]
        try:
            found |= dict.fromkeys(exact or [named(text)])
        except GuideError as error:
            raise GuideError(f"{overlay.label}: guides: {error}") from error
    return tuple(found)
