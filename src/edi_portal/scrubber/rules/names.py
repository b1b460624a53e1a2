"""SUB: the names of subscriber and patient."""

import re
from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_TITLES = frozenset({"MR", "MRS", "MS", "MISS", "DR"})
_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV", "2ND", "3RD", "4TH"})
_PLACEHOLDERS = frozenset(
    {"UNKNOWN", "UNK", "TEST", "TESTPATIENT", "NONE", "NOLASTNAME", "NOFIRSTNAME", "PLACEHOLDER"}
)
_LETTERS_OF_NOTHING = re.compile(r"X{3,}|N/A", re.IGNORECASE)
_SUSPICIOUS = re.compile(
    r"\d|N/A|XXX|\b(?:" + "|".join(sorted(_TITLES | _SUFFIXES | _PLACEHOLDERS)) + r")\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+")


@rule(
    "SUB006",
    "name-characters",
    "the {field} of the {role} {fault}",
    severity=Severity.WARNING,
)
def name_characters(claim: ClaimView) -> Iterator[Fault]:
    """A name has no digits, title or placeholder, and no suffix that has its own element.

    Names of newborns such as BABY BOY are names. A surname that looks like a suffix is one
    where it stands alone.

    Why: The payer compares the name with its own record of the member, letter by letter.

    Example: ``NM1*IL*1*DOE JR*JOHN****MI*XYZ200300400~``

    Mend: Write the name as on the card; a suffix goes to NM107, a title nowhere.

    Source: X222, X223, X224, 2010BA and 2010CA NM103 to NM107; practice of clearinghouses.
    """
    insured, patient = claim.subscriber, claim.claim.patient
    for person, role in ((insured, "subscriber"), (patient, "patient")):
        if person is None or person.organization_name is not None:
            continue
        names = (person.last_name, person.first_name, person.middle_name)
        if _SUSPICIOUS.search(" ".join(name for name in names if name)) is None:
            continue
        for at, name in zip(("last_name", "first_name", "middle_name"), names, strict=True):
            wrong = _wrong_with(name.upper(), at) if name else None
            if wrong is not None:
                yield fault(person, at, field=at.replace("_", " "), role=role, fault=wrong)


def _wrong_with(name: str, at: str) -> str | None:
    """What is wrong with a part of a name, in words."""
    words = _WORDS.findall(name)
    if not words:
        return "is a placeholder" if name.strip() == "N/A" else None
    if "".join(words) in _PLACEHOLDERS or _LETTERS_OF_NOTHING.fullmatch(name.strip()):
        return "is a placeholder"
    if len(words) > 1 and at == "last_name" and words[-1] in _SUFFIXES:
        return "ends with a suffix, which has an element of its own"
    if any(char.isdigit() for char in name):
        return "has a digit"
    titled = words[0] in _TITLES or words[-1] in _TITLES
    if titled and (len(words) > 1 or (at == "first_name" and words[0] in ("MR", "MRS", "DR"))):
        return "has a title"
    return None
