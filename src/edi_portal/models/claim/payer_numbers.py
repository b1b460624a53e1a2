"""Numbers that one payer gave: they go with it when a claim goes on to the next payer.

An authorization, a referral and a provider's commercial number (``G2``) are of the payer that
the claim is sent to, or of the other payer they stand with (837 guides, 2300 REF, 2310, 2330B
to 2330I; on lines REF04 names the other payer). What was the one becomes the other, and the
next payer is never told a number of the payer before as if it were its own.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from edi_portal.models.claim.coordination import (
    InstitutionalOtherInsurance,
    OtherInsurance,
    OtherPayerOrganization,
    OtherPayerProvider,
    OtherPayerReferringProvider,
    other_insurance_of,
)
from edi_portal.models.claim.parties import SecondaryId
from edi_portal.models.claim.parts import Authorization

_OF_A_PAYER = "G2"
_NUMBERS = ("prior_authorization_number", "referral_number", "predetermination_id")
_REFERRING, _BILLING, _FACILITY = "referring_providers", "billing_provider", "service_facility"
_ROLES = (
    "rendering_provider",
    _FACILITY,
    "supervising_provider",
    "attending_provider",
    "operating_physician",
    "other_operating_physician",
    "referring_provider",
    "assistant_surgeon",
)


def of_former_payer(claim: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the payer billed so far has numbered: fields of its 2320, and of its 2330B."""
    insurance: dict[str, Any] = {}
    for role in _ROLES:
        person = getattr(claim, role, None)
        numbers = _given(person)
        if numbers:
            insurance[role] = _numbered(person, numbers, organization=role == _FACILITY)
    referring = tuple(
        OtherPayerReferringProvider(
            role=each.role, entity_type=each.entity_type, secondary_ids=_given(each)
        )
        for each in getattr(claim, _REFERRING, None) or ()
        if _given(each)
    )
    if referring:
        insurance[_REFERRING] = referring
    billing = claim.subscriber.payer.billing_provider_ids
    if billing:
        institutional = other_insurance_of(claim) is InstitutionalOtherInsurance
        insurance[_BILLING] = _numbered(claim.billing_provider, billing, organization=institutional)
    known = {name: getattr(claim, name, None) for name in _NUMBERS}
    return insurance, {name: number for name, number in known.items() if number is not None}


def for_next_payer(claim: Any, listed: OtherInsurance | None) -> dict[str, Any]:
    """Changes of the claim: without numbers of the former payer, with those of the next one.

    ``listed`` is the next payer as other insurance of the claim, if it was that.
    """
    payer = listed.payer if listed is not None else None
    changes: dict[str, Any] = {
        name: getattr(payer, name, None) for name in _NUMBERS if hasattr(claim, name)
    }
    for role in _ROLES:
        person = getattr(claim, role, None)
        if person is not None:
            changes[role] = _renumbered(person, getattr(listed, role, None))
    if hasattr(claim, _REFERRING):
        listed_ones: tuple[Any, ...] = () if listed is None else getattr(listed, _REFERRING)
        known = {each.role: each for each in listed_ones}
        changes[_REFERRING] = tuple(
            _renumbered(each, known.get(each.role)) for each in getattr(claim, _REFERRING)
        )
    return changes


def line_numbers(line: Any, former: str, following: str) -> dict[str, Any]:
    """Changes of a line: its numbers without a payer are of the former, so they name it now."""
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(line)):
        value = () if field.name.startswith("_") else getattr(line, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Authorization) or getattr(part, "secondary_ids", None):
                changes[field.name] = _line_value(value, former, following)
                break
    return changes


def _line_value(value: Any, former: str, following: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_line_value(each, former, following) for each in value)
    if isinstance(value, Authorization):
        return value.evolve(**_payer(value.payer_identifier, former, following))
    return value.evolve(
        secondary_ids=tuple(
            each.evolve(**_payer(each.payer_identifier, former, following))
            if each.qualifier == _OF_A_PAYER
            else each
            for each in value.secondary_ids
        )
    )


def _payer(named: str | None, former: str, following: str) -> Mapping[str, Any]:
    if named is None:
        return {"payer_identifier": former}
    return {"payer_identifier": None if named == following else named}


def _given(person: Any) -> tuple[SecondaryId, ...]:
    return _only(person.secondary_ids) if person is not None else ()


def _only(numbers: Iterable[SecondaryId]) -> tuple[SecondaryId, ...]:
    return tuple(each for each in numbers if each.qualifier == _OF_A_PAYER)


def _numbered(
    person: Any, numbers: tuple[SecondaryId, ...], *, organization: bool
) -> OtherPayerOrganization | OtherPayerProvider:
    if organization:
        return OtherPayerOrganization(secondary_ids=numbers)
    return OtherPayerProvider(entity_type=person.entity_type, secondary_ids=numbers)


def _renumbered(person: Any, listed: Any) -> Any:
    kept = tuple(each for each in person.secondary_ids if each.qualifier != _OF_A_PAYER)
    own = _only(listed.secondary_ids) if listed is not None else ()
    found = (*kept, *own)
    return person if found == person.secondary_ids else person.evolve(secondary_ids=found)
