"""Parts of claims in which every field is set, for the claims that have everything."""

from datetime import date
from decimal import Decimal as D  # noqa: N817  # there are many
from typing import Any

from edi_portal.models.adjudication import OutpatientAdjudication
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.claim import (
    Attachment,
    Authorization,
    Certification,
    Contract,
    Note,
    OtherInsured,
    OtherPayer,
    OtherPayerOrganization,
    OtherPayerProvider,
    PayToAddress,
    PayToPlan,
    Provider,
    SecondaryId,
    ServiceFacility,
)
from edi_portal.models.parts import Contact, Procedure

DAY = date(2025, 3, 3)
ADDRESS: dict[str, Any] = {
    "address_line": "1 SAMPLE STREET",
    "address_line_2": "SUITE 2",
    "city": "AUSTIN",
    "state": "TX",
    "postal_code": "787011234",
    "country": "US",
}
ABROAD: dict[str, Any] = {
    "address_line": "1 SAMPLE STREET",
    "city": "LONDON",
    "country": "GB",
    "country_subdivision": "ENG",
}
PERSON: dict[str, Any] = {
    "last_name": "SAMPLE",
    "first_name": "ROBIN",
    "middle_name": "A",
    "suffix": "JR",
}
CONTACT = Contact(
    name="ALEX SAMPLE",
    number_kind="TE",
    number="5125550100",
    second_number_kind="EX",
    second_number="12",
    third_number_kind="EM",
    third_number="ALEX@EXAMPLE.COM",
)
PHONE = Contact(
    name="ALEX SAMPLE",
    number_kind="TE",
    number="5125550100",
    second_number_kind="EX",
    second_number="12",
)
G2 = (SecondaryId(qualifier="G2", value="PAYERID1"),)
OF_PAYER = (SecondaryId(qualifier="G2", value="PAYERID1", payer_identifier="SEP01"),)
ATTACHMENT = Attachment(report_type="OZ", transmission="EL", control_number="ATT1")
CONTRACT = Contract(
    kind="09",
    amount=D("90.5"),
    percentage=D("5.5"),
    code="C1",
    discount_percentage=D(2),
    version="V1",
)
NOTE = Note(code="ADD", text="A NOTE")
AUTHORIZATION = Authorization(number="AUTH1", payer_identifier="SEP01")
EPSDT = Certification(applies=True, conditions=("AV", "S2", "ST"))
PROCEDURE = Procedure(code="99213", modifiers=("25", "57", "59", "GC"), description="VISIT")
ADJUSTMENTS = (
    AdjustmentGroup(
        group="CO",
        reasons=(
            AdjustmentReason(code="45", amount=D("40.25"), quantity=D(1)),
            AdjustmentReason(code="97", amount=D(2)),
        ),
    ),
    AdjustmentGroup(group="PR", reasons=(AdjustmentReason(code="3", amount=D(30)),)),
)
MOA = OutpatientAdjudication(
    reimbursement_rate=D("0.8"),
    hcpcs_payable_amount=D(80),
    remark_codes=("MA01", "MA02"),
    esrd_payment_amount=D(1),
    nonpayable_professional_component_amount=D(2),
)
FACILITY = ServiceFacility(
    name="LAKESIDE HOSPITAL",
    npi="2000003030",
    secondary_ids=(SecondaryId(qualifier="LU", value="SITE1"),),
    **ADDRESS,
)
PAY_TO_ADDRESS = PayToAddress(**ADDRESS)
PAY_TO_PLAN = PayToPlan(
    name="PAY TO PLAN",
    identifier="PTP01",
    secondary_ids=(SecondaryId(qualifier="2U", value="PTP02"),),
    tax_id="700009999",
    **ADDRESS,
)
OTHER_PROVIDER = OtherPayerProvider(secondary_ids=G2)
OTHER_ORGANIZATION = OtherPayerOrganization(secondary_ids=G2)


def provider(**more: Any) -> Provider:
    """A person with all names, and what else is given."""
    return Provider(npi="2000002024", **{"secondary_ids": G2, **PERSON, **more})


def other_payer(**more: Any) -> OtherPayer:
    """Another payer that says all it can."""
    return OtherPayer(
        name="SECOND EXAMPLE PLAN",
        identifier="SEP01",
        secondary_ids=(SecondaryId(qualifier="2U", value="SEP02"),),
        adjudication_date=DAY,
        prior_authorization_number="OPA1",
        referral_number="ORF1",
        adjustment_indicator="Y",
        payer_claim_control_number="OPC1",
        **ADDRESS,
        **more,
    )


def other_insurance() -> dict[str, Any]:
    """What other insurance of every kind of claim has."""
    return {
        "payer_responsibility": "P",
        "relationship": "01",
        "group_number": "GRP2",
        "group_name": "EXAMPLE GROUP",
        "claim_filing_code": "MB",
        "adjustment_groups": ADJUSTMENTS,
        "payer_paid_amount": D(20),
        "non_covered_amount": D(5),
        "remaining_patient_liability": D("12.5"),
        "benefits_assignment": "N",
        "release_of_information": "I",
        "outpatient_adjudication": MOA,
        "insured": OtherInsured(
            member_id="MEM2", social_security_numbers=("700002248",), **PERSON, **ADDRESS
        ),
        "payer": other_payer(),
    }


def claim_of_any_kind() -> dict[str, Any]:
    """What claims of every kind have beside what they need."""
    return {
        "claim_frequency_code": "7",
        "assignment": "C",
        "benefits_assignment": "N",
        "release_of_information": "I",
        "delay_reason": "11",
        "repricer_received_date": DAY,
        "attachments": (ATTACHMENT,),
        "contract": CONTRACT,
        "service_authorization_exception": "3",
        "referral_number": "REFERRAL1",
        "prior_authorization_number": "AUTH1",
        "payer_claim_control_number": "PAYERCLAIM1",
        "repriced_claim_number": "REPRICED1",
        "adjusted_repriced_claim_number": "ADJUSTED1",
        "clearinghouse_claim_number": "TRACE1",
        "file_information": ("STATE DATA 1", "STATE DATA 2"),
        "notes": (NOTE,),
    }
