"""What ``edi-portal scrub`` makes of a run beside its report: sums, baseline, 277CA, mended file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from edi_portal.cli._failure import complain, say
from edi_portal.cli._streams import open_sink

if TYPE_CHECKING:
    from edi_portal.cli._scrubbing import Run
    from edi_portal.report import Report


class Tally:
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

        say(write_totals(self._sums).removesuffix("\n"))

    def write_baseline(self, path: str, *, force: bool) -> None:
        """Write what was found to a baseline."""
        from edi_portal.scrubber.baseline import baseline_text

        found = ((item, report.file) for report in self._reports for item in report.findings)
        with open_sink(path, force=force, inputs=()) as sink:
            sink.write(baseline_text(found))


def write_answer(run: "Run", path: str, *, force: bool) -> None:
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


def mend(
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
            say(line)
    done = "mended" if output is not None else "to be mended"
    complain(f"{counted(changed.segments, 'segment')} {done}")
