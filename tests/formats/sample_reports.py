"""Handmade reports that show each format at its work. Every value in them is made up."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from edi_portal.catalogue import Entry
from edi_portal.findings import Finding, Location, Severity
from edi_portal.report import Counts, Report

VALUE = "CRANBERRYPATIENT"

TOO_LONG = Finding(
    code="TST001",
    name="element-too-long",
    severity=Severity.ERROR,
    snip=1,
    message="NM103 (Last Name) has 16 characters; at most 15 are allowed",
    location=Location(
        file="batch/claims.837",
        interchange="000000905",
        group="17",
        transaction="0001",
        segment="NM1",
        ordinal=9,
        segment_in_file=11,
        offset=412,
        line=12,
        loop="2000B[1]/2010BA[1]",
        element=3,
        repetition=2,
        component=2,
    ),
    ack={"IK304": "8", "IK403": "5"},
    fix="Shorten the value.",
    data_element="1035",
    value=VALUE,
    text=f"NM1*IL*1*{VALUE}*ANNA****MI*XYZ990001",
    shown="NM1*IL*1*xxxxxxxxxxxxxxxx*xxxx****MI*xxxxxxxxx",
    unit=("CLM01", VALUE),
)
MISSING_ELEMENT = Finding(
    code="TST002",
    name="required-element-missing",
    severity=Severity.ERROR,
    snip=2,
    message="CLM05 (Place of Service) is required and missing",
    location=Location(
        file="batch/claims.837",
        transaction="0001",
        segment="CLM",
        ordinal=14,
        offset=530,
        line=17,
        loop="2000B[1]/2300[1]",
        claim=1,
        element=5,
    ),
    ack={"IK304": "8", "IK403": "1"},
    text=f"CLM*{VALUE}*40",
    shown="CLM*xxxxxxxxxxxxxxxx*40",
)
EMPTY_ELEMENT = Finding(
    code="TST002",
    name="required-element-missing",
    severity=Severity.ERROR,
    snip=2,
    message="CLM02 (Charge) is required and missing",
    location=Location(segment="CLM", ordinal=40, claim=2, element=2),
    shown="CLM*xxx**11:B:1",
)
MISSING_SEGMENT = Finding(
    code="TST003",
    name="required-segment-missing",
    severity=Severity.ERROR,
    snip=2,
    message="required segment HI (Diagnosis) is missing in loop 2300",
    location=Location(segment="HI", segment_in_file=18, line=18, loop="2300[1]", element=None),
    ack={"IK304": "3"},
    text="LX*1",
    shown="LX*1",
)
LONG_SEGMENT = Finding(
    code="TST004",
    name="trailing-blanks",
    severity=Severity.WARNING,
    snip=1,
    message="NTE02 (Note) ends in blanks",
    location=Location(file="batch/claims.837", segment="NTE", line=20, element=2),
    text="NTE*ADD*" + VALUE * 40,
    shown="NTE*ADD*" + "x" * 640,
)
PLACELESS = Finding(
    code="TST005",
    name="table-not-checked",
    severity=Severity.INFO,
    snip=None,
    message="not checked: no table is here",
    location=Location(),
)
HOSTILE = Finding(
    code="TST006",
    name="hostile <&\"'> name",
    severity=Severity.ERROR,
    snip=7,
    message="50% of, a: <b>&\"'\r\nnext\x1b[2J\x00\u2028 ]]> ::error::x \U0001f4a3 é",
    location=Location(file="odd dir/50%,a:b\n\x1b[31mé.835", segment="N\x1b1", line=3, loop="<&>"),
    fix="line\none",
    value=VALUE,
    text=f"N1*{VALUE}\x1b[2J*\x9b1m",
    shown="N1*xx\x1b[2J*\x9b1m\u6f22*e\u0301",
)

REPORTS = (
    Report(
        file="clean.837",
        findings=(),
        counts=Counts(
            bytes=2048,
            interchanges=1,
            groups=1,
            transactions=1,
            segments=52,
            claims=2,
            guides=Counter({"005010X222A1": 1}),
        ),
    ),
    Report(
        file="batch/claims.837",
        findings=(TOO_LONG, MISSING_ELEMENT, EMPTY_ELEMENT, MISSING_SEGMENT, LONG_SEGMENT),
        counts=Counts(
            bytes=4096, transactions=1, segments=61, claims=2, errors=4, warnings=1, infos=2
        ),
    ),
    Report(file="warned.835", findings=(PLACELESS,), counts=Counts(segments=9, infos=1)),
    Report(file=None, findings=(PLACELESS,), counts=Counts(segments=1, infos=1), complete=False),
    Report(
        file="odd dir/50%,a:b\n\x1b[31mé.835",
        findings=(HOSTILE,),
        counts=Counts(segments=3, errors=1),
    ),
)

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {
        "TST001": Entry(
            code="TST001",
            name="element-too-long",
            severity=Severity.ERROR,
            snip=1,
            message="{reference} has {length} characters",
            explanation="The value is longer\nthan it may be.",
            fix="Shorten the value.",
            ack={},
        )
    }
)
"""Stands for the real catalogue, so that its wording does not change the golden files."""
