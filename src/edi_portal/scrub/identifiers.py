"""Forms of identifiers, and the digit by which a number proves itself.

Each test takes the text as it stands in a claim, without hyphens or blanks around it.
"""

import re

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_CLIA = re.compile(r"[A-Z0-9]{2}D[A-Z0-9]{7}", re.ASCII)
_NPI_PREFIX_SUM = (
    24  # what 80840, the prefix of United States health identifiers, adds to Luhn's sum
)


def is_npi(text: str) -> bool:
    """Whether a text is a National Provider Identifier: ten digits, the last by Luhn.

    Source: CMS, NPI check digit; 45 CFR 162.406.

    >>> is_npi("1234567893"), is_npi("1234567890"), is_npi("12345678933")
    (True, False, False)
    """
    if _NPI.fullmatch(text) is None:
        return False
    total = _NPI_PREFIX_SUM
    for at, digit in enumerate(map(int, text)):
        doubled = digit if at % 2 else 2 * digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def is_clia(text: str) -> bool:
    """Whether a text has the form of the number of a CLIA certificate.

    Source: CMS, Clinical Laboratory Improvement Amendments.

    >>> is_clia("45D0612345"), is_clia("45d0612345"), is_clia("45X0612345"), is_clia("45D061234")
    (True, False, False, False)
    """
    return _CLIA.fullmatch(text) is not None


def clia_spelt(text: str) -> str | None:
    """The number of a CLIA certificate in capitals, without hyphens and blanks, if it is one.

    >>> clia_spelt("45-d0612345"), clia_spelt("45D061234")
    ('45D0612345', None)
    """
    spelt = text.upper().replace("-", "").replace(" ", "")
    return spelt if is_clia(spelt) else None
