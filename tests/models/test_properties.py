"""Whatever the strategies draw is refused with a reason, or written, valid and read back."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edi_portal import testing
from edi_portal.errors import ModelError, WriteError
from edi_portal.models.base import Model, bindings
from edi_portal.models.jsons import from_data, to_data
from edi_portal.models.remittance import ClaimPayment
from edi_portal.models.status import ClaimAcknowledgment
from edi_portal.parsing import parse
from edi_portal.x12.delimiters import Delimiters
from tests.models.round_trips import READERS, anew, check, fewer, own_fields, written

# `make fuzz` picks tests by this mark; they draw within, so that what was accepted is counted.
pytestmark = pytest.mark.hypothesis

# Measured: all of them. Less than this, and the strategies say little of writing.
FLOOR = 0.9
EACH = pytest.mark.parametrize("of", READERS, ids=lambda of: of.__name__)


def check_share(outcomes: Counter[bool]) -> None:
    assert outcomes.total() >= 10
    assert outcomes[True] >= FLOOR * outcomes.total(), outcomes


# The guide wants a 277CA to say something of the batch before it says something of a claim.
@pytest.mark.parametrize(
    "of", [of for of in READERS if of is not ClaimAcknowledgment], ids=lambda of: of.__name__
)
def test_a_model_is_refused_with_a_reason_or_reads_back_equal(of: type[Model]) -> None:
    outcomes = Counter[bool]()

    @fewer(0.6)
    @given(testing.models(of))
    def holds(model: Model) -> None:
        outcomes[check([model], READERS[of])] += 1

    holds()
    check_share(outcomes)


@EACH
def test_models_together_are_refused_with_a_reason_or_read_back_equal(of: type[Model]) -> None:
    outcomes = Counter[bool]()

    @fewer(0.5)
    @given(testing.batches(of))
    def holds(models: list[Model]) -> None:
        outcomes[check(models, READERS[of])] += 1

    holds()
    check_share(outcomes)


@EACH
def test_what_is_broken_is_refused_with_a_reason_or_reads_back_equal(of: type[Model]) -> None:
    outcomes = Counter[bool]()

    @fewer(1)
    @given(testing.models(of, allow_invalid=True))
    def holds(model: Model) -> None:
        outcomes[check([model], READERS[of])] += 1

    holds()
    # Both happen, or this test would show nothing.
    assert outcomes[True]
    assert outcomes[False]


@EACH
def test_a_list_is_written_as_a_file_of_the_same_models(of: type[Model]) -> None:
    @fewer(0.2)
    @given(testing.batches(of))
    def holds(models: list[Model]) -> None:
        found = list(READERS[of](data=written(models)))
        assert len(found) == len(models)
        assert all(model in models for model in found)

    holds()


marks = some.permutations("*|>:^!+~'").map(
    lambda drawn: Delimiters(
        element=drawn[0], component=drawn[1], repetition=drawn[2], terminator=drawn[3]
    )
)


@given(
    some.sampled_from(list(READERS)).flatmap(
        lambda of: some.tuples(some.just(of), testing.batches(of, most=1))
    ),
    marks,
    some.sampled_from(["", "\n", "\r\n"]),
)
def test_any_delimiters_do(
    drawn: tuple[type[Model], list[Model]], delimiters: Delimiters, line_end: str
) -> None:
    of, models = drawn
    assert check(models, READERS[of], delimiters=delimiters, line_end=line_end)


@EACH
def test_what_was_read_and_made_anew_is_the_same_file(of: type[Model]) -> None:
    """No field reads two values as one, and none writes one value in two ways."""

    @fewer(0.2)
    @given(testing.batches(of))
    def holds(models: list[Model]) -> None:
        data = written(iter(models))
        found = list(READERS[of](data=data))
        assert written(iter(found)) == data
        assert written(iter(anew(tuple(found)))) == data

    holds()


@EACH
def test_evolve_changes_one_field_and_keeps_the_others(of: type[Model]) -> None:
    @fewer(0.4)
    @given(some.data())
    def holds(data: some.DataObject) -> None:
        models = data.draw(testing.batches(of, most=1))
        other = data.draw(testing.models(of))
        name = data.draw(some.sampled_from(own_fields(of)))
        found = list(READERS[of](data=written(iter(models))))
        changed = found[-1].evolve(**{name: getattr(other, name)})
        assert getattr(changed, name) == getattr(other, name)
        for kept in bindings(of):
            assert kept == name or getattr(changed, kept) == getattr(found[-1], kept)
        assert as_written([*found[:-1], changed]) == as_written([*found[:-1], anew(changed)])

    holds()


def as_written(models: list[Any]) -> bytes | str:
    """The file, or what is said where there is none."""
    try:
        return written(iter(models))
    except (ModelError, WriteError) as error:
        return str(error)


@pytest.mark.parametrize("of", [*READERS, ClaimPayment], ids=lambda of: of.__name__)
def test_json_says_the_same(of: type[Model]) -> None:
    @fewer(0.4)
    @given(testing.models(of))
    def holds(model: Model) -> None:
        text = json.dumps(to_data(model))
        again = from_data(json.loads(text))
        assert again == model
        assert json.dumps(to_data(again)) == text

    holds()


def test_samples_come_back_equal_when_they_are_written_again(samples: Any) -> None:
    seen = Counter[str]()
    for path in sorted((samples / "valid").iterdir()):
        models = [model for model in parse(path) if type(model) in READERS]
        if models:
            again = [model for model in parse(data=written(iter(models))) if type(model) in READERS]
            assert again == models, path.name
            seen.update(type(model).__name__ for model in models)
    assert len(seen) == len(READERS), seen
