"""Matching beside other ways to match, and its growth: ``python -m benchmarks.matching``.

Claims and remittances are synthetic, of seeds that were used for nothing else.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.children import interleave
from benchmarks.make_files import DATA
from benchmarks.tables import Table, limit

KINDS = ("837P", "837I", "837D")
SEEDS = {"837P": 90_417, "837I": 90_523, "837D": 90_631}
DEFAULT = 0.05
# Corrupted share of payments, and of how many claims one is given.
CASES = ((0.0, 1), (DEFAULT, 1), (DEFAULT, 2), (1.0, 1))
_APART = re.compile(r"[ -]")

Found = tuple[int | None, bool]
"""The claim that a payment was taken for, by place from 0, and whether it was left ambiguous."""

Method = Callable[[Sequence[Any], Sequence[Any]], Iterator[Found]]


def made(kind: str, count: int, corruption: float) -> Path:
    """A folder of claims and remittances, made once."""
    from edi_portal.synthesis import synthesize_folder

    name = f"match-{kind}-{count}-{round(corruption * 100)}"
    folder = DATA / name
    if not (folder / "truth.jsonl").exists():
        print(f"  making {name}", file=sys.stderr)
        synthesize_folder(
            folder, kind, count, seed=SEEDS[kind], remittances=True, corruption=corruption,
            force=True,
        )  # fmt: skip
    return folder


def inputs(folder: Path) -> tuple[list[Path], list[Path]]:
    """Files of claims and of remittances, in their order."""

    def order(path: Path) -> int:
        return int(path.stem.rpartition("-")[2])

    return sorted(folder.glob("claims-*"), key=order), sorted(
        folder.glob("remittances-*"), key=order
    )


def exact(claims: Sequence[Any], payments: Sequence[Any]) -> Iterator[Found]:
    """The patient control number as it was sent, and nothing else."""
    known: dict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        known[claim.patient_control_number].append(place)
    for payment in payments:
        yield _only(known.get(payment.patient_control_number, []))


def split(claims: Sequence[Any], payments: Sequence[Any]) -> Iterator[Found]:
    """As OpenEMR does: the number is split at a blank or dash into patient and encounter.

    What follows them is dropped. A number in one piece is looked for among the claims of
    patients of that name, by what it begins with.
    """
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        parts = _APART.split(claim.patient_control_number)
        if len(parts) > 1:
            known[parts[0], parts[1]].append(place)
        person = claim.patient_person
        named[person.last_name or "", person.first_name or ""].append(place)
    for payment in payments:
        number = payment.patient_control_number
        parts = _APART.split(number)
        if len(parts) > 1:
            yield _only(known.get((parts[0], parts[1]), []))
            continue
        person = payment.patient
        name = (person.last_name or "", person.first_name or "") if person is not None else ("", "")
        yield _only(
            [
                place
                for place in named.get(name, [])
                if number.startswith(claims[place].patient_control_number)
            ]
        )


def ours(claims: Sequence[Any], payments: Sequence[Any]) -> Iterator[Found]:
    """The cascade and the score."""
    from edi_portal.matching.matcher import Matcher
    from edi_portal.matching.results import Result

    matcher = Matcher()
    for place, claim in enumerate(claims):
        matcher.add_claim(claim, ordinal=place + 1)
    for payment in payments:
        matcher.add_payment(payment)
    for match in matcher.matches():
        if match.payment is not None:
            taken = match.claim.ordinal - 1 if match.claim is not None else None
            yield taken, match.result is Result.AMBIGUOUS


def _only(places: Sequence[int]) -> Found:
    return (places[0], False) if len(places) == 1 else (None, len(places) > 1)


METHODS: dict[str, Method] = {
    "control number as sent": exact,
    "split at blank or dash, as OpenEMR": split,
    "edi-portal": ours,
}


def accuracy(count: int) -> Table:
    """Precision and recall of each way over all kinds of claims."""
    import edi_portal

    table = Table(
        "Matching beside other ways",
        f"{count:,} claims each of 837P, 837I and 837D with all their payments, of seeds used for "
        "nothing else. *Precision* is of payments that were given a claim, *recall* of those whose "
        "claim is there: in one case half of the claims are missing, and other visits of the same "
        "patients are not. "
        f"{DEFAULT:.0%} corrupted is what `synthesize` makes by default; at 100 % every payment "
        "comes back changed. OpenEMR's way is its rule, applied to numbers in formats of many "
        "systems and not only in its own.",
        ("corrupted", "way", "payments", "right", "wrong", "ambiguous", "none", "precision",
         "recall", "target", "met"),
    )  # fmt: skip
    for corruption, step in CASES:
        sums = {name: [0] * 5 for name in METHODS}
        for kind in KINDS:
            folder = made(kind, count, corruption)
            sent, paid = inputs(folder)
            claims = [claim for path in sent for claim in edi_portal.claims(path)][::step]
            payments = [item for path in paid for item in edi_portal.claim_payments(path)]
            rows = (json.loads(line) for line in (folder / "truth.jsonl").open("rb"))
            truth = [row["claim_index"] for row in rows if row["row"] == "payment"]
            for name, method in METHODS.items():
                found = list(method(claims, payments))
                for right, (taken, ambiguous) in zip(truth, found, strict=True):
                    left = 2 if ambiguous else 3
                    sums[name][left if taken is None else int(taken * step != right)] += 1
                    sums[name][4] += right % step == 0
        label = f"{corruption:.0%}" + (", half the claims" if step > 1 else "")
        for name, counts in sums.items():
            table.add(label, name, *_judged(counts, corruption, name))
    return table


def _judged(counts: Sequence[int], corruption: float, name: str) -> list[str]:
    right, wrong, _, _, known = counts
    precision, recall = right / max(right + wrong, 1), right / known
    cells = [f"{count:,}" for count in (sum(counts[:4]), *counts[:4])]
    cells += [f"{precision:.3%}", f"{recall:.3%}"]
    if name != "edi-portal" or corruption > DEFAULT:
        return [*cells, "", ""]
    least = (1.0, 1.0) if not corruption else (0.999, 0.99)
    met = precision >= least[0] and recall >= least[1]
    return [*cells, f"≥ {least[0]:.1%}, {least[1]:.0%}", "yes" if met else "**no**"]


def growth(sizes: Sequence[int], repeats: int) -> Table:
    """Time and memory over the number of claims, beside reading the same files into models."""
    table = Table(
        "Growth of matching",
        "837P and their remittances. *Reading* makes models of all claims and claim payments and "
        "keeps none; *matching* does so too, and matches them; *a claim* is what matching takes "
        "of each, and *memory* the peak of its process over that of reading.",
        ("claims", "payments", "reading s", "matching s", "ratio", "target", "met",
         "µs a claim", "bytes a claim"),
    )  # fmt: skip
    for count in sizes:
        folder = made("837P", count, DEFAULT)
        runs = interleave({"match-reading": repeats, "match": repeats}, folder)
        reading, matching = runs["match-reading"], runs["match"]
        with (folder / "truth.jsonl").open("rb") as truth:
            payments = sum(b'"row":"payment"' in line for line in truth)
        table.failed |= matching.verdicts != {True}
        table.add(
            f"{count:,}",
            f"{payments:,}",
            f"{reading.best:.2f}",
            f"{matching.best:.2f}",
            *limit(matching.best / reading.best, 10),
            f"{(matching.best - reading.best) / count * 1e6:,.0f}",
            f"{(matching.peak - reading.peak) / count:,.0f}",
        )
    return table


def main() -> int:
    """Print both tables."""
    print(accuracy(5_000).markdown())
    print(growth((1_000, 10_000, 100_000), 1).markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
