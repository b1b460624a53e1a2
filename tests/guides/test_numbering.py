from typing import Any

import pytest

import edi_portal
from edi_portal.guides.numbering import Numbering
from tests.build import BILLING, CLAIM, CLAIM_HEADING, SUBSCRIBER, claim_file, encode, put


def hl(number: str, parent: str, code: str, promise: str) -> list[str]:
    return ["HL", number, parent, code, promise]


def levels(*given: tuple[list[str], int]) -> list[list[str]]:
    numbering = Numbering()
    return [[fault[0] for fault in numbering.level(values, depth)] for values, depth in given]


def test_levels_that_count_up() -> None:
    assert levels(
        (hl("1", "", "20", "1"), 0),
        (hl("2", "1", "22", "0"), 1),
        (hl("3", "1", "22", "1"), 1),
        (hl("4", "3", "23", "0"), 2),
        (hl("5", "", "20", "1"), 0),
    ) == [[], [], [], [], []]


@pytest.mark.parametrize(
    "numbers, expected",
    [
        (["1", "1", "2"], [[], ["HLS001"], []]),
        (["1", "1", "3"], [[], ["HLS001"], []]),
        (["1", "5", "6"], [[], ["HLS002"], []]),
        (["1", "5", "3"], [[], ["HLS002"], []]),
        (["1", "X", "3"], [[], ["HLS001"], []]),
        (["1", "", "3"], [[], ["HLS001"], []]),
        (["1", "0", "3"], [[], ["HLS001"], []]),
        (["1", "-2", "3"], [[], ["HLS001"], []]),
        (["1", "02", "3"], [[], [], []]),
        (["2", "3", "4"], [["HLS002"], [], []]),
        (["1", "9" * 5000, "3"], [[], ["HLS001"], []]),
    ],
)
def test_a_wrong_number_is_told_once(numbers: list[str], expected: list[list[str]]) -> None:
    given = [(hl(number, "", "20", "0"), 0) for number in numbers]
    assert levels(*given) == expected


def test_a_child_may_name_its_parent_as_written_or_as_counted() -> None:
    for parent in ("7", "1"):
        assert levels((hl("7", "", "20", "1"), 0), (hl("8", parent, "22", "0"), 1))[1] == []
    assert levels((hl("7", "", "20", "1"), 0), (hl("8", "2", "22", "0"), 1))[1] == ["HLS003"]


def test_a_first_level_has_no_parent() -> None:
    assert levels((hl("1", "1", "20", "1"), 0)) == [["HLS003"]]


def lines(*numbers: str) -> list[list[str]]:
    numbering = Numbering()
    numbering.claim()
    return [[fault[0] for fault in numbering.line(["LX", number])] for number in numbers]


@pytest.mark.parametrize(
    "numbers, expected",
    [
        (("1", "2", "3"), [[], [], []]),
        (("1", "3", "3"), [[], ["LXS001"], []]),
        (("1", "3", "4"), [[], ["LXS001"], []]),
        (("2", "2", "3"), [["LXS001"], [], []]),
        (("1", "1", "2"), [[], ["LXS001"], []]),
        (("A", "2"), [["LXS001"], []]),
        (("", "2"), [["LXS001"], []]),
        (("1" * 5000, "2"), [["LXS001"], []]),
    ],
)
def test_lines(numbers: tuple[str, ...], expected: list[list[str]]) -> None:
    assert lines(*numbers) == expected


def test_lines_begin_anew_with_each_claim() -> None:
    body = [*CLAIM_HEADING, *BILLING, *SUBSCRIBER, *CLAIM, *CLAIM]
    assert edi_portal.validate(data=encode(claim_file(body))).findings == ()
    (found,) = edi_portal.validate(
        data=encode(put(claim_file(body), "LX*1", "LX*2", nth=2))
    ).findings
    assert (found.code, found.location.claim, found.location.element) == ("LXS001", 2, 1)


def test_bounded_loops() -> None:
    numbering = Numbering()
    assert numbering.unbounded(["LE", "2700"]) == []
    numbering.bounded(["LS", "2700"])
    numbering.bounded(["LS", "2120"])
    assert numbering.unbounded(["LE", "2120"]) == []
    assert [fault[0] for fault in numbering.unbounded(["LE", "2120"])] == ["LSE001"]


def body_of(*hl_segments: str) -> list[str]:
    """Billing provider, then a subscriber with a claim for each HL given."""
    body = [*CLAIM_HEADING, *BILLING]
    for segment in hl_segments:
        body += [segment, *SUBSCRIBER[1:], *CLAIM]
    return body


@pytest.mark.parametrize(
    "hl_segments, expected",
    [
        (("HL*2*1*22*0", "HL*3*1*22*0"), []),
        (("HL*2*1*22*0", "HL*2*1*22*0"), [("HLS001", 1, 2)]),
        (("HL*2*1*22*0", "HL*4*1*22*0"), [("HLS002", 1, 2)]),
        (("HL*2*1*22*0", "HL*3*2*22*0"), [("HLS003", 2, 2)]),
        (("HL*2*1*22*1", "HL*3*1*22*0"), [("HLS005", 4, 1)]),
        (("HL*2*1*22*0", "HL*3*1*22*1"), [("HLS005", 4, 2)]),
    ],
)
def test_levels_within_a_file(hl_segments: tuple[str, ...], expected: list[Any]) -> None:
    findings = edi_portal.validate(data=encode(claim_file(body_of(*hl_segments)))).findings
    places = [(item.code, item.location.element, item.location.loop) for item in findings]
    assert places == [(code, element, f"2000B[{at}]") for code, element, at in expected]
