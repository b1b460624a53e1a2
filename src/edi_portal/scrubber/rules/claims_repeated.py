"""CLM: claims that repeat one before them in the run, or use its number."""

from collections.abc import Iterator
from typing import Any

from edi_portal.findings import Severity
from edi_portal.scrubber.rule import Fault, fault, rule
from edi_portal.scrubber.view import ClaimView

_DISTINCT_VISITS = "G0"


@rule(
    "CLM002",
    "control-number-reused",
    "claim {claim} of this run has the same patient control number, and other services",
    severity=Severity.WARNING,
)
def control_number_reused(claim: ClaimView) -> Iterator[Fault]:
    """One billing provider uses a patient control number for one set of services.

    Only original claims (frequency 1) are compared. The same services again, as for a second
    payer, may have the number again; interim bills of one stay and replacements have to.

    Why: A remittance says by this number which claim it pays. With two of a number, payments
    are posted to the wrong one.

    Example: two ``CLM*PCN1001*…`` in one file, one of an office visit, one of a surgery

    Mend: Give each claim a number of its own.

    Source: 837 guides, CLM01, which is to be unique for each claim; practice of clearinghouses.
    """
    if claim.frequency != "1":
        return
    number = (_payee(claim), claim.claim.patient_control_number)
    codes = tuple(item.code for item in claim.procedures)
    done = hash((_patient(claim), claim.days, codes, claim.lines_charge))
    earlier = claim.batch.first("CLM002", number)
    same = claim.batch.first("CLM002 services", (*number, done))
    if earlier is not None and same is None:
        yield fault(claim.claim, "patient_control_number", claim=earlier)


@rule(
    "CLM016",
    "duplicate-claim",
    "claim {claim} of this run is the same in patient, payer, provider, dates, procedures and charge",
    status="A3:78",
)
def duplicate_claim(claim: ClaimView) -> Iterator[Fault]:
    """No two original claims of a run are for the same services to the same patient.

    They are the same if patient, policy, payer, providers, days, procedures with modifiers,
    teeth, drugs and charges are. Condition code G0 says of an institutional claim that it is of
    a second visit on the day.

    Why: A payer denies the second as a duplicate, and several duplicates draw an audit.

    Example: the same ``CLM`` with its lines twice in a file, under two patient control numbers

    Mend: Send it once. To correct a claim that was decided, replace it with frequency 7; for a
    service that was repeated, say so with a modifier such as 76.

    Source: CMS, Medicare Claims Processing Manual, chapter 1, section 120 (duplicates); 277CA
    status 78.
    """
    if claim.frequency != "1":
        return
    of, insured, rendering = claim.claim, claim.subscriber, claim.professional.rendering_provider
    about: object = None
    if claim.kind == "I":
        bill = claim.institutional
        if _DISTINCT_VISITS in bill.condition_codes:
            return
        about = (bill.facility_type, claim.days, bill.admission_date)
    elif claim.kind == "D":
        about = claim.dental.predetermination
    rest = (
        (insured.member_id, insured.group_number, insured.payer_responsibility),
        (claim.payer_id, _payee(claim), rendering.npi if rendering is not None else None),
        (of.charge_amount, claim.is_encounter, about),
        tuple([_service(claim, line) for line in claim.lines]),
    )
    # Equal amounts have one hash, however many zeros they were written with.
    key = (claim.kind, *_patient(claim), hash(rest))
    earlier = claim.batch.first("CLM016", key)
    if earlier is not None:
        yield fault(of, claim=earlier)


def _payee(claim: ClaimView) -> str | None:
    return claim.billing.npi or claim.billing.tax_id


def _patient(claim: ClaimView) -> tuple[object, ...]:
    person = claim.patient
    return person.last_name, person.first_name, person.suffix, person.birth_date


def _service(claim: ClaimView, line: Any) -> tuple[object, ...]:
    """A line as two claims are compared by."""
    procedure, rendering = line.procedure, line.rendering_provider
    npi = rendering.npi if rendering is not None else None
    if claim.kind == "D":
        teeth = tuple([(tooth.tooth, tooth.surfaces) for tooth in line.teeth])
        day = line.service_date or claim.dental.service_date
        return (
            procedure.code,
            procedure.modifiers,
            day,
            line.charge_amount,
            npi,
            teeth,
            line.oral_cavity,
        )
    drug = line.drug
    return (
        procedure.code if procedure is not None else None,
        procedure.modifiers if procedure is not None else None,
        line.service_date,
        line.charge_amount,
        npi,
        drug.code if drug is not None else None,
        line.revenue_code if claim.kind == "I" else None,
    )
