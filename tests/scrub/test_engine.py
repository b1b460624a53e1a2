"""The engine: places of findings, what is told once, what is not checked, what a batch remembers."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal.findings import Severity
from edi_portal.scrubber.batch import Batch
from edi_portal.scrubber.engine import STATUS, Scrubber, check_claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.rule import Fault, Rule, fault, rule
from edi_portal.scrubber.settings import Layer, Settings
from edi_portal.scrubber.tables import NAMES, Tables
from edi_portal.scrubber.view import ClaimView
from edi_portal.scrubbing import scrub, scrub_file

BASES = Path(__file__).parent / "bases"
SAMPLES = Path(__file__).parents[2] / "samples" / "valid"
CLAIM = (BASES / "professional.x12").read_bytes()
SEVERAL = (SAMPLES / "837p-several-claims.x12").read_bytes()
BAD_NPI = (b"2000001018", b"2000001019")


def made(code: str, at: str, *, on: str = "claim", **declared: Any) -> Rule:
    """A rule that finds a fault at a field of every claim, or of each of its lines."""

    def check(view: ClaimView) -> Any:
        """Finds one.

        Why: W.

        Example: E.

        Mend: M.

        Source: S.
        """
        named: dict[str, tuple[Any, ...]] = {
            "claim": (view.claim,),
            "billing": (view.billing,),
            "lines": view.lines,
        }
        owners = named[on]
        return [fault(owner, at) for owner in owners]

    return rule(code, "made-up", "something", **declared)(check)


def only(*items: Rule) -> Settings:
    """Settings with these rules alone."""
    return Settings([Layer(select=tuple(item.code for item in items))], items)


def npi_rule() -> Scrubber:
    """A scrubber with the one rule that these tests break."""
    return Scrubber(Settings([Layer(select=("PRV001",))]))


def test_a_finding_stands_where_its_segment_stands() -> None:
    data = CLAIM.replace(b"2000002024", b"2000002025")
    (found,) = scrub_file(data=data, name="a.837", scrubber=npi_rule()).findings
    place = found.location
    lines = data.split(b"\n")
    assert place.line is not None
    assert lines[place.line - 1].startswith(b"NM1*82")
    assert place.offset == data.index(b"NM1*82")
    assert place.segment_in_file == place.line
    assert place.ordinal == place.line - 2
    assert (place.file, place.interchange, place.group, place.transaction, place.claim) == (
        "a.837",
        "000000101",
        "101",
        "0001",
        1,
    )
    assert place.loop == "2000B[1]/2300[1]/2310B[1]"
    assert (found.value, found.data_element) == ("2000002025", "67")
    assert found.text == lines[place.line - 1].decode().rstrip("~")
    assert found.unit == ("CLM01", "PCN1001")


def test_the_place_holds_without_line_ends_and_with_other_delimiters() -> None:
    data = CLAIM.replace(b"2000002024", b"2000002025").replace(b"\n", b"")
    data = data.replace(b"*", b"|").replace(b":", b">")
    (found,) = scrub_file(data=data, scrubber=npi_rule()).findings
    assert found.location.offset == data.index(b"NM1|82")
    assert found.location.line == 1
    assert found.location.reference == "NM109"


def test_segments_between_which_something_stands_have_no_byte_and_line() -> None:
    data = CLAIM.replace(b"2000002024", b"2000002025").replace(b"HI*", b"~\nHI*")
    found = [item for item in scrub_file(data=data).findings if item.code == "PRV001"]
    assert [item.location.segment for item in found] == ["NM1"]
    assert found[0].location.offset is None
    assert found[0].location.ordinal is not None


def test_the_loop_of_a_line_is_counted() -> None:
    item = made("TST001", "procedure.modifiers[0]", on="lines")
    claims = list(edi_portal.claims(data=CLAIM))
    found = Scrubber(only(item)).check(claims[0])
    assert [one.finding.location.loop for one in found] == [
        "2000B[1]/2300[1]/2400[1]",
        "2000B[1]/2300[1]/2400[2]",
    ]
    assert [one.finding.location.reference for one in found] == ["SV101-3", "SV101-3"]
    assert [one.finding.value for one in found] == [None, "QW"]


def test_a_claim_made_in_python_has_loop_and_element() -> None:
    (claim,) = edi_portal.claims(data=CLAIM)
    anew = edi_portal.from_data(edi_portal.to_data(claim))
    (found,) = Scrubber(only(made("TST001", "diagnoses[1].code"))).check(anew)  # type: ignore[arg-type]  # it is one
    assert found.finding.location.reference == "HI02-2"
    assert (found.finding.location.loop, found.finding.location.claim) == ("2300", 1)
    assert found.finding.location.line is None


def test_a_changed_claim_is_not_taken_for_the_segments_it_was_read_from() -> None:
    (claim,) = edi_portal.claims(data=CLAIM)
    changed = claim.evolve(charge_amount=Decimal(1))
    (found,) = Scrubber(only(made("TST001", "charge_amount"))).check(changed)
    assert found.finding.text is None
    assert found.finding.location.reference == "CLM02"


@pytest.mark.parametrize(
    "at, reference",
    [
        ("", "CLM"),
        ("place_of_service", "CLM05-1"),
        ("diagnoses[0].code", "HI01-2"),
        ("accident_date", "DTP03"),
        ("prior_authorization_number", "REF02"),
        ("supervising_provider.npi", "NM1"),
        ("rendering_provider.npi", "NM109"),
        ("related_causes.causes[1]", "CLM11-2"),
        ("notes[0].text", "NTE02"),
        ("lines[1].charge_amount", "SV102"),
        ("lines[1].diagnosis_pointers[2]", "SV107-3"),
        ("lines[0].drug.unit_code", "LIN"),
    ],
)
def test_every_kind_of_field_has_its_reference(at: str, reference: str) -> None:
    (claim,) = edi_portal.claims(data=CLAIM)
    (found,) = Scrubber(only(made("TST001", at))).check(claim)
    assert found.finding.location.reference == reference


def test_a_fault_of_a_level_is_told_once_and_counts_for_each_claim() -> None:
    report = scrub_file(data=SEVERAL.replace(*BAD_NPI), scrubber=npi_rule())
    assert [item.code for item in report.findings] == ["PRV001"]
    assert report.totals is not None
    assert (report.totals.claims, report.totals.with_errors, report.totals.clean) == (5, 4, 1)
    assert report.counts.errors == 1
    assert report.totals.at_risk == Decimal("437.5")
    assert report.findings[0].location.claim is None


def test_what_the_guide_says_no_rule_says_again() -> None:
    item = made("TST001", "place_of_service")
    data = CLAIM.replace(b"11:B:1", b"1111:B:1")
    found = [item.code for item in scrub_file(data=data, scrubber=npi_rule()).findings]
    assert len(found) == 1
    both = scrub_file(data=data, scrubber=Scrubber(only(item))).findings
    assert [one.code for one in both] == found


def test_missing_tables_are_said_with_their_rules() -> None:
    items = [
        made("TST001", "", needs=("roster",)),
        made("TST002", "", needs=("roster",)),
        made("TST003", "", needs=("mue",)),
    ]
    scrubber = Scrubber(only(*items))
    report = scrub_file(data=CLAIM, scrubber=scrubber)
    assert [item.message for item in report.findings] == [
        (
            f"not checked: TST001, TST002 for want of {NAMES['roster']}; "
            f"TST003 for want of {NAMES['mue']}"
        )
    ]
    assert {item.severity for item in report.findings} == {Severity.INFO}
    assert report.ok
    given = Scrubber(only(*items), tables=Tables(roster=object(), mue=object()))
    assert len(scrub_file(data=CLAIM, scrubber=given).findings) == 3
    (claim,) = edi_portal.claims(data=CLAIM)
    assert [found.code for found in check_claim(items[0], claim)] == ["SCR001"]
    # Once in a run is enough, however many files it has.
    assert scrub_file(data=CLAIM, scrubber=scrubber).findings == ()


def test_claims_can_be_scrubbed_without_a_file() -> None:
    claims = list(edi_portal.claims(data=SEVERAL.replace(*BAD_NPI)))
    report = scrub(claims, npi_rule().settings)
    assert [item.code for item in report.findings] == ["PRV001"]
    assert report.counts.claims == 5
    assert not report.ok


def test_the_list_of_findings_has_a_limit_and_all_are_counted() -> None:
    item = made("TST001", "", on="lines")
    report = scrub_file(data=SEVERAL, scrubber=Scrubber(only(item)), max_findings=2)
    assert [one.code for one in report.findings] == ["TST001", "TST001", "SRC008"]
    assert report.counts.errors > 2


def test_a_file_that_is_no_837_has_no_claims() -> None:
    report = scrub_file(SAMPLES / "835-paid.x12")
    assert report.totals is not None
    assert report.totals.claims == 0


def test_status_names_the_entity() -> None:
    (claim,) = edi_portal.claims(data=CLAIM.replace(*BAD_NPI))
    (found,) = check_claim(by_code()["PRV001"], claim)
    assert found.ack == {STATUS: "A7:562:85"}


def test_severity_of_settings_does_not_raise_what_a_rule_thinks_less_of() -> None:
    def check(view: ClaimView) -> list[Fault]:
        """Finds two.

        Why: W.

        Example: E.

        Mend: M.

        Source: S.
        """
        return [fault(view.claim), fault(view.claim, severity=Severity.INFO)]

    item = rule("TST001", "made-up", "something")(check)
    settings = Settings([Layer(select=("TST001",), severity={"TST": Severity.WARNING})], [item])
    (claim,) = edi_portal.claims(data=CLAIM)
    found = [one.finding.severity for one in Scrubber(settings).check(claim)]
    assert sorted(found) == [Severity.INFO, Severity.WARNING]


def test_as_of_is_the_callers_or_the_files() -> None:
    (claim,) = edi_portal.claims(data=CLAIM)
    assert ClaimView(claim).as_of == date(2025, 3, 10)
    assert ClaimView(claim, as_of=date(2026, 1, 1)).as_of == date(2026, 1, 1)
    assert ClaimView(claim.evolve(transmission=None)).as_of is None


@given(st.lists(st.integers(0, 200), max_size=400))
def test_a_batch_remembers_who_was_first(keys: list[int]) -> None:
    batch, known = Batch(), dict[int, int]()
    for number, key in enumerate(keys, 1):
        batch.number = number
        assert batch.first("test", (key,)) == known.get(key)
        known.setdefault(key, number)


def test_a_batch_forgets_rather_than_grow() -> None:
    batch = Batch(capacity=100)
    for number in range(1, 1000):
        batch.number = number
        assert batch.first("test", (number,)) is None
    assert batch.first("other", (1,)) is None


def test_a_batch_grows_to_its_capacity() -> None:
    batch = Batch(capacity=5000)
    for number in range(1, 5001):
        batch.number = number
        batch.first("test", (number,))
    batch.number = 9999
    assert [batch.first("test", (number,)) for number in (1, 2500, 5000)] == [1, 2500, 5000]


@pytest.mark.parametrize(
    "docstring",
    ["", "Only this.", "One.\n\nWhy: W.\n\nExample: E.\n\nMend: M.", "One.\n\nWhy: W.\n\nElse."],
)
def test_a_rule_without_its_documentation_is_none(docstring: str) -> None:
    def check(view: ClaimView) -> list[Fault]:
        return []

    check.__doc__ = docstring
    with pytest.raises(ValueError, match="TST001"):
        rule("TST001", "made-up", "something")(check)
