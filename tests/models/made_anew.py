"""Models of a whole file with what they stand under, and the same models made in Python."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from edi_portal.api import unit_reading
from edi_portal.models.base import Model, defaults
from edi_portal.models.stream import Models
from edi_portal.writing import write

_ENVELOPE = ("ISA", "GS", "SE", "GE", "IEA")
AS_OF = datetime(2025, 3, 20, 9, 15, tzinfo=UTC)


def models_of(path: Path | None = None, *guides: str, data: bytes | None = None) -> Models[Any]:
    """The models of a file's transaction sets of these guides."""
    return Models(lambda asked: unit_reading(path, data=data, units=asked), frozenset(guides))


def made_anew(value: Any) -> Any:
    """A model as if made in Python: every field given, and all above and below it too."""
    if isinstance(value, tuple):
        return tuple(map(made_anew, value))
    if not isinstance(value, Model):
        return value
    return type(value)(**{name: made_anew(getattr(value, name)) for name in defaults(type(value))})


def written(models: list[Any]) -> bytes:
    """An interchange of these models."""
    made = write(models, sender="SENDER", receiver="RECEIVER", as_of=AS_OF)
    assert made.data is not None
    return made.data


def body(data: bytes) -> list[str]:
    """The segments of its transaction sets without what envelopes and counts make of them."""
    text = data.decode("latin-1")
    separator, terminator = text[3], text[105]
    found = (line.strip() for line in text.split(terminator))
    return [line for line in found if line and line.split(separator)[0] not in _ENVELOPE]
