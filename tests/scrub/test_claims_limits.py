"""Rules on a claim as a whole at their limits: its number, its charge, its lines."""

from typing import Any

import pytest

from tests.scrub.told import told


@pytest.mark.parametrize("count", [1, 16, 17, 18, 20, 21, 38])
def test_a_control_number_has_its_length(count: int) -> None:
    said = told("CLM001", "professional", set={"patient_control_number": "A" * count})
    how = "the patient control number has {} characters, more than {}"
    limit = 20 if count > 20 else 17
    assert said == ([how.format(count, limit)] if count > 17 else [])


@pytest.mark.parametrize("base", ["professional", "inpatient", "dental"])
@pytest.mark.parametrize("cents", [-100, -1, 0, 1, 100])
def test_a_total_is_right_to_the_cent(base: str, cents: int) -> None:
    whole = {"professional": 15000, "inpatient": 1850000, "dental": 35500}[base] + cents
    charge = f"{whole // 100}.{whole % 100:02}"
    said = told("CLM003", base, set={"charge_amount": charge})
    assert said == (["the charge of the claim is not what its lines add up to"] if cents else [])


@pytest.mark.parametrize("amount", ["-150", "-0.01", "0", "0.00", "-0", "0.01", "150"])
@pytest.mark.parametrize("base", ["professional", "inpatient", "dental"])
def test_a_charge_is_above_zero(base: str, amount: str) -> None:
    what = None
    if float(amount) < 0:
        what = "below zero"
    elif not float(amount):
        what = "zero, and it asks for payment"
    said = told("CLM004", base, set={"charge_amount": amount})
    assert said == ([f"the charge of the claim is {what}"] if what else [])
    reported: dict[str, Any] = {"charge_amount": amount, "transmission.claim_kind": "RP"}
    said = told("CLM004", base, set=reported)
    assert said == ([f"the charge of the claim is {what}"] if what == "below zero" else [])


@pytest.mark.parametrize("frequency", [*"ABCDEFG10@"])
@pytest.mark.parametrize("base", ["professional", "inpatient", "dental"])
def test_a_notice_of_an_institution_charges_nothing(base: str, frequency: str) -> None:
    change = {"charge_amount": "0", "claim_frequency_code": frequency}
    said = told("CLM004", base, set=change)
    notice = base == "inpatient" and frequency in "ABCDE"
    assert bool(said) is not notice
    assert told("CLM004", base, set=change | {"charge_amount": "-1"})


@pytest.mark.parametrize(
    "base, limit", [("professional", 50), ("dental", 50), ("inpatient", 999), ("outpatient", 999)]
)
def test_a_claim_has_its_lines(base: str, limit: int) -> None:
    lines = {"professional": 2, "dental": 3, "inpatient": 4, "outpatient": 3}[base]
    assert told("CLM017", base, copy=["lines[0]"] * (limit - lines)) == []
    said = told("CLM017", base, copy=["lines[0]"] * (limit - lines + 1))
    how = "the claim has {} lines, and a claim of its kind {} at most"
    assert said == [how.format(limit + 1, limit)]
