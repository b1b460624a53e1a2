"""A claim as rules look at it: what several of them ask for is worked out once.

Rules read the claim's own fields through ``claim`` (or ``professional``, ``institutional``,
``dental``, which say of what kind it is); everything else here is derived from them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from edi_portal.models.claim import (
    BillingProvider,
    Claim,
    DentalClaim,
    InpatientProcedure,
    InstitutionalClaim,
    OtherInsurance,
    Patient,
    Payer,
    PractitionerClaim,
    ProfessionalClaim,
    ServiceLine,
    Subscriber,
)
from edi_portal.models.parts import Procedure
from edi_portal.models.values import DateRange
from edi_portal.scrubber.batch import Batch
from edi_portal.scrubber.coding import Coded, Known, status_within
from edi_portal.scrubber.derived import derived
from edi_portal.scrubber.identifiers import is_icd10cm
from edi_portal.scrubber.participants import Participant, participants
from edi_portal.scrubber.tables import Tables

if TYPE_CHECKING:
    from edi_portal.scrubber.eligibility import Match

_KINDS: Mapping[type, str] = {
    ProfessionalClaim: "P",
    InstitutionalClaim: "I",
    DentalClaim: "D",
}
_TOTAL = "0001"
_ZERO = Decimal(0)
_INPATIENT = frozenset({"11", "18", "21", "41", "65", "66", "86"})


class Performed(NamedTuple):
    """A procedure of a service line; ``number`` counts lines from 1."""

    number: int
    line: Any
    procedure: Procedure
    code: str
    modifiers: tuple[str, ...]


class ClaimView:
    """One claim under check, with the run's ``as_of``, options, tables and batch.

    ``as_of`` is the day that dates count as future from: the caller's, by default the day that
    the claims were created on (BHT04).
    """

    def __init__(
        self,
        claim: Claim,
        *,
        as_of: date | None = None,
        options: Mapping[str, Any] | None = None,
        tables: Tables | None = None,
        batch: Batch | None = None,
    ) -> None:
        self.claim = claim
        # The same claim, as who knows its kind reads it.
        self.professional = cast(ProfessionalClaim, claim)
        self.institutional = cast(InstitutionalClaim, claim)
        self.dental = cast(DentalClaim, claim)
        self.practitioner = cast(PractitionerClaim, claim)
        self.kind = _KINDS[type(claim)]
        self.lines: tuple[Any, ...] = self.professional.lines
        self.subscriber: Subscriber = claim.subscriber
        self.billing: BillingProvider = claim.billing_provider
        self.patient: Subscriber | Patient = claim.patient_person
        self.payer: Payer = claim.subscriber.payer
        self.payer_id = self.payer.identifier
        self.other_insurance: tuple[OtherInsurance, ...] = self.professional.other_insurance
        self.filing_code = claim.subscriber.claim_filing_code
        self.is_medicare = self.filing_code in ("MA", "MB")
        self.is_medicaid = self.filing_code == "MC"
        self.frequency = claim.claim_frequency_code
        self.tables = tables or Tables()
        self.batch = batch or Batch()
        self._as_of = as_of
        self._options = options or {}

    @staticmethod
    def kind_of(claim: Claim) -> str:
        """The letter of a claim's kind: ``P``, ``I`` or ``D``."""
        return _KINDS[type(claim)]

    def option(self, name: str) -> Any:
        """A setting as configured for this payer and kind: ``CLM015.days``."""
        return self._options[name]

    @derived
    def as_of(self) -> date | None:
        """The day the claim is looked at; ``None`` where neither caller nor file says one."""
        if self._as_of is not None:
            return self._as_of
        header = self.claim.transmission
        return header.created_on if header is not None else None

    @property
    def is_encounter(self) -> bool:
        """Whether it only reports what was done and asks for no payment (BHT06 RP)."""
        header = self.claim.transmission
        return header is not None and header.claim_kind == "RP"

    @property
    def is_inpatient(self) -> bool:
        """Whether an institutional claim is of an inpatient stay, by its type of bill."""
        return self.kind == "I" and self.institutional.facility_type in _INPATIENT

    @derived
    def providers(self) -> tuple[Participant, ...]:
        """Every provider of the claim and its lines, the billing provider first."""
        found = [Participant(self.billing, "billing provider", "85")]
        found += participants(self.claim, None)
        for number, line in enumerate(self.lines, 1):
            found += participants(line, number)
        return tuple(found)

    @derived
    def diagnoses(self) -> tuple[Coded, ...]:
        """Every diagnosis, in the order of the claim; the principal one first."""
        if self.kind != "I":
            return tuple(
                Coded(item, f"diagnoses[{at}]", "other" if at else "principal")
                for at, item in enumerate(self.professional.diagnoses)
            )
        claim = self.institutional
        found = [Coded(claim.principal_diagnosis, "principal_diagnosis", "principal")]
        if claim.admitting_diagnosis is not None:
            found.append(Coded(claim.admitting_diagnosis, "admitting_diagnosis", "admitting"))
        for name, role, items in (
            ("reasons_for_visit", "visit", claim.reasons_for_visit),
            ("external_causes", "cause", claim.external_causes),
            ("other_diagnoses", "other", claim.other_diagnoses),
        ):
            found += (Coded(item, f"{name}[{at}]", role) for at, item in enumerate(items))
        return tuple(found)

    @derived
    def procedures(self) -> tuple[Performed, ...]:
        """The procedures of the lines that have one."""
        return tuple(
            Performed(number, line, line.procedure, line.procedure.code, line.procedure.modifiers)
            for number, line in enumerate(self.lines, 1)
            if line.procedure is not None and line.procedure.code
        )

    def days_of(self, line: ServiceLine) -> tuple[date, date] | None:
        """First and last day of a line: its own, else those of a dental claim."""
        found = line.service_date
        if found is None and self.kind == "D":
            found = self.dental.service_date
        return span(found)

    @derived
    def days(self) -> tuple[date, date] | None:
        """First and last day of service: of the statement, or of all lines."""
        if self.kind == "I":
            return span(self.institutional.statement_dates)
        found = [days for line in self.lines if (days := self.days_of(line)) is not None]
        if not found and self.kind == "D":
            return span(self.dental.service_date)
        return (min(one for one, _ in found), max(last for _, last in found)) if found else None

    @property
    def first_day(self) -> date | None:
        """The first day of service."""
        return self.days[0] if self.days is not None else None

    @property
    def last_day(self) -> date | None:
        """The last day of service."""
        return self.days[1] if self.days is not None else None

    @property
    def coding_day(self) -> date | None:
        """The day whose code sets diagnoses are of: an inpatient's last, else the first."""
        return self.last_day if self.is_inpatient else self.first_day

    def age_on(self, day: date) -> int | None:
        """The patient's age in years; ``None`` without a date of birth, or before it."""
        born = self.patient.birth_date
        if born is None or day < born:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @derived
    def insured(self) -> "Match | None":
        """The person of an eligibility response who is the patient; for rules that need these."""
        found: Match | None = self.tables.eligibility.match(
            self.subscriber, self.claim.patient, self.payer
        )
        return found

    @derived
    def lines_charge(self) -> Decimal:
        """What the lines charge in all; one with revenue code 0001 repeats it and counts not."""
        lines = self.lines
        if self.kind == "I":
            lines = tuple(line for line in lines if line.revenue_code != _TOTAL) or lines
        return sum([line.charge_amount for line in lines], _ZERO)

    @derived
    def adjudicated(self) -> Mapping[str, list[tuple[int, Any]]]:
        """What other payers decided on lines, by payer: number of the line (from 1), decision."""
        found: dict[str, list[tuple[int, Any]]] = {}
        for number, line in enumerate(self.lines, 1):
            for item in line.adjudications:
                found.setdefault(item.payer_identifier, []).append((number, item))
        return found

    @property
    def has_other_payers(self) -> bool:
        """Whether the claim names other payers, or decisions of some."""
        return bool(self.other_insurance or self.adjudicated)

    @derived
    def unknown_payers(self) -> frozenset[str]:
        """Payers that decided on lines and are none of the claim's other payers."""
        known = [item.payer.identifier for item in self.other_insurance]
        return frozenset(self.adjudicated).difference(known)

    @derived
    def repeated_payers(self) -> frozenset[str]:
        """Identifiers that several other payers have: a line does not say which of them it means."""
        known = [item.payer.identifier for item in self.other_insurance]
        return frozenset(one for one in known if known.count(one) > 1)

    @derived
    def icd10(self) -> tuple[Known, ...]:
        """The diagnoses that have the form of an ICD-10-CM code, as `diagnoses` has them."""
        return tuple(
            Known(item, code, status_within(code, self.coding_day, self.last_day))
            for item in self.diagnoses
            if (code := item.diagnosis.code) and is_icd10cm(code)
        )

    @derived
    def inpatient_procedures(self) -> tuple[tuple[str, InpatientProcedure], ...]:
        """The procedures of a stay with their fields of the claim, the principal one first."""
        if self.kind != "I":
            return ()
        first, others = self.institutional.principal_procedure, self.institutional.other_procedures
        found = [("principal_procedure", first)] if first is not None else []
        found += ((f"other_procedures[{at}]", item) for at, item in enumerate(others))
        return tuple(found)

    @derived
    def modified(self) -> tuple[Performed, ...]:
        """The procedures that have modifiers."""
        return tuple(item for item in self.procedures if item.modifiers)

    def place_of(self, line: Any) -> str | None:
        """The place of service of a line of a practitioner's claim: its own, else the claim's."""
        return line.place_of_service or self.professional.place_of_service


def span(period: object) -> tuple[date, date] | None:
    """The first and last day of a period; ``None`` for nothing, or a form that has no days."""
    if isinstance(period, DateRange):
        return period.start, period.end
    if isinstance(period, datetime):
        return period.date(), period.date()
    return (period, period) if isinstance(period, date) else None
