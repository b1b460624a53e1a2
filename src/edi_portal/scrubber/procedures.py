"""Procedures as settings name them: codes and ranges of codes.

``99213`` is one code, ``70000-79999`` and ``J0000-J9999`` are ranges with both ends included.
A range holds codes of its own form only: what its ends share as letters, its codes have, too.
"""

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from edi_portal.errors import UsageError

_CODE = re.compile(r"[A-Z0-9]{4,5}", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)


class _Range(NamedTuple):
    first: str
    last: str
    form: re.Pattern[str]


class Procedures:
    """A set of procedure codes.

    >>> imaging = Procedures(["70000-79999", "0042T", "G0100-G0199"])
    >>> "70450" in imaging, "0042T" in imaging, "G0105" in imaging
    (True, True, True)
    >>> "7045F" in imaging, "99213" in imaging, "J0105" in imaging, None in imaging
    (False, False, False, False)
    >>> "0500U" in Procedures(["0001U-0999U"]), "0500T" in Procedures(["0001U-0999U"])
    (True, False)
    """

    def __init__(self, given: Iterable[str]) -> None:
        codes: set[str] = set()
        ranges: list[_Range] = []
        for item in given:
            first, mark, last = (part.strip() for part in item.upper().partition("-"))
            if mark:
                ranges.append(_range(first, last))
            elif _CODE.fullmatch(first):
                codes.add(first)
            else:
                raise UsageError("a procedure of the settings is neither a code nor a range")
        self._codes = frozenset(codes)
        self._ranges = tuple(ranges)

    def __bool__(self) -> bool:
        return bool(self._codes or self._ranges)

    def __contains__(self, code: str | None) -> bool:
        if code is None:
            return False
        return code in self._codes or any(
            first <= code <= last and form.fullmatch(code) is not None
            for first, last, form in self._ranges
        )


def _range(first: str, last: str) -> _Range:
    if not (_CODE.fullmatch(first) and _CODE.fullmatch(last)) or len(first) != len(last):
        raise UsageError("a range of procedures needs two codes of one length")
    form = ""
    for one, other in zip(first, last, strict=True):
        if bool(_DIGIT.match(one)) is not bool(_DIGIT.match(other)):
            raise UsageError("a range of procedures needs two codes of one form")
        if _DIGIT.match(one):
            form += "[0-9]"
        else:
            form += one if one == other else "[A-Z]"
    if first > last:
        raise UsageError("a range of procedures ends before it begins")
    return _Range(first, last, re.compile(form))


@functools.lru_cache(maxsize=256)
def _known(given: tuple[str, ...]) -> Procedures:
    return Procedures(given)


def procedures(option: object) -> Procedures:
    """The codes of an option, worked out once; one text is taken for a single item.

    Raises `UsageError` for what is neither a code nor a range.
    """
    given = tuple(option) if isinstance(option, list | tuple | set | frozenset) else (option,)
    if not all(isinstance(item, str) for item in given):
        raise UsageError("procedures are given as texts: codes, and ranges as 70000-79999")
    return _known(given)
