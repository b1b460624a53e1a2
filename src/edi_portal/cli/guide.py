"""``edi-portal guide``: what an Implementation Guide asks for, as a tree or at one place."""

import json

import click

from edi_portal.cli._completion import complete_guides
from edi_portal.cli._failure import SUCCESS
from edi_portal.cli._options import text_or_json_option
from edi_portal.cli._streams import open_sink


@click.command("guide", short_help="Show a guide: its tree, or one place of it in detail.")
@click.argument("words", nargs=-1, metavar="[NAME [PLACE]]", shell_complete=complete_guides)
@text_or_json_option
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="N",
    help="Show N levels of loops; by default all of a guide, and one of a PLACE.",
)
@click.option("--elements", is_flag=True, help="Show the elements in the tree, too.")
def guide(words: tuple[str, ...], output_format: str, depth: int | None, elements: bool) -> int:
    """Show the loops and segments of the guide NAME; without NAME, list the guides.

    NAME is what billers say (837P, 278 request) or a GS08. PLACE shows a part with its
    elements, codes and syntax notes: a loop (2010AA), a segment (2300/CLM, 2300/REF[G1]),
    an element or a component (2400/SV101-2).

    Usage is R (required), S (situational) or N (not used), and >1 is any number.

    Exit code 0: it is shown. 2: no guide or place is called so; the nearest are named.
    """
    from edi_portal.cli import _guide_text
    from edi_portal.guides import describe, naming

    shown: object
    if not words:
        shown = guides = describe.describe_all()
        text = _guide_text.all_guides(guides)
    else:
        item, place = naming.named_with_place(words)
        if place is None:
            shown = tree = describe.describe_guide(item, depth=depth, elements=elements)
            text = _guide_text.tree(tree)
        else:
            shown = part = describe.describe_place(item, place, depth=depth or 1)
            text = _guide_text.place(part)
    with open_sink(None, force=False, inputs=()) as sink:
        if output_format == "json":
            sink.write(json.dumps(shown, indent=2) + "\n")
        else:
            for line in text:
                sink.write(line)
    return SUCCESS
