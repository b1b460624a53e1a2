"""Invented people and addresses."""

from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.synthesis.draw import Draw
from edi_portal.toml import read_toml

_YEAR = 365.2425


@attrs.frozen
class City:
    """A city, with the first three digits of its ZIP codes."""

    name: str
    state: str
    zip: str


@attrs.frozen
class Person:
    """A person with a home."""

    last_name: str
    first_name: str
    middle_name: str | None
    gender: str
    birth_date: date
    home: dict[str, Any]


@cache
def words() -> dict[str, Any]:
    """The words that names and addresses are made of."""
    return read_toml(files(__package__) / "words.toml")


@cache
def cities() -> tuple[City, ...]:
    """Every city there is here."""
    return tuple(City(found["name"], found["state"], found["zip"]) for found in words()["cities"])


def address(draw: Draw, city: City, *, plus_four: bool) -> dict[str, Any]:
    """The fields of an address in a city; the last four digits of a ZIP code are never zeros."""
    found = words()
    code = f"{city.zip}{draw.between(1, 40):02d}"
    return {
        "address_line": f"{draw.between(10, 9899)} {draw.pick(found['streets'])}"
        f" {draw.pick(found['street_kinds'])}",
        "city": city.name,
        "state": city.state,
        "postal_code": f"{code}{draw.between(1001, 9899)}" if plus_four else code,
    }


def last_name(draw: Draw) -> str:
    """A family name."""
    found = words()
    return f"{draw.pick(found['surname_heads'])}{draw.pick(found['surname_tails'])}"


def first_name(draw: Draw, gender: str) -> str:
    """A given name."""
    return str(draw.pick(words()["female_names" if gender == "F" else "male_names"]))


def place_name(draw: Draw) -> str:
    """What a clinic or a hospital is called after."""
    return str(draw.pick(words()["place_names"]))


def person(
    draw: Draw,
    city: City,
    on: date,
    ages: tuple[int, int],
    *,
    gender: str | None = None,
) -> Person:
    """Someone of an age within ``ages`` on a day, who lives in a city."""
    gender = gender or draw.pick("FM")
    age = draw.between(*ages) + draw.fraction(0.02, 0.97)
    return Person(
        last_name(draw),
        first_name(draw, gender),
        draw.pick("ABCDEGHJKLMNPRSTW") if draw.chance(0.3) else None,
        gender,
        on - timedelta(int(age * _YEAR)),
        address(draw, city, plus_four=draw.chance(0.3)),
    )
