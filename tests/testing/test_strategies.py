"""What the strategies draw: models of every class, as the guides have them."""

import subprocess
import sys
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as some

from edi_portal import testing
from edi_portal.errors import UsageError
from edi_portal.guides.diagnose import REMARKS, diagnose
from edi_portal.models.acknowledgment import InterchangeAcknowledgment
from edi_portal.models.base import Model, bindings
from edi_portal.models.claim import (
    Claim,
    DentalClaim,
    InstitutionalClaim,
    ProfessionalClaim,
    ProfessionalLine,
)
from edi_portal.models.fields import Kind
from edi_portal.models.parts import Procedure, Reference
from edi_portal.models.registry import LAYOUTS
from edi_portal.models.remittance import ClaimPayment, Remittance
from edi_portal.models.status import ClaimAcknowledgment, StatusInquiry
from edi_portal.parsing import interchange_acknowledgments
from edi_portal.testing.classes import classes_of, plans
from edi_portal.testing.items import family_of
from edi_portal.testing.segments import WRITER, Group, draw_code, groups, is_made
from tests.build import isa
from tests.models.round_trips import READERS, fewer

EVERY = sorted(
    {kind for layout in LAYOUTS.values() for kind in classes_of(layout)} - {Model},
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("of", EVERY, ids=lambda of: of.__name__)
def test_every_class_is_drawn(of: type[Model]) -> None:
    @fewer(0.1)
    @given(testing.models(of))
    def holds(model: Model) -> None:
        assert type(model) is of

    holds()


def all_groups() -> list[Group]:
    found = []
    for layout in LAYOUTS.values():
        for plan in plans(family_of(layout)):
            for place, segment in plan.segments.items():
                if not is_made(place):
                    found += [
                        group for group in groups(segment) if group.codes or not place.discriminator
                    ]
    return found


@given(some.data())
def test_a_segment_is_what_the_guide_has_at_its_place(data: some.DataObject) -> None:
    groups = all_groups()
    assert len(groups) > 1_000
    for group in data.draw(some.lists(some.sampled_from(groups), min_size=20, max_size=20)):
        text = group.text(data.draw, draw_code(data.draw, group))
        assert text is not None
        problems = diagnose(group.place.node, text, WRITER.delimiters)
        assert [item for item in problems if item.code not in REMARKS] == []


@given(testing.claims())
def test_a_claim_has_all_that_it_stands_under(claim: Any) -> None:
    assert isinstance(claim, ProfessionalClaim | InstitutionalClaim | DentalClaim)
    assert claim.transmission is not None
    assert claim.billing_provider is not None
    assert claim.subscriber is not None
    assert claim.lines
    # Lines are numbered when they are written.
    assert all(line.number is None for line in claim.lines)


def is_drawn(strategy: some.SearchStrategy[Any], what: Callable[[Any], bool]) -> None:
    """The strategy draws it sooner or later; fails where two thousand examples are not it.

    Which examples come first depends on what else is loaded, so that no smaller number holds
    for sure.
    """
    find(
        strategy,
        what,
        settings=settings(
            max_examples=2_000,
            phases=(Phase.generate,),
            database=None,
            suppress_health_check=tuple(HealthCheck),
        ),
        random=Random(20250310),
    )


@pytest.mark.parametrize(
    "what",
    [
        lambda claim: claim.patient is None,
        lambda claim: claim.patient is not None,
        lambda claim: claim.notes == (),
        lambda claim: claim.notes != (),
        lambda claim: len(claim.lines) == 1,
        lambda claim: len(claim.lines) == 2,
    ],
)
def test_situational_things_are_there_and_are_not(what: Callable[[Any], bool]) -> None:
    is_drawn(testing.models(ProfessionalClaim), what)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_remittance_has_any_number_of_claims(number: int) -> None:
    is_drawn(testing.remittances(), lambda found: len(found.claims) == number)


def test_every_field_of_a_claim_is_drawn_now_and_then() -> None:
    empty: set[str] = set()
    filled: set[str] = set()

    @fewer(10)
    @given(testing.models(ProfessionalLine))
    def look(line: ProfessionalLine) -> None:
        for name, binding in bindings(ProfessionalLine).items():
            if binding.kind in (Kind.ELEMENT, Kind.PERIOD) and name != "number":
                held = getattr(line, name) not in (None, ())
                (filled if held else empty).add(name)

    look()
    assert empty <= filled


@pytest.mark.parametrize(
    "same_payer, same_subscriber", [(True, True), (True, False), (False, False)]
)
def test_some_of_a_batch_stand_under_the_same(same_payer: bool, same_subscriber: bool) -> None:
    def so(models: list[Any]) -> bool:
        first, last = models[0], models[-1]
        found = (first.payer is last.payer, first.subscriber is last.subscriber)
        return len(models) > 1 and found == (same_payer, same_subscriber)

    is_drawn(testing.batches(StatusInquiry), so)


@given(testing.batches(ClaimAcknowledgment))
def test_what_the_guide_wants_first_comes_first(models: list[ClaimAcknowledgment]) -> None:
    assert models[0].level == "batch"


@given(testing.models(ClaimPayment))
def test_a_claim_payment_alone_has_its_remittance(claim: ClaimPayment) -> None:
    assert isinstance(claim.remittance, Remittance)
    assert claim.remittance.claims == ()


@given(testing.interchange_acknowledgments())
def test_an_interchange_acknowledgment_reads_back_equal(found: InterchangeAcknowledgment) -> None:
    text = f"{isa()}~{found.segment(WRITER)}~IEA*0*000000101~"
    assert list(interchange_acknowledgments(data=text.encode())) == [found]


@pytest.mark.parametrize(
    "strategy, kinds",
    [
        (testing.remittances(), {"Remittance"}),
        (testing.claim_payments(), {"ClaimPayment"}),
        (testing.inquiries(), {"EligibilityInquiry"}),
        (testing.eligibility(), {"EligibilityResponse"}),
        (testing.status_inquiries(), {"StatusInquiry"}),
        (testing.statuses(), {"StatusResponse", "ClaimAcknowledgment"}),
        (testing.functional_acknowledgments(), {"FunctionalAcknowledgment"}),
        (testing.claims(), {"ProfessionalClaim", "InstitutionalClaim", "DentalClaim"}),
    ],
)
def test_each_way_to_read_has_a_strategy(
    strategy: some.SearchStrategy[Any], kinds: set[str]
) -> None:
    @fewer(0.2)
    @given(strategy)
    def holds(model: Model) -> None:
        assert type(model).__name__ in kinds

    holds()
    for kind in kinds:

        def so(model: Model, kind: str = kind) -> bool:
            return type(model).__name__ == kind

        is_drawn(strategy, so)


@pytest.mark.parametrize("of", READERS, ids=lambda of: of.__name__)
def test_what_may_be_invalid_is_still_of_its_class(of: type[Model]) -> None:
    @fewer(0.2)
    @given(testing.models(of, allow_invalid=True))
    def holds(model: Model) -> None:
        assert type(model) is of

    holds()


# --- arguments ---------------------------------------------------------------------------


@given(testing.models(Procedure, guide="837P"), testing.models(Reference, guide="270"))
def test_a_guide_may_be_chosen(procedure: Procedure, reference: Reference) -> None:
    assert procedure.qualifier in {"HC", "ER", "IV", "WK"}
    assert reference.qualifier != "1K"


def test_a_class_without_a_place_is_an_error_of_use() -> None:
    for of in (Model, Claim):
        with pytest.raises(UsageError, match=f"{of.__name__} has no place in any guide"):
            testing.models(of)
    with pytest.raises(UsageError, match="Remittance has no place in the guide 837P"):
        testing.models(Remittance, guide="837P")
    with pytest.raises(UsageError, match="ProfessionalLine is not written by itself"):
        testing.batches(ProfessionalLine)
    with pytest.raises(UsageError, match="ClaimPayment is not written by itself"):
        testing.batches(ClaimPayment)


# --- without hypothesis ------------------------------------------------------------------


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def test_without_hypothesis_it_says_what_to_install() -> None:
    done = run("import sys; sys.modules['hypothesis'] = None; import edi_portal.testing")
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last == (
        "ModuleNotFoundError: edi_portal.testing needs hypothesis: "
        "pip install 'edi-portal[testing]'"
    )


def test_nothing_else_needs_hypothesis() -> None:
    names = "edi_portal.parsing, edi_portal.writing, edi_portal.cli"
    done = run(f"import {names}, sys; sys.exit('hypothesis' in sys.modules)")
    assert done.returncode == 0, done.stderr
