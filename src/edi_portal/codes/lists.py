"""The small code lists that ship: places of service, revenue codes, modifiers and their like.

Each is a data file in ``data/lists`` that states its source and date. A list is read on first
use.

>>> from datetime import date
>>> PLACES_OF_SERVICE.valid("10", date(2021, 12, 31)), PLACES_OF_SERVICE.valid("10", date(2022, 1, 1))
(False, True)
>>> "0450" in REVENUE_CODES, "0455" in REVENUE_CODES
(True, False)
>>> PLACES_OF_SERVICE.name("23")
'emergency room'
"""

import functools
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from itertools import product
from typing import Any, Final

import attrs

from edi_portal.toml import read_toml


@attrs.frozen(kw_only=True, slots=True)
class _Content:
    source: str
    as_of: date
    codes: frozenset[str] = attrs.field(repr=False)
    names: Mapping[str, str] = attrs.field(repr=False)
    begins: Mapping[str, date] = attrs.field(repr=False)
    ends: Mapping[str, date] = attrs.field(repr=False)


@attrs.frozen(slots=True)
class CodeList:
    """A list of codes. ``title`` says of what; ``file`` is its data file, without ``.toml``."""

    title: str
    file: str

    @property
    def source(self) -> str:
        """Who keeps the list, and how it came here."""
        return _read(self.file).source

    @property
    def as_of(self) -> date:
        """The date up to which the list is known."""
        return _read(self.file).as_of

    @property
    def codes(self) -> frozenset[str]:
        """Every code, whatever its dates."""
        return _read(self.file).codes

    def valid(self, code: str, on: date) -> bool:
        """Whether ``code`` is in force on the date ``on``. A date that is not known excludes none."""
        content = _read(self.file)
        return code in content.codes and content.begins.get(code, on) <= on <= content.ends.get(
            code, on
        )

    def name(self, code: str) -> str | None:
        """What ``code`` is, in a few words of ours; ``None`` where we have none."""
        return _read(self.file).names.get(code)

    def __contains__(self, code: object) -> bool:
        return code in _read(self.file).codes

    def __len__(self) -> int:
        return len(_read(self.file).codes)


@functools.cache
def _raw(file: str) -> dict[str, Any]:
    folder = files("edi_portal").joinpath("codes", "data", "lists")
    return read_toml(folder.joinpath(f"{file}.toml"))


@functools.cache
def _read(file: str) -> _Content:
    raw = _raw(file)
    names = raw.get("names", {})
    codes = [*names, *raw.get("codes", "").split()]
    for start, digits in raw.get("families", {}).items():
        codes += [start + digit for digit in digits]
    if pairs := raw.get("pairs"):
        codes += ["".join(pair) for pair in product(pairs["first"], pairs["second"])]
    return _Content(
        source=raw["source"],
        as_of=raw["as_of"],
        codes=frozenset(codes),
        names=names,
        begins=raw.get("begins", {}),
        ends=raw.get("ends", {}),
    )


PLACES_OF_SERVICE: Final = CodeList("places of service", "places_of_service")
REVENUE_CODES: Final = CodeList("revenue codes", "revenue_codes")
TYPES_OF_BILL: Final = CodeList("types of bill", "types_of_bill")
BILL_FREQUENCIES: Final = CodeList("frequencies of a bill", "bill_frequencies")
PATIENT_STATUSES: Final = CodeList("patient discharge statuses", "patient_statuses")
ADMISSION_TYPES: Final = CodeList("types of admission", "admission_types")
ADMISSION_SOURCES: Final = CodeList("points of origin of an admission", "admission_sources")
NEWBORN_SOURCES: Final = CodeList("points of origin of a newborn", "newborn_sources")
MODIFIERS: Final = CodeList("procedure modifiers", "modifiers")
NCCI_MODIFIERS: Final = CodeList("NCCI-associated modifiers", "ncci_modifiers")
STATES: Final = CodeList("US states and territories", "states")
GENDERS: Final = CodeList("genders", "genders")

LISTS: Final = (
    *(PLACES_OF_SERVICE, REVENUE_CODES, TYPES_OF_BILL, BILL_FREQUENCIES, PATIENT_STATUSES),
    *(ADMISSION_TYPES, ADMISSION_SOURCES, NEWBORN_SOURCES, MODIFIERS, NCCI_MODIFIERS),
    *(STATES, GENDERS),
)
"""Every list that ships."""


def zip_matches_state(zip_code: str, state: str) -> bool | None:
    """Whether a ZIP code, or its first three digits, lies in ``state``.

    ``None`` where it cannot be said: no US state, or a prefix of which none is known.

    >>> zip_matches_state("90210", "CA"), zip_matches_state("902", "NY")
    (True, False)
    """
    if state not in STATES:
        return None
    found = _states_by_prefix().get(zip_code[:3])
    return None if found is None else state in found


@functools.cache
def _states_by_prefix() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for state, runs in _raw("zip_prefixes")["prefixes"].items():
        for run in runs.split():
            first, _, last = run.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found.setdefault(f"{number:03}", set()).add(state)
    return {prefix: frozenset(states) for prefix, states in found.items()}
