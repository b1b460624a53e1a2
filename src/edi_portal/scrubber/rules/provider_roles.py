"""PRV: which providers a claim has to name, and which it should not name twice."""

import re
from collections.abc import Iterator
from typing import Any

from edi_portal.findings import Severity
from edi_portal.models.claim import Provider, ReferringProvider
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

# First and last procedure of what is done on another's order: laboratory, imaging but for
# guidance and radiation therapy, equipment, orthotics, feeding.
_ORDERED = (
    ("70010", "75989"),
    ("76010", "76499"),
    ("76506", "76886"),
    ("77046", "77059"),
    ("77065", "77066"),
    ("77071", "77092"),
    ("78012", "78999"),
    ("80047", "89398"),
    ("B4034", "B9999"),
    ("E0100", "E8002"),
    ("K0001", "K1036"),
    ("L0112", "L9900"),
)
# What is worth a look at these: other procedures are most of those that there are.
_ORDERED_IN_PART = re.compile(r"[78]\d{4}|\d{4}U|[BEKL]\d{4}", re.ASCII)
# Taxonomy codes by what they begin with: groups, facilities, hospitals, laboratories, plans,
# nursing facilities. Suppliers, transport and respite carers may be persons.
_ORGANIZATIONS = ("193", "26", "27", "28", "29", "30", "313", "314")
_PERSONS = (
    *("10", "11", "12", "13", "15", "16", "17", "18", "20", "21", "22", "23", "24"),
    *("36", "37", "39"),
)
_AMBULANCE = "054"
_SURGICAL = "0"  # the section of ICD-10-PCS


@rule(
    "PRV008",
    "rendering-repeats-billing",
    "the rendering provider is the billing provider, a person: it is named only where it differs",
    kinds="PD",
    severity=Severity.WARNING,
)
def rendering_repeats_billing(claim: ClaimView) -> Iterator[Fault]:
    """A rendering provider is named where it is not the person who bills.

    On a line the billing provider may be named where the claim names another.

    Why: The guides ask not to send it; some payers reject the claim, others take the provider
    for a member of a group that there is not.

    Example: ``NM1*85*1*EXAMPLE*TAYLOR****XX*2000007072~`` and ``NM1*82*1*EXAMPLE*TAYLOR****XX*2000007072~``

    Mend: Leave the rendering provider out.

    Source: X222, X224, 2310B and 2420A, when the loop is required.
    """
    npi = claim.billing.npi
    if not npi or claim.billing.entity_type != "1":
        return
    named = claim.professional.rendering_provider
    if named is not None:
        if named.npi != npi:
            return
        yield fault(named, "npi")
    for line in claim.lines:
        rendering = line.rendering_provider
        if rendering is not None and rendering.npi == npi:
            yield fault(rendering, "npi")


@rule(
    "PRV009",
    "facility-repeats-billing",
    "the service facility has the NPI of the billing provider: it is named only where it differs",
    kinds="P",
    severity=Severity.WARNING,
)
def facility_repeats_billing(claim: ClaimView) -> Iterator[Fault]:
    """A service facility is named where it is not the billing provider.

    For another address of the billing provider the facility goes without an NPI.

    Why: The NPI of a service facility is that of an organization outside the one that bills;
    payers look for a contract between the two.

    Example: ``NM1*85*2*RIVERSIDE FAMILY CLINIC*****XX*2000001018~`` and
    ``NM1*77*2*RIVERSIDE FAMILY CLINIC*****XX*2000001018~``

    Mend: Leave the facility out, or leave its NPI out where only the address is another.

    Source: X222, 2310C, when the loop is required, and NM109.
    """
    facility = claim.professional.service_facility
    if facility is not None and facility.npi and facility.npi == claim.billing.npi:
        yield fault(facility, "npi")


@rule(
    "PRV010",
    "attending-missing",
    "no attending provider is named, and not every line is transport",
    kinds="I",
    status="A7:562:71",
)
def attending_missing(claim: ClaimView) -> Iterator[Fault]:
    """An institutional claim names who attends, unless all of it is transport by ambulance.

    Transport is known by its revenue codes, 0540 to 0549.

    Why: The guide asks for the person who is responsible for the care, and payers reject the
    claim without.

    Example: A claim of a hospital without ``NM1*71``.

    Mend: Name the person who was responsible for the patient's care.

    Source: X223, 2310A, when the loop is required.
    """
    if claim.institutional.attending_provider is not None:
        return
    if not all(line.revenue_code.startswith(_AMBULANCE) for line in claim.lines):
        yield fault(claim.claim, "attending_provider")


@rule(
    "PRV011",
    "referring-is-rendering",
    "the referring provider is the one who renders the service",
    kinds="P",
    severity=Severity.WARNING,
)
def referring_is_rendering(claim: ClaimView) -> Iterator[Fault]:
    """Nobody refers a patient to oneself.

    Tests, images and equipment are another matter: who orders and performs them is named
    twice, and Medicare asks for that. A primary care provider has not referred anybody.

    Why: Payers that want a referral do not take this for one.

    Example: ``NM1*DN*1*SAMPLE*ROBIN****XX*2000002024~`` and ``NM1*82*1*SAMPLE*ROBIN****XX*2000002024~``

    Mend: Name who sent the patient, or nobody.

    Source: Practice of clearinghouses.
    """
    of_claim = claim.professional.referring_providers
    own = claim.professional.rendering_provider
    if own is None and claim.billing.entity_type == "1":
        own = claim.billing
    if of_claim and own is not None and not any(map(_is_ordered, claim.lines)):
        yield from _referred_by(own, of_claim)
    for line in claim.lines:
        renders = line.rendering_provider or own
        if line.referring_providers and renders is not None and not _is_ordered(line):
            yield from _referred_by(renders, line.referring_providers)


@rule(
    "PRV012",
    "ordering-or-referring-missing",
    "tests, images or equipment of line {lines} have neither ordering nor referring provider",
    kinds="P",
    severity=Severity.WARNING,
    about="Medicare",
)
def ordering_or_referring_missing(claim: ClaimView) -> Iterator[Fault]:
    """Medicare asks who ordered laboratory tests, images and equipment.

    Screening mammography needs no order, and the professional component alone (modifier 26)
    is not looked at.

    Why: Medicare denies such services where nobody who may order them is named.

    Example: A line ``SV1*HC:80053*40*UN*1***1~`` for Medicare part B, no ``NM1*DN``, no ``NM1*DK``.

    Mend: Name the referring provider of the claim, or the ordering provider of the line; who
    orders and performs a test is named again.

    Source: CMS, ordering and certifying: claims without a valid NPI are denied (42 CFR
    424.507).
    """
    if claim.filing_code != "MB" or _refers(claim.claim):
        return
    lines = [
        number
        for number, line in enumerate(claim.lines, 1)
        if _is_ordered(line)
        and line.ordering_provider is None
        and not _refers(line)
        and "26" not in line.procedure.modifiers
    ]
    if lines:
        yield fault(claim.claim, "referring_providers", lines=", ".join(map(str, lines)))


@rule(
    "PRV013",
    "operating-missing",
    "a surgical principal procedure has no operating physician",
    kinds="I",
    severity=Severity.WARNING,
)
def operating_missing(claim: ClaimView) -> Iterator[Fault]:
    """Who operated is named where the principal procedure is surgical.

    That is a code of the section of ICD-10-PCS that begins with 0.

    Why: The guide asks for it, and a payer may return the claim.

    Example: ``HI*BBR:0DTJ4ZZ:D8:20250202~`` without ``NM1*72``.

    Mend: Name the person who performed the principal procedure.

    Source: X223, 2310B, when the loop is required.
    """
    stay = claim.institutional
    surgery = stay.principal_procedure
    if surgery is None or stay.operating_physician is not None:
        return
    if not (surgery.code or "").startswith(_SURGICAL):
        return
    if all(line.operating_physician is None for line in claim.lines):
        yield fault(claim.claim, "operating_physician")


@rule(
    "PRV014",
    "individual-npi-as-group",
    "the billing provider is {kind} with the taxonomy code of {other}",
    severity=Severity.WARNING,
)
def individual_npi_as_group(claim: ClaimView) -> Iterator[Fault]:
    """A person who bills has the taxonomy code of a person, an organization that of one.

    Only codes are looked at that say it for certain. An organization with a person's code is
    worth a remark alone: practices of one specialty are often enrolled with it.

    Why: An NPI of a person sent as that of a group, or the reverse, does not match the
    enrollment, and the claim is paid to nobody.

    Example: ``PRV*BI*PXC*282N00000X~`` and ``NM1*85*1*EXAMPLE*TAYLOR****XX*2000007072~``

    Mend: See in NPPES whether the NPI is of a person (type 1) or an organization (type 2), and
    name the billing provider so.

    Source: NUCC, individuals and organizations in the taxonomy code set; practice of
    clearinghouses.
    """
    code = claim.billing.taxonomy_code
    if not code:
        return
    if claim.billing.entity_type == "1":
        if code.startswith(_ORGANIZATIONS):
            yield fault(claim.billing, "taxonomy_code", kind="a person", other="an organization")
    elif code.startswith(_PERSONS):
        yield fault(
            claim.billing,
            "taxonomy_code",
            severity=Severity.INFO,
            kind="an organization",
            other="a person",
        )


def _is_ordered(line: Any) -> bool:
    """Whether a line is of what is done on an order: a test, an image, equipment."""
    code = line.procedure.code or ""
    if _ORDERED_IN_PART.fullmatch(code) is None:
        return False
    return code.endswith("U") or any(first <= code <= last for first, last in _ORDERED)


def _refers(of: Any) -> bool:
    """Whether a claim or a line names who referred the patient, the primary care aside."""
    return any(referring.role == "DN" for referring in of.referring_providers)


def _referred_by(renders: Provider, named: tuple[ReferringProvider, ...]) -> Iterator[Fault]:
    for referring in named:
        if referring.role == "DN" and referring.npi and referring.npi == renders.npi:
            yield fault(referring, "npi")
