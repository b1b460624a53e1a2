"""Rules on service lines beyond their cases: spellings, options, and claims of any content."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal.codes.ncci import AddOnTable, MueTable, ProcedureTable, PtpTable, open_table
from edi_portal.errors import UsageError
from edi_portal.models.claim import Claim, DentalLine, InstitutionalLine
from edi_portal.models.claim.supplies import Drug
from edi_portal.models.parts import Procedure
from edi_portal.models.values import DateRange
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.identifiers import is_ndc, respelt_ndc
from edi_portal.scrubber.registry import by_code, rules
from edi_portal.scrubber.rule import Fault, Rule
from edi_portal.scrubber.settings import Layer, Settings
from edi_portal.scrubber.tables import Tables
from edi_portal.scrubber.view import ClaimView
from tests.models import small_claims
from tests.scrub.cases import BASES

_OWN = [item for item in rules() if item.group == "SVC"]


def _claim(**line: Any) -> Claim:
    claim = small_claims.professional()
    return attrs.evolve(claim, lines=(attrs.evolve(claim.lines[0], **line),))


def _mends(code: str, claim: Claim) -> list[str | None]:
    item = by_code()[code]
    options = {f"{code}.{name}": value for name, value in item.options.items()}
    found = item.check(ClaimView(claim, options=options))
    return [fault.mend for fault in found if isinstance(fault, Fault)]


@pytest.mark.parametrize(
    "code, mend",
    [
        ("j3301", "J3301"),
        (" 99213", "99213"),
        ("9921325", None),
        ("99213-25", None),
        ("Z7500", None),
    ],
)
def test_a_procedure_is_respelt(code: str, mend: str | None) -> None:
    assert _mends("SVC001", _claim(procedure=Procedure(code=code))) == [mend]


@pytest.mark.parametrize("modifier, mend", [("rt", "RT"), ("R", None), ("q?", None), ("00", None)])
def test_a_modifier_is_respelt(modifier: str, mend: str | None) -> None:
    claim = _claim(procedure=Procedure(code="73110", modifiers=(modifier,)))
    assert _mends("SVC002", claim) == [mend]


@pytest.mark.parametrize(
    "code, mend",
    [
        ("0338-0049-38", "00338004938"),
        ("00338-0049-38", "00338004938"),
        ("N400338004938", "00338004938"),
        ("0338004938", None),
        ("UNKNOWN", None),
    ],
)
def test_a_drug_code_is_respelt(code: str, mend: str | None) -> None:
    drug = Drug(code=code, quantity=Decimal(1), unit_code="UN")
    assert _mends("SVC015", _claim(drug=drug)) == [mend]


def test_when_drug_codes_are_wanted_is_one_of_three() -> None:
    settings = Settings([Layer(options={"SVC016": {"when": "sometimes"}})])
    with pytest.raises(UsageError, match="medicaid, always, never"):
        check_claim(by_code()["SVC016"], small_claims.professional(), settings=settings)


_NUMBERS = st.from_regex(r"[0-9]{11}", fullmatch=True)


@given(_NUMBERS)
def test_eleven_digits_are_a_drug_code_but_for_zeros(text: str) -> None:
    assert is_ndc(text) is (set(text) != {"0"})


@given(st.text(max_size=14))
def test_a_respelt_drug_code_has_eleven_digits(text: str) -> None:
    spelt = respelt_ndc(text)
    assert spelt is None or (len(spelt) == 11 and spelt.isdigit())


@given(_NUMBERS, st.sampled_from([(5, 4, 2), (4, 4, 2), (5, 3, 2), (5, 4, 1)]))
def test_hyphens_tell_where_a_digit_is_missing(text: str, form: tuple[int, int, int]) -> None:
    labeler, product, package = text[:5], text[5:9], text[9:]
    parts = labeler[-form[0] :], product[-form[1] :], package[-form[2] :]
    expected = f"{parts[0]:0>5}{parts[1]:0>4}{parts[2]:0>2}"
    assert respelt_ndc("-".join(parts)) == expected


@pytest.mark.parametrize("base", sorted(BASES.glob("*.x12")), ids=lambda path: path.stem)
def test_bases_are_clean(base: Path) -> None:
    with edi_portal.claims(base) as claims:
        for claim in claims:
            assert not [
                item for rule in _OWN if not rule.needs for item in check_claim(rule, claim)
            ]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("tables")
    contents = {
        "ptp": "Column 1,Column 2,1996,Effective,Deletion,Modifier\n11042,97597,,20110101,*,1\n",
        "mue": "Code,MUE Values,MUE Adjudication Indicator\n11042,1,2 Policy\n",
        "add_on": "Add-On Code,Primary Code,Effective,Deletion,Type\n11045,11042,20130101,*,1\n",
        "procedures": "Code,Effective,End\n99213,19920101,\n",
    }
    for name, text in contents.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    ptp = open_table(folder / "ptp.csv", PtpTable)
    mue = open_table(folder / "mue.csv", MueTable)
    return Tables(
        ptp=ptp,
        mue=mue,
        hospital_ptp=ptp,
        hospital_mue=mue,
        add_on=open_table(folder / "add_on.csv", AddOnTable),
        procedures=open_table(folder / "procedures.csv", ProcedureTable),
    )


_TEXTS = st.one_of(
    st.sampled_from(["", "99213", "00142", "J3301", "11042", "97597", "11045", "99232", "é"]),
    st.text(max_size=6),
)
_MODIFIERS = st.lists(
    st.one_of(st.sampled_from(["25", "50", "59", "95", "LT", "RT", "AA", ""]), st.text(max_size=3)),
    max_size=4,
).map(tuple)
_AMOUNTS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-99, max_value=9999),
    st.just(Decimal("NaN")),
    st.just(Decimal("Infinity")),
)
_DAYS = st.dates(date(2009, 1, 1), date(2026, 1, 1))
_PERIODS = st.one_of(_DAYS, st.builds(DateRange, _DAYS, _DAYS))


@st.composite
def _lines(draw: st.DrawFn, of: Any) -> Claim:
    """A claim with a few lines of any content."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        line = of.lines[0]
        content: dict[str, Any] = {
            "procedure": type(line.procedure)(
                qualifier=draw(st.sampled_from(["HC", "AD", "HP", ""])),
                code=draw(st.one_of(st.none(), _TEXTS)),
                modifiers=draw(_MODIFIERS),
            ),
            "charge_amount": draw(_AMOUNTS),
            "units": draw(_AMOUNTS),
            "line_item_control_number": draw(st.one_of(st.none(), st.text(max_size=2))),
        }
        if not isinstance(line, DentalLine):
            content["service_date"] = draw(_PERIODS)
            content["unit_code"] = draw(st.sampled_from(["UN", "MJ", "DA", ""]))
            content["drug"] = draw(
                st.one_of(
                    st.none(),
                    st.builds(Drug, code=_TEXTS, quantity=_AMOUNTS, unit_code=st.just("UN")),
                )
            )
        if not isinstance(line, InstitutionalLine):
            content["place_of_service"] = draw(st.sampled_from([None, "", "11", "10", "21"]))
        found.append(attrs.evolve(line, **content))
    made: Claim = attrs.evolve(of, lines=tuple(found))
    return made


@pytest.mark.parametrize("rule", _OWN, ids=lambda rule: rule.code)
@given(data=st.data())
def test_no_claim_makes_a_rule_raise(rule: Rule, data: st.DataObject, tables: Tables) -> None:
    of: Claim = data.draw(
        st.sampled_from(
            [small_claims.professional(), small_claims.institutional(), small_claims.dental()]
        )
    )
    settings = Settings(
        [Layer(options={"SVC007": {"modifier_required": True}, "SVC016": {"when": "always"}})]
    )
    for found in check_claim(rule, data.draw(_lines(of)), tables=tables, settings=settings):
        assert found.code == rule.code
