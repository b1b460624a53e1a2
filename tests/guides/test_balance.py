"""Amounts of a remittance that do not add up, found while it is validated."""

import decimal
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal.acknowledgments import acknowledge
from edi_portal.findings import Finding
from tests.build import encode, group, insert, interchange, put, recount, transaction

HEADING = (
    "TRN*1*12345*1512345678",
    "N1*PR*PLAN",
    "N3*1 MAIN STREET",
    "N4*AUSTIN*TX*78701",
    "PER*BL*SUPPORT*TE*5125550100",
    "N1*PE*CLINIC*XX*2000001018",
)
RFI_2570 = (
    "CLP*PCN1*2*1863*98.92**12*ICN1",
    "CAS*OA*23*395.68",
    "NM1*QC*1*DOE*JANE",
    "SVC*HC:99213*1800*460.92",
    "DTM*472*20250303",
    "CAS*OA*23*1339.08",
    "SVC*HC:99214*63*33.68",
    "DTM*472*20250303",
    "CAS*OA*23*29.32",
)


def remittance(paid: str, *claims: str, behind: Sequence[str] = (), size: int = 1) -> list[str]:
    """A file of ``size`` such remittances."""
    method = ("H", "NON") if paid == "0" else ("I", "CHK")
    bpr = f"BPR*{method[0]}*{paid}*C*{method[1]}************20250310"
    body = (bpr, *HEADING, "LX*1", *claims, *behind)
    sets = [
        transaction(body, identifier="835", reference="", number=f"{number:04}")
        for number in range(1, size + 1)
    ]
    return interchange(group(*sets, identifier="HP", version="005010X221A1"))


def found(segments: Sequence[str], **options: Any) -> list[Finding]:
    report = edi_portal.validate(data=encode(list(segments)), **options)
    return list(report.findings)


def codes(segments: Sequence[str], **options: Any) -> list[str]:
    return [item.code for item in found(segments, **options)]


def claim(charge: str, paid: str, *adjustments: str) -> tuple[str, ...]:
    """A claim without lines."""
    head = f"CLP*PCN1*1*{charge}*{paid}**12*ICN1"
    return (head, *adjustments, "NM1*QC*1*DOE*JANE", "DTM*232*20250303")


def test_lines_need_not_add_up_to_the_claim_where_it_is_adjusted_too() -> None:
    """RFI 2570: the lines' payments come to 494.60, and the claim balances all the same."""
    assert codes(remittance("98.92", *RFI_2570)) == []


@pytest.mark.parametrize(
    "start, new, nth, code, reference, loop, value",
    [
        (
            *("SVC", "SVC*HC:99214*63*33.67", 2),
            *("BAL001", "SVC03", "2000[1]/2100[1]/2110[2]", "expected 33.68, actual 33.67"),
        ),
        (
            *("CLP", "CLP*PCN1*2*1863.00*98.9**12*ICN1", 1),
            *("BAL002", "CLP04", "2000[1]/2100[1]", "expected 98.92, actual 98.9"),
        ),
        (
            *("BPR", "BPR*I*98.93*C*CHK************20250310", 1),
            *("BAL003", "BPR02", None, "expected 98.92, actual 98.93"),
        ),
    ],
)
def test_what_does_not_balance_is_said_where_it_stands(
    start: str, new: str, nth: int, code: str, reference: str, loop: str | None, value: str
) -> None:
    items = [
        item
        for item in found(put(remittance("98.92", *RFI_2570), start, new, nth=nth))
        if item.code == code
    ]
    (item,) = items
    place = item.location
    assert (place.reference, place.loop, item.value) == (reference, loop, value)
    assert (item.snip, item.severity, dict(item.ack)) == (3, "error", {})
    assert item.text == new
    assert value not in repr(item) + item.message + str(item.as_dict())
    assert item.as_dict(show_phi=True)["value"] == value


def test_place_is_that_of_the_claim_or_line_at_fault_in_any_batches() -> None:
    first = claim("10", "10")
    wrong = [text.replace("*33.68", "*33") for text in RFI_2570]
    segments = remittance("108.92", *first, "LX*2", *wrong, *first, size=2)
    whole = found(segments)
    lines = [text.split("~")[0] for text in encode(segments).decode().split("~")]
    for item in whole:
        place = item.location
        assert (item.code, place.claim) in {("BAL001", 2), ("BAL001", 5), ("BAL003", None)}
        assert place.segment_in_file is not None
        assert lines[place.segment_in_file - 1].strip() == item.text
        assert place.loop in (None, "2000[2]/2100[1]/2110[2]")
    assert [item.location.transaction for item in whole] == ["0001", "0001", "0002", "0002"]


def test_empty_segments_do_not_shift_the_place() -> None:
    wrong = [text.replace("*33.68", "*33") for text in RFI_2570]
    segments = insert(remittance("98.92", *wrong), "SE", "", "")
    item = next(item for item in found(segments) if item.code == "BAL001")
    assert (item.location.segment_in_file, item.location.ordinal) == (18, 16)


@pytest.mark.parametrize("snip, expected", [(1, []), (2, []), (3, ["BAL002"]), (4, ["BAL002"])])
def test_type_3_asks_for_it(snip: int, expected: list[str]) -> None:
    assert codes(remittance("98", *claim("100", "98")), snip=snip) == expected


def test_six_reasons_in_a_segment_count_with_and_without_quantities() -> None:
    adjusted = claim("100", "79", "CAS*CO*45*1*1*97*2**96*3**50*4**16*5**18*6", "CAS*PR*1*0")
    assert codes(remittance("79", *adjusted)) == []


def test_provider_adjustments_are_taken_from_the_payment() -> None:
    plb = "PLB*2000001018*20251231*WO:ICN1*30*L6*-1.25*FB*-0.5"
    assert codes(remittance("71.75", *claim("100", "100"), behind=[plb])) == []
    assert codes(remittance("100", *claim("100", "100"), behind=[plb])) == ["BAL003"]


def test_a_payment_of_nothing_balances_by_what_is_carried_forward() -> None:
    """RFI 2660: a total below zero is brought to zero by a forwarding balance."""
    reversal = claim("-100", "-80", "CAS*CO*45*-20")
    plb = "PLB*2000001018*20251231*FB:NEXT*-80"
    assert codes(remittance("0", *reversal, behind=[plb])) == []


def test_negative_amounts_are_added_as_they_are_signed() -> None:
    """A reversal negates charge, payment and adjustments, and keeps its groups (RFI 1147)."""
    reversal = [
        *("CLP*PCN1*22*-100*-60**12*ICN1", "NM1*QC*1*DOE*JANE"),
        *("SVC*HC:99213*-100*-60", "DTM*472*20250303", "CAS*CO*45*-25", "CAS*PR*2*-15"),
    ]
    paid = claim("200", "200")
    assert codes(remittance("140", *reversal, *paid)) == []
    flipped = [text.replace("CAS*CO*45*-25", "CAS*CO*45*25") for text in reversal]
    assert codes(remittance("140", *flipped, *paid)) == ["BAL002", "BAL001"]


def test_a_hundredth_of_a_cent_and_eighteen_digits_are_told_apart() -> None:
    assert codes(remittance("1", *claim("1", "1.0001"))) == ["BAL002", "BAL003"]
    assert codes(remittance("1.00", *claim("01.0", "1"))) == []


def test_the_context_of_the_caller_does_not_matter() -> None:
    with decimal.localcontext(prec=2) as context:
        context.traps[decimal.Inexact] = context.traps[decimal.Rounded] = True
        assert codes(remittance("98.92", *RFI_2570)) == []
        assert decimal.getcontext() is context


# --- one defect, one finding: sums that a fault makes unknown are not judged -----------------


@pytest.mark.parametrize(
    "start, new, expected",
    [
        ("SVC", "SVC*HC:99213*18oo*460.92", ["ELE006"]),
        ("SVC", "SVC*HC:99213**460.92", ["ELE001"]),
        ("CLP", "CLP*PCN1*2*1863**10*12*ICN1", ["ELE001"]),
        ("BPR", "BPR*I*NaN*C*CHK************20250310", ["ELE006"]),
        ("CAS", "CAS*OA*23", ["ELE001"]),
    ],
)
def test_an_amount_that_cannot_be_read_is_said_once(
    start: str, new: str, expected: list[str]
) -> None:
    assert codes(put(remittance("98.92", *RFI_2570), start, new)) == expected


AMOUNTS = {
    "BPR": "BPR*I*98.92*C*CHK************20250310",
    "CLP": "CLP*PCN1*2*1863*98.92**12*ICN1",
    "CAS": "CAS*OA*23*65.68*1*45*66*1*50*66*1*97*66*1*96*66*1*16*66",
    "SVC": "SVC*HC:99213*1800*460.92",
    "PLB": "PLB*2000001018*20251231*FB:A*1*FB:B*2*L6*3*WO:D*-1*WO:E*-2*CS:F*-3",
}


@pytest.mark.parametrize(
    "segment, element",
    [
        ("BPR", 2),
        *(("CLP", at) for at in (3, 4)),
        *(("CAS", at) for at in (3, 6, 9, 12, 15, 18)),
        *(("SVC", at) for at in (2, 3)),
        *(("PLB", at) for at in (4, 6, 8, 10, 12, 14)),
    ],
)
def test_an_amount_in_another_notation_is_not_added_up(segment: str, element: int) -> None:
    """X12 has no exponents: whether 7E1 is what was meant is not for the sums to say."""
    segments = remittance("98.92", *RFI_2570, behind=[AMOUNTS["PLB"]])
    for name in ("CAS", "PLB"):
        segments = put(segments, name, AMOUNTS[name])
    assert codes(segments) == []
    values = AMOUNTS[segment].split("*")
    values[element] = "7E1"
    (item,) = found(put(segments, segment, "*".join(values)))
    assert (item.code, item.location.reference) == ("ELE006", f"{segment}{element:02}")


@pytest.mark.parametrize(
    "start, new, expected",
    [
        ("SVC", "SVC*HC:99213*1800", ["ELE001"]),
        ("CLP", "CLP*PCN1*2", ["ELE001"] * 4),
        ("CAS", "CAS", ["SEG011"]),
        ("CAS", "CAS*OA*23*395**45", ["ELE002"]),
        ("PLB", "PLB", ["SEG011"]),
        # An amount without its reason may belong to the sum or not.
        ("PLB", "PLB*2000001018*20251231*WO:ICN1*30**5", ["ELE002"]),
        ("PLB", "PLB*2000001018*20251231*WO:ICN1*30*L6", ["ELE002"]),
        ("PLB", "PLB*2000001018*20251231*WO:ICN1*30*L6**FB*5", ["ELE002"]),
    ],
)
def test_a_segment_that_breaks_off_is_said_once(start: str, new: str, expected: list[str]) -> None:
    plb = "PLB*2000001018*20251231*WO:ICN1*30"
    assert codes(put(remittance("68.92", *RFI_2570, behind=[plb]), start, new)) == expected


def test_a_reason_may_have_a_quantity_and_no_amount() -> None:
    days = put(remittance("98.92", *RFI_2570), "CAS", "CAS*OA*23*395.68*1*45**2")
    assert codes(days) == []


def test_what_stands_behind_the_amounts_does_not_enter_them() -> None:
    longer = [
        text.replace("*33.68", "*33.68**1").replace("*12*ICN1", "*12*ICN1*11*1")
        for text in RFI_2570
    ]
    assert codes(remittance("98.92", *longer)) == []
    wrong = [text.replace("*33.68", "*33.67") for text in longer]
    assert codes(remittance("98.92", *wrong)) == ["BAL001"]
    numbered = put(remittance("98.92", *longer), "LX", "LX*1***5")
    assert not [code for code in codes(numbered) if code.startswith("BAL")]


def test_a_fault_in_the_reason_of_an_adjustment_leaves_its_amount() -> None:
    plb = "PLB*2000001018*20251231*WO:ICN1*30*ZZ*-1"
    assert codes(remittance("100", *claim("100", "100"), behind=[plb])) == ["ELE007", "BAL003"]


def test_without_the_payment_there_is_nothing_to_compare_with() -> None:
    assert codes(put(remittance("98", *RFI_2570), "BPR")) == ["SEG003", "ENV033"]


def test_what_is_missing_beside_the_payment_switches_nothing_off() -> None:
    assert codes(put(remittance("98", *RFI_2570), "TRN")) == ["SEG003", "BAL003", "ENV033"]


def test_a_claim_comes_before_its_lines_and_they_in_their_order() -> None:
    wrong = [
        text.replace("*1800*", "*1801*").replace("*63*", "*64*").replace("*1863*", "*1862*")
        for text in RFI_2570
    ]
    places = [item.location.loop for item in found(remittance("98.92", *wrong))]
    inner = [f"2000[1]/2100[1]/2110[{number}]" for number in (1, 2)]
    assert places == ["2000[1]/2100[1]", *inner]


def test_a_claim_with_a_line_that_is_missing_is_not_judged() -> None:
    without = (*RFI_2570[:6], *RFI_2570[7:])
    assert codes(remittance("98.92", *without)) == ["SEG003"]


def test_lines_of_a_claim_without_its_head_are_not_judged() -> None:
    wrong = [text.replace("*1800*", "*1801*").replace("*63*", "*64*") for text in RFI_2570[1:]]
    headless = remittance("11", *claim("11", "12"), *wrong)
    # The claim before it is over, and is judged.
    assert codes(headless) == ["SEG003", "BAL002"]


def test_a_fault_beside_the_amounts_switches_nothing_off() -> None:
    segments = put(remittance("98.92", *RFI_2570), "CLP", "CLP*PCN1*99*1860*98.92**12*ICN1")
    assert codes(segments) == ["ELE007", "BAL002"]


def test_an_adjustment_out_of_its_order_leaves_its_claim_unknown() -> None:
    late = [*RFI_2570[:1], RFI_2570[2], RFI_2570[1], *RFI_2570[3:]]
    assert codes(remittance("98.92", *late)) == ["SEG007"]
    assert codes(remittance("98.93", *late)) == ["SEG007", "BAL003"]


def test_a_claim_without_its_head_leaves_the_payment_unknown() -> None:
    headless = remittance("109.92", *claim("11", "11"), *RFI_2570[1:])
    assert "BAL003" not in codes(headless)
    wrong = remittance("109.92", *claim("11", "12"), "LX*2", *RFI_2570[1:])
    assert [code for code in codes(wrong) if code.startswith("BAL")] == ["BAL002"]


def test_a_transaction_set_that_was_cut_off_is_not_judged() -> None:
    cut = put(put(remittance("98.92", *RFI_2570), "SE"), "CAS", nth=3)
    assert codes(cut) == ["ENV031"]


def test_a_claim_of_very_many_lines_is_judged_line_by_line() -> None:
    line = ("SVC*HC:99213*2*1", "DTM*472*20250303", "CAS*CO*45*1")
    wrong = ("SVC*HC:99213*2*1", "DTM*472*20250303", "CAS*CO*45*2")
    lines = [*line * 1500, *wrong, *line * 2500, *wrong]
    head = ("CLP*PCN1*1*8004*4000**12*ICN1", "NM1*QC*1*DOE*JANE")
    items = [
        item
        for item in found(recount(remittance("4000", *head, *lines)))
        if item.code.startswith("BAL")
    ]
    assert [(item.code, item.location.loop) for item in items] == [
        ("BAL001", "2000[1]/2100[1]/2110[1501]"),
        ("BAL001", "2000[1]/2100[1]/2110[4002]"),
    ]
    # Each at its own segment, though most lines are done with by then: twelve and three a line.
    assert [item.location.ordinal for item in items] == [12 + 3 * 1500, 12 + 3 * 4001]


def test_a_999_does_not_speak_of_balance() -> None:
    data = encode(remittance("98", *claim("100", "98")))
    answer = "".join(
        acknowledge(edi_portal.events(data=data), as_of=datetime(2025, 3, 11, tzinfo=UTC))
    )
    assert "IK5*A~" in answer
    assert "IK3" not in answer


CENTS = st.integers(-(10**9), 10**9)


def money(cents: int) -> str:
    return f"{decimal.Decimal(cents) / 100}"


@given(
    st.lists(st.tuples(CENTS, st.lists(CENTS, max_size=3)), min_size=1, max_size=4),
    st.lists(CENTS, max_size=2),
    st.lists(CENTS, max_size=2),
    st.sampled_from(["", "line", "claim", "payment"]),
)
def test_what_adds_up_balances_and_a_cent_does_not(
    lines: list[tuple[int, list[int]]], whole: list[int], provider: list[int], broken: str
) -> None:
    off = {broken: 1}
    body: list[str] = []
    for charge, adjustments in lines:
        body += [
            f"SVC*HC:99213*{money(charge)}*{money(charge - sum(adjustments) + off.pop('line', 0))}",
            "DTM*472*20250303",
            *(f"CAS*CO*45*{money(cents)}" for cents in adjustments),
        ]
    charged = sum(charge for charge, _ in lines)
    paid = charged - sum(whole) - sum(sum(adjustments) for _, adjustments in lines)
    head = f"CLP*PCN1*1*{money(charged)}*{money(paid + off.pop('claim', 0))}**12*ICN1"
    adjusted = [f"CAS*OA*23*{money(cents)}" for cents in whole]
    plb = [f"PLB*2000001018*20251231*WO:A*{money(cents)}" for cents in provider]
    total = money(paid + (broken == "claim") - sum(provider) + off.pop("payment", 0))
    segments = remittance(total, head, *adjusted, "NM1*QC*1*DOE*JANE", *body, behind=plb)
    expected = {"": [], "line": ["BAL001"], "claim": ["BAL002"], "payment": ["BAL003"]}[broken]
    assert [code for code in codes(segments) if code.startswith("BAL")] == expected
