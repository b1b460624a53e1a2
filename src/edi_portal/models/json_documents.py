"""Reads models from JSON: an object a line (JSON Lines), a list, or a single object.

Which of these it is shows at the beginning. Lines are read one after another, so that a file
of any size takes the memory of its longest line; a list is read as a whole.
"""

from collections.abc import Iterable, Iterator

import attrs

from edi_portal.errors import ModelError
from edi_portal.models.base import Model
from edi_portal.models.jsons import from_data, parsed

_BOM = "\ufeff"


@attrs.frozen
class Place:
    """Where an item stands: in which line, or which entry of a list, from 1."""

    unit: str
    number: int

    def __str__(self) -> str:
        return f"{self.unit} {self.number}"


@attrs.frozen
class Entry:
    """An item: a model, or why there is none. ``size`` is the length of its text."""

    place: Place
    model: Model | None = attrs.field(default=None, repr=False)
    error: ModelError | None = None
    size: int = 0


def entries(blocks: Iterable[str]) -> Iterator[Entry]:
    """Each item of a text that comes in blocks, one character a byte.

    What is wrong with one item is its ``error``, which names place and field; the others are
    read all the same.
    """
    lines = _lines(blocks)
    number, first = next(((at, text) for at, text in lines if text.strip()), (0, b""))
    text = first.removeprefix(_BOM.encode()).strip()
    if text.startswith(b"[") or (text.startswith(b"{") and not text.endswith(b"}")):
        # A list, or one object over several lines.
        yield from _whole(b"\n" * (number - 1) + text + b"\n" + b"\n".join(at[1] for at in lines))
        return
    if text:
        yield _of_line(number, text)
    for number, text in lines:
        if text.strip():
            yield _of_line(number, text)


def _lines(blocks: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """Lines as they are in the file, numbered from 1, without their ends."""
    rest: list[str] = []
    number = 0
    for block in blocks:
        head, mark, tail = block.partition("\n")
        while mark:
            rest.append(head)
            number += 1
            yield number, "".join(rest).encode("latin-1")
            rest.clear()
            head, mark, tail = tail.partition("\n")
        rest.append(head)
    if any(rest):
        yield number + 1, "".join(rest).encode("latin-1")


def _of_line(number: int, text: bytes) -> Entry:
    place = Place("line", number)
    try:
        return Entry(place, _decoded(text), size=len(text))
    except ModelError as error:
        return _fault(place, error)


def _decoded(text: bytes) -> Model:
    return from_data(parsed(_utf8(text)))


def _utf8(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise ModelError("the text is not UTF-8") from None


def _whole(text: bytes) -> Iterator[Entry]:
    try:
        data = parsed(_utf8(text))
    except ModelError as error:
        yield Entry(Place("item", 1), error=error)
        return
    items = data if type(data) is list else [data]
    size = len(text) // max(len(items), 1)
    for number, item in enumerate(items, 1):
        place = Place("item", number)
        try:
            yield Entry(place, from_data(item), size=size)
        except ModelError as error:
            yield _fault(place, error)


def _fault(place: Place, error: ModelError) -> Entry:
    told = ModelError(f"{place}: {error}", field=error.field, place=error.place)
    return Entry(place, error=told)
