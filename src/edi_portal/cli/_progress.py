"""A progress bar on stderr for long work that a person at a terminal waits for."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from edi_portal.cli._failure import visible

LONG_WORK = 5_000_000
"""Bytes of input from which on a bar is shown."""

Advance = Callable[[int], None]
"""Called with the bytes read so far."""


@contextmanager
def progress_bar(size: int, label: str, *, beside_output: bool = False) -> Iterator[Advance | None]:
    """A bar over ``size`` bytes, or ``None`` where the work is short or nobody watches.

    ``beside_output`` says that results go to stdout while the bar moves: then there is none
    where both would meet on one terminal.
    """
    if (
        size <= LONG_WORK
        or not _is_terminal(sys.stderr)
        or (beside_output and _is_terminal(sys.stdout))
    ):
        yield None
        return
    steps = max(size // 200, 1)
    with click.progressbar(
        length=size, label=visible(label), file=sys.stderr, update_min_steps=steps
    ) as bar:
        told = 0

        def advance(done: int) -> None:
            nonlocal told
            bar.update(done - told)
            told = done

        yield advance


def size_of(path: str) -> int:
    """Bytes of the file at ``path``; 0 where that is not known, as for standard input."""
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0


def _is_terminal(stream: object) -> bool:
    """Whether a person sees what is written to ``stream``."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty is not None and isatty())
