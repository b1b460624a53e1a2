"""What the second opinion on pyx12's maps changed: the least that each correction decides.

Each row takes a valid sample and puts one segment in place of another (or before it), once
with what the guide allows and once with what it does not. The reasons stand beside the
corrections in ``schemas/overlays``.
"""

from pathlib import Path

import pytest

import edi_portal
from edi_portal.findings import Severity
from tests.build import encode, find, insert, put, recount

VALID = Path(__file__).parents[2] / "samples" / "valid"
TOO_LONG, MISSING, NO_SUCH_CODE = "ELE005", "ELE001", "ELE007"
UNEVEN = "BAL003"
CLAIM, HOSPITAL, SECONDARY = "837p-one-claim", "837i-inpatient", "837p-secondary-payer"
PAID, RECEIVED, REJECTED = "835-paid", "277ca-accepted", "277ca-rejected"


def errors(segments: list[str]) -> list[str]:
    report = edi_portal.validate(data=encode(recount(segments)))
    return [found.code for found in report.findings if found.severity is Severity.ERROR]


def sample(name: str) -> list[str]:
    text = (VALID / f"{name}.x12").read_text("ascii")
    return [segment.strip() for segment in text.split("~") if segment.strip()]


@pytest.mark.parametrize(
    "name, start, new, expected",
    [
        (CLAIM, "BHT", f"BHT*0019*00*{'B' * 30}*20250310*0915*CH", []),
        (CLAIM, "BHT", f"BHT*0019*00*{'B' * 31}*20250310*0915*CH", [TOO_LONG]),
        (HOSPITAL, "BHT", f"BHT*0019*00*{'B' * 30}*20250310*0915*CH", []),
        (HOSPITAL, "BHT", f"BHT*0019*00*{'B' * 31}*20250310*0915*CH", [TOO_LONG]),
        (CLAIM, "PER", "PER*IC*ALEX*EM*A@EXAMPLE.COM*FX*5125550100*TE*5125550101", []),
        (CLAIM, "PER", "PER*IC*ALEX*ED*5125550100", [NO_SUCH_CODE]),
        (CLAIM, "PER", "PER*IC*ALEX*TE*5125550100*ED*5125550101", [NO_SUCH_CODE]),
        (CLAIM, "PER", "PER*IC*ALEX*TE*5125550100*EX*1*ED*5125550101", [NO_SUCH_CODE]),
        (HOSPITAL, "CL1", "CL1*9**01", []),
        (HOSPITAL, "CL1", "CL1***01", [MISSING]),
        (CLAIM, "CLM", f"CLM*{'P' * 38}*150***11:B:1*Y*A*Y*Y", []),
    ],
)
def test_in_place(name: str, start: str, new: str, expected: list[str]) -> None:
    assert errors(put(sample(name), start, new)) == expected


@pytest.mark.parametrize(
    "name, before, new, expected",
    [
        (CLAIM, "HI*", "REF*4N*7", []),
        (CLAIM, "HI*", "REF*4N*8", [NO_SUCH_CODE]),
        (CLAIM, "HI*", "REF*F5*N", []),
        (CLAIM, "HI*", "REF*F5*U", [NO_SUCH_CODE]),
        (HOSPITAL, "HI*", "REF*4N*1", []),
        (HOSPITAL, "HI*", "REF*4N*0", [NO_SUCH_CODE]),
        (SECONDARY, "LX*", "REF*T4*Y", []),
        (SECONDARY, "LX*", "REF*T4*N", [NO_SUCH_CODE]),
    ],
)
def test_inserted(name: str, before: str, new: str, expected: list[str]) -> None:
    assert errors(insert(sample(name), before, new)) == expected


@pytest.mark.parametrize(
    "qualifier, expected",
    [("Y", []), ("N", [NO_SUCH_CODE])],
)
def test_another_payer_of_a_hospital_claim(qualifier: str, expected: list[str]) -> None:
    other = (
        "SBR*S*18*******CI",
        "OI***Y***Y",
        "NM1*IL*1*DOE*JANE****MI*XYZ1",
        "NM1*PR*2*PLAN*****PI*EHP02",
        f"REF*T4*{qualifier}",
    )
    assert errors(insert(sample(HOSPITAL), "LX*", *other)) == expected


@pytest.mark.parametrize(
    "paid, expected",
    [("99999999.99", [UNEVEN]), ("-99999999.99", [UNEVEN]), ("100000000.00", [TOO_LONG])],
)
def test_a_payment_has_ten_digits(paid: str, expected: list[str]) -> None:
    segments = sample(PAID)
    parts = segments[find(segments, "BPR")].split("*")
    parts[2] = paid
    assert errors(put(segments, "BPR", "*".join(parts))) == expected


@pytest.mark.parametrize("position", [10, 11])
@pytest.mark.parametrize(
    "name, nth, entity, expected",
    [
        (RECEIVED, 1, "AY", []),
        (RECEIVED, 1, "85", [NO_SUCH_CODE]),
        (RECEIVED, 2, "85", []),
        (RECEIVED, 2, "QC", [NO_SUCH_CODE]),
        (RECEIVED, 3, "QC", []),
        (RECEIVED, 3, "AY", []),
        (RECEIVED, 3, "ZZ", [NO_SUCH_CODE]),
        (REJECTED, 5, "QC", []),
        (REJECTED, 5, "AY", [NO_SUCH_CODE]),
    ],
)
def test_each_status_names_an_entity_of_the_list(
    name: str, nth: int, entity: str, expected: list[str], position: int
) -> None:
    segments = sample(name)
    parts = segments[find(segments, "STC", nth)].split("*")
    parts += [""] * (12 - len(parts))
    parts[position] = f"A7:21:{entity}"
    assert errors(put(segments, "STC", "*".join(parts).rstrip("*"), nth=nth)) == expected
