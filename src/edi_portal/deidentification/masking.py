"""Clears values: their form stays, so that what was wrong with it still is."""

import re

from edi_portal.guides.model import Element, Usage

_NUMBER = re.compile(r"-?\d*\.?\d*(?:E-?\d+)?")
_CODE = re.compile(r"[A-Za-z0-9.]{1,8}")
_WIDEST_NUMBER = 18


# What takes the place of a letter and of a digit, in the order in which they are tried.
_CLEARINGS = [
    *zip("XQJVWZKHYU", "9876543210", strict=True),
    *zip("XQJVWZKHYU", "XQJVWZKHYU", strict=True),
]


def cleared(text: str, *, unlike: tuple[str, ...] = ()) -> str:
    """Letters become X, digits 9, or others where the result were one of the codes ``unlike``."""
    tried = ("".join(_clear(char, *pair) for char in text) for pair in _CLEARINGS)
    return next((found for found in tried if found not in unlike), "X" * len(text))


def _clear(char: str, letter: str, digit: str) -> str:
    if char.isdigit():
        return digit
    if char.isalpha():
        return letter.lower() if char.islower() else letter
    return char


def kept(text: str, node: Element | None) -> str:
    """A value of an element that holds codes or numbers: as it is where it may be one."""
    if node is None:
        return cleared(text)
    if text in node.codes:
        return text
    if node.codes and node.external is None:
        return cleared(text, unlike=node.codes)
    if node.type == "R" or node.type.startswith("N"):
        good = _NUMBER.fullmatch(text) is not None and len(text) <= _WIDEST_NUMBER
    elif node.type in ("TM", "DT"):
        good = text.isdigit()
    else:
        good = _CODE.fullmatch(text) is not None
    fits = good and len(text) <= max(node.maximum, 1) and node.usage is not Usage.NOT_USED
    return text if fits else cleared(text)
