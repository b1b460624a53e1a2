"""``edi-portal synthesize``: claims that nobody made, and remittances that answer them."""

from datetime import datetime

import click

from edi_portal.cli._completion import complete_corruptions
from edi_portal.cli._failure import SUCCESS
from edi_portal.cli._streams import open_sink


@click.command("synthesize", short_help="Make synthetic claims, and remittances for them.")
@click.option(
    "--kind",
    type=click.Choice(("837P", "837I", "837D")),
    required=True,
    help="Professional, institutional or dental claims.",
)
@click.option(
    "--claims",
    "count",
    type=click.IntRange(1),
    required=True,
    metavar="N",
    help="How many claims.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="N", help="Which ones: any number."
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder to write to; it is made where it is missing.",
)
@click.option("--remittances", is_flag=True, help="Answer the claims, too.")
@click.option(
    "--corruption",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    metavar="RATE",
    help="The share of claim payments that come back changed.",
)
@click.option(
    "--corrupt",
    "corruptions",
    multiple=True,
    shell_complete=complete_corruptions,
    metavar="KIND",
    help="How they are changed, such as control-case; in all known ways by default. Repeatable.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2025-09-15",
    show_default=True,
    metavar="DATE",
    help="The day of the batch; services are of the half year before.",
)
@click.option("--force", is_flag=True, help="Replace the files of an earlier batch.")
def synthesize(
    kind: str,
    count: int,
    seed: int,
    folder: str,
    remittances: bool,
    corruption: float,
    corruptions: tuple[str, ...],
    as_of: datetime,
    force: bool,
) -> int:
    """Write claims of invented people to DIR, and with --remittances what payers answer.

    DIR gets claims-1.837, remittances-1.835, and truth.jsonl, which says of each claim payment
    which claim and which lines it answers, in which scenario, and how it was changed. The same
    options give the same bytes.

    Exit code 0: the files were written. 2: they could not be.
    """
    from edi_portal import synthesis

    with open_sink(None, force=False, inputs=()) as sink:
        made = synthesis.synthesize_folder(
            folder,
            kind,
            count,
            seed=seed,
            as_of=as_of.date(),
            remittances=remittances,
            corruption=corruption,
            corruptions=corruptions or None,
            force=force,
        )
        sink.write(f"{folder}: {', '.join(made.files)}\n")
        sink.write(f"{_said(made.claims, 'claim')}\n")
        if remittances:
            sink.write(
                f"{_said(made.remittances, 'remittance')} of "
                f"{_said(made.payments, 'claim payment')}, {made.corrupted:,} of them corrupted; "
                f"{made.unanswered:,} not answered\n"
            )
    return SUCCESS


def _said(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("s" if count != 1 else "")
