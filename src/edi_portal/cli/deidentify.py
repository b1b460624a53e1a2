"""``edi-portal deidentify``: files without what identifies the persons in them."""

import os

import click

from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS, complain, complain_internal
from edi_portal.cli._options import allow_bare_option
from edi_portal.cli._progress import progress_bar, size_of
from edi_portal.cli._streams import (
    STDIN,
    display_name,
    open_sink,
    refuse_same_file,
    standard_input,
)
from edi_portal.errors import EdiError

# Spelled out so that parsing needs no import of the library; a test compares them with it.
WEEKS, MOST_WEEKS = 26, 520


@click.command("deidentify", short_help="Replace what identifies persons, consistently.")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True),
    metavar="OUT",
    help="The file to write, or a folder for files of the same names; - is standard output.",
)
@click.option("--force", is_flag=True, help="Replace output files that exist.")
@click.option("--key-file", type=click.Path(), metavar="FILE", help="The key: 16 bytes or more.")
@click.option(
    "--new-key",
    type=click.Path(),
    metavar="FILE",
    help="Write a new key of 32 random bytes to FILE, which must not exist, and use it.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, MOST_WEEKS),
    default=WEEKS,
    show_default=True,
    metavar="N",
    help="Move the dates of each patient by 1 to N weeks into the past.",
)
@allow_bare_option
def deidentify(
    paths: tuple[str, ...],
    output: str | None,
    force: bool,
    key_file: str | None,
    new_key: str | None,
    weeks: int,
    allow_bare: bool,
) -> int:
    """Write each PATH to OUT with names, addresses, numbers and dates of persons replaced.

    The same value becomes the same under the same key and --weeks, in files of every kind, so
    that claims, remittances, inquiries and answers still match. Codes, amounts and structure
    stay. Keep the key apart from the files: whoever has it can find the persons again.

    Exit code 0: all was written. 1: it was, and segments that have no place in their guide were
    cleared wholly. 2: a file was not written: it or the key could not be read, it is no X12 or
    of a kind without a table of identifiers, or OUT could not be written.
    """
    if (key_file is None) is (new_key is None):
        raise click.UsageError("give --key-file, or --new-key to make one")
    if not paths:
        if new_key is None:
            raise click.UsageError("Missing argument 'PATHS...'")
    elif output is None:
        raise click.UsageError("Missing option '-o' / '--output'")
    targets = _targets(paths, output) if output is not None else {}

    from edi_portal.deidentification import read_key, write_new_key

    if new_key is not None:
        write_new_key(new_key)
    if not paths:
        return SUCCESS
    key = read_key(str(new_key or key_file))
    code = SUCCESS
    for path, target in targets.items():
        try:
            code = max(code, _file(path, target, key, weeks, force=force, allow_bare=allow_bare))
        except EdiError as error:
            code = NO_RESULT
            complain(str(error), display_name(path))
        except BrokenPipeError:
            raise  # it is not about the file
        except Exception as error:  # noqa: BLE001  the other files shall be read in any case
            code = NO_RESULT
            complain_internal(error, display_name(path))
    return code


def _targets(paths: tuple[str, ...], output: str) -> dict[str, str]:
    """Each input with the file that it is written to."""
    if len(set(paths)) < len(paths):
        raise click.UsageError("a file is named twice")
    if not os.path.isdir(output):
        if len(paths) > 1:
            raise click.UsageError("several files need a folder that exists as --output")
        targets = dict.fromkeys(paths, output)
    else:
        if STDIN in paths:
            raise click.UsageError("standard input (-) needs a file as --output")
        targets = {path: os.path.join(output, os.path.basename(path)) for path in paths}
        if len(set(targets.values())) < len(targets):
            raise click.UsageError("two files have one name; give them a folder each")
    for target in targets.values():
        refuse_same_file(target, paths)
    return targets


def _file(path: str, target: str, key: bytes, weeks: int, *, force: bool, allow_bare: bool) -> int:
    from edi_portal import deidentification
    from edi_portal.formats.base import counted

    name = display_name(path)
    to_stdout = target == "-"
    stream = standard_input() if path == STDIN else None
    with progress_bar(size_of(path), name, beside_output=to_stdout) as progress:
        done = deidentification.deidentify(
            None if stream else path,
            None if to_stdout else target,
            stream=stream,
            key=key,
            weeks=weeks,
            force=force,
            allow_bare=allow_bare,
            progress=None if stream else progress,
        )
    if done.data is not None:
        with open_sink(None, force=False, inputs=()) as sink:
            sink.write_bytes(done.data)
    if not done.masked:
        return SUCCESS
    complain(
        f"{counted(done.masked, 'segment')} without a place in the guide, cleared wholly", name
    )
    return FINDINGS
