"""What codes of a response are called: short names from ``words.toml``."""

import functools
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal

from edi_portal.toml import read_toml

Table = Literal["statement", "level", "period", "quantity", "unit", "insurance", "service", "payer"]


def name_of(table: Table, code: str | None) -> str | None:
    """What a code is called; ``None`` without one, and for one that is not in the guide.

    >>> name_of("service", "98"), name_of("level", "FAM"), name_of("period", None)
    ("doctor's visit, office", 'family', None)
    """
    return names(table).get(code) if code is not None else None


@functools.cache
def names(table: Table) -> Mapping[str, str]:
    """The names of a table by their codes."""
    found: Mapping[str, str] = _read("words.toml")[table]
    return found


@functools.cache
def rejection_words(code: str) -> tuple[str, str] | None:
    """What a reason of a rejection (AAA03) means and what to do about it, if it is known."""
    found = _read("rejections.toml")["reason"].get(code)
    return (found["words"], found["action"]) if found is not None else None


@functools.cache
def follow_up_words(code: str) -> str | None:
    """What the payer asks for after a rejection (AAA04), if the code is known."""
    found: str | None = _read("rejections.toml")["follow_up"].get(code)
    return found


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return read_toml(files("edi_portal.models.coverage_answers").joinpath(name))
