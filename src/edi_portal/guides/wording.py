"""Facts of a guide in words: usage, repeats, data types, lengths, syntax notes.

The words are our own. What a guide's text adds to such a fact is X12's and is not here.
"""

from collections.abc import Sequence
from types import MappingProxyType

from edi_portal.guides.model import SyntaxNote

USAGES = MappingProxyType({"R": "required", "S": "situational", "N": "not used"})

_TYPES = MappingProxyType(
    {
        "AN": "text",
        "B": "binary",
        "DT": "date",
        "ID": "code",
        "R": "number, with a decimal point where it needs one",
        "TM": "time",
    }
)


def limit(maximum: int | None) -> str:
    """How often something may stand, as guides print it.

    >>> limit(5), limit(None)
    ('5', '>1')
    """
    return ">1" if maximum is None else str(maximum)


def limit_in_words(maximum: int | None) -> str:
    """How often something may stand.

    >>> limit_in_words(5), limit_in_words(None)
    ('at most 5', 'no limit')
    """
    return "no limit" if maximum is None else f"at most {maximum}"


def type_in_words(kind: str) -> str:
    """A data type with its meaning.

    >>> type_in_words("ID"), type_in_words("N2"), type_in_words("D8")
    ('ID, code', 'N2, number with 2 implied decimals', 'D8')
    """
    if len(kind) == 2 and kind[0] == "N" and kind[1].isdigit():
        decimals = int(kind[1])
        meaning = f"number with {decimals} implied decimals" if decimals else "whole number"
        return f"{kind}, {meaning}"
    return f"{kind}, {_TYPES[kind]}" if kind in _TYPES else kind


def length(minimum: int, maximum: int) -> str:
    """The length of a value, in characters.

    >>> length(1, 38), length(2, 2)
    ('1-38', '2')
    """
    return str(minimum) if minimum == maximum else f"{minimum}-{maximum}"


def values(codes: Sequence[str], external: str | None, pattern: str | None) -> str:
    """Which values an element may have; empty where the guide does not say.

    >>> values(["A", "B"], None, None), values(["ZZ"], "states", None)
    ('A, B', 'ZZ, list states')
    """
    parts = list(codes)
    if external:
        parts.append(f"list {external}")
    if pattern:
        parts.append(f"form {pattern}")
    return ", ".join(parts)


def note_in_words(note: SyntaxNote, names: Sequence[str]) -> str:
    """What a syntax note asks for; ``names`` are the elements at its positions.

    >>> note_in_words(SyntaxNote("P", (3, 4)), ["SV103", "SV104"])
    'SV103 and SV104 are sent together or not at all'
    >>> note_in_words(SyntaxNote("C", (4, 3)), ["PER04", "PER03"])
    'if PER04 is sent, PER03 is sent, too'
    """
    first, rest = names[0], names[1:]
    if note.kind == "P":
        return f"{_joined(names, 'and')} are sent together or not at all"
    if note.kind == "R":
        return f"at least one of {_joined(names, 'and')} is sent"
    if note.kind == "E":
        return f"at most one of {_joined(names, 'and')} is sent"
    if note.kind == "C":
        return f"if {first} is sent, {_joined(rest, 'and')} {_are(rest)} sent, too"
    some = f"at least one of {_joined(rest, 'and')}" if len(rest) > 1 else _joined(rest, "and")
    return f"if {first} is sent, {some} is sent, too"


def _joined(names: Sequence[str], word: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
