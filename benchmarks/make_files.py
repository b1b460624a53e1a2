"""Makes the files that the benchmarks read: valid, invented, the same for the same seed.

``python -m benchmarks.make_files`` writes every one of them to ``benchmarks/data``.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from benchmarks import professional, remittance, repeated
from benchmarks.segments import SegmentWriter
from benchmarks.values import Values

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"
SEED = 837835
MEGABYTE = 1_000_000
KINDS = ("837P", "835")
LAYOUTS = ("one", "many")
"""``one`` transaction set holds every claim, or ``many`` hold one claim each."""
REPEATED = "sets"
"""The layout of all other guides: transaction sets of the samples, again and again."""
SIZES = (1, 5, 10, 50)
SOURCES = ("adjustments", "make_files", "professional", "professional_lines", "remittance",
           "segments", "values")  # fmt: skip


def write_file(stream: IO[str], kind: str, layout: str, size: int, seed: int = SEED) -> None:
    """Write one interchange of about ``size`` bytes: the last claim may pass it.

    ``kind`` is one of `KINDS`, ``layout`` one of `LAYOUTS`; or a guide of `repeated.GUIDES`,
    and ``layout`` is `REPEATED`.
    """
    if layout == REPEATED:
        repeated.write_file(stream, kind, size, seed)
        return
    values, segment = Values(seed), SegmentWriter(stream)
    guide, group = {"837P": (professional.GUIDE, "HC"), "835": (remittance.GUIDE, "HP")}[kind]
    parties = ("ZZ", f"{'RIVERBILLING':<15}", "ZZ", f"{'EXAMPLEHUB':<15}")
    blanks = ("00", " " * 10, "00", " " * 10)
    segment("ISA", *blanks, *parties, "250310", "0915", "^", "00501", "000000001", "0", "T", ":")
    segment("GS", group, "RIVERBILLING", "EXAMPLEHUB", "20250310", "0915", "1", "X", guide)
    count = 0
    while count == 0 or (layout == "many" and segment.bytes < size):
        count += 1
        transaction = (
            professional.ProfessionalTransaction(values, segment)
            if kind == "837P"
            else remittance.RemittanceTransaction(values, segment)
        )
        transaction.write(f"{count:04d}", size if layout == "one" else None)
    segment("GE", str(count), "1")
    segment("IEA", "1", "000000001")


def digest(seed: int, layout: str = "") -> str:
    """Names a version of the files: changes with the seed and with what makes them."""
    found = hashlib.sha256(str(seed).encode())
    makers = [FOLDER / "words.toml", *(FOLDER / f"{name}.py" for name in SOURCES)]
    if layout == REPEATED:
        makers = [FOLDER / "repeated.py", FOLDER / "segments.py", *repeated.paths()]
    for path in makers:
        found.update(path.read_bytes())
    return found.hexdigest()[:8]


def make(kind: str, layout: str, megabytes: int, folder: Path = DATA, seed: int = SEED) -> Path:
    """The path of such a file, which is written where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{kind.lower().replace(' ', '-')}-{layout}-{megabytes}mb"
    path = folder / f"{stem}-{digest(seed, layout)}.x12"
    if not path.exists():
        for outdated in folder.glob(f"{stem}-*"):
            outdated.unlink()
        unfinished = path.with_suffix(".part")
        with unfinished.open("w", encoding="ascii", newline="") as stream:
            write_file(stream, kind, layout, megabytes * MEGABYTE, seed)
        os.replace(unfinished, path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files and print their paths, one a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append", help="all by default")
    parser.add_argument("--layout", choices=LAYOUTS, action="append", help="both by default")
    parser.add_argument("--size", type=int, action="append", help="in MB; 1, 5, 10, 50 by default")
    parser.add_argument("--folder", type=Path, default=DATA)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(arguments)
    for kind in chosen.kind or KINDS:
        for layout in chosen.layout or LAYOUTS:
            for size in chosen.size or SIZES:
                print(make(kind, layout, size, chosen.folder, chosen.seed), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
