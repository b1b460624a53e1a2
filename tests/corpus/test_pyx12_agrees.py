"""Public files under pyx12, our own maps among its own: the same verdict, or a named reason.

The reasons are those of mutated files, in ``tests/properties/differences.toml``.
"""

from pathlib import Path

import pytest

from edi_portal.guides.registry import Registration, registrations
from tests.corpus.test_valid_files import of_the_guides
from tests.properties import differences, peer
from tests.properties.cases import Case

OURS = [item for item in registrations() if not item.map.startswith("pyx12:")]


@pytest.mark.parametrize("item", OURS, ids=lambda item: item.name)
def test_pyx12_loads_our_map_where_its_index_leads(item: Registration) -> None:
    for version in (item.version, *item.aliases):
        found = peer.map_of(version, item.group, next(iter(item.purposes), ""))
        assert found.id == item.transaction
        assert found.getnodebypath("/ISA_LOOP/GS_LOOP/ST_LOOP/HEADER/BHT") is not None


def test_verdicts_agree(corpus: Path) -> None:
    ours = {version for item in OURS for version in (item.version, *item.aliases)}
    unexplained: dict[str, object] = {}
    compared = {True: 0, False: 0}
    for entry in of_the_guides(corpus):
        case = Case.of((corpus / entry.path).read_bytes())
        if not case.agreed and differences.explain(case) is None:
            unexplained[entry.path] = (case.ours.ok, case.theirs)
        compared[case.ours.ok] += bool(entry.versions & ours)
    assert unexplained == {}
    assert min(compared.values()) > 30
