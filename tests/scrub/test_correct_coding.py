"""The rules that look things up in tables of NCCI and of procedures; the tables are invented."""

from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.codes.ncci import AddOnTable, MueTable, ProcedureTable, PtpTable, open_table
from edi_portal.findings import Finding
from edi_portal.models.claim import Claim, DentalClaim
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.tables import Tables
from tests.scrub.cases import base_data

_PTP = """\
Column 1,Column 2,* before 1996,Effective,Deletion,Modifier,Rationale
11042,97597,,20110101,*,1,example
80053,80048,,20110101,*,0,example
80050,80048,,20110101,*,0,example
20610,76942,,20110101,20110101,9,example
27447,27370,,20110101,20181231,1,example
"""
_MUE = """\
HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator,MUE Rationale
71046,2,1 Line Edit,example
80053,1,2 Date of Service Edit: Policy,example
97110,6,3 Date of Service Edit: Clinical,example
"""
_MUE_OF_MEDICAID = """\
HCPCS/CPT Code,MUE Values,MUE Rationale
97110,6,example
"""
_ADD_ON = """\
Add-On Code,Primary Code,Effective Date,Deletion Date,Edit Type
11045,11042,20130101,*,1
99292,99291,20130101,*,3
11046,11043,20130101,20201231,1
"""
_PROCEDURES = """\
Code,Effective,End
99213,19920101,
99201,19920101,20201231
99459,20240101,
A0425,19950101,
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("tables")
    ptp = open_table(_file(folder, "ptp", _PTP), PtpTable)
    mue = open_table(_file(folder, "mue", _MUE), MueTable)
    return Tables(
        ptp=ptp,
        mue=mue,
        hospital_ptp=ptp,
        hospital_mue=mue,
        add_on=open_table(_file(folder, "add-on", _ADD_ON), AddOnTable),
        procedures=open_table(_file(folder, "procedures", _PROCEDURES), ProcedureTable),
    )


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


Line = dict[str, Any]


def _line(code: str, *modifiers: str, units: str = "1", **more: Any) -> Line:
    procedure = {"code": code, "modifiers": list(modifiers)}
    return {"procedure": procedure, "units": units, **more}


def _claim(*lines: Line, base: str = "professional", **more: Any) -> Claim:
    """The base's claim with its first line in place of each of these, changed by what they hold."""
    data = base_data(base)
    common = data["lines"][0]
    data["lines"] = [
        {**common, "line_item_control_number": f"LINE{number}", **line}
        for number, line in enumerate(lines, 1)
    ]
    made = edi_portal.from_data({**data, **more})
    assert isinstance(made, Claim)
    return made


def _said(code: str, claim: Claim, tables: Tables) -> list[tuple[str, str]]:
    """Line and severity of what a rule finds."""
    return [_told(item) for item in check_claim(by_code()[code], claim, tables=tables)]


def _told(item: Finding) -> tuple[str, str]:
    assert item.location.reference in {"SV101-2", "SV202-2", "SV104", "SV205", "SV301-2"}
    return (item.location.loop or "").rpartition("/")[2], item.severity.value


@pytest.mark.parametrize("code", ["SVC020", "SVC021", "SVC022", "SVC023"])
def test_without_its_table_it_is_not_checked(code: str) -> None:
    (found,) = check_claim(by_code()[code], _claim(_line("80053"), _line("80048")))
    assert found.code == "SCR001"


PAIR = _line("80053"), _line("80048")


@pytest.mark.parametrize(
    "lines",
    [
        (_line("80053"),),
        (_line("80053"), _line("80053")),
        (_line("11042"), _line("80048")),
        (_line("80053"), _line("80048", service_date="2025-03-04")),
        (
            _line("80053"),
            _line("80048", rendering_provider={"last_name": "OTHER", "npi": "2000004046"}),
        ),
        tuple(
            {**line, "service_date": {"start": "2025-03-03", "end": "2025-03-05"}} for line in PAIR
        ),
        (_line("11042"), _line("97597", "59")),
        (_line("11042", "XS"), _line("97597")),
        (_line("11042", "LT"), _line("97597", "RT")),
        (_line("20610"), _line("76942")),
        (_line("27447"), _line("27370")),
        tuple({**line, "service_date": "2010-12-31"} for line in PAIR),
    ],
    ids=[
        "one line",
        "the same procedure twice",
        "no pair",
        "on another day",
        "by another provider",
        "on some day of a range",
        "a modifier on column 2",
        "a modifier on column 1",
        "two sides",
        "never in force",
        "no longer in force",
        "not yet in force",
    ],
)
def test_pairs_that_are_paid(lines: tuple[Line, ...], tables: Tables) -> None:
    assert not _said("SVC020", _claim(*lines), tables)


@pytest.mark.parametrize(
    "lines, at",
    [
        (PAIR, ["2400[2]"]),
        (PAIR[::-1], ["2400[1]"]),
        ((_line("80053"), _line("80048", "59")), ["2400[2]"]),
        ((_line("11042"), _line("97597")), ["2400[2]"]),
        ((_line("11042"), _line("97597", "GA")), ["2400[2]"]),
        ((_line("11042"), _line("97597", "59"), _line("97597")), ["2400[3]"]),
        ((_line("80053"), _line("80053"), _line("80048"), _line("80048")), ["2400[3]", "2400[4]"]),
        ((_line("80050"), _line("80053"), _line("80048")), ["2400[3]"]),
        (
            (_line("27447", service_date="2018-12-31"), _line("27370", service_date="2018-12-31")),
            ["2400[2]"],
        ),
    ],
    ids=[
        "indicator 0",
        "column 2 first",
        "no modifier saves it",
        "indicator 1 without a modifier",
        "a modifier of another kind",
        "one of two lines has the modifier",
        "each line of column 2",
        "a line that two others deny, once",
        "on the last day in force",
    ],
)
def test_pairs_that_are_denied(lines: tuple[Line, ...], at: list[str], tables: Tables) -> None:
    assert _said("SVC020", _claim(*lines), tables) == [(place, "error") for place in at]


@pytest.mark.parametrize(
    "modifier, day, passes",
    [
        ("59", "2019-06-30", False),
        ("XU", "2019-06-30", False),
        ("LT", "2019-06-30", True),
        ("59", "2019-07-01", True),
    ],
)
def test_a_modifier_on_column_1_by_its_day(
    modifier: str, day: str, passes: bool, tables: Tables
) -> None:
    lines = _line("11042", modifier, service_date=day), _line("97597", service_date=day)
    assert (not _said("SVC020", _claim(*lines), tables)) is passes


def test_pairs_of_a_hospital(tables: Tables) -> None:
    assert _said("SVC020", _claim(*PAIR, base="outpatient"), tables) == [("2400[2]", "error")]
    of_statement = [{**line, "service_date": None} for line in PAIR]
    assert _said("SVC020", _claim(*of_statement, base="outpatient"), tables)
    assert not _said("SVC020", _claim(*PAIR, base="outpatient", facility_type="11"), tables)


@pytest.mark.parametrize("code", ["SVC020", "SVC021", "SVC022"])
def test_what_takes_a_claim_back_is_not_edited(code: str, tables: Tables) -> None:
    lines = *PAIR, _line("80053"), _line("11045")
    assert _said(code, _claim(*lines), tables)
    assert not _said(code, _claim(*lines, claim_frequency_code="8"), tables)


RANGE = {"start": "2025-03-03", "end": "2025-03-04"}


@pytest.mark.parametrize(
    "lines",
    [
        (_line("71046", units="2"), _line("71046", "76", units="2")),
        (_line("80053"), _line("80053", service_date="2025-03-04")),
        (
            _line("80053"),
            _line("80053", rendering_provider={"last_name": "OTHER", "npi": "2000004046"}),
        ),
        (_line("97110", units="12", service_date=RANGE),),
        (_line("71046", "55", units="9"),),
        (_line("71046", units="30", unit_code="MJ"),),
        (_line("99213", units="9"),),
    ],
    ids=[
        "by line",
        "on two days",
        "by two providers",
        "shared out among days",
        "days of postoperative care",
        "minutes",
        "no limit",
    ],
)
def test_units_that_are_likely(lines: tuple[Line, ...], tables: Tables) -> None:
    assert not _said("SVC021", _claim(*lines), tables)


@pytest.mark.parametrize(
    "lines, expected",
    [
        ((_line("71046", units="3"), _line("71046")), [("2400[1]", "error")]),
        ((_line("80053"), _line("80053", "91"), _line("80053")), [("2400[2]", "error")]),
        ((_line("97110", units="4"), _line("97110", units="3")), [("2400[2]", "warning")]),
        ((_line("97110", units="13", service_date=RANGE),), [("2400[1]", "warning")]),
    ],
    ids=["by line", "by day, told once", "by day, a warning", "over two days"],
)
def test_units_that_are_not(
    lines: tuple[Line, ...], expected: list[tuple[str, str]], tables: Tables
) -> None:
    assert _said("SVC021", _claim(*lines), tables) == expected


def test_units_by_the_table_of_medicaid_are_by_line(tmp_path: Path) -> None:
    mine = Tables(mue=open_table(_file(tmp_path, "mue", _MUE_OF_MEDICAID), MueTable))
    assert not _said("SVC021", _claim(_line("97110", units="6"), _line("97110")), mine)
    assert _said("SVC021", _claim(_line("97110", units="7")), mine) == [("2400[1]", "error")]


@pytest.mark.parametrize(
    "lines",
    [
        (_line("11042"), _line("11045")),
        (_line("11045"), _line("11042")),
        (_line("11045", service_date=RANGE), _line("11042", service_date="2025-03-04")),
        (_line("99292"),),
        (_line("11046"),),
    ],
    ids=["beside", "ahead", "within its days", "an open list", "no longer an add-on"],
)
def test_add_ons_beside_their_procedure(lines: tuple[Line, ...], tables: Tables) -> None:
    assert not _said("SVC022", _claim(*lines), tables)


@pytest.mark.parametrize(
    "lines, at",
    [
        ((_line("11045"),), "2400[1]"),
        ((_line("11043"), _line("11045")), "2400[2]"),
        ((_line("11042", service_date="2025-03-02"), _line("11045")), "2400[2]"),
    ],
    ids=["alone", "beside another", "on another day"],
)
def test_add_ons_alone(lines: tuple[Line, ...], at: str, tables: Tables) -> None:
    assert _said("SVC022", _claim(*lines), tables) == [(at, "warning")]


@pytest.mark.parametrize(
    "line",
    [
        _line("99213"),
        _line("99201", service_date="2020-12-31"),
        _line("99201", service_date={"start": "2020-12-31", "end": "2021-01-01"}),
        _line("99459", service_date={"start": "2023-12-31", "end": "2024-01-01"}),
        _line("0042T"),
        _line("G0463"),
        _line("992"),
        {**_line("99201"), "procedure": {"qualifier": "HP", "code": "99201"}},
    ],
    ids=[
        "in force",
        "on its last day",
        "begun on its last day",
        "ended on its first",
        "of a form that the table does not have",
        "of HCPCS, whose witness it lacks",
        "no form of a procedure",
        "of another code set",
    ],
)
def test_procedures_that_may_be_in_force(line: Line, tables: Tables) -> None:
    assert not _said("SVC023", _claim(line), tables)


@pytest.mark.parametrize(
    "line, words",
    [
        (_line("99201"), "no longer"),
        (_line("99459", service_date="2023-12-31"), "not in force yet"),
        (_line("99998"), "not in the table"),
    ],
)
def test_procedures_that_are_not(line: Line, words: str, tables: Tables) -> None:
    (found,) = check_claim(by_code()["SVC023"], _claim(line), tables=tables)
    assert words in found.message
    assert _told(found) == ("2400[1]", "error")


def test_procedures_of_dental_claims(tmp_path: Path) -> None:
    text = "Code,Effective,End\nD0120,19900101,\nD2391,19900101,20241231\n"
    mine = Tables(procedures=open_table(_file(tmp_path, "cdt", text), ProcedureTable))
    claim = _claim(_line("D2391"), base="dental")
    assert isinstance(claim, DentalClaim)
    assert claim.lines[0].service_date is None
    assert _said("SVC023", claim, mine) == [("2400[1]", "error")]
    asks = _claim(_line("D2391"), base="dental", service_date=None)
    assert not _said("SVC023", asks, mine)
