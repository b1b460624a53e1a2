"""What is wrong with JSON that is no model: which field, and why, and never the value.

The errors of cattrs quote the values that they are about. They are taken for their structure
alone, which says where; the words are made here.
"""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from cattrs.errors import (
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
)

from edi_portal.errors import ModelError
from edi_portal.models.base import defaults
from edi_portal.models.json_values import MalformedError, WrongError

_MOST = 3
# A key that could be a field. Another may be anything, a name perhaps.
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,40}")


def model_error(error: Exception, root: str) -> ModelError:
    """The error to raise for one of cattrs; ``root`` is the class that was to be read.

    It names the first few faults, and ``field`` is the path of the first.
    """
    faults = [f"{path} {what}" for path, what in _faults(error, root)]
    first = next(_faults(error, root))[0]
    told = "; ".join(faults[:_MOST])
    more = len(faults) - _MOST
    return ModelError(f"{told}; and {more} more" if more > 0 else told, field=first)


def _faults(error: Exception, path: str) -> Iterator[tuple[str, str]]:
    """Each fault with the path of its field."""
    if isinstance(error, ClassValidationError):
        inside, others = error.group_exceptions()
        for found, note in inside:
            yield from _faults(found, f"{path}.{note.name}")
        for found in others:
            yield from _faults(found, path)
    elif isinstance(error, IterableValidationError):
        entries, others = error.group_exceptions()
        for found, entry in entries:
            yield from _faults(found, f"{path}[{entry.index}]")
        for found in others:
            yield from _faults(found, path)
    elif isinstance(error, BaseValidationError):
        for found in error.exceptions:
            yield from _faults(found, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(map(str, error.extra_fields)):
            yield _unknown(path, key, error.cl)
    elif isinstance(error, KeyError):
        yield path, "is required and missing"
    elif isinstance(error, WrongError | MalformedError):
        yield path, str(error)
    elif isinstance(error, ModelError):
        # Of a check that the class itself makes; its words hold no value.
        yield path, f"is not valid: {error}"
    else:
        yield path, "cannot be read"


def _unknown(path: str, key: str, of: Any) -> tuple[str, str]:
    near = difflib.get_close_matches(key, defaults(of), n=1)
    meant = f"; {near[0]} is one" if near else ""
    if _FIELD.fullmatch(key):
        return f"{path}.{key}", f"is no field of {of.__name__}{meant}"
    return path, f"has a key that is no field of {of.__name__}{meant}"
