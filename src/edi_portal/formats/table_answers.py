"""Tables of answers: benefits (271), and the status of claims (277, 277CA)."""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from edi_portal.formats.cells import cell
from edi_portal.formats.columns import Columns, Made, first_day, last_day
from edi_portal.models.eligibility import (
    Benefit,
    EligibilityDate,
    EligibilityResponse,
    Rejection,
)
from edi_portal.models.jsons import guide_of
from edi_portal.models.status import ClaimStatus, LineStatus, Status, StatusCode


@attrs.frozen
class Answer:
    """A benefit of a person, or why there is none."""

    response: EligibilityResponse
    benefit: Benefit | None = None
    rejection: Rejection | None = None


def answers(response: Any) -> Iterator[Answer]:
    """Every benefit of a response, and every rejection, from whom it may come."""
    source, receiver = response.information_source, response.information_receiver
    rejections = [
        *source.system_rejections,
        *source.rejections,
        *(receiver.rejections if receiver is not None else ()),
        *response.rejections,
    ]
    for item in rejections:
        yield Answer(response, rejection=item)
    for benefit in response.benefits:
        yield Answer(response, benefit=benefit)
        for item in benefit.rejections:
            yield Answer(response, benefit, item)


def _dates(found: Iterable[EligibilityDate]) -> tuple[str, ...]:
    """Dates, each with its qualifier: ``348:2025-01-01``."""
    return tuple(f"{item.qualifier}:{cell(item.when)}" for item in found)


def _benefit_dates(row: Answer) -> tuple[str, ...]:
    return _dates(row.benefit.dates) if row.benefit is not None else ()


BENEFITS: Columns = {
    "last_name": "response.last_name",
    "first_name": "response.first_name",
    "birth_date": "response.birth_date",
    "member_id": "response.subscriber_id",
    "relationship": "response.relationship",
    "group_number": "response.group_number",
    "payer_name": "response.information_source.name",
    "payer_id": "response.information_source.identifier",
    "information_code": "benefit.information_code",
    "coverage_level": "benefit.coverage_level",
    "service_types": "benefit.service_types",
    "insurance_type": "benefit.insurance_type",
    "plan_description": "benefit.plan_description",
    "time_period": "benefit.time_period",
    "amount": "benefit.amount",
    "percent": "benefit.percent",
    "quantity_kind": "benefit.quantity_kind",
    "quantity": "benefit.quantity",
    "authorization_required": "benefit.authorization_required",
    "in_network": "benefit.in_network",
    "procedure_code": "benefit.procedure.code",
    "dates": Made("of the benefit, each behind its qualifier", _benefit_dates),
    "dates_of_person": Made(
        "for benefits that have none of their own", lambda row: _dates(row.response.dates)
    ),
    "messages": "benefit.messages",
    "rejection_reason": "rejection.reason_code",
    "rejection_follow_up": "rejection.follow_up_code",
}


@attrs.frozen
class Said:
    """One code of a status, with the claim or the line that it is said of."""

    level: str
    of: ClaimStatus
    status: Status
    code: StatusCode
    line: LineStatus | None = None


def statuses(of: Any) -> Iterator[Said]:
    """Every code of every status of a claim, a provider or a batch, then those of its lines."""
    for status in of.statuses:
        for code in status.codes:
            yield Said(of.level, of, status, code)
    for line in of.lines:
        for status in line.statuses:
            for code in status.codes:
                yield Said("line", of, status, code, line)


def _when(row: Said) -> Any:
    return getattr(row.of if row.line is None else row.line, "service_date", None)


STATUSES: Columns = {
    "kind": Made("the guide: 277 or 277CA", lambda row: guide_of(type(row.of))),
    "level": Made("batch, provider, claim or line", lambda row: row.level),
    "trace_number": "of.trace_number",
    "patient_control_number": "of.patient_control_number",
    "payer_claim_control_number": "of.payer_claim_control_number",
    "patient_name": "of.patient.name",
    "provider_name": "of.provider.name",
    "provider_npi": "of.provider.npi",
    "service_from": Made("first day of service", lambda row: first_day(_when(row))),
    "service_to": Made("last day of service", lambda row: last_day(_when(row))),
    "line_control_number": "line.line_control_number",
    "procedure_code": "line.procedure.code",
    "category": "code.category",
    "code": "code.code",
    "entity": "code.entity",
    "outcome": "code.outcome",
    "meaning": "code.meaning",
    "effective_date": "status.effective_date",
    "action": "status.action",
    "charge_amount": "status.charge_amount",
    "paid_amount": "status.paid_amount",
    "remittance_number": "status.remittance_number",
    "remittance_date": "status.remittance_date",
    "message": "status.message",
}
