"""``edi-portal validate``: findings of one or more files, and an exit code to trust."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import click

from edi_portal.cli._failure import FINDINGS, NO_RESULT, SUCCESS, complain
from edi_portal.cli._options import (
    allow_bare_option,
    legacy_option,
    output_options,
    overlay_option,
)
from edi_portal.cli._streams import STDIN, display_name, open_sink

if TYPE_CHECKING:
    from edi_portal.cli._batch import Outcome
    from edi_portal.findings import Severity
    from edi_portal.report import Report

# Spelled out so that parsing needs no import of the library; a test compares them with it.
FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "junit")
SEVERITIES = ("error", "warning", "info")


@click.command("validate", short_help="Check files against X12 and their guides.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-f",
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    help="How findings are written.",
)
@output_options(required=False)
@click.option(
    "--snip",
    type=click.IntRange(1, 7),
    default=3,
    show_default=True,
    help="Check SNIP types 1 to N.",
)
@overlay_option
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--max-findings",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    metavar="N",
    help="List at most N findings of a file; the others are counted.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Validate N files at a time.",
)
@click.option(
    "--segment-limit",
    type=click.IntRange(min=1000),
    default=1 << 20,
    show_default=True,
    metavar="BYTES",
    help="Leave out segments that are longer, with a finding.",
)
@click.option("--show-phi", is_flag=True, help="Show values from the file in the findings.")
@allow_bare_option
@legacy_option
def validate(
    paths: tuple[str, ...],
    output_format: str,
    output: str | None,
    force: bool,
    snip: int,
    overlays: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    jobs: int,
    segment_limit: int,
    show_phi: bool,
    allow_bare: bool,
    legacy: bool,
) -> int:
    """Check each PATH against X12 and its Implementation Guide; - is standard input.

    Exit code 0: nothing at or above --fail-on. 1: findings at or above it. 2: a file could not
    be read or not to its end. Of several files the worst code counts; a file that cannot be
    read does not keep the others from being validated.
    """
    if paths.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read once only")

    from edi_portal import formats
    from edi_portal.cli._batch import Settings, outcomes
    from edi_portal.findings import Severity
    from edi_portal.guides.companion import load_overlays

    loaded = load_overlays(overlays)
    settings = Settings(
        snip=snip,
        overlays=loaded,
        max_findings=max_findings,
        allow_bare=allow_bare,
        legacy=legacy,
        segment_limit=segment_limit,
    )
    verdict = _Verdict(Severity(fail_on))
    with open_sink(output, force=force, inputs=paths) as sink:
        work = outcomes(paths, settings, jobs=jobs, to_stdout=output in (None, "-"))
        with closing(work):
            reports = verdict.judge(work)
            names = [overlay.name for overlay in loaded]
            for text in formats.render(
                reports, output_format, show_phi=show_phi, snip=snip, overlays=names
            ):
                sink.write(text)
    return verdict.code


class _Verdict:
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
