"""Code tables: what ICD-10-CM and NCCI tables of real size cost to load, open and ask.

``python -m benchmarks.code_tables [FOLDER]`` writes synthetic tables in CMS's layouts to FOLDER,
or to one that is removed, and prints seconds and microseconds. The pairs are made up by chance.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from edi_portal.codes import icd10cm
from edi_portal.codes.icd10cm import table as icd10cm_table
from edi_portal.codes.ncci import AddOnTable, MueTable, PtpTable, Store, open_table

PAIRS, UNITS, ADD_ONS = 700_000, 20_000, 8_000
ON = date(2026, 1, 15)

# CMS spreads the heading over rows 2 to 5.
PTP_HEADING = (
    "CPT only copyright American Medical Association. All rights reserved.\t\t\t\t\t\t\n"
    "\t\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n"
    "\t\t\t\t*=no data\t1=allowed\t\n"
    "Column 1\tColumn 2\t\t\t\t9=not applicable\t\n"
)
MUE_HEADING = (
    '"CPT only copyright American Medical Association. All rights reserved."\n'
    "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
)
ADD_ON_HEADING = (
    "Add-On Code\tAOC Del Dt Julian\tPrimary Code\tPrimary Code Del Dt Julian\t"
    "AOC Edit Eff Dt Julian\tAOC Edit Del Dt Julian\tAOC Edit Type\tSpecial Instruction/Notes\n"
)


def codes(chance: random.Random, count: int) -> list[str]:
    """Numbers with the form of procedure codes, each once."""
    drawn = chance.sample(range(10_000, 100_000), count * 3 // 4)
    letters = [f"{letter}{number:04}" for letter in "ACEGJLQV" for number in range(10_000)]
    return sorted([*map(str, drawn), *chance.sample(letters, count - len(drawn))])


def ptp_rows(chance: random.Random, listed: list[str], count: int) -> Iterator[str]:
    """Rows of procedure-to-procedure edits; a third of them deleted, as in CMS's."""
    for _ in range(count):
        one, two = chance.choice(listed), chance.choice(listed)
        begin = f"{chance.randrange(1996, 2026)}{chance.choice(('0101', '0401', '0701', '1001'))}"
        deleted = chance.random() < 1 / 3
        end = f"{chance.randrange(int(begin[:4]), 2026)}1231" if deleted else "*"
        indicator = chance.choice("00111119")
        yield f"{one}\t{two}\t\t{begin}\t{end}\t{indicator}\tMisuse of column two code\n"


def mue_rows(chance: random.Random, listed: list[str]) -> Iterator[str]:
    """Rows of medically unlikely edits."""
    kinds = ("1 Line Edit", "2 Date of Service Edit: Policy", "3 Date of Service Edit: Clinical")
    for code in listed:
        yield f"{code},{chance.choice((1, 1, 2, 4, 10, 300))},{chance.choice(kinds)},Clinical: Data\n"


def add_on_rows(chance: random.Random, listed: list[str], count: int) -> Iterator[str]:
    """Rows of add-on code edits."""
    for _ in range(count):
        code, primary = chance.choice(listed[:900]), chance.choice(listed)
        yield f"{code}\t\t{primary}\t\t{chance.randrange(2013, 2026)}001\t\t{chance.choice('1113')}\t\n"


def make_tables(folder: Path, *, pairs: int = PAIRS, units: int = UNITS) -> dict[str, Path]:
    """Write the tables into ``folder``, and say where each is."""
    chance = random.Random(2026)
    listed = codes(chance, units)
    found = {kind: folder / f"{kind}.txt" for kind in ("ptp", "mue", "add-on")}
    found["ptp"].write_text(PTP_HEADING + "".join(ptp_rows(chance, listed, pairs)), "latin-1")
    found["mue"].write_text(MUE_HEADING + "".join(mue_rows(chance, listed)), "latin-1")
    rows = add_on_rows(chance, listed, ADD_ONS)
    found["add-on"].write_text(ADD_ON_HEADING + "".join(rows), "latin-1")
    return found


def timed(what: str, job: Callable[[], object], times: int = 1) -> None:
    """Print how long ``job`` takes, or one of the ``times`` that it does its work."""
    begin = time.perf_counter()
    job()
    seconds = time.perf_counter() - begin
    told = f"{seconds:8.3f} s" if times == 1 else f"{seconds / times * 1e6:8.2f} us"
    print(f"{what:<44}{told}")


def _statuses(asked: list[str]) -> list[icd10cm.Status]:
    return [icd10cm.status(code, ON) for code in asked]


def measure(folder: Path) -> None:
    """Print every figure."""
    timed("ICD-10-CM: load", icd10cm.edition)
    held = icd10cm_table.content().records.data.decode()
    diagnoses = [held[at : at + 7].rstrip() for at in range(0, len(held), 8)]
    random.Random(1).shuffle(diagnoses)
    asked = diagnoses[:20_000]
    for again in ("first", "again"):
        timed(f"ICD-10-CM: status, {again}", partial(_statuses, asked), len(asked))
    pairs = list(pairwise(asked))
    timed("ICD-10-CM: excludes1", lambda: [icd10cm.excludes1(*p) for p in pairs], len(pairs))

    files = make_tables(folder)
    store = Store(folder / "store")
    for kind, file in files.items():
        size = file.stat().st_size / 1e6
        timed(f"{kind}: add {size:.1f} MB", partial(store.add, [file], name="bench"))
    for table in (PtpTable, MueTable, AddOnTable):
        timed(f"{table.kind}: open", partial(open_table, "bench", table, store=store))
    ptp = open_table("bench", PtpTable, store=store)
    mue = open_table("bench", MueTable, store=store)
    add_on = open_table("bench", AddOnTable, store=store)
    chance = random.Random(3)
    listed = codes(random.Random(2026), UNITS)
    wanted = [(chance.choice(listed), chance.choice(listed)) for _ in range(20_000)]
    timed(
        "ptp: lookup, pairs of any codes", lambda: [ptp.lookup(*p, ON) for p in wanted], len(wanted)
    )
    few = [(one, two) for one, _ in wanted[:200] for _, two in wanted[:100]]
    timed("ptp: lookup, pairs of 200 codes", lambda: [ptp.lookup(*p, ON) for p in few], len(few))
    timed("mue: lookup", lambda: [mue.lookup(code) for code, _ in wanted], len(wanted))
    timed("add-on: lookup", lambda: [add_on.lookup(code, ON) for code, _ in wanted], len(wanted))


def main() -> None:
    """Measure in the folder that is named, or in one that is removed."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))


if __name__ == "__main__":
    main()
