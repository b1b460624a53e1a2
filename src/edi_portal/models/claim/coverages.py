"""The coverages of a patient change places: the payer billed so far, and the one billed next.

What is said of a payer that a claim is sent to stands in 2000B, 2010BA and 2010BB, of any other
in 2320, 2330A and 2330B. Neither says anything that the other has no place for, but who the
patient is: the insured person of the payer billed, or somebody else (2000C).
"""

from collections.abc import Sequence
from typing import Any

from edi_portal.errors import ModelError, UsageError
from edi_portal.models.claim.coordination import (
    InstitutionalOtherInsurance,
    OtherInsurance,
    OtherInsured,
    OtherPayer,
)
from edi_portal.models.claim.subscriber import Patient, Payer, Subscriber

ORDER = "PSTABCDEFGH"
_SELF = "18"
_ADDRESS = (
    "address_line",
    "address_line_2",
    "city",
    "state",
    "postal_code",
    "country",
    "country_subdivision",
)
_NAME = ("organization_name", "last_name", "first_name", "middle_name", "suffix")
_POLICY = ("group_number", "group_name", "insurance_type", "claim_filing_code")
_PAYER = ("name", "id_qualifier", "identifier", "secondary_ids", *_ADDRESS)
# Of the person treated, whoever is insured.
_TREATED = (
    "birth_date",
    "gender",
    "death_date",
    "weight",
    "pregnant",
    "property_casualty_claim_number",
    "contact",
)


def as_subscriber(coverage: OtherInsurance) -> Subscriber:
    """Another payer of a claim and its insured, as the claim for that payer has them."""
    insured = coverage.insured
    return Subscriber(
        payer_responsibility=coverage.payer_responsibility,
        relationship=coverage.relationship,
        member_id=insured.member_id,
        unique_health_id=insured.unique_health_id,
        social_security_number=next(iter(insured.social_security_numbers), None),
        payer=Payer(**_taken(coverage.payer, _PAYER)),
        **_taken(coverage, _POLICY),
        **_taken(insured, (*_NAME, *_ADDRESS)),
    )


def with_payer(subscriber: Subscriber, payer: Payer, relationship: str) -> Subscriber:
    """The same insured person at another payer, with nothing that the former one gave."""
    nothing: dict[str, Any] = dict.fromkeys((*_POLICY, "member_id", "unique_health_id"))
    return subscriber.evolve(payer=payer, relationship=relationship, **nothing)


def as_other(
    claim: Any,
    kind: type[OtherInsurance],
    responsibility: str,
    payer: dict[str, Any],
    fields: dict[str, Any],
) -> Any:
    """The payer billed so far as another payer of the claim, with these fields beside."""
    subscriber: Subscriber = claim.subscriber
    if subscriber.member_id is None and subscriber.unique_health_id is None:
        raise ModelError(
            "the next payer is told who is insured with this one, and so is the member number, "
            "which the claim lacks",
            field="Subscriber.member_id",
            place="2330A/NM109",
        )
    number = subscriber.social_security_number
    policy = _taken(subscriber, _POLICY)
    if issubclass(kind, InstitutionalOtherInsurance):
        del policy["insurance_type"]
    return kind(
        payer_responsibility=responsibility,
        relationship=relationship(claim),
        benefits_assignment=claim.benefits_assignment,
        release_of_information=claim.release_of_information,
        patient_signature_source=getattr(claim, "patient_signature_source", None),
        insured=OtherInsured(
            member_id=subscriber.member_id,
            unique_health_id=subscriber.unique_health_id,
            social_security_numbers=() if number is None else (number,),
            **_taken(subscriber, (*_NAME, *_ADDRESS)),
        ),
        payer=OtherPayer(**_taken(subscriber.payer, _PAYER), **payer),
        **policy,
        **fields,
    )


def relationship(claim: Any) -> str:
    """What the patient is to the insured of the payer billed so far."""
    found: str = (
        claim.patient.relationship
        if claim.patient is not None
        else claim.subscriber.relationship or _SELF
    )
    return found


def people(claim: Any, following: Subscriber) -> tuple[Subscriber, Patient | None]:
    """The insured of the next payer, and the patient where that is somebody else.

    Its ``relationship`` is that of the patient; without one it is as it was.
    """
    person, patient = claim.patient_person, claim.patient
    related = following.relationship
    if related == _SELF:
        known = {name: getattr(person, name) for name in _TREATED}
        if following.address_line is None:
            known.update(_taken(person, _ADDRESS))
        kept = {name: value for name, value in known.items() if getattr(following, name) is None}
        return following.evolve(**kept), None
    if patient is not None:
        return following.evolve(relationship=None), patient.evolve(
            relationship=related or patient.relationship
        )
    if related is None:
        raise UsageError(
            "what the patient is to the insured of the next payer is not said: relationship "
            "must be given (SBR02, 18 for the same person)"
        )
    made = Patient(
        relationship=related, **_taken(person, (*_NAME, *_ADDRESS)), **_taken(person, _TREATED)
    )
    return following.evolve(relationship=None), made


def following_place(responsibility: str, status: str) -> tuple[str, str]:
    """The place in the order of the payer that has paid, and that of the one after.

    Where the claim does not say (``U``), the payment does: processed as primary (``1``, ``19``),
    secondary or tertiary.
    """
    own = responsibility
    if own not in ORDER:
        own = {"2": "S", "20": "S", "3": "T", "21": "T"}.get(status, "P")
    if own == ORDER[-1]:
        raise ModelError(
            "there is no place in the order of payers after this one [COB001]",
            field="Subscriber.payer_responsibility",
            place="2000B/SBR01",
        )
    return own, ORDER[ORDER.index(own) + 1]


def in_order(others: Sequence[OtherInsurance], billed: str) -> tuple[OtherInsurance, ...]:
    """The other payers of a claim, told apart by place and identifier, in their order."""
    places = [billed, *(each.payer_responsibility for each in others)]
    if any(places.count(code) > 1 for code in places if code in ORDER):
        raise ModelError(
            "two payers of the claim have one place in the order [COB001]",
            field="OtherInsurance.payer_responsibility",
            place="2320/SBR01",
        )
    names = [each.payer.identifier for each in others]
    if len(set(names)) < len(names):
        raise ModelError(
            "two other payers of the claim have one identifier [COB008]",
            field="OtherPayer.identifier",
            place="2330B/NM109",
        )
    return tuple(sorted(others, key=lambda each: f"{ORDER}U".find(each.payer_responsibility)))


def _taken(of: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}
