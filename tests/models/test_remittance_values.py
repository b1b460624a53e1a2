"""What the samples of the 835 say, read by eye, is what their models say."""

from datetime import date
from decimal import Decimal

from edi_portal.models.build import read_whole
from edi_portal.models.parts import Procedure, Reference
from edi_portal.models.remittance import ClaimPayment, PayerContact, ProviderSummary, Remittance
from edi_portal.parsing import claim_payments, remittances
from tests.conftest import ROOT


def sample(name: str) -> Remittance:
    (found,) = remittances(ROOT / "samples" / "valid" / f"835-{name}.x12")
    return found


def claim_of(name: str, number: str) -> ClaimPayment:
    return next(claim for claim in sample(name).claims if claim.patient_control_number == number)


def test_the_payment() -> None:
    paid = sample("paid")
    assert paid.handling_code == "I"
    assert paid.payment_amount == Decimal("272.25")
    assert (paid.payment_method, paid.payment_format) == ("ACH", "CCP")
    assert paid.payment_date == date(2025, 3, 20)
    assert (paid.payer_bank_kind, paid.payer_bank) == ("01", "999999992")
    assert (paid.payer_account_kind, paid.payer_account) == ("DA", "10012002")
    assert (paid.payee_account_kind, paid.payee_account) == ("DA", "30034004")
    assert paid.originating_company == paid.payer_identifier == "1700007777"
    assert paid.trace_number == "EFT20250320A"
    assert paid.production_date == date(2025, 3, 20)
    assert paid.currency is None
    assert paid.adjustments == ()


def test_payer_and_payee() -> None:
    paid = sample("paid")
    assert paid.payer.name == "EXAMPLE HEALTH PLAN"
    assert (paid.payer.city, paid.payer.state) == ("DALLAS", "TX")
    assert paid.payer.references == (Reference(qualifier="2U", value="EHP01"),)
    assert paid.payer.business_contact == PayerContact(
        name="CLAIMS OFFICE", number_kind="TE", number="2145550110"
    )
    (technical,) = paid.payer.technical_contacts
    assert (technical.second_number_kind, technical.second_number) == ("EM", "EDI@EXAMPLE.COM")
    assert paid.payee.npi == "2000001018"
    assert paid.payee.tax_id == "700001234"
    assert paid.payee.postal_code == "787011234"
    by_tax_number = paid.payee.evolve(id_qualifier="FI", identifier="700001235")
    assert (by_tax_number.npi, by_tax_number.tax_id) == (None, "700001235")


def test_a_claim() -> None:
    claim = claim_of("paid", "PCN1001")
    assert (claim.charge_amount, claim.payment_amount) == (Decimal(150), Decimal(95))
    assert claim.patient_responsibility == Decimal(25)
    assert claim.payer_claim_control_number == "EHPCLM0001"
    assert (claim.facility_type_code, claim.claim_frequency_code) == ("11", "1")
    assert claim.patient is not None
    assert (claim.patient.last_name, claim.patient.identifier) == ("DOE", "XYZ100200300")
    assert claim.insured is None
    assert claim.service_provider is not None
    assert claim.service_provider.identifier == "2000002024"
    assert (claim.statement_from, claim.statement_to) == (date(2025, 3, 3), date(2025, 3, 3))
    assert claim.received_date == date(2025, 3, 11)
    assert claim.coverage_amount == Decimal(120)
    assert claim.adjustments == ()
    assert not claim.is_reversal
    assert not claim.is_forwarded
    assert claim.remittance is not None
    assert claim.remittance.trace_number == "EFT20250320A"
    assert claim.provider_summary == ProviderSummary(number=1)


def test_a_service() -> None:
    first, second = claim_of("paid", "PCN1001").services
    assert first.procedure == Procedure(qualifier="HC", code="99213")
    assert (first.charge_amount, first.payment_amount) == (Decimal(110), Decimal(65))
    assert (first.paid_units, first.submitted_units) == (Decimal(1), None)
    assert first.service_period == first.service_date == date(2025, 3, 3)
    assert first.allowed_amount == Decimal(90)
    assert first.line_item_control_number == "PCN1001L1"
    assert [(item.group, item.reason, item.amount) for item in first.adjustments] == [
        ("CO", "45", Decimal(20)),
        ("PR", "3", Decimal(25)),
    ]
    assert second.procedure.modifiers == ("QW",)


def test_a_denial_has_its_remarks() -> None:
    claim = claim_of("denied", "PCN1006")
    assert claim.remark_codes == ("MA01",)
    (service,) = claim.services
    assert service.remark_codes == ("M62",)
    assert (service.paid_units, service.submitted_units) == (Decimal(0), Decimal(2))
    assert [item.amount for item in service.adjustments] == [Decimal("87.5")]


def test_a_reversal_has_the_opposite_sign() -> None:
    reversal, correction, _ = sample("reversal-and-correction").claims
    assert (reversal.is_reversal, correction.is_reversal) == (True, False)
    assert reversal.payment_amount == Decimal(-65)
    assert [group.amount for group in reversal.services[0].adjustment_groups] == [-20, -25]
    assert reversal.services[0].paid_units == Decimal(-1)


def test_provider_adjustments_stand_behind_the_claims() -> None:
    remittance = sample("provider-adjustment")
    (found,) = remittance.adjustments
    assert found.provider_identifier == "2000001018"
    assert found.fiscal_period_date == date(2025, 12, 31)
    assert [(item.code, item.reference, item.amount) for item in found.reasons] == [
        ("WO", "EHPCLM0099", Decimal(40)),
        ("L6", None, Decimal("-1.25")),
    ]
    assert found.amount == Decimal("38.75")
    assert len(remittance.claims) == 2
    assert remittance.claims[0].interest_amount == Decimal("1.25")


def test_claims_come_one_by_one_too() -> None:
    found = claim_payments(ROOT / "samples" / "valid" / "835-denied.x12")
    assert [claim.patient_control_number for claim in found] == ["PCN1006", "PCN1008"]
    assert found.ok


def test_a_remittance_and_its_claims_are_read_whole_though_they_name_each_other() -> None:
    remittance = sample("paid")
    read_whole(remittance)
    read_whole(remittance.claims[0])
    assert remittance == sample("paid")
    assert remittance != sample("denied")
