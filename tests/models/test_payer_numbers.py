"""Numbers that one payer gave: what was the payer's billed is the other's, and the other way round."""

from collections.abc import Mapping
from typing import Any

import pytest

from edi_portal.models.claim import (
    Authorization,
    DentalOtherInsurance,
    InstitutionalOtherInsurance,
    ProfessionalOtherInsurance,
    Provider,
    ReferringProvider,
    SecondaryId,
    ServiceFacility,
)
from edi_portal.models.claim.coordination import (
    OtherPayerOrganization,
    OtherPayerProvider,
    OtherPayerReferringProvider,
)
from edi_portal.models.claim.coverages import as_other
from edi_portal.models.claim.payer_numbers import for_next_payer, line_numbers, of_former_payer
from tests.models.small_claims import dental, institutional, professional

CLAIMS: Mapping[str, Any] = {"837P": professional, "837I": institutional, "837D": dental}
LISTED = {
    "837P": ProfessionalOtherInsurance,
    "837I": InstitutionalOtherInsurance,
    "837D": DentalOtherInsurance,
}
PEOPLE = {
    "837P": ("rendering_provider", "supervising_provider"),
    "837I": (
        "attending_provider",
        "operating_physician",
        "other_operating_physician",
        "rendering_provider",
        "referring_provider",
    ),
    "837D": ("rendering_provider", "assistant_surgeon", "supervising_provider"),
}
ROLES = [(kind, role) for kind, roles in PEOPLE.items() for role in roles]

# Those of others come before and after the payer's own.
LICENSE, PLACE = SecondaryId(qualifier="0B", value="1"), SecondaryId(qualifier="LU", value="2")
OWN, NEW = SecondaryId(qualifier="G2", value="OLD"), SecondaryId(qualifier="G2", value="NEW")
ALL = (LICENSE, OWN, PLACE)
KEPT = (LICENSE, PLACE)
DOCTOR = Provider(last_name="SAMPLE", first_name="ROBIN", npi="2000002016", secondary_ids=ALL)
REFERRER = ReferringProvider(last_name="SAMPLE", first_name="KIM", secondary_ids=ALL)
CLINIC = ServiceFacility(
    name="CLINIC", address_line="1 SAMPLE STREET", city="AUSTIN", state="TX",
    postal_code="787011234", secondary_ids=ALL,
)  # fmt: skip


def other(kind: str, payer: dict[str, Any], **fields: Any) -> Any:
    """A payer that the claim lists, with the numbers it has given."""
    return as_other(CLAIMS[kind](), LISTED[kind], "S", payer, fields)


def test_of_a_claim_without_numbers_nothing_goes_with_the_payer() -> None:
    for kind, made in CLAIMS.items():
        claim = made()
        assert of_former_payer(claim) == ({}, {})
        assert claim.evolve(**for_next_payer(claim, None)) == claim
        bare = DOCTOR.evolve(secondary_ids=KEPT)
        claim = claim.evolve(**{PEOPLE[kind][0]: bare})
        assert of_former_payer(claim) == ({}, {})
        assert for_next_payer(claim, None)[PEOPLE[kind][0]] == bare


@pytest.mark.parametrize("kind, role", ROLES)
def test_a_number_of_a_person_goes_with_the_payer_that_gave_it(kind: str, role: str) -> None:
    claim = CLAIMS[kind]().evolve(**{role: DOCTOR})
    told = OtherPayerProvider(entity_type="1", secondary_ids=(OWN,))
    assert of_former_payer(claim) == ({role: told}, {})
    assert for_next_payer(claim, None)[role] == DOCTOR.evolve(secondary_ids=KEPT)
    listed = other(kind, {}, **{role: told.evolve(secondary_ids=(NEW,))})
    given = for_next_payer(claim, listed)[role]
    assert given == DOCTOR.evolve(secondary_ids=(*KEPT, NEW))
    # Also where nothing has to go.
    bare = DOCTOR.evolve(secondary_ids=KEPT)
    assert for_next_payer(claim.evolve(**{role: bare}), listed)[role] == given


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_number_of_a_place_goes_with_the_payer_that_gave_it(kind: str) -> None:
    claim = CLAIMS[kind]().evolve(service_facility=CLINIC)
    told = OtherPayerOrganization(secondary_ids=(OWN,))
    assert of_former_payer(claim) == ({"service_facility": told}, {})
    listed = other(kind, {}, service_facility=told.evolve(secondary_ids=(NEW,)))
    for of, ids in ((None, KEPT), (listed, (*KEPT, NEW))):
        found = for_next_payer(claim, of)["service_facility"]
        assert found == CLINIC.evolve(secondary_ids=ids)


@pytest.mark.parametrize("kind", ["837P", "837D"])
def test_numbers_of_those_who_referred_go_by_their_role(kind: str) -> None:
    care = REFERRER.evolve(role="P3")
    claim = CLAIMS[kind]().evolve(
        referring_providers=(REFERRER, care.evolve(secondary_ids=KEPT), care)
    )
    told = [
        OtherPayerReferringProvider(role=role, entity_type="1", secondary_ids=(OWN,))
        for role in ("DN", "P3")
    ]
    assert of_former_payer(claim) == ({"referring_providers": tuple(told)}, {})
    listed = other(kind, {}, referring_providers=(told[1].evolve(secondary_ids=(NEW,)),))
    for of, new in ((None, ()), (listed, (NEW,))):
        found = for_next_payer(claim, of)["referring_providers"]
        ids = (KEPT, (*KEPT, *new), (*KEPT, *new))
        assert [each.secondary_ids for each in found] == list(ids)


@pytest.mark.parametrize("kind", CLAIMS)
def test_numbers_of_who_bills_are_of_a_person_but_for_institutions(kind: str) -> None:
    claim = CLAIMS[kind]()
    payer = claim.payer.evolve(billing_provider_ids=(OWN,))
    claim = claim.evolve(subscriber=claim.subscriber.evolve(payer=payer))
    told = (
        OtherPayerOrganization(secondary_ids=(OWN,))
        if kind == "837I"
        else OtherPayerProvider(entity_type="2", secondary_ids=(OWN,))
    )
    assert of_former_payer(claim) == ({"billing_provider": told}, {})


@pytest.mark.parametrize(
    "kind, name",
    [(kind, name) for kind in CLAIMS for name in ("prior_authorization_number", "referral_number")]
    + [("837D", "predetermination_id")],
)
def test_numbers_of_the_claim_are_those_of_the_payer_it_is_for(kind: str, name: str) -> None:
    claim = CLAIMS[kind]().evolve(**{name: "OLD"})
    assert of_former_payer(claim) == ({}, {name: "OLD"})
    assert for_next_payer(claim, None)[name] is None
    found = for_next_payer(claim, other(kind, {name: "NEW"}))
    assert found[name] == "NEW"
    assert [key for key in found if found[key] == "NEW"] == [name]


@pytest.mark.parametrize(
    "named, told",
    [(None, "FORMER"), ("NEXT", None), ("MORE", "MORE"), ("OTHER", "OTHER"), ("FORMER", "FORMER")],
)
def test_numbers_of_a_line_name_the_payer_but_for_the_one_that_is_billed(
    named: str | None, told: str | None
) -> None:
    (line,) = professional().lines
    numbers = (
        Authorization(number="AUTH1", payer_identifier=named),
        Authorization(number="AUTH2", payer_identifier="ANY"),
    )
    ids = (LICENSE, OWN.evolve(payer_identifier=named), PLACE)
    line = line.evolve(
        prior_authorizations=numbers,
        rendering_provider=DOCTOR.evolve(secondary_ids=ids),
        referring_providers=(REFERRER.evolve(secondary_ids=KEPT),) * 2
        + (REFERRER.evolve(secondary_ids=ids),),
    )
    changes = line_numbers(line, "FORMER", "NEXT")
    changed = (LICENSE, OWN.evolve(payer_identifier=told), PLACE)
    assert set(changes) == {"prior_authorizations", "rendering_provider", "referring_providers"}
    assert [each.payer_identifier for each in changes["prior_authorizations"]] == [told, "ANY"]
    assert changes["rendering_provider"].secondary_ids == changed
    referring = [each.secondary_ids for each in changes["referring_providers"]]
    assert referring == [KEPT, KEPT, changed]


def test_of_a_line_without_numbers_nothing_changes() -> None:
    for made in CLAIMS.values():
        for line in made().lines:
            assert line_numbers(line, "FORMER", "NEXT") == {}
