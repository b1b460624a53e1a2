"""Checks the types of fields when a model is made, from what they are annotated with.

An error names the field and the types, never the value.
"""

import types
import typing
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.errors import ModelError
from edi_portal.models.fields import METADATA


def checked(cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """The fields of a class with what checks and converts the values given to them."""
    return [
        item.evolve(
            converter=_converter(item.type),
            validator=_validator(cls.__name__, item.name, item.type),
        )
        if METADATA in item.metadata
        else item
        for item in fields
    ]


def members(annotation: Any) -> tuple[tuple[type, ...], bool, bool]:
    """An annotation taken apart: its types, whether ``None`` may stand, whether it is a tuple.

    >>> members(str | None)
    ((<class 'str'>,), True, False)
    """
    if typing.get_origin(annotation) is tuple:
        kinds, _, _ = members(typing.get_args(annotation)[0])
        return kinds, False, True
    if isinstance(annotation, types.UnionType):
        found = typing.get_args(annotation)
        inner = [kind for kind in found if kind is not types.NoneType]
        flat = tuple(kind for one in inner for kind in members(one)[0])
        return flat, len(inner) < len(found), any(members(one)[2] for one in inner)
    return (annotation,), False, False


def _converter(annotation: Any) -> Callable[[Any], Any] | None:
    kinds, _, many = members(annotation)
    if many:
        return _as_tuple
    return _as_decimal if Decimal in kinds else None


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _as_decimal(value: Any) -> Any:
    """Whole numbers are exact, so they may be given as such; a float never is."""
    return Decimal(value) if type(value) is int else value


def _validator(owner: str, name: str, annotation: Any) -> Callable[[Any, Any, Any], None]:
    if isinstance(annotation, str):
        return _later(owner, name)
    kinds, optional, many = members(annotation)
    expected = " or ".join(kind.__name__ for kind in kinds)

    def fits(value: Any) -> bool:
        # A bool is an int to Python and a datetime a date, but not to a guide.
        if not isinstance(value, kinds):
            return False
        if isinstance(value, datetime):
            return datetime in kinds
        return type(value) is not bool or bool in kinds

    def check(_instance: Any, _attribute: Any, value: Any) -> None:
        if value is None and optional:
            return
        if many:
            if isinstance(value, tuple) and all(map(fits, value)):
                return
            raise ModelError(
                f"{owner}.{name} must be a tuple of {expected}", field=f"{owner}.{name}"
            )
        if not fits(value):
            given = type(value).__name__
            raise ModelError(
                f"{owner}.{name} must be {expected}, not {given}", field=f"{owner}.{name}"
            )

    return check


def _later(owner: str, name: str) -> Callable[[Any, Any, Any], None]:
    """The check of a type that stands in quotes, for two classes that name each other.

    `attrs.resolve_types` says what it is once both are there.
    """

    def check(instance: Any, attribute: Any, value: Any) -> None:
        _validator(owner, name, attribute.type)(instance, attribute, value)

    return check
