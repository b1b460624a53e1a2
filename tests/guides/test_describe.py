"""A guide as plain data: what is told, and in which form."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from edi_portal.errors import GuideError
from edi_portal.guides.describe import describe_all, describe_guide, describe_place, outline
from edi_portal.guides.facts import LoopFacts, SegmentFacts
from edi_portal.guides.registry import Registration, registrations
from tests.guides.described import described


@pytest.fixture
def item() -> Iterator[Registration]:
    with described() as registration:
        yield registration


def ids(node: Any) -> Any:
    """The tree of ids: a segment's, or a loop's with those in it (``None`` if cut off)."""
    if node["kind"] == "segment":
        return node["id"]
    return {node["id"]: [ids(child) for child in node["children"]] if "children" in node else None}


def test_all_guides_are_told_in_the_order_of_the_list() -> None:
    told = describe_all()
    assert [guide["version"] for guide in told] == [item.version for item in registrations()]
    assert told[0] == {
        "name": "837P",
        "version": "005010X222A1",
        "transaction": "837",
        "functional_group": "HC",
        "aliases": ["005010X222", "005010X222A2"],
        "withdrawn": False,
        "corrections": ["837P"],
    }


def test_grouping_loops_are_no_level_of_depth(item: Registration) -> None:
    tree = describe_guide(item, depth=2)
    assert [ids(child) for child in tree["children"]] == [
        "ST",
        {"HEADER": ["BHT"]},
        {"DETAIL": [{"2000B": ["HL", {"2300": None}, {"2000C": None}]}]},
        {"FOOTER": []},
    ]


def test_elements_are_told_if_asked(item: Registration) -> None:
    bare = describe_guide(item)["children"][0]
    full = describe_guide(item, elements=True)["children"][0]
    assert bare["kind"] == full["kind"] == "segment"
    assert "elements" not in bare
    assert "syntax" not in bare
    assert [node["reference"] for node in full["elements"]] == ["ST01"]
    assert {**full, "elements": 0, "syntax": 0} == {**bare, "elements": 0, "syntax": 0}


def test_an_element_has_all_its_facts(item: Registration) -> None:
    told = describe_place(item, "2300/CLM02-2")
    assert told["guide"]["name"] == "800 request"
    assert told["found"] == [
        {
            "paths": ["2000B/2300", "2000C/2300"],
            "node": {
                "kind": "element",
                "reference": "CLM02-2",
                "place": "2300/CLM02-2",
                "title": "State",
                "usage": "S",
                "data_element": "127",
                "type": "AN",
                "min_length": 2,
                "max_length": 2,
                "repeat": 1,
                "codes": ["ZZ"],
                "external": "states",
                "pattern": None,
            },
        }
    ]


def test_syntax_notes_name_elements_or_components(item: Registration) -> None:
    (found,) = describe_place(item, "2300/CLM")["found"]
    node = found["node"]
    assert node["kind"] == "segment"
    assert [note["words"] for note in node["syntax"]] == [
        "at least one of CLM03 and CLM04 is sent",
        "if CLM05 is sent, CLM04 is sent, too",
        "if CLM03 is sent, at least one of CLM04 and CLM05 is sent, too",
        "at most one of CLM03 and CLM04 is sent",
    ]
    location = node["elements"][1]
    assert location["kind"] == "composite"
    assert location["syntax"] == [
        {
            "note": "P0102",
            "references": ["CLM02-1", "CLM02-2"],
            "words": "CLM02-1 and CLM02-2 are sent together or not at all",
        }
    ]


def test_a_loop_is_told_with_its_elements_and_without_the_loops_in_it(item: Registration) -> None:
    (found,) = describe_place(item, "2300")["found"]
    node = found["node"]
    assert ids(node) == {"2300": ["CLM", "REF", "REF", {"2400": None}]}
    assert node["kind"] == "loop"
    assert "elements" in node["children"][0]
    (deeper,) = describe_place(item, "2300", depth=None)["found"]
    assert ids(deeper["node"]) == {"2300": ["CLM", "REF", "REF", {"2400": ["LX"]}]}


def test_parts_that_differ_are_told_one_by_one(item: Registration) -> None:
    found = describe_place(item, "2300/REF")["found"]
    assert [part["node"]["title"] for part in found] == ["Referral", "Others"]
    assert [part["paths"] for part in found] == [["2000B/2300", "2000C/2300"]] * 2


@pytest.mark.parametrize("name", ["278 request", "278 response"])
def test_a_path_that_leads_to_two_places_is_told_once(name: str) -> None:
    """An event stands below a subscriber and below a dependent; no path says which."""
    (known,) = (known for known in registrations() if known.name == name)
    (found,) = describe_place(known, "2000F/UM")["found"]
    assert found["paths"] == ["2000F"]


def test_outline_leaves_out_what_a_loop_repeats(item: Registration) -> None:
    told = list(outline(describe_guide(item)["children"]))
    again = [(level, node["id"]) for level, node, repeats in told if repeats]
    assert again == [(3, "2300")]
    assert told[-2][1]["id"] == "2300"
    assert sum(node["id"] == "CLM" for _, node, _ in told) == 1


def test_unknown_place_is_an_error(item: Registration) -> None:
    with pytest.raises(GuideError, match="the nearest is 2300/CLM"):
        describe_place(item, "CLM")


def places(children: list[SegmentFacts | LoopFacts]) -> Iterator[str]:
    for _, node, _ in outline(children):
        yield node["place"]
        if node["kind"] == "segment":
            yield from (element["place"] for element in node["elements"])


@pytest.mark.parametrize("item", registrations(), ids=lambda item: f"{item.name}-{item.version}")
def test_every_guide_can_be_told_as_json(item: Registration) -> None:
    tree = describe_guide(item, elements=True)
    assert json.loads(json.dumps(tree)) == tree
    assert tree["corrections"] == list(item.overlays)
    # Every twentieth is enough to see that the places told are places.
    for place in list(dict.fromkeys(places(tree["children"])))[::20]:
        assert place in {part["node"]["place"] for part in describe_place(item, place)["found"]}
