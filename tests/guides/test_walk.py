"""The way of a transaction set through its guide: order, counts, paths, claims."""

import itertools
from typing import Any

import pytest

import edi_portal
from edi_portal.findings import Finding
from edi_portal.guides.registry import guide
from edi_portal.x12 import source
from tests.build import (
    BILLING,
    CLAIM,
    CLAIM_BODY,
    CLAIM_HEADING,
    SUBSCRIBER,
    claim_file,
    encode,
    group,
    insert,
    interchange,
    put,
    recount,
    remittance_file,
    transaction,
)
from tests.guides.conftest import WithOverlay


def found(segments: list[str], **options: Any) -> list[Finding]:
    return list(edi_portal.validate(data=encode(recount(segments)), **options).findings)


def codes(segments: list[str], **options: Any) -> list[str]:
    return [item.code for item in found(segments, **options)]


# Segments that stand at one position of 2300, in the guide's own order and in any other.
SAME_POSITION = ("REF*G1*1", "REF*F8*2", "REF*EA*3")


@pytest.mark.parametrize("order", list(itertools.permutations(SAME_POSITION)))
def test_any_order_within_a_position(order: tuple[str, ...]) -> None:
    assert codes(insert(claim_file(), "HI", *order)) == []


def test_order_between_positions() -> None:
    in_order = ["DTP*431*D8*20250301", "PWK*OZ*BM***AC*12", "REF*EA*1", "NTE*ADD*TEXT"]
    assert codes(insert(claim_file(), "HI", *in_order)) == []
    for first, second in itertools.combinations(range(4), 2):
        swapped = list(in_order)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert set(codes(insert(claim_file(), "HI", *swapped))) == {"SEG007"}


def test_loops_of_one_position_in_any_order() -> None:
    referring = ("NM1*DN*1*REED*ANN****XX*2000002024",)
    rendering = ("NM1*82*1*HAYES*LEE****XX*2000003022",)
    for order in ((referring, rendering), (rendering, referring)):
        segments = [segment for loop in order for segment in loop]
        assert codes(insert(claim_file(), "LX", *segments)) == []


def many(count: int, *, start: str, repeated: tuple[str, ...]) -> list[str]:
    """The claim file with a run of segments in place of those from ``start`` on."""
    body = list(CLAIM_BODY)
    at = next(index for index, segment in enumerate(body) if segment.startswith(start))
    filled = [part.replace("#", str(number + 1)) for number in range(count) for part in repeated]
    return claim_file([*body[:at], *filled])


LINE = ("LX*#", *CLAIM[3:])


def test_a_loop_at_its_maximum() -> None:
    assert codes(many(50, start="LX", repeated=LINE)) == []


@pytest.mark.parametrize("count", [51, 60])
def test_a_loop_over_its_maximum_is_told_once(count: int) -> None:
    (item,) = found(many(count, start="LX", repeated=LINE))
    assert (item.code, dict(item.ack)) == ("SEG004", {"IK304": "4"})
    assert item.location.loop == "2000B[1]/2300[1]/2400[51]"
    assert item.location.segment == "LX"


def test_a_loop_over_its_maximum_is_told_for_each_parent() -> None:
    lines = [part.replace("#", str(at + 1)) for at in range(51) for part in LINE]
    body = [*CLAIM_BODY[:-3], *lines, *CLAIM[:2], *lines]
    places = [item.location.loop for item in found(claim_file(body))]
    assert places == ["2000B[1]/2300[1]/2400[51]", "2000B[1]/2300[2]/2400[51]"]


def test_claims_are_counted_for_their_subscriber() -> None:
    assert codes(claim_file([*CLAIM_BODY[:-5], *CLAIM * 100])) == []
    (item,) = found(claim_file([*CLAIM_BODY[:-5], *CLAIM * 102]))
    assert (item.code, item.location.loop) == ("SEG004", "2000B[1]/2300[101]")


@pytest.mark.parametrize("surplus", [1, 2, 3, 5])
def test_a_segment_over_its_maximum_is_told_once(surplus: int) -> None:
    notes = [f"K3*{number}" for number in range(10)]
    assert codes(insert(claim_file(), "HI", *notes)) == []
    (item,) = found(insert(claim_file(), "HI", *notes, *["K3*A"] * surplus))
    assert (item.code, dict(item.ack)) == ("SEG005", {"IK304": "5"})
    assert item.location.ordinal == 18 + 11


def test_a_loop_counted_in_the_state() -> None:
    receiver = "NM1*40*2*CLEARINGHOUSE*****46*EXHUB01"
    (item,) = found(insert(claim_file(), "HL", receiver, nth=1))
    assert (item.code, item.location.loop) == ("SEG004", "1000B[2]")


def test_paths_count_loops() -> None:
    patient = ["HL*#*?*23*0", "PAT*19", *SUBSCRIBER[2:6]]
    patient[2] = "NM1*QC*1*DOE*JIM"
    body = [
        *CLAIM_HEADING,
        *BILLING,
        *SUBSCRIBER,
        *CLAIM,
        *CLAIM[:2],
        *("LX*1", *CLAIM[3:], "LX*2", *CLAIM[3:], "NM1*82*1*HAYES*LEE****XX*2000003022"),
        "HL*3*1*22*1",
        *put(SUBSCRIBER[1:], "SBR", "SBR*P********CI"),
        *[part.replace("#", "4").replace("?", "3") for part in patient],
        *CLAIM,
        *[part.replace("#", "5").replace("?", "3") for part in patient],
        *CLAIM,
        "HL*6**20*1",
        *BILLING[1:],
        "HL*7*6*22*0",
        *SUBSCRIBER[1:],
        *CLAIM,
    ]
    reading = edi_portal.read(data=encode(claim_file(body)))
    paths = [
        f"{segment.loop or ''}/{segment.id}"
        for segment in reading
        if segment.id in ("HL", "CLM", "LX", "SBR", "ST", "SE", "BHT", "ISA", "GS")
        or segment.element(1) in ("82", "41", "85", "QC")
    ]
    assert reading.findings == []
    assert paths == [
        "/ISA", "/GS", "/ST", "HEADER/BHT", "1000A[1]/NM1",
        "2000A[1]/HL", "2000A[1]/2010AA[1]/NM1",
        "2000B[1]/HL", "2000B[1]/SBR", "2000B[1]/2300[1]/CLM", "2000B[1]/2300[1]/2400[1]/LX",
        "2000B[1]/2300[2]/CLM", "2000B[1]/2300[2]/2400[1]/LX", "2000B[1]/2300[2]/2400[2]/LX",
        "2000B[1]/2300[2]/2400[2]/2420A[1]/NM1",
        "2000B[2]/HL", "2000B[2]/SBR",
        "2000C[1]/HL", "2000C[1]/2010CA[1]/NM1", "2000C[1]/2300[1]/CLM",
        "2000C[1]/2300[1]/2400[1]/LX",
        "2000C[2]/HL", "2000C[2]/2010CA[1]/NM1", "2000C[2]/2300[1]/CLM",
        "2000C[2]/2300[1]/2400[1]/LX",
        "2000A[2]/HL", "2000A[2]/2010AA[1]/NM1",
        "2000B[3]/HL", "2000B[3]/SBR", "2000B[3]/2300[1]/CLM", "2000B[3]/2300[1]/2400[1]/LX",
        "/SE",
    ]  # fmt: skip


def test_claims_are_numbered_through_the_file() -> None:
    sets = [
        transaction([*CLAIM_BODY, *CLAIM], number=number, reference="005010X222A1")
        for number in ("0001", "0002")
    ]
    segments = interchange(group(*sets))
    for nth, claim in ((1, 1), (2, 2), (3, 3), (4, 4)):
        (item,) = found(put(segments, "SV1", "SV1*HC:99213*100*XX*1***1", nth=nth))
        assert (item.code, item.location.claim) == ("ELE007", claim)
    header = found(put(segments, "BHT", "BHT*0019*00*BATCH1*20251310*0915*CH", nth=2))
    assert [(item.code, item.location.claim) for item in header] == [("ELE008", None)]


def test_claims_of_a_remittance_are_numbered_too() -> None:
    report = edi_portal.validate(data=encode(remittance_file()))
    assert (report.counts.claims, report.ok) == (1, True)
    (item,) = found(put(remittance_file(), "CLP", "CLP*PCN1*99*120*80*40*12*ICN1"))
    assert (item.code, item.location.claim) == ("ELE007", 1)
    assert item.location.loop == "2000[1]/2100[1]"


def test_ordinals_and_numbers_in_the_file() -> None:
    segments = list(edi_portal.read(data=encode(claim_file())))
    assert [item.segment_in_file for item in segments] == list(range(1, 28))
    assert [item.ordinal for item in segments] == [None, None, *range(1, 24), None, None]


@pytest.mark.parametrize("size", [64, 200, 1 << 18])
def test_blocks_make_no_difference(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BLOCK_SIZE", size)
    second = encode(remittance_file()).replace(b"000000101", b"000000102")
    data = encode(recount(insert(claim_file(), "HI", "ZZZ*1"))) + second
    (item,) = edi_portal.validate(data=data).findings
    assert (item.code, item.location.ordinal) == ("SEG001", 19)
    assert item.location.offset == data.index(b"ZZZ")
    assert item.location.line == 21


def test_places_of_findings_are_exact() -> None:
    segments = put(claim_file(), "SV1", "SV1*HC:99213*100*XX*1***1")
    for line_end in ("", "\n", "\r\n"):
        data = encode(segments, line_end=line_end)
        (item,) = edi_portal.validate(data=data).findings
        assert item.location.offset == data.index(b"SV1*")
        assert item.location.line == (23 if line_end else 1)
        assert item.location.ordinal == 21


@pytest.mark.parametrize("snip, expected", [(4, []), (5, ["ELE018"]), (7, ["ELE018"])])
def test_lists_kept_outside_are_checked_from_type_5_on(snip: int, expected: list[str]) -> None:
    segments = put(claim_file(), "CLM", CLAIM[0].replace("11:B", "98:B"))
    items = found(segments, snip=snip)
    assert [item.code for item in items] == expected
    assert all(item.severity == "warning" for item in items)


def test_a_list_that_is_not_here_is_told_once(with_overlay: WithOverlay) -> None:
    with_overlay(
        '[[change]]\nat = "2300/K301"\nexternal = "nowhere"\nreason = "for the test"\n'
        '[[change]]\nat = "2300/NTE02"\nexternal = "elsewhere"\nreason = "for the test"\n'
    )
    segments = insert(claim_file(), "HI", "K3*A", "K3*B", "NTE*ADD*C")
    items = found(segments, snip=5)
    assert [(item.code, item.severity) for item in items] == [("ELE019", "info")] * 2
    assert [item.location.segment for item in items] == ["K3", "NTE"]
    assert codes(segments, snip=4) == []


@pytest.mark.parametrize("snip", range(1, 8))
def test_types_are_cumulative(snip: int) -> None:
    segments = put(claim_file(), "HI")  # required by the guide: type 2
    segments = put(segments, "N3", "N3*" + "X" * 56)  # too long: type 1
    segments = put(segments, "CLM", CLAIM[0].replace("11:B", "98:B"))  # list: type 5
    expected = ["ELE005", *["SEG003"] * (snip > 1)]
    assert sorted(codes(segments, snip=snip)) == sorted([*expected, *["ELE018"] * (snip > 4)])


def test_every_place_of_a_guide_is_named_by_its_loop() -> None:
    found_guide = guide("005010X222A1")
    assert {segment.loop for segment in found_guide.segments()} >= {"2300", "2400", "HEADER"}
