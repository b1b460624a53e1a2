"""PRV: identifiers and addresses of who bills, renders, refers, and of where it was done."""

import re
from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.scrubber.identifiers import (
    is_ein,
    is_npi,
    is_post_office_box,
    is_ssn,
    is_taxonomy_code,
)
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_ZIP = re.compile(r"\d{9}", re.ASCII)
_HYPHENATED_ZIP = re.compile(r"\d{5}-\d{4}", re.ASCII)
_UNITED_STATES = (None, "US")
_OWN_NUMBERS = ("G2", "LU")  # by which a payer knows a provider that has no NPI


@rule(
    "PRV001",
    "npi-check-digit",
    "the NPI of the {role} is not one: its check digit is wrong, or it has not ten digits",
    status="A7:562:{entity}",
)
def npi_check_digit(claim: ClaimView) -> Iterator[Fault]:
    """Every National Provider Identifier has ten digits, begins with 1 or 2, and checks.

    The last digit is that of the Luhn formula over 80840 and the nine digits before it.

    Why: A payer rejects the claim before it looks at anything else: an NPI that does not check
    belongs to nobody.

    Example: ``NM1*85*2*RIVERSIDE FAMILY CLINIC*****XX*2000001019~``

    Mend: Look the number up in NPPES and correct it where it is kept; two digits are often
    swapped.

    Source: CMS, requirements for the NPI and its check digit; ISO/IEC 7812.
    """
    for provider, role, entity, _ in claim.providers:
        npi = provider.npi
        if npi and not is_npi(npi):
            yield fault(provider, "npi", role=role, entity=entity)


@rule(
    "PRV002",
    "billing-npi-missing",
    "the billing provider has no NPI, nor a number of its own with the payer",
    status="A7:562:85",
)
def billing_npi_missing(claim: ClaimView) -> Iterator[Fault]:
    """The billing provider is identified by its NPI.

    A provider that gets none, such as a taxi company or a personal carer, has a number that
    the payer knows it by instead (REF*G2 in 2010BB); one abroad may have neither.

    Why: Without either the payer cannot tell who bills, and rejects the claim.

    Example: ``NM1*85*2*RIVERSIDE FAMILY CLINIC~`` and no ``REF*G2`` behind the payer's name.

    Mend: Give the NPI that the provider is enrolled under; for a provider without one, the
    payer's own number in ``claim.payer.billing_provider_ids``.

    Source: X222, X223, X224, 2010AA NM109 and 2010BB REF; 45 CFR 162.410.
    """
    billing = claim.billing
    if billing.npi or billing.country not in _UNITED_STATES:
        return
    for known in (*claim.payer.billing_provider_ids, *billing.secondary_ids):
        if known.qualifier in _OWN_NUMBERS and known.value:
            return
    yield fault(billing, "npi")


@rule(
    "PRV003",
    "tax-id-format",
    "the {kind} of the {role} is not written as one: {fault}",
    status="A7:128:{entity}",
    mends=True,
)
def tax_id_format(claim: ClaimView) -> Iterator[Fault]:
    """A tax identifier is nine digits without hyphens.

    A social security number is none where its first three digits are 000, 666 or above 899,
    the next two 00, or the last four 0000. One hyphen in an employer's number is a warning:
    many payers take it out.

    Why: Payment is reported to the tax office under this number. What is not a number of that
    kind does not match the payer's record of the provider.

    Example: ``REF*EI*70-0001234~``, ``REF*SY*666121234~``

    Mend: Leave hyphens out. If digits are wrong, take the number from the provider's form W-9.

    Source: X222, X223, X224, 2010AA REF; Social Security Administration, numbers that were
    never given.
    """
    billing = claim.billing
    ein = billing.employer_tax_id
    if ein and not is_ein(ein):
        bare = ein.replace("-", "")
        yield fault(
            billing,
            "employer_tax_id",
            severity=Severity.WARNING if is_ein(bare) and ein.count("-") == 1 else None,
            mend=bare if is_ein(bare) else None,
            kind="employer's tax identifier",
            role="billing provider",
            fault="it has hyphens" if is_ein(bare) else "it has to be nine digits",
            entity="85",
        )
    ssn = billing.social_security_number
    if ssn and not is_ssn(ssn):
        bare = ssn.replace("-", "")
        yield fault(
            billing,
            "social_security_number",
            mend=bare if is_ssn(bare) else None,
            kind="social security number",
            role="billing provider",
            fault=_wrong_ssn(bare),
            entity="85",
        )


def _wrong_ssn(bare: str) -> str:
    """What is wrong with a social security number, which is given here without its hyphens."""
    if is_ssn(bare):
        return "it has hyphens"
    nine = len(bare) == 9 and bare.isdigit()
    return "no such number was ever given" if nine else "it has to be nine digits"


@rule(
    "PRV004",
    "tax-id-missing",
    "the billing provider has no tax identifier",
    status="A7:128:85",
)
def tax_id_missing(claim: ClaimView) -> Iterator[Fault]:
    """The billing provider has an employer's tax identifier or a social security number.

    Why: The payer finds the contract by NPI and tax identifier together, and has to report
    what it pays.

    Example: A 2010AA loop with neither ``REF*EI`` nor ``REF*SY``.

    Mend: Give the number that stands on the provider's form W-9.

    Source: X222, X223, X224, 2010AA REF.
    """
    billing = claim.billing
    if not billing.employer_tax_id and not billing.social_security_number:
        yield fault(billing, "employer_tax_id")


@rule(
    "PRV005",
    "taxonomy-format",
    "the taxonomy code of the {role} is not ten letters and digits that end in X",
    status="A7:145:{entity}",
    mends=True,
)
def taxonomy_format(claim: ClaimView) -> Iterator[Fault]:
    """A taxonomy code is ten capital letters and digits, of which the last is an X.

    Whether there is such a code is not looked at: the list changes twice a year.

    Why: Payers price and route by specialty, and reject what cannot be one.

    Example: ``PRV*BI*PXC*207Q00000~``

    Mend: Take the code from the provider's entry in NPPES. Small letters may be made capital.

    Source: NUCC, Health Care Provider Taxonomy code set.
    """
    for provider, role, entity, _ in claim.providers:
        code = getattr(provider, "taxonomy_code", None)
        if code and not is_taxonomy_code(code):
            capital = code.upper()
            yield fault(
                provider,
                "taxonomy_code",
                mend=capital if is_taxonomy_code(capital) else None,
                role=role,
                entity=entity,
            )


@rule(
    "PRV006",
    "billing-address-po-box",
    "the billing provider's address is a post office box, a lock box or a private mail box",
    status="A7:503:85",
)
def billing_address_po_box(claim: ClaimView) -> Iterator[Fault]:
    """The billing provider's address is a street address.

    Boxes are known in any spelling: P.O. Box, POBOX, Post Office Box, PO Drawer, lock box, lock
    bin, PMB with a number. A rural route with a box is a place, and so is Boxwood Lane.

    Why: The guides do not allow a box here, and payers compare the address with the place that
    the provider is enrolled at.

    Example: ``N3*P.O. BOX 123~``

    Mend: Give the street address here, and the box as the pay-to address (2010AB).

    Source: X222, X223, X224, 2010AA N3; CMS edit X222.087.2010AA.N302.060.
    """
    billing = claim.billing
    for at, line in (
        ("address_line", billing.address_line),
        ("address_line_2", billing.address_line_2),
    ):
        if line and is_post_office_box(line):
            yield fault(billing, at)


@rule(
    "PRV007",
    "billing-zip-plus-four",
    "the ZIP code of the {role} {fault}",
    status="A7:500:{entity}",
    mends=True,
)
def billing_zip_plus_four(claim: ClaimView) -> Iterator[Fault]:
    """The ZIP codes of billing provider and service facility have nine digits.

    Addresses in other countries are not looked at. Nine digits that end in 0000 are a
    warning: they fill the element, and name no place.

    Why: The last four digits decide on localities, rural areas and thereby on prices; the
    guides ask for them.

    Example: ``N4*AUSTIN*TX*78701~``

    Mend: Look the whole code up at the post office, by street and number. A hyphen is left out.

    Source: X222, X223, X224, N403 of 2010AA, 2310C (institutional 2310E) and 2420C.
    """
    for provider, role, entity, _ in claim.providers:
        if entity not in ("85", "77") or provider.country not in _UNITED_STATES:
            continue
        code = provider.postal_code
        if code is None:
            if provider.state:
                yield fault(provider, "postal_code", role=role, entity=entity, fault="is missing")
        elif _ZIP.fullmatch(code) is None:
            yield fault(
                provider,
                "postal_code",
                mend=code.replace("-", "") if _HYPHENATED_ZIP.fullmatch(code) else None,
                role=role,
                entity=entity,
                fault="has not nine digits",
            )
        elif code.endswith("0000"):
            yield fault(
                provider,
                "postal_code",
                severity=Severity.WARNING,
                role=role,
                entity=entity,
                fault="ends in 0000, which is no delivery area",
            )
