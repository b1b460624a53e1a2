"""PRV: who bills, renders, refers: identifiers, addresses, and who has to be there."""

from collections.abc import Iterator

from edi_portal.scrub.identifiers import is_npi
from edi_portal.scrub.rule import Fault, fault, rule
from edi_portal.scrub.view import ClaimView


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
        if npi is not None and not is_npi(npi):
            yield fault(provider, "npi", role=role, entity=entity)
