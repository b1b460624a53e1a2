"""The 999: what is said of transaction sets and groups."""

import pytest

from edi_portal.findings import Severity
from tests.acknowledgments.streams import (
    answer,
    body,
    finding,
    group,
    gs,
    interchange,
    isa,
    lines,
    one_set,
    referee,
    st,
    transaction,
)

WRONG_CODE = finding(
    {"IK304": "8", "IK403": "7"},
    segment="NM1",
    ordinal=8,
    loop="2000B[1]/2010BB[1]",
    element=9,
    data_element="67",
    value="BAD",
    unit=("CLM01", "CLAIM 17"),
)
TIED = finding(
    {"IK304": "8", "IK403": "2"},
    segment="NM1",
    ordinal=8,
    loop="2000B[1]/2010BB[1]",
    element=8,
    component=2,
    repetition=3,
    data_element="66",
)
MISSING = finding({"IK304": "3"}, snip=2, segment="REF", ordinal=9, loop="2000B[1]/2300[2]")


def test_a_whole_file() -> None:
    events = interchange(
        isa(),
        group(
            gs(),
            transaction(st("0001"), WRONG_CODE, TIED, MISSING, finding({"IK502": "4"})),
            transaction(st("0002")),
        ),
        group(
            gs(gs01="HP", gs06="78", gs08="005010X221A1"),
            transaction(st("35681", "835", None)),
        ),
    )
    text = answer(events)
    assert text.splitlines() == [
        "ISA*00*          *00*          *30*RECEIVERID     *ZZ*SENDERID       *250304*0905*^*00501*000000001*0*T*:~",
        "GS*FA*APPRECEIVER*APPSENDER*20250304*0905*1*X*005010X231A1~",
        "ST*999*0001*005010X231A1~",
        "AK1*HC*77*005010X222A1~",
        "AK2*837*0001*005010X222A1~",
        "IK3*NM1*8**8~",
        "CTX*CLM01:CLAIM 17~",
        "IK4*9*67*7*BAD~",
        "IK4*8:2:3*66*2~",
        "CTX*SITUATIONAL TRIGGER*NM1*8~",
        "IK3*REF*9**3~",
        "IK5*R*4*5~",
        "AK2*837*0002*005010X222A1~",
        "IK5*A~",
        "AK9*P*2*2*1~",
        "SE*14*0001~",
        "ST*999*0002*005010X231A1~",
        "AK1*HP*78*005010X221A1~",
        "AK2*835*35681~",
        "IK5*A~",
        "AK9*A*1*1*1~",
        "SE*6*0002~",
        "GE*2*1~",
        "IEA*1*000000001~",
    ]
    assert referee(text) == ""


@pytest.mark.parametrize(
    "silent",
    [
        finding({"IK304": "8", "IK403": "6"}, severity=Severity.WARNING, segment="N3", ordinal=4),
        finding({"IK502": "4"}, severity=Severity.INFO),
        finding({"IK304": "8", "IK403": "7"}, snip=3, segment="CLM", ordinal=4, element=2),
        finding({"IK304": "8", "IK403": "7"}, snip=None, segment="CLM", ordinal=4, element=2),
    ],
    ids=["warning", "information", "balance", "no type"],
)
def test_only_errors_of_types_1_and_2_count(silent: object) -> None:
    assert body(one_set(silent)) == [  # type: ignore[arg-type]
        "AK2*837*0001*005010X222A1",
        "IK5*A",
        "AK9*A*1*1*1",
    ]


def test_segment_and_element_errors_of_one_segment_get_an_ik3_each() -> None:
    late = finding({"IK304": "7"}, segment="NM1", ordinal=8, loop="2000B[1]/2010BB[1]", unit=None)
    assert body(one_set(late, WRONG_CODE))[1:5] == [
        "IK3*NM1*8**7",
        "IK3*NM1*8**8",
        "CTX*CLM01:CLAIM 17",
        "IK4*9*67*7*BAD",
    ]


def test_the_same_segment_missing_twice_is_told_twice() -> None:
    assert body(one_set(MISSING, MISSING)).count("IK3*REF*9**3") == 2


def test_an_element_error_without_an_element_is_an_ik3_alone() -> None:
    empty = finding({"IK304": "8"}, segment="REF", ordinal=5)
    assert body(one_set(empty))[1:-1] == ["IK3*REF*5**8", "IK5*R*5"]


def test_an_element_code_implies_its_segment_code() -> None:
    only = finding({"IK403": "1"}, segment="REF", ordinal=5, element=2)
    assert body(one_set(only))[1:-1] == ["IK3*REF*5**8", "IK4*2**1", "IK5*R*5"]


@pytest.mark.parametrize("segment", [None, "", "R", "REFERENCE", "1ST", "R*F", "N\n1"])
def test_what_is_no_segment_id_is_told_by_ik5_alone(segment: str | None) -> None:
    unnamed = finding({"IK304": "1"}, segment=segment, ordinal=5)
    assert body(one_set(unnamed))[1:-1] == ["IK5*R*5"]


def test_a_lower_case_segment_id_is_told_in_upper_case() -> None:
    assert "IK3*REF*5**1" in body(one_set(finding({"IK304": "1"}, segment="ref", ordinal=5)))


@pytest.mark.parametrize("ordinal", [None, 0, -1, 10**10])
def test_without_a_position_there_is_no_ik3(ordinal: int | None) -> None:
    assert body(one_set(finding({"IK304": "3"}, segment="REF", ordinal=ordinal)))[1:-1] == [
        "IK5*R*5"
    ]


@pytest.mark.parametrize("path", ["2000B[2]/2300[1]", "2000A[1]/2010AA[1]", "HEADER", None])
def test_ik303_stays_empty_as_in_the_examples_of_the_guide(path: str | None) -> None:
    events = one_set(finding({"IK304": "3"}, segment="REF", ordinal=9, loop=path))
    assert "IK3*REF*9**3" in body(events)


def test_codes_outside_of_the_guide_are_not_written_but_still_reject() -> None:
    events = one_set(
        finding({"IK304": "99"}, segment="REF", ordinal=5),
        finding({"IK304": "8", "IK403": "77"}, segment="REF", ordinal=6, element=1),
        finding({"IK502": "14"}),
    )
    assert body(events)[1:] == ["IK3*REF*6**8", "IK5*R*5", "AK9*R*1*1*0"]


def test_an_error_without_any_code_rejects_its_set() -> None:
    assert body(one_set(finding({})))[1:] == ["IK5*R*5", "AK9*R*1*1*0"]


def test_five_codes_in_the_order_of_the_guide() -> None:
    codes = ["I6", "23", "3", "I5", "7", "2", "3"]
    events = one_set(*(finding({"IK502": code}) for code in codes))
    assert "IK5*R*2*3*7*23*I5" in body(events)


@pytest.mark.parametrize(
    "ack",
    [{"IK304": "I6"}, {"IK304": "8", "IK403": "I9"}, {"IK304": "8", "IK403": "7"}],
)
def test_an_unknown_trigger_is_not_made_up(ack: dict[str, str]) -> None:
    events = one_set(finding(ack, segment="REF", ordinal=57, element=2))
    assert not [line for line in body(events) if line.startswith("CTX")]


def test_the_trigger_that_a_finding_names() -> None:
    named = {"CTX02": "CLM", "CTX03": "43", "CTX04": "2000B[1]/2300[1]", "CTX05": "5:3"}
    events = one_set(
        finding({"IK304": "I6"} | named, segment="REF", ordinal=57),
        finding({"IK304": "8", "IK403": "I9"} | named, segment="DTP", ordinal=60, element=3),
    )
    assert body(events)[1:-2] == [
        "IK3*REF*57**I6",
        "CTX*SITUATIONAL TRIGGER*CLM*43**5:3",
        "IK3*DTP*60**8",
        "IK4*3**I9",
        "CTX*SITUATIONAL TRIGGER*CLM*43**5:3",
    ]
    assert referee(answer(events)) == ""


def test_the_trigger_stands_before_the_business_unit() -> None:
    named = {"IK304": "I6", "CTX02": "CLM", "CTX03": "43"}
    events = one_set(finding(named, segment="REF", ordinal=57, unit=("CLM01", "C9")))
    # Not for pyx12 to judge: it counts both against the one business unit.
    assert body(events)[1:-2] == [
        "IK3*REF*57**I6",
        "CTX*SITUATIONAL TRIGGER*CLM*43",
        "CTX*CLM01:C9",
    ]


@pytest.mark.parametrize(
    "unit, expected",
    [
        (("CLM01", "A" * 40), ["CTX*CLM01:" + "A" * 35]),
        (("SUBSCRIBER NAME NM109", " W1 "), ["CTX*SUBSCRIBER NAME NM109:W1"]),
        (("CLM01", "A:B"), []),
        (("CLM01", "A\x1dB"), []),
        (("CLM01", "Ä"), []),
        (("CLM01", "  "), []),
        (("CLP01", "A"), []),
        (None, []),
    ],
)
def test_business_unit(unit: tuple[str, str] | None, expected: list[str]) -> None:
    events = one_set(finding({"IK304": "3"}, segment="REF", ordinal=9, unit=unit))
    assert [line for line in body(events) if line.startswith("CTX")] == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ("BAD", "IK4*2*127*7*BAD"),
        (" BAD  ", "IK4*2*127*7*BAD"),
        ("X" * 120, "IK4*2*127*7*" + "X" * 99),
        ("A^B", "IK4*2*127*7"),
        ("A\nB", "IK4*2*127*7"),
        ("é", "IK4*2*127*7"),
        ("", "IK4*2*127*7"),
        (None, "IK4*2*127*7"),
    ],
)
def test_copy_of_the_faulty_value(value: str | None, expected: str) -> None:
    wrong = finding(
        {"IK304": "8", "IK403": "7"},
        segment="REF",
        ordinal=9,
        element=2,
        data_element="127",
        value=value,
    )
    assert expected in body(one_set(wrong))


def test_no_content_of_the_file_where_the_caller_wants_none() -> None:
    assert body(one_set(WRONG_CODE), include_values=False)[1:3] == [
        "IK3*NM1*8**8",
        "IK4*9*67*7",
    ]


@pytest.mark.parametrize(
    "element, component, repetition, number, expected",
    [
        (5, None, 2, "66", ["IK4*5::2*66*1"]),
        (5, 100, 10_000, "C040", ["IK4*5**1"]),
        (99, 99, 9_999, None, ["IK4*99:99:9999**1"]),
        (100, None, None, "66", []),
        (None, None, None, "66", []),
    ],
)
def test_position_of_ik4(
    element: int | None,
    component: int | None,
    repetition: int | None,
    number: str | None,
    expected: list[str],
) -> None:
    missing = finding(
        {"IK304": "8", "IK403": "1"},
        segment="REF",
        ordinal=9,
        element=element,
        component=component,
        repetition=repetition,
        data_element=number,
    )
    assert [line for line in body(one_set(missing)) if line.startswith("IK4")] == expected


def test_beyond_the_limit_a_set_is_still_rejected() -> None:
    many = [finding({"IK304": "3"}, segment="REF", ordinal=n) for n in range(1, 9)]
    segments = body(one_set(*many, WRONG_CODE, finding({"IK502": "4"})), max_notes=3)
    assert segments[1:] == [
        "IK3*REF*1**3",
        "IK3*REF*2**3",
        "IK3*REF*3**3",
        "IK5*R*4*5",
        "AK9*R*1*1*0",
    ]


def test_the_limit_counts_elements_too() -> None:
    segments = body(one_set(WRONG_CODE, TIED, TIED), max_notes=2)
    assert segments[1:-2] == ["IK3*NM1*8**8", "CTX*CLM01:CLAIM 17", "IK4*9*67*7*BAD"]
    assert body(one_set(WRONG_CODE), max_notes=0)[1:] == ["IK5*R*5", "AK9*R*1*1*0"]


def test_errors_that_were_counted_but_not_told_reject() -> None:
    events = interchange(isa(), group(gs(), transaction(st(), untold=1)))
    assert body(events)[1:] == ["IK5*R*5", "AK9*R*1*1*0"]


def test_a_set_without_its_trailer_is_rejected_also_where_no_finding_says_so() -> None:
    events = interchange(isa(), group(gs(), transaction(st(), closed=False)))
    assert body(events)[1:] == ["IK5*R*2", "AK9*R*1*1*0"]


@pytest.mark.parametrize(
    "received, written",
    [
        ("0001", "0001"),
        ("7", "0007"),
        ("123456789", "123456789"),
        ("1234567890", "123456789"),
        (" 00A1 ", "00A1"),
        ("00*1", "0000"),
        ("", "0000"),
        (None, "0000"),
    ],
)
def test_control_number_of_a_set(received: str | None, written: str) -> None:
    events = one_set(finding({"IK502": "7"}), begin=st(received))
    assert body(events) == [f"AK2*837*{written}*005010X222A1", "IK5*R*7", "AK9*R*1*1*0"]
    assert referee(answer(events)) == ""


@pytest.mark.parametrize("identifier", [None, "", "850", "8*7"])
def test_an_unknown_set_is_named_by_its_group(identifier: str | None) -> None:
    events = one_set(finding({"IK502": "6"}), begin=st(identifier=identifier))
    assert body(events)[0] == "AK2*837*0001*005010X222A1"


@pytest.mark.parametrize(
    "reference, written",
    [
        (None, "AK2*837*0001"),
        ("", "AK2*837*0001"),
        ("004010X098A1", "AK2*837*0001*004010X098A1"),
        ("X" * 36, "AK2*837*0001"),
        ("005010:222", "AK2*837*0001"),
    ],
)
def test_convention_reference_is_repeated_as_sent(reference: str | None, written: str) -> None:
    assert body(one_set(begin=st(reference=reference)))[0] == written


class TestGroups:
    def test_some_rejected(self) -> None:
        events = interchange(
            isa(), group(gs(), transaction(st("0001"), MISSING), transaction(st("0002")))
        )
        assert body(events)[-1] == "AK9*P*2*2*1"

    def test_all_rejected(self) -> None:
        events = interchange(
            isa(), group(gs(), transaction(st("0001"), MISSING), transaction(st("0002"), MISSING))
        )
        assert body(events)[-1] == "AK9*R*2*2*0"

    def test_none_received(self) -> None:
        assert body(interchange(isa(), group(gs()))) == ["AK9*R*0*0*0"]

    @pytest.mark.parametrize("declared, written", [(5, 5), (None, 1), (1_000_000, 1), (-2, 1)])
    def test_declared_count(self, declared: int | None, written: int) -> None:
        wrong = finding({"AK905": "5"})
        events = interchange(isa(), group(gs(), transaction(), [wrong], declared=declared))
        assert body(events) == [f"AK9*R*{written}*1*0*5"]

    def test_a_group_in_error_accepts_no_set_and_names_those_in_error(self) -> None:
        events = interchange(
            isa(),
            group(
                gs(),
                transaction(st("0001")),
                transaction(st("0002"), MISSING),
                transaction(st("0003")),
                [finding({"AK905": "4"})],
            ),
        )
        text = answer(events)
        assert body(events) == [
            "AK2*837*0002*005010X222A1",
            "IK3*REF*9**3",
            "IK5*R*5",
            "AK9*R*3*3*0*4",
        ]
        assert "SE*7*0001~" in text
        assert referee(text) == ""

    def test_an_unknown_guide_rejects_the_group_and_each_set(self) -> None:
        unknown = finding({"IK502": "I5", "AK905": "2"}, snip=2)
        events = interchange(
            isa(), group(gs(), [unknown], transaction(st("0001")), transaction(st("0002")))
        )
        assert body(events)[1::2] == ["IK5*R*I5", "IK5*R*I5"]
        assert body(events)[-1] == "AK9*R*2*2*0*2"

    def test_a_code_for_sets_alone_leaves_the_group_without_a_code(self) -> None:
        unknown = finding({"IK502": "I5"}, snip=2)
        events = interchange(isa(), group(gs(), [unknown], transaction()))
        assert body(events)[1:] == ["IK5*R*I5", "AK9*R*1*1*0"]

    def test_an_unknown_guide_in_one_set_does_not_reject_the_others(self) -> None:
        unknown = finding({"IK502": "I5", "AK905": "2"}, snip=2)
        events = interchange(
            isa(), group(gs(), transaction(st("0001"), unknown), transaction(st("0002")))
        )
        assert body(events)[-1] == "AK9*P*2*2*1"

    def test_a_guide_that_the_group_names_rejects_the_group_wherever_it_is_found(self) -> None:
        unknown = finding({"IK502": "I5", "AK905": "2"}, snip=2)
        events = interchange(isa(), group(gs(gs08="005010X999"), transaction(st(), unknown)))
        assert body(events)[1:] == ["IK5*R*I5", "AK9*R*1*1*0*2"]

    def test_a_group_code_found_within_a_set_is_of_the_group(self) -> None:
        events = interchange(isa(), group(gs(), transaction(st(), finding({"AK905": "3"}))))
        assert body(events) == ["AK9*R*1*1*0*3"]

    def test_stray_content_between_sets_rejects_the_group(self) -> None:
        stray = finding({"TA105": "024", "IK304": "2"}, segment="NM1")
        events = interchange(isa(), group(gs(), transaction(), [stray]))
        assert body(events) == ["AK9*R*1*1*0*5"]

    def test_a_missing_trailer_rejects_also_where_no_finding_says_so(self) -> None:
        events = interchange(isa(), group(gs(), transaction(), closed=False))
        assert body(events) == ["AK9*R*1*1*0*3"]

    def test_five_codes_in_the_order_of_the_guide(self) -> None:
        codes = ["23", "6", "5", "99", "4", "3", "2", "1"]
        events = interchange(
            isa(), group(gs(), transaction(), [finding({"AK905": code}) for code in codes])
        )
        assert body(events) == ["AK9*R*1*1*0*1*2*3*4*5"]

    def test_a_warning_about_a_group_changes_nothing(self) -> None:
        warning = finding({"AK905": "5"}, severity=Severity.WARNING)
        assert body(interchange(isa(), group(gs(), transaction(), [warning])))[-1] == "AK9*A*1*1*1"

    @pytest.mark.parametrize(
        "number, written",
        [("77", "77"), ("000000077", "000000077"), ("", "0"), ("7A", "0"), ("1234567890", "0")],
    )
    def test_control_number(self, number: str, written: str) -> None:
        events = interchange(isa(), group(gs(gs06=number), transaction()))
        assert f"AK1*HC*{written}*005010X222A1" in lines(events)

    @pytest.mark.parametrize(
        "version, written",
        [
            ("004010X098A1", "004010X098A1"),
            ("005010X222A1XX", "005010X222A1"),
            ("5:1", "005010"),
            ("", "005010"),
        ],
    )
    def test_version(self, version: str, written: str) -> None:
        events = interchange(isa(), group(gs(gs08=version), transaction()))
        assert f"AK1*HC*77*{written}" in lines(events)

    def test_an_unknown_group_is_named_by_its_first_set(self) -> None:
        unknown = finding({"AK905": "1"})
        events = interchange(
            isa(), group(gs(gs01="ZZ"), [unknown], transaction(st(identifier="835")))
        )
        text = answer(events)
        assert "AK1*HP*77*005010X222A1~" in text
        assert "AK9*R*1*1*0*1~" in text
        assert referee(text) == ""

    def test_an_unknown_group_whose_first_set_is_unknown_has_no_999(self) -> None:
        events = interchange(
            isa(),
            group(
                gs(gs01="ZZ"),
                transaction(st(identifier="850"), finding({"IK502": "6"})),
                transaction(st()),
            ),
        )
        assert [line[:3] for line in lines(events)] == ["ISA", "TA1", "IEA"]

    def test_a_group_of_acknowledgments_is_not_acknowledged(self) -> None:
        acknowledgments = group(gs(gs01="FA"), transaction(st(identifier="999"), MISSING))
        assert answer(interchange(isa(), acknowledgments)) == ""
        both = lines(interchange(isa(), acknowledgments, group(gs(gs06="78"), transaction())))
        assert [line for line in both if line.startswith("AK1")] == ["AK1*HC*78*005010X222A1"]
