"""``edi-portal match``: which claim each payment is for, and what is left to look at."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS, complain, complain_internal, say
from edi_portal.cli._options import allow_bare_option, output_options
from edi_portal.cli._progress import progress_bar, size_of
from edi_portal.cli._spread import SpreadCommand
from edi_portal.cli._streams import (
    STDIN,
    display_name,
    open_sink,
    refuse_same_file,
    standard_input,
)
from edi_portal.errors import EdiError
from edi_portal.output import OutputFile

if TYPE_CHECKING:
    from edi_portal.follow_up import FollowUp
    from edi_portal.formats.table_postings import Row
    from edi_portal.matching.eft import EftMatches
    from edi_portal.reconciling import Reconciling

Write = Callable[["Iterable[Row]", tuple[str, ...]], None]
FORMATS = ("text", "json", "jsonl", "csv")


class _Match(SpreadCommand):
    spread = frozenset({"--claims", "--remittances", "--acknowledgments", "--eft"})


@click.command("match", cls=_Match, short_help="Match remittances to claims.")
@click.option(
    "--claims",
    multiple=True,
    type=click.Path(allow_dash=True),
    metavar="PATH...",
    help="Claims (837) that were sent: one path or more. Repeatable.",
)
@click.option(
    "--remittances",
    multiple=True,
    type=click.Path(allow_dash=True),
    metavar="PATH...",
    help="Remittances (835) that came back: one path or more. Repeatable.",
)
@click.option(
    "--acknowledgments",
    multiple=True,
    type=click.Path(allow_dash=True),
    metavar="PATH...",
    help="Acknowledgments (277CA) that tell the payers' numbers of claims. Repeatable.",
)
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Remember claims and payments in FILE from run to run; it is made where it is missing.",
)
@click.option(
    "--eft",
    multiple=True,
    type=click.Path(),
    metavar="FILE...",
    help="Deposits to find beside the remittances: NACHA files with CCD+, or CSV. Repeatable.",
)
@click.option(
    "--post",
    "posting",
    type=click.Path(),
    metavar="FILE",
    help="Write the entries to be posted to FILE: CSV, or JSON Lines by its name (.jsonl).",
)
@click.option(
    "--worklist",
    type=click.Path(),
    metavar="FILE",
    help="Write what is to be done next to FILE, most urgent first; in the same formats.",
)
@click.option(
    "--older-than",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Put claims on the worklist that the newest remittance is so many days behind.",
)
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What is to be looked at as text, or every row for a program.",
)
@output_options(required=False)
@allow_bare_option
def match(
    claims: tuple[str, ...],
    remittances: tuple[str, ...],
    acknowledgments: tuple[str, ...],
    ledger: str | None,
    eft: tuple[str, ...],
    posting: str | None,
    worklist: str | None,
    older_than: int,
    output_format: str,
    output: str | None,
    force: bool,
    allow_bare: bool,
) -> int:
    """Match the payments of remittances to claims and say what is left to look at.

    There is a row for each claim payment, and for each claim that none is for. The output holds
    patients' data, of course; messages on standard error do not. The sums of the run follow at
    the end: below the text, else on standard error.

    Exit code 0: every payment has its claim. 1: something is unmatched, ambiguous, in conflict
    or out of balance, a deposit is without its remittance or the other way round, or a part of
    a file could not be made out. 2: a file or the ledger could not be read or written, and the
    ledger is as it was.
    """
    inputs = (*claims, *remittances, *acknowledgments, *eft)
    if not (claims or remittances):
        raise click.UsageError("give --claims, --remittances, or both")
    if inputs.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read once only")
    if STDIN in remittances and (posting or worklist):
        raise click.UsageError("--post and --worklist read remittances twice: give a file")
    others = [path for path in (ledger, posting, worklist) if path is not None]
    for path in others:
        refuse_same_file(path, inputs)
    if len({os.path.realpath(path) for path in (*others, output or STDIN)}) <= len(others):
        raise click.UsageError("one file cannot take two outputs")

    from edi_portal.follow_up import FollowUp
    from edi_portal.formats.match_tables import POSTING_COLUMNS, posting_rows
    from edi_portal.formats.table_postings import WORKLIST_COLUMNS, worklist_rows
    from edi_portal.matching.ledger import Ledger
    from edi_portal.reconciling import Reconciling

    with ExitStack() as stack:
        kept = stack.enter_context(Ledger(ledger)) if ledger is not None else None
        work = _Work(Reconciling(kept), allow_bare, to_stdout=output in (None, STDIN))
        # By name, so that the order they are given in decides nothing.
        for path in sorted(claims):
            work.read(path, work.run.read_claims)
        for path in sorted(remittances):
            work.read(path, work.run.read_remittances)
        for path in sorted(acknowledgments):
            work.read(path, work.run.read_acknowledgments)
        deposits = work.deposits(sorted(eft)) if eft else None
        if work.code == NO_RESULT:
            return NO_RESULT
        following = FollowUp(work.run, older_than=older_than)
        with (
            open_sink(output, force=force, inputs=inputs) as sink,
            _table(posting, force=force) as entries,
            _table(worklist, force=force) as items,
        ):
            for text in _texts(output_format, work.run, following, deposits):
                sink.write(text)
            if entries is not None:
                entries(posting_rows(following), POSTING_COLUMNS)
            if items is not None:
                items(worklist_rows(following.worklist()), WORKLIST_COLUMNS)
        # Only now, when the output is in its place: what is told in no output is not known yet.
        work.run.commit()
        return work.end(deposits, output_format)


@contextlib.contextmanager
def _table(path: str | None, *, force: bool) -> "Iterator[Write | None]":
    """What writes rows to a file, as JSON Lines where its name says so, else as CSV."""
    if path is None:
        yield None
        return
    from edi_portal.formats.table_postings import csv_lines, json_lines

    lines = json_lines if path.lower().endswith((".jsonl", ".ndjson")) else csv_lines
    with OutputFile(path, force=force) as file:

        def write(rows: "Iterable[Row]", columns: tuple[str, ...]) -> None:
            for line in lines(rows, columns):
                file.write(line.encode("utf-8", "backslashreplace"))

        yield write


def _texts(
    output_format: str,
    run: "Reconciling",
    following: "FollowUp",
    deposits: "EftMatches | None",
) -> Iterator[str]:
    from edi_portal.formats import match_sums
    from edi_portal.formats import matches as formats

    found, file_name = following.noting(run.matches()), run.file_name
    if output_format == "json":
        yield from formats.write_json(
            found, file_name, lambda: match_sums.behind(run.summary, deposits)
        )
    elif output_format == "text":
        yield from formats.write_text(found, file_name)
        yield from match_sums.deposit_lines(deposits)
        yield from match_sums.summary_lines(run.summary, deposits)
    else:
        write = formats.write_jsonl if output_format == "jsonl" else formats.write_csv
        yield from write(found, file_name)


class _Work:
    """Reads files one after another, and keeps the exit code."""

    def __init__(self, run: "Reconciling", allow_bare: bool, *, to_stdout: bool) -> None:
        self.run = run
        self.code = SUCCESS
        self._allow_bare = allow_bare
        self._to_stdout = to_stdout

    def read(self, path: str, read: Callable[..., None]) -> None:
        """Take what a file holds; tell where it cannot be read."""
        name = display_name(path)
        try:
            if path == STDIN:
                read(stream=standard_input(), name=name, allow_bare=self._allow_bare)
                return
            with progress_bar(size_of(path), name, beside_output=self._to_stdout) as progress:
                read(path, name=name, allow_bare=self._allow_bare, progress=progress)
        except EdiError as error:
            self.code = NO_RESULT
            complain(str(error), name)
        except Exception as error:  # noqa: BLE001  the other files shall be told of in any case
            self.code = NO_RESULT
            complain_internal(error, name)

    def deposits(self, files: Sequence[str]) -> "EftMatches | None":
        """The deposits of these files beside the remittances; tells where one cannot be read."""
        try:
            return self.run.deposits(files)
        except EdiError as error:
            self.code = NO_RESULT
            complain(str(error))
            return None

    def end(self, deposits: "EftMatches | None", output_format: str) -> int:
        """The exit code; what the output has no place for is told on standard error."""
        from edi_portal.formats.lines import concise_line
        from edi_portal.formats.match_sums import summary_lines
        from edi_portal.report import Counts, Report

        told = [*self.run.gaps, *self.run.imbalances]
        if deposits is not None and output_format in ("jsonl", "csv"):
            told += deposits.findings
        for found in told:
            report = Report(file=found.location.file, findings=(), counts=Counts())
            say(concise_line(found, report))
        if not self.run.complete:
            complain("not everything could be read: rows are missing")
        if output_format != "text":
            for line in summary_lines(self.run.summary, deposits):
                say(line.rstrip("\n"))
        clear = self.run.complete and self.run.summary.clear
        return SUCCESS if clear and (deposits is None or deposits.ok) else FINDINGS
