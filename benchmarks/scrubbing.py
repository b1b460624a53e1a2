"""Scrubbing beside reading: clean synthetic claims through every rule, and into models."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from benchmarks.children import interleave
from benchmarks.code_tables import make_tables
from benchmarks.make_files import DATA, MEGABYTE
from benchmarks.tables import Table, limit

KINDS = ("837P", "837I", "837D")
_SEED = 837
_BYTES_OF_A_CLAIM = {"837P": 456, "837I": 625, "837D": 422}
_AS_OF = datetime(2025, 9, 15, 9, 15)  # noqa: DTZ001 - envelopes bear no zone


def make(kind: str, megabytes: int, folder: Path = DATA) -> Path:
    """A file of clean synthetic claims of about this size, written where it is not there yet."""
    import edi_portal
    from edi_portal.synthesis import synthesize_claims

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"clean-{kind.lower()}-{megabytes}mb-{_SEED}.x12"
    if not path.exists():
        count = megabytes * MEGABYTE // _BYTES_OF_A_CLAIM[kind]
        edi_portal.write(
            synthesize_claims(kind, count, seed=_SEED),
            path,
            sender="RIVERBILLING",
            receiver="EXAMPLEHUB",
            as_of=_AS_OF,
        )
    return path


def ncci_store(folder: Path = DATA) -> Path:
    """A store with NCCI tables of real size, drawn by chance."""
    from edi_portal.codes.ncci import Store

    store = folder / "store"
    if not store.exists():
        with tempfile.TemporaryDirectory() as made:
            tables = make_tables(Path(made))
            unfinished = Path(tempfile.mkdtemp(dir=folder))
            held = Store(unfinished)
            for kind in ("ptp", "mue", "add-on"):
                held.add([tables[kind]], name="chance")
            os.replace(unfinished, store)
    return store


def scrubbing(size: int, repeats: int) -> Table:
    """Every rule, with NCCI tables and without, beside reading every field of every claim."""
    table = Table(
        "Scrubbing",
        "Clean synthetic claims. *models* reads every field of every claim and of the levels above "
        "it; *scrub* does so and asks every rule that needs no table; *with NCCI* asks those on "
        "pairs, units and add-ons, too, in tables of real size. The target is twice the time of "
        "models.",
        ("file", "models", "MB/s", "scrub", "MB/s", "ratio", "target", "met", "with NCCI", "MB/s"),
    )
    ncci_store()
    for kind in KINDS:
        path = make(kind, size)
        runs = interleave(
            {"models-complete": repeats, "scrub": repeats, "scrub-ncci": repeats}, path
        )
        megabytes = path.stat().st_size / MEGABYTE
        models, rules, ncci = (runs[job] for job in ("models-complete", "scrub", "scrub-ncci"))
        table.failed |= rules.verdicts != {True}
        table.add(
            f"{kind}, {size} MB",
            f"{models.best:.3f}", f"{megabytes / models.best:.2f}",
            f"{rules.best:.3f}", f"{megabytes / rules.best:.2f}",
            *limit(rules.best / models.best, 2.0),
            f"{ncci.best:.3f}", f"{megabytes / ncci.best:.2f}",
        )  # fmt: skip
    return table


def memory(small: int, large: int) -> Table:
    """Peak memory of a process that scrubs a file."""
    table = Table(
        "Memory of scrubbing",
        "Peak resident memory of the process. Of every claim a few hashes are remembered, to find "
        "duplicates by.",
        ("file", f"{small} MB", f"{large} MB", "ratio", "target", "met"),
    )
    for kind in KINDS:
        peaks = [
            interleave({"scrub": 1}, make(kind, size))["scrub"].peak for size in (small, large)
        ]
        shown = (f"{peak / 2**20:.1f} MiB" for peak in peaks)
        table.add(kind, *shown, *limit(peaks[1] / peaks[0], 1.2))
    return table
