"""Memory stays flat, and a full disk is an error of ours."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from edi_portal.acknowledgments import acknowledge
from edi_portal.acknowledgments import spool as module
from edi_portal.acknowledgments.spool import Spool
from edi_portal.errors import WriteError
from edi_portal.event import Event, GroupEnd, InterchangeEnd, TransactionEnd
from tests.acknowledgments.streams import AS_OF, answer, finding, gs, isa, one_set, st


def test_lines_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMORY_LIMIT", 10)
    spool = Spool()
    lines = ["", "a", "b" * 50, "c\rd", "\x85"]
    for line in lines:
        spool.write(line)
    assert list(spool.lines()) == lines
    spool.close()


def test_an_answer_is_the_same_from_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    events = one_set(*(finding({"IK304": "3"}, segment="REF", ordinal=n) for n in range(1, 50)))
    in_memory = answer(events)
    monkeypatch.setattr(module, "MEMORY_LIMIT", 10)
    assert answer(events) == in_memory


def test_no_room_for_a_temporary_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "MEMORY_LIMIT", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(WriteError, match="temporary directory"):
        answer(one_set())


def one_huge_set(errors: int) -> Iterator[Event]:
    header, head, begin = isa(), gs(), st()
    yield from (header, head, begin)
    for ordinal in range(1, errors + 1):
        yield finding({"IK304": "3"}, segment="REF", ordinal=ordinal, loop="2000B[1]/2300[1]")
    yield TransactionEnd(begin=begin, segments=9, claims=1, errors=errors, warnings=0, closed=True)
    yield GroupEnd(begin=head, declared=1, transactions=1, closed=True)
    yield InterchangeEnd(begin=header, declared=1, groups=1, closed=True)


def peak(errors: int) -> int:
    tracemalloc.start()
    count = sum(1 for _ in acknowledge(one_huge_set(errors), as_of=AS_OF, max_notes=errors))
    size = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == errors + 10
    return size


def test_memory_stays_flat_however_many_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMORY_LIMIT", 1 << 14)
    peak(500)
    assert peak(20_000) < 1.2 * peak(2_000)
