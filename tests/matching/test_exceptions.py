"""What a biller has to look at: each finding of matching, with its place and without values."""

import attrs
import pytest

from edi_portal.catalogue import catalogue
from edi_portal.findings import Finding
from edi_portal.matching.chains import Link, Role
from edi_portal.matching.comparing import compare
from edi_portal.matching.exceptions import Exceptions
from edi_portal.matching.index import MemoryIndex
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.matching.searching import line_key
from tests.matching.made import DAY, claim, line, other, payment, run

Case = tuple[list[ClaimKey], list[PaymentKey]]

_TWINS = [claim("T1", lines=()), claim("T2", lines=(), ordinal=2)]
_NUMBERED = line(1, control="LINE0001")
_SECOND = line(2, "0", control="LINE0002", procedure="HC:1")

CASES: dict[str, Case] = {
    "MAT001": ([claim()], [payment("LOST", "35.5", **other())]),
    "MAT002": (_TWINS, [payment("LOST", lines=())]),
    "MAT003": ([claim()], [payment(charge="35.5", **other())]),
    "MAT004": ([claim()], [payment(name=("THORNHURST", "HANNAH"), member="8XY4JG7XJ25")]),
    "MAT005": ([claim()], [payment(charge="99")]),
    "MAT006": ([claim()], [payment(lines=(line(1), line(2, "9", procedure="HC:1")))]),
    "MAT007": ([claim()], [payment(lines=(line(1, procedure="HC:99212"),))]),
    "MAT008": ([claim(lines=(line(1, modifiers=("25",)),))], [payment()]),
    "MAT009": ([claim()], [payment(), payment()]),
    "MAT010": ([claim()], [payment(), payment(trace="T2", number="ICN2")]),
    "MAT011": ([claim()], [payment(charge="-100", status="22")]),
    "MAT012": ([claim()], [payment(payers=("OTHER",))]),
    "MAT013": ([claim()], [payment(paid_on=DAY + 1)]),
    "MAT014": (
        [
            claim("A1", lines=(_NUMBERED,)),
            claim("A2", "70", lines=(attrs.evolve(_SECOND, place=1),)),
        ],
        [payment("A1", lines=(_NUMBERED, _SECOND))],
    ),
}


def test_there_is_a_case_for_each_code() -> None:
    assert set(CASES) == {code for code in catalogue() if code.startswith("MAT")}


@pytest.mark.parametrize("code", CASES)
def test_it_is_told_alone_at_its_place_and_without_values(code: str) -> None:
    claims, payments = CASES[code]
    found = [item for match in run(claims, payments) for item in match.findings]
    assert [item.code for item in found] == [code]
    place = found[0].location
    assert (place.file, place.segment, place.claim) == ("era.835", "CLP", 1)
    told = repr(found[0]) + str(found[0].as_dict())
    for value in ("LOST", "35.5", "THORNHURST", "620700001", "1146116", "99212"):
        assert value not in told


def test_amounts_are_in_the_data_of_a_report_only() -> None:
    (found,) = run([claim()], [payment(charge="99")])[0].findings
    assert found.value == "99, billed 100"
    assert "99" not in found.message


def test_a_line_of_another_patient_or_without_a_number_is_of_no_claim_that_is_known() -> None:
    sent = claim("A1", lines=(_NUMBERED,))
    stranger = claim("A2", "70", name=("OAKHOLLOW", "OSBERT"), lines=(_SECOND,))
    unnumbered = attrs.evolve(_SECOND, control="")
    for extra in (_SECOND, unnumbered):
        paid = payment("A1", lines=(_NUMBERED, extra))
        found = [item.code for match in run([sent, stranger], [paid]) for item in match.findings]
        assert found == ["MAT006"]


def test_a_line_of_a_claim_found_behind_another_patients_is_still_told() -> None:
    stranger = claim("A0", "70", name=("OAKHOLLOW", "OSBERT"), lines=(_SECOND,))
    claims, payments = CASES["MAT014"]
    found = [item.code for match in run([stranger, *claims], payments) for item in match.findings]
    assert found == ["MAT014"]


def told_of(claims: list[ClaimKey], payments: list[PaymentKey]) -> list[Finding]:
    return [item for match in run(claims, payments) for item in match.findings]


ELEMENTS = {"MAT001": 1, "MAT002": 1, "MAT003": 1, "MAT004": 1, "MAT005": 3, "MAT011": 2}


@pytest.mark.parametrize("code", CASES)
def test_it_points_at_the_element_that_it_is_about(code: str) -> None:
    (found,) = told_of(*CASES[code])
    assert found.location.element == ELEMENTS.get(code)


@pytest.mark.parametrize(
    "status, told",
    [("1", True), ("2", False), ("3", False), ("4", True), ("19", True), ("20", False), ("21", False)],
)  # fmt: skip
def test_a_payer_that_comes_later_may_be_one_the_claim_did_not_know_of(
    status: str, told: bool
) -> None:
    found = told_of([claim()], [payment(payers=("OTHER",), status=status)])
    assert [item.code for item in found] == (["MAT012"] if told else [])


def test_a_claim_may_be_paid_on_the_day_it_was_sent() -> None:
    assert told_of([claim(sent=DAY + 5)], [payment(paid_on=DAY + 5)]) == []
    (found,) = told_of([claim(sent=DAY + 5)], [payment(paid_on=DAY + 4)])
    assert found.code == "MAT013"


@pytest.mark.parametrize("last, first", [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)])
def test_a_line_is_elsewhere_only_with_the_very_same_name(last: int, first: int) -> None:
    (sent, also), payments = CASES["MAT014"]
    stranger = attrs.evolve(also, last=also.last + last, first=also.first + first)
    assert [item.code for item in told_of([sent, stranger], payments)] == ["MAT006"]


@pytest.mark.parametrize("control", ["LINE0001", "LINE0002", "LINE0003"])
def test_what_stands_under_the_key_of_a_line_by_chance_is_not_it(control: str) -> None:
    index = MemoryIndex()
    for file in ("claims.837", "era.835"):
        index.file_number(file)
    sent = claim("A1", lines=(_NUMBERED,))
    index.add(sent)
    index.add(claim("A2", "70", lines=(line(1, control=control),)))
    index.add_key(line_key("LINE0002"), 1)
    paid = payment("A1", lines=(_NUMBERED, _SECOND))
    alone = Link(payment=paid, role=Role.PAYMENT)
    _, found = Exceptions(index).matched(paid, sent, compare(paid, sent), alone)
    code = "MAT014" if control == "LINE0002" else "MAT006"
    assert [item.code for item in found] == [code]


@pytest.mark.parametrize("others, code", [(1, "MAT014"), (16, "MAT014"), (17, "MAT006")])
def test_a_line_number_of_more_than_sixteen_claims_tells_nothing(others: int, code: str) -> None:
    sent = claim("A1", lines=(_NUMBERED,))
    also = [claim(f"B{at}", "70", lines=(_SECOND,), ordinal=at) for at in range(others)]
    found = told_of([sent, *also], [payment("A1", lines=(_NUMBERED, _SECOND))])
    assert [item.code for item in found] == [code]
