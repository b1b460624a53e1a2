"""A segment is written by its form as it is when encoded, and refused with the same words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from edi_portal import testing
from edi_portal.errors import ModelError, WriteError
from edi_portal.models import emit, forms, own_segments
from edi_portal.models.base import Model
from edi_portal.models.claim import Diagnosis, ProfessionalClaim
from edi_portal.models.leaves import Shape
from edi_portal.models.parts import Procedure
from edi_portal.models.registry import LAYOUTS
from edi_portal.parsing import remittances
from edi_portal.writing import write
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import CUSTOMARY
from tests.models.made_anew import models_of
from tests.models.round_trips import AS_OF, READERS, anew, fewer
from tests.models.small_claims import professional

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "samples" / "valid").glob("*.x12"))
OTHERS = (Delimiters("|", ">", "\n", "!"), Delimiters("-", ".", "~", "%"))


@contextmanager
def encoded() -> Iterator[None]:
    """Without forms: each segment is encoded by itself."""

    def nothing(_of: Model, _texts: list[str]) -> Shape:
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "leaves", lambda *_: nothing)
        patch.setattr(emit, "_STEPS", {})
        own_segments._object.cache_clear()
        yield
    own_segments._object.cache_clear()


def outcome(
    models: list[Any], delimiters: Delimiters = CUSTOMARY, guide: str | None = None
) -> object:
    """What is written, or in which words it is refused."""
    try:
        return write(
            models, sender="RIVER", receiver="HUB", as_of=AS_OF, delimiters=delimiters, guide=guide
        ).data
    except (ModelError, WriteError) as error:
        return str(error), error.place, getattr(error, "field", None)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_written_by_forms_as_they_are_encoded(path: Path) -> None:
    for guide in LAYOUTS:
        models = [*remittances(path)] if guide == "835" else [*models_of(path, guide)]
        models = [anew(model) for model in models]
        if not models:
            continue
        for delimiters in (CUSTOMARY, *OTHERS):
            # Once to find out the forms, once by them.
            by_forms = [outcome(models, delimiters, guide) for _ in range(2)]
            with encoded():
                assert by_forms == [outcome(models, delimiters, guide)] * 2


@pytest.mark.hypothesis
@pytest.mark.parametrize("of", READERS, ids=lambda of: of.__name__)
def test_models_are_written_by_forms_as_they_are_encoded(of: type[Model]) -> None:
    @fewer(0.3)
    @given(testing.batches(of))
    def holds(models: list[Model]) -> None:
        by_forms = [outcome(models) for _ in range(2)]
        with encoded():
            assert by_forms == [outcome(models)] * 2

    holds()


class _Text(str):
    """Text of a class derived from that of fields."""

    __slots__ = ()


def with_line(**changes: Any) -> ProfessionalClaim:
    claim = professional()
    return claim.evolve(lines=(claim.lines[0].evolve(**changes),))


CASES = {
    "a delimiter": lambda: professional().evolve(patient_control_number="A*1"),
    "a delimiter in a component": lambda: with_line(procedure=Procedure(code="99:13")),
    "a control character": lambda: professional().evolve(patient_control_number="A\x01"),
    "nothing at all": lambda: professional().evolve(patient_control_number=""),
    "a form that a rule excludes": lambda: professional().evolve(
        billing_provider=professional().billing_provider.evolve(npi="123")
    ),
    "a number below zero": lambda: with_line(charge_amount=Decimal(-1)),
    "no number": lambda: with_line(charge_amount=Decimal("NaN")),
    "a number with an exponent": lambda: with_line(units=Decimal("1E+1")),
    "a number below one": lambda: with_line(units=Decimal("0.5")),
    "a component without a place": lambda: with_line(
        procedure=Procedure(code="99213", through="1")
    ),
    "too many components": lambda: with_line(
        procedure=Procedure(code="99213", modifiers=("25",) * 5)
    ),
    "a part that says nothing": lambda: professional().evolve(
        diagnoses=(*professional().diagnoses, Diagnosis(code=None))
    ),
    "an early year": lambda: with_line(service_date=date(999, 3, 1)),
    "a class of its own": lambda: professional().evolve(patient_control_number=_Text("A1")),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_out_of_the_ordinary_is_left_to_encoding(case: str) -> None:
    # The forms of what is ordinary are known by now.
    assert isinstance(outcome([professional()]), bytes)
    claim = CASES[case]()
    found = outcome([claim])
    with encoded():
        assert found == outcome([claim])
