"""``edi-portal ack``: the 999 and TA1 that answer a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import click

from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS, complain
from edi_portal.cli._options import (
    as_of_option,
    control_number_option,
    legacy_option,
    output_options,
    overlay_option,
    path_argument,
)
from edi_portal.cli._progress import progress_bar, size_of
from edi_portal.cli._reading import is_limit, read_events
from edi_portal.cli._streams import display_name, open_sink

if TYPE_CHECKING:
    from edi_portal.event import Event
    from edi_portal.findings import Finding

# An acknowledgment speaks of syntax and of the guide's own requirements.
_SNIP = 2


@click.command("ack", short_help="Write the 999 and TA1 that answer a file.")
@path_argument
@output_options(required=True)
@click.option(
    "--ta1",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Whether interchanges are acknowledged, too; auto: as their ISA14 and errors ask.",
)
@control_number_option
@as_of_option
@overlay_option
@legacy_option
def ack(
    path: str,
    output: str,
    force: bool,
    ta1: Literal["auto", "always", "never"],
    control_number: int,
    as_of: datetime | None,
    overlays: tuple[str, ...],
    legacy: bool,
) -> int:
    """Write the acknowledgment of PATH to FILE: a 999 for each group, TA1 before them.

    SNIP types 1 and 2 are checked, and each --overlay; - is standard input.

    Exit code 0: all was accepted. 1: something was rejected, or this is not X12 and nothing
    was written. 2: the file could not be read to its end (or a limit left a part
    of it unread), or FILE could not be written.
    """
    from edi_portal import acknowledgments
    from edi_portal.guides.companion import load_overlays

    loaded = load_overlays(overlays)
    watch = _Watch()
    name = display_name(path)
    written = False
    with (
        open_sink(output, force=force, inputs=[path]) as sink,
        progress_bar(size_of(path), name, beside_output=output == "-") as progress,
    ):
        texts = acknowledgments.acknowledge(
            watch.over(
                read_events(path, snip=_SNIP, legacy=legacy, overlays=loaded, progress=progress)
            ),
            as_of=as_of or datetime.now().astimezone(),
            control_number=control_number,
            ta1=ta1,
        )
        for text in texts:
            sink.write(text)
            written = True
        if not written:
            sink.discard()
    if not written:
        complain(f"{watch.reason}; nothing was written", name)
    if watch.limited:
        return NO_RESULT
    return FINDINGS if watch.errors else SUCCESS


class _Watch:
    """What passes on its way to be acknowledged: errors are what rejects."""

    def __init__(self) -> None:
        self.errors = 0
        self.limited = False
        self._first_error: Finding | None = None

    @property
    def reason(self) -> str:
        """Why there may be nothing to write."""
        if self._first_error is None:
            return "nothing here asks for an acknowledgment"
        return f"{self._first_error.code} {self._first_error.message}"

    def over(self, events: "Iterable[Event]") -> "Iterator[Event]":
        from edi_portal.findings import Finding, Severity

        for event in events:
            self.limited = self.limited or is_limit(event)
            if isinstance(event, Finding) and event.severity is Severity.ERROR:
                self.errors += 1
                self._first_error = self._first_error or event
            yield event
