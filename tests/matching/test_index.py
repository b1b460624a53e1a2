"""The index of claims in memory: what it keeps, and what is found in it."""

import pytest

from edi_portal.matching.index import MemoryIndex
from edi_portal.matching.searching import by_control, by_number
from tests.matching.made import claim

MOST = 9


def test_files_are_numbered_from_one_and_once_each() -> None:
    index = MemoryIndex()
    names = ("a.837", "b.837", "a.837", "c.837")
    assert [index.file_number(name) for name in names] == [1, 2, 1, 3]
    assert [index.file_name(number) for number in range(4)] == [None, "a.837", "b.837", "c.837"]


def test_claims_are_kept_and_found_as_they_are_added() -> None:
    index = MemoryIndex()
    for number, control in enumerate(("A1", "B1", "C1")):
        assert index.add(claim(control)) == number
        assert index.find(by_control(control), MOST) == [number]
        assert index.get(number).control == control
    assert index.add(claim("B1")) is None
    assert list(index.numbers()) == [0, 1, 2]
    assert [index.find(by_control(control), MOST) for control in ("C1", "A1")] == [[2], [0]]


def test_a_claim_is_found_by_a_key_that_is_added_later() -> None:
    index = MemoryIndex()
    index.add(claim("A1"))
    index.add(claim("B1"))
    assert index.find(by_number("ICN1"), MOST) == []
    index.add_key(by_number("ICN1"), 1)
    index.add_key(by_number("ICN1"), 0)
    index.add_key(by_number("ICN1"), 1)
    assert index.find(by_number("ICN1"), MOST) == [0, 1]


@pytest.mark.parametrize("key", [0, 5, 0xFFFFFFFE, 0xFFFFFFFF, -1])
def test_keys_side_by_side_are_kept_apart(key: int) -> None:
    index = MemoryIndex()
    for place, other in enumerate((key - 1, key, key + 1)):
        index.add_key(other, 2 * place)
        index.add_key(other, 2 * place + 1)
    assert index.find(key, MOST) == [2, 3]


def test_half_of_a_hash_is_the_key() -> None:
    index = MemoryIndex()
    index.add_key(1 << 40 | 7, 3)
    assert index.find(7, MOST) == [3]
    assert index.find(6, MOST) == []


def test_the_last_number_that_has_room_is_found() -> None:
    index = MemoryIndex()
    index.add_key(7, 0xFFFFFFFF)
    assert index.find(7, MOST) == [0xFFFFFFFF]


@pytest.mark.parametrize("under", [1, 2, 3])
def test_more_than_are_asked_for_are_none(under: int) -> None:
    index = MemoryIndex()
    for number in range(20):
        index.add_key(number % 5, number)
    for number in range(under):
        index.add_key(9, number)
    assert index.find(9, under) == list(range(under))
    assert index.find(9, under - 1) == ()
    assert index.find(9, 20) == list(range(under))


def test_in_memory_there_are_no_earlier_runs() -> None:
    index = MemoryIndex()
    index.add(claim())
    assert index.paid_before(0) == ()
    assert index.known_number(1) == ()
    assert index.read_before(1) is False
    assert index.posted_before(1) is None
