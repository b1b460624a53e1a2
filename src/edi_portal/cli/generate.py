"""``edi-portal generate``: X12 files of models in JSON."""

from datetime import datetime

import click

from edi_portal.cli._failure import FINDINGS, SUCCESS, complain
from edi_portal.cli._options import as_of_option, control_number_option, output_options
from edi_portal.cli._progress import progress_bar, size_of
from edi_portal.cli._streams import (
    STDIN,
    display_name,
    open_sink,
    refuse_same_file,
    standard_input,
)
from edi_portal.errors import ModelError, SourceError


@click.command("generate", short_help="Write X12 of what JSON says.")
@click.argument("path", type=click.Path(allow_dash=True))
@output_options(required=True)
@click.option("--sender", required=True, metavar="ID", help="Who sends it: ISA06, and GS02.")
@click.option("--receiver", required=True, metavar="ID", help="Who gets it: ISA08, and GS03.")
@click.option("--sender-qualifier", default="ZZ", show_default=True, metavar="CODE", help="ISA05.")
@click.option(
    "--receiver-qualifier", default="ZZ", show_default=True, metavar="CODE", help="ISA07."
)
@click.option("--application-sender", metavar="ID", help="GS02, where it is not --sender.")
@click.option("--application-receiver", metavar="ID", help="GS03, where it is not --receiver.")
@click.option(
    "--usage",
    type=click.Choice(("P", "T")),
    default="P",
    show_default=True,
    help="ISA15: production or test.",
)
@control_number_option
@as_of_option
def generate(
    path: str,
    output: str,
    force: bool,
    sender: str,
    receiver: str,
    sender_qualifier: str,
    receiver_qualifier: str,
    application_sender: str | None,
    application_receiver: str | None,
    usage: str,
    control_number: int,
    as_of: datetime | None,
) -> int:
    """Write the items of PATH as X12 to FILE, as ``edi-portal parse`` gives them; - is stdin.

    PATH is JSON Lines or a JSON list. What a machine can know is filled in: envelopes, counts,
    control numbers, HL and LX numbers. The result is checked against its guide.

    Exit code 0: FILE was written. 1: something in PATH is no model or not valid, and is named
    with its line and field; nothing was written. 2: PATH could not be read, or FILE could not
    be written.
    """
    import itertools

    from edi_portal import generating

    name = display_name(path)
    refuse_same_file(output, [path])
    told: list[ModelError] = []

    def tell(error: ModelError) -> None:
        told.append(error)
        complain(str(error), name)

    target = None if output == "-" else output
    try:
        with progress_bar(size_of(path), name, beside_output=target is None) as progress:
            written = generating.generate(
                None if path == STDIN else path,
                target,
                stream=standard_input() if path == STDIN else None,
                on_fault=tell,
                progress=None if path == STDIN else progress,
                sender=sender,
                receiver=receiver,
                sender_qualifier=sender_qualifier,
                receiver_qualifier=receiver_qualifier,
                application_sender=application_sender,
                application_receiver=application_receiver,
                as_of=as_of or datetime.now().astimezone(),
                control_numbers=itertools.count(control_number),
                usage=usage,
                force=force,
            )
    except ModelError as error:
        if not told:
            complain(str(error), name)
        complain("nothing was written", name)
        return FINDINGS
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error
    if target is None:
        with open_sink(None, force=False, inputs=[]) as sink:
            assert written.data is not None
            sink.write_bytes(written.data)
    return SUCCESS
