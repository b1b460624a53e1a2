from hypothesis import given
from hypothesis import strategies as st

from edi_portal.x12.numbers import UsedNumbers, count

NUMBERS = st.one_of(
    st.integers(0, 30).map(str),
    st.integers(0, 30).map(lambda number: f"{number:04d}"),
    st.sampled_from(["", "A1", "1e3", "-1", "9" * 40, "00000000000000000001"]),
)


@given(st.lists(NUMBERS))
def test_remembers_like_a_set(numbers: list[str]) -> None:
    used = UsedNumbers()
    seen: set[str] = set()
    for number in numbers:
        assert used.add(number) == (number in seen)
        seen.add(number)


def test_a_run_that_counts_up_is_kept_as_its_two_ends() -> None:
    used = UsedNumbers()
    assert not any(used.add(f"{number:09d}") for number in range(1, 5000))
    assert used._others == set()
    assert all(used.add(f"{number:09d}") for number in (1, 77, 4999))


def test_a_count_of_thousands_of_digits_is_none() -> None:
    assert count("9" * 5000) is None
    assert count("0") == 0
    assert count("-1") is None
