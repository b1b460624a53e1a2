"""What a rule would spell otherwise: the spelling it gives passes it, and means the same."""

from typing import Any

import pytest

import edi_portal
from edi_portal.models.claim import Claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.view import ClaimView
from tests.scrub.cases import base_data


def _set(data: Any, way: tuple[str | int, ...], value: str) -> None:
    for step in way[:-1]:
        data = data[step]
    data[way[-1]] = value


@pytest.mark.parametrize(
    "code, base, way, spelt, right",
    [
        ("DIA001", "professional", ("diagnoses", 0, "code"), "j02.9", "J029"),
        ("DIA001", "inpatient", ("other_diagnoses", 1, "code"), "I10.", "I10"),
        ("DIA001", "professional", ("diagnoses", 0, "code"), "J0.29", None),
        ("DIA001", "professional", ("diagnoses", 0, "code"), "4659", None),
        ("DNT001", "dental", ("lines", 2, "teeth", 0, "tooth"), "08", "8"),
        ("DNT001", "dental", ("lines", 2, "teeth", 0, "tooth"), "as", "AS"),
        ("DNT001", "dental", ("lines", 2, "teeth", 0, "tooth"), "33", None),
        ("DNT001", "dental", ("lines", 2, "teeth", 0, "tooth"), "0", None),
        ("DNT001", "dental", ("lines", 2, "teeth", 0, "tooth"), "\u00df", None),
        ("REV001", "outpatient", ("lines", 0, "revenue_code"), "450", "0450"),
        ("REV001", "outpatient", ("lines", 0, "revenue_code"), "45", None),
        ("REV001", "outpatient", ("lines", 0, "revenue_code"), "4500", None),
        ("REV009", "inpatient", ("patient_status",), "1", "01"),
        ("REV009", "inpatient", ("patient_status",), "8", None),
        ("REV015", "inpatient", ("principal_procedure", "code"), "0bj08zz", "0BJ08ZZ"),
        ("REV015", "inpatient", ("principal_procedure", "code"), "0BJO8ZZ", None),
    ],
)
def test_spelling(
    code: str, base: str, way: tuple[str | int, ...], spelt: str, right: str | None
) -> None:
    check = by_code()[code].check
    data = base_data(base)
    _set(data, way, spelt)
    made = edi_portal.from_data(data)
    assert isinstance(made, Claim)
    assert [item.mend for item in check(ClaimView(made))] == [right]
    if right is not None:
        _set(data, way, right)
        mended = edi_portal.from_data(data)
        assert isinstance(mended, Claim)
        assert not list(check(ClaimView(mended)))
