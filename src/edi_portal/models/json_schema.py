"""JSON Schemas of the models, made of their declarations (draft 2020-12).

They say what `edi_portal.models.jsons` writes and reads: fields, their types, which are
required, and what each is. Whether the guide allows a value is not theirs to say.
"""

import inspect
import types
import typing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.models.base import Model, bindings, defaults
from edi_portal.models.json_converter import back_field, items_field
from edi_portal.models.json_values import DATE, DATETIME, NUMBER, TIME
from edi_portal.models.jsons import GUIDE, KIND, guide_of
from edi_portal.models.values import DateRange, DateTimeRange, Formatted

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def _text(pattern: str, description: str, **more: str) -> Schema:
    return {"type": "string", **more, "pattern": f"^{pattern}$", "description": description}


def _object(properties: Schema, required: list[str], description: str) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _ref(of: type) -> Schema:
    return {"$ref": f"#/$defs/{of.__name__}"}


_SIMPLE: dict[type, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    types.NoneType: {"type": "null"},
}
# Written once a file, under their names.
_NAMED: dict[type, Schema] = {
    Decimal: {
        "description": "a number as text, which keeps its digits; a whole number may stand as such",
        "anyOf": [{"type": "string", "pattern": f"^{NUMBER}$"}, {"type": "integer"}],
    },
    date: _text(DATE, "a day: 2025-03-10", format="date"),
    time: _text(TIME, "a time: 14:30 or 14:30:05"),
    datetime: _text(DATETIME, "a day and a time: 2025-03-10T14:30"),
    DateRange: _object(
        {"start": _ref(date), "end": _ref(date)},
        ["start", "end"],
        "from the first day to the last, both included",
    ),
    DateTimeRange: _object(
        {"start": _ref(datetime), "end": _ref(datetime)},
        ["start", "end"],
        "from a minute to a minute",
    ),
    Formatted: _object(
        {"format": _SIMPLE[str], "text": _SIMPLE[str]},
        ["format", "text"],
        "a period in another format: its qualifier (data element 1250) and its text",
    ),
}


def schema(of: type[Model]) -> Schema:
    """The schema of a class that stands by itself, whole in one document."""
    made = _Document()
    root = made.model(of, frozenset())
    properties = {
        KIND: {"const": of.__name__},
        GUIDE: {"const": guide_of(of), "description": "may be left out"},
        **root["properties"],
    }
    return {
        "$schema": DIALECT,
        "title": of.__name__,
        **root,
        "properties": properties,
        "required": [KIND, *root["required"]],
        "$defs": {name: made.definitions[name] for name in sorted(made.definitions)},
    }


def _words(of: type) -> str:
    """What a class says of itself, marked up as JSON Schemas mostly are."""
    return (inspect.getdoc(of) or "").replace("``", "`")


class _Document:
    """One schema while it is made, with the definitions that it refers to."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}
        self._defined: dict[str, object] = {}

    def model(self, of: type[Model], without: frozenset[str]) -> Schema:
        """The schema of a class, some fields left out."""
        found = bindings(of)
        properties: Schema = {}
        required = []
        for item in attrs.fields(of):
            if item.name not in found or item.name in without:
                continue
            described = self._annotation(item.type, self._left_out(of, item.name))
            if item.metadata["doc"]:
                described = {**described, "description": item.metadata["doc"]}
            if type(item.default) in (str, int, bool):
                described = {**described, "default": item.default}
            places = ", ".join(spot.text for spot in found[item.name].spots)
            properties[item.name] = {**described, "$comment": places} if places else described
            if defaults(of)[item.name] is attrs.NOTHING:
                required.append(item.name)
        return _object(properties, required, _words(of))

    def _left_out(self, of: type[Model], name: str) -> frozenset[str]:
        """What a class leaves out within the field of another that leads back to it."""
        turning = {items_field(of): back_field, back_field(of): items_field}
        other = turning.get(name)
        if other is None:
            return frozenset()
        kinds = typing.get_args(next(item for item in attrs.fields(of) if item.name == name).type)
        below = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Model))
        return frozenset(filter(None, [other(below)]))

    def _annotation(self, annotation: Any, without: frozenset[str]) -> Schema:
        if typing.get_origin(annotation) is tuple:
            entry = self._annotation(typing.get_args(annotation)[0], without)
            return {"type": "array", "items": entry}
        if isinstance(annotation, types.UnionType):
            members = [self._annotation(kind, without) for kind in typing.get_args(annotation)]
            if all(member.keys() == {"type"} for member in members):
                return {"type": [member["type"] for member in members]}
            return {"anyOf": members}
        if annotation in _SIMPLE:
            return dict(_SIMPLE[annotation])
        return self._named(annotation, without)

    def _named(self, of: type, without: frozenset[str]) -> Schema:
        name = of.__name__
        if self._defined.setdefault(name, (of, without)) != (of, without):
            raise ValueError(f"two definitions are called {name}")
        if name not in self.definitions:
            self.definitions[name] = {}  # for those below that may refer to it
            self.definitions[name] = (
                self.model(of, without) if issubclass(of, Model) else _NAMED[of]
            )
            if of in (DateRange, DateTimeRange):
                self._named(date if of is DateRange else datetime, frozenset())
        return _ref(of)
