"""SUB: who is insured and who was treated: identifiers, addresses, dates of birth."""

import functools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from edi_portal.codes.lists import zip_matches_state
from edi_portal.findings import Severity
from edi_portal.scrubber.identifiers import is_mbi
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_MBI_ALONE = date(2020, 1, 1)  # from then on Medicare took no other number
_OLDEST = 150
_SELF = "18"
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?", re.ASCII)


@rule(
    "SUB001",
    "member-id-missing",
    "the subscriber, who is the patient, has no member identifier",
    status="A7:164:IL",
)
def member_id_missing(claim: ClaimView) -> Iterator[Fault]:
    """A subscriber who is the patient has a member identifier.

    An employer that is the subscriber, as under workers' compensation, has none.

    Why: The payer finds the member by it, and rejects the claim.

    Example: ``NM1*IL*1*DOE*JANE*A~``

    Mend: Give the identifier as it stands on the card.

    Source: X222, X223, X224, 2010BA NM108 and NM109.
    """
    insured = claim.subscriber
    if insured.member_id or insured.unique_health_id or claim.claim.patient is not None:
        return
    if insured.organization_name is None:
        yield fault(insured, "member_id")


@rule(
    "SUB002",
    "mbi-format",
    "the member identifier of a Medicare claim is no Medicare Beneficiary Identifier",
    kinds="PI",
    status="A7:164:IL",
    mends=True,
    about="Medicare",
)
def mbi_format(claim: ClaimView) -> Iterator[Fault]:
    """A claim to Medicare bears a Medicare Beneficiary Identifier: eleven characters of a form.

    Claims made before 2020 may bear the number that Medicare used before.

    Why: Medicare rejects the claim: the number belongs to nobody.

    Example: ``NM1*IL*1*DOE*WALTER****MI*123456789A~``

    Mend: Take the number from the card, or from Medicare's look-up. Hyphens are left out, and
    small letters made capital.

    Source: CMS, Understanding the Medicare Beneficiary Identifier; CMS edit
    X222.121.2010BA.NM109.020.
    """
    number = claim.subscriber.member_id
    if not claim.is_medicare or not number or is_mbi(number):
        return
    header = claim.claim.transmission
    made = header.created_on if header is not None else claim.as_of
    if made is not None and made < _MBI_ALONE:
        return
    bare = number.replace("-", "").replace(" ", "").upper()
    yield fault(claim.subscriber, "member_id", mend=bare if is_mbi(bare) else None)


@rule(
    "SUB003",
    "birth-date",
    "the date of birth of the patient is {fault}",
    status="A7:158",
)
def birth_date(claim: ClaimView) -> Iterator[Fault]:
    """The patient was born before the service, before the claim was made, and in our times.

    A service on the day of birth is that of a newborn.

    Why: The payer does not find the member, or computes an age that no benefit is for.

    Example: ``DMG*D8*20800215*F~`` on a claim of 2025.

    Mend: Correct the date; often the century is wrong.

    Source: Practice of clearinghouses; X222, X223, X224, DMG02.
    """
    born = claim.patient.birth_date
    if born is None:
        return
    first = claim.first_day
    if first is not None and born > first:
        yield fault(claim.patient, "birth_date", fault="after the first service")
        return
    header = claim.claim.transmission
    made = header.created_on if header is not None else claim.as_of
    if made is not None and born > made:
        yield fault(claim.patient, "birth_date", fault="after the day the claims were made on")
        return
    day = first or made
    if day is not None and (claim.age_on(day) or 0) >= _OLDEST:
        yield fault(claim.patient, "birth_date", fault=f"{_OLDEST} years ago or more")


@rule(
    "SUB004",
    "self-with-patient-loop",
    "{fault}",
)
def self_with_patient_loop(claim: ClaimView) -> Iterator[Fault]:
    """The subscriber is said to be the patient, or a patient stands below: one of the two.

    A subscriber with claims of its own in the file may have dependents with theirs below.

    Why: The payer takes the claim for the wrong person, or for nobody's.

    Example: ``SBR*P*18*GRP1001******CI~`` with a ``PAT*19~`` below it.

    Mend: Leave SBR02 out for a dependent; for the subscriber make it 18, without a patient.

    Source: X222, X223, X224, 2000B SBR02 and HL04.
    """
    insured = claim.subscriber
    if claim.claim.patient is None:
        if insured.relationship == _SELF:
            claim.batch.insured = insured
        else:
            yield fault(
                insured,
                "relationship",
                fault="the subscriber is not said to be the patient, and no patient is named",
            )
    elif insured.relationship == _SELF and claim.batch.insured != insured:
        yield fault(
            insured,
            "relationship",
            fault="the subscriber is said to be the patient, and a patient is named",
        )


@rule(
    "SUB005",
    "subscriber-demographics-missing",
    "the subscriber is the patient, and has no {what}",
)
def subscriber_demographics_missing(claim: ClaimView) -> Iterator[Fault]:
    """A subscriber who is the patient has an address, a date of birth and a gender.

    Why: The guides ask for them, and payers find the member by name and date of birth.

    Example: A 2010BA loop without N3, N4 and DMG below ``SBR*P*18``.

    Mend: Give what is missing.

    Source: X222, X223, X224, 2010BA N3, N4 and DMG.
    """
    insured = claim.subscriber
    if insured.address_line and insured.city and insured.birth_date and insured.gender:
        return
    if claim.claim.patient is not None or insured.relationship != _SELF:
        return
    if insured.organization_name is not None:
        return
    if not insured.address_line:
        yield fault(insured, "address_line", what="street address")
    if not insured.city:
        yield fault(insured, "city", what="city")
    if insured.birth_date is None:
        yield fault(insured, "birth_date", what="date of birth")
    elif not insured.gender:
        yield fault(insured, "gender", what="gender")


@rule(
    "SUB007",
    "state-postal-mismatch",
    "the ZIP code of the {role} is not of the state of the address",
    severity=Severity.WARNING,
    status="A7:500:{entity}",
)
def state_postal_mismatch(claim: ClaimView) -> Iterator[Fault]:
    """State and ZIP code of an address in the United States agree, by the first three digits.

    Looked at are subscriber, patient, billing provider and service facilities. A prefix that
    two states share fits both, one that nobody knows fits all.

    Why: One of the two is wrong, and mail or price go astray.

    Example: ``N4*AUSTIN*TX*10001~``

    Mend: Correct the state or the ZIP code.

    Source: USPS, three-digit prefixes of ZIP codes.
    """
    for person, role, entity in _addressed(claim):
        code, state = person.postal_code, person.state
        if not code or not state or person.country not in (None, "US"):
            continue
        if _ZIP.fullmatch(code) and _agree(code[:3], state) is False:
            yield fault(person, "postal_code", role=role, entity=entity)


@rule(
    "SUB008",
    "dependent-mbi",
    "a claim to Medicare is for a dependent, and Medicare has none",
    kinds="PI",
    severity=Severity.WARNING,
    about="Medicare",
)
def dependent_mbi(claim: ClaimView) -> Iterator[Fault]:
    """A claim to Medicare is for the subscriber.

    Why: Everybody has a number of their own with Medicare; a claim with a patient below the
    subscriber is rejected.

    Example: ``SBR*P********MB~`` with a ``PAT*01~`` below it.

    Mend: Make the patient the subscriber, with the patient's own number and SBR02 18.

    Source: CMS, edits of 2000C; practice of Medicare contractors.
    """
    if claim.is_medicare and claim.claim.patient is not None:
        yield fault(claim.claim.patient, "relationship")


# A run is about few states: what it asks again need not be looked up again.
_agree = functools.lru_cache(maxsize=1 << 12)(zip_matches_state)


def _addressed(claim: ClaimView) -> Iterator[tuple[Any, str, str]]:
    yield claim.billing, "billing provider", "85"
    yield claim.subscriber, "subscriber", "IL"
    if claim.claim.patient is not None:
        yield claim.claim.patient, "patient", "QC"
    for provider, role, entity, _ in claim.providers:
        if entity == "77":
            yield provider, role, entity
