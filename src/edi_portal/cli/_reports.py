"""Reports on their way out: one as ``--format`` says, and those that ``--report`` adds."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from itertools import tee
from typing import TYPE_CHECKING, Any

import click

from edi_portal.cli._completion import keys_before
from edi_portal.cli._streams import STDOUT, open_sink

if TYPE_CHECKING:
    from edi_portal.report import Report

Command = Callable[..., Any]

# Spelled out so that parsing needs no import of the library; a test compares them with it.
FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "junit")


def _named_files(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = []
    for item in given:
        output_format, _, path = item.partition("=")
        if output_format not in FORMATS or not path:
            raise click.BadParameter(f"give FORMAT=FILE, FORMAT one of {', '.join(FORMATS)}")
        if path == STDOUT:
            raise click.BadParameter("give a file; --format is for standard output")
        found.append((output_format, path))
    return tuple(found)


def report_option(command: Command) -> Command:
    """Reports in other formats beside the first."""
    return click.option(
        "--report",
        "reports",
        multiple=True,
        callback=_named_files,
        shell_complete=keys_before(FORMATS),
        metavar="FORMAT=FILE",
        help="Write the report to FILE in another format, too. Repeatable.",
    )(command)


def write_reports(
    reports: "Iterable[Report]",
    output_format: str,
    output: str | None,
    more: Sequence[tuple[str, str]],
    *,
    inputs: Sequence[str],
    force: bool,
    show_phi: bool,
    snip: int,
    overlays: Sequence[str],
) -> None:
    """Write ``reports`` to ``output``, and in ``more`` formats to files, in one pass over them.

    What is written first is written as the reports come; only with ``more`` they are kept.
    """
    from edi_portal import formats

    targets = [(output_format, output), *more]
    if more:
        files = [os.path.realpath(path) for _, path in targets if path and path != STDOUT]
        if len(set(files)) < len(files):
            raise click.UsageError("one file cannot take two outputs")
    with ExitStack() as stack:
        # All are opened before any work, so that a file that exists is refused at once.
        sinks = [
            stack.enter_context(open_sink(path, force=force, inputs=inputs)) for _, path in targets
        ]
        for (name, _), sink, passed in zip(targets, sinks, tee(reports, len(targets)), strict=True):
            texts = formats.render(passed, name, show_phi=show_phi, snip=snip, overlays=overlays)
            for text in texts:
                sink.write(text)
