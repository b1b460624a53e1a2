"""Which of several explanations is given: samples changed by hand, and what is said of them."""

from pathlib import Path

import pytest

import edi_portal
from edi_portal.findings import Severity
from tests.build import encode, recount

Said = list[tuple[str, str | None, int | None]]


def said(samples: Path, name: str, *changes: tuple[str, str]) -> Said:
    """The errors in a valid sample after one text was put for another, segments counted anew."""
    text = (samples / "valid" / f"{name}.x12").read_text("ascii").replace("\n", "")
    for find, put in changes:
        assert find in text
        text = text.replace(find, put, 1)
    segments = [segment for segment in text.split("~") if segment]
    return [
        (found.code, found.location.segment, found.location.ordinal)
        for found in edi_portal.validate(data=encode(recount(segments))).findings
        if found.severity is Severity.ERROR
    ]


def test_an_empty_head_of_a_bounded_loop_is_not_held_against_its_end(samples: Path) -> None:
    assert said(samples, "271-active-coverage", ("LS*2120", "LS")) == [("SEG011", "LS", 61)]


def test_a_remark_on_a_value_hides_no_broken_note(samples: Path) -> None:
    name = "837d-dependent-secondary-payer"
    text = (samples / "valid" / f"{name}.x12").read_bytes()
    changed = text.replace(b"CAS*PR*1*25**2*10", b"CAS*PR*1*25**2\xb1")
    codes = [found.code for found in edi_portal.validate(data=changed).findings]
    assert codes == ["ELE017", "ELE002"]


# Of a benefit: three notes of delivery, five references, four dates, two rejections.
LATE = "271-everything-the-guide-allows"


@pytest.mark.parametrize(
    "first, second, segment, ordinal",
    [
        ("HSD*FL*1", "REF*9F*REFERRAL55", "HSD", 64),
        ("REF*N6*NET7*RIVER NETWORK", "DTP*292*RD8*20250101-20251231", "REF", 69),
        ("DTP*295*D8*20220901", "AAA*N**AG*C", "DTP", 73),
    ],
)
def test_a_segment_that_comes_late_by_one(
    samples: Path, first: str, second: str, segment: str, ordinal: int
) -> None:
    """Others of its kind stand before it, but none with its qualifier: no benefit is missing."""
    found = said(samples, LATE, (f"{first}~{second}~", f"{second}~{first}~"))
    assert found == [("SEG007", segment, ordinal)]


def test_a_qualifier_that_comes_again_shows_that_a_loop_began(samples: Path) -> None:
    second = "REF*9F*REFERRAL56~DTP*292*RD8*20250101-20251231~"
    before = "DTP*292*RD8*20250101-20251231~"
    (found,) = said(samples, LATE, (before, f"{before}{second}"))
    assert found == ("SEG003", "EB", 70)


LINE = "SVC*NU:0636*400*280****20~"


def test_a_line_that_has_nothing_but_its_head(samples: Path) -> None:
    other = LINE.replace("0636", "0637")
    found = said(samples, "277-subscriber", (LINE, other + LINE))
    assert found == [("SEG003", "STC", 25), ("SEG003", "DTP", 25)]


def test_a_head_that_is_there_twice(samples: Path) -> None:
    found = said(samples, "277-subscriber", (LINE, LINE + LINE))
    assert found == [("SEG002", "SVC", 25)]


def test_a_numbered_head_between_two_that_follow_each_other(samples: Path) -> None:
    found = said(samples, "837p-one-claim", ("LX*1~", "LX*1~LX*2~"))
    assert [code for code, _, _ in found] == ["SEG002"]


def test_a_line_whose_number_is_skipped_lacks_its_head(samples: Path) -> None:
    found = said(samples, "837i-inpatient", ("LX*2~", ""))
    assert [(code, segment) for code, segment, _ in found] == [("SEG003", "LX")]


def test_lines_that_go_on_counting_belong_to_the_claim_before(samples: Path) -> None:
    diagnosis = "HI*ABK:J029*ABF:R509~"
    found = said(samples, "837p-one-claim", ("LX*2~", f"{diagnosis}LX*2~"))
    assert [(code, segment) for code, segment, _ in found] == [("SEG007", "HI")]


def test_another_name_below_a_level_shows_that_a_level_is_missing(samples: Path) -> None:
    assert said(samples, "270-batch", ("HL*6*4*23*0~", "")) == [("SEG003", "HL", 60)]
    name = "NM1*03*1*ROE*RORY~"
    (found,) = said(samples, "270-batch", (name, name + name))
    assert found == ("SEG004", "NM1", 62)


@pytest.mark.parametrize("name", ["276-subscriber", "277-subscriber", "277ca-accepted"])
def test_names_behind_the_claims_are_told_once(samples: Path, name: str) -> None:
    """Missing where they should stand; that they come later is the same fault."""
    text = (samples / "valid" / f"{name}.x12").read_text("ascii").replace("\n", "")
    start = text.index("NM1*IL") if "NM1*IL" in text else text.index("NM1*85")
    names = text[start : text.index("TRN", start)]
    end = text.index("HL*", start) if "HL*" in text[start:] else text.index("SE*", start)
    block = text[start:end]
    found = said(samples, name, (block, block.removeprefix(names) + names))
    assert [(code, segment) for code, segment, _ in found] == [("SEG009", "NM1")]


def test_a_name_of_a_level_that_was_left_is_a_stray(samples: Path) -> None:
    """Nothing of its loop follows, so the levels stay as they are."""
    found = said(
        samples,
        "278-response-several",
        ("HL*5*4*EV*1~UM*HS*I*33", "NM1*1P*2*OTHER~HL*5*4*EV*1~UM*HS*I*33"),
    )
    assert [(code, segment) for code, segment, _ in found] == [("SEG002", "NM1")]


def test_faults_elsewhere_speak_against_a_place(samples: Path) -> None:
    """A rejection of the event that comes behind UM is no rejection of the provider behind it."""
    found = said(
        samples,
        "278-response-rejected",
        ("AAA*N**AM*C~UM*AR*I*2*21:B~", "UM*AR*I*2*21:B~AAA*N**AM*C~"),
    )
    assert found == [("SEG007", "AAA", 17)]
