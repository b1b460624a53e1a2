from hypothesis import given
from hypothesis import strategies as st

from edi_portal.x12.batch import Batch
from edi_portal.x12.delimiters import Delimiters

PIECES = st.lists(st.sampled_from(["A", "~", "\n", "\r", "\r\n", "B*1", " ", "~\n", "~\r\n"]))


def batch(text: str, terminator: str = "~") -> Batch:
    return Batch(text, Delimiters(terminator=terminator), prefix="", offset=100, line=7, first=3)


def test_line_ends_around_terminators_belong_to_no_segment() -> None:
    made = batch("A*1~\nB*2\r\n~\r\n\r\nC*3~D*4")
    assert made.segments == ["A*1", "B*2", "C*3", "D*4"]
    assert [made.place(at) for at in range(4)] == [(100, 7), (105, 8), (115, 11), (119, 11)]
    assert [made.before(at) for at in range(1, 4)] == ["~\n", "\r\n~\r\n\r\n", "~"]


def test_one_blank_line_among_regular_ones_is_stripped_too() -> None:
    assert batch("A~\nB~\n\nC~\nD").segments == ["A", "B", "C", "D"]
    assert batch("A~\nB\n~\nC").segments == ["A", "B", "C"]
    assert batch("A~\r\nB~\r\n\rC").segments == ["A", "B", "C"]


def test_a_line_end_within_a_segment_stays() -> None:
    assert batch("A*1\n2~\nB~C").segments == ["A*1\n2", "B", "C"]


def test_a_line_feed_as_terminator() -> None:
    made = batch("A\nB\r\n\nC", terminator="\n")
    assert made.segments == ["A", "B", "", "C"]
    assert made.place(3) == (106, 10)


@given(PIECES, st.sampled_from(["~", "\n", "\r"]))
def test_places_and_gaps_give_the_text(pieces: list[str], terminator: str) -> None:
    text = "".join(pieces).strip("\r\n")
    made = batch(text, terminator)
    rebuilt = ""
    for at, segment in enumerate(made.segments):
        rebuilt += made.before(at) if at else ""
        offset, line = made.place(at)
        assert offset == 100 + len(rebuilt)
        assert line == 7 + text.count("\n", 0, len(rebuilt))
        rebuilt += segment
    if made.segments:
        rebuilt += made.remainder
    assert rebuilt == text


@given(PIECES, st.lists(st.integers(0, 20)))
def test_places_may_be_asked_in_any_order(pieces: list[str], order: list[int]) -> None:
    text = "".join(pieces).strip("\r\n")
    size = len(batch(text).segments)
    ascending = batch(text)
    expected = [(ascending.place(at), ascending.before(at)) for at in range(size)]
    made = batch(text)
    for at in order:
        if at < size:
            assert (made.place(at), made.before(at)) == expected[at]


@given(PIECES)
def test_a_segment_reads_the_same_whatever_stands_around_it(pieces: list[str]) -> None:
    text = "".join(pieces).strip("\r\n")
    whole = batch(text).segments
    alone = [batch(part.strip("\r\n")).segments for part in text.split("~")] if text else []
    assert whole == [found[0] if found else "" for found in alone]
