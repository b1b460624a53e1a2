"""What is remembered of a run: who was first, and sums; within a limit."""

from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edi_portal.scrubber.batch import DEFAULT_CAPACITY, Batch

amounts = some.decimals("-9999", "9999", places=2)


def filled(capacity: int, keys: int) -> Batch:
    batch = Batch(capacity)
    for number in range(1, keys + 1):
        batch.number = number
        assert batch.first("test", (number,)) is None
    batch.number = keys + 1
    return batch


def test_a_new_batch_has_no_claim_yet() -> None:
    batch = Batch()
    assert (batch.number, batch.insured) == (0, None)
    assert DEFAULT_CAPACITY == 1_048_576


@pytest.mark.parametrize("keys", [1, 99, 100])
def test_all_is_remembered_up_to_the_capacity(keys: int) -> None:
    batch = filled(100, keys)
    assert [batch.first("test", (number,)) for number in range(1, keys + 1)] == list(
        range(1, keys + 1)
    )


def test_beyond_the_capacity_all_but_the_new_is_forgotten() -> None:
    batch = filled(100, 101)
    assert batch.first("test", (101,)) == 101
    assert batch.first("test", (1,)) is None
    assert batch.first("test", (1,)) == 102
    # The new one counts: ninety-eight more fill it again.
    for number in range(1000, 1098):
        assert batch.first("test", (number,)) is None
    assert batch.first("test", (101,)) == 101
    assert batch.first("test", (2,)) is None
    assert batch.first("test", (101,)) is None


@pytest.mark.parametrize("keys", [600, 614, 615, 1024, 1300, 3000])
def test_a_fuller_table_is_a_larger_one(keys: int) -> None:
    batch = filled(10_000, keys)
    again = [batch.first("test", (number,)) for number in range(1, keys + 1)]
    assert again == list(range(1, keys + 1))


def test_keys_of_one_slot_are_told_apart() -> None:
    batch = Batch()
    keys = [at << 12 for at in range(1, 9)] + [-(at << 12) for at in range(1, 9)]
    for number, key in enumerate([0, *keys], 1):
        batch.number = number
        assert batch.first("test", key) is None
    assert [batch.first("test", key) for key in [0, *keys]] == list(range(1, 18))


def test_keys_that_differ_in_one_bit_are_told_apart() -> None:
    batch = Batch()
    # A hash of Python's whole numbers is the number itself, below 2 ** 61.
    keys = [1 << bit for bit in range(1, 61)] + [(1 << bit) + 1 for bit in range(1, 61)]
    for number, key in enumerate([0, -2, *keys], 1):
        batch.number = number
        assert batch.first("test", key) is None


class Key:
    """A key of any hash there may be."""

    def __init__(self, value: int) -> None:
        self._value = value

    def __hash__(self) -> int:
        return self._value


def test_keys_that_differ_in_their_sign_are_told_apart() -> None:
    batch = Batch()
    for number, value in enumerate([5, 5 - (1 << 63), 5 - (1 << 62), 5 + (1 << 62)], 1):
        batch.number = number
        assert batch.first("test", Key(value)) is None


def test_keys_take_the_slots_of_others() -> None:
    batch = Batch()
    for number in range(1, 610):
        batch.number = number
        assert batch.first("test", 2 * number) is None
    assert [batch.first("test", 2 * number) for number in range(1, 610)] == list(range(1, 610))


def test_kinds_are_apart() -> None:
    batch = Batch()
    batch.number = 1
    assert batch.first("one", "key") is None
    batch.number = 2
    assert batch.first("other", "key") is None
    assert (batch.first("one", "key"), batch.first("other", "key")) == (1, 2)


@given(some.lists(some.tuples(some.integers(0, 5), amounts), max_size=30))
def test_amounts_add_up_by_key(items: list[tuple[int, Decimal]]) -> None:
    batch, sums = Batch(), defaultdict[int, Decimal](Decimal)
    for key, amount in items:
        sums[key] += amount
        assert batch.total((key,), amount) == sums[key]


@given(some.lists(some.integers(0, 8), max_size=60), some.integers(1, 6))
def test_beyond_the_capacity_sums_begin_anew(keys: list[int], capacity: int) -> None:
    batch, sums = Batch(capacity), Counter[int]()
    for key in keys:
        if key not in sums and len(sums) == capacity:
            sums.clear()
        sums[key] += 1
        assert batch.total((key,), Decimal(1)) == sums[key]
