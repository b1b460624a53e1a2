"""The 277CA that answers scrubbed claims: what a payer's front end would say of each.

Claims with an error are rejected, with the status that the rule names (``A7:562:85``), the others
accepted. Totals are given for each batch and each billing provider.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.findings import Severity
from edi_portal.models.base import Model
from edi_portal.models.claim import BillingProvider, Claim, Transmission
from edi_portal.models.claim.parties import Party
from edi_portal.models.parts import Reference
from edi_portal.models.status import (
    ClaimAcknowledgment,
    Patient,
    Provider,
    ProviderName,
    Receipt,
    Receiver,
    Source,
    Status,
    StatusCode,
    StatusHeader,
)
from edi_portal.models.values import DateRange
from edi_portal.scrubber.engine import STATUS
from edi_portal.scrubber.view import ClaimView
from edi_portal.scrubbing import Checked

_ACCEPTED = "A2:20:PR"
_RECEIVED = "A1:19:PR"
_REJECTED = "A7:21"  # for want of a better word: something is missing or invalid
_GOES_ON, _SENT_BACK = "WQ", "U"
_CODES = 3  # that one STC holds
# Lengths of the elements that repeat what a claim says: a claim may be rejected for its length.
_LAST, _FIRST, _MIDDLE, _SUFFIX, _IDENTIFIER, _NUMBER = 60, 35, 25, 10, 80, 50
_UNKNOWN = "UNKNOWN"


@attrs.define(kw_only=True)
class _Sum:
    accepted: int = 0
    rejected: int = 0
    accepted_amount: Decimal = Decimal(0)
    rejected_amount: Decimal = Decimal(0)

    def add(self, charge: Decimal, *, accepted: bool) -> None:
        if accepted:
            self.accepted += 1
            self.accepted_amount += charge
        else:
            self.rejected += 1
            self.rejected_amount += charge

    @property
    def fields(self) -> dict[str, Any]:
        """The totals as fields of an acknowledgment; what there is none of is left out."""
        found: dict[str, Any] = {}
        if self.accepted:
            found |= {
                "accepted_quantity": Decimal(self.accepted),
                "accepted_amount": self.accepted_amount,
            }
        if self.rejected:
            found |= {
                "rejected_quantity": Decimal(self.rejected),
                "rejected_amount": self.rejected_amount,
            }
        return found

    @property
    def amount(self) -> Decimal:
        return self.accepted_amount + self.rejected_amount


@attrs.define
class _Provider:
    """A billing provider of a batch, with the answers to its claims."""

    model: BillingProvider
    sum: _Sum = attrs.field(factory=_Sum)
    claims: list[dict[str, Any]] = attrs.field(factory=list)


@attrs.define
class _Batch:
    """The claims of one transmission to one payer."""

    header: Transmission
    payer: Model
    sum: _Sum = attrs.field(factory=_Sum)
    providers: dict[str, _Provider] = attrs.field(factory=dict)


class ClaimAnswers:
    """Answers to claims, gathered one by one and then given as models in their order.

    ``as_of`` is when the claims were received and looked at. Of each claim its answer is kept,
    not the claim.
    """

    def __init__(self, as_of: datetime) -> None:
        self.accepted = self.rejected = 0
        self.as_of = as_of
        self._batches: dict[tuple[int, str], _Batch] = {}
        self._headers: list[Transmission] = []

    def add(self, item: Checked) -> None:
        """Answer a claim."""
        claim = item.claim
        header = claim.transmission
        if header is None:
            return
        if not self._headers or self._headers[-1] is not header:
            self._headers.append(header)
        payer = claim.subscriber.payer
        batch = self._batches.setdefault(
            (len(self._headers), payer.identifier), _Batch(header, payer)
        )
        billing = claim.billing_provider
        key = billing.npi or billing.tax_id or billing.name
        provider = batch.providers.setdefault(key, _Provider(billing))
        accepted = Severity.ERROR not in item.severities
        self.accepted += accepted
        self.rejected += not accepted
        for total in (batch.sum, provider.sum):
            total.add(claim.charge_amount, accepted=accepted)
        provider.claims.append(self._claim(item, accepted=accepted))

    def models(self) -> Iterator[ClaimAcknowledgment]:
        """The acknowledgment of each batch: of the whole, its providers, and their claims."""
        for number, batch in enumerate(self._batches.values(), 1):
            yield from self._batch(batch, number)

    def _batch(self, batch: _Batch, number: int) -> Iterator[ClaimAcknowledgment]:
        day = self.as_of.date()
        header = batch.header
        reference = f"{self.as_of:%Y%m%d%H%M}{number:04d}"
        payer: Any = batch.payer
        above: dict[str, Any] = {
            "header": StatusHeader(
                reference=reference,
                created_on=day,
                created_at=self.as_of.time().replace(second=0, microsecond=0),
            ),
            "source": Source(
                role="PR",
                name=_cut(payer.name, _LAST) or _UNKNOWN,
                id_qualifier=payer.id_qualifier,
                identifier=_cut(payer.identifier, _IDENTIFIER) or _UNKNOWN,
                receipts=(Receipt(number=reference, received_on=day, processed_on=day),),
            ),
            "receiver": Receiver(
                **_named(header.submitter),
                identifier=_cut(header.submitter.identifier, _IDENTIFIER) or _UNKNOWN,
            ),
        }
        yield ClaimAcknowledgment(
            **above,
            trace_number=_cut(header.reference, _NUMBER),
            statuses=(self._status((_RECEIVED,), day, charge=batch.sum.amount),),
            **batch.sum.fields,
        )
        for provider in batch.providers.values():
            above["provider"] = _provider(provider.model)
            tax_id = provider.model.tax_id
            yield ClaimAcknowledgment(
                **above,
                provider_trace_number="0",
                statuses=(self._status((_RECEIVED,), None, charge=provider.sum.amount),),
                provider_identifiers=(
                    (Reference(qualifier="TJ", value=_cut(tax_id, _NUMBER)),)
                    if tax_id is not None
                    else ()
                ),
                **provider.sum.fields,
            )
            for fields in provider.claims:
                yield ClaimAcknowledgment(**above, **fields)

    def _claim(self, item: Checked, *, accepted: bool) -> dict[str, Any]:
        claim = item.claim
        day = self.as_of.date()
        codes = (_ACCEPTED,) if accepted else tuple(_codes(item))
        runs = [codes[at : at + _CODES] for at in range(0, len(codes), _CODES)]
        view = ClaimView(claim)
        days = view.days
        found: dict[str, Any] = {
            "patient": _patient(claim),
            "trace_number": _cut(claim.patient_control_number, _NUMBER),
            "statuses": tuple(
                self._status(run, day, charge=claim.charge_amount, accepted=accepted)
                for run in runs
            ),
        }
        if days is not None:
            found["service_date"] = _period(days)
        return found

    def _status(
        self, codes: Iterable[str], day: date | None, *, charge: Decimal, accepted: bool = True
    ) -> Status:
        return Status(
            codes=tuple(map(_code, codes)),
            effective_date=day,
            action=_GOES_ON if accepted else _SENT_BACK,
            charge_amount=charge,
        )


def _codes(item: Checked) -> Iterator[str]:
    """What a rejected claim is answered with: the status of each error, each once."""
    found: dict[str, None] = {}
    for one in item.found:
        if one.finding.severity is Severity.ERROR:
            found[one.finding.ack.get(STATUS, _REJECTED)] = None
    return iter(found or {_REJECTED: None})


def _code(text: str) -> StatusCode:
    category, code, *entity = text.split(":")
    return StatusCode(category=category, code=code, entity=entity[0] if entity else None)


def _period(days: tuple[date, date]) -> date | DateRange:
    return days[0] if days[0] == days[1] else DateRange(*days)


def _named(party: Party) -> dict[str, Any]:
    """A name as status transactions have it: an organization's is its last name."""
    if party.organization_name is not None:
        return {"entity_type": "2", "last_name": _cut(party.organization_name, _LAST)}
    return {"entity_type": "1", "last_name": _cut(party.last_name, _LAST), **_given_names(party)}


def _given_names(person: Party) -> dict[str, str | None]:
    return {
        "first_name": _cut(person.first_name, _FIRST),
        "middle_name": _cut(person.middle_name, _MIDDLE),
        "suffix": _cut(person.suffix, _SUFFIX),
    }


def _cut(text: str | None, length: int) -> str | None:
    """A text as far as it fits; ``None`` for one of blanks."""
    return text[:length].strip() or None if text is not None else None


def _provider(billing: BillingProvider) -> Provider:
    qualifier, identifier = ("XX", billing.npi) if billing.npi else ("FI", billing.tax_id)
    return Provider(
        names=(
            ProviderName(
                **_named(billing),
                id_qualifier=qualifier,
                identifier=_cut(identifier, _IDENTIFIER) or _UNKNOWN,
            ),
        )
    )


def _patient(claim: Claim) -> Patient:
    person = claim.patient_person
    member = claim.subscriber.member_id or claim.subscriber.unique_health_id
    return Patient(
        last_name=_cut(person.last_name or person.name, _LAST) or _UNKNOWN,
        **_given_names(person),
        id_qualifier="MI" if claim.subscriber.member_id or member is None else "II",
        identifier=_cut(member, _IDENTIFIER) or _UNKNOWN,
    )
