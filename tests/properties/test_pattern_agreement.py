"""The compiled expression of a segment and its diagnosis agree, element by element.

For each segment of each 5010 guide sound texts are built from its definition: what has to be
sent, and all that may be. In these, each element in turn becomes every value that could be
told apart by its definition, right or wrong. What the expression takes has no problem; what
has no problem the expression takes, save for the cases that are left to the slow path.
"""

import functools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.guides.datatypes import is_numeric
from edi_portal.guides.diagnose import diagnose
from edi_portal.guides.model import Composite, Element, Segment, Usage
from edi_portal.guides.pattern import FORMAT_QUALIFIER, FORMATTED_PERIOD, compile_segment
from edi_portal.guides.registry import Registration, load, registrations
from edi_portal.x12.delimiters import Delimiters

CURRENT = [item for item in registrations() if not item.withdrawn]
CUSTOMARY = Delimiters()
OTHERS = (
    Delimiters("|", ">", "\n", "!"),
    Delimiters("*", ":", "~", ""),
    Delimiters("*", "", "~", ""),
    Delimiters("\x1d", "\x1f", "\x1e", "\x1c"),
    Delimiters("+", ".", "'", "-"),
)
PERIODS = {
    "D8": "20240229",
    "RD8": "20240101-20240229",
    "D6": "240229",
    "DT": "202402292359",
    "RDT": "202402292359-202403010000",
    "DTS": "20240229235959-20240301000000",
    "TM": "2359",
    "RTM": "0000-2359",
    "CM": "202412",
    "CY": "2024",
}
LONGEST = 300
MOST_REPEATS = 6

Values = list[str]


def right_value(node: Element, qualifier: str) -> str:
    """A value that fits."""
    fitting = [code for code in node.codes if node.minimum <= len(code) <= node.maximum]
    if fitting and node.external is None:
        return fitting[0]
    if node.data_element == FORMATTED_PERIOD:
        return PERIODS.get(qualifier, "2024")
    if node.pattern:
        return "1" * 9
    if node.type == "DT":
        return "20240229" if node.maximum >= 8 else "240229"
    if node.type == "TM":
        return "2359"
    size = max(node.minimum, 1)
    return ("1" if is_numeric(node.type) else "A") * size


def sound(node: Segment, *, full: bool) -> Values:
    """Elements with all that may be sent, or with what has to be; commas part components."""
    values: Values = []
    qualifier = ""
    for item in node.elements:
        wanted = item.usage is Usage.REQUIRED or (full and item.usage is Usage.SITUATIONAL)
        if not wanted:
            values.append("")
        elif isinstance(item, Composite):
            values.append(",".join(_components(item, full=full)).rstrip(","))
        else:
            values.append(right_value(item, qualifier))
            if item.data_element == FORMAT_QUALIFIER:
                qualifier = values[-1]
    return values


def _components(item: Composite, *, full: bool) -> Values:
    values: Values = []
    qualifier = ""
    for part in item.components:
        wanted = part.usage is Usage.REQUIRED or (full and part.usage is Usage.SITUATIONAL)
        values.append(right_value(part, qualifier) if wanted else "")
        if part.data_element == FORMAT_QUALIFIER:
            qualifier = values[-1]
    first = item.components[0] if item.components and not any(values) else None
    return values if first is None else [right_value(first, "")]


def candidates(node: Element) -> Iterator[str]:
    """Values that a definition may tell apart; commas and carets part them further."""
    yield ""
    yield from node.codes[:2]
    yield from node.codes[-1:]
    for size in {node.minimum - 1, node.minimum, node.maximum, node.maximum + 1}:
        if 0 < size <= LONGEST:
            yield ("7" if is_numeric(node.type) or size % 2 else "A") * size
    yield from ("A ", " A", " ", "\x07", "A\xe9", "\xc3\xa9", "A\n", "A^A", "A,A", "^")
    if is_numeric(node.type):
        yield from ("0", "-1", "1.5", ".5", "5.", "-", "+1", "1e5", "1" * 18, "-" + "1" * 18)
    if node.type == "DT" or node.data_element == FORMATTED_PERIOD:
        yield from PERIODS.values()
        yield from ("20230229", "20241301", "17991231", "240230", "20240101-", "2024010120240102")
    if node.type == "TM" or node.data_element == FORMATTED_PERIOD:
        yield from ("0000", "2400", "1260", "125960", "12595999", "1259599")


def changes(item: Element | Composite, sent: str) -> Iterator[str]:
    """What an element may become: another value, or several."""
    again = item.repeat if item.repeat < MOST_REPEATS else 1
    yield "^".join([sent or "A"] * again)
    yield "^".join([sent or "A"] * (again + 1))
    if not isinstance(item, Composite):
        yield from candidates(item)
        return
    parts = sent.split(",")
    parts += [""] * (len(item.components) - len(parts))
    for at, part in enumerate(item.components):
        for value in candidates(part):
            yield ",".join([*parts[:at], value, *parts[at + 1 :]]).rstrip(",")
    yield from ("", ",", sent + ",", ",".join([*parts, "A"]))


def variants(node: Segment) -> Iterator[Values]:
    """The sound texts, and with one element or component changed, left out or added."""
    for base in (sound(node, full=False), sound(node, full=True)):
        yield trimmed(base)
        yield [*base, "A"]
        yield [*trimmed(base), ""]
        for at, item in enumerate(node.elements):
            yield trimmed([*base[:at], "", *base[at + 1 :]])
            yield trimmed([*base[:at], right_value_of(item), *base[at + 1 :]])
    for at, item in enumerate(node.elements):
        for value in changes(item, base[at]):
            yield trimmed([*base[:at], value, *base[at + 1 :]])


def right_value_of(item: Element | Composite) -> str:
    if isinstance(item, Composite):
        return ",".join(_components(item, full=True)).rstrip(",")
    return right_value(item, "")


def trimmed(values: Values) -> Values:
    """Without empty elements at the end."""
    end = len(values)
    while end > 1 and not values[end - 1]:
        end -= 1
    return values[:end]


def written(node: Segment, values: Values, delimiters: Delimiters) -> str:
    """The segment; commas and carets become the separators, where there are any."""
    text = delimiters.element.join([node.id, *values])
    return text.replace(",", delimiters.component or ",").replace("^", delimiters.repetition or "^")


def is_slow(text: str, delimiters: Delimiters) -> bool:
    """What the expression leaves to the diagnosis, though nothing is wrong.

    Values with blanks at their end, which may be remarked upon; and everything where a point
    or hyphen is a delimiter, because numbers and periods hold them.
    """
    return bool(set(delimiters.all) & set(".-")) or any(
        f" {mark}" in f"{text}{delimiters.element}" for mark in delimiters.all
    )


def check_text(node: Segment, text: str, delimiters: Delimiters) -> bool:
    """Compares the two, and returns whether the expression takes the text."""
    matched = expression(node, delimiters).fullmatch(text) is not None
    problems = [problem.code for problem in diagnose(node, text, delimiters)]
    assert not (matched and problems), (node.loop, text, problems)
    assert matched or problems or is_slow(text, delimiters), (node.loop, text)
    return matched


@functools.lru_cache(maxsize=4)
def expression(node: Segment, delimiters: Delimiters) -> re.Pattern[str]:
    return compile_segment(node, delimiters)


def check(node: Segment, delimiters: Delimiters) -> None:
    texts = {written(node, values, delimiters) for values in variants(node)}
    taken = [check_text(node, text, delimiters) for text in sorted(texts)]
    # Without a component separator some segments cannot be written at all.
    assert any(taken) or delimiters is not CUSTOMARY, (node.loop, node.id)


def segments(item: Registration) -> list[Segment]:
    used = load(item).segments()
    return [node for node in used if node.usage is not Usage.NOT_USED]


@pytest.mark.parametrize("item", CURRENT, ids=lambda item: item.name)
def test_every_segment(item: Registration) -> None:
    for number, node in enumerate(segments(item)):
        check(node, CUSTOMARY)
        check(node, OTHERS[number % len(OTHERS)])


ALPHABET = "A7,^ .-*:~\n\x07\xe9"


@st.composite
def any_text(draw: st.DrawFn) -> tuple[str, int, Delimiters, str]:
    """A segment by guide and number, delimiters, and a sound text after some changes."""
    item = draw(st.sampled_from(CURRENT))
    number = draw(st.integers(0, len(segments(item)) - 1))
    node = segments(item)[number]
    delimiters = draw(st.sampled_from((CUSTOMARY, *OTHERS)))
    values = sound(node, full=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(values) - 1))
        options = [*changes(node.elements[at], values[at])]
        values[at] = draw(st.sampled_from(options) | st.text(ALPHABET, max_size=4))
    text = written(node, trimmed(values), delimiters).replace(delimiters.terminator, "")
    return item.name, number, delimiters, text


@given(any_text())
def test_any_text(chosen: tuple[str, int, Delimiters, str]) -> None:
    name, number, delimiters, text = chosen
    item = next(item for item in CURRENT if item.name == name)
    check_text(segments(item)[number], text, delimiters)
