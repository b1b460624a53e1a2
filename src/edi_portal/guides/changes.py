"""One change of an overlay: its place, what it changes there, and the words for it.

Which keys a change may have depends on what stands at its place; `fields` turns them into
fields of the model. Whatever is not right is a `GuideError` that names the nearest right
key, so that nothing that was asked for is passed over in silence.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edi_portal.errors import GuideError
from edi_portal.guides.datatypes import FORMATS
from edi_portal.guides.model import SyntaxNote, Usage

CORRECTIONS_ONLY = frozenset({"position", "remove"})
"""Keys that change what the standard says, which a payer cannot."""

_ABOUT = frozenset({"at", "reason", "message"})
_LOOP = frozenset({"usage", "maximum", "title", "position"})
_SEGMENT = _LOOP | {"syntax", "remove"}
_COMPOSITE = frozenset({"usage", "repeat", "title", "syntax"})
_ELEMENT = frozenset(
    {
        *("usage", "repeat", "title", "codes", "add_codes", "remove_codes"),
        *("min_length", "max_length", "type", "pattern", "external"),
    }
)
_KEYS = MappingProxyType(
    {"loop": _LOOP, "segment": _SEGMENT, "composite": _COMPOSITE, "element": _ELEMENT}
)
_TYPES = frozenset({"AN", "B", "DT", "ID", "R", "TM", *(f"N{at}" for at in range(10)), *FORMATS})
_NOTE = re.compile(r"[PRECL](?:\d\d){2,}", re.ASCII)
_MOST = 1_000_000_000
"""No number of an overlay is higher: patterns of the guides can count no further than 4294967294."""
_FIELDS = {"min_length": "minimum", "max_length": "maximum"}


@attrs.frozen(kw_only=True)
class Change:
    """A change at the place ``at``: ``keys`` with their values as written, lists made tuples.

    ``reason`` says why, to those who read the overlay; ``message`` is what a finding says
    that only this change leads to.
    """

    at: str
    keys: tuple[tuple[str, Any], ...]
    reason: str = ""
    message: str | None = None


def read_change(table: Mapping[str, Any]) -> Change:
    """A change from its table of the overlay file; `GuideError` where it is not one."""
    at = table.get("at")
    if not isinstance(at, str) or not at:
        raise GuideError("has no place (at)")
    keys = []
    for key, value in table.items():
        if key not in _VALUES:
            raise GuideError(f"key {key!r} is not known; the nearest is {nearest(key, _VALUES)!r}")
        fits, expected = _VALUES[key]
        if not fits(value):
            raise GuideError(f"{key} is to be {expected}")
        if key not in _ABOUT:
            keys.append((key, tuple(value) if isinstance(value, list) else value))
    if not keys:
        raise GuideError("changes nothing")
    return Change(
        at=at,
        keys=tuple(keys),
        reason=table.get("reason", ""),
        message=table.get("message"),
    )


def fields(change: Change, kind: str) -> dict[str, Any]:
    """The model's fields for the keys of a change at a node of this kind.

    ``kind`` is ``loop``, ``segment``, ``composite`` or ``element``. Raises `GuideError` for a
    key that such a node does not have.
    """
    found: dict[str, Any] = {}
    for key, value in change.keys:
        if key not in _KEYS[kind]:
            known = ", ".join(sorted(_KEYS[kind] - CORRECTIONS_ONLY))
            named = f"an {kind}" if kind == "element" else f"a {kind}"
            raise GuideError(f"key {key!r} does not apply to {named}, which has {known}")
        if key == "usage":
            value = Usage(value)
        elif key == "maximum" or key in ("pattern", "external"):
            value = value or None
        elif key == "syntax":
            value = tuple(map(_note, value))
        if key != "remove":
            found[_FIELDS.get(key, key)] = value
    return found


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of the words that is most like this one.

    >>> nearest("useage", ["title", "usage"])
    'usage'
    """
    return difflib.get_close_matches(word, sorted(words), n=1, cutoff=0)[0]


def _note(text: str) -> SyntaxNote:
    digits = text[1:]
    return SyntaxNote(text[0], tuple(int(digits[at : at + 2]) for at in range(0, len(digits), 2)))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and value.isprintable()


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _is_notes(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, str) and _NOTE.fullmatch(item) is not None for item in value
    )


def _is_usage(value: object) -> bool:
    return isinstance(value, str) and value in {usage.value for usage in Usage}


def _is_type(value: object) -> bool:
    return isinstance(value, str) and value in _TYPES


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= _MOST


def _is_positive(value: object) -> bool:
    return type(value) is int and 0 < value <= _MOST


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_pattern(value: object) -> bool:
    """A regular expression that can stand within another one, so without groups of its own."""
    if not isinstance(value, str):
        return False
    try:
        return re.compile(f"(?:){value}", re.ASCII).groups == 0
    except (re.error, OverflowError, RecursionError):
        return False


_CODES = "a list of codes in quotes"
_PATTERN = 'a regular expression without groups that capture ("(?:...)" groups only), or ""'
_VALUES: Mapping[str, tuple[Callable[[object], bool], str]] = MappingProxyType(
    {
        "at": (_is_text, "a place in quotes"),
        "reason": (_is_text, "text"),
        "message": (_is_line, "a line of text"),
        "usage": (_is_usage, '"R" (required), "S" (situational) or "N" (not used)'),
        "maximum": (_is_count, f"a whole number up to {_MOST}, 0 for no limit"),
        "repeat": (_is_positive, f"a whole number from 1 to {_MOST}"),
        "title": (_is_line, "a line of text"),
        "codes": (_is_list, f"{_CODES}, empty for any value"),
        "add_codes": (_is_list, _CODES),
        "remove_codes": (_is_list, _CODES),
        "min_length": (_is_count, f"a whole number up to {_MOST}"),
        "max_length": (_is_positive, f"a whole number from 1 to {_MOST}"),
        "type": (_is_type, f"a data type: {', '.join(sorted(_TYPES))}"),
        "pattern": (_is_pattern, _PATTERN),
        "external": (_is_text, 'the name of a list, or ""'),
        "syntax": (_is_notes, 'a list of syntax notes such as "P0304"'),
        "position": (_is_count, "a whole number"),
        "remove": (_is_bool, "true or false"),
    }
)
