"""CLM: accidents that a claim says its services are for, and stays in a hospital."""

from collections.abc import Iterator

from edi_portal.findings import Severity
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_CAUSES = (("AA", "an auto accident"), ("OA", "an accident"), ("EM", "employment"))
_OCCURRENCES = frozenset({"01", "02", "03", "04", "05", "06"})
_INPATIENT = frozenset({"21", "51", "61"})
_VISITS = Procedures(["90785-90899", "92002-92014", "99202-99499"])


@rule(
    "CLM009",
    "accident-incomplete",
    "the claim is for {what}, and its {missing} is missing",
)
def accident_incomplete(claim: ClaimView) -> Iterator[Fault]:
    """A claim for an accident says when it was, and of an auto accident in which state.

    Employment without a date is a warning: it may be an illness. An auto accident abroad has a
    country instead of a state. On an institutional claim the state of an auto accident goes with
    an occurrence code of an accident, 01 to 06, else it is a warning.

    Why: A payer has to find out whether another insurer is liable, and asks for both before it
    pays.

    Example: ``CLM*PCN1001*150***11:B:1*Y*A*Y*Y**AA~`` without ``DTP*439``

    Mend: Ask the patient; take the cause off the claim if there was no accident.

    Source: 837P and 837D guides, CLM11 and 2300 DTP*439; 837I guide, REF*LU; NUBC occurrence
    codes.
    """
    if claim.kind == "I":
        bill = claim.institutional
        if bill.auto_accident_state is not None and not any(
            item.code in _OCCURRENCES for item in bill.occurrences
        ):
            yield fault(
                bill,
                "occurrences",
                severity=Severity.WARNING,
                what="an auto accident",
                missing="occurrence code",
            )
        return
    of = claim.practitioner
    related = of.related_causes
    if related is None:
        return
    causes = related.causes
    what = next((words for code, words in _CAUSES if code in causes), None)
    if what is None:
        return
    if of.accident_date is None:
        accident = "AA" in causes or "OA" in causes
        severity = None if accident else Severity.WARNING
        yield fault(of, "accident_date", severity=severity, what=what, missing="date")
    if "AA" in causes and not related.state and related.country in (None, "", "US"):
        yield fault(of, "related_causes.state", what=what, missing="state")


@rule(
    "CLM010",
    "accident-after-service",
    "the accident is dated after the last service",
)
def accident_after_service(claim: ClaimView) -> Iterator[Fault]:
    """An accident that services are for was before they ended.

    On institutional claims the accident is an occurrence, with a code from 01 to 06.

    Why: The dates contradict each other; a payer cannot decide who is liable.

    Example: ``DTP*439*D8*20250310~`` on a claim of services of 3 March 2025

    Mend: Correct the date of the accident; often month and day are swapped.

    Source: 837 guides, 2300 DTP*439; NUBC occurrence codes; CMS Common Edits and Enhancements
    Module.
    """
    if claim.kind == "I":
        bill = claim.institutional
        if not bill.occurrences:
            return
        last = claim.last_day
        for at, item in enumerate(bill.occurrences):
            if item.code in _OCCURRENCES and last is not None and item.occurred_on > last:
                yield fault(bill, f"occurrences[{at}].occurred_on")
        return
    day = claim.practitioner.accident_date
    if day is None:
        return
    last = claim.last_day
    if last is not None and day > last:
        yield fault(claim.claim, "accident_date")


@rule(
    "CLM012",
    "admission-date-missing",
    "line {line} is a visit to an inpatient, and the claim has no date of admission",
    kinds="P",
    severity=Severity.WARNING,
)
def admission_date_missing(claim: ClaimView) -> Iterator[Fault]:
    """A claim for a visit to an inpatient (place of service 21, 51 or 61) says when the stay began.

    Visits are evaluation and management, eye visits and psychiatry. Surgery, imaging or a
    reading for an inpatient does not ask for the date. The first such line is named.

    Why: The payer matches the visit with the stay that the hospital bills, and holds it up if it
    cannot.

    Example: ``CLM*PCN1001*150***21:B:1*Y*A*Y*Y~`` with 99232 and without ``DTP*435``

    Mend: Take the day of admission from the hospital's record.

    Source: 837P guide, 2300 DTP*435; CMS-1500 instructions, item 18.
    """
    of = claim.professional
    if of.admission_date is not None:
        return
    place = of.place_of_service
    for item in claim.procedures:
        if (item.line.place_of_service or place) in _INPATIENT and item.code in _VISITS:
            yield fault(of, "admission_date", line=item.number)
            return
