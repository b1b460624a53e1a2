"""SVC: drugs on service lines, by their national drug code."""

from collections.abc import Iterator

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.scrubber.identifiers import is_ndc, respelt_ndc
from edi_portal.scrubber.procedures import procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

# What pharmacies write for a drug without a number of its own, as one that they compounded.
_PLACEHOLDER = "99999999999"
_VOID = "8"
_WHEN = ("medicaid", "always", "never")


@rule(
    "SVC015",
    "ndc-format",
    "the drug of line {line} has {wrong}",
    kinds="PI",
    status="A7:218",
    mends=True,
)
def ndc_format(claim: ClaimView) -> Iterator[Fault]:
    """A national drug code has eleven digits and is not all zeros; its quantity is above zero.

    All nines, which pharmacies write for a drug without a code, are a warning.

    Why: Payers claim rebates by this code and quantity, and deny the drug without them.

    Example: ``LIN**N4*0338-0049-38~``; with hyphens, and a digit short in its first part.

    Mend: A code with hyphens is put right by itself: the part that is short is filled with a zero
    in front. Ten digits without hyphens may be three codes; take it from the package.

    Source: Implementation Guides, 2410 LIN03, CTP04; 45 CFR 162.1002; FDA, National Drug Code
    Directory.
    """
    for number, line in enumerate(claim.lines, 1):
        drug = line.drug
        if drug is None or drug.qualifier != "N4":
            continue
        code = drug.code
        if not is_ndc(code):
            if code:
                yield fault(
                    drug,
                    "code",
                    mend=respelt_ndc(code),
                    line=number,
                    wrong="no code of eleven digits",
                )
        elif code == _PLACEHOLDER:
            yield fault(
                drug,
                "code",
                severity=Severity.WARNING,
                line=number,
                wrong="a placeholder for its code",
            )
        if not drug.quantity or drug.quantity.is_signed():
            yield fault(drug, "quantity", line=number, wrong="no quantity above zero")


@rule(
    "SVC016",
    "drug-without-ndc",
    "line {line} is for a drug, and has no national drug code",
    kinds="PI",
    severity=Severity.WARNING,
    status="A7:218",
    options={"when": "medicaid", "procedures": ("J0120-J9999",)},
)
def drug_without_ndc(claim: ClaimView) -> Iterator[Fault]:
    """A drug has its national drug code, where the payer wants it.

    The option ``when`` says which claims: ``medicaid`` (those whose filing code is MC), ``always``,
    ``never``; the option ``procedures`` which codes are drugs.

    Why: By law states claim rebates for drugs by this code, so Medicaid denies lines without it.

    Example: ``SV1*HC:J3301*21*UN*1***1~`` without ``LIN**N4*...`` in a claim to Medicaid.

    Mend: Give code, quantity and unit from the package that was used.

    Source: Social Security Act, section 1927; Deficit Reduction Act of 2005, section 6002.
    """
    when = claim.option("SVC016.when")
    if when not in _WHEN:
        raise UsageError(f"the option when of SVC016 is one of {', '.join(_WHEN)}")
    if when == "never" or (when == "medicaid" and not claim.is_medicaid):
        return
    if claim.frequency == _VOID or claim.is_inpatient:
        return
    drugs = procedures(claim.option("SVC016.procedures"))
    for number, line, _, code, _ in claim.procedures:
        if code not in drugs:
            continue
        if line.drug is None:
            yield fault(line, "drug", line=number)
        elif line.drug.ndc is None:
            yield fault(line.drug, "qualifier", line=number)
