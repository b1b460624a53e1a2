"""Names as far as they can be compared: one system writes what another leaves out or cuts off."""

import re

_WORDS = re.compile(r"[^\W_]+")
# What stands behind a name, or is left out of it: of firms their form, of people their degree.
_FORMS = (
    *("AND", "OF", "THE", "CO", "CORP", "CORPORATION", "INC", "INCORPORATED"),
    *("LLC", "LLP", "LP", "LTD", "PA", "PC", "PLC", "PLLC"),
)
_DEGREES = ("DC", "DDS", "DMD", "DO", "DPM", "MD", "NP", "OD", "PHD", "RN")
_TITLES = ("DR", "MR", "MRS", "MS", "JR", "SR", "II", "III", "IV")
_LEFT_OUT = frozenset((*_FORMS, *_DEGREES, *_TITLES))
_CUT_OFF = 20  # from as many letters on, a name may be the beginning of another


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, in capital letters.

    >>> words_of("O'Doe-Sample, Robin MD"), words_of("The Riverside Clinic, P.C.")
    (('ODOE', 'SAMPLE', 'ROBIN'), ('RIVERSIDE', 'CLINIC'))
    """
    plain = name.upper().replace("'", "").replace(".", "")
    words = tuple(word for word in _WORDS.findall(plain) if word not in _LEFT_OUT)
    return words or tuple(_WORDS.findall(plain))


def same_organization(one: str, other: str) -> bool:
    """Whether two names may be of one organization: alike, or one of them cut off.

    >>> same_organization("Riverside Family Clinic, Inc.", "RIVERSIDE FAMILY CLINIC")
    True
    >>> same_organization("RIVERSIDE FAMILY CLINIC", "LAKESIDE HOSPITAL")
    False
    """
    first, second = "".join(words_of(one)), "".join(words_of(other))
    shorter, longer = sorted((first, second), key=len)
    return shorter == longer or (len(shorter) >= _CUT_OFF and longer.startswith(shorter))


def same_person(one: str, other: str) -> bool:
    """Whether two names may be of one person, in whatever order, with initials or without.

    Two of the words agree, or the only one that there is; an initial agrees with a name.

    >>> same_person("ROBIN SAMPLE", "Sample, Robin Q., MD"), same_person("R SAMPLE", "ROBIN SAMPLE")
    (True, True)
    >>> same_person("ROBIN SAMPLE", "MORGAN SAMPLE")
    False
    """
    first, second = words_of(one), list(words_of(other))
    wanted = min(2, len(first), len(second))
    agreed = 0
    for word in sorted(first, key=len, reverse=True):
        found = next((item for item in second if _agree(word, item)), None)
        if found is not None:
            second.remove(found)
            agreed += 1
    return agreed >= wanted


def _agree(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) == 1 and longer.startswith(shorter))
