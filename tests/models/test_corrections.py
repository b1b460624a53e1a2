"""Claims that replace a claim or take it back."""

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_portal import ModelError, UsageError, synthesis
from edi_portal.models.parts import Procedure
from tests.models.payments import faults, written
from tests.models.small_claims import institutional, professional

each_kind = pytest.mark.parametrize("kind", synthesis.KINDS)
seeds = st.integers(0, 10**6)


def fields(claim: Any, *without: str) -> dict[str, Any]:
    return {
        field.name: getattr(claim, field.name)
        for field in attrs.fields(type(claim))
        if not field.name.startswith("_") and field.name not in without
    }


@each_kind
@settings(max_examples=4)
@given(seed=seeds)
def test_both_are_written_clean_of_any_claim(kind: str, seed: int) -> None:
    claims = list(synthesis.synthesize_claims(kind, 40, seed=seed))
    for frequency, name in (("7", "replacement"), ("8", "void")):
        known = [each for each in claims if each.claim_frequency_code != "8"]
        made = [getattr(each, name)(f"ICN{place}") for place, each in enumerate(known)]
        assert {each.claim_frequency_code for each in made} == {frequency}
        data = written(made)
        assert data.count(b"\nREF*F8*ICN") == len(made)
        assert faults(made) == []


@each_kind
@settings(max_examples=4)
@given(seed=seeds)
def test_a_void_keeps_all_but_frequency_and_reference(kind: str, seed: int) -> None:
    changed = ("claim_frequency_code", "payer_claim_control_number")
    for claim in synthesis.synthesize_claims(kind, 40, seed=seed):
        void = claim.void("ICN1")
        assert fields(void, *changed) == fields(claim, *changed)
        assert (void.claim_frequency_code, void.payer_claim_control_number) == ("8", "ICN1")


@given(st.text("ABC123", min_size=1, max_size=20))
def test_a_replacement_of_a_replacement_keeps_the_first_reference(number: str) -> None:
    first = professional().replacement(number)
    second = first.replacement(lines=())
    assert second.payer_claim_control_number == number
    assert first.void().payer_claim_control_number == number
    assert first.void().void() == first.void()
    # Some payers want the number of the last decision: who gives one is heard.
    assert first.replacement("ICN2").payer_claim_control_number == "ICN2"


def test_what_is_corrected_is_given_with_it() -> None:
    claim = professional()
    line = claim.lines[0].evolve(procedure=Procedure(code="99214"))
    made = claim.replacement("ICN1", lines=(line,))
    assert made.lines[0].procedure.code == "99214"
    assert made == claim.evolve(
        lines=(line,), claim_frequency_code="7", payer_claim_control_number="ICN1"
    )


def test_the_type_of_bill_follows() -> None:
    assert institutional().replacement("ICN1").type_of_bill == "0137"
    assert institutional().void("ICN1").type_of_bill == "0138"


@pytest.mark.parametrize("number", [None, "", "  "])
def test_without_a_number_the_payer_cannot_find_the_claim(number: str | None) -> None:
    for follow in (professional().replacement, professional().void):
        with pytest.raises(ModelError, match="CLM006") as caught:
            follow(number)
        assert caught.value.place == "2300/REF[F8]02"
        assert caught.value.field == "ProfessionalClaim.payer_claim_control_number"


def test_a_void_is_not_replaced_and_its_codes_are_not_chosen() -> None:
    with pytest.raises(ModelError, match="billed anew"):
        professional().void("ICN1").replacement("ICN1")
    with pytest.raises(UsageError, match="claim_frequency_code"):
        professional().replacement("ICN1", claim_frequency_code="1")
    with pytest.raises(UsageError, match="must be text"):
        professional().void(1)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="no field"):
        professional().replacement("ICN1", lins=())
