"""Values of a file stay in it: no message, repr or report shows them unless asked to."""

import functools
import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal.formats import FORMATS, render
from edi_portal.guides.model import Composite, Element, Segment, Usage
from edi_portal.guides.pattern import FORMAT_QUALIFIER, FORMATTED_PERIOD
from tests.properties import files, mutating
from tests.properties.documents import Document

SEEDS = 1_500
LETTERS = "BCDFGHJKLMNPQRSTVW"  # no word is made of them
SHORTEST, LONGEST = 5, 8
CONTROL_NUMBERS = {"ISA": 13, "GS": 6, "ST": 2}
CHANGES: tuple[mutating.Change, ...] = (
    mutating.byte_replaced,
    mutating.byte_inserted,
    mutating.bytes_dropped,
    *(change for change in mutating.PARTS if change is not mutating.element_borrowed),
)


def tokens() -> Iterator[str]:
    """Values that stand nowhere else."""
    for number in itertools.count(1):
        token = ""
        while number:
            number, rest = divmod(number, len(LETTERS))
            token += LETTERS[rest]
        yield f"ZQ{token:B<3}"


def takes_text(node: Element) -> bool:
    """Whether an element takes any text long enough to be known again."""
    free = not node.codes and node.external is None and node.pattern is None
    formatted = node.data_element in (FORMAT_QUALIFIER, FORMATTED_PERIOD)
    fits = node.minimum <= LONGEST and node.maximum >= SHORTEST
    return node.type == "AN" and free and fits and not formatted


def planted(document: Document) -> tuple[bytes, set[str]]:
    """The file with a value of its own in every text element that may be sent."""
    fresh = tokens()
    known: set[str] = set()

    def value(node: Element, sent: str) -> str:
        if not takes_text(node) or (not sent and node.usage is Usage.NOT_USED):
            return sent
        token = next(fresh).ljust(node.minimum, "B")
        known.add(token)
        return token

    def text(place: Segment, values: list[str]) -> str:
        values += [""] * (len(place.elements) + 1 - len(values))
        for node in place.elements:
            sent = values[node.position]
            if not isinstance(node, Composite):
                # An element left out may be bound to others by a syntax note.
                values[node.position] = value(node, sent) if sent else sent
            elif sent and document.delimiters.repetition not in sent:
                parts = sent.split(document.delimiters.component)
                parts = [
                    value(component, part) if part else part
                    for component, part in zip(node.components, parts, strict=False)
                ]
                values[node.position] = document.delimiters.component.join(parts)
        return document.join(values)

    texts = document.texts()
    for _, at, place in document.body():
        if place.id not in ("HL", "LX"):
            texts[at] = text(place, document.split(texts[at]))
    return document.render(texts), known


@functools.cache
def prepared() -> tuple[tuple[bytes, frozenset[str]], ...]:
    return tuple((data, frozenset(known)) for data, known in map(planted, files.samples()))


def shown(data: bytes) -> str:
    """Everything that is shown of a file to whom does not ask for its values."""
    report = edi_portal.validate(data=data, snip=7)
    reading = edi_portal.read(data=data, snip=7)
    parts = [repr(segment) for segment in reading]
    parts += [repr(reading), repr(reading.findings), repr(report), repr(report.counts)]
    parts += [repr(event) for event in edi_portal.events(data=data, snip=7)]
    for found in report.findings:
        parts += [
            found.message,
            repr(found),
            str(found.as_dict()),
            found.shown or "",
            found.fix or "",
        ]
    for name in FORMATS:
        parts += render([report], name)
    return "".join(parts)


def check(number: int, seed: int) -> None:
    data, known = prepared()[number % len(prepared())]
    changed = mutating.mutated(random.Random(seed), data, CHANGES, 3)
    text = shown(changed)
    assert [token for token in known - control_numbers(changed) if token in text] == []


def control_numbers(data: bytes) -> set[str]:
    """Control numbers are shown: a value that became one is out of the game."""
    return {
        segment.element(CONTROL_NUMBERS[segment.id])
        for segment in edi_portal.read(data=data)
        if segment.id in CONTROL_NUMBERS
    }


def test_values_are_planted_and_still_fit() -> None:
    for data, known in prepared():
        assert len(known) > 2
        assert all(token.encode() in data for token in known)
    assert sum(edi_portal.validate(data=data).ok for data, _ in prepared()) > len(prepared()) / 2


def test_values_are_there_for_those_who_ask() -> None:
    data, known = prepared()[0]
    (name,) = (name for name, entry in FORMATS.items() if entry.shows_phi and name == "json")
    asked = ""
    for seed in range(40):
        changed = mutating.mutated(random.Random(seed), data, CHANGES, 3)
        asked += "".join(render([edi_portal.validate(data=changed)], name, show_phi=True))
    assert any(token in asked for token in known)


@pytest.mark.parametrize("part", range(5))
def test_no_value_is_shown(part: int) -> None:
    for seed in range(part, SEEDS, 5):
        check(seed, seed)


@given(st.integers(0, 100), st.integers(0, 2**32))
def test_no_value_is_shown_of_any_file(number: int, seed: int) -> None:
    check(number, seed)
