"""SUB: whether the patient is covered, by what payers answered to inquiries (271)."""

from collections.abc import Iterator
from datetime import date

from edi_portal.findings import Severity
from edi_portal.models.coverage_answers import Status
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_WORDS = {
    "last_name": "last name",
    "first_name": "first name",
    "birth_date": "date of birth",
    "member_id": "member identifier",
    "payer": "payer",
}


@rule(
    "SUB020",
    "coverage-inactive",
    "an eligibility response says that the {role} has no active coverage on the day of service",
    needs=("eligibility",),
)
def coverage_inactive(claim: ClaimView) -> Iterator[Fault]:
    """The patient has active coverage on the days of service, as the payer answered.

    Active is what a response states so (EB01 1 to 5), within the dates that it states. Of
    several responses the newest that says something of the day counts. Of a stay the first day
    is looked at. What another payer answered says nothing here.

    Why: The payer denies the claim; the patient may be insured elsewhere.

    Example: A response with ``EB*6**30~`` and ``DTP*357*D8*20241231~``, and a service in 2025.

    Mend: Ask the patient for the insurance of that day, and bill that.

    Source: X279, EB01 and DTP of 2110C and 2110D.
    """
    match = claim.insured
    if match is None or "payer" in match.differs:
        return
    if any(match.person.on(day) is Status.INACTIVE for day in _days(claim)):
        yield fault(claim.subscriber, "member_id", role=_role(claim))


@rule(
    "SUB021",
    "coverage-mismatch",
    "the {field} of the {role} is not that of the eligibility response",
    severity=Severity.WARNING,
    needs=("eligibility",),
)
def coverage_mismatch(claim: ClaimView) -> Iterator[Fault]:
    """Name, date of birth, member identifier and payer are those that the payer answered with.

    Small differences in writing, initials and suffixes are none. A patient whom the payer has
    under another member identifier is known by name and date of birth.

    Why: The payer looks the member up with what the claim says, and may find nobody.

    Example: ``DMG*D8*19800215*F~`` on the claim, ``DMG*D8*19850215*F~`` in the response.

    Mend: Write it as the payer has it, or have the payer correct it.

    Source: X279, 2100C and 2100D; practice of clearinghouses.
    """
    match = claim.insured
    for at in match.differs if match is not None else ():
        if at == "payer":
            yield fault(claim.payer, "identifier", field=_WORDS[at], role="claim")
        elif at == "member_id":
            yield fault(claim.subscriber, at, field=_WORDS[at], role="subscriber")
        else:
            yield fault(claim.patient, at, field=_WORDS[at], role=_role(claim))


@rule(
    "SUB022",
    "coverage-not-checked",
    "no eligibility response says whether the {role} is covered on the day of service",
    severity=Severity.INFO,
    needs=("eligibility",),
)
def coverage_not_checked(claim: ClaimView) -> Iterator[Fault]:
    """There is an eligibility response for the patient that says something of the day.

    Why: A claim for somebody who is not covered is work for nothing.

    Example: A claim of March, and a response of January without dates.

    Mend: Ask the payer (270) about the patient and the day.

    Source: Practice of clearinghouses.
    """
    days = _days(claim)
    if not days:
        return
    match = claim.insured
    if match is not None:
        said = {match.person.on(day) for day in days}
        if Status.NOT_STATED not in said or Status.INACTIVE in said:
            return
    yield fault(claim.subscriber, "member_id", role=_role(claim))


def _days(claim: ClaimView) -> tuple[date, ...]:
    """The days that coverage is asked for: of a stay the first, else first and last of each line."""
    if claim.kind == "I":
        days = claim.days or ()
        return days[:1] if claim.is_inpatient else days
    found = {day: None for line in claim.lines for day in claim.days_of(line) or ()}
    return tuple(found)


def _role(claim: ClaimView) -> str:
    return "subscriber" if claim.claim.patient is None else "patient"
