"""What the samples of the 837 say, read by eye, is what their models say."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from edi_portal.errors import ModelError
from edi_portal.models.adjustments import Adjustment
from edi_portal.models.build import read_whole
from edi_portal.models.claim import (
    Authorization,
    Diagnosis,
    InpatientProcedure,
    Occurrence,
    Patient,
    SecondaryId,
    Subscriber,
    ToothInformation,
    ToothStatus,
    ValueCode,
)
from edi_portal.models.parts import Contact, Procedure
from edi_portal.models.values import DateRange
from edi_portal.parsing import claims
from tests.conftest import ROOT


def sample(name: str) -> list[Any]:
    found = claims(ROOT / "samples" / "valid" / f"{name}.x12")
    result = list(found)
    assert found.ok
    return result


def only(name: str) -> Any:
    (claim,) = sample(name)
    return claim


def test_a_professional_claim() -> None:
    claim = only("837p-one-claim")
    assert type(claim).__name__ == "ProfessionalClaim"
    assert claim.patient_control_number == "PCN1001"
    assert claim.charge_amount == Decimal(150)
    assert (claim.place_of_service, claim.claim_frequency_code) == ("11", "1")
    assert (claim.assignment, claim.benefits_assignment) == ("A", "Y")
    assert (claim.provider_signature_on_file, claim.release_of_information) == (True, "Y")
    assert claim.medical_record_number == "MRN555001"
    assert claim.diagnoses == (Diagnosis(code="J029"), Diagnosis(code="R509"))
    provider = claim.rendering_provider
    assert provider is not None
    assert (provider.npi, provider.name) == ("2000002024", "ROBIN SAMPLE")
    assert (provider.taxonomy_code, provider.entity_type) == ("207Q00000X", "1")
    first, second = claim.lines
    assert (first.number, second.number) == (1, 2)
    assert first.procedure == Procedure(code="99213")
    assert second.procedure == Procedure(code="87880", modifiers=("QW",))
    assert (second.charge_amount, second.unit_code, second.units) == (40, "UN", 1)
    assert (first.diagnosis_pointers, second.diagnosis_pointers) == ((1, 2), (1,))
    assert first.service_date == date(2025, 3, 3)
    assert first.line_item_control_number == "PCN1001L1"


def test_what_a_claim_stands_under() -> None:
    claim = only("837p-one-claim")
    sent = claim.transmission
    assert (sent.reference, sent.purpose_code, sent.claim_kind) == ("BATCH0101", "00", "CH")
    assert (sent.created_on, sent.created_at) == (date(2025, 3, 10), time(9, 15))
    assert sent.submitter.organization_name == "RIVER BILLING SERVICE"
    assert sent.submitter.identifier == "RB1001"
    assert sent.submitter.contacts == (
        Contact(
            name="ALEX SAMPLE",
            number_kind="TE",
            number="5125550100",
            second_number_kind="EX",
            second_number="12",
        ),
    )
    assert (sent.receiver.name, sent.receiver.identifier) == ("EXAMPLE CLEARINGHOUSE", "EXHUB01")
    billing = claim.billing_provider
    assert (billing.name, billing.npi) == ("RIVERSIDE FAMILY CLINIC", "2000001018")
    assert (billing.taxonomy_code, billing.tax_id) == ("261QP2300X", "700001234")
    assert (billing.address_line, billing.city, billing.state) == (
        "100 SAMPLE STREET",
        "AUSTIN",
        "TX",
    )
    assert billing.postal_code == "787011234"
    subscriber = claim.subscriber
    assert (subscriber.payer_responsibility, subscriber.relationship) == ("P", "18")
    assert (subscriber.group_number, subscriber.claim_filing_code) == ("GRP1001", "CI")
    assert (subscriber.member_id, subscriber.unique_health_id) == ("XYZ100200300", None)
    assert (subscriber.birth_date, subscriber.gender) == (date(1980, 2, 15), "F")
    assert (claim.payer.name, claim.payer.identifier) == ("EXAMPLE HEALTH PLAN", "EHP01")
    assert claim.payer.id_qualifier == "PI"


def test_the_person_treated() -> None:
    self_insured = only("837p-one-claim")
    assert self_insured.patient is None
    assert self_insured.patient_person is self_insured.subscriber
    assert isinstance(self_insured.patient_person, Subscriber)
    assert self_insured.patient_person.name == "JANE A DOE"
    child = only("837p-patient-is-not-subscriber")
    assert isinstance(child.patient_person, Patient)
    assert child.subscriber.relationship is None
    assert (child.patient.relationship, child.patient_person.name) == ("19", "TIMMY DOE")
    assert child.patient_person.birth_date == date(2016, 7, 4)
    assert child.patient_person.address_line == "300 EXAMPLE AVENUE"


def test_claims_share_what_they_stand_under() -> None:
    found = sample("837p-several-claims")
    assert len(found) > 2
    assert len({id(claim.transmission) for claim in found}) == 1
    assert len({id(claim.billing_provider) for claim in found}) < len(found)


def test_what_another_payer_decided() -> None:
    claim = only("837p-secondary-payer")
    assert claim.subscriber.payer_responsibility == "S"
    (other,) = claim.other_insurance
    assert (other.payer_responsibility, other.relationship) == ("P", "18")
    assert (other.payer_paid_amount, other.remaining_patient_liability) == (146, 34)
    assert other.non_covered_amount is None
    assert (other.insured.name, other.insured.member_id) == ("RICHARD ROE", "PRI300400500")
    assert (other.payer.name, other.payer.identifier) == ("EXAMPLE HEALTH PLAN", "EHP01")
    first, second = (line.adjudications[0] for line in claim.lines)
    assert (first.payer_identifier, first.paid_amount, first.paid_units) == ("EHP01", 110, 1)
    assert first.procedure == Procedure(code="99214")
    assert first.adjudication_date == date(2025, 3, 3)
    assert first.adjustments == (
        Adjustment(group="CO", reason="45", amount=Decimal(40)),
        Adjustment(group="PR", reason="3", amount=Decimal(30)),
    )
    assert second.adjustments[1].reason == "2"


def test_an_ambulance() -> None:
    claim = only("837p-ambulance")
    assert (claim.ambulance.patient_weight, claim.ambulance.reason) == (165, "A")
    assert claim.ambulance.distance == 12
    (certification,) = claim.ambulance_certifications
    assert certification.applies is True
    assert certification.conditions == ("04", "06", "09")
    assert claim.ambulance_pick_up.address_line == "600 EXAMPLE AVENUE"
    assert claim.ambulance_pick_up.name is None
    assert claim.ambulance_drop_off.name == "LAKESIDE HOSPITAL"
    assert claim.lines[1].procedure.modifiers == ("RH",)
    assert claim.lines[1].units == 12


def test_an_inpatient_claim() -> None:
    claim = only("837i-inpatient")
    assert type(claim).__name__ == "InstitutionalClaim"
    assert (claim.facility_type, claim.type_of_bill) == ("11", "0111")
    assert claim.statement_dates == DateRange(date(2025, 2, 1), date(2025, 2, 5))
    assert claim.admission_date == datetime(2025, 2, 1, 9, 45)  # noqa: DTZ001  # X12 has no zones
    assert claim.admitted_on == date(2025, 2, 1)
    assert claim.discharge_time == time(11, 30)
    assert (claim.admission_type, claim.admission_source, claim.patient_status) == ("1", "1", "01")
    assert claim.principal_diagnosis == Diagnosis(code="J189", present_on_admission="Y")
    assert claim.admitting_diagnosis == Diagnosis(code="R0602")
    assert claim.drg_code == "195"
    assert [found.code for found in claim.diagnoses] == ["J189", "E119", "I10"]
    assert claim.principal_procedure == InpatientProcedure(
        code="0BJ08ZZ", performed_on=date(2025, 2, 2)
    )
    assert claim.occurrences == (Occurrence(code="11", occurred_on=date(2025, 1, 31)),)
    assert claim.values == (ValueCode(code="80", amount=Decimal(4)),)
    assert claim.condition_codes == ()
    assert claim.attending_provider is not None
    assert claim.attending_provider.npi == "2000004046"
    assert claim.operating_physician is not None
    assert claim.operating_physician.name == "CASEY EXAMPLE"
    room, drugs, *_ = claim.lines
    assert (room.revenue_code, room.unit_code, room.units) == ("0120", "DA", 4)
    assert (drugs.procedure, drugs.charge_amount) == (None, 2500)


def test_an_outpatient_claim() -> None:
    claim = only("837i-outpatient")
    assert claim.reasons_for_visit == (Diagnosis(code="M25531"),)
    assert claim.external_causes == (Diagnosis(code="W1830XA"),)
    assert claim.admission_date is None
    assert claim.admitted_on is None
    assert claim.lines[0].procedure == Procedure(code="99283", modifiers=("25",))
    assert claim.lines[0].service_date == date(2025, 3, 4)


def test_a_dental_claim_with_nearly_everything() -> None:
    claim, second = sample("837d-nearly-everything")
    assert type(claim).__name__ == "DentalClaim"
    assert (claim.claim_frequency_code, claim.delay_reason) == ("7", "4")
    assert claim.billing_provider.social_security_number == "700002245"
    assert claim.billing_provider.secondary_ids == (SecondaryId(qualifier="0B", value="LIC224500"),)
    assert claim.billing_provider.pay_to_address.entity_type == "1"
    assert claim.billing_provider.pay_to_plan.tax_id == "700002246"
    assert claim.subscriber.suffix == "III"
    assert claim.payer.billing_provider_ids[0].value == "SITE5"
    assert claim.related_causes.causes == ("AA", "OA")
    assert (claim.related_causes.state, claim.special_program) == ("TX", "02")
    assert claim.service_date == DateRange(date(2025, 2, 17), date(2025, 2, 18))
    assert (claim.orthodontics.months, claim.orthodontics.months_remaining) == (24, 17)
    assert claim.tooth_statuses == (
        ToothStatus(tooth="1", status="M"),
        ToothStatus(tooth="32", status="E"),
    )
    assert claim.contract.amount == 1400
    assert [note.text for note in claim.notes] == [
        "TEETH BROKEN IN A ROAD ACCIDENT",
        "CROWN REPLACED AT THE SAME VISIT",
    ]
    assert claim.pricing.rate == Decimal("82.5")
    assert [found.role for found in claim.referring_providers] == ["DN", "P3"]
    line, _ = claim.lines
    assert line.procedure.modifiers == ("52", "XS", "XU", "XE")
    assert line.oral_cavity == ("10", "20", "30", "40", "00")
    assert line.teeth == (
        ToothInformation(tooth="12", surfaces=("M", "O", "D", "B", "L")),
        ToothInformation(tooth="8", surfaces=("F", "I")),
    )
    assert line.prior_placement_date == date(2019, 6, 5)
    assert line.prior_authorizations == (
        Authorization(number="LAUTH1", payer_identifier="EDP01"),
        Authorization(number="LAUTH2"),
    )
    other, third = claim.other_insurance
    assert other.outpatient_adjudication.reimbursement_rate == Decimal("0.8")
    assert other.assistant_surgeon.secondary_ids[0].value == "OPASST1"
    assert (third.insured.organization_name, third.insured.last_name) == ("EXAMPLE EMPLOYER", None)
    assert second.patient.country == "CA"
    assert second.diagnoses == (Diagnosis(snodent_code="1234567"),)


def test_what_a_file_has_to_say_is_not_taken_for_granted() -> None:
    text = (ROOT / "samples" / "valid" / "837p-one-claim.x12").read_text()
    assert "11:B:1*Y*A*Y*Y~" in text
    found = claims(data=text.replace("11:B:1*Y*A*Y*Y~", "11:B:1*Y*A**Y~").encode())
    assert list(found) == []
    assert found.gaps == 1
    (gap,) = [item for item in found.findings if item.code == "MDL001"]
    assert "ProfessionalClaim.benefits_assignment is required and missing" in gap.message


def test_a_date_in_a_format_that_has_no_place_there_is_not_read() -> None:
    text = (ROOT / "samples" / "valid" / "837i-inpatient.x12").read_text()
    changed = text.replace("DTP*434*RD8*20250201-20250205", "DTP*434*D8*20250201")
    found = claims(data=changed.encode())
    assert list(found) == []
    (gap,) = [item for item in found.findings if item.code == "MDL001"]
    assert "InstitutionalClaim.statement_dates cannot be read" in gap.message
    assert "2025" not in gap.message


def test_a_claim_reads_whole_and_lazily_the_same() -> None:
    lazy, whole = only("837p-one-claim"), only("837p-one-claim")
    read_whole(whole)
    assert lazy == whole
    with pytest.raises(ModelError, match="has no field drg_code"):
        whole.evolve(drg_code="1")
