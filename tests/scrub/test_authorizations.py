"""Authorizations of claims against the responses that certify them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.findings import Finding, Severity
from edi_portal.models.claim import Claim
from edi_portal.scrubber.authorizations import Authorizations, Certified
from edi_portal.scrubber.batch import Batch
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.tables import Tables
from tests.scrub.cases import base_data

SAMPLES = Path(__file__).parents[2] / "samples" / "valid"
HEAD = """
ISA*00*          *00*          *ZZ*EXAMPLEPLAN    *ZZ*RIVERCLINIC    *250313*0900*^*00501*000002787*0*T*:~
GS*HI*EXAMPLEPLAN*RIVERCLINIC*20250313*0900*2787*X*005010X217~
ST*278*0001*005010X217~
BHT*0007*11*REVIEW0004*20250313*0900*18~
HL*1**20*1~
NM1*X3*2*EXAMPLE REVIEW ORGANIZATION*****46*ERO01~
HL*2*1*21*1~
NM1*1P*1*SAMPLE*ALEX****XX*2000001018~
HL*3*2*22*1~
NM1*IL*1*DOE*JANE*Q***MI*XYZ100200300~
"""
TAIL = """
SE*20*0001~
GE*1*2787~
IEA*1*000002787~
"""


def responses(*events: str) -> Authorizations:
    """The index of one response to one subscriber with these events."""
    text = "".join(line for line in (HEAD + "\n".join(events) + TAIL).splitlines() if line)
    return Authorizations.from_segments(edi_portal.read(data=text.encode()))


def event(*segments: str) -> str:
    return "\n".join(["HL*4*3*EV*1~", "UM*HS*I*1*11:B~", *segments])


def service(*segments: str) -> str:
    return "\n".join(["HL*5*4*SS*0~", *segments])


VISITS = responses(
    event("HCR*A1*AUTH-77003~", "DTP*007*RD8*20250301-20250331~"),
    service("SV1*HC:99213**UN*2~"),
    service("HCR*A3~", "SV1*HC:99215**UN*1~"),
)


def claim(base: str = "professional", **changes: Any) -> Claim:
    data = base_data(base)
    lines = changes.pop("lines", {})
    data.update({"prior_authorization_number": "AUTH77003", **changes})
    for number, fields in lines.items():
        data["lines"][number].update(fields)
    made = edi_portal.from_data(data)
    assert isinstance(made, Claim)
    return made


def found(
    of: Claim, authorizations: Authorizations = VISITS, batch: Batch | None = None
) -> list[Finding]:
    tables = Tables(authorizations=authorizations)
    return check_claim(by_code()["CLM023"], of, tables=tables, batch=batch)


def told(of: Claim, authorizations: Authorizations = VISITS) -> list[str]:
    return [item.message.removeprefix("the authorization ") for item in found(of, authorizations)]


def read(*names: str) -> Authorizations:
    return Authorizations.from_segments(
        segment for name in names for segment in edi_portal.read(SAMPLES / f"{name}.x12")
    )


def test_samples_are_indexed() -> None:
    known = read("278-response-admission", "278-response-pended", "278-response-several")
    assert len(known) == 5
    admission = known.find("AUTH77001")
    assert admission is not None
    assert [one.procedures for one in admission] == [("33510", "33510"), None]
    assert admission[1].begins == date(2025, 3, 17)
    assert admission[1].ends == date(2025, 4, 16)
    assert admission[1].quantities == {"DA": Decimal(4)}
    assert known.find("AUTH77002") == (
        Certified(
            member="XYZ100200300",
            procedures=("33510", "33510"),
            begins=date(2025, 3, 17),
            ends=date(2025, 4, 16),
            quantities={"UN": Decimal(1), "VS": Decimal(1)},
        ),
    )
    several = known.find("AUTH77004")
    assert several is not None
    assert [one.procedures for one in several] == [("D2750", "D2750"), ("98940", "98940")]
    assert known.find("PEND88001") is None
    assert known.knows("XYZ300400500")


def test_other_transaction_sets_and_broken_ones_are_passed_over() -> None:
    assert not len(read("837p-one-claim", "271-active-coverage", "278-request-admission"))
    assert not len(Authorizations.from_segments(edi_portal.read(data=b"no response")))


def test_a_claim_that_fits() -> None:
    assert not told(claim())
    assert not told(claim(prior_authorization_number="auth 77003"))


def test_a_claim_without_an_authorization_says_nothing() -> None:
    assert not told(claim(prior_authorization_number=None))


def test_without_responses_it_is_not_checked() -> None:
    assert [item.code for item in check_claim(by_code()["CLM023"], claim())] == ["SCR001"]


def test_an_unknown_number_of_a_known_member() -> None:
    (finding,) = found(claim(prior_authorization_number="AUTH77999"))
    assert finding.severity is Severity.ERROR
    assert finding.location.reference == "REF02"
    assert finding.message == "the authorization is in no response of the payer"


@pytest.mark.parametrize("member", ["XYZ900900900", None])
def test_an_unknown_number_of_a_member_of_whom_nothing_is_known(member: str | None) -> None:
    subscriber = {**base_data("professional")["subscriber"], "member_id": member}
    (finding,) = found(claim(prior_authorization_number="AUTH77999", subscriber=subscriber))
    assert finding.severity is Severity.WARNING


def test_another_member() -> None:
    subscriber = {**base_data("professional")["subscriber"], "member_id": "XYZ900900900"}
    assert told(claim(subscriber=subscriber)) == ["is of another member"]


def test_other_procedures() -> None:
    changed = {0: {"procedure": {"code": "99214"}}}
    assert told(claim(lines=changed)) == ["is for other procedures"]


def test_a_service_that_was_refused_is_not_certified_with_the_event() -> None:
    changed = {0: {"procedure": {"code": "99215"}}}
    assert told(claim(lines=changed)) == ["is for other procedures"]


def test_a_line_beside_it_may_be_of_another_procedure() -> None:
    assert not told(claim(lines={1: {"procedure": {"code": "87880"}}}))


@pytest.mark.parametrize("day", ["2025-02-28", "2025-04-01"])
def test_not_in_effect(day: str) -> None:
    assert told(claim(lines={0: {"service_date": day}})) == [
        "is not in effect on the day of line 1"
    ]


@pytest.mark.parametrize("day", ["2025-03-01", "2025-03-31"])
def test_the_first_and_the_last_day_are_in_effect(day: str) -> None:
    assert not told(claim(lines={0: {"service_date": day}}))


def test_expired_by_its_date_of_expiration() -> None:
    known = responses(event("HCR*A1*AUTH77003~", "DTP*036*D8*20250302~", "DTP*007*D8*20250101~"))
    assert told(claim(), known) == ["is not in effect on the day of line 1"]


def test_more_units_than_certified() -> None:
    assert told(claim(lines={0: {"units": "3"}})) == ["is spent: more was done than it is for"]


def test_minutes_are_not_units() -> None:
    assert not told(claim(lines={0: {"units": "30", "unit_code": "MJ"}}))


def test_units_of_the_run_add_up() -> None:
    batch = Batch()
    changed = {0: {"units": "2"}}
    assert not found(claim(), batch=batch)
    assert len(found(claim(lines=changed), batch=batch)) == 1
    replaced = claim(
        lines=changed, claim_frequency_code="7", payer_claim_control_number="PAYERCLAIM77"
    )
    assert not found(replaced, batch=batch)


def test_visits_are_days() -> None:
    known = responses(event("HCR*A1*AUTH77003~", "HSD*VS*1~"))
    assert not told(claim(), known)
    changed = {1: {"service_date": "2025-03-04"}}
    assert told(claim(lines=changed), known) == ["is spent: more was done than it is for"]


def test_a_quantity_of_each_week_is_not_that_of_all() -> None:
    known = responses(event("HCR*A1*AUTH77003~", "HSD*VS*1*WK**34*2~"))
    assert not told(claim(lines={1: {"service_date": "2025-03-04"}}), known)


def test_units_of_nothing_said_are_not_held_against_it() -> None:
    known = responses(event("HCR*A1*AUTH77003~"), service("SV2*0360**100*UN*1~"))
    assert not told(claim("inpatient"), known)


def test_days_of_a_stay() -> None:
    stay = "HL*4*3*EV*0~UM*AR*I*2*21:B~HCR*A6*AUTH77003~HSD*DY*3~"
    assert told(claim("inpatient"), responses(stay)) == ["is spent: more was done than it is for"]
    assert not told(claim("inpatient"), responses(stay.replace("DY*3", "DY*4")))


def test_refused_and_cancelled() -> None:
    granted = event("HCR*A1*AUTH77003~")
    assert told(claim(), responses(event("HCR*A3*AUTH77003~"))) == ["was refused or cancelled"]
    assert told(claim(), responses(granted, event("HCR*C*AUTH77003~"))) == [
        "was refused or cancelled"
    ]
    assert not told(claim(), responses(event("HCR*C*AUTH77003~"), granted))


def test_a_service_that_was_refused_by_its_own_number() -> None:
    known = responses(
        event("HCR*A2*AUTH77001~"), service("HCR*A3*AUTH77003~", "SV1*HC:99213**UN*2~")
    )
    assert told(claim(), known) == ["was refused or cancelled"]


def test_a_line_has_an_authorization_of_its_own() -> None:
    lines = {
        0: {"prior_authorizations": [{"number": "AUTH77003"}]},
        1: {
            "prior_authorizations": [
                {"number": "AUTH77003"},
                {"number": "X", "payer_identifier": "EHP01"},
            ]
        },
    }
    items = found(claim(prior_authorization_number=None, lines=lines))
    assert [item.message for item in items] == ["the authorization is for other procedures"]
    assert [item.location.loop for item in items] == ["2300/2400[2]"]


def test_voids_and_predeterminations_are_not_held_to_it() -> None:
    void = claim(
        prior_authorization_number="AUTH77999",
        claim_frequency_code="8",
        payer_claim_control_number="PAYERCLAIM77",
    )
    assert not told(void)
    assert not told(claim("dental", prior_authorization_number="X", predetermination="PB"))


def test_a_dental_claim() -> None:
    known = responses(
        event("HCR*A1*AUTH77003~"), service("SV3*AD:D2392*200**20**2~"), service("SV3*AD:D0120~")
    )
    mine = {**base_data("dental")["subscriber"], "member_id": "XYZ100200300"}
    assert not told(claim("dental", subscriber=mine), known)
    more = {2: {"units": "3"}}
    assert told(claim("dental", subscriber=mine, lines=more), known) == [
        "is spent: more was done than it is for"
    ]


def test_dates_and_quantities_that_are_none_are_not_held_against_it() -> None:
    known = responses(
        event("HCR*A1*AUTH77003~", "DTP*036*D8*2025~", "DTP*007*DT*202503011200~"),
        service("SV1*HC:99213**F2*2~", "HSD*HS*1~"),
        service("SV1*HC:87880**UN*~"),
    )
    assert not told(claim(lines={0: {"units": "9"}}), known)


def test_totals_of_a_run_are_forgotten_rather_than_kept_without_end() -> None:
    batch = Batch(capacity=2)
    assert batch.total(("A",), Decimal(1)) == 1
    assert batch.total(("A",), Decimal("0.5")) == Decimal("1.5")
    assert batch.total(("B",), Decimal(1)) == 1
    assert batch.total(("B",), Decimal(1)) == 2
    assert batch.total(("C",), Decimal(1)) == 1
    assert batch.total(("A",), Decimal(1)) == 1
