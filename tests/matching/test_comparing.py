"""How each field of a payment compares with that of a claim, and what all of them weigh."""

from typing import Any

import pytest

from edi_portal.matching.comparing import Comparison, Level, compare, weights
from tests.matching.made import DAY, claim, line, payment

LAST, FIRST = "JUNIPERWICK", "WINIFRED"
NAMED = {"name": (LAST, FIRST)}
TWO = (line(1, "60", control="LINE01"), line(2, "40", control="LINE02", procedure="HC:85025"))


def level(field: str, paid: dict[str, Any], sent: dict[str, Any]) -> Level:
    found: Level = getattr(compare(payment(**paid), claim(**sent)), field)
    return found


def days(first: int, last: int) -> dict[str, int]:
    return {"start": DAY + first, "end": DAY + last}


def controls(*numbers: str) -> dict[str, Any]:
    return {"lines": tuple(line(at, control=text) for at, text in enumerate(numbers, 1))}


def billed(*codes: str) -> dict[str, Any]:
    return {"lines": tuple(line(at, procedure=code) for at, code in enumerate(codes, 1))}


@pytest.mark.parametrize(
    "paid, sent, expected",
    [
        ("AB-123.4", "AB-123.4", Level.AGREES),
        ("00ab1234", "AB-123.4", Level.AGREES),
        ("AB1234-1", "AB1234", Level.AGREES),
        ("AB123", "AB1234", Level.SIMILAR),
        ("AB12345", "AB123456", Level.SIMILAR),
        ("AB1234", "AB123", Level.SIMILAR),
        ("AB12", "AB1234", Level.DIFFERS),  # too short to be a number that was cut
        ("AB123", "AC1234", Level.DIFFERS),
        ("B1234", "AB1234", Level.DIFFERS),
    ],
)
def test_control_numbers(paid: str, sent: str, expected: Level) -> None:
    assert level("control", {"control": paid}, {"control": sent}) is expected


@pytest.mark.parametrize(
    "paid, sent, expected",
    [
        ("7J97QT1DT39", "7j97-qt1-dt39", Level.AGREES),
        ("7J97QT1DT39", "8XY4JG7XJ25", Level.DIFFERS),
        ("", "8XY4JG7XJ25", Level.UNKNOWN),
        ("7J97QT1DT39", "", Level.UNKNOWN),
    ],
)
def test_member_numbers(paid: str, sent: str, expected: Level) -> None:
    assert level("member", {"member": paid}, {"member": sent}) is expected


def test_one_member_number_of_several_is_enough() -> None:
    several = {"members": ("M1", "M2")}
    assert level("member", {"members": ("M0", "M2")}, several) is Level.AGREES
    assert level("member", {"members": ("M0",)}, several) is Level.DIFFERS


@pytest.mark.parametrize(
    "name, expected",
    [
        ((LAST, FIRST), Level.AGREES),
        ((FIRST, LAST), Level.SWAPPED),
        (("JUNIPREWICK", FIRST), Level.SIMILAR),
        ((LAST, "WINNIFRED"), Level.SIMILAR),
        ((LAST, ""), Level.SIMILAR),
        ((LAST, "OSBERT"), Level.DIFFERS),  # another of the family
        (("OAKHOLLOW", FIRST), Level.DIFFERS),
        (("OAKHOLLOW", ""), Level.DIFFERS),
        (("", FIRST), Level.UNKNOWN),
    ],
)
def test_names(name: tuple[str, str], expected: Level) -> None:
    assert level("name", {"name": name}, NAMED) is expected
    assert level("name", NAMED, {"name": name}) is expected


def test_names_are_alike_from_six_tenths_on() -> None:
    """Twice the bits in common, of all bits: 6 of 10, and 6 of 11."""
    masked = {"first": 5, "last": 0b1111}
    assert level("name", {"first": 5, "last": 0b1110111}, masked) is Level.SIMILAR
    assert level("name", {"first": 5, "last": 0b11110111}, masked) is Level.DIFFERS
    assert (
        level("name", {"first": 0b1110111, "last": 5}, {"first": 0b1111, "last": 5})
        is Level.SIMILAR
    )


@pytest.mark.parametrize(
    "paid, sent, expected",
    [
        ((0, 4), (0, 4), Level.AGREES),
        ((1, 4), (0, 4), Level.WITHIN),
        ((0, 3), (0, 4), Level.WITHIN),
        ((1, 3), (0, 4), Level.WITHIN),
        ((-1, 3), (0, 4), Level.NEAR),
        ((1, 5), (0, 4), Level.NEAR),
        ((-1, 5), (0, 4), Level.NEAR),
        ((0, 5), (0, 4), Level.NEAR),
        ((-1, 4), (0, 4), Level.NEAR),
        ((-2, 4), (0, 4), Level.OVERLAPS),
        ((0, 6), (0, 4), Level.OVERLAPS),
        ((-9, 0), (0, 4), Level.OVERLAPS),
        ((4, 9), (0, 4), Level.OVERLAPS),
        ((-9, -1), (0, 4), Level.DIFFERS),
        ((5, 9), (0, 4), Level.DIFFERS),
        ((2, 2), (0, 0), Level.DIFFERS),
    ],
)
def test_days(paid: tuple[int, int], sent: tuple[int, int], expected: Level) -> None:
    assert level("dates", days(*paid), days(*sent)) is expected


def test_days_that_one_side_does_not_say_tell_nothing() -> None:
    none = {"start": 0, "end": 0}
    assert level("dates", none, {}) is level("dates", {}, none) is Level.UNKNOWN


@pytest.mark.parametrize(
    "charge, lines, expected",
    [
        ("100", TWO, Level.AGREES),
        ("-100", TWO, Level.AGREES),  # a reversal
        ("100.00", TWO, Level.AGREES),
        ("60", TWO[:1], Level.PART),
        ("-60", TWO[:1], Level.PART),
        ("60", TWO, Level.DIFFERS),
        ("60", (), Level.DIFFERS),
        ("60", (*TWO, line(3, "0")), Level.DIFFERS),
        ("160", TWO[:1], Level.DIFFERS),
    ],
)
def test_charges(charge: str, lines: tuple[Any, ...], expected: Level) -> None:
    paid = {"charge": charge, "lines": lines}
    assert level("charge", paid, {"charge": "100", "lines": TWO}) is expected


@pytest.mark.parametrize(
    "paid, sent, expected",
    [
        (("HC:1", "HC:2"), ("HC:2", "HC:1"), Level.AGREES),
        (("HC:1",), ("HC:1", "HC:2"), Level.PART),
        (("HC:1", "HC:3"), ("HC:1", "HC:2"), Level.OVERLAPS),
        (("HC:1", "HC:2"), ("HC:1",), Level.OVERLAPS),
        (("HC:3",), ("HC:1", "HC:2"), Level.DIFFERS),
        ((), ("HC:1",), Level.UNKNOWN),
        (("HC:1",), (), Level.UNKNOWN),
    ],
)
def test_procedures(paid: tuple[str, ...], sent: tuple[str, ...], expected: Level) -> None:
    assert level("procedures", billed(*paid), billed(*sent)) is expected


def test_a_changed_procedure_is_compared_as_it_was_billed() -> None:
    changed = (line(procedure="HC:99212", submitted="HC:99213"),)
    assert level("procedures", {"lines": changed}, billed("HC:99213")) is Level.AGREES


@pytest.mark.parametrize(
    "paid, sent, expected",
    [
        (("1", ""), ("1", ""), Level.AGREES),
        (("1", ""), ("2", ""), Level.DIFFERS),
        (("1", ""), ("", "9"), Level.UNKNOWN),
        (("", "9"), ("", "9"), Level.AGREES),
        (("", "9"), ("", "8"), Level.DIFFERS),
        (("1", "9"), ("2", "9"), Level.AGREES),  # paid to the clinic under its tax number
        (("1", ""), ("1", "9"), Level.AGREES),
        (("2", "9"), ("1", ""), Level.DIFFERS),
        (("", ""), ("1", "9"), Level.UNKNOWN),
    ],
)
def test_providers(paid: tuple[str, str], sent: tuple[str, str], expected: Level) -> None:
    one, other = (dict(zip(("npi", "tax_id"), each, strict=True)) for each in (paid, sent))
    assert level("provider", one, other) is expected


def test_who_rendered_the_services() -> None:
    def rendered(paid: str, sent: str) -> Level:
        return level("rendering", {"rendering": paid}, {"rendering": sent})

    assert rendered("1", "1") is Level.AGREES
    assert rendered("1", "2") is Level.DIFFERS
    assert rendered("", "2") is rendered("1", "") is Level.UNKNOWN


@pytest.mark.parametrize(
    "paid, sent, expected",
    [
        (("LINE01", "LINE02"), ("LINE01", "LINE02"), Level.AGREES),
        (("LINE01",), ("LINE01", "LINE02"), Level.PART),
        (("LINE01", "LINE03"), ("LINE01", "LINE02"), Level.PART),
        (("LINE01", "LINE02", "LINE03"), ("LINE01", "LINE02"), Level.PART),
        (("LINE0001",), ("LINE0001",), Level.AGREES),
        (("LINE03",), ("LINE01", "LINE02"), Level.DIFFERS),
        (("LINE1",), ("LINE1",), Level.UNKNOWN),  # so short that any claim may have it
        (("LINE01",), ("LINE1",), Level.UNKNOWN),
        (("LINE1",), ("LINE01",), Level.UNKNOWN),
        ((), ("LINE01",), Level.UNKNOWN),
    ],
)
def test_line_numbers(paid: tuple[str, ...], sent: tuple[str, ...], expected: Level) -> None:
    assert level("lines", controls(*paid), controls(*sent)) is expected


FIELDS = ("control", "member", "name", "dates", "charge")
FURTHER = ("procedures", "provider", "rendering", "lines")


def made(**levels: Level) -> Comparison:
    """A comparison in which nothing is known but this."""
    return Comparison(**{**dict.fromkeys((*FIELDS, *FURTHER), Level.UNKNOWN), **levels})


def test_the_score_adds_the_weights_of_what_is_known() -> None:
    assert made().score == 0
    assert made(control=Level.AGREES).score == 14
    assert made(control=Level.SIMILAR, charge=Level.AGREES, dates=Level.DIFFERS).score == 9 + 8 - 5
    assert made(payer_number=Level.AGREES).score == 14


def test_every_level_that_a_field_can_have_weighs_something() -> None:
    table = weights()
    for field in (name for name in table if name != "thresholds"):
        for name in table[field].keys() - {"confirms"}:
            assert made(**{field: Level(name)}).score == table[field][name] != 0


@pytest.mark.parametrize("name", [Level.AGREES, Level.SWAPPED, Level.SIMILAR])
def test_a_name_that_confirms_a_member_number_weighs_little_more(name: Level) -> None:
    assert made(member=Level.AGREES, name=name).score == 13 + 3
    assert made(member=Level.DIFFERS, name=name).score == weights()["name"][name] - 4


def test_a_name_that_differs_takes_from_a_member_number() -> None:
    assert made(member=Level.AGREES, name=Level.DIFFERS).score == 13 - 5


@pytest.mark.parametrize(
    "levels, expected",
    [
        ({"member": Level.AGREES, "name": Level.AGREES, "charge": Level.AGREES}, False),
        ({"dates": Level.AGREES}, True),
        ({"dates": Level.WITHIN}, True),
        ({"dates": Level.NEAR}, True),
        ({"dates": Level.OVERLAPS}, False),
        ({"lines": Level.AGREES}, True),
        ({"lines": Level.PART}, True),
        ({"lines": Level.DIFFERS}, False),
        ({"control": Level.AGREES}, True),
        ({"control": Level.SIMILAR}, False),
        ({"control": Level.SIMILAR, "charge": Level.AGREES}, True),
        ({"control": Level.SIMILAR, "charge": Level.PART}, False),
        ({"control": Level.DIFFERS, "charge": Level.AGREES}, False),
    ],
)
def test_what_tells_of_the_claim_and_not_of_its_patient_alone(
    levels: dict[str, Level], expected: bool
) -> None:
    assert made(**levels).is_of_the_claim is expected


AGAINST = {"charge": Level.DIFFERS, "dates": Level.DIFFERS, "name": Level.DIFFERS}


@pytest.mark.parametrize(
    "levels, contradicts",
    [
        ({}, True),
        ({"member": Level.DIFFERS}, True),
        ({"member": Level.DIFFERS, "name": Level.UNKNOWN}, True),
        ({"member": Level.AGREES}, False),
        ({"name": Level.UNKNOWN}, False),
        ({"member": Level.DIFFERS, "name": Level.SIMILAR}, False),
        ({"charge": Level.UNKNOWN}, False),
        ({"charge": Level.PART}, False),
        ({"dates": Level.OVERLAPS}, False),
        ({"dates": Level.UNKNOWN}, False),
    ],
)
def test_charge_patient_and_dates_together_contradict(
    levels: dict[str, Level], contradicts: bool
) -> None:
    assert made(**{**AGAINST, **levels}).contradicts is contradicts


@pytest.mark.parametrize(
    "levels, supported, otherwise",
    [
        ({}, False, False),
        ({"member": Level.AGREES}, True, False),
        ({"name": Level.SWAPPED}, True, False),
        ({"charge": Level.AGREES}, True, True),
        ({"charge": Level.PART}, False, False),
        ({"dates": Level.WITHIN}, True, True),
        ({"dates": Level.OVERLAPS}, False, False),
    ],
)
def test_one_of_patient_charge_and_dates_supports_a_number(
    levels: dict[str, Level], supported: bool, otherwise: bool
) -> None:
    found = made(**{**AGAINST, **levels})
    assert (found.supported, found.supported_otherwise) == (supported, otherwise)


def test_the_payers_number_is_known_only_where_it_is_said() -> None:
    assert compare(payment(), claim()).payer_number is Level.UNKNOWN
    assert compare(payment(), claim(), known=True).payer_number is Level.AGREES


def test_evidence_is_what_is_known() -> None:
    found = made(control=Level.AGREES, dates=Level.NEAR)
    assert dict(found.evidence) == {"control": "agrees", "dates": "near"}
