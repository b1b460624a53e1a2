"""CLM: laboratories, which bill under the number of their CLIA certificate."""

from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.scrubber.identifiers import clia_spelt, is_clia
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_LABORATORY = Procedures(["80047-89398", "0001U-0999U"])
# What needs no certificate though its number lies there: consultations, breath and skin tests,
# blood products, what is measured through the skin, and what is taken rather than examined.
_EXEMPT = Procedures(
    [
        *("80500-80506", "81050", "82075", "83013", "83014", "83987", "86077-86079"),
        *("86485-86580", "86890-86891", "86910-86911", "86927-86999", "88125", "88240", "88241"),
        *("88329", "88720-88749", "89049", "89220"),
    ]
)
_PATHOLOGY = Procedures(["88300-88399"])


@rule(
    "CLM019",
    "clia-missing",
    "line {line} is a laboratory test, and the claim has no CLIA number",
    kinds="P",
    severity=Severity.WARNING,
)
def clia_missing(claim: ClaimView) -> Iterator[Fault]:
    """A laboratory test for Medicare or Medicaid goes with the CLIA number of the laboratory.

    Tests are 80047 to 89398 and 0001U on, save those that need no certificate and the technical
    part of surgical pathology. The number is the claim's or the line's, or that of the
    laboratory that did the test for another. The first such line is named.

    Why: Medicare and Medicaid pay no test without a certificate that covers it.

    Example: ``SV1*HC:87880:QW*40*UN*1***1~`` to Medicare without ``REF*X4``

    Mend: Give the number on the certificate, also one of waiver.

    Source: 837P guide, REF*X4 and REF*F4; CMS, Medicare Claims Processing Manual, chapter 16,
    section 70.
    """
    if not (claim.is_medicare or claim.is_medicaid) or claim.professional.clia_number:
        return
    for item in claim.procedures:
        code, line = item.code, item.line
        if code not in _LABORATORY or code in _EXEMPT:
            continue
        if "TC" in item.modifiers and code in _PATHOLOGY:
            continue
        if not (line.clia_number or line.referring_clia_number):
            yield fault(claim.claim, "clia_number", line=item.number)
            return


@rule(
    "CLM020",
    "clia-format",
    "the CLIA number of {where} is not ten characters with a D as the third",
    kinds="P",
    mends=True,
)
def clia_format(claim: ClaimView) -> Iterator[Fault]:
    """A CLIA number has ten characters, the third of them is D.

    Why: Payers look the number up in the list of certificates; one of another form is in none.

    Example: ``REF*X4*45-D0612345~``

    Mend: Write it as on the certificate, in capitals and without hyphens or blanks; where that
    is all that is wrong, it can be done by itself.

    Source: CMS, CLIA certificates; 837P guide, REF*X4 and REF*F4.
    """
    of = claim.professional
    if of.clia_number and not is_clia(of.clia_number):
        yield fault(of, "clia_number", mend=clia_spelt(of.clia_number), where="the claim")
    for number, line in enumerate(claim.lines, 1):
        for name in ("clia_number", "referring_clia_number"):
            value = getattr(line, name)
            if value and not is_clia(value):
                yield fault(line, name, mend=clia_spelt(value), where=f"line {number}")
