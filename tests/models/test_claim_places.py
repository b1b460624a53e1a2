"""Places that depend on another element, and components of every composite."""

from decimal import Decimal

import pytest

from edi_portal.errors import ModelError
from edi_portal.models.claim import ProfessionalClaim
from edi_portal.models.fields import spot
from edi_portal.models.rules import NOT_NEGATIVE, NPI
from tests.models.made_anew import models_of, written
from tests.models.small_claims import professional


@pytest.mark.parametrize(
    "text, given, qualifiers, element",
    [
        ("NM1[02=1]03", 2, ("1",), 3),
        ("NM1[08=MI]09", 8, ("MI",), 9),
        ("[1=ABK|BK]02", 1, ("ABK", "BK"), 2),
        ("REF[EI]02", None, ("EI",), 2),
    ],
)
def test_a_place_may_depend_on_another_element(
    text: str, given: int | None, qualifiers: tuple[str, ...], element: int
) -> None:
    found = spot(text)
    assert (found.given, found.qualifiers, found.element) == (given, qualifiers, element)


def test_a_component_without_an_element_is_that_of_every_composite() -> None:
    found = spot("HI[BG]-2")
    assert (found.element, found.component) == (None, 2)
    claim = read_back(professional().evolve(condition_codes=("A0", "A1")))
    assert claim.condition_codes == ("A0", "A1")


def test_another_code_in_the_other_element_is_another_field() -> None:
    made = professional()
    person = made.subscriber.evolve(member_id=None, unique_health_id="HID1")
    data = written([made.evolve(subscriber=person)])
    assert b"NM1*IL*1*DOE*JANE****II*HID1~" in data
    (claim,) = models_of(None, "837P", data=data)
    assert (claim.subscriber.member_id, claim.subscriber.unique_health_id) == (None, "HID1")


def test_fields_that_exclude_each_other_are_not_written() -> None:
    made = professional()
    both = made.subscriber.evolve(unique_health_id="HID1")
    with pytest.raises(ModelError, match="excludes another field") as caught:
        written([made.evolve(subscriber=both)])
    assert caught.value.field == "Subscriber.unique_health_id"


@pytest.mark.parametrize(
    "text, holds", [("2000001018", True), ("200000101", False), ("20000010189", False)]
)
def test_an_npi_has_ten_digits(text: str, holds: bool) -> None:
    assert NPI.holds(text) is holds


@pytest.mark.parametrize(
    "text, holds", [("0", True), ("1.5", True), ("-1", False), ("-0.1", False)]
)
def test_a_count_is_not_negative(text: str, holds: bool) -> None:
    assert NOT_NEGATIVE.holds(text) is holds


def test_a_rule_holds_for_what_is_written_and_not_for_what_is_read() -> None:
    data = written([professional()]).replace(b"*110*UN*1*", b"*110*UN*-1*")
    (claim,) = models_of(None, "837P", data=data)
    assert claim.lines[0].units == -1
    assert written([claim.evolve(charge_amount=Decimal(5))])
    (line,) = claim.lines
    with pytest.raises(ModelError, match=r"ProfessionalLine\.units must be zero or more"):
        written([claim.evolve(lines=(line.evolve(charge_amount=5),))])


def read_back(claim: ProfessionalClaim) -> ProfessionalClaim:
    (found,) = models_of(None, "837P", data=written([claim]))
    assert isinstance(found, ProfessionalClaim)
    return found
