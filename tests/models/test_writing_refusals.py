"""What cannot be written, or is not valid, is refused by its field, and leaves no file."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from edi_portal.errors import EdiError, ModelError, UsageError, WriteError
from edi_portal.models.base import Model
from edi_portal.models.claim import ProfessionalClaim
from edi_portal.models.eligibility import EligibilityResponse
from edi_portal.models.parts import Procedure
from edi_portal.parsing import eligibility, inquiries
from edi_portal.writing import Written, write
from tests.models.round_trips import AS_OF
from tests.models.small_claims import (
    professional,
    subscriber,
)


def claim(number: str, **changes: Any) -> ProfessionalClaim:
    return professional().evolve(patient_control_number=number, **changes)


def make(models: Any, output: Path | None = None, *, force: bool = False) -> Written:
    return write(models, output, sender="RIVER", receiver="HUB", as_of=AS_OF, force=force)


# --- files -------------------------------------------------------------------------------


def test_a_file_is_written_as_its_bytes_would_be(tmp_path: Path) -> None:
    path = tmp_path / "out.x12"
    found = make([claim("A")], path)
    assert found.data is None
    assert path.read_bytes() == make([claim("A")]).data


def test_a_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "out.x12"
    path.write_text("before")
    with pytest.raises(WriteError, match="exists already"):
        make([claim("A")], path)
    assert path.read_text() == "before"
    make([claim("A")], path, force=True)
    assert path.read_bytes() == make([claim("A")]).data


def test_what_is_refused_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "out.x12"
    bad = claim("B", place_of_service="999999")
    with pytest.raises(ModelError):
        make(iter([claim("A"), bad]), path)
    assert list(tmp_path.iterdir()) == []
    path.write_text("before")
    with pytest.raises(ModelError):
        make(iter([claim("A"), bad]), path, force=True)
    assert [found.name for found in tmp_path.iterdir()] == ["out.x12"]
    assert path.read_text() == "before"


# --- what is not written -----------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, field, place",
    [
        ({"charge_amount": Decimal("1E+20")}, "charge_amount", "2300/CLM02"),
        ({"patient_control_number": "X" * 39}, "patient_control_number", "2300/CLM01"),
        ({"claim_frequency_code": "11"}, "claim_frequency_code", "2300/CLM05-3"),
        ({"last_seen_date": date(1700, 1, 1)}, "last_seen_date", "2300/DTP03"),
        ({"admission_date": date(1700, 1, 1)}, "admission_date", "2300/DTP03"),
        ({"diagnoses": ()}, "diagnoses", "2300/HI"),
        ({"lines": ()}, "lines", "2400/LX"),
        ({"subscriber": subscriber().evolve(gender="X")}, "gender", "2010BA/DMG03"),
    ],
)
def test_what_the_guide_does_not_allow_is_refused_by_its_field(
    changes: dict[str, Any], field: str, place: str
) -> None:
    with pytest.raises(ModelError, match="nothing was written") as caught:
        make([professional().evolve(**changes)])
    assert caught.value.field is not None
    assert caught.value.field.rpartition(".")[2] == field
    assert caught.value.place == place
    for value in changes.values():
        assert not isinstance(value, str) or len(value) < 2 or value not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"patient_control_number": "PAT*1"},
        {"patient_control_number": "PAT~1"},
        {"patient_control_number": "PAT\n1"},
        {"patient_control_number": "PAT\u20ac1"},
        {"lines": (professional().lines[0].evolve(procedure=Procedure(code="PAT:1")),)},
    ],
)
def test_a_value_that_no_file_can_hold_is_refused_by_its_field(change: dict[str, Any]) -> None:
    with pytest.raises(EdiError) as caught:
        make([professional().evolve(**change)])
    assert isinstance(caught.value, ModelError)
    assert caught.value.field is not None
    assert "PAT" not in str(caught.value)


def test_the_claim_that_is_refused_is_told_by_its_number() -> None:
    with pytest.raises(ModelError, match=r"^claim 3: "):
        make(iter([claim("A"), claim("B"), claim("C", place_of_service="999999")]))


def test_a_claim_without_its_header_is_refused() -> None:
    with pytest.raises(ModelError, match="transmission is missing") as caught:
        make([professional().evolve(transmission=None)])
    assert caught.value.field is not None


def test_nothing_to_write_and_what_is_no_item_are_errors_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to write"):
        make([], tmp_path / "out.x12")
    line: list[Any] = [professional().lines[0]]
    with pytest.raises(UsageError, match="ProfessionalLine is not written by itself"):
        make(line, tmp_path / "out.x12")
    text: list[Any] = ["CLM*1"]
    with pytest.raises(UsageError, match="models are written, not str"):
        make(text, tmp_path / "out.x12")
    assert list(tmp_path.iterdir()) == []
    assert issubclass(ProfessionalClaim, Model)


def test_a_code_that_a_field_is_for_is_not_filled_in(samples: Path) -> None:
    """It would be read as if it had been said."""
    inquiry = next(inquiries(samples / "valid" / "270-subscriber.x12"))
    born = inquiry.evolve(relationship=None, birth_sequence=1)
    with pytest.raises(ModelError, match="INS02") as caught:
        make([born])
    assert caught.value.field == "EligibilityInquiry.relationship"
    assert list(inquiries(data=make([born.evolve(relationship="18")]).data)) == [
        born.evolve(relationship="18")
    ]


def test_a_response_about_nobody_does_not_stand_under_a_subscriber(samples: Path) -> None:
    """It would be read as a response about the subscriber."""
    found = eligibility(samples / "valid" / "271-dependent-and-terminated.x12")
    told = next(item for item in found if item.subscriber is not None)
    nobody = EligibilityResponse(
        entity_type=None,
        header=told.header,
        information_source=told.information_source,
        information_receiver=told.information_receiver,
        subscriber=told.subscriber,
    )
    with pytest.raises(ModelError, match="says nothing of its own in loop 2000C"):
        make([nobody])


def test_of_several_segments_of_one_id_the_right_field_is_named() -> None:
    """The qualifier of what was written says which it is."""
    two_numbers = professional().billing_provider.evolve(social_security_number="123456789")
    with pytest.raises(ModelError, match="Tax Identification") as caught:
        make([professional().evolve(billing_provider=two_numbers)])
    assert caught.value.field == "BillingProvider.social_security_number"
    assert "123456789" not in str(caught.value)
