import tracemalloc

import attrs
import pytest

from edi_portal.findings import Finding, Location, Severity
from edi_portal.formats import render
from edi_portal.formats.shown import excerpt
from edi_portal.report import Counts, Report
from tests.formats.sample_reports import PLACELESS, TOO_LONG, VALUE


def at(segment: str | None, element: int | None) -> Finding:
    return Finding(
        code="TST001",
        name="fault",
        severity=Severity.ERROR,
        snip=1,
        message="m",
        location=Location(segment=segment, element=element),
    )


@pytest.mark.parametrize(
    "text,segment,element,pointed",
    [
        ("NM1*41*2*ACME", "NM1", 1, "41"),
        ("NM1*41*2*ACME", "NM1", 3, "ACME"),
        ("NM1|41|2|ACME", "NM1", 2, "2"),
        ("HI*ABK:J0300*ABF:Z87", "HI", 2, "ABF:Z87"),
        ("HI*ABK:J0300", "HI", None, "HI"),
        ("HI", "HI", 1, "HI"),
        ("nm1*41*2", "NM1", 2, "2"),
        # The segment shown is not the one that the location names: no element of it is meant.
        ("LX*1", "HI", 1, "LX"),
        ("N1*PR*X", None, 2, "X"),
        ("NM1\x1d41\x1d2", "NM1", 2, "2"),
    ],
)
def test_pointer_stands_below_the_element(
    text: str, segment: str | None, element: int | None, pointed: str
) -> None:
    part = excerpt(text, at(segment, element), width=80)
    begin = part.pointer.index("^")
    assert text[begin : len(part.pointer)] == pointed
    assert part.pointer.strip() == "^" * len(pointed)


@pytest.mark.parametrize(
    "text,element,column",
    [
        ("CLM*A**11", 2, 6),  # empty: below the separator where the value is missing
        ("CLM*A", 2, 5),  # behind the end
        ("CLM*A", 99, 5),
        ("CLM*", 1, 4),
    ],
)
def test_pointer_marks_the_place_of_an_absent_element(text: str, element: int, column: int) -> None:
    assert excerpt(text, at("CLM", element), width=80).pointer == " " * column + "^"


@pytest.mark.parametrize("text", ["*A*B", "TOOLONG*A", " NM1*A", "\x00"])
def test_pointer_stands_at_the_start_where_no_segment_id_is(text: str) -> None:
    assert excerpt(text, at("NM1", 1), width=80).pointer == "^"


@pytest.mark.parametrize("element", [1, 50, 99, 100, 101])
def test_long_segment_is_cut_around_the_element(element: int) -> None:
    text = "NTE*" + "*".join(f"v{number:03}" for number in range(1, 101))
    part = excerpt(text, at("NTE", element), width=60)
    assert len(part.line) == (57 if element in {1, 99, 100, 101} else 60)
    assert len(part.pointer) <= 61
    begin = part.pointer.index("^")
    shown = part.line[begin : len(part.pointer)]
    assert shown == (f"v{element:03}" if element <= 100 else "")
    assert part.line.startswith("...") is (element != 1)
    assert part.line.endswith("...") is (element < 99)


def test_element_longer_than_the_line_is_cut_with_its_pointer() -> None:
    part = excerpt("NTE*ADD*" + "x" * 500 + "*Y", at("NTE", 2), width=60)
    assert part.line == "..." + "x" * 54 + "..."
    assert part.pointer == "   " + "^" * 54


def test_huge_segment_is_cut_before_anything_is_made_of_it() -> None:
    text = "NTE*" + "x*" * 5_000_000
    tracemalloc.start()
    try:
        part = excerpt(text, at("NTE", 2_000), width=60)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(part.line) == 60
    assert peak < 100_000


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x9b", "\n", "\u202e", "\u6f22", "\u0301"])
def test_what_does_not_take_one_column_is_replaced(char: str) -> None:
    part = excerpt(f"NM1*{char}*B", at("NM1", 2), width=60)
    assert part.line == "NM1*.*B"
    assert part.pointer == "      ^"


def test_accents_are_kept() -> None:
    assert excerpt("NM1*MÜLLER", at("NM1", 1), width=60).line == "NM1*MÜLLER"


def test_segment_as_read_is_never_shown_unasked_even_without_a_masked_one() -> None:
    bare = attrs.evolve(TOO_LONG, shown=None)
    report = Report(file="a", findings=(bare,), counts=Counts(errors=1))
    assert VALUE not in "".join(render([report], "full"))
    assert VALUE in "".join(render([report], "full", show_phi=True))


@pytest.mark.parametrize(
    "counts,complete,summary",
    [
        (Counts(segments=1), True, "a: OK: 1 segment, 0 transactions, 0 claims; "),
        (Counts(warnings=2), True, "0 errors, 2 warnings, 2 findings not listed\n"),
        (Counts(errors=1), True, "a: NOT OK: "),
        (Counts(), False, "a: INCOMPLETE: "),
        (Counts(errors=1), False, "a: INCOMPLETE: "),
    ],
)
def test_summary_says_how_the_file_fared(counts: Counts, complete: bool, summary: str) -> None:
    report = Report(file="a", findings=(), counts=counts, complete=complete)
    text = "".join(render([report], "full"))
    assert summary in text
    assert ("not everything was checked" in text) is not complete


def test_several_files_are_summed_up() -> None:
    fine = Report(file="a", findings=(), counts=Counts())
    cut = Report(file=None, findings=(PLACELESS,), counts=Counts(infos=1), complete=False)
    text = "".join(render([fine, cut, fine], "full", snip=2))
    assert text.endswith("3 files: 2 OK, 1 INCOMPLETE\n")
    assert "<stdin>: INCOMPLETE: " in text
    assert text.count("SNIP types up to 2 asked for") == 3
