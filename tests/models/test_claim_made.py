"""Claims made in Python: valid and equal when read back, or refused by the field's name."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from edi_portal.errors import ModelError
from edi_portal.guides import registry
from edi_portal.guides.places import Map
from edi_portal.models.base import Model, bindings
from edi_portal.models.claim import (
    LAYOUTS,
    BillingProvider,
    Claim,
    Diagnosis,
    Note,
    ProfessionalLine,
    Provider,
    SecondaryId,
)
from edi_portal.models.layout import Layout
from edi_portal.models.plan import LoopPlan
from edi_portal.models.planning import plan
from edi_portal.parsing import claims
from edi_portal.writing import write
from tests.models import full_dental, full_institutional, full_professional
from tests.models.claim_variants import variants
from tests.models.full_parts import PERSON, provider
from tests.models.small_claims import (
    dental,
    institutional,
    patient,
    professional,
    subscriber,
)

AS_OF = datetime(2025, 3, 20, 9, 15, tzinfo=UTC)
SMALL: list[Callable[[], Claim]] = [professional, institutional, dental]
FULL: list[Callable[[], Claim]] = [
    full_professional.everything,
    full_institutional.everything,
    full_dental.everything,
]
VERSIONS = {"837P": "005010X222A1", "837I": "005010X223A2", "837D": "005010X224A2"}


def as_file(*models: Model) -> bytes:
    made = write(models, sender="RIVER", receiver="HUB", as_of=AS_OF)
    assert made.data is not None
    return made.data


def segments(claim: Model) -> list[str]:
    return [text.strip() for text in as_file(claim).decode().split("~")]


def check_reads_back(claim: Claim) -> None:
    found = claims(data=as_file(claim))
    (again,) = found
    assert again == claim
    assert again.transmission == claim.transmission
    assert found.ok


# --- what is made is valid and reads back ------------------------------------------------


@pytest.mark.parametrize("make", [*SMALL, *FULL])
def test_what_is_made_is_valid_and_reads_back_equal(make: Callable[[], Claim]) -> None:
    check_reads_back(make())


@pytest.mark.parametrize("make", SMALL)
def test_a_claim_may_be_of_a_patient_who_is_not_the_subscriber(make: Callable[[], Claim]) -> None:
    check_reads_back(make().evolve(subscriber=subscriber(None), patient=patient()))


@pytest.mark.parametrize("claim", list(variants()), ids=lambda claim: type(claim).__name__)
def test_variants_read_back_equal(claim: Claim) -> None:
    check_reads_back(claim)


def test_every_field_is_set_in_one_of_these_claims() -> None:
    found: set[tuple[type, str]] = set()
    for claim in (*(make() for make in FULL), *variants()):
        found |= set(_set(claim))
    # Lines are numbered when they are written.
    named = {(of.__name__, name) for of, name in _declared() - found if name != "number"}
    assert named == set()


def _set(value: Any) -> Iterator[tuple[type, str]]:
    if isinstance(value, tuple):
        for item in value:
            yield from _set(item)
    elif isinstance(value, Model):
        for name in bindings(type(value)):
            inner = getattr(value, name)
            if inner is not None and inner != ():
                yield type(value), name
                yield from _set(inner)


def _declared() -> set[tuple[type, str]]:
    """The fields that have a place in one of the guides."""
    found: set[tuple[type, str]] = set()
    for layout in LAYOUTS:
        for loop, of in layout.places(_map(layout)).items():
            found |= set(_placed(plan(of, loop)))
    return found


def _map(layout: Layout) -> Map:
    return Map(registry.load(registry.find(VERSIONS[layout.guide], "837")))


def _placed(at: LoopPlan) -> Iterator[tuple[type, str]]:
    yield from ((at.of, name) for name in at.placed)
    for segment in at.segments.values():
        for slot in (*segment.slots, *segment.whole):
            yield from ((slot.of, item.field) for item in slot.items)
    for _, _, below in at.loops.values():
        yield from _placed(below)


# --- what follows from the fields --------------------------------------------------------


def test_the_kind_of_a_party_follows_from_its_name() -> None:
    claim = professional()
    assert "NM1*85*2*RIVERSIDE FAMILY CLINIC*****XX*2000001018" in segments(claim)
    alone = claim.billing_provider.evolve(organization_name=None, **PERSON)
    written = segments(claim.evolve(billing_provider=alone))
    assert "NM1*85*1*SAMPLE*ROBIN*A**JR*XX*2000001018" in written
    assert (claim.billing_provider.entity_type, alone.entity_type) == ("2", "1")
    assert (claim.billing_provider.name, alone.name) == (
        "RIVERSIDE FAMILY CLINIC",
        "ROBIN A SAMPLE JR",
    )


def test_the_code_set_of_a_diagnosis_follows_from_its_field_and_place() -> None:
    found = Diagnosis(code="J029"), Diagnosis(icd9_code="4659"), Diagnosis(code="R509")
    assert "HI*ABK:J029*BF:4659*ABF:R509" in segments(professional().evolve(diagnoses=found))
    hospital = institutional().evolve(
        admitting_diagnosis=found[0],
        reasons_for_visit=found,
        external_causes=(Diagnosis(code="W19XXXA", present_on_admission="Y"),),
    )
    written = segments(hospital)
    assert "HI*ABJ:J029" in written
    assert "HI*APR:J029*PR:4659*APR:R509" in written
    assert "HI*ABN:W19XXXA:::::::Y" in written
    tooth = dental().evolve(diagnoses=(Diagnosis(snodent_code="1234567"),))
    assert "HI*TQ:1234567" in segments(tooth)


def test_codes_beyond_twelve_go_on_in_another_segment() -> None:
    codes = tuple(f"{at:02}" for at in range(1, 15))
    written = segments(institutional().evolve(condition_codes=codes))
    assert [text for text in written if text.startswith("HI*BG")] == [
        "HI*" + "*".join(f"BG:{code}" for code in codes[:12]),
        "HI*BG:13*BG:14",
    ]


def test_a_loop_of_constants_is_written() -> None:
    claim = professional().evolve(ambulance_pick_up=full_professional.PICK_UP)
    written = segments(claim)
    at = written.index("NM1*PW*2")
    assert written[at + 1] == "N3*1 SAMPLE STREET*SUITE 2"


def test_lines_are_numbered() -> None:
    claim = professional()
    (line,) = claim.lines
    written = segments(claim.evolve(lines=(line, line.evolve(number=7), line)))
    assert [text for text in written if text.startswith("LX")] == ["LX*1", "LX*2", "LX*3"]


# --- what is refused ---------------------------------------------------------------------


def line_with(**changes: Any) -> Claim:
    claim = professional()
    return claim.evolve(lines=(claim.lines[0].evolve(**changes),))


def present_on_admission() -> Claim:
    return professional().evolve(diagnoses=[Diagnosis(code="J029", present_on_admission="Y")])


REFUSED: list[tuple[str, Callable[[], Claim]]] = [
    (
        "last_name",
        lambda: professional().evolve(
            billing_provider=professional().billing_provider.evolve(last_name="SAMPLE")
        ),
    ),
    (
        "organization_name",
        lambda: professional().evolve(
            supervising_provider=provider(organization_name="A", last_name=None)
        ),
    ),
    (
        "taxonomy_code",
        lambda: professional().evolve(supervising_provider=provider(taxonomy_code="207Q00000X")),
    ),
    (
        "organization_name",
        lambda: professional().evolve(rendering_provider=Provider(npi="2000002024")),
    ),
    ("diagnoses", lambda: professional().evolve(diagnoses=[Diagnosis()])),
    ("snodent_code", lambda: professional().evolve(diagnoses=[Diagnosis(snodent_code="1")])),
    ("present_on_admission", present_on_admission),
    ("units", lambda: line_with(units=-1)),
    ("charge_amount", lambda: professional().evolve(charge_amount=Decimal("-0.01"))),
    ("charge_amount", lambda: line_with(charge_amount=Decimal("NaN"))),
    ("place_of_service", lambda: professional().evolve(place_of_service="")),
    ("diagnosis_pointers", lambda: line_with(diagnosis_pointers=(13,))),
    ("notes", lambda: institutional().evolve(notes=[Note(code="XXX", text="A NOTE")])),
    (
        "secondary_ids",
        lambda: professional().evolve(
            billing_provider=professional().billing_provider.evolve(
                secondary_ids=[SecondaryId(qualifier="LU", value="1")]
            )
        ),
    ),
    (
        "npi",
        lambda: professional().evolve(
            billing_provider=professional().billing_provider.evolve(npi="200000101")
        ),
    ),
]


@pytest.mark.parametrize("field, make", REFUSED, ids=[field for field, _ in REFUSED])
def test_what_is_not_valid_is_refused_by_the_name_of_its_field(
    field: str, make: Callable[[], Claim]
) -> None:
    claim = make()
    with pytest.raises(ModelError) as caught:
        as_file(claim)
    assert (caught.value.field or "").rpartition(".")[2] == field


def test_a_value_of_the_wrong_type_is_refused_when_it_is_given() -> None:
    with pytest.raises(ModelError, match=r"ProfessionalLine\.units must be Decimal, not float"):
        line_with(units=1.5)
    with pytest.raises(ModelError, match=r"BillingProvider\.npi must be str, not int"):
        professional().billing_provider.evolve(npi=2000001018)
    with pytest.raises(ModelError, match="must be a tuple of int"):
        line_with(diagnosis_pointers=("1",))


def test_errors_and_reprs_show_no_values() -> None:
    claim = professional()
    assert repr(claim) == "<ProfessionalClaim>"
    assert repr(claim.subscriber) == "<Subscriber>"
    bad = claim.evolve(subscriber=claim.subscriber.evolve(member_id="SECRET*1"))
    with pytest.raises(ModelError, match="delimiter") as caught:
        as_file(bad)
    assert (caught.value.field or "").endswith("member_id")
    assert "SECRET" not in str(caught.value)


def test_the_smallest_classes_name_what_they_need() -> None:
    with pytest.raises(TypeError, match="service_date"):
        ProfessionalLine(charge_amount=Decimal(1))  # type: ignore[call-arg]  # on purpose
    with pytest.raises(TypeError, match="address_line"):
        BillingProvider(organization_name="A CLINIC")  # type: ignore[call-arg]  # on purpose
