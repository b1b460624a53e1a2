"""``edi-portal validate``: findings of one or more files, and an exit code to trust."""

from contextlib import closing
from functools import partial

import click

from edi_portal.cli._checking import Verdict, checking_options
from edi_portal.cli._reports import write_reports
from edi_portal.cli._streams import STDIN


@click.command("validate", short_help="Check files against X12 and their guides.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@checking_options
def validate(
    paths: tuple[str, ...],
    output_format: str,
    output: str | None,
    reports: tuple[tuple[str, str], ...],
    force: bool,
    snip: int,
    overlays: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    jobs: int,
    segment_limit: int,
    byte_limit: int | None,
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

    from edi_portal.cli._batch import Settings, check, outcomes
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
        byte_limit=byte_limit,
    )
    verdict = Verdict(Severity(fail_on))
    work = outcomes(
        paths, partial(check, settings=settings), jobs=jobs, to_stdout=output in (None, "-")
    )
    with closing(work):
        write_reports(
            verdict.judge(work),
            output_format,
            output,
            reports,
            inputs=paths,
            force=force,
            show_phi=show_phi,
            snip=snip,
            overlays=[overlay.name for overlay in loaded],
        )
    return verdict.code
