"""Plants single defects in the valid samples and asks edi-portal and pyx12 what is wrong.

``python -m benchmarks.defects`` writes its tables to ``benchmarks/DEFECTS.md``. Both see the
same mutants, in this process. The defects come from ``tests.properties``, whose tests hold
edi-portal to them; the folder is imported as it lies there, from the root of the checkout.
"""

import importlib.metadata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

import edi_portal
from benchmarks.tables import Table, replace_file
from tests.properties import defects, files, judging, peer
from tests.properties.documents import Document
from tests.properties.planting import Defect, Site

RESULTS = Path(__file__).with_name("DEFECTS.md")
PER_KIND = 40  # mutants of each guide and kind
COLUMNS = (
    "mutants",
    "exact",
    "most",
    "pyx12: one report, at the place",
    "one report",
    "at the place",
    "most",
    "accepted",
    "stopped",
)
HEADING = """\
# One defect, one finding

{versions}, on the same mutants: up to {most} of each guide and kind, planted
in the {files} valid samples that both accept as they are. `make defects` repeats it.

| column | says of how many mutants |
|---|---|
| exact | edi-portal gives exactly one error, at the planted segment (and element, where it lies in one), with the word that a 999 or TA1 has for it |
| most | the most errors that one mutant gave |
| one report, at the place | pyx12 gives exactly one error, and it is about the planted segment; its word for it is not judged |
| one report; at the place | one of these alone |
| accepted | pyx12 finds nothing |
| stopped | pyx12 ends with an uncaught exception |

A fault of an envelope is at the place for pyx12 where it reports it for the right level
(interchange, group, transaction set). Lists of codes kept outside of the guides are out of the
game for both. A bad transaction number stands in ST and SE alike; pyx12 reports both.
"""


@attrs.define
class Row:
    """What both said of some mutants."""

    ours: list[judging.Verdict] = attrs.field(factory=list)
    theirs: list[peer.Verdict] = attrs.field(factory=list)
    at_place: list[bool] = attrs.field(factory=list)

    def add(self, defect: Defect) -> None:
        """Asks both."""
        self.ours.append(judging.judge(defect))
        said = peer.judge(defect.data)
        self.theirs.append(said)
        self.at_place.append(any(peer.at_place(defect, report) for report in said.reports))

    def cells(self) -> list[str]:
        """The row as `COLUMNS` has it."""
        single = [len(said.reports) == 1 and not said.stopped for said in self.theirs]
        both = [one and there for one, there in zip(single, self.at_place, strict=True)]
        return [
            str(len(self.ours)),
            share([verdict.exact for verdict in self.ours]),
            str(max(verdict.errors for verdict in self.ours)),
            share(both),
            share(single),
            share(self.at_place),
            str(max(len(said.reports) for said in self.theirs)),
            share([said.accepted for said in self.theirs]),
            share([said.stopped is not None for said in self.theirs]),
        ]


def share(hits: Sequence[bool]) -> str:
    """A share in per cent; nothing is shown as nothing, and all only where it is all."""
    percent = 100 * sum(hits) / len(hits)
    if percent in (0, 100):
        return f"{percent:.0f} %"
    return f"{min(max(percent, 0.1), 99.9):.1f} %"


def merged(rows: Sequence[Row]) -> Row:
    """Several rows as one."""
    result = Row()
    for row in rows:
        result.ours += row.ours
        result.theirs += row.theirs
        result.at_place += row.at_place
    return result


def measure(documents: Sequence[Document]) -> dict[tuple[str, str], Row]:
    """Verdicts by guide and kind."""
    offered: dict[tuple[str, str], list[Site]] = defaultdict(list)
    for document in documents:
        for site in defects.sites(document):
            offered[site.guide, site.kind].append(site)
    found: dict[tuple[str, str], Row] = {}
    for key, sites in offered.items():
        row = Row()
        for defect in defects.planted(sites, PER_KIND):
            row.add(defect)
        if row.ours:
            found[key] = row
    return found


def tables(rows: dict[tuple[str, str], Row]) -> Iterator[Table]:
    """By guide, by kind, and by both."""
    kinds = list(dict.fromkeys(kind for _, kind in rows))
    table = Table("By guide", "All kinds of defects together.", ("guide", *COLUMNS))
    for guide in files.GUIDES:
        chosen = [row for (name, _), row in rows.items() if name == guide]
        table.add(guide, *merged(chosen).cells())
    table.add("all", *merged(list(rows.values())).cells())
    yield table
    table = Table("By kind", "All guides together.", ("kind", *COLUMNS))
    for kind in kinds:
        chosen = [row for (_, name), row in rows.items() if name == kind]
        table.add(kind, *merged(chosen).cells())
    yield table
    for guide in files.GUIDES:
        table = Table(f"{guide} by kind", "Kinds that it has.", ("kind", *COLUMNS))
        for kind in kinds:
            if (guide, kind) in rows:
                table.add(kind, *rows[guide, kind].cells())
        yield table


def main() -> None:
    """Measure, print the first tables, and keep all of them."""
    documents = [
        document
        for document in files.samples()
        if peer.judge(document.render(document.texts())).accepted
    ]
    versions = (
        f"edi-portal {edi_portal.__version__} and pyx12 {importlib.metadata.version('pyx12')}"
    )
    parts = [HEADING.format(versions=versions, most=PER_KIND, files=len(documents))]
    parts += [table.markdown() for table in tables(measure(documents))]
    print("\n".join(parts[:3]))
    replace_file(RESULTS, "\n".join(parts))


if __name__ == "__main__":
    main()
