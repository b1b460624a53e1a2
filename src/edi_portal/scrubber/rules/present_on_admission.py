"""DIA: what was there on admission."""

import re
from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.scrubber.coding import Coded
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_INDICATORS = frozenset("YNUW")
# Hospitals that CMS does not ask: psychiatric, of rehabilitation, of long-term care, critical
# access, children's, cancer, religious, military, and units of the first two kinds.
_EXEMPT_HOSPITALS = re.compile(r"283[QX]|282[EJ]|282NC|281P|284|286|273[RY]|261QC0050X")
# A list of exempt codes comes with `Tables`. Without it nothing is said of what may be on one:
# status, history, causes, congenital conditions, sequelae, care after the first.
_MAY_BE_EXEMPT = re.compile(
    r"[QVWXYZ]|B9[0-4]|E64|I252|I69|O09|O66|O80|O94|P00|.{6}[^ABC]", re.ASCII
)


@rule(
    "DIA013",
    "present-on-admission",
    "the present-on-admission indicator of a diagnosis is {what}",
    kinds="I",
)
def present_on_admission(claim: ClaimView) -> Iterator[Fault]:
    """Diagnoses of a hospital stay say whether they were present on admission.

    Asked of types of bill 11x: each principal and other diagnosis has Y, N, U or W, or is on
    the list of exempt codes. With that list (``Tables.poa_exempt``) a missing one is an error
    for Medicare; without the list, or for other payers, a warning. Where no diagnosis has one,
    that is told once. Hospitals that CMS exempts, by their taxonomy, are not asked. Any other
    value is an error.

    Why: Payment depends on what came up during the stay; Medicare returns the claim.

    Example: ``HI*ABK:J189~`` on a type of bill 111.

    Mend: Have the indicator coded from the record. It is left away for exempt codes alone.

    Source: X223, HI01-9 in 2300; CMS, Hospital-Acquired Conditions and Present on Admission
    reporting, with its yearly list of exempt codes.
    """
    if claim.institutional.facility_type != "11":
        return
    missing: list[Coded] = []
    given = False
    for item in claim.diagnoses:
        indicator = item.diagnosis.present_on_admission
        if indicator:
            given = True
            if indicator not in _INDICATORS:
                yield _fault(claim, item, "none of Y, N, U and W", None)
        elif item.role in ("principal", "other") and _has_to_say(claim, item):
            missing.append(item)
    if not missing or _EXEMPT_HOSPITALS.match(claim.billing.taxonomy_code or ""):
        return
    sure = claim.tables.poa_exempt is not None and claim.is_medicare
    for item in missing if given else missing[:1]:
        yield _fault(claim, item, "missing", None if sure else Severity.WARNING)


def _has_to_say(claim: ClaimView, item: Coded) -> bool:
    code = item.diagnosis.code
    if not code:
        return False
    exempt = claim.tables.poa_exempt
    return code not in exempt if exempt is not None else _MAY_BE_EXEMPT.match(code) is None


def _fault(claim: ClaimView, item: Coded, what: str, severity: Severity | None) -> Fault:
    return fault(claim.claim, f"{item.at}.present_on_admission", severity=severity, what=what)
