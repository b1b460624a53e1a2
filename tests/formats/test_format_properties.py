"""What holds of every format for every finding, however odd."""

import json
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.findings import Finding, Location, Severity
from edi_portal.formats import FORMATS, render
from edi_portal.report import Counts, Report

# A value is drawn from letters that nothing else holds, so that finding it means a leak.
RESERVED = "QZX"
secrets = st.text(RESERVED, min_size=4, max_size=40)
texts = st.text(st.characters(codec=None, exclude_characters=RESERVED), max_size=30)
numbers = st.none() | st.integers(1, 10**9)
names = st.none() | texts
locations = st.builds(
    Location,
    file=names,
    interchange=names,
    group=names,
    transaction=names,
    segment=names | st.sampled_from(("NM1", "N1", "ISA")),
    ordinal=numbers,
    segment_in_file=numbers,
    offset=st.none() | st.integers(0, 10**12),
    line=numbers,
    loop=names,
    claim=numbers,
    element=st.none() | st.integers(1, 40),
    repetition=numbers,
    component=numbers,
)
masked = texts | st.lists(texts, max_size=20).map(lambda parts: "*".join(["NM1", *parts]))
findings = st.builds(
    Finding,
    code=texts | st.sampled_from(("ELE001", "SEG003")),
    name=texts,
    severity=st.sampled_from(Severity),
    snip=st.none() | st.integers(1, 7),
    message=texts,
    location=locations,
    ack=st.dictionaries(texts, texts, max_size=3),
    fix=names,
    data_element=names,
    value=secrets,
    text=st.tuples(texts, secrets, texts).map("*".join),
    shown=st.none() | masked,
    unit=st.tuples(texts, secrets),
)
reports = st.lists(
    st.builds(
        Report,
        file=names,
        findings=st.lists(findings, max_size=4).map(tuple),
        counts=st.builds(Counts, errors=st.integers(0, 5), warnings=st.integers(0, 5)),
        complete=st.booleans(),
    ),
    max_size=3,
)


def outputs(made: list[Report], name: str, *, show_phi: bool = False) -> str:
    return "".join(render(made, name, show_phi=show_phi))


@given(made=reports)
@pytest.mark.parametrize("name", FORMATS)
def test_no_value_is_shown_unasked(name: str, made: list[Report]) -> None:
    text = outputs(made, name)
    for finding in (finding for report in made for finding in report.findings):
        assert finding.value is not None
        assert finding.value not in text


@given(made=reports)
@pytest.mark.parametrize("name", [name for name, entry in FORMATS.items() if not entry.shows_phi])
def test_formats_that_are_uploaded_ignore_the_wish_for_values(
    name: str, made: list[Report]
) -> None:
    assert outputs(made, name, show_phi=True) == outputs(made, name)


@given(made=reports, show_phi=st.booleans())
def test_json_parses_to_the_findings(made: list[Report], show_phi: bool) -> None:
    expected = [[f.as_dict(show_phi=show_phi) for f in report.findings] for report in made]
    document = json.loads(outputs(made, "json", show_phi=show_phi))
    assert [report["findings"] for report in document["reports"]] == expected
    lines = outputs(made, "jsonl", show_phi=show_phi).splitlines()
    assert [json.loads(line) for line in lines] == [dict_ for part in expected for dict_ in part]


@given(made=reports)
def test_sarif_parses_with_a_result_for_each_finding(made: list[Report]) -> None:
    (run,) = json.loads(outputs(made, "sarif"))["runs"]
    assert [result["message"]["text"] for result in run["results"]] == [
        finding.message for report in made for finding in report.findings
    ]


@given(made=reports)
def test_junit_is_well_formed(made: list[Report]) -> None:
    root = ET.fromstring(outputs(made, "junit").encode("utf-8"))  # noqa: S314
    assert len(root) == len(made)
    failures = [len(suite.findall("testcase/failure[@type]")) for suite in root]
    assert [int(suite.get("failures", "")) for suite in root] == failures


@given(made=reports)
@pytest.mark.parametrize("name", ["concise", "github"])
def test_finding_stays_on_one_line(name: str, made: list[Report]) -> None:
    lines = outputs(made, name).splitlines()
    expected = sum(len(report.findings) + (not report.complete) for report in made)
    assert len(lines) == expected
    assert all(line.startswith("::") for line in lines if name == "github")


@given(made=reports, show_phi=st.booleans())
@pytest.mark.parametrize("name", ["full", "concise", "github"])
def test_nothing_reaches_the_terminal_but_what_prints(
    name: str, made: list[Report], show_phi: bool
) -> None:
    text = outputs(made, name, show_phi=show_phi)
    assert all(line.isprintable() for line in text.split("\n"))


@given(made=reports)
def test_lines_of_a_shown_segment_keep_to_the_width(made: list[Report]) -> None:
    wide = [
        attrs.evolve(
            report,
            findings=tuple(attrs.evolve(each, shown="N1*" * 99) for each in report.findings),
        )
        for report in made
    ]
    lines = outputs(wide, "full").splitlines()
    assert all(len(line) <= 121 for line in lines if line.startswith("    "))
