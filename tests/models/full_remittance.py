"""A remittance made in Python that has every segment of its guide."""

from datetime import date
from decimal import Decimal as D  # noqa: N817  # there are many

from edi_portal.models.adjudication import InpatientAdjudication, OutpatientAdjudication
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.parts import Procedure, Reference
from edi_portal.models.remittance import (
    ClaimPayment,
    CorrectedName,
    InpatientTotals,
    NamedPayer,
    PartyName,
    Payee,
    PayerContact,
    ProviderAdjustment,
    ProviderAdjustmentReason,
    ProviderSummary,
    ProviderTotals,
    Remark,
    Remittance,
    RemittanceDelivery,
    RemittancePayer,
    ServicePayment,
    SupplementalAmount,
    SupplementalQuantity,
)


def everything() -> Remittance:
    """A remittance with every segment that the guide has."""
    payer = RemittancePayer(
        name="EXAMPLE HEALTH PLAN",
        identifier="H12345",
        address_line="1000 SAMPLE STREET",
        address_line_2="SUITE 1",
        city="DALLAS",
        state="TX",
        postal_code="752011234",
        references=(Reference(qualifier="NF", value="12345"),),
        business_contact=PayerContact(name="CLAIMS", number_kind="TE", number="2145550110"),
        technical_contacts=(PayerContact(number_kind="UR", number="EDI.EXAMPLE.COM"),),
        website="WWW.EXAMPLE.COM",
    )
    payee = Payee(
        name="RIVERSIDE FAMILY CLINIC",
        id_qualifier="XX",
        identifier="2000001018",
        references=(Reference(qualifier="TJ", value="700001234"),),
        delivery=RemittanceDelivery(method="OL", destination="WWW.EXAMPLE.COM"),
    )
    service = ServicePayment(
        procedure=Procedure(code="99213", modifiers=("25",)),
        charge_amount=D("100.00"),
        payment_amount=D(60),
        revenue_code="0510",
        paid_units=D(1),
        submitted_procedure=Procedure(code="99214", description="VISIT"),
        submitted_units=D(2),
        service_start=date(2025, 3, 3),
        service_end=date(2025, 3, 4),
        adjustment_groups=(
            AdjustmentGroup(
                group="CO",
                reasons=(
                    AdjustmentReason(code="45", amount=D(20), quantity=D(1)),
                    AdjustmentReason(code="253", amount=D(10)),
                    AdjustmentReason(code="16", amount=D("0.00")),
                ),
            ),
            AdjustmentGroup(group="PR", reasons=(AdjustmentReason(code="2", amount=D(10)),)),
        ),
        references=(Reference(qualifier="G1", value="PA1"),),
        line_item_control_number="L1",
        rendering_provider_ids=(Reference(qualifier="HPI", value="2000002024"),),
        healthcare_policy_ids=(
            "POLICY1",
            "POLICY2",
        ),
        amounts=(SupplementalAmount(qualifier="B6", amount=D(80)),),
        quantities=(SupplementalQuantity(qualifier="ZK", quantity=D(3)),),
        remarks=(
            Remark(code="M62"),
            Remark(code_list="RX", code="75"),
        ),
    )
    claim = ClaimPayment(
        provider_summary=ProviderSummary(
            number=3,
            totals=ProviderTotals(
                provider_identifier="2000001018",
                facility_type_code="11",
                fiscal_period_date=date(2025, 12, 31),
                claim_count=D(1),
                charge_amount=D("100.00"),
                pip_claim_count=D(0),
            ),
            inpatient_totals=InpatientTotals(drg_amount=D(5), covered_days=D(2)),
        ),
        patient_control_number="PCN1",
        status_code="19",
        charge_amount=D("100.00"),
        payment_amount=D(60),
        patient_responsibility=D(10),
        claim_filing_code="MB",
        payer_claim_control_number="ICN1",
        facility_type_code="11",
        claim_frequency_code="1",
        drg_code="470",
        drg_weight=D("1.5"),
        discharge_fraction=D("0.5"),
        adjustment_groups=(
            AdjustmentGroup(group="OA", reasons=(AdjustmentReason(code="23", amount=D(0)),)),
        ),
        patient=PartyName(
            last_name="DOE", first_name="JANE", id_qualifier="MI", identifier="XYZ100200300"
        ),
        insured=PartyName(last_name="DOE", id_qualifier="MI", identifier="XYZ100200300"),
        corrected_insured=CorrectedName(first_name="JAYNE", identifier="XYZ100200301"),
        service_provider=PartyName(
            entity_type="2", last_name="LAB", id_qualifier="XX", identifier="2000002024"
        ),
        crossover_carrier=NamedPayer(name="OTHER PLAN", id_qualifier="PI", identifier="P1"),
        corrected_priority_payer=NamedPayer(name="FIRST PLAN", id_qualifier="PI", identifier="P2"),
        other_subscriber=PartyName(last_name="ROE", id_qualifier="MI", identifier="Z1"),
        inpatient=InpatientAdjudication(
            covered_days=D(2),
            drg_amount=D(5),
            remark_codes=(
                "MA01",
                "MA02",
                "MA07",
            ),
        ),
        outpatient=OutpatientAdjudication(
            reimbursement_rate=D("0.8"),
            remark_codes=(
                "MA18",
                "MA130",
            ),
        ),
        references=(
            Reference(qualifier="EA", value="MR1"),
            Reference(qualifier="1L", value="GROUP1"),
            Reference(qualifier="CE", value="CLASS1"),
            Reference(qualifier="F8", value="ICN0"),
            Reference(qualifier="G1", value="PA1"),
        ),
        rendering_provider_ids=(Reference(qualifier="G2", value="P9"),),
        statement_from=date(2025, 3, 3),
        statement_to=date(2025, 3, 4),
        coverage_expiration_date=date(2025, 3, 31),
        received_date=date(2025, 3, 11),
        contacts=(PayerContact(number_kind="TE", number="2145550110"),),
        amounts=(
            SupplementalAmount(qualifier="AU", amount=D(80)),
            SupplementalAmount(qualifier="F5", amount=D("10.00")),
        ),
        quantities=(SupplementalQuantity(qualifier="CA", quantity=D(2)),),
        services=(service,),
    )
    return Remittance(
        handling_code="I",
        payment_amount=D(50),
        payment_method="ACH",
        payment_format="CCP",
        payer_bank_kind="01",
        payer_bank="999999992",
        payer_account_kind="DA",
        payer_account="10012002",
        originating_company="1700007777",
        originating_company_code="EHP000001",
        payee_bank_kind="01",
        payee_bank="999999992",
        payee_account_kind="SG",
        payee_account="30034004",
        payment_date=date(2025, 3, 20),
        trace_number="EFT1",
        payer_identifier="1700007777",
        trace_company_code="EHP000001",
        currency="CAD",
        receiver_identifier="CLEARING",
        version="V2",
        production_date=date(2025, 3, 20),
        payer=payer,
        payee=payee,
        claims=(claim,),
        adjustments=(
            ProviderAdjustment(
                provider_identifier="2000001018",
                fiscal_period_date=date(2025, 12, 31),
                reasons=(
                    ProviderAdjustmentReason(code="WO", reference="ICN9", amount=D(12)),
                    ProviderAdjustmentReason(code="L6", amount=D(-2)),
                ),
            ),
        ),
    )
