"""``edi-portal parse``: what files hold, as JSON or as tables."""

import contextlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import click

from edi_portal.cli._completion import complete_guides
from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS, complain, complain_internal, say
from edi_portal.cli._options import allow_bare_option, output_options
from edi_portal.cli._progress import Advance, progress_bar, size_of
from edi_portal.cli._reading import is_limit
from edi_portal.cli._streams import STDIN, display_name, open_sink, standard_input
from edi_portal.errors import EdiError

if TYPE_CHECKING:
    from edi_portal.findings import Finding
    from edi_portal.models.base import Model
    from edi_portal.parsing import Models

# Spelled out so that parsing needs no import of the library; a test compares them with it.
FORMATS = ("jsonl", "json", "csv")
TABLES = ("claims", "lines", "payments", "adjustments", "benefits", "statuses")


@click.command("parse", short_help="Turn files into JSON or CSV.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="jsonl",
    show_default=True,
    help="How the content is written: an object a line, one list, or a table.",
)
@click.option(
    "--table",
    type=click.Choice(TABLES),
    help="Which table csv writes; by default what the first file is about.",
)
@click.option(
    "--guide",
    "guides",
    multiple=True,
    shell_complete=complete_guides,
    metavar="NAME",
    help="Only what is of this guide, such as 837P. Repeatable.",
)
@output_options(required=False)
@click.option(
    "--max-findings",
    type=click.IntRange(min=0),
    default=1_000,
    show_default=True,
    metavar="N",
    help="Tell at most N findings of a file; the others are counted.",
)
@allow_bare_option
def parse(
    paths: tuple[str, ...],
    output_format: str,
    table: str | None,
    guides: tuple[str, ...],
    output: str | None,
    force: bool,
    max_findings: int,
    allow_bare: bool,
) -> int:
    """Write what each PATH holds as JSON or CSV; - is standard input.

    Claims, payments, benefits and statuses come with all that they stand under. The output
    holds patients' data, of course. What is wrong in a file is told on standard error, without.

    Exit code 0: all of it was written. 1: there are errors, or something could not be made out
    and is missing. 2: a file could not be read or not to its end.
    """
    if paths.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read once only")
    if table is not None and output_format != "csv":
        raise click.UsageError("--table goes with --format csv")

    from edi_portal.formats.model_json import write_json_lines, write_json_list
    from edi_portal.formats.model_tables import TableWriter

    parsing = _Parsing(guides, allow_bare, max_findings, to_stdout=output in (None, "-"))
    tables = TableWriter(table)
    with (
        open_sink(output, force=force, inputs=paths) as sink,
        contextlib.closing(parsing.models(paths)) as found,
    ):
        if output_format == "csv":
            texts = tables.write(found)
        else:
            write = write_json_lines if output_format == "jsonl" else write_json_list
            texts = write(model for _, model in found)
        for text in texts:
            sink.write(text)
    if table is None and tables.left_out:
        kinds = ", ".join(f"{count} {kind}" for kind, count in tables.left_out.items())
        complain(f"not in this table: {kinds}; --table names another")
        return max(parsing.code, FINDINGS)
    return parsing.code


class _Parsing:
    """Reads files one after another, tells what is wrong with them, and keeps the exit code."""

    def __init__(
        self, guides: tuple[str, ...], allow_bare: bool, max_findings: int, *, to_stdout: bool
    ) -> None:
        self.code = SUCCESS
        self._guides = guides or None
        self._allow_bare = allow_bare
        self._most = max_findings
        self._to_stdout = to_stdout

    def models(self, paths: tuple[str, ...]) -> Generator[tuple[str, "Model"], None, None]:
        """The models of every file, each with the name of its file."""
        for path in paths:
            name = display_name(path)
            try:
                with progress_bar(size_of(path), name, beside_output=self._to_stdout) as progress:
                    yield from self._of_file(path, name, progress)
            except EdiError as error:
                self.code = NO_RESULT
                complain(str(error), name)
            except Exception as error:  # noqa: BLE001  the other files shall be read in any case
                self.code = NO_RESULT
                complain_internal(error, name)

    def _of_file(
        self, path: str, name: str, progress: Advance | None
    ) -> Iterator[tuple[str, "Model"]]:
        from edi_portal import parsing

        told = _Told(name, self._most)
        stream = standard_input() if path == STDIN else None
        found: Models[Model] = parsing.parse(
            None if path == STDIN else path,
            stream=stream,
            name=name,
            guides=self._guides,
            whole=False,
            on_finding=told.tell,
            allow_bare=self._allow_bare,
            progress=progress if stream is None else None,
        )
        for model in found:
            yield name, model
        self.code = max(self.code, told.end(found))


class _Told:
    """Findings of one file on their way to standard error."""

    def __init__(self, file: str, most: int) -> None:
        from edi_portal.report import Counts, Report

        self._file = file
        self._report = Report(file=file, findings=(), counts=Counts())
        self._most = most
        self._count = 0
        self._limited = False

    def tell(self, found: "Finding") -> None:
        """One line for a finding, as ``validate -f concise`` writes it."""
        from edi_portal.formats.base import place_in_words
        from edi_portal.formats.lines import concise_line

        self._count += 1
        self._limited = self._limited or is_limit(found)
        if self._count <= self._most:
            place = place_in_words(found.location) if found.location.line is None else ""
            say(concise_line(found, self._report) + (f" ({place})" if place else ""))

    def end(self, models: "Models[Model]") -> int:
        """The file was read: its exit code, with a line on why it is not 0."""
        from edi_portal.formats.base import INCOMPLETE, counted

        if self._count > self._most:
            complain(f"{counted(self._count - self._most, 'finding')} more not listed", self._file)
        if models.gaps:
            complain(f"{counted(models.gaps, 'unit')} missing in the output", self._file)
        if self._limited:
            complain(INCOMPLETE, self._file)
            return NO_RESULT
        return SUCCESS if models.counts.errors == 0 else FINDINGS
