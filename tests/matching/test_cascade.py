"""Which claim a payment is for: every step of the cascade, conflicts, and ambiguity."""

import random
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_portal.matching.cascade import Decisions
from edi_portal.matching.matcher import Matcher
from edi_portal.matching.results import Result, Step
from tests.matching.made import DAY, claim, line, names, one, other, paired, payment, run

NUMBERS = st.text(string.ascii_uppercase + string.digits, min_size=6, max_size=20)


def test_a_control_number_that_came_back_as_sent_is_the_claim() -> None:
    found = one([claim("A-1"), claim("A-2", **other())], payment("A-1"))
    assert (found.result, found.step, found.findings) == (Result.MATCHED, Step.CONTROL_NUMBER, ())
    assert found.claim is not None
    assert found.claim.control == "A-1"
    assert "as it was sent" in found.why


@pytest.mark.parametrize(
    "sent, returned",
    [
        ("HB1146116.3", "hb1146116.3"),
        ("0012345", "12345"),
        ("12345", "00012345"),
        ("AB-1146/116", "AB1146116"),
        ("HB1146116", "HB1146116-1"),
        ("AB 77.01", "ab7701"),
    ],
)
def test_case_zeros_punctuation_and_suffixes_are_seen_through(sent: str, returned: str) -> None:
    found = one([claim(sent), claim("ZZ9", **other())], payment(returned))
    assert (found.result, found.step) == (Result.MATCHED, Step.NORMALISED)


def test_a_control_number_with_a_dash_or_a_space_is_one_number() -> None:
    # Splitting CLP01 there takes the payment for the wrong claim.
    sent = [claim("1001-1"), claim("1001-2", **other()), claim("1001 3", **other("77"))]
    for of in sent:
        match = one(
            sent, payment(of.control, str(of.charge), **(other() if of is not sent[0] else {}))
        )
        assert match.claim is not None
        assert match.claim.control == of.control


def test_zeros_that_tell_claims_apart_still_do() -> None:
    both = [claim("007"), claim("7", **other())]
    assert one(both, payment("007")).claim == both[0]
    assert one(both, payment("7", **other())).claim == both[1]


@given(NUMBERS, st.sampled_from([17, 14, 12, 10, 8, 6]))
def test_a_number_that_was_cut_needs_charge_and_dates(number: str, size: int) -> None:
    sent = number + "QX" if len(number) <= size else number
    cut = sent[:size]
    found = one([claim(sent)], payment(cut, member="", name=("", ""), lines=()))
    if cut.lstrip("0") and sent.lstrip("0") != cut.lstrip("0") and len(cut.lstrip("0")) >= 5:
        assert (found.result, found.step) == (Result.MATCHED, Step.CUT)
    wrong = payment(cut, "31", member="", name=("", ""), lines=(), start=DAY - 9, end=DAY - 9)
    assert one([claim(sent)], wrong).step is not Step.CUT


def test_the_payers_number_leads_from_one_payment_to_the_next() -> None:
    first = payment(number="ICN777")
    second = payment("LOST", "60", number="ICN777", lines=(), member="", name=("", ""), trace="2")
    found = run([claim(), claim("A2", **other())], [second, first])
    assert [item.step for item in found[:2]] == [Step.PAYER_NUMBER, Step.CONTROL_NUMBER]
    assert found[0].claim == found[1].claim


def test_a_correction_names_the_payment_that_it_corrects() -> None:
    corrected = payment("LOST", number="ICN778", original="ICN777", trace="3", lines=())
    chain = [payment(number="ICN777"), corrected]
    assert run([claim()], chain)[1].step is Step.PAYER_NUMBER


def test_a_replacement_names_the_payers_number_of_the_claim_before() -> None:
    replaced = claim("NEW1", original="ICN-777", frequency="7", **other())
    found = one([replaced], payment("LOST", "35.5", number="ICN777", **{**other(), "member": ""}))
    assert found.step is Step.PAYER_NUMBER
    assert found.claim == replaced


def test_the_same_number_of_another_payer_leads_nowhere() -> None:
    stranger = payment("LOST", "12", number="ICN777", payer="1999999999", trace="9", **other("12"))
    assert run([claim()], [payment(number="ICN777"), stranger])[1].result is Result.UNMATCHED


def test_member_dates_and_charge_are_enough() -> None:
    found = one([claim(), claim("A2", **other())], payment("LOST", lines=(), npi=""))
    assert (found.result, found.step) == (Result.MATCHED, Step.MEMBER)


def test_the_score_finds_a_claim_without_any_number() -> None:
    lost = payment("LOST", member="", lines=(line(control="", charge="100"),))
    found = one([claim(), claim("A2", **other())], lost)
    assert (found.result, found.step) == (Result.MATCHED, Step.SCORE)
    assert found.score is not None
    assert found.score >= 20


def test_claims_and_payments_without_a_name_are_still_found() -> None:
    nameless: dict[str, Any] = {"name": ("", ""), "lines": (line(control=""),)}
    found = one([claim(**nameless), claim("A2", **other())], payment("LOST", **nameless))
    assert (found.result, found.step) == (Result.MATCHED, Step.MEMBER)


def test_names_may_be_misspelt_or_swapped() -> None:
    for name in (("JUNIPREWICK", "WINIFRED"), ("WINIFRED", "JUNIPERWICK")):
        lost = payment("LOST", member="", name=name, lines=(line(control=""),))
        found = one([claim(), claim("A2", **other())], lost)
        assert (found.result, found.step) == (Result.MATCHED, Step.SCORE)


def test_twins_end_ambiguous_with_candidates_and_evidence() -> None:
    plain = (line(control=""),)
    twins = [claim("T1", lines=plain), claim("T2", lines=plain, ordinal=2)]
    found = one(twins, payment("LOST", lines=plain))
    assert (found.result, found.step, found.claim) == (Result.AMBIGUOUS, None, None)
    assert {item.claim.control for item in found.candidates} == {"T1", "T2"}
    for item in found.candidates:
        assert item.evidence["member"] == item.evidence["charge"] == "agrees"
        assert item.evidence["control"] == "differs"
    assert names(found) == {"claim-ambiguous"}


def test_a_claim_that_is_taken_leaves_its_twin() -> None:
    plain = (line(control=""),)
    twins = [claim("T1", lines=plain), claim("T2", lines=plain, ordinal=2)]
    known = payment("T1", lines=plain, number="N1")
    lost = payment("LOST", lines=plain, number="N2", trace="2")
    for order in ([known, lost], [lost, known]):
        found = {item.payment.control: item for item in run(twins, order) if item.payment}
        assert found["LOST"].result is Result.MATCHED
        assert found["LOST"].claim == twins[1]


def test_two_payments_that_ask_for_one_claim_get_none_by_guess() -> None:
    plain = (line(control=""),)
    lost = [
        payment(control, lines=plain, number=control, trace=control, npi="")
        for control in ("LOST1", "LOST2")
    ]
    found = run([claim(lines=plain)], lost)
    assert [item.result for item in found[:2]] == [Result.AMBIGUOUS] * 2


def test_charge_patient_and_dates_together_contradict_a_number() -> None:
    found = one([claim()], payment(charge="35.5", **other()))
    assert (found.result, found.claim) == (Result.CONFLICT, None)
    assert [item.claim.control for item in found.candidates] == ["HB1146116.3"]
    assert names(found) == {"control-number-conflict"}


@pytest.mark.parametrize("kept", ["charge", "patient", "dates"])
def test_one_of_the_three_is_enough_to_hold_a_number(kept: str) -> None:
    strange = {**other("100" if kept == "charge" else "35.5")}
    if kept == "patient":
        del strange["name"], strange["member"]
    if kept == "dates":
        del strange["start"], strange["end"]
    found = one([claim()], payment(charge="100" if kept == "charge" else "35.5", **strange))
    assert (found.result, found.step) == (Result.MATCHED, Step.CONTROL_NUMBER)
    assert ("patient-differs" in names(found)) == (kept != "patient")
    assert ("charge-differs" in names(found)) == (kept != "charge")


def test_a_number_in_conflict_does_not_keep_a_payment_from_its_own_claim() -> None:
    right = claim("OTHER", "35.5", **other())
    found = one([claim(), right], payment(charge="35.5", **other()))
    assert (found.result, found.claim) == (Result.MATCHED, right)


def test_another_providers_claim_with_the_same_number_is_another_claim() -> None:
    here, there = claim("1001"), claim("1001", npi="1999999984", **other())
    assert one([here, there], payment("1001")).claim == here
    lost = one([there], payment("1001", "35.5", name=("X", "Y"), member="", lines=()))
    assert lost.result is Result.CONFLICT


def test_a_number_of_the_patient_is_told_apart_by_visit() -> None:
    visits = [
        claim("P77", str(50 + visit), start=DAY + visit, end=DAY + visit, lines=())
        for visit in range(40)
    ]
    for visit in (0, 17, 39):
        asked = payment("P77", str(50 + visit), start=DAY + visit, end=DAY + visit, lines=())
        assert one(visits, asked).claim == visits[visit]


def test_a_zero_stands_for_no_number() -> None:
    # RFI 504, 535: 0 comes back where none was sent.
    found = one([claim("0", **other()), claim()], payment("0"))
    assert found.claim is not None
    assert found.claim.control == "HB1146116.3"
    assert found.step is Step.MEMBER


def test_a_claim_sent_again_is_paid_in_its_latest_version() -> None:
    first, again = claim(sent=DAY + 1, batch="B1"), claim(sent=DAY + 9, batch="B2")
    late = claim(sent=DAY + 90, batch="B3")
    assert one([again, late, first], payment()).claim == again


def test_a_claim_to_the_next_payer_is_paid_by_that_payer() -> None:
    primary = claim()
    secondary = claim(payer="LSI07", payers=("LSI07", "BHP03"), responsibility="S", batch="B2")
    by_next = payment(payers=("LSI07",), payer="2", status="2", trace="8", number="S1")
    found = run([secondary, primary], [payment(), by_next])
    assert [item.claim for item in found[:2]] == [primary, secondary]


def test_several_payers_and_several_parts_pay_one_claim() -> None:
    lines = (line(1, "60"), line(2, "40"))
    sent = claim(lines=lines)
    parts = [
        payment("LOST1", "60", lines=lines[:1], number="N1", trace="1"),
        payment("LOST2", "40", lines=lines[1:], number="N2", trace="2"),
        payment("LOST3", "100", lines=lines, number="N3", trace="3", payer="2", status="2"),
    ]
    found = run([sent, claim("A2", **other())], parts)
    assert [item.result for item in found] == [Result.MATCHED] * 3 + [Result.UNPAID]
    assert {item.claim.control for item in found[:3] if item.claim} == {sent.control}


def test_nothing_like_it_is_unmatched() -> None:
    found = one([claim()], payment("LOST", "35.5", **other()))
    assert (found.result, found.candidates) == (Result.UNMATCHED, ())
    assert names(found) == {"claim-not-found"}


def test_claims_without_a_payment_follow() -> None:
    found = run([claim(), claim("A2", **other())], [payment()])
    assert [item.result for item in found] == [Result.MATCHED, Result.UNPAID]
    assert found[1].claim is not None
    assert found[1].claim.control == "A2"


def test_timing_and_payer_stand_out() -> None:
    early = payment(paid_on=DAY + 1, payers=("OTHER",))
    assert names(one([claim()], early)) == {"paid-before-submitted", "payer-differs"}


def test_results_show_no_values() -> None:
    found = one([claim()], payment("hb1146116.3", "35.5"))
    for text in (repr(found), repr(found.payment), repr(found.claim), *map(repr, found.findings)):
        for value in ("1146116", "35.5", "1234567893", "359000001P4"):
            assert value not in text


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_no_order_of_claims_or_payments_decides(seed: int) -> None:
    draw = random.Random(seed)
    lines = (line(control=""),)
    claims = [
        claim(
            f"C{place % 7}",
            str(50 + draw.randrange(3) * 25),
            member=draw.choice(("M1", "M2", "")),
            start=DAY + draw.randrange(3),
            end=DAY + 3,
            lines=lines,
            ordinal=place + 1,
        )
        for place in range(10)
    ]
    payments = [
        payment(
            draw.choice((f"C{place % 7}", "LOST", "C", f"c{place % 5}-1")),
            str(50 + draw.randrange(3) * 25),
            member=draw.choice(("M1", "M2", "")),
            start=DAY + draw.randrange(3),
            end=DAY + 3,
            lines=lines,
            number=f"N{draw.randrange(6)}",
            trace=str(place),
        )
        for place in range(10)
    ]
    expected = paired(run(claims, payments))
    for _ in range(3):
        draw.shuffle(claims)
        draw.shuffle(payments)
        assert paired(run(claims, payments)) == expected


def test_amounts_that_are_written_differently_are_equal() -> None:
    assert one([claim(charge="100.00")], payment("LOST", "1E+2")).step is Step.MEMBER


def test_an_acknowledgment_tells_the_payers_number_before_any_payment() -> None:
    matcher = Matcher()
    matcher.add_payer_number("HB1146116.3", "ICN-900")
    matcher.add_payer_number("NOBODY", "ICN-901")
    matcher.add_payer_number(None, "ICN-902")
    for found in (claim(), claim("A2", **other())):
        matcher.claims.add(found)
    lost = payment("LOST", "60", number="ICN900", lines=(), member="", name=("", ""), file=0)
    matcher.payments.add(lost, 1)
    match = next(matcher.matches())
    assert (match.step, match.claim) == (Step.PAYER_NUMBER, claim())


def test_another_providers_number_needs_the_patient_and_charge_or_dates() -> None:
    theirs = claim(npi="1999999984")
    elsewhere: dict[str, Any] = {"start": DAY - 90, "end": DAY - 90, "lines": ()}
    stranger: dict[str, Any] = {
        "name": ("OAKHOLLOW", "OSBERT"),
        "member": "8XY4JG7XJ25",
        "lines": (),
    }
    assert one([theirs], payment(lines=())).step is Step.CONTROL_NUMBER
    assert one([theirs], payment(charge="35.5", **elsewhere)).step is not Step.CONTROL_NUMBER
    assert one([theirs], payment(**stranger)).step is not Step.CONTROL_NUMBER


def test_a_number_that_was_changed_needs_something_that_agrees() -> None:
    unknown: dict[str, Any] = {
        "member": "",
        "name": ("", ""),
        "lines": (),
        "start": DAY - 90,
        "end": DAY - 90,
    }
    assert one([claim()], payment("hb11461163", "35.5", **unknown)).result is not Result.MATCHED
    assert one([claim()], payment("hb11461163", **unknown)).step is Step.NORMALISED


def test_what_is_likely_and_not_sure_is_shown_and_not_matched() -> None:
    found = one([claim()], payment("LOST", member="", lines=(), npi=""))
    assert (found.result, found.score) == (Result.AMBIGUOUS, -6 + 10 + 7 + 8)


def test_a_reversal_without_a_number_finds_its_claim_though_that_is_paid() -> None:
    taken = payment("LOST", "-100", status="22", number="", trace="T2", paid_on=DAY + 30)
    found = run([claim(), claim("A2", **other())], [payment(number=""), taken])
    assert [item.result for item in found[:2]] == [Result.MATCHED, Result.MATCHED]
    assert found[0].claim == found[1].claim


def test_a_number_of_more_than_a_thousand_claims_tells_nothing() -> None:
    claims = [claim("P77", str(place), lines=(), batch=str(place)) for place in range(1, 1002)]
    asked = payment("P77", "500", lines=(), member="", name=("", ""), npi="")
    assert one(claims[:1000], asked).step is Step.CONTROL_NUMBER
    assert one(claims, asked).step is not Step.CONTROL_NUMBER


def test_decisions_are_told_by_claim() -> None:
    decisions = Decisions(6)
    for number, sent in ((4, 9), (0, 5), (1, 4), (3, 5)):
        decisions.set(number, sent, Step.MEMBER)
    assert list(decisions.by_claim()) == [(4, [1]), (5, [0, 3]), (9, [4])]
    assert [number in decisions for number in range(6)] == [True, True, False, True, True, False]
    assert (decisions.claim(1), decisions.claim(2), decisions.step(3)) == (4, None, Step.MEMBER)
