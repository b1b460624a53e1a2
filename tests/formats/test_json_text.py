import json

import pytest

from edi_portal._version import __version__
from edi_portal.formats import render
from edi_portal.report import Counts, Report
from tests.formats.sample_reports import REPORTS, TOO_LONG, VALUE

KEYS = [
    *("code", "name", "severity", "snip", "overlay", "message"),
    *("file", "interchange", "group", "transaction"),
    *("segment", "ordinal", "segment_in_file", "offset", "line", "loop", "claim"),
    *("element", "repetition", "component"),
    *("ack", "fix"),
]


def test_document_holds_tool_and_reports() -> None:
    document = json.loads("".join(render(REPORTS, "json", snip=2, overlays=["payer"])))
    assert document.pop("reports")
    assert document == {
        "version": 1,
        "tool": {"name": "edi-portal", "version": __version__},
        "snip": 2,
        "overlays": ["payer"],
    }


def test_report_holds_verdict_counts_and_findings() -> None:
    reports = json.loads("".join(render(REPORTS, "json")))["reports"]
    assert [report["file"] for report in reports] == [report.file for report in REPORTS]
    assert [report["ok"] for report in reports] == [True, False, True, False, False]
    assert [report["complete"] for report in reports] == [True, True, True, False, True]
    for made, given in zip(reports, REPORTS, strict=True):
        assert set(made) == {"file", "ok", "complete", "counts", "findings"}
        assert made["counts"] == given.counts.as_dict()
        assert made["findings"] == [finding.as_dict() for finding in given.findings]


def test_line_is_exactly_a_finding() -> None:
    lines = "".join(render(REPORTS, "jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == [
        finding.as_dict() for report in REPORTS for finding in report.findings
    ]


@pytest.mark.parametrize("line", "".join(render(REPORTS, "jsonl")).splitlines())
def test_every_key_is_always_there(line: str) -> None:
    assert list(json.loads(line)) == KEYS


def test_value_is_a_key_only_where_asked() -> None:
    report = Report(file="a", findings=(TOO_LONG,), counts=Counts())
    (line,) = render([report], "jsonl", show_phi=True)
    assert list(json.loads(line)) == [*KEYS, "value"]
    assert json.loads(line)["value"] == VALUE
    document = json.loads("".join(render([report], "json", show_phi=True)))
    assert document["reports"][0]["findings"] == [json.loads(line)]


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_text_is_ascii(name: str) -> None:
    assert "".join(render(REPORTS, name)).isascii()


def test_file_name_that_is_no_unicode_is_written() -> None:
    report = Report(file="a\udcff", findings=(), counts=Counts())
    assert json.loads("".join(render([report], "json")))["reports"][0]["file"] == "a\udcff"
