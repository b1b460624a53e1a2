"""The tables that benchmarks make are in the layouts that are read."""

from pathlib import Path

from benchmarks.code_tables import make_tables
from edi_portal.codes.ncci import Store


def test_tables_of_the_benchmark_are_read(tmp_path: Path) -> None:
    files = make_tables(tmp_path, pairs=2_000, units=1_500)
    store = Store(tmp_path / "store")
    for kind, file in files.items():
        entry = store.add([file], name="bench")
        assert entry.facts.kind == kind
        assert entry.facts.rows > 1_000
