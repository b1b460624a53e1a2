"""Moves dates of a patient, all of them by the same number of weeks into the past.

Into the past, because a service after the day of its file is a fault; whole weeks, because a
weekday says something of a service and nothing of a patient.
"""

import re
from datetime import date, timedelta

_MOMENT = re.compile(r"\d{12}(?:\d\d)?")
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
_PERIOD = re.compile(r"\d{8}(?:-\d{8})?")
OLDEST = 90
"""Safe Harbor tells no age above 89; whoever is older is of this age."""
# No one is older; a date that says so is wrong, and stays so.
_IMPOSSIBLE = 120
_FAR = 200
# Where a file says of no day when it was made.
_YEAR_UNKNOWN = 2025


def moved(text: str, weeks: int) -> str | None:
    """A day, a period or a moment moved; ``None`` for text that is none."""
    if _PERIOD.fullmatch(text):
        days = [_moved(part, weeks) for part in text.split("-")]
        return None if None in days else "-".join(filter(None, days))
    if _MOMENT.fullmatch(text):
        day = _moved(text[:8], weeks)
        return None if day is None else day + text[8:]
    return None


def is_time(text: str) -> bool:
    """Whether a text is a time of day."""
    return _TIME.fullmatch(text) is not None


def born(text: str, weeks: int, year: int | None) -> str | None:
    """A birth date moved; of the very old only that they are, by the year of the file."""
    day = _parsed(text)
    if day is None:
        return None
    oldest = (year or _YEAR_UNKNOWN) - OLDEST
    if day.year <= oldest - (_IMPOSSIBLE - OLDEST):
        return f"{oldest + OLDEST - _FAR:04d}0101"
    if day.year <= oldest:
        return f"{oldest:04d}0101"
    found = _moved(text, weeks)
    return found if found is None or int(found[:4]) > oldest else f"{oldest:04d}0101"


def later(text: str, day: str | None) -> bool:
    """Whether a day, or the first of a period, is later than another."""
    return day is not None and _parsed(text[:8]) is not None and text[:8] > day


def day_of(text: str) -> str | None:
    """The text, if it is a day."""
    return None if _parsed(text) is None else text


def year_of(day: str | None) -> int | None:
    """The year of a day."""
    return None if day is None else int(day[:4])


def _moved(text: str, weeks: int) -> str | None:
    day = _parsed(text)
    try:
        return None if day is None else (day - timedelta(weeks=weeks)).strftime("%Y%m%d").zfill(8)
    except OverflowError:
        return None


def _parsed(text: str) -> date | None:
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
