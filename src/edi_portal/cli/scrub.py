"""``edi-portal scrub``: what is wrong with claims before they leave, and an exit code to trust."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edi_portal.cli._checking import SEVERITIES, Verdict, checking_options
from edi_portal.cli._failure import NO_RESULT, complain
from edi_portal.cli._streams import STDIN, open_sink, refuse_same_file

if TYPE_CHECKING:
    from edi_portal.cli._scrubbing import Run
    from edi_portal.report import Report

# Spelled out so that parsing needs no import of the library; a test compares them with it.
TABLES = ("ptp", "mue", "hospital_ptp", "hospital_mue", "add_on", "procedures", "poa_exempt")
_FULL = "full"


def _severities(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = []
    for item in given:
        code, mark, value = item.partition("=")
        if not mark or value not in SEVERITIES:
            raise click.BadParameter(f"give CODE=SEVERITY, one of {', '.join(SEVERITIES)}")
        found.append((code, value))
    return tuple(found)


def _codes(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(code.strip() for item in given for code in item.split(",") if code.strip())


def _named_tables(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = []
    for item in given:
        kind, mark, where = item.partition("=")
        if not mark or kind not in TABLES:
            raise click.BadParameter(f"give KIND=TABLE, KIND one of {', '.join(TABLES)}")
        found.append((kind, where))
    return tuple(found)


@click.command("scrub", short_help="Check claims before they leave.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Run only these rules: codes, what codes begin with (PRV), or names. Repeatable.",
)
@click.option(
    "--ignore", multiple=True, callback=_codes, metavar="CODES", help="Leave these rules out."
)
@click.option(
    "--severity",
    multiple=True,
    callback=_severities,
    metavar="CODE=SEVERITY",
    help="Grade a rule otherwise. Repeatable.",
)
@click.option(
    "--payer",
    metavar="ID",
    help="Take every claim for one to this payer of the configuration.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that dates count as future from; by default that of each file (BHT04).",
)
@click.option("--roster", type=click.Path(), metavar="FILE", help="Provider roster, CSV.")
@click.option(
    "--eligibility",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Eligibility responses (271) to check coverage by. Repeatable.",
)
@click.option(
    "--authorizations",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Authorization responses (278) to check numbers by. Repeatable.",
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    callback=_named_tables,
    metavar="KIND=TABLE",
    help="Look things up in TABLE, a name of the store or a file. Repeatable. KIND: "
    + ", ".join(TABLES)
    + ".",
)
@click.option(
    "--config",
    type=click.Path(),
    metavar="FILE",
    help="Configuration; by default the nearest edi-portal.toml or pyproject.toml.",
)
@click.option("--no-config", is_flag=True, help="Use no configuration.")
@click.option(
    "--store",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Where tables were added by `edi-portal codes add`.",
)
@click.option(
    "--baseline", type=click.Path(), metavar="FILE", help="Do not tell the findings in FILE."
)
@click.option(
    "--write-baseline",
    type=click.Path(),
    metavar="FILE",
    help="Write what is found to FILE, to be a baseline from now on.",
)
@click.option(
    "--fix",
    type=click.Path(),
    metavar="FILE",
    help="Write the one PATH to FILE with spelling mended, never meaning.",
)
@click.option("--diff", is_flag=True, help="Show what --fix changes, or would change.")
@click.option(
    "--277ca",
    "answer",
    type=click.Path(),
    metavar="FILE",
    help="Write the 277CA that a payer's front end would answer with.",
)
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

    from edi_portal import formats
    from edi_portal.cli._batch import Settings, outcomes
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
        answered_at=datetime.now().astimezone() if answer is not None else None,
        mends=bool(fix or diff),
    )
    check = run.check
    if alone:
        check = partial(check_alone, spec=spec, settings=settings, baseline=baseline)
    verdict = Verdict(Severity(fail_on))
    tally = _Tally()
    with open_sink(output, force=force, inputs=paths) as sink:
        work = outcomes(paths, check, jobs=jobs, to_stdout=output in (None, "-"))
        with closing(work):
            reports = tally.over(verdict.judge(work))
            names = [overlay.name for overlay in loaded]
            for text in formats.render(
                reports, output_format, show_phi=show_phi, snip=snip, overlays=names
            ):
                sink.write(text)
    if output_format not in (_FULL, "json"):
        tally.tell()
    if write_baseline is not None:
        tally.write_baseline(write_baseline, force=force)
    if answer is not None:
        _answer(run, answer, force=force)
    if (fix or diff) and verdict.code != NO_RESULT:
        _mend(run, paths[0], fix, diff=diff, show_phi=show_phi, force=force, allow_bare=allow_bare)
    return verdict.code


class _Tally:
    """Reports on their way to be written: their sums, and their findings for a baseline."""

    def __init__(self) -> None:
        from edi_portal.report import Totals

        self._sums = Totals()
        self._reports: list[Report] = []

    def over(self, reports: "Iterator[Report]") -> "Iterator[Report]":
        """Pass reports on."""
        for report in reports:
            if report.totals is not None:
                self._sums.merge(report.totals)
            self._reports.append(report)
            yield report

    def tell(self) -> None:
        """What the run comes to, on standard error."""
        from edi_portal.formats.full import write_totals

        click.echo(write_totals(self._sums), err=True, nl=False)

    def write_baseline(self, path: str, *, force: bool) -> None:
        """Write what was found to a baseline."""
        from edi_portal.scrubber.baseline import baseline_text

        found = ((item, report.file) for report in self._reports for item in report.findings)
        with open_sink(path, force=force, inputs=()) as sink:
            sink.write(baseline_text(found))


def _answer(run: "Run", path: str, *, force: bool) -> None:
    """Write the 277CA."""
    from edi_portal.writing import write

    assert run.answers is not None
    if not run.answers.accepted + run.answers.rejected:
        complain("no claim was read: there is no 277CA to write", path)
        return
    isa = run.interchange.elements if run.interchange is not None else ()
    sender, receiver = (isa[7].strip(), isa[5].strip()) if len(isa) > 7 else ("UNKNOWN",) * 2
    qualifiers = (isa[6], isa[4]) if len(isa) > 7 else ("ZZ",) * 2
    write(
        run.answers.models(),
        None if path == "-" else path,
        sender=sender,
        receiver=receiver,
        sender_qualifier=qualifiers[0],
        receiver_qualifier=qualifiers[1],
        as_of=run.answers.as_of,
        guide="277CA",
        force=force,
    )


def _mend(
    run: "Run",
    path: str,
    output: str | None,
    *,
    diff: bool,
    show_phi: bool,
    force: bool,
    allow_bare: bool,
) -> None:
    """Write what can be spelt right, and show it."""
    from edi_portal.formats.base import counted
    from edi_portal.mending import mend_file

    assert run.mends is not None
    changed = mend_file(
        path, output, run.mends, force=force, show_phi=show_phi, allow_bare=allow_bare
    )
    if diff:
        for line in changed.difference:
            click.echo(line, err=True)
    done = "mended" if output is not None else "to be mended"
    click.echo(f"edi-portal: {counted(changed.segments, 'segment')} {done}", err=True)
