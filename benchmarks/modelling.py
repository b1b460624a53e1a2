"""Models beside x12sdk's: read from files, and written back.

x12sdk takes a part of what the guides allow (no gender ``U``, covered days of 0 only, no NPI
in REF of a service), so it gets, as we do here, files in which these are others.
"""

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.children import Runs, interleave
from benchmarks.make_files import KINDS, LAYOUTS, MEGABYTE, make
from benchmarks.tables import Table, limit, target

_FOR_X12SDK = (
    (re.compile(rb"(DMG\*D8\*\d{8}\*)U"), rb"\1F"),
    (re.compile(rb"(MIA\*)\d+"), rb"\g<1>0"),
    (re.compile(rb"REF\*HPI\*"), b"REF*G2*"),
)
SET_NAMES = {"one": "one ST", "many": "an ST per claim"}


def accepted_by_x12sdk(path: Path) -> Path:
    """The file with what x12sdk does not take written otherwise; as long as before."""
    other = path.with_name(f"x12sdk-{path.name}")
    if not other.exists():
        data = path.read_bytes()
        for pattern, instead in _FOR_X12SDK:
            data = pattern.sub(instead, data)
        other.write_bytes(data)
    return other


def models(size: int, repeats: int) -> Table:
    """Files into models: as they pass by, and with every field of every model read."""
    table = Table(
        "Models beside x12sdk",
        "`edi_portal.claims` and `edi_portal.claim_payments` beside x12sdk's model reader, the "
        "guide loaded. A model of ours takes its segments apart when a field is first asked for: "
        "*passing* iterates over the models, *whole* reads every field of every one of them, "
        "*writing* makes a file of models that were read, with `edi_portal.write`, which checks "
        "what it writes; *rewriting* does so with models made anew from their fields.",
        ("file", "work", "edi-portal", "MB/s", "x12sdk", "MB/s", "ratio", "target", "met"),
    )
    if importlib.util.find_spec("x12sdk") is None:
        table.note += (
            " **x12sdk is not installed: skipped.** It is in the dependency group `bench`."
        )
        return table
    for kind in KINDS:
        for layout in LAYOUTS:
            path = accepted_by_x12sdk(make(kind, layout, size))
            jobs = {
                "models": repeats,
                "models-whole": repeats,
                "models-written": repeats,
                "models-rewritten": repeats,
                "x12sdk-models": max(1, repeats - 2),
                "x12sdk-written": max(1, repeats - 2),
            }
            runs = interleave(jobs, path)
            megabytes = path.stat().st_size / MEGABYTE
            for work, own, peer, aim in (
                ("passing", "models", "x12sdk-models", 15),
                ("whole", "models-whole", "x12sdk-models", 15),
                ("writing", "models-written", "x12sdk-written", 15),
                ("rewriting", "models-rewritten", "x12sdk-written", 15),
            ):
                ours, theirs = runs[own], runs[peer]
                table.add(
                    f"{kind}, {size} MB, {SET_NAMES[layout]}",
                    work,
                    *_pace(ours, megabytes),
                    *_pace(theirs, megabytes),
                    *target(theirs.best / ours.best, aim),
                )
    return table


def _pace(runs: Runs, megabytes: float) -> Sequence[str]:
    return f"{runs.best:.3f}", f"{megabytes / runs.best:.2f}"


def memory(small: int, large: int) -> Table:
    """Peak memory of a process that reads the models of a file, and of one that copies them."""
    table = Table(
        "Memory of models",
        "Peak resident memory of the process, interpreter and guide included. Every field of "
        "every model is read, of an 835 one payment after the other; *copy* writes models to another "
        "file as they are read, and a remittance is written as one.",
        ("file", "work", f"{small} MB", f"{large} MB", "ratio", "target", "met"),
    )
    for kind in KINDS:
        for layout in LAYOUTS:
            for job, name in (("models-streamed", "read"), ("models-copied", "copy")):
                peaks = [
                    interleave({job: 1}, make(kind, layout, size))[job].peak
                    for size in (small, large)
                ]
                shown = (f"{peak / 2**20:.1f} MiB" for peak in peaks)
                grown = peaks[1] / peaks[0]
                table.add(f"{kind}, {SET_NAMES[layout]}", name, *shown, *limit(grown, 1.2))
    return table
