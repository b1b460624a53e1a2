"""Forms of identifiers, and the digit by which a number proves itself.

Each test takes the text as it stands in a claim, without hyphens or blanks around it.
"""

import re

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
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


_NDC = re.compile(r"\d{11}", re.ASCII)
# Labeler, product and package; FDA writes ten digits of them, of which one part is short.
_NDC_PARTS = re.compile(r"(?:N4)?(\d{4,5})-(\d{3,4})-(\d{1,2})", re.ASCII)
_NDC_PREFIXED = re.compile(r"N4(\d{11})", re.ASCII)
_NDC_DIGITS = 11


def is_ndc(text: str) -> bool:
    """Whether a text has the form of a National Drug Code in claims: eleven digits, not all zeros.

    Source: 45 CFR 162.1002; FDA, National Drug Code Directory.

    >>> is_ndc("00338004938"), is_ndc("0338004938"), is_ndc("00338-0049-38"), is_ndc("00000000000")
    (True, False, False, False)
    """
    return _NDC.fullmatch(text) is not None and text.strip("0") != ""


def respelt_ndc(text: str) -> str | None:
    """The eleven digits of a drug code that is written with hyphens, or with ``N4`` before it.

    Hyphens tell which part the missing digit belongs to; without them ten digits may be any of
    three codes, and nothing is made of them.

    >>> respelt_ndc("0338-0049-38"), respelt_ndc("50242-040-62"), respelt_ndc("60574-4114-1")
    ('00338004938', '50242004062', '60574411401')
    >>> respelt_ndc("N400338004938"), respelt_ndc("0338004938"), respelt_ndc("0338-049-38")
    ('00338004938', None, None)
    """
    text = text.strip()
    prefixed = _NDC_PREFIXED.fullmatch(text)
    if prefixed is not None:
        return prefixed[1]
    parts = _NDC_PARTS.fullmatch(text)
    if parts is None or sum(map(len, parts.groups())) < _NDC_DIGITS - 1:
        return None
    labeler, product, package = parts.groups()
    return f"{labeler:0>5}{product:0>4}{package:0>2}"
