"""The small code lists."""

import re
from datetime import date
from importlib.resources import files

import pytest

from edi_portal.codes import lists
from edi_portal.codes.lists import CodeList, zip_matches_state

each_list = pytest.mark.parametrize("listed", lists.LISTS, ids=lambda listed: listed.file)

FORMS = {
    "places_of_service": r"\d\d",
    "revenue_codes": r"[0-3]\d{3}",
    "types_of_bill": r"[1-8]\d",
    "bill_frequencies": r"[0-9A-Z]",
    "patient_statuses": r"\d\d",
    "admission_types": r"\d",
    "admission_sources": r"[0-9A-Z]",
    "newborn_sources": r"\d",
    "modifiers": r"[0-9A-Z]{2}",
    "ncci_modifiers": r"[0-9A-Z]{2}",
    "states": r"[A-Z]{2}",
    "genders": r"[A-Z]",
}


@each_list
def test_list_states_source_and_date_and_holds_codes_of_its_form(listed: CodeList) -> None:
    assert listed.source
    assert date(2020, 1, 1) < listed.as_of
    assert len(listed) == len(listed.codes) > 0
    assert [code for code in listed.codes if not re.fullmatch(FORMS[listed.file], code)] == []


def test_every_data_file_is_a_list_or_the_prefixes() -> None:
    folder = files("edi_portal").joinpath("codes", "data", "lists")
    found = {file.name.removesuffix(".toml") for file in folder.iterdir()}
    assert found == {listed.file for listed in lists.LISTS} | {"zip_prefixes"}


@each_list
def test_dates_and_names_are_of_codes_in_the_list(listed: CodeList) -> None:
    content = lists._read(listed.file)
    for told in (content.names, content.begins, content.ends):
        assert told.keys() <= listed.codes
    for code, begin in content.begins.items():
        assert listed.valid(code, begin)
        assert not listed.valid(code, date.fromordinal(begin.toordinal() - 1))
    for code, end in content.ends.items():
        assert listed.valid(code, end)
        assert not listed.valid(code, date.fromordinal(end.toordinal() + 1))


@pytest.mark.parametrize(
    "code, on, expected",
    [
        ("11", date(2005, 1, 1), True),
        ("66", date(2024, 7, 31), False),
        ("66", date(2024, 8, 1), True),
        ("27", date(2023, 9, 30), False),
        ("27", date(2023, 10, 1), True),
        ("35", date(2024, 1, 1), False),
        ("1", date(2024, 1, 1), False),
    ],
)
def test_place_of_service_on_a_date(code: str, on: date, expected: bool) -> None:
    assert lists.PLACES_OF_SERVICE.valid(code, on) is expected


@pytest.mark.parametrize("code", ["0001", "0022", "0120", "0161", "0450", "0636", "0891", "3101"])
def test_revenue_codes_that_are_assigned(code: str) -> None:
    assert code in lists.REVENUE_CODES


@pytest.mark.parametrize("code", ["450", "0010", "0025", "0035", "0107", "0453", "1234", "9999"])
def test_revenue_codes_that_are_not(code: str) -> None:
    assert code not in lists.REVENUE_CODES


@pytest.mark.parametrize("code", ["25", "59", "XE", "LT", "P1", "JZ", "RH", "EX", "X5", "GT"])
def test_modifiers(code: str) -> None:
    assert code in lists.MODIFIERS


@pytest.mark.parametrize("code", ["00", "0", "XX", "25 ", "lt", "ZZ"])
def test_what_is_no_modifier(code: str) -> None:
    assert code not in lists.MODIFIERS


def test_ncci_modifiers_are_modifiers() -> None:
    assert lists.NCCI_MODIFIERS.codes <= lists.MODIFIERS.codes
    assert len(lists.NCCI_MODIFIERS) == 44


def test_a_code_without_a_name_of_ours_has_none() -> None:
    assert lists.MODIFIERS.name("25") is None
    assert lists.GENDERS.name("F") == "female"


@pytest.mark.parametrize(
    "zip_code, state, expected",
    [
        ("10001", "NY", True),
        ("100", "NJ", False),
        ("063900000", "NY", True),
        ("06390", "CT", True),
        ("00901", "PR", True),
        ("96799", "AS", True),
        ("09012", "AE", True),
        # No prefix of it is in use.
        ("00000", "NY", None),
        ("K1A", "ON", None),
        ("10001", "ON", None),
        ("", "NY", None),
    ],
)
def test_zip_code_and_state(zip_code: str, state: str, expected: bool | None) -> None:
    assert zip_matches_state(zip_code, state) is expected


def test_every_state_has_prefixes() -> None:
    found = lists._states_by_prefix()
    assert frozenset().union(*found.values()) == lists.STATES.codes
