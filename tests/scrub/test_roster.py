"""The provider roster: what is read from its file, what is refused, and what rules make of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from edi_portal.errors import EdiError, SourceError, UsageError
from edi_portal.findings import Finding
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.roster import Enrollment, Roster
from edi_portal.scrubber.tables import Tables
from tests.scrub.cases import changed_base

HEADER = "npi,taxonomy,tax_id,name,payer,effective,end\n"
CLINIC, ROBIN = "2000001018", "2000002024"


def written(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, "utf-8")
    return path


def test_rows_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f'{HEADER}{ROBIN},207q00000x,70-0001234,"SAMPLE, ROBIN",EHP01,2024-01-01,20251231\n'
        f"\n{ROBIN},,,,,,\n",
    )
    roster = Roster.read(path)
    assert len(roster) == 2
    assert ROBIN in roster
    assert CLINIC not in roster
    first, every = roster.enrollments(ROBIN, "ehp01")
    assert first == Enrollment(
        npi=ROBIN,
        taxonomy="207Q00000X",
        tax_id="700001234",
        name="SAMPLE, ROBIN",
        payer="EHP01",
        effective=date(2024, 1, 1),
        end=date(2025, 12, 31),
    )
    assert every == Enrollment(npi=ROBIN)
    assert roster.enrollments(ROBIN, "OTHER") == (every,)
    assert roster.enrollments(CLINIC, "EHP01") == ()


def test_columns_come_in_any_order_and_case(tmp_path: Path) -> None:
    text = f"\ufeffEnd, Effective,PAYER,Name,Tax_ID,Taxonomy,NPI\n,20240101,,,,,{ROBIN}\n"
    roster = Roster.read(written(tmp_path, text))
    assert roster.enrollments(ROBIN, "ANY") == (Enrollment(npi=ROBIN, effective=date(2024, 1, 1)),)


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEADER, "has a header, and no providers"),
        (HEADER.replace(",end", ""), "row 1: lacks the column end"),
        (HEADER.replace("end", "until"), "row 1: column 7 is none of"),
        (HEADER.replace("end", "npi"), "row 1: column npi is there twice"),
        (HEADER.replace(",", ";"), "row 1: column 1 is none of"),
        (f"{HEADER}{ROBIN},,,,,\n", "row 2: has 6 cells, and the header 7"),
        (f"{HEADER}{ROBIN},,,,,,,\n", "row 2: has 8 cells, and the header 7"),
        (f"{HEADER}{ROBIN},,,,,,\n2000002025,,,,,,\n", "row 3, column npi: is not a National"),
        (f"{HEADER},,,SAMPLE,,,\n", "row 2, column npi: is not a National"),
        (f"{HEADER}{ROBIN},207Q,,,,,\n", "row 2, column taxonomy: is not ten"),
        (f"{HEADER}{ROBIN},,7000,,,,\n", "row 2, column tax_id: is not nine digits"),
        (f"{HEADER}{ROBIN},,,,,01/31/2025,\n", "row 2, column effective: is no date"),
        (f"{HEADER}{ROBIN},,,,,,2025-02-30\n", "row 2, column end: is no date"),
        (f"{HEADER}{ROBIN},,,,,20250102,20250101\n", "row 2, column end: is before"),
        (f'{HEADER}{ROBIN},,,"SAM"PLE,,,\n', "row 2: is not written as CSV"),
        (f'{HEADER}{ROBIN},,,"SAMPLE,,,\n', "row 2: is not written as CSV"),
    ],
)
def test_what_is_no_roster_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        Roster.read(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: {said}")
    for value in ("SAMPLE", "2000002025", "7000", "01/31/2025", "207Q"):
        assert value not in message.removeprefix(str(path))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        Roster.read(tmp_path / "none.csv")
    with pytest.raises(SourceError):
        Roster.read(tmp_path)
    with pytest.raises(SourceError, match="not usable"):
        Roster.read("a\0b")
    path = tmp_path / "latin.csv"
    path.write_bytes(HEADER.encode() + f"{ROBIN},,,P\xe9rez,,,\n".encode("latin-1"))
    with pytest.raises(SourceError, match="is not text in UTF-8"):
        Roster.read(path)
    path.write_bytes(b"npi\0" * 100_000)
    with pytest.raises(EdiError):
        Roster.read(path)


def test_values_are_not_shown() -> None:
    shown = repr(Enrollment(npi=ROBIN, tax_id="700001234", name="SAMPLE"))
    assert "700001234" not in shown
    assert "SAMPLE" not in shown


BOTH = (Enrollment(npi=CLINIC, payer="EHP01"), Enrollment(npi=ROBIN, payer="EHP01"))


def found(code: str, *rows: Enrollment, base: str = "professional", **change: Any) -> list[Finding]:
    tables = Tables(roster=Roster(rows))
    return check_claim(by_code()[code], changed_base(base, **change), tables=tables)


def places(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [
        ((item.location.loop or "").rpartition("/")[2].partition("[")[0], item.location.reference)
        for item in findings
    ]


def during(start: tuple[int, int, int] | None, end: tuple[int, int, int] | None) -> Enrollment:
    return Enrollment(
        npi=ROBIN,
        payer="EHP01",
        effective=date(*start) if start else None,
        end=date(*end) if end else None,
    )


@pytest.mark.parametrize(
    "rows",
    [
        BOTH,
        (Enrollment(npi=CLINIC), Enrollment(npi=ROBIN)),
        (BOTH[0], during((2025, 3, 3), (2025, 3, 3))),
        (BOTH[0], during(None, (2024, 12, 31)), during((2025, 1, 1), None)),
        (BOTH[0], Enrollment(npi=ROBIN, payer="ehp01 ")),
    ],
)
def test_who_is_enrolled_passes(rows: tuple[Enrollment, ...]) -> None:
    assert not found("PRV020", *rows)


@pytest.mark.parametrize(
    "rows, said",
    [
        (BOTH[:1], "it is not on the roster"),
        ((BOTH[0], Enrollment(npi=ROBIN, payer="OTHER")), "it has no row for this payer"),
        ((BOTH[0], during((2025, 3, 4), None)), "its rows for this payer are of other times"),
        ((BOTH[0], during(None, (2025, 3, 2))), "its rows for this payer are of other times"),
    ],
)
def test_who_is_not_enrolled_fails(rows: tuple[Enrollment, ...], said: str) -> None:
    (finding,) = found("PRV020", *rows)
    assert finding.message.endswith(said)
    assert finding.ack == {"277CA": "A8:496:82"}
    assert places([finding]) == [("2310B", "NM109")]


def test_the_billing_provider_is_looked_at_and_each_provider_told_once() -> None:
    line = {"last_name": "SAMPLE", "first_name": "ROBIN", "npi": ROBIN}
    findings = found("PRV020", during(None, None), set={"lines[0].rendering_provider": line})
    assert [item.ack for item in findings] == [{"277CA": "A8:496:85"}]
    findings = found("PRV020", BOTH[0], set={"lines[0].rendering_provider": line})
    assert places(findings) == [("2310B", "NM109")]


def test_each_line_is_looked_at_on_its_day() -> None:
    line = {"last_name": "EXAMPLE", "first_name": "TAYLOR", "npi": "2000007072"}
    rows = (*BOTH, Enrollment(npi="2000007072", effective=date(2025, 3, 4)))
    change = {"lines[1].rendering_provider": line, "lines[1].service_date": "2025-03-04"}
    assert not found("PRV020", *rows, set=change)
    change["lines[1].service_date"] = "2025-03-03"
    assert places(found("PRV020", *rows, set=change)) == [("2420A", "NM109")]


def test_an_enrollment_that_ends_during_a_stay_is_not_enough() -> None:
    hospital = Enrollment(npi="2000003030", end=date(2025, 2, 4))
    assert places(found("PRV020", hospital, base="inpatient")) == [("2010AA", "NM109")]
    after = Enrollment(npi="2000003030", effective=date(2025, 2, 5))
    assert not found("PRV020", hospital, after, base="inpatient")


def test_a_number_that_is_no_npi_is_another_rules() -> None:
    assert not found("PRV020", BOTH[1], set={"billing_provider.npi": "2000001019"})
    assert not found("PRV020", BOTH[1], drop=["billing_provider.npi"])
    assert not found("PRV021", BOTH[1], drop=["billing_provider.npi"])


def test_a_claim_without_a_day_needs_any_enrollment() -> None:
    rows = (
        Enrollment(npi="2000031106", payer="EDP01", end=date(2000, 1, 1)),
        Enrollment(npi="2000032104", payer="EDP01"),
    )
    assert not found("PRV020", *rows, base="dental", drop=["service_date"])
    assert len(found("PRV020", *rows, base="dental")) == 1


CLINIC_ROW: dict[str, Any] = {
    "npi": CLINIC,
    "payer": "EHP01",
    "tax_id": "700001234",
    "taxonomy": "261QP2300X",
    "name": "Riverside Family Clinic, Inc.",
}
ROBIN_ROW: dict[str, Any] = {"npi": ROBIN, "name": "Sample, Robin MD", "taxonomy": "207Q00000X"}


def test_what_agrees_passes() -> None:
    assert not found("PRV021", Enrollment(**CLINIC_ROW), Enrollment(**ROBIN_ROW))
    assert not found("PRV021", *BOTH)  # which say nothing
    assert not found("PRV021")  # which is PRV020's
    bare = {"billing_provider.employer_tax_id": "70-0001234"}
    assert not found("PRV021", Enrollment(**CLINIC_ROW), set=bare)
    other = Enrollment(**{**CLINIC_ROW, "tax_id": "700009999", "taxonomy": None})
    assert not found("PRV021", Enrollment(**CLINIC_ROW), other)


@pytest.mark.parametrize(
    "row, place, field",
    [
        ({**CLINIC_ROW, "tax_id": "700009999"}, ("2010AA", "REF02"), "tax identifier"),
        ({**CLINIC_ROW, "taxonomy": "282N00000X"}, ("2000A", "PRV03"), "taxonomy code"),
        ({**CLINIC_ROW, "name": "LAKESIDE HOSPITAL"}, ("2010AA", "NM103"), "name"),
        ({**ROBIN_ROW, "taxonomy": "207R00000X"}, ("2310B", "PRV03"), "taxonomy code"),
        ({**ROBIN_ROW, "name": "MORGAN SAMPLE"}, ("2310B", "NM103"), "name"),
    ],
)
def test_what_differs_is_found(row: dict[str, Any], place: tuple[str, str], field: str) -> None:
    (finding,) = found("PRV021", Enrollment(**row))
    assert places([finding]) == [place]
    assert f"the {field} of the " in finding.message
    assert finding.severity.value == "warning"


def test_a_persons_tax_identifier_is_a_social_security_number() -> None:
    change = {"billing_provider.social_security_number": "123456789"}
    drop = ["billing_provider.employer_tax_id"]
    findings = found("PRV021", Enrollment(**CLINIC_ROW), drop=drop, set=change)
    assert places(findings) == [("2010AA", "REF02")]


def test_rows_of_other_times_are_not_looked_at() -> None:
    old = Enrollment(**{**CLINIC_ROW, "tax_id": "700009999", "end": date(2020, 1, 1)})
    assert not found("PRV021", old)


def test_without_a_roster_nothing_is_checked() -> None:
    claim = changed_base("professional")
    for code in ("PRV020", "PRV021"):
        (finding,) = check_claim(by_code()[code], claim)
        assert finding.code == "SCR001"
