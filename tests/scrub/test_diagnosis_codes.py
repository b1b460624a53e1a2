"""Diagnosis rules against every code that ships, and against texts that are none."""

from collections import Counter
from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as some

from edi_portal.codes import icd10cm
from edi_portal.codes.icd10cm import Status
from edi_portal.codes.icd10cm.table import content
from edi_portal.models.claim import Claim, Diagnosis, InstitutionalClaim, ProfessionalClaim
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.identifiers import is_icd10cm, is_icd10pcs, plain_icd10cm
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.rules.diagnosis_patient import side_of
from edi_portal.scrubber.tables import Tables
from tests.scrub.cases import base_claim

_RECORD = 8
_RECORDS = content().records.data.decode()
_EDITIONS = icd10cm.edition().editions
_CODES = [
    (_RECORDS[at : at + _RECORD - 1].rstrip(), int(_RECORDS[at + _RECORD - 1]))
    for at in range(0, len(_RECORDS), _RECORD)
]
_FORMS = ("DIA001", "DIA002", "DIA003")


def _with(codes: list[str], on: date) -> Claim:
    claim = base_claim("professional")
    assert isinstance(claim, ProfessionalClaim)
    return attrs.evolve(
        claim,
        diagnoses=tuple(Diagnosis(code=code) for code in codes),
        lines=tuple(attrs.evolve(line, service_date=on) for line in claim.lines),
    )


def _said(claim: Claim, *codes: str, tables: Tables | None = None) -> list[str]:
    return [
        found.code for code in codes for found in check_claim(by_code()[code], claim, tables=tables)
    ]


@pytest.mark.parametrize("number", range(len(_EDITIONS)), ids=lambda at: _EDITIONS[at].name)
@given(some.data())
def test_codes_of_an_edition_pass_on_its_days(number: int, data: some.DataObject) -> None:
    held = [code for code, mask in _CODES if mask >> number & 1]
    codes = data.draw(some.lists(some.sampled_from(held), min_size=1, max_size=12))
    day = data.draw(some.dates(_EDITIONS[number].first, _EDITIONS[number].last))
    assert _said(_with(codes, day), *_FORMS) == []


def test_every_code_has_the_form_of_one() -> None:
    assert all(is_icd10cm(code) for code, _ in _CODES)


@given(some.sampled_from(_CODES), some.booleans())
def test_a_code_with_its_point_is_spelt_as_it_must_be(drawn: tuple[str, int], lower: bool) -> None:
    code = drawn[0]
    spelt = f"{code[:3]}.{code[3:]}"
    spelt = spelt.lower() if lower else spelt
    assert not is_icd10cm(spelt)
    assert plain_icd10cm(spelt) == code
    assert _said(_with([spelt], date(2025, 12, 1)), *_FORMS) == ["DIA001"]


@given(some.text(max_size=9) | some.from_regex(r"\A[A-Z0-9.]{1,9}\Z"))
def test_a_text_is_told_once_at_most(text: str) -> None:
    said = _said(_with([text], date(2025, 12, 1)), *_FORMS)
    status = icd10cm.status(text, date(2025, 12, 1))
    if not text or status is Status.BILLABLE:
        assert said == []
    else:
        assert len(said) == 1
        assert (said == ["DIA001"]) is not is_icd10cm(text)


@given(some.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=7, max_size=7), some.data())
def test_procedure_codes_have_neither_i_nor_o(text: str, data: some.DataObject) -> None:
    assert is_icd10pcs(text)
    at = data.draw(some.integers(0, 6))
    for letter in "IOio. ":
        assert not is_icd10pcs(text[:at] + letter + text[at + 1 :])
    assert not is_icd10pcs(text[:-1])
    assert not is_icd10pcs(text + "\n")


def test_sides_come_in_pairs() -> None:
    sides = Counter(side_of(code) for code, _ in _CODES)
    assert sides["right"] == sides["left"]
    assert sides["right"] > 13_000


_EXEMPT = Tables(poa_exempt=frozenset({"E119", "I10"}))


@pytest.mark.parametrize(
    "filing, severities",
    [("MA", ["error"]), ("CI", ["warning"])],
)
def test_with_the_exempt_list_a_missing_indicator_is_sure(
    filing: str, severities: list[str]
) -> None:
    claim = base_claim("inpatient")
    assert isinstance(claim, InstitutionalClaim)
    bare = attrs.evolve(
        claim,
        subscriber=attrs.evolve(claim.subscriber, claim_filing_code=filing),
        principal_diagnosis=Diagnosis(code="J189"),
        other_diagnoses=(
            Diagnosis(code="E119"),
            Diagnosis(code="I10"),
            Diagnosis(code="N189", present_on_admission="Y"),
        ),
    )
    found = check_claim(by_code()["DIA013"], bare, tables=_EXEMPT)
    assert [item.severity.value for item in found] == severities
    assert found[0].location.reference == "HI01-9"


def test_exempt_codes_may_go_without_an_indicator() -> None:
    claim = base_claim("inpatient")
    assert isinstance(claim, InstitutionalClaim)
    bare = attrs.evolve(claim, other_diagnoses=(Diagnosis(code="E119"), Diagnosis(code="I10")))
    assert _said(bare, "DIA013", tables=_EXEMPT) == []
    assert _said(bare, "DIA013") == ["DIA013", "DIA013"]


def test_numbers_that_are_none_break_no_rule() -> None:
    claim = base_claim("inpatient")
    assert isinstance(claim, InstitutionalClaim)
    odd = [Decimal(text) for text in ("NaN", "Infinity", "-Infinity", "1E+30")]
    for number in odd:
        line = attrs.evolve(claim.lines[0], units=number, non_covered_amount=number)
        changed = attrs.evolve(claim, lines=(line, *claim.lines[1:]))
        assert "REV006" in _said(changed, "REV006", "REV007", "REV017") or number > 0
