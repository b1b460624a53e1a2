"""Reason codes of payers in plain words."""

import re
from pathlib import Path

import pytest
import pyx12

from edi_portal.codes import reasons
from edi_portal.codes.reasons import explain, group, reason, remark, scenario, status

# The denial categories of the facts about remittances, by code.
CATEGORIES = {
    "information": "16 125 226 227 252",
    "duplicate": "18",
    "coordination": "22 23",
    "eligibility": "26 27 31 32",
    "timely": "29",
    "necessity": "50",
    "noncovered": "96 204",
    "bundling": "97 236",
    "authorization": "15 197 198",
    "frequency": "119 151",
    "coding": "4 5 6 7 8 9 10 11 12 146 181 182",
    "provider": "B7 183 184 185",
    "contractual": "45 253 131",
    "patient": "1 2 3",
}


@pytest.mark.parametrize("category", CATEGORIES)
def test_categories_are_those_of_the_facts(category: str) -> None:
    found = {code: reason(code).category for code in CATEGORIES[category].split()}
    assert found == dict.fromkeys(found, category)
    denial = category not in ("contractual", "patient")
    assert {reason(code).denial for code in found} == {denial}


@pytest.mark.parametrize(
    "code, number", [("252", 1), ("16", 2), ("11", 2), ("96", 3), ("97", 4), ("45", None)]
)
def test_scenarios_of_core_360(code: str, number: int | None) -> None:
    assert reason(code).scenario == number
    assert number is None or scenario(number)


def test_every_code_has_short_words_and_a_next_step() -> None:
    every = [*reasons.all_adjustments(), *reasons.all_remarks(), *reasons.all_statuses()]
    assert len(every) > 750
    for item in every:
        assert item.known, item.code
        assert 1 < len(item.text) <= 100, item.code
        assert not item.text.endswith("."), item.code
        assert item.next is None or (item.next[0].isupper() and item.next.endswith(".")), item.code
    assert all(item.next and item.title for item in reasons.all_adjustments())


def test_words_are_told_apart() -> None:
    texts = [item.text for item in reasons.all_adjustments()]
    assert len(set(texts)) == len(texts)


def test_statuses_and_remarks_exist_by_the_lists_that_come_with_the_guides() -> None:
    text = (Path(pyx12.__file__).parent / "map" / "codes.xml").read_text("utf-8")
    lists = dict(re.findall(r"<id>(\w+)</id>(.*?)</codeset>", text, re.DOTALL))
    known = {name: set(re.findall(r"<code>(.*?)</code>", body)) for name, body in lists.items()}
    later = {"772", "773", "774", "775", "779", "780", "787", "795", "796", "799"}
    assert {item.code for item in reasons.all_statuses()} <= known["claim_status"] | later
    newer = {"MA15", "MA27", "MA28", "MA39", "M127", "N807", "N822", "N823"}
    assert {item.code for item in reasons.all_remarks()} <= known["remark_code"] | newer


def test_a_code_without_words_is_shown_by_number() -> None:
    for item in (reason("999"), remark("N9999"), status("998")):
        assert (item.known, item.says, item.next) == (False, None, None)
        assert item.text == f"code {item.code}"
    assert not group("ZZ").known


@pytest.mark.parametrize("text", ["CO-45", "co45", " CO 45 "])
def test_a_reason_with_its_group(text: str) -> None:
    item = explain(text)
    assert item is not None
    assert (item.code, item.category) == ("CO-45", "contractual")
    assert item.text.endswith("; the provider writes it off, by contract or law")


def test_a_status_is_category_code_and_entity() -> None:
    item = explain("a7:562:85")
    assert item is not None
    assert (
        item.text
        == "rejected: information is not valid; NPI of the entity; of the billing provider"
    )
    other = explain("F2:998")
    assert other is not None
    assert other.text == "denied; code 998"
    unknown = explain("Z9:21:ZZ")
    assert unknown is not None
    assert unknown.text.startswith("category Z9; information")


@pytest.mark.parametrize("text", ["", "SEG003", "CO-", "N", "hello", "PRV001", "CO-45-3", "A7:"])
def test_what_is_no_such_code(text: str) -> None:
    assert explain(text) is None
