"""Places in the notation of overlays, their nodes, and the nearest where there is none."""

import pytest

from edi_portal.errors import GuideError
from edi_portal.guides.finding_places import find_place, nearest_places, segment_place
from edi_portal.guides.model import Composite, Element, Loop, Segment
from edi_portal.guides.registry import guide
from tests.guides.described import GUIDE


@pytest.mark.parametrize(
    "text, kind, titles, paths",
    [
        ("2300", Loop, ["Claims", "Claims"], ["2000B", "2000C"]),
        ("2300/CLM", Segment, ["Claim", "Claim"], ["2000B/2300", "2000C/2300"]),
        ("2300/clm02", Composite, ["Location"] * 2, ["2000B/2300", "2000C/2300"]),
        (" 2300/CLM02-1", Element, ["Place"] * 2, ["2000B/2300", "2000C/2300"]),
        ("2300/REF[G1]", Segment, ["Others"] * 2, ["2000B/2300", "2000C/2300"]),
        ("2300/REF[9F]01", Element, ["Qualifier"] * 4, ["2000B/2300"] * 2 + ["2000C/2300"] * 2),
        ("2000B/HL[22]", Segment, ["Thing"], ["2000B"]),
        ("2400/LX", Segment, ["Thing"] * 2, ["2000B/2300/2400", "2000C/2300/2400"]),
        ("HEADER/BHT", Segment, ["Thing"], [""]),
        ("HEADER", Loop, ["Header"], [""]),
        ("ST_LOOP", Loop, ["Things"], [""]),
    ],
)
def test_nodes_at_a_place(text: str, kind: type, titles: list[str], paths: list[str]) -> None:
    found = find_place(GUIDE, text)
    assert {type(item.node) for item in found} == {kind}
    assert [item.node.title for item in found] == titles
    assert [item.path for item in found] == paths


@pytest.mark.parametrize(
    "text, nearest",
    [
        ("2301", "2300"),
        ("2300/CLN", "2300/CLM"),
        ("2300/CLM03-1", "2300/CLM03"),
        ("2300/CLM02-7", "2300/CLM02"),
        ("2300/CLM09", "2300/CLM0"),
        ("2300/REF[ZZ]", "2300/REF["),
        ("2300/REF[G1", "2300/REF[G1]"),
        ("CLM", "2300/CLM"),
        ("CLM02-1", "2300/CLM02-1"),
        ("2000B[1]/2300[12]/CLM02-1", "2300/CLM02-1"),
        ("2000B/2300/LX", "2400/LX"),
        ("", ""),
        ("€", ""),
    ],
)
def test_what_is_no_place_is_told_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(GuideError, match=r"the nearest (is|are)") as error:
        find_place(GUIDE, text)
    assert str(error.value).startswith("made has no place ")
    assert nearest_places(GUIDE.root, text)[0].startswith(nearest)


@pytest.mark.parametrize("version", ["005010X222A1", "005010X221A1"])
def test_the_place_of_a_segment_leads_back_to_it(version: str) -> None:
    read = guide(version)
    loops = [read.root, *(node for node in read.root.walk() if isinstance(node, Loop))]
    for loop in loops:
        for child in loop.children:
            if isinstance(child, Segment):
                found = [item.node for item in find_place(read, segment_place(loop, child))]
                assert child in found
                # Only segments that share all their qualifiers share a place.
                assert len({node.title for node in found}) <= 2


def test_a_qualifier_tells_apart_only_where_there_are_several() -> None:
    claim = next(n for n in GUIDE.root.walk() if isinstance(n, Loop) and n.id == "2300")
    segments = [child for child in claim.children if isinstance(child, Segment)]
    assert [segment_place(claim, child) for child in segments] == [
        "2300/CLM",
        "2300/REF",  # 9F stands in the other as well
        "2300/REF[G1]",
    ]
