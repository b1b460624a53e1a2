"""Finds the delimiters of an interchange in its ISA segment, as real files write it.

ISA has fixed widths, but a good part of real files pads it wrongly, so the delimiters are
found by counting sixteen element separators. ISA16 may be missing; then the interchange
has no component separator, and what follows the sixteenth separator is the terminator.
"""

import re

import attrs

from edi_portal.x12.delimiters import Delimiters

ISA_LENGTH = 106
# No ISA, however padded, is longer; a search for its end stops here.
LONGEST_ISA = 400
_ELEMENTS = 16
_BLANKS = " \t\r\n"
_VERSION_WITH_REPETITION = "00402"
_BARE = re.compile(
    r"(?:ST(?P<e1>[^A-Za-z0-9\s])\d{3}(?P=e1)[A-Za-z0-9]{1,9}(?:(?P=e1)[A-Za-z0-9]{0,35})?"
    r"|GS(?P<e2>[^A-Za-z0-9\s])[A-Z]{2}"
    r"(?:(?P=e2)(?:(?!(?P=e2))[^\r\n~]){0,35}){6}(?P=e2)[A-Z0-9]{1,12})"
    r"(?P<t>[^A-Za-z0-9 ])\s*[A-Z][A-Z0-9]{1,2}(?:(?P=e1)|(?P=e2))?"
)


@attrs.frozen
class Header:
    """What an ISA segment says of its interchange: delimiters, its own text, remarks.

    ``remarks`` are codes of the catalogue with their facts, in the order found.
    """

    delimiters: Delimiters
    text: str = attrs.field(repr=False)
    remarks: tuple[tuple[str, dict[str, object]], ...]


def read_header(text: str) -> Header | None:
    """The header of the interchange that begins at the start of ``text``.

    ``None`` where it is not an ISA with sixteen elements and a terminator.
    """
    separator = text[3:4]
    if text[:3] != "ISA" or not _separates(separator):
        return None
    at = 3
    for _ in range(_ELEMENTS - 1):
        at = text.find(separator, at + 1, LONGEST_ISA)
        if at < 0:
            return None
    if len(text) < at + 2:
        return None
    component, end = _component_and_end(text, separator, at + 1)
    terminator = text[end : end + 1]
    if not terminator or terminator.isalnum() or terminator in (separator, " "):
        return None
    isa = text[:end]
    if "\n" in isa[:at] or terminator in isa[:at]:
        return None
    remarks: list[tuple[str, dict[str, object]]] = []
    if len(isa) + 1 != ISA_LENGTH:
        remarks.append(("ENV001", {"length": len(isa) + 1}))
    if component and not _separates(component):
        # Letters and blanks stand within values, which would all fall apart.
        facts = {"reference": "ISA16", "problem": "its character cannot separate components"}
        remarks.append(("ENV009", {**facts}))
        component = ""
    values = isa.split(separator)
    repetition = ""
    if uses_repetition(values[12]):
        repetition = values[11]
        if not _separates(repetition):
            remarks.append(("ENV003", {}))
            repetition = ""
    delimiters = Delimiters(separator, component, terminator, repetition)
    if delimiters.clashes:
        remarks.append(("ENV004", {}))
        delimiters = _without_clashes(delimiters)
    return Header(delimiters, isa, tuple(remarks))


def read_bare(text: str) -> Delimiters | None:
    """Delimiters for input without ISA that begins with ST or GS, as far as it shows them.

    Component and repetition separator cannot be seen there; the customary ones are taken.
    """
    match = _BARE.match(text)
    if match is None:
        return None
    delimiters = Delimiters(element=match["e1"] or match["e2"], terminator=match["t"])
    return None if delimiters.clashes else delimiters


def uses_repetition(version: str) -> bool:
    """Whether ISA11 is the repetition separator under this interchange version (ISA12)."""
    return version >= _VERSION_WITH_REPETITION


def _separates(character: str) -> bool:
    """Whether it can be a separator: control characters such as 0x1D are meant for that."""
    return len(character) == 1 and not character.isalnum() and character not in _BLANKS


def _component_and_end(text: str, separator: str, at: int) -> tuple[str, int]:
    """The component separator, if there is one, and the position of the terminator."""
    first, second = text[at], text[at + 1 : at + 2]
    follows = text[at + 1 : at + 40].lstrip(_BLANKS)
    ends_here = follows[:3] in (f"GS{separator}", "TA1", "IEA") or not follows
    if ends_here and not first.isalnum() and (second not in _BLANKS or not follows):
        return "", at
    if ends_here and not first.isalnum() and first not in "\r\n":
        # A line end behind it is either the terminator or only decoration.
        start = len(text) - len(text[at + 1 :].lstrip(_BLANKS))
        line = text.find("\n", start)
        decoration = line > 0 and text[:line].rstrip("\r").endswith(first)
        if decoration:
            return "", at
    if first in "\r\n" and ends_here:
        return "", at
    end = at + 1
    while text[end : end + 1] == " ":
        end += 1
    if text[end : end + 1] in "\r\n" and not follows[:1].isalnum():
        beyond = follows[1:].lstrip(_BLANKS)
        if beyond.startswith((f"GS{separator}", "TA1", "IEA")):
            # A line end before each terminator.
            end = len(text) - len(text[end:].lstrip(_BLANKS))
    return first, end


def _without_clashes(delimiters: Delimiters) -> Delimiters:
    """Terminator and element separator rule; the others step back."""
    taken = delimiters.element + delimiters.terminator
    component = "" if delimiters.component in taken else delimiters.component
    repetition = delimiters.repetition
    if repetition and repetition in taken + component:
        repetition = ""
    return Delimiters(delimiters.element, component, delimiters.terminator, repetition)
