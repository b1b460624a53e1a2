"""Invented providers: who bills, who renders services, and where."""

from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.models.claim import (
    BillingProvider,
    Contact,
    Provider,
    ReferringProvider,
    ServiceFacility,
)
from edi_portal.synthesis.draw import Draw
from edi_portal.synthesis.people import (
    City,
    address,
    cities,
    first_name,
    last_name,
    place_name,
    words,
)
from edi_portal.toml import read_toml

_REFERRING = 4
_FACILITIES = 2


@attrs.frozen(kw_only=True)
class Practice:
    """A billing provider with those who work with it, all in one city.

    ``rendering`` is empty where the billing provider renders services itself. Control numbers
    of its claims look like ``numbering`` says; ``short_lines`` is whether lines are numbered
    within the claim, and not everywhere.
    """

    billing: BillingProvider
    city: City
    rendering: tuple[Provider, ...]
    operating: tuple[Provider, ...]
    referring: tuple[ReferringProvider, ...]
    ordering: tuple[Provider, ...]
    facilities: tuple[ServiceFacility, ...]
    letters: str
    numbering: str
    short_lines: bool
    clia_number: str
    medical_records: bool


@cache
def _kinds() -> dict[str, Any]:
    return read_toml(files(__package__) / "providers.toml")


def practice(draw: Draw, kind: str, *, alone: bool) -> Practice:
    """A practice of a kind that ``providers.toml`` knows; ``alone`` where that kind allows it."""
    of, city = _kinds()[kind], draw.pick(cities())
    alone = alone and "solo" in of
    rendering = () if alone else tuple(_provider(draw, code) for code in of["rendering"] * 2)
    referring = [_person(draw) for _ in range(_REFERRING)]
    return Practice(
        billing=_billing(draw, of, city, alone=alone),
        city=city,
        rendering=rendering,
        operating=tuple(Provider(**_person(draw)) for _ in range(2)),
        referring=tuple(ReferringProvider(**found) for found in referring),
        # Who orders is asked for an address, as who refers is not.
        ordering=tuple(
            Provider(**found, **address(draw, city, plus_four=False)) for found in referring
        ),
        facilities=tuple(_facility(draw, city) for _ in range(_FACILITIES)),
        letters=draw.form("??"),
        numbering=draw.pick(words()["control_numbers"]),
        short_lines=draw.chance(0.3),
        clia_number=draw.form("##D#######"),
        medical_records=draw.chance(0.5),
    )


def _billing(draw: Draw, of: dict[str, Any], city: City, *, alone: bool) -> BillingProvider:
    name: dict[str, Any] = (
        _name(draw)
        if alone
        else {"organization_name": f"{place_name(draw)} {draw.pick(of['names'])}"}
    )
    contact = Contact(name=f"{place_name(draw)} BILLING", number_kind="TE", number=draw.phone())
    return BillingProvider(
        **name,
        **address(draw, city, plus_four=True),
        npi=draw.npi(),
        taxonomy_code=draw.pick(of["rendering"]) if alone else of["taxonomy"],
        # No employer has a number that begins with 70.
        employer_tax_id=f"70{draw.digits(7)}",
        contacts=(contact,) if draw.chance(0.4) else (),
    )


def _name(draw: Draw) -> dict[str, Any]:
    return {"last_name": last_name(draw), "first_name": first_name(draw, draw.pick("FM"))}


def _person(draw: Draw) -> dict[str, Any]:
    return {**_name(draw), "npi": draw.npi()}


def _provider(draw: Draw, taxonomy: str) -> Provider:
    return Provider(**_person(draw), taxonomy_code=taxonomy)


def _facility(draw: Draw, city: City) -> ServiceFacility:
    return ServiceFacility(
        name=f"{place_name(draw)} HOSPITAL",
        npi=draw.npi(),
        **address(draw, city, plus_four=True),
    )
