"""Files made of models: envelopes, groups, numbers and counts; what is not valid is not there."""

import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from edi_portal import validate
from edi_portal.errors import ModelError, UsageError, WriteError
from edi_portal.models import assembly
from edi_portal.models.claim import ProfessionalClaim
from edi_portal.parsing import claims, parse, remittances
from edi_portal.writing import Written, write
from edi_portal.x12.delimiters import Delimiters
from tests.models.round_trips import AS_OF
from tests.models.small_claims import (
    billing_provider,
    dental,
    institutional,
    patient,
    professional,
    subscriber,
    transmission,
)

OTHER_PROVIDER = billing_provider().evolve(npi="2000009096", employer_tax_id="700009012")
OTHER_SUBSCRIBER = subscriber().evolve(first_name="JOHN", member_id="XYZ200")


def claim(number: str, **changes: Any) -> ProfessionalClaim:
    return professional().evolve(patient_control_number=number, **changes)


def make(models: Any, output: Path | None = None, **options: Any) -> Written:
    given = {"sender": "RIVER", "receiver": "HUB", "as_of": AS_OF, **options}
    return write(models, output, **given)


def segments(models: Any, **options: Any) -> list[list[str]]:
    data = make(models, **options).data
    assert data is not None
    assert validate(data=data).ok
    return [line.rstrip("~").split("*") for line in data.decode().splitlines()]


def only(found: list[list[str]], *ids: str) -> list[list[str]]:
    return [values for values in found if values[0] in ids]


# --- envelopes ---------------------------------------------------------------------------


def test_envelopes_are_filled_from_what_is_given() -> None:
    found = segments(
        [claim("A")],
        sender="RIVER",
        receiver="HUB",
        sender_qualifier="30",
        receiver_qualifier="01",
        application_sender="BILLING",
        application_receiver="CLAIMS",
        usage="T",
        acknowledgment_requested=True,
    )
    isa, gs, st = found[0], found[1], found[2]
    assert [value.strip() for value in isa[5:9]] == ["30", "RIVER", "01", "HUB"]
    assert isa[9:16] == ["250320", "0915", "^", "00501", "000000001", "1", "T"]
    assert gs == [
        *("GS", "HC", "BILLING", "CLAIMS", "20250320", "0915", "2", "X", "005010X222A1"),
    ]
    assert st == ["ST", "837", "0001", "005010X222A1"]
    assert found[-3:] == [
        ["SE", str(len(found) - 4), "0001"],
        ["GE", "1", "2"],
        ["IEA", "1", "000000001"],
    ]


def test_application_codes_are_those_of_the_interchange_by_default() -> None:
    (gs,) = only(segments([claim("A")]), "GS")
    assert gs[2:4] == ["RIVER", "HUB"]


def test_a_guide_that_does_not_send_its_name_in_st_gets_none(samples: Path) -> None:
    (paid,) = remittances(samples / "valid" / "835-paid.x12")
    assert only(segments([paid]), "ST") == [["ST", "835", "0001"]]


def test_control_numbers_come_from_their_source_in_order() -> None:
    numbers = iter([900000001, 77, 78, 5])
    found = segments([claim("A"), institutional()], control_numbers=numbers)
    assert [values[13] for values in only(found, "ISA")] == ["900000001"]
    assert [values[6] for values in only(found, "GS")] == ["77", "78"]
    assert [values[2] for values in only(found, "GE", "IEA")] == ["77", "78", "900000001"]
    assert next(numbers) == 5  # what was not needed is still there


def test_a_source_of_numbers_that_ends_is_an_error() -> None:
    with pytest.raises(UsageError, match="control numbers"):
        make([claim("A")], control_numbers=[1])


def test_a_number_too_long_for_its_place_is_refused() -> None:
    with pytest.raises(WriteError, match="ISA13"):
        make([claim("A")], control_numbers=[10**9, 1])


@pytest.mark.parametrize(
    "options, place",
    [
        ({"sender": "A SENDER WITH A LONG NAME"}, "ISA06"),
        ({"usage": "X"}, "ISA15"),
        ({"sender": "A*B"}, "ISA06"),
        ({"application_receiver": "X"}, "GS03"),
    ],
)
def test_what_the_envelope_cannot_hold_is_refused(options: dict[str, Any], place: str) -> None:
    with pytest.raises((WriteError, ModelError), match=place):
        make([claim("A")], **options)


@pytest.mark.parametrize(
    "options, named",
    [
        ({"sender": 5}, "sender"),
        ({"receiver": None}, "receiver"),
        ({"usage": None}, "usage"),
        ({"as_of": "2025-03-10"}, "as_of"),
        ({"most": 0}, "most"),
        ({"most": "a"}, "most"),
        ({"delimiters": "*:^~"}, "delimiters"),
        ({"control_numbers": 5}, "control_numbers"),
        ({"control_numbers": ["1", "2"]}, "control number"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_named(options: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        make([claim("A")], **options)


def test_what_is_no_list_is_not_written() -> None:
    with pytest.raises(UsageError, match="not NoneType"):
        make(None)


# --- grouping ----------------------------------------------------------------------------

MIXED = (
    claim("A1"),
    claim("B1", billing_provider=OTHER_PROVIDER),
    claim("A2", subscriber=OTHER_SUBSCRIBER),
    claim("A3"),
    claim("B2", billing_provider=OTHER_PROVIDER),
)


def order(models: Any, **options: Any) -> list[str]:
    return [values[1] for values in only(segments(models, **options), "CLM")]


def test_a_list_is_grouped_by_provider_and_subscriber() -> None:
    found = segments(list(MIXED))
    assert [values[1] for values in only(found, "CLM")] == ["A1", "A3", "A2", "B1", "B2"]
    assert only(found, "HL") == [
        ["HL", "1", "", "20", "1"],
        ["HL", "2", "1", "22", "0"],
        ["HL", "3", "1", "22", "0"],
        ["HL", "4", "", "20", "1"],
        ["HL", "5", "4", "22", "0"],
    ]


def test_an_iterator_is_written_as_it_comes() -> None:
    found = segments(iter(MIXED))
    assert [values[1] for values in only(found, "CLM")] == ["A1", "B1", "A2", "A3", "B2"]
    assert len([values for values in only(found, "HL") if values[3] == "20"]) == 4


def test_what_is_equal_is_written_once_though_it_is_not_the_same_object() -> None:
    again = claim("A2", billing_provider=billing_provider(), subscriber=subscriber())
    assert len(only(segments(iter([claim("A1"), again])), "HL")) == 2


def test_a_patient_stands_below_the_subscriber_and_after_the_subscriber_s_own_claims() -> None:
    below = subscriber(None)
    models = [
        claim("KIM1", subscriber=below, patient=patient()),
        claim("OWN", subscriber=below),
        claim("KIM2", subscriber=below, patient=patient()),
    ]
    found = segments(models)
    assert [values[1] for values in only(found, "CLM")] == ["OWN", "KIM1", "KIM2"]
    assert [values[1:] for values in only(found, "HL")] == [
        ["1", "", "20", "1"],
        ["2", "1", "22", "1"],
        ["3", "2", "23", "0"],
    ]


def test_a_subscriber_whose_own_claim_comes_late_is_begun_once_more() -> None:
    below = subscriber(None)
    models = [claim("KIM", subscriber=below, patient=patient()), claim("OWN", subscriber=below)]
    found = segments(iter(models))
    assert [values[1:] for values in only(found, "HL")] == [
        ["1", "", "20", "1"],
        ["2", "1", "22", "1"],
        ["3", "2", "23", "0"],
        ["4", "1", "22", "0"],
    ]
    data = make(iter(models)).data
    assert list(claims(data=data)) == models


def test_each_kind_is_a_group_of_its_own() -> None:
    models = [claim("A"), institutional(), dental(), claim("B")]
    found = segments(models)
    assert [values[8] for values in only(found, "GS")] == [
        "005010X222A1",
        "005010X223A2",
        "005010X224A2",
    ]
    assert only(found, "IEA") == [["IEA", "3", "000000001"]]
    # An iterator cannot know what is still to come.
    assert len(only(segments(iter(models)), "GS")) == 4


# --- transaction sets --------------------------------------------------------------------


def test_lines_are_counted_in_each_claim() -> None:
    two = professional().lines * 2
    found = segments([claim("A", lines=two, charge_amount=Decimal(220)), claim("B")])
    assert [values[1] for values in only(found, "LX")] == ["1", "2", "1"]


def test_another_header_is_another_transaction_set() -> None:
    other = transmission().evolve(reference="BATCH2")
    found = segments([claim("A"), claim("B", transmission=other), claim("C")])
    assert [values[3] for values in only(found, "BHT")] == ["BATCH1", "BATCH2"]
    assert [values[2] for values in only(found, "ST")] == ["0001", "0002"]
    assert only(found, "GE") == [["GE", "2", "2"]]


@pytest.mark.parametrize("most, sizes", [(1, [1, 1, 1, 1, 1]), (2, [2, 2, 1]), (5, [5]), (9, [5])])
def test_a_transaction_set_holds_no_more_than_it_may(most: int, sizes: list[int]) -> None:
    models = [claim(f"N{number}") for number in range(5)]
    found = segments(iter(models), most=most)
    counts: list[int] = []
    for values in found:
        if values[0] == "ST":
            counts.append(0)
        elif values[0] == "CLM":
            counts[-1] += 1
    assert counts == sizes
    # Each begins anew, and its trailer counts what it has.
    assert [values[1] for values in only(found, "HL") if values[3] == "20"] == ["1"] * len(sizes)
    starts = [at for at, values in enumerate(found) if values[0] == "ST"]
    ends = [at for at, values in enumerate(found) if values[0] == "SE"]
    assert [found[end][1] for end in ends] == [
        str(end - start + 1) for start, end in zip(starts, ends, strict=True)
    ]
    assert only(found, "GE") == [["GE", str(len(sizes)), "2"]]
    assert [item.patient_control_number for item in parsed(models, most=most)] == [
        f"N{number}" for number in range(5)
    ]


def parsed(models: list[Any], **options: Any) -> list[Any]:
    return list(parse(data=make(iter(models), **options).data))


def test_5000_claims_are_the_most_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assembly.MOST_CLAIMS == 5_000
    monkeypatch.setattr(assembly, "MOST_CLAIMS", 2)
    found = make(claim(f"N{number}") for number in range(5))
    assert (found.items, found.transactions) == (5, 3)


def test_what_was_written_is_counted() -> None:
    found = make([claim("A"), claim("B"), institutional()])
    assert found.data is not None
    assert (found.items, found.transactions) == (3, 2)
    assert found.size == len(found.data)
    assert found.segments == found.data.count(b"~")
    assert repr(found.data)[:20] not in repr(found)


def test_models_are_taken_as_they_are_written() -> None:
    """An iterator is not emptied before the first segment is there."""
    story: list[str] = []

    def models() -> Iterator[ProfessionalClaim]:
        for number in itertools.count():
            story.append(f"N{number}")
            below = subscriber().evolve(member_id=f"XYZ{number}")
            charge = Decimal(110) if number < 50 else Decimal(-1)
            yield claim(f"N{number}", subscriber=below, charge_amount=charge)

    with pytest.raises(ModelError, match=r"charge_amount"):
        make(models())
    # One more is looked at, to tell whether it is of the same subscriber.
    assert len(story) <= 52


def test_delimiters_and_line_ends_are_those_asked_for() -> None:
    data = make(
        [claim("A")],
        delimiters=Delimiters(element="|", component=">", repetition="!", terminator="'"),
        line_end="",
    ).data
    assert data is not None
    assert b"\n" not in data
    assert data[3:4] + data[104:106] + data[82:83] == b"|>'!"
    assert list(claims(data=data)) == [claim("A")]
