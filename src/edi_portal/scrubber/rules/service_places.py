"""SVC: where a service took place, against what it is and what its modifiers say of it."""

from collections.abc import Iterator
from importlib.resources import files

from edi_portal.findings import Severity
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView
from edi_portal.toml import read_toml

_DATA = read_toml(files("edi_portal.scrubber.rules").joinpath("service_places.toml"))

_TELEHEALTH = frozenset(_DATA["telehealth"]["modifiers"])
_HOSPITAL = frozenset(_DATA["telehealth"]["hospital"])
_REMOTE = Procedures(_DATA["telehealth"]["remote"])
_FLEXIBLE = _DATA["telehealth"]["flexible"]
_SYNCHRONOUS = "95"
_VISITS = tuple(
    (
        Procedures(entry["services"]),
        frozenset(entry.get("only", ())),
        frozenset(entry.get("never", ())),
    )
    for entry in _DATA["visit"]
)
# What the codes of all these visits begin with: a look at it spares most lines the rest.
_VISIT = "992"


@rule(
    "SVC007",
    "telehealth-mismatch",
    "line {line} {wrong}",
    kinds="P",
    severity=Severity.WARNING,
    options={"places": tuple(_DATA["telehealth"]["places"]), "modifier_required": False},
)
def telehealth_mismatch(claim: ClaimView) -> Iterator[Fault]:
    """A modifier for telehealth (93, 95, FQ, GQ, GT) goes with place of service 02 or 10.

    95 is also right in an outpatient hospital, and no place is wrong from March 2020 to the end of
    2023. Where a payer wants it (option ``modifier_required``), 02 and 10 also need a modifier,
    save for services that are at a distance by what they are.

    Why: Place and modifier set the price together. Where they disagree the payer pays the lower
    of both, or denies the line.

    Example: ``SV1*HC:99213:95*110*UN*1*11**1~`` in 2025.

    Mend: Set the place to 10 for a patient at home, 02 elsewhere; or take the modifier away.

    Source: CMS, Medicare Claims Processing Manual, chapter 12, section 190; place of service codes.
    """
    places = claim.option("SVC007.places")
    for number, line, _, _, modifiers in claim.modified:
        if _TELEHEALTH.isdisjoint(modifiers):
            continue
        place = claim.place_of(line)
        if not place or place in places or (place in _HOSPITAL and _SYNCHRONOUS in modifiers):
            continue
        days = claim.days_of(line)
        if days is None or _FLEXIBLE["first"] <= days[0] <= _FLEXIBLE["last"]:
            continue
        at = next(at for at, modifier in enumerate(modifiers) if modifier in _TELEHEALTH)
        yield fault(
            line,
            f"procedure.modifiers[{at}]",
            line=number,
            wrong="has a modifier for telehealth, and a place that is not for it",
        )
    if claim.option("SVC007.modifier_required"):
        yield from _unmarked(claim, places)


def _unmarked(claim: ClaimView, places: tuple[str, ...]) -> Iterator[Fault]:
    """Lines with a place of telehealth and no modifier for it."""
    for number, line, _, code, modifiers in claim.procedures:
        if (
            claim.place_of(line) in places
            and _TELEHEALTH.isdisjoint(modifiers)
            and code not in _REMOTE
        ):
            yield fault(
                line,
                "procedure.modifiers",
                line=number,
                wrong="has a place for telehealth, and no modifier for it",
            )


@rule(
    "SVC012",
    "place-repeats-claim",
    "the place of service of line {line} is that of the claim",
    kinds="PD",
    severity=Severity.INFO,
)
def place_repeats_claim(claim: ClaimView) -> Iterator[Fault]:
    """A line has a place of service only where it is not that of the claim.

    Why: The guide asks for it only then. It does no harm, but a claim whose place is changed later
    keeps the old one in its lines.

    Example: ``SV1*HC:99213*110*UN*1*11**1~`` in a claim with ``CLM*...*11:B:1``

    Mend: Leave it out of the line.

    Source: Implementation Guides, situational rule of SV105 and SV303.
    """
    common = claim.professional.place_of_service
    for number, line in enumerate(claim.lines, 1):
        if line.place_of_service and line.place_of_service == common:
            yield fault(line, "place_of_service", line=number)


@rule(
    "SVC017",
    "place-and-visit",
    "the visit of line {line} is not of its place of service",
    kinds="P",
    severity=Severity.WARNING,
    status="A7:249",
)
def place_and_visit(claim: ClaimView) -> Iterator[Fault]:
    """A visit has a place of service that its kind can have.

    Hospital visits are in a hospital, emergency visits in its emergency room, office visits not
    with inpatients. 99221 to 99239 cover observation, too, so outpatient hospitals are right for them.

    Why: Payers compare both, and deny a hospital visit in an office. It mostly means that the place
    was left as it is for the practice.

    Example: ``SV1*HC:99232*90*UN*1*11**1~``

    Mend: Correct the place, or choose the visit that belongs to it.

    Source: CMS, Medicare Claims Processing Manual, chapters 12 and 26, place of service codes.
    """
    for number, line, _, code, _ in claim.procedures:
        if not code.startswith(_VISIT):
            continue
        place = claim.place_of(line)
        if not place:
            continue
        for services, only, never in _VISITS:
            if code in services and (place in never or (only and place not in only)):
                yield fault(
                    line,
                    "place_of_service" if line.place_of_service else "procedure.code",
                    line=number,
                )
