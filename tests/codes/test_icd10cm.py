"""ICD-10-CM by date, and the notes of its tabular list."""

import random
from datetime import date, timedelta

import pytest

from edi_portal.codes import icd10cm
from edi_portal.codes.icd10cm import Status, table

JANUARY_2021 = date(2021, 1, 1)
UNCERTAIN_TIME = date(2023, 6, 1)
LAST_OF_2025 = date(2025, 9, 30)
FIRST_OF_2026 = date(2025, 10, 1)
LAST_OF_2026 = date(2026, 9, 30)


def records() -> list[tuple[str, int]]:
    """Every code with the editions it may be billed in, as bits."""
    held = table.content().records.data.decode()
    return [(held[at : at + 7].rstrip(), int(held[at + 7])) for at in range(0, len(held), 8)]


RECORDS = records()
NEWEST = [code for code, mask in RECORDS if mask & 4]


@pytest.mark.parametrize("bit, count", [(0, 72_621), (1, 74_260), (2, 74_719)])
def test_editions_have_the_number_of_codes_that_was_published(bit: int, count: int) -> None:
    assert sum(mask >> bit & 1 for _, mask in RECORDS) == count


def test_table_is_sorted_and_names_each_code_once() -> None:
    codes = [code for code, _ in RECORDS]
    assert codes == sorted(set(codes))
    assert icd10cm.edition().codes == len(codes)


def test_edition_says_what_ships() -> None:
    tabular = icd10cm.edition()
    assert (tabular.first, tabular.last) == (JANUARY_2021, LAST_OF_2026)
    assert [edition.name for edition in tabular.editions] == [
        "January 2021",
        "April 2025",
        "April 2026",
    ]
    assert "ICD-10-CM" in tabular.source


@pytest.mark.parametrize(
    "code, on, expected",
    [
        ("E119", LAST_OF_2026, Status.BILLABLE),
        ("E119", UNCERTAIN_TIME, Status.BILLABLE),
        ("E11", LAST_OF_2026, Status.CATEGORY),
        ("E11", UNCERTAIN_TIME, Status.CATEGORY),
        # It came on 1 October 2025.
        ("E11A", LAST_OF_2025, Status.NOT_YET),
        ("E11A", FIRST_OF_2026, Status.BILLABLE),
        ("QA00101", FIRST_OF_2026, Status.BILLABLE),
        ("QA0", FIRST_OF_2026, Status.CATEGORY),
        # It was divided on 1 October 2025.
        ("G35", LAST_OF_2025, Status.BILLABLE),
        ("G35", FIRST_OF_2026, Status.CATEGORY),
        # It went then.
        ("S301XXA", LAST_OF_2025, Status.BILLABLE),
        ("S301XXA", FIRST_OF_2026, Status.EXPIRED),
        # It came between the first two editions.
        ("U099", JANUARY_2021, Status.NOT_YET),
        ("U099", UNCERTAIN_TIME, Status.UNCERTAIN),
        ("U099", LAST_OF_2025, Status.BILLABLE),
        # It was divided between them.
        ("F32A", JANUARY_2021, Status.NOT_YET),
        ("M545", JANUARY_2021, Status.BILLABLE),
        ("M545", UNCERTAIN_TIME, Status.UNCERTAIN),
        ("M545", LAST_OF_2025, Status.CATEGORY),
        # Seventh characters, and X in the places before them.
        ("W453XXA", FIRST_OF_2026, Status.BILLABLE),
        ("W453X", FIRST_OF_2026, Status.CATEGORY),
        ("W453A", FIRST_OF_2026, Status.UNKNOWN),
        ("S061X7A", FIRST_OF_2026, Status.BILLABLE),
        ("S061X7D", FIRST_OF_2026, Status.UNKNOWN),
        # It may have come and gone between two editions.
        ("E119Z", UNCERTAIN_TIME, Status.UNCERTAIN),
        ("E119Z", FIRST_OF_2026, Status.UNKNOWN),
        ("ZZZ99", UNCERTAIN_TIME, Status.UNKNOWN),
        ("E119", JANUARY_2021 - timedelta(days=1), Status.OUTSIDE),
        ("E119", LAST_OF_2026 + timedelta(days=1), Status.OUTSIDE),
    ],
)
def test_status(code: str, on: date, expected: Status) -> None:
    assert icd10cm.status(code, on) is expected


@pytest.mark.parametrize(
    "code", ["", "E", "E1", "e119", "E11.9", " E119", "E119 ", "E1190000", "ÄÖÜ", "E11\n"]
)
def test_what_has_not_the_form_of_a_code_is_unknown(code: str) -> None:
    assert icd10cm.status(code, LAST_OF_2026) is Status.UNKNOWN


def test_every_beginning_of_a_code_is_a_category() -> None:
    known = set(NEWEST)
    for code in NEWEST[::7]:
        assert icd10cm.status(code, LAST_OF_2026) is Status.BILLABLE
        for size in range(3, len(code)):
            assert code[:size] not in known
            assert icd10cm.status(code[:size], LAST_OF_2026) is Status.CATEGORY


def test_codes_that_are_made_up_are_found_only_where_they_are_listed() -> None:
    known, chance = set(NEWEST), random.Random(7)
    for _ in range(2_000):
        code = list(chance.choice(NEWEST))
        code[chance.randrange(len(code))] = chance.choice("0123456789ABCXZ")
        made = "".join(code)
        billable = icd10cm.status(made, LAST_OF_2026) is Status.BILLABLE
        assert billable == (made in known)


def test_no_code_of_either_end_is_wrong_in_an_uncertain_time() -> None:
    allowed = {Status.BILLABLE, Status.UNCERTAIN}
    for code, mask in RECORDS[::11]:
        if mask & 0b11:
            assert icd10cm.status(code, UNCERTAIN_TIME) in allowed


@pytest.mark.parametrize(
    "on, nearest",
    [
        (date(2016, 1, 1), JANUARY_2021),
        (UNCERTAIN_TIME, UNCERTAIN_TIME),
        (date(2031, 1, 1), LAST_OF_2026),
    ],
)
def test_nearest_date(on: date, nearest: date) -> None:
    assert icd10cm.nearest_date(on) == nearest


@pytest.mark.parametrize("code", ["F0280", "G63", "H42", "M01X31", "D638"])
def test_manifestations(code: str) -> None:
    assert icd10cm.is_manifestation(code)
    assert icd10cm.code_first(code)


@pytest.mark.parametrize(
    "code",
    [
        *("I509", "N186", "A419", "J9601", "E119", "Z3A20", "B974"),
        # Its note says "if known".
        "E20811",
    ],
)
def test_what_may_be_coded_first(code: str) -> None:
    assert not icd10cm.is_manifestation(code)
    assert not icd10cm.code_first(code)


@pytest.mark.parametrize("code", ["D631", "E0800", "R6520", "H36811"])
def test_what_underlies_comes_first_though_the_code_is_no_manifestation(code: str) -> None:
    assert icd10cm.code_first(code)
    assert not icd10cm.is_manifestation(code)


@pytest.mark.parametrize(
    "one, other",
    [
        ("E109", "E119"),
        # The note stands at a subcategory, at the category, at the block.
        ("A046", "A282"),
        ("A040", "A1832"),
        ("A059", "A044"),
        ("R0602", "J9600"),
    ],
)
def test_excludes1_holds_both_ways(one: str, other: str) -> None:
    assert icd10cm.excludes1(one, other)
    assert icd10cm.excludes1(other, one)


@pytest.mark.parametrize(
    "one, other",
    [
        ("E119", "I10"),
        ("E119", "E119"),
        # Only some of the codes of the note: "(E08-E13 with .52)".
        ("I7300", "E1151"),
        ("I96", "E1100"),
        # An Excludes2 note.
        ("J449", "J690"),
    ],
)
def test_what_excludes1_leaves_alone(one: str, other: str) -> None:
    assert not icd10cm.excludes1(one, other)
    assert not icd10cm.excludes1(other, one)


def test_no_code_excludes_itself() -> None:
    assert not [code for code in NEWEST[::13] if icd10cm.excludes1(code, code)]
