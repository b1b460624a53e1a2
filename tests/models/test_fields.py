"""What fields say of their places, and what the classes made of them take and refuse."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from edi_portal.errors import ModelError
from edi_portal.models.base import Model, bindings, defaults, model
from edi_portal.models.checks import members
from edi_portal.models.fields import Kind, element, loops, part, parts, period, runs, segments, spot
from edi_portal.models.values import DateRange, Period


@model
class Line(Model):
    """Something below."""

    amount: Decimal = element("SV102")
    pointers: tuple[int, ...] = element("SV107-*", default=())


@model
class Visit(Model):
    """One field of each kind."""

    name: str = element("CLM01")
    amount: Decimal | None = element("CLM02", default=None)
    count: int | None = element("QTY[A]02", default=None)
    paid: bool | None = element("CLM06", default=None)
    seen: Period | None = period("DTP[472]", default=None)
    stay: date | DateRange | None = period("DTP[435]", default=None)
    code: str = element("CLM07", default="A", required=True)
    lines: tuple[Line, ...] = loops(Line, "2400", default=())


# --- places ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, parts_of_it",
    [
        ("REF[G1|9F]02", {"segment": "REF", "qualifiers": ("G1", "9F"), "element": 2}),
        ("NM1[02=1]03", {"segment": "NM1", "given": 2, "qualifiers": ("1",), "element": 3}),
        ("[1=BE]05", {"given": 1, "qualifiers": ("BE",), "element": 5}),
        ("2100A/AAA", {"loop": "2100A", "segment": "AAA"}),
        ("HI[BG]-2", {"segment": "HI", "qualifiers": ("BG",), "component": 2}),
        ("03*", {"element": 3, "every": "repetition"}),
        ("07-*", {"element": 7, "every": "component"}),
        ("03..07", {"element": 3, "through": 7}),
        ("05-1", {"element": 5, "component": 1}),
    ],
)
def test_a_place_says_what_it_names(text: str, parts_of_it: dict[str, Any]) -> None:
    found = spot(text)
    for name, value in parts_of_it.items():
        assert getattr(found, name) == value
    said = {*parts_of_it, "text"}
    nothing = spot("XX")
    assert all(
        getattr(found, item.name) in (None, (), "")
        for item in attrs.fields(type(nothing))
        if item.name not in said
    )


def test_a_date_period_stands_in_the_second_element() -> None:
    assert bindings(Visit)["seen"].spots[0].element == 2


@pytest.mark.parametrize(
    "field, kind",
    [
        (part(Line, "SVC01"), Kind.PART),
        (parts(Line, "HI[BG]"), Kind.PARTS),
        (runs(Line, "02", width=3), Kind.RUNS),
        (segments(Line, "REF"), Kind.SEGMENTS),
        (loops(Line, "2400"), Kind.LOOPS),
    ],
)
def test_a_field_that_holds_models_knows_their_class(field: Any, kind: Kind) -> None:
    (binding,) = [value for value in field.metadata.values() if hasattr(value, "kind")]
    assert (binding.kind, binding.of) == (kind, Line)


def test_annotations_are_taken_apart() -> None:
    assert members(str) == ((str,), False, False)
    assert members(date | DateRange | None) == ((date, DateRange), True, False)
    assert members(tuple[int, ...]) == ((int,), False, True)


# --- values ------------------------------------------------------------------------------


def visit(**values: Any) -> Visit:
    return Visit(**{"name": "PCN1", **values})


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", 7),
        ("name", None),
        ("name", b"PCN1"),
        ("amount", 1.5),
        ("amount", "1.50"),
        ("amount", True),
        ("count", Decimal(1)),
        ("count", True),
        ("paid", "Y"),
        ("paid", 1),
        ("stay", "20250310"),
        ("stay", datetime(2025, 3, 10, tzinfo=UTC)),
        ("stay", datetime(2025, 3, 10)),  # noqa: DTZ001  a date with a time, and no zone
        ("lines", Line(amount=Decimal(1))),
        ("lines", ("A",)),
        ("lines", (None,)),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_the_name_of_its_field(
    field: str, value: Any
) -> None:
    with pytest.raises(ModelError, match=rf"Visit\.{field} must be ") as caught:
        visit(**{field: value})
    assert caught.value.field == f"Visit.{field}"
    assert "PCN1" not in str(caught.value)
    assert "20250310" not in str(caught.value)


@pytest.mark.parametrize(
    "field, value",
    [
        ("amount", None),
        ("amount", Decimal("1.50")),
        ("paid", False),
        ("count", 0),
        ("seen", datetime(2025, 3, 10, 9, 15)),  # noqa: DTZ001  as X12 writes it
        ("stay", date(2025, 3, 10)),
        ("stay", DateRange(date(2025, 3, 1), date(2025, 3, 2))),
        ("lines", ()),
    ],
)
def test_a_value_of_its_type_is_kept(field: str, value: Any) -> None:
    assert getattr(visit(**{field: value}), field) == value


def test_whole_numbers_are_amounts_and_lists_are_tuples() -> None:
    line: Any = Line  # whose declared types are narrower than what it takes
    made = visit(amount=7, lines=[line(amount=3, pointers=[1, 2])])
    assert made.amount == Decimal(7)
    assert type(made.amount) is Decimal
    assert made.lines == (Line(amount=Decimal(3), pointers=(1, 2)),)


def test_what_a_file_has_to_say_has_a_default_in_python_alone() -> None:
    assert visit().code == "A"
    assert defaults(Visit)["code"] is attrs.NOTHING


# --- models ------------------------------------------------------------------------------


def test_models_with_the_same_fields_are_equal_and_hash_alike() -> None:
    one, other = visit(amount=1), visit(amount=Decimal("1.00"))
    assert one == other
    assert hash(one) == hash(other)
    assert one != visit(amount=2)


def test_a_model_does_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        visit().name = "PCN2"  # type: ignore[misc]  # what is refused here


def test_evolve_makes_a_changed_copy() -> None:
    before = visit(amount=1)
    after = before.evolve(amount=2)
    assert (before.amount, after.amount, after.name) == (Decimal(1), Decimal(2), "PCN1")


def test_evolve_names_a_field_that_is_not_there_and_checks_types() -> None:
    with pytest.raises(ModelError, match="Visit has no field nme"):
        visit().evolve(nme="X")
    with pytest.raises(ModelError, match=r"Visit\.amount must be Decimal, not str"):
        visit().evolve(amount="1")


def test_a_repr_shows_no_value() -> None:
    assert repr(visit()) == "<Visit>"
    assert repr(visit(lines=[Line(amount=Decimal(1))]).lines) == "(<Line>,)"
