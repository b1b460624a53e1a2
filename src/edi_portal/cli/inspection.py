"""``edi-portal inspect``: which envelopes a file holds, without judging their content."""

import click

from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS
from edi_portal.cli._options import output_options, path_argument, text_or_json_option
from edi_portal.cli._progress import progress_bar, size_of
from edi_portal.cli._reading import read_events
from edi_portal.cli._streams import display_name, open_sink

# Whether there is a guide for a version is a question of type 2.
_SNIP = 2


@click.command("inspect", short_help="Show the envelopes, versions, counts and control numbers.")
@path_argument
@text_or_json_option
@output_options(required=False)
@click.option("--transactions", is_flag=True, help="List each transaction set in the outline, too.")
def inspect(
    path: str, output_format: str, output: str | None, force: bool, transactions: bool
) -> int:
    """Show what PATH holds: its interchanges, functional groups and transaction sets.

    Versions and guides, control numbers, delimiters, and how many segments and claims there
    are; - is standard input. The content of transaction sets is not judged: use validate.

    Exit code 0: the envelopes are sound. 1: they are malformed (a trailer missing, a count or
    control number wrong, a version without a guide), or this is not X12. 2: the file could not
    be read to its end, or a limit left a part of it unread.
    """
    from edi_portal.cli._inventory import Remarks
    from edi_portal.cli._inventory_json import as_json
    from edi_portal.cli._inventory_text import as_text

    remarks = Remarks()
    to_stdout = output in (None, "-")
    with (
        open_sink(output, force=force, inputs=[path]) as sink,
        progress_bar(size_of(path), display_name(path), beside_output=to_stdout) as progress,
    ):
        # Old guides and bare transaction sets are shown like any other: nothing is judged here.
        events = read_events(path, snip=_SNIP, allow_bare=True, legacy=True, progress=progress)
        structure = remarks.set_aside(events)
        name = display_name(path)
        if output_format == "json":
            texts = as_json(structure, remarks, name)
        else:
            texts = as_text(structure, remarks, name, transactions=transactions)
        for text in texts:
            sink.write(text)
    if remarks.limited:
        return NO_RESULT
    return FINDINGS if remarks.errors else SUCCESS
