"""Overlays: named changes to a guide, each at its place.

An overlay is a TOML file. ``guides`` says what it applies to; each ``[[change]]`` names a
place (``at``, see `edi_portal.guides.notation`), what to change there, and why (``reason``).
There are two uses of the one form. Corrections of our maps stand in ``schemas/overlays/``:
they become a part of the guide, and every one has a reason. A user's overlay, a payer's
companion guide, is read by `edi_portal.guides.companion` and stays apart from the guide.

A place that no node answers to, and a key that is not known, are `GuideError`: a change
that does not apply must not pass in silence.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.changes import Change, nearest, read_change
from edi_portal.guides.model import Guide
from edi_portal.guides.overlaying import apply_change
from edi_portal.toml import parse_toml

_KEYS = ("title", "name", "guides", "change")
_LONGEST_NAME = 60


@attrs.frozen(kw_only=True, cache_hash=True)
class Overlay:
    """The content of an overlay file. Overlays of the same content are equal.

    - ``name``: how findings name it; ``title``: for those who read the file.
    - ``guides``: what it applies to, by GS08 or by name, as written.
    - ``file``: where it was read from, for messages about it.
    """

    name: str
    guides: tuple[str, ...]
    changes: tuple[Change, ...] = attrs.field(repr=False)
    title: str = ""
    file: str | None = attrs.field(default=None, eq=False)

    @property
    def label(self) -> str:
        """What an error about the overlay calls it."""
        return f"overlay {self.file or self.name}"


def read_overlay(source: Traversable | Path, name: str, file: str | None = None) -> Overlay:
    """The overlay in a file; ``name`` is what it is called if it does not say so itself.

    Raises `GuideError` where the file cannot be read or is no overlay.
    """
    label = f"overlay {file or name}"
    content = _content(source, label)
    for key in content:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            raise GuideError(f"{label}: key {key!r} is not known; the nearest is {near!r}")
    guides, changes = content.get("guides", []), content.get("change", [])
    own, title = content.get("name", name), content.get("title", "")
    if not _is_name(own):
        raise GuideError(f"{label}: name is to be at most {_LONGEST_NAME} characters on one line")
    if not isinstance(title, str):
        raise GuideError(f"{label}: title is to be text")
    if not isinstance(guides, list) or not all(isinstance(item, str) for item in guides):
        raise GuideError(f'{label}: guides is to be a list of versions such as "005010X222A1"')
    if not isinstance(changes, list) or not all(isinstance(item, dict) for item in changes):
        raise GuideError(f"{label}: changes are to be tables, each headed [[change]]")
    return Overlay(
        name=own,
        title=title,
        guides=tuple(guides),
        changes=tuple(_changes(changes, label)),
        file=file,
    )


def apply_overlay(guide: Guide, name: str, source: Traversable) -> Guide:
    """The guide corrected by the overlay in a file; it lists ``name`` among its corrections.

    Raises `GuideError` where the overlay cannot be read, is for another guide, or does not
    give a reason for each change.
    """
    overlay = read_overlay(source, name)
    if guide.version not in overlay.guides:
        raise GuideError(f"overlay {name} does not apply to {guide.version}")
    root = guide.root
    for change in overlay.changes:
        with told_by(overlay, change):
            if not change.reason:
                raise GuideError("a correction needs a reason")
            root = apply_change(root, change)
    return attrs.evolve(guide, root=root, corrections=(*guide.corrections, name))


@contextmanager
def told_by(overlay: Overlay, change: Change, guide: Guide | None = None) -> Iterator[None]:
    """Puts the names of overlay, change and guide before a `GuideError` raised within."""
    try:
        yield
    except GuideError as error:
        of_guide = f" in {guide.name}" if guide is not None else ""
        raise GuideError(f"{overlay.label}: change at {change.at!r}{of_guide}: {error}") from error


def _content(source: Traversable | Path, label: str) -> dict[str, Any]:
    try:
        # Editors of Windows put a byte order mark at the beginning.
        return parse_toml(source.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        why = (error.strerror or "input or output error").lower()
        raise GuideError(f"{label} cannot be read: {why}") from error
    except UnicodeDecodeError:
        raise GuideError(f"{label} cannot be read: it is not TOML in UTF-8") from None
    except ValueError as error:
        raise GuideError(f"{label} cannot be read: {error}") from error


def _changes(tables: list[Mapping[str, Any]], label: str) -> Iterator[Change]:
    for number, table in enumerate(tables, 1):
        at = table.get("at")
        which = f"change at {at!r}" if isinstance(at, str) and at else f"change {number}"
        try:
            yield read_change(table)
        except GuideError as error:
            raise GuideError(f"{label}: {which}: {error}") from error


def _is_name(value: object) -> bool:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        return False
    return len(value) <= _LONGEST_NAME
