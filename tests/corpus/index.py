"""The index of the public files: where each one is, and what its authors say of it."""

import csv
import os
import tomllib
from pathlib import Path
from typing import Any

import attrs

HERE = Path(__file__).resolve().parent
PYX12 = "azoner__pyx12"


@attrs.frozen
class Entry:
    """A line of the index. ``path`` is below the corpus; ``says`` is the authors' verdict."""

    path: str
    transaction_set: str
    version: str
    says: str
    note: str

    @property
    def versions(self) -> set[str]:
        """GS08 of each group."""
        return set(self.version.split("+"))

    @property
    def valid(self) -> bool:
        return self.says.startswith("VALID")

    @property
    def invalid(self) -> bool:
        return self.says.startswith("INVALID")


def corpus_folder() -> Path | None:
    """Where the public files are, or ``None``.

    ``EDI_PORTAL_CORPUS`` names the folder; otherwise it is looked for beside the checkout.
    """
    named = os.environ.get("EDI_PORTAL_CORPUS")
    folder = Path(named) if named else HERE.parents[2] / "shared" / "corpus"
    return folder if (folder / "INDEX.tsv").is_file() else None


def entries(corpus: Path) -> list[Entry]:
    """Every file of the corpus."""
    with (corpus / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                path=row["path"],
                transaction_set=row["transaction_set"],
                version=row["version"],
                says=row["upstream_says"],
                note=row["note"],
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def judged(name: str) -> dict[str, list[dict[str, Any]]]:
    """A list of what was judged by hand; it stands beside this module."""
    return tomllib.loads((HERE / name).read_text("utf-8"))
