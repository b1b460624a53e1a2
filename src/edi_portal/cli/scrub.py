"""``edi-portal scrub``: what is wrong with claims before they leave, and an exit code to trust."""

from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from edi_portal.cli._checking import Verdict, checking_options
from edi_portal.cli._failure import NO_RESULT, complain
from edi_portal.cli._reports import write_reports
from edi_portal.cli._scrub_options import scrub_options
from edi_portal.cli._streams import STDIN, refuse_same_file

_FULL = "full"


@click.command("scrub", short_help="Check claims before they leave.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@scrub_options
@checking_options
def scrub(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[tuple[str, str], ...],
    payer: str | None,
    as_of: datetime | None,
    roster: str | None,
    eligibility: tuple[str, ...],
    authorizations: tuple[str, ...],
    tables: tuple[tuple[str, str], ...],
    config: str | None,
    no_config: bool,
    store: str | None,
    baseline: str | None,
    write_baseline: str | None,
    fix: str | None,
    diff: bool,
    answer: str | None,
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
    """Validate each PATH and check its claims by the rules of the scrubber; - is standard input.

    Claims are compared within the run for duplicates: over all files, or, with --jobs, within
    each. `edi-portal rules` lists the rules, `edi-portal explain CODE` says what one is about.

    Exit code 0: nothing at or above --fail-on. 1: findings at or above it. 2: no trustworthy
    result: a file, the configuration, a roster or a table could not be read.
    """
    if paths.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read once only")
    if (fix or diff) and (len(paths) > 1 or STDIN in paths):
        raise click.UsageError("--fix and --diff take one file, which is read twice")
    alone = jobs > 1 and len(paths) > 1
    if alone and (answer or write_baseline):
        raise click.UsageError("--277ca and --write-baseline take one job")
    for target in (fix, answer, write_baseline):
        if target is not None:
            refuse_same_file(target, paths)

    from edi_portal.cli._batch import Settings, outcomes
    from edi_portal.cli._scrub_results import Tally, mend, write_answer
    from edi_portal.cli._scrubbing import Run, Spec, check_alone, scrubber_of
    from edi_portal.findings import Severity
    from edi_portal.guides.companion import load_overlays
    from edi_portal.scrubber.baseline import read_baseline

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
    spec = Spec(
        config="" if no_config else config,
        select=select,
        ignore=ignore,
        severity=severity,
        payer=payer,
        as_of=as_of.date() if as_of is not None else None,
        roster=roster,
        eligibility=eligibility,
        authorizations=authorizations,
        tables=tables,
        store=store,
    )
    # Before any work: a broken table or configuration leaves nothing half done.
    scrubber = scrubber_of(spec)
    known = read_baseline(Path(baseline)) if baseline is not None else None
    run = Run(
        scrubber,
        settings,
        baseline=known,
        answered_at=(as_of or datetime.now().astimezone()) if answer is not None else None,
        mends=bool(fix or diff),
    )
    check = run.check
    if alone:
        check = partial(check_alone, spec=spec, settings=settings, baseline=baseline)
    verdict = Verdict(Severity(fail_on))
    tally = Tally()
    work = outcomes(paths, check, jobs=jobs, to_stdout=output in (None, "-"))
    with closing(work):
        write_reports(
            tally.over(verdict.judge(work)),
            output_format,
            output,
            reports,
            inputs=paths,
            force=force,
            show_phi=show_phi,
            snip=snip,
            overlays=[overlay.name for overlay in loaded],
        )
    if output_format not in (_FULL, "json"):
        tally.tell()
    if alone:
        complain("with --jobs claims were compared within each file only")
    if write_baseline is not None:
        tally.write_baseline(write_baseline, force=force)
    if answer is not None:
        write_answer(run, answer, force=force)
    if (fix or diff) and verdict.code != NO_RESULT:
        mend(run, paths[0], fix, diff=diff, show_phi=show_phi, force=force, allow_bare=allow_bare)
    return verdict.code
