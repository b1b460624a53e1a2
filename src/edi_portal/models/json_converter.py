"""The converter between models and plain values: one function a class, each way, made once.

cattrs makes them of the types of the fields. What it would take on trust is replaced: text for
a number, a number for text, a string for a list.
"""

import functools
import typing
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
from cattrs import Converter
from cattrs.errors import IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from edi_portal.models import json_values as values
from edi_portal.models.base import Model, bindings, defaults
from edi_portal.models.checks import members
from edi_portal.models.fields import Kind
from edi_portal.models.json_values import WrongError

Write = Callable[[Any], Any]
Read = Callable[[Any, Any], Any]

_ALL: frozenset[str] = frozenset()
_OWN = ("_source", "_pristine")


def items_field(of: type[Model]) -> str | None:
    """The field of a header that holds what stands below it, if it has one."""
    found = (name for name, binding in bindings(of).items() if binding.kind is Kind.ITEMS)
    return next(found, None)


def back_field(of: type[Model]) -> str | None:
    """The field of an item that names the header which may hold it, if it has one."""
    types = {item.name: item.type for item in attrs.fields(of)}
    for name, binding in bindings(of).items():
        if binding.kind is Kind.CONTEXT and items_field(_class(types[name])) is not None:
            return name
    return None


_WRITERS: dict[tuple[type, frozenset[str]], Write] = {}
_READERS: dict[tuple[type, frozenset[str]], Read] = {}


def writer(of: type[Model], without: frozenset[str] = _ALL) -> Write:
    """What makes plain values of a model, leaving out some fields and those that hold nothing."""
    found = _WRITERS.get((of, without))
    if found is None:
        found = _WRITERS[of, without] = _writer(of, without)
    return found


def reader(of: type[Model], without: frozenset[str] = _ALL) -> Read:
    """What makes a model of plain values; some fields may not be among them."""
    found = _READERS.get((of, without))
    if found is None:
        found = _READERS[of, without] = _reader(of, without)
    return found


def _writer(of: type[Model], without: frozenset[str]) -> Write:
    hooks = {
        name: override(omit_if_default=True)
        for name, default in defaults(of).items()
        # Another default may change; what is absent is absent for ever.
        if default is None or default == ()
    }
    for name, below, many in _turning(of, without):
        hooks[name] = override(
            omit_if_default=True, unstruct_hook=_write_all(below) if many else _write_one(below)
        )
    hooks.update({name: override(omit=True) for name in (*_OWN, *without)})
    inner = make_dict_unstructure_fn(of, _converter(), **hooks)  # type: ignore[arg-type]  # its flags and its fields share one namespace
    names = tuple(defaults(of))

    def write(model: Any) -> dict[str, Any]:
        # What may be left out comes last from cattrs; people look for the declared order.
        found = inner(model)
        return {name: found[name] for name in names if name in found}

    return write


def _reader(of: type[Model], without: frozenset[str]) -> Read:
    hooks = {
        name: override(struct_hook=_read_all(below) if many else _read_one(below))
        for name, below, many in _turning(of, without)
    }
    hooks.update({name: override(omit=True) for name in (*_OWN, *without)})
    inner = make_dict_structure_fn(of, _converter(), _cattrs_forbid_extra_keys=True, **hooks)  # type: ignore[arg-type]  # as above

    def read(value: object, _: Any = None) -> Any:
        if type(value) is not dict:
            raise WrongError("an object", value)
        return inner(value, of)

    return read


@attrs.frozen
class _Below:
    """A class as it stands in another: without the field that leads back."""

    of: type[Model]
    without: frozenset[str]


def _turning(of: type[Model], without: frozenset[str]) -> list[tuple[str, _Below, bool]]:
    """Where header and items hold each other: field, what it holds, whether it is many."""
    types = {item.name: item.type for item in attrs.fields(of)}
    result = []
    for name, other in ((items_field(of), back_field), (back_field(of), items_field)):
        if name is not None and name not in without:
            below = _class(types[name])
            back = other(below)
            left_out = frozenset({back}) if back is not None else _ALL
            result.append((name, _Below(below, left_out), members(types[name])[2]))
    return result


def _class(annotation: Any) -> type[Model]:
    found: type[Model] = members(annotation)[0][0]
    return found


def _write_one(below: _Below) -> Write:
    return lambda value: None if value is None else writer(below.of, below.without)(value)


def _write_all(below: _Below) -> Write:
    def write(value: Any) -> list[Any]:
        one = writer(below.of, below.without)
        return [one(item) for item in value]

    return write


def _read_one(below: _Below) -> Read:
    def read(value: object, _: Any = None) -> Any:
        return None if value is None else reader(below.of, below.without)(value, below.of)

    return read


def _read_all(below: _Below) -> Read:
    def read(value: object, _: Any = None) -> Any:
        return _listed(reader(below.of, below.without), value, below.of)

    return read


@functools.cache
def _converter() -> Converter:
    made = Converter(unstruct_collection_overrides={tuple: list})
    made.register_unstructure_hook(Decimal, values.write_number)
    for kind in values.PERIODS:
        made.register_unstructure_hook(kind, values.write_period)
    made.register_structure_hook(str, values.read_text)
    made.register_structure_hook(int, values.read_whole)
    made.register_structure_hook(bool, values.read_flag)
    made.register_structure_hook(Decimal, values.read_number)
    made.register_structure_hook_factory(values.is_period, values.period_reader)
    made.register_structure_hook_factory(_is_tuple, _tuple_reader)
    made.register_structure_hook_factory(_is_model, reader)
    made.register_unstructure_hook_factory(_is_model, writer)
    return made


def _is_tuple(annotation: Any) -> bool:
    return typing.get_origin(annotation) is tuple


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _tuple_reader(annotation: Any) -> Read:
    (kind, *_) = typing.get_args(annotation)
    one = _converter().get_structure_hook(kind)

    def read(value: object, _: Any = None) -> Any:
        return _listed(one, value, kind)

    return read


def _listed(one: Read, value: object, kind: Any) -> tuple[Any, ...]:
    """Every entry read, or an error that has all faults, each with its place, as cattrs does."""
    if type(value) is not list:
        raise WrongError("a list", value)
    found, errors = [], []
    for index, item in enumerate(value):
        try:
            found.append(one(item, kind))
        except Exception as error:  # noqa: BLE001  gathered, and raised together below
            error.add_note(IterableValidationNote("an entry", index, kind))
            errors.append(error)
    if errors:
        raise IterableValidationError("a list", errors, tuple)
    return tuple(found)
