"""The events of one input, for the commands that read a single file."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from edi_portal.cli._progress import Advance
from edi_portal.cli._streams import STDIN, display_name, standard_input
from edi_portal.errors import EdiError, SourceError

if TYPE_CHECKING:
    from edi_portal.event import Event
    from edi_portal.guides.overlay import Overlay

# Findings that say a limit left part of the input unread.
_LIMITS = frozenset({"SRC007"})


def is_limit(event: "Event") -> bool:
    """Whether ``event`` is the finding that a limit left part of the input unread."""
    return getattr(event, "code", None) in _LIMITS


def read_events(
    path: str,
    *,
    snip: int,
    allow_bare: bool = False,
    legacy: bool,
    overlays: "Sequence[Overlay]" = (),
    progress: Advance | None,
) -> "Iterator[Event]":
    """The events of ``path`` or standard input.

    Raises `edi_portal.errors.SourceError`, which names the input here: at once where it cannot
    be opened, so that nothing was written by then, and while reading on.
    """
    from edi_portal import api

    name = display_name(path)
    events = partial(
        api.events, name=name, snip=snip, allow_bare=allow_bare, legacy=legacy, overlays=overlays
    )
    if path == STDIN:
        found = _naming(events(stream=standard_input()), name)
    else:
        found = _naming(events(path, progress=progress), name)
    first = list(islice(found, 1))
    return chain(first, found)


def _naming(events: "Iterator[Event]", name: str) -> "Iterator[Event]":
    try:
        yield from events
    except EdiError as error:
        raise SourceError(f"{name}: {error}") from error
