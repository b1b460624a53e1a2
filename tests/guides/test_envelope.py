"""Envelopes: where each finding stands and how it is acknowledged, and what is read on."""

from typing import Any

import pytest

import edi_portal
from edi_portal.event import (
    GroupBegin,
    GroupEnd,
    InterchangeBegin,
    InterchangeEnd,
    TransactionBegin,
    TransactionEnd,
)
from edi_portal.findings import Finding
from tests.build import (
    CLAIM_BODY,
    claim_file,
    encode,
    group,
    insert,
    interchange,
    isa,
    put,
    remittance_file,
    transaction,
)
from tests.guides.test_every_code import CASES, ST

# code, which of its cases: segment, ordinal, number in the file, element; acknowledgment
PLACES: dict[
    tuple[str, int], tuple[tuple[str | None, int | None, int, int | None], dict[str, str]]
] = {
    ("ENV001", 0): (("ISA", None, 1, None), {}),
    ("ENV002", 0): (("ISA", None, 1, None), {"TA105": "022"}),
    ("ENV003", 0): (("ISA", None, 1, None), {}),
    ("ENV004", 0): (("ISA", None, 1, None), {"TA105": "027"}),
    ("ENV005", 0): (("IEA", None, 27, None), {"TA105": "023"}),
    ("ENV006", 0): (("IEA", None, 27, None), {"TA105": "001"}),
    ("ENV007", 0): (("IEA", None, 27, None), {"TA105": "021"}),
    ("ENV008", 0): (("ISA", None, 28, None), {"TA105": "025"}),
    ("ENV009", 0): (("ISA", None, 1, 15), {"TA105": "020"}),
    ("ENV010", 0): (("REF", None, 2, None), {"TA105": "024", "IK304": "1"}),
    ("ENV011", 0): (("REF", None, 26, None), {"TA105": "024", "IK304": "2"}),
    ("ENV012", 0): (("SE", None, 26, None), {"TA105": "024"}),
    ("ENV012", 1): (("GE", None, 27, None), {"TA105": "024"}),
    ("ENV013", 0): (("IEA", None, 27, 1), {"TA105": "021"}),
    ("ENV014", 0): (("TA1", None, 27, None), {"TA105": "024"}),
    ("ENV021", 0): (("GE", None, 26, None), {"AK905": "3", "TA105": "024"}),
    ("ENV022", 0): (("GE", None, 26, None), {"AK905": "4"}),
    ("ENV023", 0): (("GE", None, 26, None), {"AK905": "5"}),
    ("ENV024", 0): (("GS", None, 27, None), {"AK905": "6"}),
    ("ENV025", 0): (("GS", None, 2, 4), {"TA105": "024"}),
    ("ENV026", 0): (("GS", None, 2, None), {"AK905": "1"}),
    ("ENV027", 0): (("ST", 1, 3, None), {"IK502": "I5", "AK905": "2"}),
    ("ENV027", 1): (("ST", 1, 3, None), {"IK502": "I5", "AK905": "2"}),
    ("ENV028", 0): (("ST", 1, 3, None), {}),
    ("ENV031", 0): (("SE", 23, 25, None), {"IK502": "2"}),
    ("ENV032", 0): (("SE", 23, 25, None), {"IK502": "3"}),
    ("ENV033", 0): (("SE", 23, 25, None), {"IK502": "4"}),
    ("ENV034", 0): (("ST", 1, 26, None), {"IK502": "23"}),
    ("ENV035", 0): (("ST", 1, 3, 2), {"IK502": "7"}),
    ("ENV036", 0): (("ST", 1, 3, None), {"IK502": "6"}),
    ("ENV037", 0): (("ST", 1, 3, None), {"IK502": "I6"}),
    ("ENV038", 0): (("SE", 23, 25, None), {"IK502": "5", "IK304": "8"}),
}


def test_every_envelope_code_has_a_place() -> None:
    assert {code for code, _ in PLACES} == {code for code in CASES if code.startswith("ENV")}


@pytest.mark.parametrize("code, which", PLACES)
def test_place_and_acknowledgment(code: str, which: int) -> None:
    data, _, options = CASES[code][which]
    finding = edi_portal.validate(data=data, **options).findings[-1]
    place = finding.location
    expected, ack = PLACES[code, which]
    assert (place.segment, place.ordinal, place.segment_in_file, place.element) == expected
    assert dict(finding.ack) == ack


@pytest.mark.parametrize(
    "element, value, code",
    [
        (1, "99", "010"),
        (3, "99", "012"),
        (5, "!!", "005"),
        (7, "!!", "007"),
        (9, "251399", "014"),
        (10, "2460", "015"),
        (12, "00601", "017"),
        (13, "ABCDEFGHI", "018"),
        (14, "5", "019"),
        (15, "X", "020"),
    ],
)
def test_a_fault_in_isa_has_its_own_note(element: int, value: str, code: str) -> None:
    values = isa().split("*")
    values[element] = value
    segments = put(claim_file(), "ISA", "*".join(values))
    if element == 13:
        segments = put(segments, "IEA", f"IEA*1*{value}")
    first, *others = edi_portal.validate(data=encode(segments)).findings
    assert (first.code, first.location.element) == ("ENV009", element)
    assert dict(first.ack) == {"TA105": code}
    assert [item.code for item in others] == (["ENV013"] if element == 13 else [])


def codes(segments: list[str], **options: Any) -> list[str]:
    found = edi_portal.validate(data=encode(segments), **options).findings
    return [item.code for item in found]


def test_what_follows_a_broken_envelope_is_read() -> None:
    second = put(claim_file(), "HI")
    for damage in ("IEA", "GE", "SE", "GS", "ST"):
        found = edi_portal.validate(data=encode(put(claim_file(), damage)) + encode(second))
        assert "SEG003" in [item.code for item in found.findings], damage
        assert found.counts.interchanges == 2


def test_trailers_that_all_are_missing_are_one_finding() -> None:
    assert codes(claim_file()[:-3]) == ["ENV031"]
    assert codes(claim_file()[:-2]) == ["ENV021"]
    assert codes(claim_file()[:-1]) == ["ENV005"]


def test_a_cut_file_says_so_for_everything_left_open() -> None:
    (found,) = edi_portal.validate(data=encode(claim_file()[:-3])).findings
    assert dict(found.ack) == {"IK502": "2", "AK905": "3", "TA105": "023"}


@pytest.mark.parametrize("where", ["ST", "GE", "IEA"])
def test_se_is_missing_before_any_envelope_segment(where: str) -> None:
    one = ST[:-1]
    two = transaction(CLAIM_BODY, number="0002", reference="005010X222A1")
    segments = interchange(group(one, two)) if where == "ST" else interchange(group(one))
    if where == "IEA":
        segments = put(segments, "GE")
        assert codes(segments) == ["ENV031", "ENV021"]
    else:
        assert codes(segments) == ["ENV031"]


def test_numbers_are_compared_within_their_level() -> None:
    st = ST
    other = transaction(CLAIM_BODY, number="0002", reference="005010X222A1")
    assert codes(interchange(group(st, other))) == []
    assert codes(interchange(group(st), group(st, number="102"))) == []
    two = encode(interchange(group(st))) + encode(interchange(group(st), number="000000102"))
    assert edi_portal.validate(data=two).findings == ()
    from_another = encode(put(claim_file(), "ISA", isa(sender="OTHER")))
    assert edi_portal.validate(data=encode(claim_file()) + from_another).findings == ()


def test_counts_do_not_depend_on_what_was_wrong_inside() -> None:
    broken = insert(claim_file(), "HI", "ZZZ*1", "toolong*1")
    assert codes(broken) == ["SEG001", "SEG010", "ENV033"]
    (finding,) = edi_portal.validate(data=encode(put(claim_file(), "SE", "SE*24*0001"))).findings
    assert "23 were read" in finding.message


def test_an_empty_segment_does_not_count() -> None:
    assert codes(insert(claim_file(), "HI", "", "")) == ["SEG013"]


@pytest.mark.parametrize("version", ["005010X222", "005010X222A2"])
def test_an_alias_is_told_once_for_a_group(version: str) -> None:
    sets = [
        transaction(CLAIM_BODY, number=number, reference=version) for number in ("0001", "0002")
    ]
    report = edi_portal.validate(data=encode(interchange(group(*sets, version=version))))
    assert [item.code for item in report.findings] == ["ENV028"]
    assert "005010X222A1" in report.findings[0].message
    assert report.ok
    assert report.counts.guides == {"005010X222A1": 2}


def test_st03_may_name_an_alias() -> None:
    assert codes(claim_file(reference="005010X222")) == []
    assert codes(claim_file(version="005010X222", reference="005010X222A1")) == ["ENV028"]


def test_a_4010_file_is_refused_unless_asked_for() -> None:
    segments = put(claim_file(version="004010X098A1"), "ISA", isa(version="00401", repetition="U"))
    refused = edi_portal.validate(data=encode(segments))
    assert [item.code for item in refused.findings] == ["ENV027"]
    assert refused.counts.guides == {"unknown": 1}
    checked = edi_portal.validate(data=encode(segments), legacy=True)
    assert checked.counts.guides == {"004010X098A1": 1}
    assert "ENV027" not in [item.code for item in checked.findings]
    assert checked.findings, "a 5010 claim is no 4010 claim"


def test_an_unknown_transaction_set_is_still_counted() -> None:
    inner = transaction(["BIG*20250310*1"], identifier="810")
    segments = interchange(group(inner, identifier="IN", version="004010"))
    assert codes(segments) == ["ENV027"]
    assert codes(put(segments, "SE", "SE*9*0001")) == ["ENV027", "ENV033"]
    assert codes(put(segments, "BIG", "BIG*1*")) == ["ENV027", "SEG012"]


def test_ta1_stands_before_the_first_group() -> None:
    ta1 = "TA1*000000101*250310*0915*A*000"
    assert codes(insert(remittance_file(), "GS", ta1)) == []
    assert codes([isa(), ta1, ta1, "IEA*0*000000101"]) == []
    (found,) = edi_portal.validate(data=encode([isa(), "TA1*1", "IEA*0*000000101"])).findings[:1]
    assert found.code == "ENV013"


def test_events_nest_and_pair_up() -> None:
    data = encode(claim_file()[:-3]) + encode(claim_file()[:-2]) + encode(remittance_file())
    open_: list[object] = []
    seen: list[str] = []
    for event in edi_portal.events(data=data):
        if isinstance(event, InterchangeBegin | GroupBegin | TransactionBegin):
            open_.append(event)
        elif isinstance(event, InterchangeEnd | GroupEnd | TransactionEnd):
            assert event.begin is open_.pop()
            seen.append(f"{type(event).__name__} {event.closed}")
        else:
            assert isinstance(event, Finding)
    assert open_ == []
    assert seen == [
        *("TransactionEnd False", "GroupEnd False", "InterchangeEnd False"),
        *("TransactionEnd True", "GroupEnd False", "InterchangeEnd False"),
        *("TransactionEnd True", "GroupEnd True", "InterchangeEnd True"),
    ]


def test_what_a_transaction_end_counts() -> None:
    broken = put(put(claim_file(), "LX", "LX*9"), "N3", "N3*A ")
    ends = [
        event
        for event in edi_portal.events(data=encode(broken) + encode(claim_file()))
        if isinstance(event, TransactionEnd)
    ]
    assert [(end.segments, end.claims, end.errors, end.warnings) for end in ends] == [
        (23, 1, 1, 1),
        (23, 1, 0, 0),
    ]
