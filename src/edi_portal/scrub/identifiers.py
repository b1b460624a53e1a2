"""Forms of identifiers, and the digit by which a number proves itself.

Each test takes the text as it stands in a claim, without hyphens or blanks around it.
"""

import re

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_NPI_PREFIX_SUM = (
    24  # what 80840, the prefix of United States health identifiers, adds to Luhn's sum
)
_ICD10CM = re.compile(r"[A-Z][A-Z0-9]{2,6}", re.ASCII)
_ICD10CM_SPELT_FREELY = re.compile(r"[A-Z][A-Z0-9]{2}\.?[A-Z0-9]{0,4}", re.ASCII | re.IGNORECASE)
# Digits and letters of a procedure code are told apart by leaving out I and O.
_ICD10PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}", re.ASCII)


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


def is_icd10cm(text: str) -> bool:
    """Whether a text has the form of a diagnosis code in ICD-10-CM, without the point.

    A letter, then two to six letters or digits: the second and third may be letters, too.

    Source: ICD-10-CM, CDC/NCHS; codes such as QA00 came in April 2026.

    >>> is_icd10cm("E119"), is_icd10cm("Z3A20"), is_icd10cm("QA00101"), is_icd10cm("M1A")
    (True, True, True, True)
    >>> is_icd10cm("E11.9"), is_icd10cm("e119"), is_icd10cm("4659"), is_icd10cm("E1")
    (False, False, False, False)
    """
    return _ICD10CM.fullmatch(text) is not None


def plain_icd10cm(text: str) -> str | None:
    """A diagnosis code spelt as a claim has it: capitals, no point; ``None`` if it is not one.

    >>> plain_icd10cm("e11.9"), plain_icd10cm("E11.")
    ('E119', 'E11')
    >>> plain_icd10cm("E1.19"), plain_icd10cm("465.9")
    (None, None)
    """
    if _ICD10CM_SPELT_FREELY.fullmatch(text) is None:
        return None
    return text.replace(".", "").upper()


def is_icd10pcs(text: str) -> bool:
    """Whether a text has the form of a procedure code in ICD-10-PCS: seven places, no I, no O.

    Source: ICD-10-PCS, CMS.

    >>> is_icd10pcs("0BJ08ZZ"), is_icd10pcs("0BJO8ZZ"), is_icd10pcs("0BJ08Z"), is_icd10pcs("0bj08zz")
    (True, False, False, False)
    """
    return _ICD10PCS.fullmatch(text) is not None
