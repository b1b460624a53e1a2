"""The compiled expression of a segment, and the diagnosis behind it, agree with each other."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.guides.diagnose import Problem, diagnose
from edi_portal.guides.model import Composite, Element, Segment, Usage
from edi_portal.guides.pattern import compile_segment
from edi_portal.guides.registry import Registration, load, registrations
from edi_portal.x12.delimiters import Delimiters
from tests.guides.made import composite, element, segment

REMARKS = {"ELE016", "ELE017"}
ALL = Delimiters()
DELIMITERS = [
    ALL,
    Delimiters("|", ">", "\n", "!"),
    Delimiters("*", "", "~", ""),
    Delimiters(".", "\\", "\x1d", "+"),
]


def fits(node: Segment, text: str, delimiters: Delimiters = ALL) -> bool:
    return compile_segment(node, delimiters).fullmatch(text) is not None


def codes(node: Segment, text: str, delimiters: Delimiters = ALL) -> list[str]:
    return [problem.code for problem in diagnose(node, text, delimiters)]


def kept(kind: str, positions: tuple[int, ...], sent: set[int]) -> bool:
    """What a syntax note asks, in X12's own terms (X12.6): an independent judgement."""
    there = [position in sent for position in positions]
    if kind == "P":
        return all(there) or not any(there)
    if kind == "R":
        return any(there)
    if kind == "E":
        return sum(there) <= 1
    if kind == "C":
        return not there[0] or all(there[1:])
    assert kind == "L"
    return not there[0] or any(there[1:])


POSITIONS = [
    permutation for size in (2, 3, 4) for permutation in itertools.permutations(range(1, 5), size)
]


@pytest.mark.parametrize("kind", "PRECL")
@pytest.mark.parametrize("required", [0, 1, 2])
def test_syntax_notes_by_truth_table(kind: str, required: int) -> None:
    elements = [
        element(at, usage=Usage.REQUIRED if at == required else Usage.SITUATIONAL)
        for at in range(1, 5)
    ]
    for positions in POSITIONS:
        name = kind + "".join(f"{position:02d}" for position in positions)
        node = segment(*elements, notes=[name])
        expression = compile_segment(node, ALL)
        for sent in itertools.product([True, False], repeat=4):
            there = {at for at, given in enumerate(sent, 1) if given}
            if not there or (required and required not in there):
                continue
            text = "*".join(["X1", *("A" if given else "" for given in sent)]).rstrip("*")
            expected = kept(kind, positions, there)
            assert (expression.fullmatch(text) is not None) == expected, (name, text)
            assert (codes(node, text) == []) == expected, (name, text)


@pytest.mark.parametrize("kind", "PRECL")
def test_syntax_notes_of_components(kind: str) -> None:
    for positions in POSITIONS[:36]:
        name = kind + "".join(f"{position:02d}" for position in positions)
        parts = [element(at) for at in range(1, 5)]
        notes = segment(*parts, notes=[name]).syntax
        node = segment(composite(1, *parts, syntax=notes))
        for sent in itertools.product([True, False], repeat=4):
            there = {at for at, given in enumerate(sent, 1) if given}
            if not there:
                continue
            text = "X1*" + ":".join("A" if given else "" for given in sent).rstrip(":")
            expected = kept(kind, positions, there)
            assert fits(node, text) == expected, (name, text)
            assert (codes(node, text) == []) == expected, (name, text)


def test_two_notes_that_begin_at_one_element() -> None:
    node = segment(*(element(at) for at in range(1, 5)), notes=["C0104", "E0102", "R0304"])
    for sent in itertools.product([True, False], repeat=4):
        there = {at for at, given in enumerate(sent, 1) if given}
        if there:
            text = "*".join(["X1", *("A" if given else "" for given in sent)]).rstrip("*")
            expected = (
                kept("C", (1, 4), there) and kept("E", (1, 2), there) and kept("R", (3, 4), there)
            )
            assert fits(node, text) == expected, text


def blame(notes: list[str], text: str) -> list[tuple[str, int | None]]:
    node = segment(*(element(at) for at in range(1, 5)), notes=notes)
    return [(problem.code, problem.element) for problem in diagnose(node, text, ALL)]


@pytest.mark.parametrize(
    "note, text, expected",
    [
        ("P0102", "X1*A", ("ELE002", 2)),
        ("P0102", "X1**A", ("ELE002", 1)),
        ("R0203", "X1*A", ("ELE002", 2)),
        ("E0103", "X1*A**A", ("ELE010", 3)),
        ("C0102", "X1*A", ("ELE002", 2)),
        ("C0301", "X1***A", ("ELE002", 1)),
        ("L010203", "X1*A", ("ELE002", 2)),
    ],
)
def test_which_element_a_broken_note_blames(
    note: str, text: str, expected: tuple[str, int]
) -> None:
    assert blame([note], text) == [expected]


def test_an_element_at_fault_breaks_no_note_on_top() -> None:
    node = segment(
        element(1, usage=Usage.REQUIRED), element(2, type="N0"), element(3), notes=["P0203"]
    )
    assert codes(node, "X1*A*X") == ["ELE006"]
    assert codes(node, "X1*A*5") == ["ELE002"]


REQUIRED, UNUSED = Usage.REQUIRED, Usage.NOT_USED


@pytest.mark.parametrize(
    "node, text, expected",
    [
        (segment(element(1, usage=REQUIRED), element(2)), "X1**A", [("ELE001", 1, None, None)]),
        (segment(element(1), element(2, usage=REQUIRED)), "X1*A", [("ELE001", 2, None, None)]),
        (segment(element(1), element(2, usage=REQUIRED)), "X1*A*", [("ELE001", 2, None, None)]),
        (segment(element(1), element(2, usage=UNUSED)), "X1*A*B", [("ELE014", 2, None, None)]),
        (segment(element(1)), "X1*A*B*C", [("ELE003", 2, None, None)]),
        (segment(element(1)), "X1*A*", [("SEG012", None, None, None)]),
        (segment(element(1)), "X1*A**", [("SEG012", None, None, None)]),
        (segment(element(1)), "X1", [("SEG011", None, None, None)]),
        (segment(element(1)), "X1**", [("SEG011", None, None, None)]),
        (segment(element(1)), "X1*ABCDEF", [("ELE005", 1, None, None)]),
        (segment(element(1, minimum=2)), "X1*A", [("ELE004", 1, None, None)]),
        (segment(element(1, codes=("AB", "B"))), "X1*A", [("ELE007", 1, None, None)]),
        (segment(element(1, codes=("AB", "B"))), "X1*AB", []),
        (segment(element(1, codes=("AB",), external="list")), "X1*ZZ", []),
        (segment(element(1, pattern="[0-9]{3}")), "X1*12", [("ELE015", 1, None, None)]),
        (segment(element(1, pattern="[0-9]{3}")), "X1*123", []),
        (segment(element(1, pattern="A|B")), "X1*AB", [("ELE015", 1, None, None)]),
        (segment(element(1)), "X1*A\x01", [("ELE006", 1, None, None)]),
        (segment(element(1)), "X1*A ", [("ELE016", 1, None, None)]),
        (segment(element(1, minimum=2)), "X1*A ", []),
        (segment(element(1)), "X1*\xc3\xa9", [("ELE017", 1, None, None)]),
        (segment(element(1)), "X1*A:B", [("ELE013", 1, None, None)]),
        (segment(element(1)), "X1*A^B", [("ELE012", 1, None, None)]),
        (segment(element(1, repeat=2)), "X1*A^B", []),
        (segment(element(1, repeat=2)), "X1*A^BBBBBB", [("ELE005", 1, 2, None)]),
        (segment(element(1, repeat=2)), "X1*A^B^C", [("ELE012", 1, None, None)]),
        (
            segment(composite(1, element(1, usage=REQUIRED), element(2))),
            "X1*:B",
            [("ELE001", 1, None, 1)],
        ),
        (
            segment(composite(1, element(1), element(2, usage=UNUSED))),
            "X1*A:B",
            [("ELE014", 1, None, 2)],
        ),
        (segment(composite(1, element(1))), "X1*A:B", [("ELE013", 1, None, None)]),
        (segment(composite(1, element(1), element(2))), "X1*A:", [("SEG012", None, None, None)]),
        (
            segment(composite(1, element(1), element(2), repeat=2)),
            "X1*A:B^C:DDDDDD",
            [("ELE005", 1, 2, 2)],
        ),
        (
            segment(composite(1, element(1), usage=REQUIRED), element(2)),
            "X1**A",
            [("ELE001", 1, None, None)],
        ),
    ],
)
def test_one_problem_for_one_fault(
    node: Segment, text: str, expected: list[tuple[str, int | None, int | None, int | None]]
) -> None:
    found = diagnose(node, text, ALL)
    assert [
        (item.code, item.element, item.repetition, item.component) for item in found
    ] == expected
    if expected:
        assert not fits(node, text)


PERIOD = (
    element(1, data_element="1250", codes=("D8", "RD8", "TM", "ZZ"), maximum=3),
    element(2, data_element="1251", maximum=35),
)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("X1*D8*20240229", []),
        ("X1*D8*20230229", ["ELE008"]),
        ("X1*D8*20240101-20240102", ["ELE008"]),
        ("X1*RD8*20240101-20240102", []),
        ("X1*RD8*20240101", ["ELE008"]),
        ("X1*TM*2359", []),
        ("X1*TM*2360", ["ELE009"]),
        ("X1*ZZ*ANYTHING", []),
        ("X1*XX*ANYTHING", ["ELE007"]),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_period_has_the_format_that_its_qualifier_names(
    text: str, expected: list[str], inside: bool
) -> None:
    node = segment(composite(1, *PERIOD)) if inside else segment(*PERIOD)
    if inside:
        text = "X1*" + text[3:].replace("*", ":")
    assert codes(node, text) == expected
    assert fits(node, text) == (not expected)


def test_a_repeated_composite_with_a_period_takes_the_format_of_its_own() -> None:
    node = segment(composite(1, *PERIOD, repeat=3))
    assert codes(node, "X1*D8:20240229^RD8:20240101-20240102") == []
    found: list[Problem] = diagnose(node, "X1*D8:20240229^RD8:20240101", ALL)
    assert [(item.code, item.repetition, item.component) for item in found] == [("ELE008", 2, 2)]


@pytest.mark.parametrize("delimiters", DELIMITERS, ids=repr)
def test_a_composite_where_there_is_no_component_separator(delimiters: Delimiters) -> None:
    whole = segment(composite(1, element(1, usage=REQUIRED), element(2, usage=REQUIRED)))
    alone = segment(composite(1, element(1, usage=REQUIRED), element(2)))
    none = segment(element(1), composite(2, usage=UNUSED))
    for node in (whole, alone, none):
        text = f"X1{delimiters.element}A"
        assert fits(node, text, delimiters) == (codes(node, text, delimiters) == [])
    assert codes(whole, f"X1{delimiters.element}A", delimiters) == ["ELE001"]


VALUES = st.text(alphabet="AB1 .-:^\x01\xe9", max_size=7)


@given(st.lists(VALUES, min_size=1, max_size=5), st.data())
def test_what_the_expression_takes_has_no_problem(values: list[str], data: st.DataObject) -> None:
    usages = st.sampled_from(list(Usage))
    kinds = st.sampled_from(["AN", "ID", "N0", "N2", "R", "DT", "TM", "B"])
    elements = [
        element(at, usage=data.draw(usages), type=data.draw(kinds), repeat=data.draw(st.just(1)))
        for at in range(1, 4)
    ]
    parts = [element(at, usage=data.draw(usages)) for at in (1, 2)]
    node = segment(*elements, composite(4, *parts, repeat=2), notes=["P0203", "L0401"])
    text = "*".join(["X1", *values])
    if fits(node, text):
        assert codes(node, text) == []


def value_of(node: Element, draw: random.Random) -> str:
    """A value that may or may not fit."""
    if draw.random() < 0.06:
        return draw.choice(
            [" ", "A ", "\xe9", "\x01", "A:B", "A^B", "5.", "-.5", "20230229", "2400"]
        )
    if node.codes:
        return draw.choice(node.codes)
    if node.type == "DT" or node.data_element == "1251":
        return draw.choice(["20240229", "20240101-20240102", "202401011200", "1200", "240101"])
    if node.type == "TM":
        return draw.choice(["1200", "120059", "12005999"])
    if node.type == "R" or node.type.startswith("N"):
        return draw.choice(["1", "12.5", "-1", ".5", "100"])
    shortest = max(node.minimum, 1)
    return "A" * draw.randint(shortest, max(shortest, min(node.maximum, shortest + 3)))


def text_of(node: Segment, draw: random.Random) -> str:
    values: list[str] = []
    for item in node.elements:
        if draw.random() < (0.97 if item.usage is UNUSED else 0.35 * (item.usage is not REQUIRED)):
            values.append("")
        elif isinstance(item, Composite):
            size = draw.randint(0, len(item.components))
            parts = [
                "" if draw.random() < 0.2 else value_of(part, draw)
                for part in item.components[:size]
            ]
            values.append(":".join(parts).rstrip(":"))
        else:
            values.append(value_of(item, draw))
    return "*".join([node.id, *values]).rstrip("*")


@pytest.mark.parametrize("item", registrations(), ids=lambda item: f"{item.name} {item.version}")
def test_every_expression_of_every_guide_is_sound(item: Registration) -> None:
    draw = random.Random(item.version)
    taken = 0
    for node in load(item).segments():
        for number, delimiters in enumerate(DELIMITERS):
            expression = compile_segment(node, delimiters)
            for _ in range(6 if number == 0 else 2):
                text = text_of(node, draw)
                for mark, other in zip("*:^", "\0\1\2", strict=True):
                    text = text.replace(mark, other)
                marks = (delimiters.element, delimiters.component, delimiters.repetition)
                for other, mark in zip("\0\1\2", marks, strict=True):
                    text = text.replace(other, mark)
                problems = codes(node, text, delimiters)
                matched = expression.fullmatch(text) is not None
                taken += matched
                if matched:
                    assert problems == [], (node.loop, text)
                elif not problems and "." not in delimiters.all:
                    # Blanks at ends are looked at twice; anything else would be slow for nothing.
                    assert " " in text, (node.loop, text)
    assert taken, "no text at all was taken"
