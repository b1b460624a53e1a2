"""X12 data types: what a value of each may look like, as regular expressions.

One definition serves both directions: the compiled pattern of a whole segment is built
from these pieces, and the diagnosis of a faulty segment tries a value against the same
piece. Dates are calendar dates from 1800 on (29 February only in leap years), times run
from 0000 to 2359 with optional seconds and decimal seconds, numbers carry a leading minus
at most, and neither sign nor decimal point counts towards their length (X12.6).
"""

import functools
import re

_MONTH_AND_DAY = (
    r"(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)(?:0[1-9]|[12]\d|30)"
    r"|02(?:0[1-9]|1\d|2[0-8]))"
)
_YEAR = r"(?:1[89]|[2-9]\d)\d\d"
_LEAP_DAY = (
    r"(?:(?:1[89]|[2-9]\d)(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[3579][26])00)0229"
)
_D8 = rf"(?:{_YEAR}{_MONTH_AND_DAY}|{_LEAP_DAY})"
_D6 = rf"(?:\d\d{_MONTH_AND_DAY}|(?:[02468][048]|[13579][26])0229)"
_HHMM = r"(?:[01]\d|2[0-3])[0-5]\d"
_TM = rf"{_HHMM}(?:[0-5]\d(?:\d\d?)?)?"
_DATE_TIME = rf"{_D8}{_HHMM}"
_SECONDS = rf"{_D8}{_HHMM}[0-5]\d"

# Formats that a date time period format qualifier (data element 1250) asks for.
FORMATS = {
    "D8": _D8,
    "D6": _D6,
    "RD8": f"{_D8}-{_D8}",
    "DT": _DATE_TIME,
    "RDT": f"{_DATE_TIME}-{_DATE_TIME}",
    "DTS": f"{_SECONDS}-{_SECONDS}",
    "TM": _HHMM,
    "RTM": f"{_HHMM}-{_HHMM}",
    "CM": r"\d{4}(?:0[1-9]|1[0-2])",
    "CY": r"\d{4}",
}
TIME_FORMATS = frozenset({"TM", "RTM"})

_CONTROL_AND_BEYOND_ASCII = r"\x00-\x1f\x7f-\xff"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
BEYOND_ASCII = re.compile(r"[\x80-\xff]")
_NUMBER = {
    True: re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)"),
    False: re.compile(r"-?\d+"),
}


def is_numeric(kind: str) -> bool:
    """True for R and N0 to N9."""
    return kind == "R" or (len(kind) == 2 and kind[0] == "N" and kind[1].isdigit())


def is_number(value: str, kind: str) -> bool:
    """Whether the value is a number of this type, of any length."""
    return _NUMBER[kind == "R"].fullmatch(value) is not None


def measured_length(value: str, kind: str) -> int:
    """The length that counts: digits of a number, characters of text.

    Text arrives one character a byte; where the bytes are UTF-8, a letter counts once.
    """
    if is_numeric(kind):
        return sum(character.isdigit() for character in value)
    if value.isascii():
        return len(value)
    try:
        return len(value.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return len(value)


@functools.lru_cache(maxsize=4096)
def value_pattern(kind: str, minimum: int, maximum: int, delimiters: str) -> str:
    """The expression for a value of this type and length that holds no delimiter.

    Text that ends in a blank or goes beyond ASCII does not match: it takes the slow path,
    which decides what to say of it.
    """
    minimum = max(minimum, 1)
    if kind == "R":
        return (
            rf"-?(?:\d{{{minimum},{maximum}}}(?![.\d])"
            rf"|(?=[.\d]{{{minimum + 1},{maximum + 1}}}(?![.\d]))\d*\.\d+)"
        )
    if is_numeric(kind):
        return rf"-?\d{{{minimum},{maximum}}}"
    if kind == "DT":
        forms = [
            form
            for size, form in ((6, _D6), (8, _D8), (12, _DATE_TIME))
            if minimum <= size <= maximum
        ]
        return f"(?:{'|'.join(forms)})" if forms else r"\d+"
    if kind == "TM":
        return rf"(?=\d{{{minimum},{maximum}}}(?!\d)){_TM}"
    if kind in FORMATS:
        return FORMATS[kind]
    if kind == "B":
        return rf"[^{re.escape(delimiters)}]{{{minimum},{maximum}}}"
    excluded = _CONTROL_AND_BEYOND_ASCII + re.escape(delimiters)
    return rf"[^{excluded}]{{{minimum},{maximum}}}(?<! )"


def is_formatted(value: str, form: str) -> bool:
    """Whether the value has the format a qualifier names; an unknown format has no say."""
    pattern = FORMATS.get(form)
    return pattern is None or re.fullmatch(pattern, value, re.ASCII) is not None


def matches(pattern: str, value: str) -> bool:
    """Whether the whole value has the form of a guide's own pattern."""
    return re.fullmatch(pattern, value, re.ASCII) is not None


def is_date_or_time(value: str, kind: str, minimum: int, maximum: int) -> bool:
    """Whether the value is a date (DT) or time (TM) within the lengths given."""
    return re.fullmatch(value_pattern(kind, minimum, maximum, ""), value, re.ASCII) is not None


def alternatives(words: tuple[str, ...]) -> str:
    """An expression for any of the words, sharing beginnings so that long lists stay fast.

    >>> alternatives(("AB", "AC", "B"))
    '(?:A[BC]|B)'
    """
    return _branch(sorted(set(words)))


def _branch(words: list[str]) -> str:
    ends_here = "" in words
    groups: dict[str, list[str]] = {}
    for word in words:
        if word:
            groups.setdefault(word[0], []).append(word[1:])
    singles = [first for first, rest in groups.items() if rest == [""]]
    branches = [re.escape(first) + _branch(rest) for first, rest in groups.items() if rest != [""]]
    if len(singles) == 1:
        branches.append(re.escape(singles[0]))
    elif singles:
        branches.append("[" + "".join(re.escape(first) for first in singles) + "]")
    if not branches:
        return ""
    if len(branches) == 1 and not ends_here and words[0]:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends_here else ''}"
