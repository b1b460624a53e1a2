"""What stands in a cell of a code table. A `ValueError` says what is wrong with it."""

import functools
import re
from datetime import date, datetime, timedelta

OPEN_END = "99999999"
"""What stands for no deletion date; as text it is later than any date."""

CONTRACTOR_DEFINED = "CCCCC"
"""What CMS writes for the primary code of an add-on whose primaries it does not list."""

_PROCEDURE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]", re.ASCII)
_DIAGNOSIS = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.?[0-9A-Z]{1,4})?", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_NONE = frozenset({"", "*"})


def is_procedure(text: str) -> bool:
    """Whether ``text`` has the form of a CPT, HCPCS or CDT code."""
    return _PROCEDURE.fullmatch(text) is not None


@functools.lru_cache(maxsize=1 << 16)
def procedure(text: str) -> str:
    """A CPT, HCPCS or CDT code."""
    if not is_procedure(text):
        raise ValueError("is no procedure code")
    return text


def primary(text: str) -> str:
    """A procedure code, or what stands where CMS leaves the primaries to its contractors."""
    return text if text == CONTRACTOR_DEFINED else procedure(text)


def diagnosis(text: str) -> str:
    """An ICD-10-CM code, without its point."""
    if not _DIAGNOSIS.fullmatch(text):
        raise ValueError("is no diagnosis code")
    return text.replace(".", "")


def is_diagnosis(text: str) -> bool:
    """Whether ``text`` has the form of an ICD-10-CM code; a word of capitals has not."""
    return _DIAGNOSIS.fullmatch(text) is not None and any(map(str.isdigit, text))


@functools.lru_cache(maxsize=1 << 12)
def day(text: str) -> str:
    """A date as ``YYYYMMDD``, from that, ``YYYYDDD``, ``YYYY-MM-DD`` or ``MM/DD/YYYY``."""
    try:
        return _date(text).strftime("%Y%m%d")
    except (ValueError, OverflowError) as error:
        raise ValueError("is no date") from error


def end(text: str) -> str:
    """A deletion date, or `OPEN_END` for none."""
    return OPEN_END if text in _NONE else day(text)


def indicator(text: str, allowed: str) -> str:
    """The first character of ``text``, which is one of ``allowed``."""
    if text[:1] not in set(allowed):
        raise ValueError(f"does not begin with one of {', '.join(allowed)}")
    return text[:1]


def units(text: str) -> str:
    """A number of units of service, seven digits wide."""
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise ValueError("is no number of units")
    return text.zfill(7)


def _date(text: str) -> date:
    if len(text) == 8 and text.isdigit():
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a date has no zone
    if len(text) == 7 and text.isdigit():
        # Add-on edits count the day of the year.
        year, number = int(text[:4]), int(text[4:])
        if not 1 <= number <= 366:
            raise ValueError(text)
        return date(year, 1, 1) + timedelta(days=number - 1)
    if found := _MONTH_FIRST.fullmatch(text):
        return date(int(found[3]), int(found[1]), int(found[2]))
    return date.fromisoformat(text[:10])
