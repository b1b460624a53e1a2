"""CLM: what the services of a claim ask for beside themselves: a place, transport, words."""

from collections.abc import Iterator
from importlib.resources import files

from edi_portal.codes.lists import PLACES_OF_SERVICE
from edi_portal.findings import Severity
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView, span
from edi_portal.toml import read_toml

_DATA = read_toml(files("edi_portal.scrubber.rules").joinpath("claim_services.toml"))
_UNLISTED = frozenset((_DATA["unlisted"]["cpt"] + " " + _DATA["unlisted"]["hcpcs"]).split())
_TRANSPORT = Procedures(["A0425-A0436"])
_PRONOUNCED_DEAD = "QL"


@rule(
    "CLM008",
    "place-of-service",
    "the place of service of {where} is none, or not on the day of service",
    kinds="PD",
    status="A7:249",
)
def place_of_service(claim: ClaimView) -> Iterator[Fault]:
    """The place of service is in the CMS list on the day of service, of the claim and its lines.

    Why: Fees and coverage go by the place. A code that CMS has not assigned, or not yet, is
    rejected.

    Example: ``CLM*PCN1001*150***10:B:1*Y*A*Y*Y~`` for a service of 2021: 10 is from 2022 on

    Mend: Take the place from the CMS list, with two digits.

    Source: CMS, Place of Service Code Set; 837P guide CLM05-1 and SV105, 837D guide CLM05-1 and
    SV303.
    """
    of = claim.practitioner
    place = of.place_of_service
    if place:
        day = claim.last_day
        if not (PLACES_OF_SERVICE.valid(place, day) if day else place in PLACES_OF_SERVICE):
            yield fault(of, "place_of_service", where="the claim")
    for number, line in enumerate(claim.lines, 1):
        own = line.place_of_service
        if own and own != place:
            days = span(line.service_date) or claim.days
            if not (PLACES_OF_SERVICE.valid(own, days[1]) if days else own in PLACES_OF_SERVICE):
                yield fault(line, "place_of_service", where=f"line {number}")


@rule(
    "CLM021",
    "ambulance-incomplete",
    "line {line} is ambulance transport, and the {missing} is missing",
    kinds="P",
)
def ambulance_incomplete(claim: ClaimView) -> Iterator[Fault]:
    """Ambulance transport has its details (CR1) and the places of pick-up and drop-off.

    Transport is A0425 to A0436. What the claim does not say the line may. A patient who was
    pronounced dead before (modifier QL) was not brought anywhere, and treatment without
    transport has another procedure.

    Why: A payer pays by miles from place to place, and checks that a nearer hospital would not
    have done.

    Example: ``SV1*HC:A0429:RH*450*UN*1***1~`` without ``CR1`` and ``NM1*PW``

    Mend: Take the reason, the miles and both addresses from the trip report.

    Source: 837P guide, CR1 in 2300 and 2400, 2310E and 2310F, 2420G and 2420H.
    """
    found = next(
        (
            item
            for item in claim.procedures
            if item.code in _TRANSPORT and _PRONOUNCED_DEAD not in item.modifiers
        ),
        None,
    )
    if found is None:
        return
    of = claim.professional
    for name, missing in (
        ("ambulance", "transport information"),
        ("ambulance_pick_up", "place of pick-up"),
        ("ambulance_drop_off", "place of drop-off"),
    ):
        if getattr(of, name) is None and any(
            getattr(item.line, name) is None
            for item in claim.procedures
            if item.code in _TRANSPORT and _PRONOUNCED_DEAD not in item.modifiers
        ):
            yield fault(of, name, line=found.number, missing=missing)


@rule(
    "CLM024",
    "note-missing",
    "the procedure of line {line} stands for anything unlisted, and no words say what was done",
    kinds="P",
    severity=Severity.WARNING,
)
def note_missing(claim: ClaimView) -> Iterator[Fault]:
    """An unlisted or not otherwise classified procedure is described.

    The description is in SV101-7, or a note of the line or the claim; a drug may be told by its
    code (LIN), and a document that is attached may say it.

    Why: The code alone does not say what was done, so there is no fee for it: the payer reads
    the description, or denies the line.

    Example: ``SV1*HC:J3490*120*UN*1***1~``

    Mend: Say in a few words what it was; of a drug name, strength and dose.

    Source: 837P guide, SV101-7; CMS, list of not otherwise classified codes; practice of
    clearinghouses.
    """
    for item in claim.procedures:
        if item.code not in _UNLISTED or item.procedure.description:
            continue
        line, of = item.line, claim.professional
        if line.notes or of.notes or line.attachments or of.attachments or line.drug is not None:
            continue
        yield fault(line, "procedure.description", line=item.number)
