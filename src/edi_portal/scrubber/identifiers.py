"""Forms of identifiers, and the digit by which a number proves itself.

Each test takes the text as it stands in a claim, without hyphens or blanks around it.
"""

import functools
import re

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_CLIA = re.compile(r"[A-Z0-9]{2}D[A-Z0-9]{7}", re.ASCII)
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
_ICD10CM = re.compile(r"[A-Z][A-Z0-9]{2,6}", re.ASCII)
_ICD10CM_SPELT_FREELY = re.compile(r"[A-Z][A-Z0-9]{2}\.?[A-Z0-9]{0,4}", re.ASCII | re.IGNORECASE)
# Digits and letters of a procedure code are told apart by leaving out I and O.
_ICD10PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}", re.ASCII)


# A batch has few providers, each of them in many claims.
@functools.lru_cache(maxsize=4096)
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


# Up to three characters that are no letters may part the words: "P. O. Box", "POST-OFFICE BOX".
_PO_BOX = re.compile(
    r"""\b(?:
        P\W{0,3}O\W{0,3}(?:BOX|BX|DRAWER|B(?=\W{0,3}\d))
      | POST\W{0,3}OFF(?:ICE)?\W{0,3}(?:BOX|BX)
      | LOCK\W{0,3}(?:BOX|BIN)
      | PMB(?=\W{0,3}\d)
    )(?![A-Z])""",
    re.VERBOSE | re.IGNORECASE,
)


def is_post_office_box(text: str) -> bool:
    """Whether a line of an address is a post office box, a lock box or a private mail box.

    >>> is_post_office_box("P.O. Box 12"), is_post_office_box("RR 2 BOX 7")
    (True, False)
    """
    return _PO_BOX.search(text) is not None
