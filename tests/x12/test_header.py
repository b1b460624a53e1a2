from typing import Any

import pytest

from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import Header, read_bare, read_header
from tests.build import isa

GS = "GS*HC*SENDER*RECEIVER*20250310*0915*101*X*005010X222A1"


def header(text: str) -> Header:
    found = read_header(text)
    assert found is not None
    return found


def remarks(text: str) -> list[str]:
    return [code for code, _ in header(text).remarks]


def test_a_padded_header_needs_no_remark() -> None:
    found = header(isa() + "~" + GS + "~")
    assert found.delimiters == Delimiters("*", ":", "~", "^")
    assert found.text == isa()
    assert found.remarks == ()


@pytest.mark.parametrize("element", ["*", "|", "+", "{", ">", "~", "\x1d", "\x1f"])
@pytest.mark.parametrize("terminator", ["~", "\n", "\r", "\r\n", "\x1d", "^", "!", "_", ".", "'"])
@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_delimiters_of_real_files(element: str, terminator: str, line_end: str) -> None:
    if element == terminator:
        element = "*"
    repetition = "\\"
    end = terminator + line_end
    text = (isa(repetition=repetition) + end + GS + end).replace("*", element)
    assert header(text).delimiters == Delimiters(element, ":", terminator[0], repetition)
    assert header(text).remarks == ()


@pytest.mark.parametrize("terminator", ["~", "\n", "\r", "!", "\x1d"])
@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("follows", [GS, "TA1*000000101*250310*0915*A*000", "IEA*0*000000101"])
def test_without_isa16(terminator: str, line_end: str, follows: str) -> None:
    end = terminator + ("" if terminator in "\r\n" else line_end)
    text = isa(component="") + end + follows + end + "SE*1*1" + end
    assert header(text).delimiters == Delimiters("*", "", terminator, "^")


def test_blanks_behind_isa16() -> None:
    found = header(isa() + "   ~" + GS + "~")
    assert found.delimiters.terminator == "~"
    assert found.delimiters.component == ":"
    assert [code for code, _ in found.remarks] == ["ENV001"]


@pytest.mark.parametrize("length", range(72, 112))
def test_any_padding_from_72_to_111(length: int) -> None:
    values = isa().split("*")
    surplus = len(isa()) + 1 - length
    for at in (2, 4, 6, 8):
        less = min(surplus, len(values[at])) if surplus > 0 else surplus
        values[at] = values[at][: len(values[at]) - less] if less > 0 else values[at] + " " * -less
        surplus -= less
    text = "*".join(values) + "~"
    expected = [] if len(text) == 106 else ["ENV001"]
    assert header(text + GS).delimiters == Delimiters()
    assert remarks(text + GS) == expected
    if expected:
        assert header(text + GS).remarks[0][1] == {"length": len(text)}


@pytest.mark.parametrize(
    "version, repetition, expected, told",
    [
        ("00401", "U", "", []),
        ("00401", "^", "", []),
        ("00402", "^", "^", []),
        ("00501", "U", "", ["ENV003"]),
        ("00501", " ", "", ["ENV003"]),
        ("00501", "1", "", ["ENV003"]),
        ("00501", "\x1f", "\x1f", []),
    ],
)
def test_repetition_separator(
    version: str, repetition: str, expected: str, told: list[str]
) -> None:
    text = isa(version=version, repetition=repetition) + "~" + GS
    assert header(text).delimiters.repetition == expected
    assert remarks(text) == told


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"repetition": ":"}, Delimiters("*", ":", "~", "")),
        ({"component": "^"}, Delimiters("*", "^", "~", "")),
    ],
)
def test_delimiters_that_clash(given: dict[str, Any], expected: Delimiters) -> None:
    text = isa(**given) + "~" + GS
    assert header(text).delimiters == expected
    assert remarks(text) == ["ENV004"]


@pytest.mark.parametrize("component", [" ", "A", "0"])
def test_a_component_separator_that_stands_in_values_is_none(component: str) -> None:
    text = isa(component=component) + "~" + GS + "~"
    assert header(text).delimiters.component == ""
    assert remarks(text) == ["ENV009"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ISA",
        "ISA*",
        "ISA*00*",
        isa()[:-1],
        isa().replace("*T*", "*") + "~" + GS + "~",
        "isa" + isa()[3:] + "~",
        "LISA" + isa()[3:] + "~",
        isa().replace("*", "A") + "~",
        isa().replace("*", " ") + "~",
        isa().replace("*00*", "*00\n*", 1) + "~",
        isa() + "A",
        isa() + "*",
        "ISA" + "*" * 15 + "x" * 500,
        "ISA*" + "x" * 500 + "*" * 20,
    ],
)
def test_what_is_no_header(text: str) -> None:
    assert read_header(text) is None


@pytest.mark.parametrize(
    "text, expected",
    [
        ("ST*837*0001*005010X222A1~BHT*", "*~"),
        ("ST*835*0001~SE*", "*~"),
        ("ST|835|0001\nSE|", "|\n"),
        ("ST*835*0001\r\nSE*", "*\r"),
        ("ST*835*0001~\r\n\r\nSE*", "*~"),
        (GS + "~ST*", "*~"),
        (GS.replace("*", "|") + "\x1dST|", "|\x1d"),
    ],
)
def test_bare_input_shows_two_delimiters(text: str, expected: str) -> None:
    found = read_bare(text)
    assert found is not None
    assert found.element + found.terminator == expected


@pytest.mark.parametrize(
    "text",
    ["", "ST", "STREET 5", "ST*835", "ST 835 0001~", "ST*835*0001", "GS*HC~ST", "ST:835:1~SE"],
)
def test_what_is_no_bare_input(text: str) -> None:
    assert read_bare(text) is None


def test_a_group_header_of_separators_only_is_judged_at_once() -> None:
    assert read_bare("GS*HC" + "*" * 2000) is None
