"""Rules of payers, written in TOML."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.errors import UsageError
from edi_portal.findings import Finding, Severity
from edi_portal.scrubber.config import configuration
from edi_portal.scrubber.engine import Scrubber

BASES = Path(__file__).parent / "bases"
HEAD = 'code = "PAY101"\nmessage = "the plan wants it otherwise"\n'


def found(text: str, base: str = "professional") -> list[Finding]:
    """What a rule says of the first claim of a base."""
    table = {"rules": [tomllib.loads(HEAD + text)], "select": ["PAY101"]}
    scrubber = Scrubber(configuration(table).settings())
    with edi_portal.claims(BASES / f"{base}.x12") as claims:
        return [item.finding for item in scrubber.check(next(claims))]


def places(text: str, base: str = "professional") -> list[str]:
    return [
        f"{(item.location.loop or '').rpartition('/')[2]}/{item.location.reference}"
        for item in found(text, base)
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ('require = [{ field = "referral_number", present = true }]', ["2300[1]/REF02"]),
        ('require = [{ field = "referral_number", absent = true }]', []),
        ('require = [{ field = "place_of_service", in = ["11"] }]', []),
        ('require = [{ field = "place_of_service", not_in = ["11"] }]', ["2300[1]/CLM05-1"]),
        ('require = [{ field = "patient_control_number", matches = "PCN[0-9]+" }]', []),
        ('require = [{ field = "patient_control_number", matches = "PCN" }]', ["2300[1]/CLM01"]),
        ('require = [{ field = "charge_amount", at_most = 149.99 }]', ["2300[1]/CLM02"]),
        ('require = [{ field = "charge_amount", at_least = 150 }]', []),
        ('require = [{ field = "subscriber.member_id", matches = "[A-Z]{3}[0-9]{9}" }]', []),
        ('require = [{ field = "subscriber.member_id", matches = "[0-9]+" }]', ["2300[1]/CLM"]),
        ('require = [{ field = "diagnoses.code", not_in = ["R509"] }]', ["2300[1]/HI01"]),
        ('require = [{ field = "rendering_provider.npi", matches = "1.*" }]', ["2310B[1]/NM109"]),
        # Only some claims, only some lines.
        ('payers = ["OTHER"]\nrequire = [{ field = "referral_number", present = true }]', []),
        ('kinds = ["I"]\nrequire = [{ field = "referral_number", present = true }]', []),
        ('places = ["22"]\nrequire = [{ field = "referral_number", present = true }]', []),
        ('from = 2025-03-04\nrequire = [{ field = "referral_number", present = true }]', []),
        (
            'from = 2025-03-03\nto = 2025-03-03\nrequire = [{ field = "referral_number", present = true }]',
            ["2300[1]/REF02"],
        ),
        (
            'procedures = ["99202-99215"]\nrequire = [{ field = "line.units", at_least = 2 }]',
            ["2400[1]/SV104"],
        ),
        (
            'modifiers = ["QW"]\nrequire = [{ field = "line.clia_number", present = true }]',
            ["2400[2]/REF02"],
        ),
        (
            'procedures = ["80000-89999"]\nrequire = [{ field = "clia_number", present = true }]',
            ["2300[1]/REF02"],
        ),
        (
            'procedures = ["99213"]\nrequire = [{ field = "line.charge_amount", at_most = { field = "charge_amount" } }]',
            [],
        ),
        (
            'procedures = ["99213"]\nrequire = [{ field = "line.charge_amount", equals = { field = "charge_amount" } }]',
            ["2400[1]/SV102"],
        ),
        (
            'procedures = ["99213"]\nrequire = [{ field = "line.service_date", at_least = 2025-04-01 }]',
            ["2400[1]/DTP03"],
        ),
    ],
)
def test_what_must_hold(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_revenue_codes_choose_lines() -> None:
    text = 'revenue_codes = ["0100-0219"]\nkinds = ["I"]\nrequire = [{ field = "line.unit_code", in = ["XX"] }]'
    assert places(text, "inpatient") == ["2400[1]/SV204"]
    assert places(text, "outpatient") == []


def test_a_rule_has_what_it_is_given() -> None:
    text = """
    name = "referral-wanted"
    severity = "warning"
    status = "A7:21"
    mend = "Ask for {it}."
    require = [{ field = "referral_number", present = true }]
    """
    (item,) = found(text)
    assert (item.code, item.name, item.severity) == ("PAY101", "referral-wanted", Severity.WARNING)
    assert (item.message, item.fix) == ("the plan wants it otherwise", "Ask for {it}.")
    assert item.ack == {"277CA": "A7:21"}


def rule(**changes: Any) -> dict[str, Any]:
    whole = {
        "code": "PAY101",
        "message": "m",
        "require": [{"field": "referral_number", "present": True}],
    }
    return {key: value for key, value in {**whole, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    "table, words",
    [
        (rule(code=None), "rules[1]: a rule has a code"),
        (rule(message=None), "rules[1]: a rule has a message"),
        (rule(code="PRV001"), "rules[1].code: must be PAY and three digits"),
        (rule(code="PAY1"), "rules[1].code: must be PAY and three digits"),
        (rule(code=7), "rules[1].code: must be a text"),
        (rule(severity="bad"), "rules[1].severity: must be one of"),
        (rule(kinds=["X"]), "rules[1].kinds: a kind of claim is one of"),
        (rule(payer=["X"]), "rules[1].payer: no such key; the nearest is payers"),
        (rule(payers="X"), "rules[1].payers: must be a list of texts"),
        (rule(procedures=["992-"]), "rules[1].procedures: "),
        (rule(**{"from": "2025"}), "rules[1].from: must be a date"),
        (rule(require=None), "rules[1].require: must be a list"),
        (rule(require=[]), "rules[1].require: must be a list"),
        (rule(require=[{"field": "x"}]), "rules[1].require[1]: has a field, and one test of it"),
        (
            rule(require=[{"field": "referral_numbr", "present": True}]),
            "no claim of this kind has the field referral_numbr; the nearest is referral_number",
        ),
        (
            rule(require=[{"field": "referral_number", "presnt": True}]),
            "rules[1].require[1].presnt: no such test; the nearest is present",
        ),
        (rule(require=[{"field": "line.units", "present": True}]), "goes with conditions on lines"),
        (rule(require=[{"field": "referral_number", "present": 1}]), "must be true"),
        (rule(require=[{"field": "referral_number", "in": "x"}]), "must be a list of texts"),
        (rule(require=[{"field": "referral_number", "matches": "("}]), "a regular expression"),
        (
            rule(require=[{"field": "referral_number", "equals": True}]),
            "a number, a date or a text",
        ),
        (
            rule(require=[{"field": "referral_number", "in": {"field": "x"}}]),
            "only at_least, at_most and equals take another field",
        ),
    ],
)
def test_what_is_wrong_is_named(table: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        configuration({"rules": [table]})
    assert words in str(caught.value)


def test_two_rules_of_one_code_are_refused() -> None:
    with pytest.raises(UsageError, match="another rule has the code PAY101"):
        configuration({"rules": [rule(), rule()]})


def test_options_and_severities_may_name_them() -> None:
    found = configuration({"rules": [rule()], "severity": {"PAY101": "info"}})
    by_code = {item.code: value for item, value in found.settings().plan("P", "X").rules}
    assert by_code["PAY101"] is Severity.INFO
