"""Options of the commands that check files and write reports, and their verdict."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS, complain
from edi_portal.cli._options import (
    SEVERITIES,
    allow_bare_option,
    legacy_option,
    output_options,
    overlay_option,
)
from edi_portal.cli._reports import FORMATS, report_option
from edi_portal.cli._streams import display_name

if TYPE_CHECKING:
    from edi_portal.cli._batch import Outcome
    from edi_portal.findings import Severity
    from edi_portal.report import Report

AUTO = "auto"

Command = Callable[..., Any]


class Jobs(click.IntRange):
    """How many files are checked at a time: a number, or ``auto`` for one a core."""

    name = "number of jobs"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. With one core ``auto`` is 2: what is told differs on no machine."""
        if value == AUTO:
            return max(cores(), 2)
        return int(super().convert(value, param, ctx))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The one word there is."""
        return [CompletionItem(AUTO)] if AUTO.startswith(incomplete) else []


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # macOS, Windows


_OPTIONS = (
    click.option(
        "-f",
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        default="full",
        show_default=True,
        help="How findings are written.",
    ),
    output_options(required=False),
    report_option,
    click.option(
        "--snip",
        type=click.IntRange(1, 7),
        default=3,
        show_default=True,
        help="Check SNIP types 1 to N.",
    ),
    overlay_option,
    click.option(
        "--fail-on",
        type=click.Choice(SEVERITIES),
        default="error",
        show_default=True,
        help="The least severity that makes the exit code 1.",
    ),
    click.option(
        "--max-findings",
        type=click.IntRange(min=1),
        default=10_000,
        show_default=True,
        metavar="N",
        help="List at most N findings of a file; the others are counted.",
    ),
    click.option(
        "--jobs",
        type=Jobs(min=1),
        default=1,
        show_default=True,
        metavar="N",
        help="Check N files at a time; auto: as many as there are cores.",
    ),
    click.option(
        "--segment-limit",
        type=click.IntRange(min=1000),
        default=1 << 20,
        show_default=True,
        metavar="BYTES",
        help="Leave out segments that are longer, with a finding.",
    ),
    click.option(
        "--byte-limit",
        type=click.IntRange(min=1),
        default=None,
        metavar="BYTES",
        help="Refuse a file that is longer; by default there is no limit.",
    ),
    click.option("--show-phi", is_flag=True, help="Show values from the file in the findings."),
    allow_bare_option,
    legacy_option,
)


def checking_options(command: Command) -> Command:
    """What every command that checks files takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Verdict:
    """The exit code so far, while reports pass on their way to be written."""

    def __init__(self, fail_on: "Severity") -> None:
        self.code = SUCCESS
        self._fail_on = fail_on

    def judge(self, work: "Iterator[tuple[str, Outcome]]") -> "Iterator[Report]":
        """Pass each report on; tell of each failure on stderr."""
        from edi_portal.report import Report

        for path, outcome in work:
            if isinstance(outcome, Report):
                self.code = max(self.code, self._code_of(outcome))
                yield outcome
            else:
                self.code = NO_RESULT
                complain(outcome.message, display_name(path))

    def _code_of(self, report: "Report") -> int:
        if not report.complete:
            return NO_RESULT
        return FINDINGS if report.at_least(self._fail_on) else SUCCESS
