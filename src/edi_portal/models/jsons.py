"""Models as JSON, and JSON as models.

A model is an object with ``kind``, the name of its class, and ``guide`` first, then its
fields by their names; `edi_portal.models.json_values` says how numbers and dates are written.
What a model stands under (billing provider, subscriber, payer) stands in it, so that each is
complete by itself. Fields that hold nothing are left out.

A claim payment inside of a remittance does not repeat the remittance; one by itself has it,
without the other claims.
"""

import functools
import json
from collections.abc import Mapping
from typing import Any

from edi_portal.errors import ModelError, UsageError
from edi_portal.models.acknowledgment.interchange import TA1, InterchangeAcknowledgment
from edi_portal.models.base import Model
from edi_portal.models.json_converter import items_field, reader, writer
from edi_portal.models.json_faults import model_error
from edi_portal.models.json_values import WrongError
from edi_portal.models.layout import HEADER
from edi_portal.models.registry import LAYOUTS

_ALL: frozenset[str] = frozenset()
KIND, GUIDE = "kind", "guide"


def to_data(model: Model) -> dict[str, Any]:
    """A model as plain values, ready for ``json.dumps``.

    Raises `UsageError` for what is only a part of a model, such as a service line.
    """
    return {KIND: type(model).__name__, GUIDE: guide_of(type(model)), **fields_of(model)}


def from_data(data: object) -> Model:
    """The model that plain values say.

    Raises `ModelError` where they are none: with the path of the field
    (``ProfessionalClaim.service_lines[2].charge_amount``, counted from 0), never a value.
    """
    if type(data) is not dict:
        raise ModelError(f"an item {WrongError('an object', data)}")
    if KIND not in data:
        raise ModelError(f"an item has a {KIND}, and this has none", field=KIND)
    of = kinds().get(data[KIND]) if type(data[KIND]) is str else None
    if of is None:
        raise ModelError(f"{KIND} must be one of {', '.join(kinds())}", field=KIND)
    guide = guide_of(of)
    if data.get(GUIDE, guide) != guide:
        raise ModelError(f"{of.__name__}.{GUIDE} must be {guide}, or left out", field=GUIDE)
    found = {name: value for name, value in data.items() if name not in (KIND, GUIDE)}
    try:
        result: Model = reader(of)(found, of)
        return result
    except ModelError:
        raise
    except RecursionError:
        raise ModelError(f"{of.__name__} is nested too deeply") from None
    except Exception as error:  # noqa: BLE001  cattrs raises groups of whatever its hooks raise
        raise model_error(error, of.__name__) from None


def to_json(model: Model) -> str:
    """A model as JSON on one line, in ASCII.

    Raises as `to_data` does.
    """
    return json.dumps(to_data(model))


def from_json(text: str) -> Model:
    """The model that JSON text says.

    Raises `ModelError` where the text is no JSON, and as `from_data` does.
    """
    return from_data(parsed(text))


def parsed(text: str) -> Any:
    """What JSON text says. `ModelError` where it is none, or says a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ModelError(f"this is not JSON: {error.msg} ({where})") from None
    except RecursionError:
        raise ModelError("this is nested too deeply to be a model") from None
    except ValueError:
        raise ModelError("this is not JSON: a number has too many digits") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ModelError("an object says the same key twice")
    return found


def _no_constant(_: str) -> Any:
    raise ModelError("this is not JSON: NaN and Infinity are no numbers there")


def fields_of(model: Model, *, without: frozenset[str] = _ALL) -> dict[str, Any]:
    """The fields of a model, or of a part of one, as plain values."""
    found: dict[str, Any] = writer(type(model), without)(model)
    return found


@functools.cache
def kinds() -> Mapping[str, type[Model]]:
    """The classes that stand by themselves, by name."""
    return {of.__name__: of for of in _guides()}


def guide_of(of: type[Model]) -> str:
    """The guide that a class is of. `UsageError` for one that does not stand by itself."""
    guide = _guides().get(of)
    if guide is None:
        raise UsageError(f"{of.__name__} does not stand by itself: it is a part of another model")
    return guide


@functools.cache
def _guides() -> Mapping[type, str]:
    found: dict[type[Model], str] = {}
    for layout in LAYOUTS.values():
        header = layout.levels[HEADER]
        if items_field(header) is not None:
            found[header] = layout.guide
        found.update((layout.levels[loop], layout.guide) for loop in sorted(layout.items))
    # It stands outside of transaction sets, so no layout has it.
    found[InterchangeAcknowledgment] = TA1
    return found
