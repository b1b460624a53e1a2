"""Models as JSON, one after another: a list, or one object a line.

Memory stays flat, whatever a file holds: where the items of a header come one by one, as the
claims of a remittance do, its object is begun with the first of them and ended with the header
itself, which comes last and has what stands behind the items.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from edi_portal.models.base import Model
from edi_portal.models.json_converter import back_field, items_field
from edi_portal.models.jsons import fields_of, to_data, to_json


def write_json_list(models: Iterable[Model]) -> Iterator[str]:
    """Yield one JSON list with an object for each model, each from a new line on."""
    yield "["
    separator = "\n"
    for pieces in _objects(models):
        yield separator
        yield from pieces
        separator = ",\n"
    yield "]\n" if separator == "\n" else "\n]\n"


def write_json_lines(models: Iterable[Model]) -> Iterator[str]:
    """Yield each model as a JSON object on a line of its own."""
    for pieces in _objects(models):
        yield from pieces
        yield "\n"


def _objects(models: Iterable[Model]) -> Iterator[Iterator[str]]:
    """The text of each object in pieces. Take all of one before the next is asked for."""
    waiting = _Waiting(models)
    while (model := waiting.take()) is not None:
        back = back_field(type(model))
        header = getattr(model, back) if back is not None else None
        if back is None or header is None:
            yield iter((to_json(model),))
        else:
            yield _gathered(model, back, header, waiting)


class _Waiting:
    """Models still to be written, with a look at the next."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._models = iter(models)
        self._next: Model | None = None

    def take(self) -> Model | None:
        """The next, or ``None`` at the end."""
        found, self._next = self.look(), None
        return found

    def look(self) -> Model | None:
        """The next, which stays."""
        if self._next is None:
            self._next = next(self._models, None)
        return self._next


def _gathered(first: Model, back: str, header: Model, waiting: _Waiting) -> Iterator[str]:
    """One object of a header and the items that name it, which follow each other."""
    name = items_field(type(header))
    assert name is not None
    said = to_data(header.evolve(**{name: ()}))
    back_left_out = frozenset({back})
    yield f'{json.dumps(said)[:-1]}, "{name}": ['
    yield json.dumps(fields_of(first, without=back_left_out))
    while (found := waiting.look()) is not None:
        if type(found) is not type(first) or getattr(found, back) is not header:
            break
        yield f", {json.dumps(fields_of(found, without=back_left_out))}"
        waiting.take()
    rest: dict[str, Any] = {}
    if found is not None and type(found) is type(header) and not getattr(found, name):
        whole = to_data(found)
        # Its own header, and not that of a transaction set without items.
        if all(whole.get(key) == value for key, value in said.items()):
            rest = {key: value for key, value in whole.items() if key not in said}
            waiting.take()
    yield f"], {json.dumps(rest)[1:]}" if rest else "]}"
