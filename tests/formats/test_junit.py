from xml.etree import ElementTree as ET

import attrs
import pytest

from edi_portal.formats import render
from edi_portal.report import Counts, Report
from tests.formats.sample_reports import HOSTILE, MISSING_ELEMENT, PLACELESS, REPORTS


def suites_of(*reports: Report) -> list[ET.Element]:
    # The text was written a line ago by the code under test.
    return list(ET.fromstring("".join(render(reports, "junit"))))  # noqa: S314


def test_file_is_a_suite_with_true_counts() -> None:
    suites = suites_of(*REPORTS)
    assert [suite.tag for suite in suites] == ["testsuite"] * len(REPORTS)
    for suite in suites:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("errors") == str(len(suite.findall("testcase/error")))
    assert [(suite.get("failures"), suite.get("errors")) for suite in suites] == [
        ("0", "0"),
        ("4", "0"),
        ("0", "0"),
        ("0", "1"),
        ("1", "0"),
    ]


def test_clean_file_is_a_passing_case() -> None:
    (suite,) = suites_of(REPORTS[0])
    (case,) = suite
    assert case.attrib == {"classname": "clean.837", "name": "valid"}
    assert list(case) == []


def test_error_is_a_failure() -> None:
    (suite,) = suites_of(Report(file="x", findings=(MISSING_ELEMENT,), counts=Counts(errors=1)))
    (case,) = suite
    assert case.attrib == {
        "classname": "batch/claims.837",
        "name": "TST002 required-element-missing 2000B[1]/2300[1]/CLM05",
        "file": "batch/claims.837",
        "line": "17",
    }
    (failure,) = case
    assert failure.attrib == {"message": MISSING_ELEMENT.message, "type": "TST002"}
    assert failure.text is not None
    assert "segment 14 of transaction 0001, claim 1" in failure.text


def test_remark_passes_with_output() -> None:
    (suite,) = suites_of(Report(file="x", findings=(PLACELESS,), counts=Counts(infos=1)))
    remark, valid = suite
    (output,) = remark
    assert output.tag == "system-out"
    assert output.text == f"info: {PLACELESS.message}"
    assert valid.get("name") == "valid"
    assert list(valid) == []


@pytest.mark.parametrize(
    "counts,complete,outcome",
    [(Counts(errors=1), True, "failure"), (Counts(), False, "error")],
)
def test_file_without_listed_errors_may_still_not_pass(
    counts: Counts, complete: bool, outcome: str
) -> None:
    (suite,) = suites_of(Report(file="x", findings=(), counts=counts, complete=complete))
    (case,) = suite
    assert [child.tag for child in case] == [outcome]


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\x7f", "\x9b", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_replaced(char: str) -> None:
    finding = attrs.evolve(PLACELESS, message=f"a{char}b")
    (suite,) = suites_of(Report(file=f"c{char}d", findings=(finding,), counts=Counts()))
    assert suite.get("name") == "c\ufffdd"
    assert suite.findtext("testcase/system-out") == "info: a\ufffdb"


def test_markup_and_line_ends_survive_and_controls_do_not() -> None:
    (suite,) = suites_of(Report(file=None, findings=(HOSTILE,), counts=Counts(errors=1)))
    (case,) = suite
    (failure,) = case
    assert case.get("file") == "odd dir/50%,a:b\n\ufffd[31mé.835"
    message = HOSTILE.message.replace("\x1b", "\ufffd").replace("\x00", "\ufffd")
    assert failure.get("message") == message
    assert failure.text is not None
    assert failure.text.startswith(message)
    assert "".join(render(REPORTS, "junit")).isascii()
