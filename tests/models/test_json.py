"""Models as JSON and back: nothing is lost, nothing is guessed, no value is told."""

import copy
import json
import traceback
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import edi_portal
from docs.json_pages import SCHEMAS, schema_files
from edi_portal.errors import ModelError, UsageError
from edi_portal.models import json_values
from edi_portal.models.base import Model
from edi_portal.models.jsons import from_data, from_json, kinds, to_data, to_json
from edi_portal.models.layout import HEADER
from edi_portal.models.registry import LAYOUTS
from edi_portal.models.values import DateRange, DateTimeRange, Formatted
from tests.conftest import ROOT
from tests.corpus.index import entries

SAMPLES = sorted((ROOT / "samples").glob("*/*.x12"))
each_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
MARK = "SECRET"


def models_in(path: Path) -> Iterator[Model]:
    """Every model, remittances whole and in parts."""
    yield from edi_portal.parse(path)
    yield from (
        model
        for model in edi_portal.parse(path, whole=False)
        if isinstance(model, edi_portal.ClaimPayment)
    )


def data_of(name: str) -> dict[str, Any]:
    """The first model of a valid sample as plain values."""
    return to_data(next(edi_portal.parse(ROOT / "samples" / "valid" / f"{name}.x12")))


def changed(data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The same with another value at a place."""
    result = copy.deepcopy(data)
    at: Any = result
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return result


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all values."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path


@pytest.fixture(scope="module")
def validators() -> dict[str, Any]:
    """A validator for each kind, of the schemas as they are in the repository."""
    result = {}
    for path in SCHEMAS.iterdir():
        schema = json.loads(path.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        result[path.stem] = jsonschema.Draft202012Validator(schema)
    return result


@each_sample
def test_what_is_written_reads_back_equal_and_fits_its_schema(
    path: Path, validators: dict[str, Any]
) -> None:
    for model in models_in(path):
        text = to_json(model)
        back = from_json(text)
        assert back == model
        assert to_json(back) == text
        validators[type(model).__name__].validate(json.loads(text))


def test_every_kind_is_among_the_samples() -> None:
    seen = {type(model).__name__ for path in SAMPLES for model in models_in(path)}
    assert seen == set(kinds())


def test_every_model_of_the_corpus_reads_back_equal(
    corpus: Path, validators: dict[str, Any]
) -> None:
    count = 0
    for entry in entries(corpus):
        for model in models_in(corpus / entry.path):
            text = to_json(model)
            assert from_json(text) == model, entry.path
            validators[type(model).__name__].validate(json.loads(text))
            count += 1
    assert count > 200


def test_schemas_are_up_to_date() -> None:
    written = {path: path.read_text("utf-8") for path in SCHEMAS.iterdir()}
    assert written == schema_files(), "run: make docs"


def test_a_schema_refuses_what_reading_refuses(validators: dict[str, Any]) -> None:
    data = data_of("837p-one-claim")
    for wrong in (
        changed(data, ("charge_amount",), 1.5),
        changed(data, ("charge_amount",), "1e3"),
        changed(data, ("lines", 0, "service_date"), "20250303"),
        changed(data, ("no_such_field",), "1"),
        {name: value for name, value in data.items() if name != "billing_provider"},
    ):
        assert not validators["ProfessionalClaim"].is_valid(wrong)
        with pytest.raises(ModelError):
            from_data(wrong)


def test_each_class_is_of_one_guide() -> None:
    items = [
        (of, layout.guide)
        for layout in LAYOUTS.values()
        for of in {layout.levels[loop] for loop in layout.items}
    ]
    assert len({of for of, _ in items}) == len(items)
    assert {of for of, _ in items} <= set(kinds().values())
    assert HEADER not in kinds()


def test_an_item_says_first_what_it_is() -> None:
    data = data_of("837p-one-claim")
    assert list(data)[:3] == ["kind", "guide", "transmission"]
    assert (data["kind"], data["guide"]) == ("ProfessionalClaim", "837P")
    assert data["charge_amount"] == "150"
    assert data["lines"][0]["service_date"] == "2025-03-03"
    assert data["billing_provider"]["npi"] == "2000001018"
    assert "patient" not in data
    del data["guide"]
    assert from_data(data) == from_data(data_of("837p-one-claim"))


def test_claims_of_a_remittance_do_not_repeat_it() -> None:
    [remittance] = edi_portal.remittances(ROOT / "samples" / "valid" / "835-paid.x12")
    assert all("remittance" not in claim for claim in to_data(remittance)["claims"])
    alone = to_data(remittance.claims[0])
    assert "claims" not in alone["remittance"]
    back = from_data(alone)
    assert isinstance(back, edi_portal.ClaimPayment)
    assert back.remittance is not None
    assert back.remittance.trace_number == remittance.trace_number
    with pytest.raises(ModelError, match=r"claims\[0\].remittance is no field"):
        from_data(changed(to_data(remittance), ("claims", 0, "remittance"), None))


def test_a_part_is_no_item() -> None:
    [claim] = edi_portal.claims(ROOT / "samples" / "valid" / "837p-one-claim.x12")
    with pytest.raises(UsageError, match="ProfessionalLine"):
        to_data(claim.lines[0])


@pytest.mark.parametrize(
    "place, value, field, words",
    [
        (("charge_amount",), 150.5, "charge_amount", "must be a number as text"),
        (("charge_amount",), "1,50", "charge_amount", "has another form"),
        (("charge_amount",), "NaN", "charge_amount", "has another form"),
        (("charge_amount",), "1e5", "charge_amount", "has another form"),
        (("charge_amount",), "\u0661", "charge_amount", "has another form"),
        (("charge_amount",), None, "charge_amount", "not null"),
        (("charge_amount",), True, "charge_amount", "not true or false"),
        (("lines", 1, "units"), 1.0, "lines[1].units", "not a number with decimals"),
        (("lines", 0, "service_date"), "03/03/2025", "lines[0].service_date", "2025-03-10"),
        (("lines", 0, "service_date"), "2025-02-30", "lines[0].service_date", "another form"),
        (("lines", 0, "service_date"), {"start": "2025-03-03"}, "lines[0].service_date", "start"),
        (("lines", 0, "service_date"), 20250303, "lines[0].service_date", "whole number"),
        (("lines", 0, "diagnosis_pointers"), "12", "lines[0].diagnosis_pointers", "must be a list"),
        (("lines", 0, "diagnosis_pointers", 1), "2", "lines[0].diagnosis_pointers[1]", "whole"),
        (("lines", 0), [], "lines[0]", "must be an object"),
        (("lines",), {}, "lines", "must be a list"),
        (("subscriber", "last_name"), 7, "subscriber.last_name", "must be text"),
        (("provider_signature_on_file"), "Y", "provider_signature_on_file", "true or false"),
        (("transmission", "created_at"), "9:15", "transmission.created_at", "14:30"),
        (("chargeamount",), "1", "chargeamount", "charge_amount is one"),
        (("Jane Doe",), "1", "", "has a key that is no field"),
    ],
)
def test_what_is_wrong_is_refused_and_named(place: Any, value: Any, field: str, words: str) -> None:
    place = (place,) if isinstance(place, str) else place
    with pytest.raises(ModelError) as caught:
        from_data(changed(data_of("837p-one-claim"), place, value))
    expected = f"ProfessionalClaim.{field}" if field else "ProfessionalClaim"
    assert caught.value.field == expected
    assert str(caught.value).startswith(expected)
    assert words in str(caught.value)
    assert "Jane" not in str(caught.value)


def test_several_faults_are_told_at_once() -> None:
    data = changed(data_of("837p-one-claim"), ("charge_amount",), 1.5)
    data = changed(data, ("lines", 1, "units"), "x")
    for name in ("subscriber", "billing_provider", "transmission"):
        del data[name]
    with pytest.raises(ModelError) as caught:
        from_data(data)
    assert str(caught.value).count(";") >= 3
    assert str(caught.value).endswith("more")


@pytest.mark.parametrize(
    "data, words",
    [
        ([], "must be an object"),
        (None, "must be an object"),
        ({}, "has a kind"),
        ({"kind": "Nobody"}, "kind must be one of"),
        ({"kind": ["ProfessionalClaim"]}, "kind must be one of"),
        ({"kind": "ProfessionalClaim", "guide": "837I"}, "guide must be 837P"),
        ({"kind": "ProfessionalClaim"}, "is required and missing"),
    ],
)
def test_what_is_no_item_is_refused(data: Any, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        from_data(data)


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ('{"kind": NaN}', "NaN"),
        ('{"kind": 1, "kind": 2}', "twice"),
        ("1" * 5000, "too many digits"),
        ("[" * 100_000, "nested too deeply"),
        ('{"kind":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(text: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        from_json(text)


@pytest.mark.parametrize(
    "name",
    ["837d-nearly-everything", "837i-inpatient", "271-everything-the-guide-allows", "835-paid"],
)
@pytest.mark.parametrize("wrong", [MARK, 1.25, -7, True, [MARK], {MARK: MARK}, {"text": MARK}])
def test_any_value_of_another_type_is_refused_without_telling_it(name: str, wrong: Any) -> None:
    data = data_of(name)
    for place in leaves(data):
        model, told = None, ""
        try:
            model = from_data(changed(data, place, wrong))
        except ModelError as error:
            told = "".join(traceback.format_exception(error))
        if model is None:
            assert told
            assert MARK not in told
        else:
            assert from_data(to_data(model)) == model


PERIODS = [
    (date(2025, 3, 10), "2025-03-10"),
    (time(14, 30), "14:30"),
    (time(14, 30, 5), "14:30:05"),
    (time(14, 30, 0, 250_000), "14:30:00.250000"),
    (datetime(2025, 3, 10, 14, 30), "2025-03-10T14:30"),  # noqa: DTZ001  there are no zones
    (DateRange(date(2025, 3, 1), date(2025, 3, 31)), {"start": "2025-03-01", "end": "2025-03-31"}),
    (
        DateTimeRange(datetime(2025, 3, 1, 8), datetime(2025, 3, 1, 9, 30, 1)),  # noqa: DTZ001
        {"start": "2025-03-01T08:00", "end": "2025-03-01T09:30:01"},
    ),
    (Formatted("CM", "202503"), {"format": "CM", "text": "202503"}),
]


@pytest.mark.parametrize("value, written", PERIODS)
def test_periods_are_written_and_read(value: Any, written: Any) -> None:
    any_period = date | datetime | time | DateRange | DateTimeRange | Formatted
    assert json_values.write_period(value) == written
    assert json_values.period_reader(any_period)(written, None) == value


def test_numbers_keep_their_digits() -> None:
    for text in ("110", "110.50", "-0.25", "0.00", "100000000000000000.01"):
        value = json_values.read_number(text)
        assert json_values.write_number(value) == text.replace("-0.00", "0.00")
    assert json_values.read_number(110) == Decimal(110)
    with pytest.raises(ModelError, match="finite"):
        json_values.write_number(Decimal("Infinity"))
