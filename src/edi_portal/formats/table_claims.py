"""Tables of claims (837) and of their service lines."""

from collections.abc import Iterator
from typing import Any

from edi_portal.formats.columns import Columns, Made, earliest, first_day, last_day, latest
from edi_portal.models.claim import (
    Claim,
    DentalClaim,
    DentalLine,
    InstitutionalClaim,
    ProfessionalLine,
    ServiceLine,
)
from edi_portal.models.jsons import guide_of


def _place(claim: Any) -> str:
    """Type of bill of an institutional claim, place of service of another."""
    if isinstance(claim, InstitutionalClaim):
        return claim.type_of_bill
    return str(claim.place_of_service)


def _periods(claim: Any) -> Iterator[Any]:
    """What says when the services of a claim were."""
    if isinstance(claim, InstitutionalClaim):
        yield claim.statement_dates
        return
    if isinstance(claim, DentalClaim):
        yield claim.service_date
    for line in claim.lines:
        yield line.service_date


def _diagnoses(claim: Any) -> tuple[str, ...]:
    found = (item.code or item.icd9_code or item.snodent_code for item in claim.diagnoses)
    return tuple(filter(None, found))


CLAIMS: Columns = {
    "patient_control_number": "patient_control_number",
    "kind": Made("the guide: 837P, 837I or 837D", lambda claim: guide_of(type(claim))),
    "charge_amount": "charge_amount",
    "claim_frequency_code": "claim_frequency_code",
    "place": Made("place of service; of institutional claims the type of bill", _place),
    "service_from": Made(
        "first day of service, or of the bill", lambda claim: earliest(_periods(claim))
    ),
    "service_to": Made(
        "last day of service, or of the bill", lambda claim: latest(_periods(claim))
    ),
    "admission": Made(
        "day of admission", lambda claim: first_day(getattr(claim, "admission_date", None))
    ),
    "patient_last_name": "patient_person.last_name",
    "patient_first_name": "patient_person.first_name",
    "patient_birth_date": "patient_person.birth_date",
    "patient_gender": "patient_person.gender",
    "relationship": "patient_person.relationship",
    "member_id": "subscriber.member_id",
    "payer_responsibility": "subscriber.payer_responsibility",
    "payer_name": "payer.name",
    "payer_id": "payer.identifier",
    "billing_provider_name": "billing_provider.name",
    "billing_provider_npi": "billing_provider.npi",
    "billing_provider_tax_id": "billing_provider.tax_id",
    "rendering_provider_npi": "rendering_provider.npi",
    "diagnoses": Made("codes, the principal one first", _diagnoses),
    "prior_authorization_number": "prior_authorization_number",
    "payer_claim_control_number": "payer_claim_control_number",
    "lines": Made("how many service lines", lambda claim: len(claim.lines)),
}


class Line:
    """A service line with its claim and its number there."""

    def __init__(self, claim: Claim, line: ServiceLine, number: int) -> None:
        self.claim, self.line, self.number = claim, line, number


def lines(claim: Any) -> Iterator[Line]:
    """The service lines of a claim, counted from 1."""
    for number, line in enumerate(claim.lines, 1):
        yield Line(claim, line, number)


def _period(row: Line) -> Any:
    """When the service was; the claim's date where the line of a dental claim has none."""
    if row.line.service_date is None and isinstance(row.claim, DentalClaim):
        return row.claim.service_date
    return row.line.service_date


def _line_place(row: Line) -> str | None:
    """Where the service was: of lines that do not say so, the claim does."""
    if isinstance(row.line, ProfessionalLine | DentalLine) and row.line.place_of_service:
        return row.line.place_of_service
    return getattr(row.claim, "place_of_service", None)


def _teeth(row: Line) -> tuple[str, ...]:
    found = row.line.teeth if isinstance(row.line, DentalLine) else ()
    return tuple(item.tooth + "".join(item.surfaces) for item in found)


LINES: Columns = {
    "patient_control_number": "claim.patient_control_number",
    "line": "number",
    "line_item_control_number": "line.line_item_control_number",
    "service_from": Made("first day of service", lambda row: first_day(_period(row))),
    "service_to": Made("last day of service", lambda row: last_day(_period(row))),
    "revenue_code": "line.revenue_code",
    "procedure_qualifier": "line.procedure.qualifier",
    "procedure_code": "line.procedure.code",
    "modifiers": "line.procedure.modifiers",
    "charge_amount": "line.charge_amount",
    "units": "line.units",
    "unit_code": "line.unit_code",
    "place_of_service": Made("of the line, or else of the claim", _line_place),
    "diagnosis_pointers": "line.diagnosis_pointers",
    "drug_code": "line.drug.code",
    "drug_quantity": "line.drug.quantity",
    "teeth": Made("tooth numbers, each with its surfaces", _teeth),
    "rendering_provider_npi": "line.rendering_provider.npi",
}
