from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.errors import UsageError, WriteError
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import read_header
from edi_portal.x12.writer import Isa, Repeated, Value, Writer

AT = datetime(2025, 3, 10, 9, 5, tzinfo=UTC)
OTHER = Delimiters("|", ">", "\n", "!")


def header(**changes: Any) -> Isa:
    given: dict[str, Any] = {"sender": "SENDER", "receiver": "RECEIVER", "at": AT}
    return Isa(**{**given, "control_number": 7, **changes})


@pytest.mark.parametrize(
    "elements, expected",
    [
        (["A"], "X1*A~"),
        (["A", "", ""], "X1*A~"),
        (["", "A"], "X1**A~"),
        ([("A", "B")], "X1*A:B~"),
        ([("A", "", "B", "")], "X1*A::B~"),
        ([["A"]], "X1*A~"),
        (["A", ("", "")], "X1*A~"),
        ([Repeated(["A", "B", ""])], "X1*A^B~"),
        ([Repeated([("A", "1"), ("B", "")])], "X1*A:1^B~"),
        (["A", Repeated([])], "X1*A~"),
        (["N\u00e9"], "X1*N\u00e9~"),
        (["\xc3\xa9"], "X1*\xc3\xa9~"),
    ],
)
def test_segments(elements: Sequence[Value], expected: str) -> None:
    assert Writer(line_end="").segment("X1", elements) == expected


def test_delimiters_and_line_ends() -> None:
    elements: list[Value] = [("A", "B"), Repeated(["C", "D"])]
    assert Writer(OTHER).segment("X1", elements) == "X1|A>B|C!D\n"
    assert Writer(OTHER, "").segment("X1", elements) == "X1|A>B|C!D\n"
    assert Writer(line_end="\r\n").segment("X1", elements) == "X1*A:B*C^D~\r\n"
    assert Writer().segment("X1", elements) == "X1*A:B*C^D~\n"


PRIVATE = "QZJX"


@pytest.mark.parametrize(
    "elements, reference",
    [
        (["A", PRIVATE + "*"], "NM102"),
        ([PRIVATE + ":"], "NM101"),
        ([PRIVATE + "~"], "NM101"),
        ([PRIVATE + "^"], "NM101"),
        ([PRIVATE + "\n"], "NM101"),
        ([PRIVATE + "\x00"], "NM101"),
        ([PRIVATE + "\x7f"], "NM101"),
        (["A", ("B", PRIVATE + ":")], "NM102-2"),
        ([Repeated(["A", PRIVATE + "^"])], "NM101"),
        ([Repeated(["A", ("B", PRIVATE + "*")])], "NM101-2"),
    ],
)
def test_a_value_that_would_not_read_back_is_refused(
    elements: Sequence[Value], reference: str
) -> None:
    with pytest.raises(WriteError) as caught:
        Writer().segment("NM1", elements)
    assert str(caught.value).split()[0] == reference
    assert PRIVATE not in str(caught.value)
    assert PRIVATE not in repr(caught.value)
    assert PRIVATE not in repr(Repeated([PRIVATE]))


def test_only_delimiters_in_use_are_refused() -> None:
    assert Writer(OTHER).segment("X1", ["A*B:C^D~"]) == "X1|A*B:C^D~\n"
    bare = Writer(Delimiters("*", "", "~", ""), "")
    assert bare.segment("X1", ["A:B^C", ["D"], Repeated(["E"])]) == "X1*A:B^C*D*E~"
    for elements in ([("A", "B")], [Repeated(["A", "B"])]):
        with pytest.raises(WriteError, match="X101"):
            bare.segment("X1", elements)


@pytest.mark.parametrize("segment_id", ["", "N", "nm1", "NM1*", "NM1 ", "1NM", "NM12", "N\n"])
def test_a_malformed_id_is_refused(segment_id: str) -> None:
    with pytest.raises(WriteError):
        Writer().segment(segment_id, ["A"])


@pytest.mark.parametrize("elements", [[], [""], ["", ("", "")], [Repeated(["", ""])]])
def test_a_segment_without_values_is_refused(elements: Sequence[Value]) -> None:
    with pytest.raises(WriteError, match="NM1"):
        Writer().segment("NM1", elements)


@pytest.mark.parametrize(
    "delimiters",
    [
        ("*", ":", "*", "^"),
        ("", ":", "~", "^"),
        ("*", ":", "", "^"),
        ("**", ":", "~", "^"),
        ("*", "A", "~", "^"),
        ("*", "0", "~", "^"),
        (" ", ":", "~", "^"),
        ("*", ":", "\t", "^"),
        ("\n", ":", "~", "^"),
        ("*", ":", "~", "\r"),
        ("*", ":", "~", "\xa7"),
    ],
)
def test_delimiters_that_cannot_work(delimiters: tuple[str, str, str, str]) -> None:
    with pytest.raises(UsageError):
        Writer(Delimiters(*delimiters))


def test_a_line_end_that_is_none() -> None:
    with pytest.raises(UsageError):
        Writer(line_end="\n\n")


@given(
    st.lists(
        st.one_of(
            st.text("AB1 .*:~^|\n", max_size=4),
            st.lists(st.text("AB1:", max_size=3), min_size=2, max_size=3),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_reads_back_or_is_refused(elements: list[Value]) -> None:
    try:
        text = Writer(line_end="").segment("X1", elements)
    except WriteError:
        return
    assert text.count("~") == 1
    values = text.rstrip("~").split("*")[1:]
    for at, element in enumerate(elements):
        value = values[at] if at < len(values) else ""
        expected = [element] if isinstance(element, str) else list(element)  # type: ignore[arg-type]
        while expected and not expected[-1]:
            expected.pop()
        assert (value.split(":") if value else []) == expected


def test_isa_has_its_fixed_widths() -> None:
    text = Writer().isa(header(authorization=("03", "CODE"), usage="T"))
    assert text == (
        "ISA*03*CODE      *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
        "*250310*0905*^*00501*000000007*0*T*:~\n"
    )
    assert len(text) == 107
    found = read_header(text + "GS*")
    assert found is not None
    assert found.remarks == ()


def test_isa_names_the_delimiters() -> None:
    found = read_header(Writer(OTHER).isa(header()) + "GS|HC|A|B\n")
    assert found is not None
    assert found.delimiters == OTHER


@pytest.mark.parametrize(
    "changes, reference",
    [
        ({"sender": "S" * 16}, "ISA06"),
        ({"receiver": "R" * 16}, "ISA08"),
        ({"sender_qualifier": "Z"}, "ISA05"),
        ({"receiver_qualifier": "ZZZ"}, "ISA07"),
        ({"authorization": ("00", "A" * 11)}, "ISA02"),
        ({"security": ("", "")}, "ISA03"),
        ({"version": "501"}, "ISA12"),
        ({"control_number": 1_000_000_000}, "ISA13"),
        ({"control_number": -1}, "ISA13"),
        ({"usage": ""}, "ISA15"),
        ({"sender": "A*B"}, "ISA06"),
        ({"receiver": "A\n"}, "ISA08"),
        ({"usage": "~"}, "ISA15"),
    ],
)
def test_a_header_that_does_not_fit(changes: dict[str, Any], reference: str) -> None:
    with pytest.raises(WriteError, match=reference):
        Writer().isa(header(**changes))


def test_a_header_needs_all_four_delimiters() -> None:
    for delimiters in (Delimiters(component=""), Delimiters(repetition="")):
        with pytest.raises(UsageError):
            Writer(delimiters).isa(header())


def test_the_parties_stay_out_of_the_repr() -> None:
    assert "SENDER" not in repr(header())


GS = ("HC", "SENDER", "RECEIVER", "20250310", "0905", "5", "X", "005010X222A1")


def test_trailers_count_and_repeat_control_numbers() -> None:
    writer = Writer(line_end="")

    def claims(number: str, lines: int) -> Any:
        body = (writer.segment("LX", [str(line)]) for line in range(1, lines + 1))
        return writer.transaction("837", number, body, guide="005010X222A1")

    groups = [
        writer.group(GS, [claims("0001", 2), claims("0002", 0)]),
        writer.group((*GS[:5], "6", *GS[6:]), []),
    ]
    text = "".join(writer.interchange(header(), groups, ["TA1*1~"]))
    assert text.split("~")[1:] == [
        "TA1*1",
        "GS*HC*SENDER*RECEIVER*20250310*0905*5*X*005010X222A1",
        "ST*837*0001*005010X222A1",
        "LX*1",
        "LX*2",
        "SE*4*0001",
        "ST*837*0002*005010X222A1",
        "SE*2*0002",
        "GE*2*5",
        "GS*HC*SENDER*RECEIVER*20250310*0905*6*X*005010X222A1",
        "GE*0*6",
        "IEA*2*000000007",
        "",
    ]


def test_the_count_is_of_segments_even_where_a_piece_holds_several() -> None:
    writer = Writer(OTHER)
    lines = list(writer.transaction("835", "0001", ["LX|1\nLX|2\n", "LX|3\n"]))
    assert lines[-1] == "SE|5|0001\n"


def test_an_837_has_st03_and_an_835_has_none() -> None:
    assert next(Writer().transaction("835", "0001", [])) == "ST*835*0001~\n"
