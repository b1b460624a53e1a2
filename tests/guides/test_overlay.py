from pathlib import Path

import pytest

from edi_portal.errors import GuideError
from edi_portal.guides.model import Composite, Element, Guide, Loop, Segment, Usage
from edi_portal.guides.notation import parse_place
from edi_portal.guides.overlay import apply_overlay
from edi_portal.guides.registry import guide

BASE = guide("005010X222A1")


def changed(folder: Path, *changes: str, guides: str = '["005010X222A1"]') -> Guide:
    text = f"guides = {guides}\n"
    for change in changes:
        text += f'[[change]]\nreason = "because"\n{change}\n'
    file = folder / "test.toml"
    file.write_text(text)
    return apply_overlay(BASE, "test", file)


def loops(found: Guide, loop: str) -> list[Loop]:
    return [node for node in found.root.walk() if isinstance(node, Loop) and node.id == loop]


def segments(found: Guide, loop: str, segment: str) -> list[Segment]:
    return [node for node in found.segments() if (node.loop, node.id) == (loop, segment)]


def simple(segment: Segment, position: int) -> Element:
    element = segment.elements[position - 1]
    assert isinstance(element, Element)
    return element


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2310B", ("2310B", None, None, None, None)),
        ("HEADER", ("HEADER", None, None, None, None)),
        ("2400/PWK", ("2400", "PWK", None, None, None)),
        ("2400/SV1", ("2400", "SV1", None, None, None)),
        ("2300/HI", ("2300", "HI", None, None, None)),
        ("2300/REF[G1]", ("2300", "REF", "G1", None, None)),
        ("2400/PWK02", ("2400", "PWK", None, 2, None)),
        ("2400/SV101-2", ("2400", "SV1", None, 1, 2)),
        ("2300/HI01-02", ("2300", "HI", None, 1, 2)),
        ("2010AA/N301", ("2010AA", "N3", None, 1, None)),
        ("2300/DTP[431]03", ("2300", "DTP", "431", 3, None)),
        ("2400/PWK[03]02", ("2400", "PWK", "03", 2, None)),
    ],
)
def test_places(text: str, expected: tuple[object, ...]) -> None:
    place = parse_place(text)
    found = (place.loop, place.segment, place.qualifier, place.element, place.component)
    assert found == expected


@pytest.mark.parametrize(
    "text",
    ["", "/", "2300/", "/REF", "2300/REF[", "2300/REF[]", "2300/REF-1", "2300/REF1", "2300/ref02",
     "2300/REF02-", "2300 /REF", "2300/REFX02"],
)  # fmt: skip
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(GuideError):
        parse_place(text)


def test_a_loop(tmp_path: Path) -> None:
    found = changed(tmp_path, 'at = "2310B"\nusage = "R"\nmaximum = 0\nposition = 9')
    assert {(node.usage, node.maximum, node.position) for node in loops(found, "2310B")} == {
        (Usage.REQUIRED, None, 9)
    }
    assert len(loops(found, "2310B")) == 2
    assert loops(found, "2310A") == loops(BASE, "2310A"), "others are the very same"
    assert found.corrections == (*BASE.corrections, "test")


def test_all_segments_of_an_id_or_the_one_of_a_qualifier(tmp_path: Path) -> None:
    every = changed(tmp_path, 'at = "2300/REF"\nmaximum = 3')
    assert {segment.maximum for segment in segments(every, "2300", "REF")} == {3}
    one = changed(tmp_path, 'at = "2300/REF[G1]"\ntitle = "Prior"')
    titles = [segment.title for segment in segments(one, "2300", "REF")]
    assert titles.count("Prior") == 2  # 2300 stands under the subscriber and the patient
    assert len(titles) == len(segments(BASE, "2300", "REF"))


def test_an_element_and_a_component(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        'at = "2300/REF[G1]02"\nmax_length = 4\nmin_length = 2\npattern = "[A-Z]+"\ntype = "ID"',
        'at = "2300/CLM05-2"\nadd_codes = ["Z"]\nremove_codes = ["B"]',
        'at = "2300/CLM05"\nusage = "S"\nrepeat = 2',
    )
    for segment in segments(found, "2300", "REF"):
        if "G1" in simple(segment, 1).codes:
            element = simple(segment, 2)
            assert (element.minimum, element.maximum) == (2, 4)
            assert (element.type, element.pattern) == ("ID", "[A-Z]+")
    composite = segments(found, "2300", "CLM")[0].elements[4]
    assert isinstance(composite, Composite)
    assert (composite.usage, composite.repeat) == (Usage.SITUATIONAL, 2)
    assert composite.components[1].codes == ("Z",)


def test_codes_pattern_and_list_can_be_emptied(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        'at = "2010BA/REF[SY]02"\npattern = ""',
        'at = "2300/CLM05-1"\nexternal = ""\ncodes = ["11"]',
        'at = "2300/HI01-1"\ncodes = []',
    )
    tax = [item for item in segments(found, "2010BA", "REF") if "SY" in simple(item, 1).codes]
    assert simple(tax[0], 2).pattern is None
    place = segments(found, "2300", "CLM")[0].elements[4]
    assert isinstance(place, Composite)
    assert (place.components[0].external, place.components[0].codes) == (None, ("11",))


def test_syntax_notes(tmp_path: Path) -> None:
    found = changed(tmp_path, 'at = "2010AA/N4"\nsyntax = ["P0102", "C040305"]')
    assert [str(note) for note in segments(found, "2010AA", "N4")[0].syntax] == ["P0102", "C040305"]


def test_a_segment_is_removed(tmp_path: Path) -> None:
    found = changed(tmp_path, 'at = "2300/K3"\nremove = true')
    assert segments(found, "2300", "K3") == []
    kept = changed(tmp_path, 'at = "2300/K3"\nremove = false\nmaximum = 1')
    assert {segment.maximum for segment in segments(kept, "2300", "K3")} == {1}


def test_positions_decide_the_order(tmp_path: Path) -> None:
    found = changed(tmp_path, 'at = "2300/K3"\nposition = 1')
    assert [node.id for node in loops(found, "2300")[0].children][:2] == ["K3", "CLM"]


def test_later_changes_see_earlier_ones(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        'at = "2300/REF[G1]01"\ncodes = ["ZZ"]',
        'at = "2300/REF[ZZ]"\nmaximum = 7',
    )
    assert [item.maximum for item in segments(found, "2300", "REF")].count(7) == 2


@pytest.mark.parametrize(
    "change",
    [
        'at = "2399"\nusage = "S"',
        'at = "2300/ZZZ"\nusage = "S"',
        'at = "2300/REF[ZZ]"\nusage = "S"',
        'at = "2300/REF09"\nusage = "S"',
        'at = "2300/REF00"\nusage = "S"',
        'at = "2300/CLM05-9"\nusage = "S"',
        'at = "2300/REF02-1"\nusage = "S"',
        'at = "no place"\nusage = "S"',
        'at = "2300"\nusages = "S"',
        'at = "2300"\ncodes = ["A"]',
        'at = "2300"\nremove = true',
        'at = "2300/REF"\ncodes = ["A"]',
        'at = "2300/REF02"\nsyntax = ["P0102"]',
        'at = "2300/REF02"\nremove = true',
        'at = "2300/CLM05"\ncodes = ["A"]',
        'at = "2300/CLM05-1"\nposition = 3',
        'at = "2300"\nusage = "X"',
        'at = "2300"\nmaximum = "3"',
        'at = "2300"\nmaximum = -1',
        'at = "2300"\nmaximum = true',
        'at = "2300/REF02"\ncodes = "AB"',
        'at = "2300/REF02"\nadd_codes = [1]',
        'at = "2300/REF02"\nmax_length = "9"',
        'at = "2300/REF02"\npattern = 9',
        'at = "2300/REF"\nsyntax = ["P01"]',
        'at = "2300/REF"\nsyntax = ["X0102"]',
        'at = "2300/REF"\nsyntax = ["P010"]',
        'at = "2300/REF"\nsyntax = "P0102"',
        'at = "2300/REF"\nremove = "yes"',
        'at = "2300/REF"\nsyntax = ["P0109"]',
        'at = "2300/CLM05"\nsyntax = ["P0104"]',
        'at = "2300/REF02"\npattern = "("',
        'at = "2300/REF02"\npattern = "(A)"',
        'at = "2300/REF02"\npattern = "A(?i)"',
        'at = "2300/REF02"\ntype = "XX"',
        'at = "2300/REF02"\nrepeat = 0',
        'at = "2300/REF02"\nmin_length = 60',
        'at = "2300/REF02"\nadd_codes = ["A"]',
        'at = "2300/REF01"\nadd_codes = ["TOO LONG"]',
        'at = "2300/CLM05-3"\ncodes = ["1"]\nremove_codes = ["1"]',
        'at = "2300"',
    ],
)
def test_a_change_that_does_not_apply_is_an_error(change: str, tmp_path: Path) -> None:
    with pytest.raises(GuideError):
        changed(tmp_path, change)


@pytest.mark.parametrize(
    "text",
    [
        '[[change]]\nat = "2300"\nusage = "S"\n',
        '[[change]]\nreason = "because"\nusage = "S"\n',
        '[[change]]\nat = "2300"\nusage = "S"\nreason = ""\n',
    ],
)
def test_every_correction_has_a_place_and_a_reason(text: str, tmp_path: Path) -> None:
    file = tmp_path / "test.toml"
    file.write_text('guides = ["005010X222A1"]\n' + text)
    with pytest.raises(GuideError, match=r"needs a reason|has no place"):
        apply_overlay(BASE, "test", file)


def test_an_overlay_for_another_guide(tmp_path: Path) -> None:
    for guides in ('["005010X221A1"]', "[]"):
        with pytest.raises(GuideError, match="does not apply"):
            changed(tmp_path, guides=guides)


@pytest.mark.parametrize("text", ["guides = [", "\x00", None])
def test_an_overlay_that_cannot_be_read(text: str | None, tmp_path: Path) -> None:
    file = tmp_path / "test.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(GuideError, match="cannot be read"):
        apply_overlay(BASE, "test", file)
