from collections.abc import Iterator

import pytest

from edi_portal.errors import GuideError
from edi_portal.guides.load import load_envelope, load_transaction
from edi_portal.guides.model import Composite, Element, Loop, Segment, Usage
from edi_portal.guides.registry import Registration, guide, registrations

_REQUIRED_IN_ONE = (
    *("2100B.6", "2100C.7", "2100D.8", "2100E.9", "2100F.10", "2100G.11", "2100H.12", "2200.13"),
    *("2300.14", "2300.14/2310.6", "2300.14/2320.7", "2300.14/2320.7/2330.3"),
    *("LS_LOOP.15/2700.1", "LS_LOOP.15/2700.1/2750.1"),
)
# Maps that pyx12 ships in both of its formats, and the nodes where its authors let the two
# say different things: the file is the same otherwise, so it must read as the same.
TWINS: dict[str, set[str]] = {
    "820.5010.X218": set(),
    "834.5010.X220.A1": {
        "/wrapper.1/1000C.6",
        "/wrapper.1/1000C.6/1100C.1",
        *(f"/wrapper.2/2000.0/{loop}" for loop in _REQUIRED_IN_ONE),
        "/wrapper.2/2000.0/LS_LOOP.15/LE.2 1",
    },
    "835.5010.X221.A1": {"/wrapper.3"},
    "837Q3.I.5010.X223.A1": {
        "/wrapper.2/2000A.0/2010AA.3/N4.2 3",
        "/wrapper.2/2000A.0/2000B.6/2300.4",
        "/wrapper.2/2000A.0/2000B.6/2300.4/CL1.5 1",
        "/wrapper.2/2000A.0/2000B.6/2000C.5/2300.3/CL1.5 1",
    },
}


def facts(loop: Loop, path: str = "") -> Iterator[tuple[str, object]]:
    """Everything a map says of each node, in order, by a path that tells nodes apart."""
    for number, child in enumerate(loop.children):
        wrapper = isinstance(child, Loop) and child.transparent
        here = f"{path}/{'wrapper' if wrapper else child.id}.{number}"
        yield here, (child.title, child.usage, child.maximum, child.position)
        if isinstance(child, Loop):
            yield from facts(child, here)
            continue
        yield f"{here} syntax", [str(note) for note in child.syntax]
        for element in child.elements:
            yield f"{here} {element.position}", _element(element)


def _element(node: Element | Composite) -> object:
    if isinstance(node, Composite):
        parts = [_element(part) for part in node.components]
        return node.title, node.usage, node.repeat, node.data_element, parts
    common = (node.title, node.usage, node.repeat, node.data_element, node.type)
    return *common, node.minimum, node.maximum, node.codes, node.external, node.pattern


@pytest.mark.parametrize("name", TWINS)
def test_both_formats_of_a_map_are_read(name: str) -> None:
    first = dict(facts(load_transaction(f"pyx12:{name}.xml")))
    second = dict(facts(load_transaction(f"pyx12:{name}.v2.xml")))
    assert first.keys() == second.keys()
    assert {key for key in first if first[key] != second[key]} == TWINS[name]


@pytest.mark.parametrize(
    "reference, told",
    [
        ("pyx12:missing.xml", "missing.xml"),
        ("missing.xml", "missing.xml"),
        ("guides.toml", "ParseError"),
        ("pyx12:codes.xml", "ST_LOOP"),
        ("pyx12:maps.xml", "ST_LOOP"),
    ],
)
def test_a_map_that_cannot_be_used(reference: str, told: str) -> None:
    with pytest.raises(GuideError, match=told):
        load_transaction(reference)


def test_the_envelope_of_a_map() -> None:
    found = load_envelope("pyx12:x12.control.00501.xml")
    assert {"ISA", "GS", "GE", "IEA", "TA1"} <= set(found)
    assert [len(found[name].elements) for name in ("ISA", "GS", "GE", "IEA")] == [16, 8, 2, 2]


def by_id(item: Registration) -> str:
    return f"{item.name} {item.version}"


@pytest.fixture(params=registrations(), ids=by_id)
def listed(request: pytest.FixtureRequest) -> Registration:
    item: Registration = request.param
    return item


def test_every_guide_of_the_list_makes_sense(listed: Registration) -> None:
    found = guide(listed.version, listed.transaction)
    assert (found.version, found.transaction) == (listed.version, listed.transaction)
    assert found.corrections == listed.overlays
    segments = list(found.segments())
    assert segments[0].id == "ST"
    assert segments[-1].id == "SE"
    for segment in segments:
        check_segment(segment)
    for node in found.root.walk():
        assert node.maximum is None or node.maximum > 0, node.id
        if isinstance(node, Loop) and not node.transparent:
            first = node.children[0]
            assert isinstance(first, Loop) or first.usage is not Usage.NOT_USED, node.id


def check_segment(segment: Segment) -> None:
    place = f"{segment.loop}/{segment.id}"
    positions = [element.position for element in segment.elements]
    assert positions == list(range(1, len(positions) + 1)), place
    for note in segment.syntax:
        assert note.kind in "PRECL", place
        assert 2 <= len(note.positions) == len(set(note.positions)), place
    for element in segment.elements:
        assert element.repeat >= 1, place
        if isinstance(element, Composite):
            numbers = [part.position for part in element.components]
            assert numbers == list(range(1, len(numbers) + 1)), place
        parts = element.components if isinstance(element, Composite) else (element,)
        for part in parts:
            assert part.minimum <= part.maximum, place
            if part.codes and not part.external and part.usage is not Usage.NOT_USED:
                fitting = [code for code in part.codes if part.minimum <= len(code) <= part.maximum]
                assert fitting, f"{place} {part.id} has no code of its own length"
