"""Whatever was found, the acknowledgment is valid X12 under its own guide."""

import xml.etree.ElementTree as ET
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edi_portal import events as read_events
from edi_portal import validate
from edi_portal.acknowledgments.group import GROUP_CODES, SET_CODES, SETS_OF_GROUPS
from edi_portal.acknowledgments.notes import ELEMENT_CODES, SEGMENT_CODES, UNITS
from edi_portal.event import Event
from edi_portal.findings import Finding, Severity
from tests.acknowledgments.streams import (
    finding,
    group,
    gs,
    interchange,
    interchanges_of,
    isa,
    referee,
    split,
    st,
    transaction,
)


@cache
def codes(element: str) -> frozenset[str]:
    """The codes that pyx12's map of the 999 lists for an element."""
    text = files("pyx12").joinpath("map/999.5010X231.A1.xml").read_bytes()
    nodes = ET.fromstring(text).findall(f".//element[@xid='{element}']")  # noqa: S314
    return frozenset(code.text or "" for node in nodes for code in node.iter("code"))


@pytest.mark.parametrize(
    "ours, element",
    [
        (SEGMENT_CODES, "IK304"),
        (ELEMENT_CODES, "IK403"),
        (SET_CODES, "IK502"),
        (SET_CODES, "IK506"),
        (GROUP_CODES, "AK905"),
        (GROUP_CODES, "AK909"),
        (frozenset(SETS_OF_GROUPS), "AK101"),
        (frozenset(SETS_OF_GROUPS.values()), "AK201"),
        (UNITS | {"SITUATIONAL TRIGGER"}, "CTX01-01"),
    ],
)
def test_code_lists_are_those_of_the_guide(ours: frozenset[str], element: str) -> None:
    assert ours == codes(element)


anything = some.text(max_size=40)
tame = some.text("ABC019 :*^~|", max_size=40)
junk_code = some.sampled_from(["", "0", "99", "I99"])


def code(allowed: frozenset[str]) -> some.SearchStrategy[str]:
    return some.sampled_from(sorted(allowed)) | junk_code


acks = some.fixed_dictionaries(
    {},
    optional={
        "IK304": code(SEGMENT_CODES),
        "IK403": code(ELEMENT_CODES),
        "IK502": code(SET_CODES),
        "AK905": code(GROUP_CODES),
        "TA105": some.sampled_from(["014", "024", "099"]),
    },
)
triggers = some.sampled_from(
    [{}, {"CTX02": "CLM", "CTX03": "43", "CTX04": "2300", "CTX05": "5:3"}, {"CTX02": "x"}]
)
numbers = some.none() | some.integers(-1, 120)
paths = some.sampled_from([None, "HEADER", "1000A[1]", "2000B[2]/2010BB[1]", "ST_LOOP", "", "[1]"])


@some.composite
def findings(draw: some.DrawFn) -> Finding:
    trigger = draw(triggers)
    # pyx12 counts the two kinds of CTX as one, so it gets no segment with both.
    name = "" if trigger else draw(some.sampled_from(sorted(UNITS)) | anything)
    return finding(
        draw(acks) | trigger,
        severity=draw(some.sampled_from(Severity)),
        snip=draw(some.sampled_from([None, 1, 2, 3])),
        data_element=draw(some.none() | some.sampled_from(["67", "C003", "", "12345"]) | anything),
        value=draw(some.none() | tame | anything),
        unit=(name, draw(tame | anything)) if name else None,
        segment=draw(some.none() | some.sampled_from(["NM1", "N3", "nm1", "TA1", "X"]) | anything),
        ordinal=draw(some.none() | some.integers(-1, 999_999)),
        loop=draw(paths | anything),
        element=draw(numbers),
        component=draw(numbers),
        repetition=draw(numbers),
    )


some_findings = some.lists(findings(), max_size=4)


@some.composite
def transactions(draw: some.DrawFn) -> list[Event]:
    begin = st(
        number=draw(some.sampled_from(["0001", "0002", "1", None]) | tame | anything),
        identifier=draw(some.sampled_from(["837", "835", "850", None]) | anything),
        reference=draw(some.sampled_from(["005010X222A1", None]) | tame | anything),
    )
    return transaction(
        begin,
        *draw(some_findings),
        closed=draw(some.booleans()),
        untold=draw(some.integers(0, 1)),
    )


@some.composite
def groups(draw: some.DrawFn) -> list[Event]:
    begin = gs(
        gs01=draw(some.sampled_from(["HC", "HP", "FA", "ZZ"])),
        gs02=draw(some.sampled_from(["APP", "A"]) | tame | anything),
        gs03=draw(some.sampled_from(["APP", "A"]) | tame | anything),
        gs06=draw(some.sampled_from(["1", "000000002", "X"]) | anything),
        gs08=draw(some.sampled_from(["005010X222A1", ""]) | tame | anything),
    )
    return group(
        begin,
        draw(some_findings),
        *draw(some.lists(transactions(), max_size=3)),
        draw(some_findings),
        declared=draw(some.none() | some.integers(-1, 2_000_000)),
        closed=draw(some.booleans()),
    )


@some.composite
def interchanges(draw: some.DrawFn) -> list[Event]:
    begin = isa(
        delimiters=draw(some.sampled_from(["*:~^", "|>~!", "", "*:\n"])),
        isa05=draw(some.sampled_from(["ZZ", "01", "30"])),
        isa06=draw(some.sampled_from(["SENDER", ""]) | tame | anything),
        isa08=draw(some.sampled_from(["RECEIVER", ""]) | tame | anything),
        isa09=draw(some.sampled_from(["250303", "250230"]) | anything),
        isa10=draw(some.sampled_from(["1705", "2400"]) | anything),
        isa13=draw(some.sampled_from(["000000905", "7"]) | anything),
        isa14=draw(some.sampled_from(["0", "1", ""])),
        isa15=draw(some.sampled_from(["P", "T", ""]) | anything),
    )
    return interchange(
        begin,
        draw(some_findings),
        *draw(some.lists(groups(), max_size=3)),
        draw(some_findings),
        closed=draw(some.booleans()),
    )


streams = some.lists(interchanges(), min_size=1, max_size=2).map(
    lambda parts: [event for part in parts for event in part]
)
modes = some.sampled_from(["auto", "always", "never"])


def check(text: str) -> None:
    """Counts, order and control numbers of an interchange, read by other means than pyx12."""
    isa_segment, *content, iea = split(text)
    assert [len(element) for element in isa_segment[1:]] == LENGTHS_OF_ISA
    assert text[:106].count(text[105]) == 1
    rejected = False
    if content and content[0][0] == "TA1":
        _, number, date, time, status, code = content.pop(0)
        assert (len(number), len(date), len(time), len(code)) == (9, 6, 4, 3)
        assert (status == "A") == (code == "000")
        rejected = status == "R"
    numbers = []
    while content:
        end = [segment[0] for segment in content].index("GE")
        check_group(content[: end + 1])
        numbers.append(content[0][6])
        del content[: end + 1]
    assert len(set(numbers)) == len(numbers)
    assert not (rejected and numbers)
    assert iea == ["IEA", str(len(numbers)), isa_segment[13]]


LENGTHS_OF_ISA = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]


def check_group(segments: list[list[str]]) -> None:
    """One GS*FA with its 999s."""
    begin, *content, end = segments
    assert begin[0] == "GS"
    assert end == ["GE", str(sum(segment[0] == "ST" for segment in content)), begin[6]]
    numbers = []
    while content:
        last = [segment[0] for segment in content].index("SE")
        check_set(content[: last + 1])
        numbers.append(content[0][2])
        assert content[last] == ["SE", str(last + 1), numbers[-1]]
        del content[: last + 1]
    assert numbers
    assert len(set(numbers)) == len(numbers)


FOLLOWERS = {
    "ST": {"AK1"},
    "AK1": {"AK2", "AK9"},
    "AK2": {"IK3", "IK5"},
    "IK3": {"CTX", "IK3", "IK4", "IK5"},
    "IK4": {"CTX", "IK3", "IK4", "IK5"},
    "CTX": {"CTX", "IK3", "IK4", "IK5"},
    "IK5": {"AK2", "AK9"},
    "AK9": {"SE"},
}


def check_set(segments: list[list[str]]) -> None:
    """Order and meaning of the segments of one 999."""
    for before, after in pairwise(segments):
        assert after[0] in FOLLOWERS[before[0]]
        if after[0] == "IK4":
            assert before[0] in {"IK3", "IK4", "CTX"}
    status, included, received, accepted, *errors = segments[-2][1:]
    statuses = [segment[1] for segment in segments if segment[0] == "IK5"]
    assert int(accepted) == statuses.count("A")
    assert len(statuses) <= int(received)
    assert 0 <= int(included) <= 999_999
    if status == "A":
        assert int(accepted) == int(received) == len(statuses)
    elif status == "P":
        assert 0 < int(accepted) < int(received) == len(statuses)
    else:
        assert status == "R"
        assert accepted == "0"
    assert status == "R" or not errors
    for current in segments:
        if current[0] == "IK5":
            assert (current[1] == "A") <= (len(current) == 2)


@given(streams, modes, some.integers(1, 999_999_999))
def test_every_acknowledgment_is_well_formed(
    events: list[Event], mode: str, control_number: int
) -> None:
    for text in interchanges_of(events, ta1=mode, control_number=control_number):
        check(text)


@given(streams, modes, some.integers(0, 5))
def test_pyx12_accepts_every_acknowledgment(events: list[Event], mode: str, max_notes: int) -> None:
    for text in interchanges_of(events, ta1=mode, max_notes=max_notes):
        assert referee(text) == ""


@given(streams, modes)
def test_our_own_validation_accepts_every_acknowledgment(events: list[Event], mode: str) -> None:
    for text in interchanges_of(events, ta1=mode):
        report = validate(data=text.encode("ascii"))
        assert [found.code for found in report.findings] == []
        assert report.ok


@pytest.mark.parametrize("folder", ["valid", "broken"])
def test_the_answers_to_the_samples(samples: Path, folder: str) -> None:
    paths = sorted((samples / folder).iterdir())
    assert paths
    for path in paths:
        for text in interchanges_of(read_events(path, snip=2)):
            check(text)
            assert referee(text) == "", path.name
            assert validate(data=text.encode("ascii")).findings == (), path.name
            rejected = any("R" in segment[1:2] for segment in split(text) if segment[0] == "AK9")
            assert not (rejected and folder == "valid"), path.name


@given(streams)
def test_values_stay_out_where_the_caller_wants_none(events: list[Event]) -> None:
    for text in interchanges_of(events, include_values=False):
        for segment in split(text):
            assert segment[0] != "IK4" or len(segment) <= 4
            assert segment[0] != "CTX" or segment[1] == "SITUATIONAL TRIGGER"
