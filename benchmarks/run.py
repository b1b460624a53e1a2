"""Measures edi-portal beside its peers in one run: ``python -m benchmarks.run [--quick]``.

Everything runs on one core, each measurement in a process of its own. A full run writes its
tables to ``benchmarks/RESULTS.md``; exits with 1 where the verdicts on a file differ or a
measurement failed.
"""

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import matching, modelling, repeated, scrubbing
from benchmarks.children import (
    ROOT,
    MeasurementError,
    Runs,
    interleave,
    keep_to_one_core,
    run_child,
    wall_time,
)
from benchmarks.make_files import KINDS, LAYOUTS, MEGABYTE, REPEATED, make
from benchmarks.measure import AGAIN
from benchmarks.tables import Table, limit, ratio, replace_file, target

RESULTS = Path(__file__).with_name("RESULTS.md")
SAMPLE = "samples/valid/837p-one-claim.x12"
SET_NAMES = {"one": "one ST", "many": "an ST per claim"}


def describe(kind: str, layout: str, size: int) -> str:
    """A benchmark file in words."""
    return f"{kind}, {size} MB, {SET_NAMES[layout]}"


def clock(runs: Runs) -> str:
    """Seconds of the best repeat, and in brackets of the median one."""
    digits = 2 if runs.best >= 1 else 3
    return f"{runs.best:.{digits}f} ({runs.median:.{digits}f})"


def validation(files: Sequence[tuple[str, str, int, int]], again: str = "") -> Table:
    """Both validators on the same files; each file comes with pyx12's number of repeats."""
    if again:
        title = "Validation beside pyx12, of a further file"
        note = "As above, but a file was validated before in the same process."
    else:
        title = "Validation beside pyx12"
        note = (
            "Seconds are the best repeat's, the median's in brackets. A validator's time includes "
            "loading its guide, which counts for much in a small file."
        )
    table = Table(
        title,
        note,
        ("file", "edi-portal", "MB/s", "pyx12", "MB/s", "ratio", "target", "met", "verdicts"),
    )
    for kind, layout, size, repeats in files:
        path = make(kind, layout, size)
        own, peer = f"validate{again}", f"pyx12{again}"
        runs = interleave({own: max(repeats, 3), peer: repeats}, path)
        ours, theirs = runs[own], runs[peer]
        megabytes = path.stat().st_size / MEGABYTE
        same = ours.verdict == theirs.verdict
        table.failed |= not same
        table.add(
            describe(kind, layout, size),
            clock(ours), f"{megabytes / ours.best:.1f}",
            clock(theirs), f"{megabytes / theirs.best:.2f}",
            *target(theirs.best / ours.best, 40),
            f"both {ours.verdict}" if same else f"{ours.verdict}, pyx12 {theirs.verdict}",
        )  # fmt: skip
    return table


def other_guides(size: int, repeats: int) -> Table:
    """Ours on files of the other guides: time a megabyte, beside that of an 837P."""
    table = Table(
        "Validation of the other guides",
        "Each file repeats the transaction sets of the samples with other values. A file was "
        "validated before in the same process. The ratio is of the time a megabyte takes, to "
        "that of the 837P with an ST per claim.",
        ("guide", "edi-portal", "MB/s", "bytes a segment", "ratio", "target", "met"),
    )
    files = {"837P": make("837P", "many", size)}
    files |= {guide: make(guide, REPEATED, size) for guide in repeated.GUIDES}
    runs = {guide: Runs() for guide in files}
    for turn in range(repeats):
        for guide, path in files.items():
            print(f"  {path.name}: {turn + 1} of {repeats}", file=sys.stderr)
            run_child(f"validate{AGAIN}", path, runs[guide])
    pace = {
        guide: runs[guide].best / (path.stat().st_size / MEGABYTE) for guide, path in files.items()
    }
    for guide, path in files.items():
        text = path.read_bytes()
        table.failed |= runs[guide].verdicts != {True}
        judged = limit(pace[guide] / pace["837P"], 1.5) if guide != "837P" else ("", "", "")
        table.add(
            guide,
            clock(runs[guide]),
            f"{1 / pace[guide]:.1f}",
            f"{len(text) / text.count(b'~'):.1f}",
            *judged,
        )
    return table


def reading(size: int, repeats: int) -> Table:
    """Our reader, which places each segment in its guide, beside x12sdk's, which does not."""
    table = Table(
        "Reading segments beside x12sdk",
        "`edi_portal.read` gives each segment its place in the guide; x12sdk's segment reader "
        "splits.",
        ("file", "edi-portal", "MB/s", "x12sdk", "MB/s", "ratio"),
    )
    present = importlib.util.find_spec("x12sdk") is not None
    if not present:
        table.note += (
            " **x12sdk is not installed: skipped.** It is in the dependency group `bench`."
        )
    for kind in KINDS:
        path = make(kind, "one", size)
        runs = interleave({"read": repeats} | ({"x12sdk": repeats} if present else {}), path)
        megabytes = path.stat().st_size / MEGABYTE
        ours, theirs = runs["read"], runs.get("x12sdk")
        cells = [clock(ours), f"{megabytes / ours.best:.1f}"]
        if theirs is None:
            cells += ["skipped", "", ""]
        else:
            cells += [clock(theirs), f"{megabytes / theirs.best:.1f}"]
            cells.append(ratio(theirs.best / ours.best))
        table.add(describe(kind, "one", size), *cells)
    return table


def memory(small: int, large: int) -> Table:
    """Peak memory of a process that works on a small file, and on a large one."""
    table = Table(
        "Memory",
        "Peak resident memory of the process, interpreter and guide included.",
        ("file", "work", f"{small} MB", f"{large} MB", "ratio", "target", "met"),
    )
    for kind in KINDS:
        for layout in LAYOUTS:
            for job in ("validate", "read"):
                peaks = [
                    interleave({job: 1}, make(kind, layout, size))[job].peak
                    for size in (small, large)
                ]
                shown = (f"{peak / 2**20:.1f} MiB" for peak in peaks)
                grown = peaks[1] / peaks[0]
                table.add(f"{kind}, {SET_NAMES[layout]}", job, *shown, *limit(grown, 1.2))
    return table


def command_line(repeats: int) -> Table:
    """From start to end of a command, with the bare interpreter for scale."""
    table = Table(
        "Command line",
        f"Wall time of a process, median of {repeats}; of the imports, what it takes beyond the "
        "bare interpreter.",
        ("command", "seconds", "target", "met"),
    )
    installed = Path(sys.executable).with_name("edi-portal")
    program = [str(installed)]
    if not installed.exists():
        program = [sys.executable, "-c", "from edi_portal.cli import main; main()"]
    bare = wall_time([sys.executable, "-c", "pass"], repeats)
    table.add("`python -c pass`", f"{bare:.3f}", "", "")
    commands: tuple[tuple[str, list[str], float | None], ...] = (
        ("`edi-portal --version`", [*program, "--version"], 0.15),
        (f"`edi-portal validate {SAMPLE}`", [*program, "validate", str(ROOT / SAMPLE)], 0.4),
    )
    imports: tuple[tuple[str, str, float | None], ...] = (
        ("`import edi_portal`, beyond the interpreter", "import edi_portal", 0.1),
        (
            "`edi_portal.validate` imported, beyond the interpreter",
            "from edi_portal import validate",
            None,
        ),
    )
    for name, command, most in commands:
        seconds = wall_time(command, repeats)
        judged = ("", "") if most is None else limit(seconds, most)[1:]
        table.add(name, f"{seconds:.3f}", *judged)
    for name, code, most in imports:
        seconds = max(wall_time([sys.executable, "-c", code], repeats) - bare, 0)
        judged = ("", "") if most is None else limit(seconds, most)[1:]
        table.add(name, f"{seconds:.3f}", *judged)
    return table


def sections(quick: bool) -> list[Callable[[], Table]]:
    """What is measured, in order."""
    one_megabyte = [(kind, layout, 1, 3) for kind in KINDS for layout in LAYOUTS]
    ten_megabytes = [(kind, layout, 10, 1) for kind in KINDS for layout in LAYOUTS]
    if quick:
        return [
            lambda: validation(one_megabyte),
            lambda: other_guides(1, 3),
            lambda: modelling.models(1, 3),
            lambda: scrubbing.scrubbing(1, 3),
            lambda: reading(1, 3),
            lambda: matching.accuracy(1_000),
            lambda: matching.growth((1_000, 10_000), 1),
            lambda: command_line(5),
        ]
    return [
        lambda: validation(ten_megabytes + one_megabyte),
        lambda: validation(one_megabyte, AGAIN),
        lambda: other_guides(5, 5),
        lambda: modelling.models(5, 3),
        lambda: scrubbing.scrubbing(5, 3),
        lambda: reading(10, 5),
        lambda: memory(5, 50),
        lambda: modelling.memory(5, 50),
        lambda: scrubbing.memory(5, 50),
        lambda: matching.accuracy(5_000),
        lambda: matching.growth((1_000, 10_000, 100_000), 2),
        lambda: command_line(11),
    ]


def heading(one_core: bool) -> str:
    """What ran on what, without the date."""
    versions = [f"Python {platform.python_version()}"]
    for package in ("edi-portal", "pyx12", "x12sdk"):
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    cores = f"a machine with {os.cpu_count()} CPUs"
    where = f"one core of {cores}" if one_core else f"{cores}, not bound to one core"
    return f"# Results\n\nMeasured in one run on {where}: {', '.join(versions)}.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and keep them after a full run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1 MB files only, keeps no results")
    quick = parser.parse_args(arguments).quick
    parts = [heading(keep_to_one_core())]
    print(parts[0], flush=True)
    failed = False
    for measure in sections(quick):
        try:
            table = measure()
        except MeasurementError as problem:
            parts.append(f"A measurement failed: {problem}\n")
            failed = True
        else:
            parts.append(table.markdown())
            failed |= table.failed
        print(parts[-1], flush=True)
    if not quick and not failed:
        replace_file(RESULTS, "\n".join(parts))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
