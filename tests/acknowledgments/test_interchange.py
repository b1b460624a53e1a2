"""TA1, envelopes and addresses of the answer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from edi_portal.acknowledgments import acknowledge
from edi_portal.errors import UsageError
from edi_portal.event import Event
from edi_portal.findings import Severity
from edi_portal.x12.delimiters import Delimiters
from tests.acknowledgments.streams import (
    AS_OF,
    answer,
    finding,
    group,
    gs,
    interchange,
    isa,
    lines,
    one_set,
    referee,
    split,
    st,
    transaction,
)


def ids(segments: list[str]) -> list[str]:
    return [line.split("*")[0] for line in segments]


def ta1(events: list[Event], **options: Any) -> list[str]:
    return [line for line in lines(events, **options) if line.startswith("TA1")]


WITH_GROUP = ["ISA", "TA1", "GS", "ST", "AK1", "AK2", "IK5", "AK9", "SE", "GE", "IEA"]


class TestWhenTa1IsWritten:
    @pytest.mark.parametrize(
        "isa14, option, expected",
        [
            ("0", "auto", 0),
            ("1", "auto", 1),
            ("0", "always", 1),
            ("1", "always", 1),
            ("0", "never", 0),
            ("1", "never", 0),
        ],
    )
    def test_without_errors(self, isa14: str, option: str, expected: int) -> None:
        events = interchange(isa(isa14=isa14), group(gs(), transaction()))
        expected_lines = ["TA1*000000905*250303*1705*A*000"] * expected
        assert ta1(events, ta1=option) == expected_lines

    def test_it_stands_before_the_groups(self) -> None:
        events = interchange(isa(isa14="1"), group(gs(), transaction()))
        assert ids(lines(events)) == WITH_GROUP
        assert referee(answer(events)) == ""

    def test_an_error_asks_for_one(self) -> None:
        events = interchange(isa(), group(gs(), transaction()), [finding({"TA105": "021"})])
        assert lines(events)[1:] == ["TA1*000000905*250303*1705*R*021", "IEA*0*000000001"]

    def test_never_leaves_a_rejected_interchange_without_an_answer(self) -> None:
        events = interchange(isa(), group(gs(), transaction()), [finding({"TA105": "021"})])
        assert answer(events, ta1="never") == ""

    def test_an_interchange_without_groups_is_answered_on_request_only(self) -> None:
        assert answer(interchange(isa(isa14="1"))) == ""
        assert ids(lines(interchange(isa()), ta1="always")) == ["ISA", "TA1", "IEA"]

    def test_an_interchange_without_groups_is_answered_where_it_is_in_error(self) -> None:
        events = interchange(isa(), [finding({"TA105": "024"}, segment="NM1")])
        assert lines(events)[1] == "TA1*000000905*250303*1705*R*024"


class TestVerdict:
    @pytest.mark.parametrize(
        "code",
        [
            *(f"{number:03}" for number in range(1, 14)),
            *("016", "017", "018"),
            *(f"{number:03}" for number in range(20, 28)),
        ],
    )
    def test_an_envelope_that_cannot_be_trusted_is_rejected_whole(self, code: str) -> None:
        events = interchange(isa(), group(gs(), transaction()), [finding({"TA105": code})])
        assert ids(lines(events)) == ["ISA", "TA1", "IEA"]
        assert ta1(events) == [f"TA1*000000905*250303*1705*R*{code}"]

    @pytest.mark.parametrize("code", ["014", "015", "019", "028", "029", "030", "031"])
    def test_what_decides_nothing_is_noted(self, code: str) -> None:
        events = interchange(isa(), group(gs(), transaction()), [finding({"TA105": code})])
        assert ids(lines(events)) == WITH_GROUP
        assert ta1(events) == [f"TA1*000000905*250303*1705*E*{code}"]
        assert "AK9*A*1*1*1" in lines(events)

    def test_content_in_a_group_is_the_groups_affair(self) -> None:
        stray = finding({"TA105": "024", "IK304": "2"}, segment="NM1")
        events = interchange(isa(), group(gs(), transaction(), [stray]))
        assert ta1(events) == ["TA1*000000905*250303*1705*E*024"]
        assert "AK9*R*1*1*0*5" in lines(events)

    def test_a_misplaced_ta1_loses_nothing(self) -> None:
        misplaced = finding({"TA105": "024"}, segment="TA1")
        events = interchange(isa(), group(gs(), transaction()), [misplaced])
        assert ta1(events) == ["TA1*000000905*250303*1705*E*024"]
        assert "AK9*A*1*1*1" in lines(events)

    def test_the_code_that_rejects_goes_before_one_that_is_noted(self) -> None:
        found = [finding({"TA105": code}) for code in ("014", "021", "001")]
        events = interchange(isa(), group(gs(), transaction()), found)
        assert ta1(events) == ["TA1*000000905*250303*1705*R*021"]

    def test_a_fault_found_inside_a_set_does_not_reject_the_set(self) -> None:
        early = finding({"TA105": "014"})
        assert "IK5*A" in lines(one_set(early))
        assert ta1(one_set(early)) == ["TA1*000000905*250303*1705*E*014"]

    def test_a_fault_of_the_envelope_found_inside_a_group_does_not_reject_the_group(self) -> None:
        events = interchange(isa(), group(gs(), transaction(), [finding({"TA105": "014"})]))
        assert "AK9*A*1*1*1" in lines(events)

    @pytest.mark.parametrize(
        "silent",
        [
            finding({"TA105": "021"}, severity=Severity.WARNING),
            finding({"TA105": "021"}, snip=7),
            finding({"TA105": "099"}),
            finding({}),
        ],
        ids=["warning", "other type", "unknown code", "no code"],
    )
    def test_what_does_not_count(self, silent: object) -> None:
        events = interchange(isa(isa14="1"), [silent], group(gs(), transaction()))  # type: ignore[list-item]
        assert ta1(events) == ["TA1*000000905*250303*1705*A*000"]

    def test_a_missing_trailer_rejects_also_where_no_finding_says_so(self) -> None:
        events = interchange(isa(), group(gs(), transaction()), closed=False)
        assert lines(events)[1:] == ["TA1*000000905*250303*1705*R*023", "IEA*0*000000001"]

    def test_a_group_that_no_999_can_name(self) -> None:
        other = group(gs(gs01="PO"), transaction(st(identifier="850")))
        alone = interchange(isa(), other)
        assert lines(alone)[1:] == ["TA1*000000905*250303*1705*R*024", "IEA*0*000000001"]
        beside = interchange(isa(), other, group(gs(), transaction()))
        assert ids(lines(beside)) == WITH_GROUP
        assert ta1(beside) == ["TA1*000000905*250303*1705*E*024"]


class TestReceivedHeader:
    @pytest.mark.parametrize(
        "changes, expected",
        [
            ({"isa13": "905"}, "TA1*000000905*250303*1705"),
            ({"isa13": ""}, "TA1*000000000*250303*1705"),
            ({"isa13": "1234567890"}, "TA1*000000000*250303*1705"),
            ({"isa13": "00000000A"}, "TA1*000000000*250303*1705"),
            ({"isa09": "250230"}, "TA1*000000905*250304*1705"),
            ({"isa09": "20250303"}, "TA1*000000905*250304*1705"),
            ({"isa10": "2460"}, "TA1*000000905*250303*0905"),
            ({"isa10": "9"}, "TA1*000000905*250303*0905"),
        ],
    )
    def test_what_cannot_be_repeated(self, changes: dict[str, str], expected: str) -> None:
        events = interchange(isa(**changes), group(gs(), transaction()))
        text = answer(events, ta1="always")
        assert expected + "*A*000~" in text
        assert referee(text) == ""

    def test_usage_indicator_is_kept(self) -> None:
        for received, written in (("P", "P"), ("T", "T"), ("I", "I"), ("X", "P"), ("", "P")):
            text = answer(interchange(isa(isa15=received), group(gs(), transaction())))
            assert next(split(text))[15] == written

    def test_a_header_cut_short(self) -> None:
        begin = isa()
        short = type(begin)(
            control_number=None, version=None, delimiters="*", elements=begin.elements[:5]
        )
        events = interchange(short, [finding({"TA105": "022"})])
        assert lines(events)[:2] == [
            "ISA*00*          *00*          *ZZ*UNKNOWN        *ZZ*UNKNOWN        *250304*0905*^*00501*000000001*0*P*:",
            "TA1*000000000*250304*0905*R*022",
        ]

    def test_qualifiers_that_are_none(self) -> None:
        text = answer(interchange(isa(isa05="z", isa07="14"), group(gs(), transaction())))
        header = next(split(text))
        assert (header[5], header[7]) == ("14", "ZZ")


class TestAddresses:
    def test_groups_between_the_same_partners_share_one(self) -> None:
        events = interchange(
            isa(),
            group(gs(gs06="1"), transaction()),
            group(gs(gs06="2"), transaction()),
            group(gs(gs06="3", gs02="OTHER"), transaction()),
        )
        text = answer(events, control_number=40)
        assert [line for line in text.splitlines() if line[:2] in ("GS", "GE", "ST")] == [
            "GS*FA*APPRECEIVER*APPSENDER*20250304*0905*40*X*005010X231A1~",
            "ST*999*0001*005010X231A1~",
            "ST*999*0002*005010X231A1~",
            "GE*2*40~",
            "GS*FA*APPRECEIVER*OTHER*20250304*0905*41*X*005010X231A1~",
            "ST*999*0001*005010X231A1~",
            "GE*1*41~",
        ]
        assert "IEA*2*000000040~" in text
        assert referee(text) == ""

    @pytest.mark.parametrize("code", ["", "A", "A" * 16, "A\x07B", "Ä1"])
    def test_an_application_code_that_cannot_be_repeated_is_the_interchange_id(
        self, code: str
    ) -> None:
        events = interchange(isa(), group(gs(gs02=code), transaction()))
        assert lines(events)[1].startswith("GS*FA*APPRECEIVER*SENDERID*")

    def test_an_id_too_short_for_an_application_code(self) -> None:
        events = interchange(isa(isa06="A"), group(gs(gs02=""), transaction()))
        assert lines(events)[1].startswith("GS*FA*APPRECEIVER*UNKNOWN*")

    def test_characters_that_x12_cannot_carry_become_blanks(self) -> None:
        events = interchange(isa(isa06="A\x00Bé  "), group(gs(), transaction()))
        assert next(split(answer(events)))[8] == "A B            "


class TestDelimiters:
    def test_the_callers(self) -> None:
        wanted = Delimiters(element="|", component=">", terminator="\n", repetition="!")
        bad = finding(
            {"IK304": "8", "IK403": "7"},
            segment="REF",
            ordinal=9,
            element=2,
            component=1,
            value="A*B:C~D",
        )
        text = answer(one_set(bad), delimiters=wanted)
        assert text[82] == "!"
        assert "IK4|2>1||7|A*B:C~D\nIK5|R|5\n" in text
        assert "\n\n" not in text
        assert referee(text) == ""

    def test_an_id_that_contains_one_changes_it(self) -> None:
        begin = isa(delimiters="|>~!", isa06="A*B:C".ljust(15), isa08="R^S~T".ljust(15))
        text = answer(interchange(begin, group(gs(gs02="X|Y"), transaction())))
        header = next(split(text))
        assert text[3] == "|"
        assert text[105] not in "*:^~|>"
        assert (header[8], header[6]) == ("A*B:C".ljust(15), "R^S~T".ljust(15))
        assert referee(text) == ""

    def test_what_replaces_one_is_in_no_id_either(self) -> None:
        begin = isa(delimiters="", isa06="A*!B", isa08='C"#D')
        text = answer(interchange(begin, group(gs(), transaction())))
        header = next(split(text))
        assert text[3] == "$"
        assert (header[8].strip(), header[6].strip()) == ("A*!B", 'C"#D')

    def test_where_no_mark_is_free_ids_lose_theirs(self) -> None:
        marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
        begin = isa(isa06=marks[:15], isa08=marks[15:30])
        text = answer(interchange(begin, group(gs(), transaction())))
        assert referee(text) == ""

    def test_line_end(self) -> None:
        events = one_set()
        assert answer(events, line_end="").count("\n") == 0
        assert answer(events, line_end="\r\n").count("~\r\n") == len(lines(events))


class TestSeveralInterchanges:
    def test_each_has_an_answer_of_its_own(self) -> None:
        first = interchange(isa(isa13="000000011"), group(gs(), transaction()))
        silent = interchange(isa(isa13="000000012"))
        third = interchange(isa(isa13="000000013", isa06="THIRD"), group(gs(), transaction()))
        text = answer([*first, *silent, *third], control_number=999_999_999)
        segments = list(split(text))
        assert [s[13] for s in segments if s[0] == "ISA"] == ["999999999", "000000001"]
        assert [s[6] for s in segments if s[0] == "GS"] == ["999999999", "1"]
        assert [s[2] for s in segments if s[0] == "IEA"] == ["999999999", "000000001"]
        assert referee(text) == ""

    def test_an_error_of_one_does_not_touch_the_next(self) -> None:
        first = interchange(isa(), group(gs(), transaction()), [finding({"TA105": "001"})])
        second = interchange(isa(isa13="000000906"), group(gs(), transaction()))
        segments = lines([*first, *second])
        assert segments.count("AK9*A*1*1*1") == 1
        assert len([line for line in segments if line.startswith("TA1")]) == 1


class TestStream:
    def test_an_answer_follows_its_interchange_at_once(self) -> None:
        taken = []

        def events() -> Iterator[Event]:
            for event in one_set() + one_set():
                taken.append(event)
                yield event

        answers = acknowledge(events(), as_of=AS_OF)
        assert not taken
        assert next(answers).startswith("ISA")
        assert len(taken) == len(one_set())
        answers.close()  # type: ignore[attr-defined]

    def test_content_without_an_envelope_is_not_acknowledged(self) -> None:
        assert answer([finding({"TA105": "022"}), *transaction()]) == ""
        assert answer(group(gs(), transaction())) == ""
        assert answer([]) == ""

    def test_content_between_interchanges_belongs_to_none(self) -> None:
        stray = finding({"TA105": "022"})
        assert ta1([stray, *one_set(), stray]) == []


@pytest.mark.parametrize(
    "options",
    [
        {"control_number": 0},
        {"control_number": 1_000_000_000},
        {"ta1": "sometimes"},
        {"max_notes": -1},
        {"line_end": " "},
        {"delimiters": Delimiters(component="")},
        {"delimiters": Delimiters(component="*")},
        {"delimiters": Delimiters(element="A")},
        {"delimiters": Delimiters(element=" ")},
        {"delimiters": Delimiters(repetition="\x1d")},
        {"delimiters": Delimiters(terminator="Z")},
        {"delimiters": Delimiters(terminator="é")},
        {"delimiters": Delimiters(terminator="~~")},
    ],
)
def test_arguments_out_of_range_are_refused_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        acknowledge([], as_of=AS_OF, **options)


def test_the_clock_is_the_callers() -> None:
    text = "".join(
        acknowledge(one_set(), as_of=datetime(1999, 12, 31, 23, 59, 58))  # noqa: DTZ001
    )
    assert "*991231*2359*^" in text
    assert "*19991231*2359*1*X*" in text
