"""Remittances made in Python: valid and equal when read back, or refused by the field's name."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from edi_portal.errors import ModelError
from edi_portal.models.adjudication import InpatientAdjudication, OutpatientAdjudication
from edi_portal.models.base import Model
from edi_portal.models.parts import Reference
from edi_portal.models.remittance import Remittance
from edi_portal.models.values import DateRange
from edi_portal.parsing import remittances
from edi_portal.writing import write
from tests.models.full_remittance import everything

AS_OF = datetime(2025, 3, 20, 9, 15, tzinfo=UTC)


def as_file(*models: Model) -> bytes:
    made = write(models, sender="PLAN", receiver="CLINIC", as_of=AS_OF)
    assert made.data is not None
    return made.data


def test_what_is_made_in_python_is_valid_and_reads_back_equal() -> None:
    made = everything()
    data = as_file(made)
    found = remittances(data=data)
    assert list(found) == [made]
    assert found.ok
    again = next(remittances(data=data))
    assert again.claims[0].provider_summary == made.claims[0].provider_summary
    assert again.claims[0].remittance is again


def test_properties_find_what_billers_ask_for() -> None:
    (claim,) = everything().claims
    assert claim.medical_record_number == "MR1"
    assert claim.group_number == "GROUP1"
    assert claim.contract_class == "CLASS1"
    assert claim.original_reference_number == "ICN0"
    assert claim.prior_authorization_number == "PA1"
    assert (claim.coverage_amount, claim.patient_amount_paid) == (Decimal(80), Decimal(10))
    assert (claim.interest_amount, claim.covered_days) == (None, Decimal(2))
    assert claim.remark_codes == ("MA01", "MA02", "MA07", "MA18", "MA130")
    assert claim.is_forwarded
    (service,) = claim.services
    assert service.service_period == DateRange(date(2025, 3, 3), date(2025, 3, 4))
    assert service.prior_authorization_number == "PA1"
    assert service.evolve(service_start=None).service_period == date(2025, 3, 4)
    assert service.evolve(service_start=None, service_end=None).service_period is None


def test_remark_codes_of_an_inpatient_claim_stand_in_two_places() -> None:
    data = as_file(everything()).decode()
    mia = next(line for line in data.split("~") if line.strip().startswith("MIA"))
    elements = mia.strip().split("*")
    assert (elements[5], elements[20:]) == ("MA01", ["MA02", "MA07"])


# --- refused -----------------------------------------------------------------------------


def change_claim(**changes: Any) -> Remittance:
    made = everything()
    return made.evolve(claims=(made.claims[0].evolve(**changes),))


@pytest.mark.parametrize(
    "field, changes",
    [
        ("references", {"references": (Reference(qualifier="0F", value="1"),)}),
        ("description", {"references": (Reference(qualifier="EA", description="1"),)}),
        (
            "remark_codes",
            {
                "inpatient": InpatientAdjudication(
                    covered_days=Decimal(1), remark_codes=("MA01",) * 6
                )
            },
        ),
        ("remark_codes", {"outpatient": OutpatientAdjudication(remark_codes=("MA01",) * 6)}),
        ("status_code", {"status_code": "5"}),
        ("payer_claim_control_number", {"payer_claim_control_number": ""}),
    ],
)
def test_what_the_guide_has_no_place_for_is_refused(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ModelError) as caught:
        as_file(change_claim(**changes))
    assert caught.value.field is not None
    assert caught.value.field.split(".")[-1] == field


@pytest.mark.parametrize(
    "field, value",
    [
        ("remittance", "PCN"),
        ("provider_summary", None),
        ("payment_amount", 1.5),
        ("received_date", "20250311"),
        ("services", (None,)),
        ("patient", "DOE"),
    ],
)
def test_a_wrong_type_is_refused_by_the_name_of_the_field(field: str, value: Any) -> None:
    (claim,) = everything().claims
    with pytest.raises(ModelError, match=rf"ClaimPayment\.{field} must be"):
        claim.evolve(**{field: value})


def test_a_remittance_and_its_claims_show_no_values() -> None:
    made = everything()
    shown = f"{made!r} {made.claims[0]!r} {made.claims[0].services[0].adjustments!r}"
    assert "<Remittance> <ClaimPayment>" in shown
    assert not any(part in shown for part in ("DOE", "PCN1", "45", "60"))
