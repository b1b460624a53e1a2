"""Forms of identifiers, and the digit by which a number proves itself.

Each test takes the text as it stands in a claim, without hyphens or blanks around it.
"""

import re

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_NPI_PREFIX_SUM = (
    24  # what 80840, the prefix of United States health identifiers, adds to Luhn's sum
)
_DOUBLED = str.maketrans("0123456789", "0246813579")
_EIN = re.compile(r"(?!0{9})\d{9}", re.ASCII)
_SSN = re.compile(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}", re.ASCII)
_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
# Letters that look like digits are in no Medicare number.
_LETTER = "[AC-HJKMNP-RT-Y]"
_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MBI = re.compile(
    f"[1-9]{_LETTER}{_EITHER}[0-9]{_LETTER}{_EITHER}[0-9]{_LETTER}{_LETTER}[0-9][0-9]"
)


def is_npi(text: str) -> bool:
    """Whether a text is a National Provider Identifier: ten digits, the last by Luhn.

    Source: CMS, NPI check digit; 45 CFR 162.406.

    >>> is_npi("1234567893"), is_npi("1234567890"), is_npi("12345678933")
    (True, False, False)
    """
    if _NPI.fullmatch(text) is None:
        return False
    # Every other digit is doubled, and the digits of what comes of it are added.
    total = sum(map(int, text[1::2])) + sum(map(int, text[::2].translate(_DOUBLED)))
    return (total + _NPI_PREFIX_SUM) % 10 == 0


def is_ein(text: str) -> bool:
    """Whether a text has the form of an employer identification number: nine digits.

    Source: IRS; there is no check digit, and the number of nine zeros is nobody's.

    >>> is_ein("700001234"), is_ein("70-0001234"), is_ein("000000000"), is_ein("70000123")
    (True, False, False, False)
    """
    return _EIN.fullmatch(text) is not None


def is_ssn(text: str) -> bool:
    """Whether a text may be a social security number: nine digits, no part of them all zeros.

    The first three are neither 666 nor above 899.

    Source: Social Security Administration, numbers that were never given.

    >>> is_ssn("700452245"), is_ssn("123-45-6789")
    (True, False)
    >>> [is_ssn(text) for text in ("000121234", "666121234", "900121234", "123001234", "123120000")]
    [False, False, False, False, False]
    """
    return _SSN.fullmatch(text) is not None


def is_taxonomy_code(text: str) -> bool:
    """Whether a text has the form of a taxonomy code: ten letters and digits, the last an X.

    Source: NUCC, Health Care Provider Taxonomy. Which codes there are changes twice a year.

    >>> is_taxonomy_code("207Q00000X"), is_taxonomy_code("207Q00000"), is_taxonomy_code("207q00000x")
    (True, False, False)
    """
    return _TAXONOMY.fullmatch(text) is not None


def is_mbi(text: str) -> bool:
    """Whether a text has the form of a Medicare Beneficiary Identifier: eleven characters.

    The first is a digit from 1 to 9; positions 2, 5, 8 and 9 are letters, 4, 7, 10 and 11
    digits, 3 and 6 either. S, L, O, I, B and Z are in none.

    Source: CMS, Understanding the Medicare Beneficiary Identifier format.

    >>> is_mbi("1EG4TE5MK73"), is_mbi("9AA9AA9AA99")
    (True, True)
    >>> is_mbi("0EG4TE5MK73"), is_mbi("1SG4TE5MK73"), is_mbi("1EG4-TE5-MK73"), is_mbi("123456789A")
    (False, False, False, False)
    """
    return _MBI.fullmatch(text) is not None
