import re

import attrs
import pytest

from edi_portal.findings import Location, Severity
from edi_portal.formats import render
from edi_portal.report import Counts, Report
from tests.formats.sample_reports import HOSTILE, PLACELESS, TOO_LONG

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)\n")


def lines_of(name: str, report: Report) -> list[str]:
    return "".join(render([report], name)).splitlines(keepends=True)


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_concise_names_file_line_code_and_message() -> None:
    report = Report(file="x", findings=(TOO_LONG, PLACELESS), counts=Counts())
    assert lines_of("concise", report) == [
        "batch/claims.837:12: TST001 NM103 (Last Name) has 16 characters; at most 15 are allowed\n",
        "x: TST005 not checked: no table is here\n",
    ]


def test_concise_keeps_a_finding_on_its_line() -> None:
    (line,) = lines_of("concise", Report(file="a", findings=(HOSTILE,), counts=Counts()))
    assert line.rstrip("\n").isprintable()


@pytest.mark.parametrize("name", ["concise", "github"])
def test_incomplete_file_is_never_silent(name: str) -> None:
    (line,) = lines_of(name, Report(file=None, findings=(), counts=Counts(), complete=False))
    assert "<stdin>" in line
    assert "INCOMPLETE" in line


def test_github_does_not_take_text_for_an_escape() -> None:
    finding = attrs.evolve(PLACELESS, message="a%0Ab", location=Location(file="c%2Cd"))
    (line,) = lines_of("github", Report(file="a", findings=(finding,), counts=Counts()))
    assert "file=c%252Cd," in line
    assert line.endswith("::a%250Ab\n")


def test_github_properties_and_message_survive_escaping() -> None:
    (line,) = lines_of("github", Report(file="a", findings=(HOSTILE,), counts=Counts()))
    match = COMMAND.fullmatch(line)
    assert match is not None
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    assert unescaped(properties["file"]) == "odd dir/50%,a:b\n.[31mé.835"
    assert properties["line"] == "3"
    assert unescaped(properties["title"]) == "TST006 hostile <&\"'> name"
    assert unescaped(match[3]).startswith("50% of, a: <b>&\"'\r\nnext.[2J.. ]]> ::error::x ")


@pytest.mark.parametrize(
    "severity,command",
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_github_level_follows_severity(severity: Severity, command: str) -> None:
    finding = attrs.evolve(PLACELESS, severity=severity, location=Location())
    (line,) = lines_of("github", Report(file=None, findings=(finding,), counts=Counts()))
    assert line == (
        f"::{command} file=<stdin>,title=TST005 table-not-checked::not checked: no table is here\n"
    )
