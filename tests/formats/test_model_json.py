"""Models as a stream of JSON: in pieces, and the same as if each had been written whole."""

import json
from collections.abc import Iterator

import pytest

import edi_portal
from edi_portal.formats.model_json import write_json_lines, write_json_list
from edi_portal.models.base import Model
from tests.conftest import ROOT

VALID = sorted((ROOT / "samples" / "valid").glob("*.x12"))
PAID = ROOT / "samples" / "valid" / "835-paid.x12"


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_pieces_give_what_the_whole_gives(path: str) -> None:
    wholes = [edi_portal.to_data(model) for model in edi_portal.parse(path)]
    lines = "".join(write_json_lines(edi_portal.parse(path, whole=False)))
    assert [json.loads(line) for line in lines.splitlines()] == wholes
    assert not lines or lines.endswith("}\n")
    assert json.loads("".join(write_json_list(edi_portal.parse(path, whole=False)))) == wholes


def test_nothing_is_an_empty_list() -> None:
    assert json.loads("".join(write_json_list([]))) == []
    assert "".join(write_json_lines([])) == ""


def test_claim_payments_of_two_remittances_are_two_objects() -> None:
    models = [*edi_portal.claim_payments(PAID), *edi_portal.claim_payments(PAID)]
    lines = "".join(write_json_lines(models)).splitlines()
    assert [len(json.loads(line)["claims"]) for line in lines] == [2, 2]


def test_a_claim_payment_without_a_remittance_stands_by_itself() -> None:
    first, _ = edi_portal.claim_payments(PAID)
    [line] = "".join(write_json_lines([first.evolve(remittance=None)])).splitlines()
    assert json.loads(line)["kind"] == "ClaimPayment"


def test_another_remittance_behind_the_claims_is_an_object_of_its_own() -> None:
    first, second = edi_portal.claim_payments(PAID)
    assert first.remittance is not None
    other = first.remittance.evolve(trace_number="ANOTHER")
    lines = "".join(write_json_lines([first, second, other])).splitlines()
    assert [json.loads(line)["trace_number"] for line in lines] == ["EFT20250320A", "ANOTHER"]


def test_no_more_is_held_than_the_item_at_hand() -> None:
    """A remittance with any number of claims takes the memory of one."""
    first, _ = edi_portal.claim_payments(PAID)
    taken = 0

    def claims() -> Iterator[Model]:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield first

    pieces = write_json_lines(claims())
    next(pieces)
    for count, _ in enumerate(pieces, 1):
        assert taken <= count + 2
    assert taken == 50
