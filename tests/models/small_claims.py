"""The smallest claims that their guides allow, made in Python of invented data."""

from datetime import date, time
from decimal import Decimal

from edi_portal.models.claim import (
    BillingProvider,
    DentalClaim,
    DentalLine,
    DentalProcedure,
    Diagnosis,
    InstitutionalClaim,
    InstitutionalLine,
    Patient,
    Payer,
    ProfessionalClaim,
    ProfessionalLine,
    Provider,
    Receiver,
    Submitter,
    Subscriber,
    Transmission,
)
from edi_portal.models.parts import Contact, Procedure
from edi_portal.models.values import DateRange


def transmission() -> Transmission:
    """What stands before the claims."""
    return Transmission(
        reference="BATCH1",
        created_on=date(2025, 3, 10),
        created_at=time(9, 15),
        submitter=Submitter(
            organization_name="RIVER BILLING SERVICE",
            identifier="RB1001",
            contacts=(Contact(name="ALEX SAMPLE", number_kind="TE", number="5125550100"),),
        ),
        receiver=Receiver(name="EXAMPLE CLEARINGHOUSE", identifier="EXHUB01"),
    )


def billing_provider() -> BillingProvider:
    """A clinic."""
    return BillingProvider(
        organization_name="RIVERSIDE FAMILY CLINIC",
        npi="2000001018",
        employer_tax_id="700001234",
        address_line="100 SAMPLE STREET",
        city="AUSTIN",
        state="TX",
        postal_code="787011234",
    )


def subscriber(relationship: str | None = "18") -> Subscriber:
    """A subscriber who is the patient."""
    return Subscriber(
        payer_responsibility="P",
        relationship=relationship,
        claim_filing_code="CI",
        last_name="DOE",
        first_name="JANE",
        member_id="XYZ100200300",
        birth_date=date(1980, 2, 15),
        gender="F",
        address_line="200 EXAMPLE AVENUE",
        city="AUSTIN",
        state="TX",
        postal_code="78702",
        payer=Payer(name="EXAMPLE HEALTH PLAN", identifier="EHP01"),
    )


def patient() -> Patient:
    """A child of the subscriber."""
    return Patient(
        relationship="19",
        last_name="DOE",
        first_name="KIM",
        birth_date=date(2015, 6, 1),
        gender="M",
        address_line="200 EXAMPLE AVENUE",
        city="AUSTIN",
        state="TX",
        postal_code="78702",
    )


def professional() -> ProfessionalClaim:
    """A visit."""
    return ProfessionalClaim(
        transmission=transmission(),
        billing_provider=billing_provider(),
        subscriber=subscriber(),
        patient_control_number="PCN1",
        charge_amount=Decimal(110),
        assignment="A",
        benefits_assignment="Y",
        release_of_information="Y",
        provider_signature_on_file=True,
        place_of_service="11",
        diagnoses=(Diagnosis(code="J029"),),
        lines=(
            ProfessionalLine(
                procedure=Procedure(code="99213"),
                charge_amount=Decimal(110),
                units=Decimal(1),
                diagnosis_pointers=(1,),
                service_date=date(2025, 3, 3),
            ),
        ),
    )


def institutional() -> InstitutionalClaim:
    """An outpatient visit of a hospital."""
    return InstitutionalClaim(
        transmission=transmission(),
        billing_provider=billing_provider(),
        subscriber=subscriber(),
        patient_control_number="PCN2",
        charge_amount=Decimal(250),
        assignment="A",
        benefits_assignment="Y",
        release_of_information="Y",
        facility_type="13",
        statement_dates=DateRange(date(2025, 3, 3), date(2025, 3, 3)),
        admission_type="3",
        admission_source="1",
        patient_status="01",
        principal_diagnosis=Diagnosis(code="J029"),
        attending_provider=Provider(last_name="SAMPLE", first_name="MORGAN", npi="2000004046"),
        lines=(
            InstitutionalLine(
                revenue_code="0450",
                procedure=Procedure(code="99283"),
                charge_amount=Decimal(250),
                units=Decimal(1),
                service_date=date(2025, 3, 3),
            ),
        ),
    )


def dental() -> DentalClaim:
    """A cleaning."""
    return DentalClaim(
        transmission=transmission(),
        billing_provider=billing_provider(),
        subscriber=subscriber(),
        patient_control_number="PCN3",
        charge_amount=Decimal(95),
        assignment="A",
        benefits_assignment="Y",
        release_of_information="Y",
        provider_signature_on_file=True,
        place_of_service="11",
        service_date=date(2025, 3, 3),
        lines=(DentalLine(procedure=DentalProcedure(code="D1110"), charge_amount=Decimal(95)),),
    )
