"""Checks the segments of an envelope: their elements, counts and control numbers."""

from collections.abc import Iterator

import attrs

from edi_portal.findings import Finding
from edi_portal.guides.automaton import Match
from edi_portal.guides.diagnose import Problem, diagnose
from edi_portal.guides.locating import Position
from edi_portal.guides.model import Composite, Element, Segment
from edi_portal.guides.registry import envelope
from edi_portal.x12.delimiters import Delimiters

# How TA105 says which element of ISA is at fault.
_TA105 = ("010", "011", "012", "013", "005", "006", "007", "008", "014", "015", "", "017", "018",
          "019", "020")  # fmt: skip
_LENGTH_CODES = frozenset({"ELE004", "ELE005"})
_PROBLEMS = {
    "ELE001": "it is missing",
    "ELE003": "there are too many elements",
    "ELE004": "it is too short",
    "ELE005": "it is too long",
    "ELE006": "it has a character its type does not allow",
    "ELE007": "its code is not one of those allowed",
    "ELE008": "it is not a date",
    "ELE009": "it is not a time",
    "SEG011": "it has no elements",
    "SEG012": "it ends in separators with nothing behind them",
}
# Identifier, version and the like are judged against the list of guides instead.
_JUDGED_ELSEWHERE = {"GS": frozenset({1, 8}), "ISA": frozenset({11, 16})}


def check_isa(
    position: Position, index: int, text: str, delimiters: Delimiters, *, padded: bool
) -> Iterator[Finding]:
    """Elements of ISA. Where it is not padded, widths are no further finding."""
    version = text.split(delimiters.element)[12]
    node = envelope(version).get("ISA")
    if node is None:
        return
    bare = Delimiters(delimiters.element, "", delimiters.terminator, "")
    values = text.split(delimiters.element)[:16]
    if not padded:
        values[1:] = map(_without_padding, node.elements, values[1:])
    for problem in _problems(node, delimiters.element.join(values), bare):
        if not padded and _is_padding(node, problem):
            continue
        code = _TA105[problem.element - 1] if problem.element else "022"
        yield _finding(position, "ENV009", index, node, problem, {"TA105": code or "022"})


def _without_padding(element: Element | Composite, value: str) -> str:
    """A code, date or time without blanks around it; other values as they are."""
    return value.strip() if isinstance(element, Element) and element.type != "AN" else value


def _is_padding(node: Segment, problem: Problem) -> bool:
    """Whether text is too short or too long, or a number too short: its padding is wrong."""
    element = node.elements[problem.element - 1] if problem.element else None
    if problem.code not in _LENGTH_CODES or not isinstance(element, Element):
        return False
    return element.type == "AN" or (element.type == "N0" and problem.code == "ELE004")


def check_segment(
    position: Position, index: int, text: str, segment_id: str, version: str | None
) -> Iterator[Finding]:
    """Elements of GS, GE, IEA or TA1 against the control segments of X12."""
    node = envelope(version or "00501").get(segment_id)
    batch = position.batch
    if node is None or batch is None:
        return
    for problem in _problems(node, text, batch.delimiters):
        if segment_id == "IEA":
            ack = {"TA105": "021" if problem.element == 1 else "018"}
            yield _finding(position, "ENV013", index, node, problem, ack)
        elif segment_id == "TA1":
            yield _finding(position, "ENV013", index, node, problem, {"TA105": "022"})
        else:
            number = 6 if segment_id == "GS" else 2
            count = segment_id == "GE" and problem.element == 1
            ack = (
                {"AK905": "5"}
                if count
                else {"AK905": "6"}
                if problem.element == number
                else {"TA105": "024"}
            )
            yield _finding(position, "ENV025", index, node, problem, ack)


def check_st(
    position: Position, index: int, text: str, node: Segment, match: Match, delimiters: Delimiters
) -> Iterator[Finding]:
    """Elements of ST: its identifier and its control number have words of their own."""
    if match(text) is not None:
        return
    for problem in diagnose(node, text, delimiters):
        named = (problem.value or "").strip()
        if problem.element == 3 and problem.code == "ELE007" and named:
            continue  # whether it names the guide of the group is for the caller to say
        if problem.element == 1:
            yield _finding(position, "ENV036", index, node, problem, {"IK502": "6"})
        elif problem.element == 3:
            yield _finding(position, "ENV037", index, node, problem, {"IK502": "I6"})
        else:
            yield _finding(position, "ENV035", index, node, problem, {"IK502": "7"})


def check_se(
    position: Position,
    index: int,
    values: list[str],
    counted: int,
    control_number: str,
) -> Iterator[Finding]:
    """SE01 counts the segments, SE02 repeats ST02."""
    count = values[1] if len(values) > 1 else ""
    written = values[2] if len(values) > 2 else ""
    node = envelope("00501").get("SE")
    if not count.isdecimal():
        yield position.finding(
            "ENV038", index, "SE", node=node, reference="SE01", problem="it is not a number"
        )
    elif number(count) != counted:
        yield position.finding("ENV033", index, "SE", node=node, counted=counted)
    if written != control_number:
        yield position.finding("ENV032", index, "SE", node=node)
    if len(values) > 3:
        yield position.finding(
            "ENV038", index, "SE", node=node, reference="SE", problem=_PROBLEMS["ELE003"]
        )


def _problems(node: Segment, text: str, delimiters: Delimiters) -> Iterator[Problem]:
    skipped = _JUDGED_ELSEWHERE.get(node.id, frozenset())
    for problem in diagnose(node, text, delimiters):
        if problem.element in skipped and problem.code == "ELE007":
            continue
        if node.id == "ISA" and problem.element in skipped:
            continue
        if problem.code not in ("ELE016", "ELE017"):
            yield problem


def _finding(
    position: Position, code: str, index: int, node: Segment, problem: Problem, ack: dict[str, str]
) -> Finding:
    reference = str(problem.facts.get("reference", node.id))
    words = _PROBLEMS.get(problem.code, "it does not have the form required")
    described = attrs.evolve(problem, code=code, facts={"reference": reference, "problem": words})
    return attrs.evolve(position.problem(described, index, node), ack=ack)


def number(text: str) -> int | None:
    """A count as written in a trailer, or ``None`` where it is no number."""
    return int(text) if text.isdecimal() and len(text) < 16 else None
