"""Scenarios: what kinds of claims are made, as the TOML files beside this module describe them.

Keys of every scenario:

- ``weight``: how often it occurs beside others; ``billing``: the kind of provider;
- ``payers``: kinds of payers, one of which is billed; ``prior``: those that have paid before;
- ``dependent``: how often the patient is not the subscriber; ``ages`` in years, ``sex``;
- ``diagnoses``: sets of codes, one of which is taken; ``lines``: the services;
- ``series``: how often another claim of the same patient follows.

Keys of a line: ``codes`` and ``modifiers`` of the procedure, ``charge`` in dollars a unit from
and to, ``units`` likewise, ``pointers`` to diagnoses, ``chance`` of being there, ``day`` after
the first. What else stands there is for the builder of that kind of claim, in ``more``.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.errors import UsageError
from edi_portal.models.claim import DentalProcedure, Diagnosis, Procedure
from edi_portal.toml import read_toml

KINDS = {"837P": "professional", "837I": "institutional", "837D": "dental"}
"""The kinds of claims, and the files that describe their scenarios."""

_ADULTS = (20, 64)


@attrs.frozen(kw_only=True)
class LineScenario:
    """A service of a scenario; see the module."""

    procedures: tuple[Procedure | None, ...]
    charge: tuple[int, int]
    units: tuple[int, int]
    pointers: tuple[int, ...] | None
    chance: float
    day: int
    more: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Scenario:
    """A kind of claim; see the module."""

    name: str
    weight: int
    billing: str
    payers: tuple[str, ...]
    prior: tuple[str, ...]
    dependent: float
    ages: tuple[int, int]
    sex: str | None
    diagnoses: tuple[tuple[Diagnosis, ...], ...]
    lines: tuple[LineScenario, ...]
    series: float
    more: Mapping[str, Any]


@cache
def scenarios(kind: str) -> tuple[Scenario, ...]:
    """The scenarios of claims of a kind (``837P``, ``837I``, ``837D``), in a fixed order.

    Raises `UsageError` for another kind.
    """
    if kind not in KINDS:
        raise UsageError(f"kind must be one of {', '.join(KINDS)}")
    found = read_toml(files(__package__) / f"{KINDS[kind]}.toml")
    procedure = DentalProcedure if kind == "837D" else Procedure
    return tuple(_scenario(name, values, procedure) for name, values in found.items())


def _scenario(name: str, values: dict[str, Any], procedure: type[Procedure]) -> Scenario:
    present = values.pop("present_on_admission", None)
    return Scenario(
        name=name,
        weight=values.pop("weight"),
        billing=values.pop("billing"),
        payers=tuple(values.pop("payers")),
        prior=tuple(values.pop("prior", ())),
        dependent=values.pop("dependent", 0.0),
        ages=_pair(values.pop("ages", _ADULTS)),
        sex=values.pop("sex", None),
        diagnoses=tuple(
            tuple(Diagnosis(code=code, present_on_admission=present) for code in codes)
            for codes in values.pop("diagnoses", ((),))
        ),
        lines=tuple(_line(line, procedure) for line in values.pop("lines")),
        series=values.pop("series", 0.0),
        more=values,
    )


def _line(values: dict[str, Any], procedure: type[Procedure]) -> LineScenario:
    modifiers = tuple(values.pop("modifiers", ()))
    qualifier = {"qualifier": values.pop("qualifier")} if "qualifier" in values else {}
    pointers = values.pop("pointers", None)
    return LineScenario(
        procedures=tuple(
            procedure(code=code, modifiers=modifiers, **qualifier)
            for code in values.pop("codes", ())
        )
        or (None,),
        charge=_pair(values.pop("charge")),
        units=_pair(values.pop("units", (1, 1))),
        pointers=tuple(pointers) if pointers is not None else None,
        chance=values.pop("chance", 1.0),
        day=values.pop("day", 0),
        more=values,
    )


def _pair(found: Any) -> tuple[int, int]:
    least, most = found
    return least, most
