"""Every sample does what its name says; the valid ones are right in what no guide can check."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.findings import Finding, Severity
from edi_portal.report import Report

SAMPLES = Path(__file__).parent.parent / "samples"
EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (SAMPLES / "expected.toml").read_text("utf-8")
)
VALID = sorted(name for name in EXPECTED if name.startswith("valid/"))
BROKEN = sorted(name for name in EXPECTED if name.startswith("broken/"))

Segment = list[str]


def errors_of(report: Report) -> list[Finding]:
    return [found for found in report.findings if found.severity is Severity.ERROR]


def segments(name: str) -> Iterator[Segment]:
    """The segments of a valid sample, split by the delimiters its ISA shows."""
    text = (SAMPLES / name).read_text("ascii")
    separator, terminator = text[3], text[105]
    for line in text.split(terminator):
        if line.strip():
            yield line.strip("\r\n").split(separator)


def test_every_file_is_expected_and_every_expectation_has_its_file() -> None:
    files = {
        path.relative_to(SAMPLES).as_posix()
        for folder in ("valid", "broken")
        for path in (SAMPLES / folder).iterdir()
    }
    assert files == set(EXPECTED)


def test_the_readme_lists_each_file_with_its_codes() -> None:
    rows = re.findall(
        r"^\| `(\S+)` \| .+? \|(?: ((?:[A-Z]{3}\d{3}(?:, )?)+) \|)?$",
        (SAMPLES / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    listed = {name: codes.split(", ") if codes else [] for name, codes in rows}
    assert listed == {
        name.partition("/")[2]: [error["code"] for error in errors]
        for name, errors in EXPECTED.items()
    }


@pytest.mark.parametrize("name", VALID)
def test_valid_sample_has_no_error(name: str) -> None:
    assert EXPECTED[name] == []
    report = edi_portal.validate(SAMPLES / name)
    assert errors_of(report) == []
    assert report.counts.errors == 0
    assert report.ok


@pytest.mark.parametrize("name", BROKEN)
def test_broken_sample_has_exactly_its_errors(name: str) -> None:
    expected = EXPECTED[name]
    assert expected
    report = edi_portal.validate(SAMPLES / name)
    found = [error.as_dict() for error in errors_of(report)]
    assert [error["code"] for error in found] == [wanted["code"] for wanted in expected]
    for error, wanted in zip(found, expected, strict=True):
        assert {key: error[key] for key in wanted} == wanted
    assert not report.ok


def charges(name: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """For each claim of an 837: its control number, its charge, the sum of its lines."""
    claim: tuple[str, Decimal] | None = None
    total = Decimal(0)
    for segment in segments(name):
        if segment[0] == "CLM":
            if claim:
                yield (*claim, total)
            claim, total = (segment[1], Decimal(segment[2])), Decimal(0)
        elif segment[0] in ("SV1", "SV2", "SV3"):
            total += Decimal(segment[3 if segment[0] == "SV2" else 2])
    if claim:
        yield (*claim, total)


@pytest.mark.parametrize("name", [name for name in VALID if name.startswith("valid/837")])
def test_valid_claims_charge_the_sum_of_their_lines(name: str) -> None:
    claims = list(charges(name))
    assert claims
    assert [charge for _, charge, _ in claims] == [total for _, _, total in claims]


def adjustments(segment: Segment) -> Decimal:
    return sum((Decimal(amount) for amount in segment[3::3] if amount), Decimal(0))


@pytest.mark.parametrize("name", [name for name in VALID if name.startswith("valid/835")])
def test_valid_remittances_balance(name: str) -> None:
    """Each line, each claim and the payment balance as the 835's guide asks."""
    payment = Decimal(0)
    claims: list[Decimal] = []
    lines: list[Decimal] = []
    in_line = False
    for segment in segments(name):
        match segment[0]:
            case "BPR":
                payment += Decimal(segment[2])
            case "CLP":
                claims.append(Decimal(segment[3]) - Decimal(segment[4]))
                payment -= Decimal(segment[4])
                in_line = False
            case "SVC":
                lines.append(Decimal(segment[2]) - Decimal(segment[3]))
                in_line = True
            case "CAS":
                claims[-1] -= adjustments(segment)
                if in_line:
                    lines[-1] -= adjustments(segment)
            case "PLB":
                payment += sum(Decimal(amount) for amount in segment[4::2])
    assert claims
    assert lines
    assert set(claims) == {0}
    assert set(lines) == {0}
    assert payment == 0


def luhn_holds(digits: str) -> bool:
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0


@pytest.mark.parametrize("name", VALID)
def test_provider_numbers_are_invented_and_have_right_check_digits(name: str) -> None:
    numbers = [
        value
        for segment in segments(name)
        for qualifier, value in pairwise(segment)
        if qualifier == "XX"
    ]
    assert all(len(npi) == 10 and npi[0] == "2" and luhn_holds("80840" + npi) for npi in numbers)
