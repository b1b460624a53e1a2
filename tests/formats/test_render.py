from collections.abc import Iterator

import pytest

from edi_portal.errors import UsageError
from edi_portal.formats import FORMATS, render
from edi_portal.report import Counts, Report
from tests.formats.sample_reports import REPORTS, VALUE


def test_unknown_format_is_refused_before_anything_is_read() -> None:
    reports = iter(REPORTS)
    with pytest.raises(UsageError, match="full, concise, json, jsonl, sarif, github, junit"):
        render(reports, "yaml")
    assert next(reports) is REPORTS[0]


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_described(name: str) -> None:
    assert FORMATS[name].name == name
    assert FORMATS[name].summary


@pytest.mark.parametrize("name", FORMATS)
def test_text_streams_report_by_report(name: str) -> None:
    asked: list[int] = []

    def reports() -> Iterator[Report]:
        for number, report in enumerate(REPORTS):
            asked.append(number)
            yield report

    chunks = render(reports(), name)
    assert asked == []
    # The second report holds findings, so something is due before the third is asked for.
    for chunk in chunks:
        if "TST001" in chunk:
            break
    assert asked == [0, 1]
    assert len(list(chunks)) > 0


@pytest.mark.parametrize("name", FORMATS)
def test_output_ends_with_a_line_end(name: str) -> None:
    assert "".join(render(REPORTS, name)).endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_values_are_shown_only_where_asked_and_fit(name: str) -> None:
    assert VALUE not in "".join(render(REPORTS, name))
    shown = VALUE in "".join(render(REPORTS, name, show_phi=True))
    assert shown is FORMATS[name].shows_phi


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("reports", [(), (Report(file=None, findings=(), counts=Counts()),)])
def test_nothing_to_tell_is_told_without_fault(name: str, reports: tuple[Report, ...]) -> None:
    assert isinstance("".join(render(reports, name)), str)
