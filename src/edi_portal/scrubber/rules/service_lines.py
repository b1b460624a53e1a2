"""SVC: service lines as such: the form of the procedure, the charge, and what is there twice."""

import re
from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.models.claim.parties import AmbulanceLocation
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.rules.modifiers import ANATOMICAL, REPEATS
from edi_portal.scrubber.view import ClaimView, Performed

# By the qualifier of the code set. Others (HIPPS, home infusion, ABC) have forms of their own.
_FORMS = {
    # CPT of all categories, the codes for giving a vaccine among them (\d{4}A), and HCPCS II.
    "HC": re.compile(r"\d{5}|\d{4}[AFMTU]|[A-V]\d{4}", re.ASCII),
    "AD": re.compile(r"D\d{4}", re.ASCII),
}
# Codes that states made for themselves before HIPAA; some Medicaid programs kept them.
_LOCAL = re.compile(r"[W-Z]\d{4}", re.ASCII)

_CONTROL_NUMBER_LENGTH = 30
_CAPITATED = "05"
# The modifiers of what came free: a vaccine of a state, a device under warranty or without cost.
_NO_CHARGE = frozenset({"SL", "FB", "FC", "GY", "GZ", "GX"})
# Measures of quality, visits within a global fee, and vaccines: reported whatever they cost.
_REPORTED = Procedures(
    ["0001F-9999F", "G8006-G9999", "M1000-M1499", "99024", "90476-90759", "91300-91399"]
)
# Rates and days away from a stay, where the charge stands in other lines; and the whole stay.
_WITHOUT_CHARGE = re.compile(r"0?(?:001|02[2-4]|18\d|10\d)", re.ASCII)
_REPEATABLE = REPEATS | ANATOMICAL


@rule(
    "SVC001",
    "procedure-format",
    "the procedure of line {line} has no form of its code set",
    status="A7:507",
    mends=True,
)
def procedure_format(claim: ClaimView) -> Iterator[Fault]:
    """A procedure has a form of its code set, in capitals, without its modifier.

    CPT has five digits, or four and one of A, F, M, T, U; HCPCS level II a letter from A to V and
    four digits; CDT a D and four digits. Local codes (W to Z) are a warning.

    Why: The front end cannot read the line, and rejects the claim.

    Example: ``SV1*HC:9921325*110*UN*1***1~``; the modifier belongs in its own component.

    Mend: Lower case and blanks are put right by themselves; else give the code as it is listed.

    Source: 45 CFR 162.1002; CMS, HCPCS level II coding procedures; ADA, CDT.
    """
    for number, line, procedure, code, _ in claim.procedures:
        form = _FORMS.get(procedure.qualifier)
        if form is None or form.fullmatch(code) is not None:
            continue
        spelt = code.strip().upper()
        yield fault(
            line,
            "procedure.code",
            severity=Severity.WARNING if _LOCAL.fullmatch(code) else None,
            mend=spelt if form.fullmatch(spelt) is not None else None,
            line=number,
        )


@rule(
    "SVC011",
    "line-charge-negative",
    "the charge of line {line} is {what}",
    status="A7:178",
)
def line_charge_negative(claim: ClaimView) -> Iterator[Fault]:
    """The charge of a line is not below zero; zero is a warning where something should be charged.

    Zero is right for encounters and capitated services, measures of quality, vaccines and what
    came free (SL, FB, FC), non-covered services, HIPPS rates, days on leave, all-inclusive days.

    Why: Payers reject negative charges: a correction is a claim of its own, with frequency 7 or 8.
    Most drop a line without charge, and the service is never paid.

    Example: ``SV1*HC:99213*-110*UN*1***1~``

    Mend: Replace or void the earlier claim instead of taking back a charge in a line.

    Source: Implementation Guides, SV102, SV203, SV302; CMS Common Edits and Enhancements Module.
    """
    for number, line in enumerate(claim.lines, 1):
        charge = line.charge_amount
        if charge and not charge.is_signed():
            continue
        if charge:
            yield fault(line, "charge_amount", line=number, what="below zero")
        elif not _may_be_free(claim, line):
            yield fault(line, "charge_amount", severity=Severity.WARNING, line=number, what="zero")


def _may_be_free(claim: ClaimView, line: object) -> bool:
    """Whether a line is of a kind that is often sent without a charge."""
    if claim.is_encounter:
        return True
    for held in (claim.claim, line):
        contract = getattr(held, "contract", None)
        if contract is not None and contract.kind == _CAPITATED:
            return True
    procedure = getattr(line, "procedure", None)
    if procedure is not None and (
        procedure.code in _REPORTED or not _NO_CHARGE.isdisjoint(procedure.modifiers)
    ):
        return True
    revenue_code = getattr(line, "revenue_code", None)
    return revenue_code is not None and _WITHOUT_CHARGE.fullmatch(revenue_code) is not None


@rule(
    "SVC013",
    "line-repeated",
    "line {line} is the same service as line {earlier}",
    kinds="P",
    severity=Severity.WARNING,
)
def line_repeated(claim: ClaimView) -> Iterator[Fault]:
    """No two lines have the same procedure, modifiers, day, place and provider.

    Save where a modifier says that it was done again or elsewhere on the body (76, 77, 59, XE,
    XP, XS, XU, 91, LT, RT …), or drug, description, note, measurement or trip tell them apart.

    Why: The payer takes the second line for a slip and denies it as a duplicate.

    Example: two lines ``SV1*HC:94640*45*UN*1***1~`` of one day.

    Mend: Add the modifier that says why there are two, or count both in the units of one line.

    Source: CMS, Medicare Claims Processing Manual, chapter 1, section 120.
    """
    performed = claim.procedures
    if len({item.code for item in performed}) == len(performed):
        return
    seen: dict[tuple[object, ...], int] = {}
    for item in performed:
        if _REPEATABLE.isdisjoint(item.modifiers):
            earlier = seen.setdefault(_service(claim, item), item.number)
            if earlier != item.number:
                yield fault(item.line, "procedure.code", line=item.number, earlier=earlier)


def _service(claim: ClaimView, item: Performed) -> tuple[object, ...]:
    """What a line is about: lines that are alike in it are for one service."""
    line = item.line
    provider = line.rendering_provider
    return (
        item.code,
        item.modifiers,
        item.procedure.description,
        claim.place_of(line),
        str(line.service_date),
        provider.npi if provider is not None else None,
        line.drug.code if line.drug is not None else None,
        tuple(note.text for note in line.notes),
        tuple(str(result.value) for result in line.test_results),
        _trip(line.ambulance_pick_up),
        _trip(line.ambulance_drop_off),
    )


def _trip(place: AmbulanceLocation | None) -> tuple[object, ...] | None:
    """Where a trip by ambulance began or ended, as its line says."""
    return (place.address_line, place.postal_code) if place is not None else None


@rule(
    "SVC014",
    "line-control-number",
    "the control number of line {line} {wrong}",
)
def line_control_number(claim: ClaimView) -> Iterator[Fault]:
    """A line's control number is of that line alone, and has at most 30 characters.

    Why: The remittance names lines by it. Where two share one, payments and denials are posted to
    the wrong service; where it is too long, payers cut it.

    Example: ``REF*6R*LINE1~`` in two lines of a claim.

    Mend: Number the lines of a claim, each with a number of its own.

    Source: Implementation Guides, 2400 REF*6R.
    """
    seen: set[str] = set()
    for number, line in enumerate(claim.lines, 1):
        given = line.line_item_control_number
        if not given:
            continue
        if given in seen:
            yield fault(
                line, "line_item_control_number", line=number, wrong="is that of an earlier line"
            )
        elif len(given) > _CONTROL_NUMBER_LENGTH:
            yield fault(
                line, "line_item_control_number", line=number, wrong="has over 30 characters"
            )
        seen.add(given)
