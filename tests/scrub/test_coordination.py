"""Rules on the order of payers and on adjustments at their limits."""

from typing import Any

import pytest

from tests.scrub.told import told

ORDER = "PSTABCDEFGH"
WORDS = {"P": "primary", "S": "secondary", "T": "tertiary"}


def payers(own: str, others: str) -> dict[str, Any]:
    """A claim for one payer with these others."""
    change = {f"other_insurance[{at}].payer_responsibility": code for at, code in enumerate(others)}
    change["subscriber.payer_responsibility"] = own
    return {"set": change, "copy": ["other_insurance[0]"] * (len(others) - 1)}


@pytest.mark.parametrize("count", range(2, len(ORDER) + 1))
def test_payers_in_their_order_are_right(count: int) -> None:
    for own in ORDER[:count]:
        asked = payers(own, ORDER[:count].replace(own, ""))
        assert told("COB001", "secondary", **asked) == []
        assert told("COB002", "secondary", **asked) == []


@pytest.mark.parametrize("missing", ORDER[1:-1])
def test_a_payer_left_out_after_the_one_billed_is_missing(missing: str) -> None:
    others = ORDER[1:].replace(missing, "")
    said = told("COB001", "secondary", **payers("P", others))
    word = WORDS.get(missing, "further")
    assert said == [f"the order of payers is wrong: there is no {word} payer"]
    assert told("COB002", "secondary", **payers("P", others)) == []


@pytest.mark.parametrize("missing", ORDER[:-1])
def test_a_payer_left_out_before_the_one_billed_is_missing(missing: str) -> None:
    others = ORDER[:-1].replace(missing, "")
    said = told("COB002", "secondary", **payers("H", others))
    word = WORDS.get(missing, "further")
    assert said == [f"the claim is for the further payer, and nothing is said of the {word} one"]
    assert told("COB001", "secondary", **payers("H", others)) == []


@pytest.mark.parametrize(
    "own, others, how",
    [
        ("P", "P", ["two payers are primary"]),
        ("S", "S", ["two payers are secondary"]),
        ("S", "PP", ["two payers are primary"]),
        ("P", "STT", ["two payers are tertiary"]),
        ("P", "PS", ["two payers are primary"]),
        ("P", "SSAA", ["two payers are secondary", "two payers are further"]),
        ("P", "PP", ["two payers are primary", "two payers are primary"]),
        # a fault of its own, and none that follows from it
        ("P", "TT", ["two payers are tertiary"]),
        ("P", "TTU", ["two payers are tertiary"]),
        # not known
        ("U", "U", []),
        ("P", "U", []),
        ("P", "UT", []),
        ("P", "TU", []),
        ("U", "T", []),
        ("U", "PT", []),
        # none of the order
        ("X", "PT", []),
        ("P", "SXX", ["two payers are further"]),
        ("P", "X", []),
        ("P", "XT", ["there is no secondary payer"]),
        # told once
        ("P", "TB", ["there is no secondary payer"]),
        ("S", "TB", []),
        ("S", "PB", ["there is no tertiary payer"]),
        ("S", "PTB", ["there is no further payer"]),
    ],
)
def test_the_order_of_payers(own: str, others: str, how: list[str]) -> None:
    said = told("COB001", "secondary", **payers(own, others))
    assert said == [f"the order of payers is wrong: {item}" for item in how]


@pytest.mark.parametrize(
    "own, others, missing",
    [
        ("P", "S", None),
        ("S", "P", None),
        ("S", "T", "primary"),
        ("S", "S", None),
        ("S", "TT", None),
        ("S", "U", None),
        ("T", "PU", None),
        ("T", "P", "secondary"),
        ("T", "S", "primary"),
        ("A", "PS", "tertiary"),
        ("B", "PST", "further"),
        ("X", "S", None),
        ("U", "S", None),
    ],
)
def test_payers_before_the_one_billed(own: str, others: str, missing: str | None) -> None:
    said = told("COB002", "secondary", **payers(own, others))
    words = WORDS.get(own, "further")
    wanted = f"the claim is for the {words} payer, and nothing is said of the {missing} one"
    assert said == ([wanted] if missing is not None else [])


@pytest.mark.parametrize("group", ["CO", "CR", "OA", "PI", "PR", "C", "XX", "co", ""])
def test_which_groups_there_are(group: str) -> None:
    change = {"lines[1].adjudications[0].adjustment_groups[1].group": group}
    said = told("COB007", "secondary", set=change)
    known = group in ("CO", "CR", "OA", "PI", "PR")
    assert said == ([] if known else ["an adjustment of line 2 has no group"])


@pytest.mark.parametrize(
    "amount, quantity, right",
    [
        ("0", None, False),
        ("0.00", None, False),
        ("0", "0", False),
        ("0", "1", True),
        ("0.01", None, True),
        ("-0.01", None, True),
        ("5", "0", True),
    ],
)
def test_an_adjustment_has_an_amount_or_units(
    amount: str, quantity: str | None, right: bool
) -> None:
    reason = {"code": "45", "amount": amount} | ({"quantity": quantity} if quantity else {})
    groups = [{"group": "OA", "reasons": [{"code": "1", "amount": "1"}, reason]}]
    for field, where in (
        ("other_insurance[0]", "the claim"),
        ("lines[1].adjudications[0]", "line 2"),
    ):
        said = told("COB007", "secondary", set={f"{field}.adjustment_groups": groups})
        assert said == ([] if right else [f"an adjustment of {where} is of zero"])


def test_a_reason_stands_once_in_its_group() -> None:
    def groups(*items: tuple[str, str]) -> list[dict[str, Any]]:
        return [
            {"group": group, "reasons": [{"code": code, "amount": "1"}]} for group, code in items
        ]

    said = "an adjustment of the claim has a reason that its group had before"
    for items, times in (
        ([("CO", "45"), ("CO", "45")], 1),
        ([("CO", "45"), ("PR", "45"), ("CO", "45")], 1),
        ([("CO", "45"), ("CO", "45"), ("CO", "45")], 2),
        ([("CO", "45"), ("PR", "45")], 0),
        ([("CO", "45"), ("CO", "97")], 0),
    ):
        change = {"other_insurance[0].adjustment_groups": groups(*items)}
        assert told("COB007", "secondary", set=change) == [said] * times


MISSING = "the day that the other payer decided on is missing"
TWICE = "the day that the other payer decided on is given with it and with its lines"


def test_the_day_of_a_decision_is_asked_of_each_payer() -> None:
    no_lines = ["lines[0].adjudications", "lines[1].adjudications"]
    assert told("COB006", "secondary", drop=no_lines) == [MISSING]
    # Behind two of one identifier, and behind one that is right.
    more = {
        "other_insurance[1].payer_responsibility": "T",
        "other_insurance[2].payer_responsibility": "A",
        "other_insurance[2].payer.identifier": "TEP01",
    }
    twice = ["other_insurance[0]", "other_insurance[0]"]
    assert told("COB006", "secondary", copy=twice, set=more) == [MISSING]
    dated = {"other_insurance[2].payer.adjudication_date": "2025-03-03"}
    assert told("COB006", "secondary", copy=twice, set=more | dated) == []


def test_the_day_of_a_decision_is_not_asked_where_a_line_names_no_payer_known() -> None:
    change = {f"lines[{at}].adjudications[0].payer_identifier": "EHP1" for at in (0, 1)}
    assert told("COB006", "secondary", set=change) == []
    dated = {"other_insurance[0].payer.adjudication_date": "2025-03-03"}
    assert told("COB006", "secondary", set=change | dated) == []
    assert told("COB006", "secondary", set=dated) == [TWICE]


def test_every_decision_of_an_unknown_payer_is_told_of_its_line() -> None:
    change = {f"lines[{at}].adjudications[0].payer_identifier": "EHP1" for at in (0, 1)}
    said = "line {} has a decision of a payer that the claim does not name"
    assert told("COB005", "secondary", set=change) == [said.format(1), said.format(2)]


def test_each_payer_after_the_first_of_its_identifier_is_told() -> None:
    change = {"other_insurance[1].payer.identifier": "TEP01"}
    asked: dict[str, Any] = {"copy": ["other_insurance[0]"] * 3, "set": change}
    said = "two other payers of the claim have one identifier"
    assert told("COB008", "secondary", **asked) == [said] * 2
    assert told("COB008", "secondary", copy=["other_insurance[0]"], set=change) == []
