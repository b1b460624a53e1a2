"""What claims of every kind are made with: patients, payers, control numbers, amounts."""

from datetime import date, time
from typing import Any

import attrs

from edi_portal.models.claim import (
    Contact,
    Patient,
    Receiver,
    Submitter,
    Subscriber,
    Transmission,
)
from edi_portal.synthesis.draw import Draw
from edi_portal.synthesis.payers import KnownPayer, payers
from edi_portal.synthesis.people import Person, person
from edi_portal.synthesis.providers import Practice, practice
from edi_portal.synthesis.scenario import LineScenario, Scenario

_PRACTICES = 3
_MEDICARE = frozenset({"medicare-a", "medicare-b"})
_MEDICARE_AGES = (66, 90)
# They insure nobody through someone else.
_NO_DEPENDENTS = _MEDICARE | {"medicaid", "advantage", "supplement"}
_PARENTS, _LAST_CHILD_AGE = (27, 52), 20
_NEWEST, _OLDEST = 4, 75
# Numbers of seven digits, so that those of one run have all the same length; where they begin
# leaves a million to the claims of each kind.
_FIRST_NUMBERS = {"837P": 1_000_000, "837I": 4_000_000, "837D": 7_000_000}
_NUMBERS_APART = 2_000_000
ATTESTED: dict[str, Any] = {
    "assignment": "A",
    "benefits_assignment": "Y",
    "release_of_information": "Y",
}


@attrs.frozen(kw_only=True)
class Case:
    """A patient with insurance at a practice: what the claims of a series share."""

    scenario: Scenario
    practice: Practice
    patient: Person
    prior: tuple[KnownPayer, ...]
    subscriber: Subscriber
    dependent: Patient | None
    first_day: date


class Workshop:
    """What one run draws from: its generator, its practices, the day it is made on."""

    def __init__(self, kind: str, seed: int, as_of: date) -> None:
        self.draw = Draw(f"{kind}:{seed}")
        self.as_of = as_of
        self.transmission = transmission(f"{kind[3]}{seed}", as_of)
        self._seed = f"{kind}:{seed}"
        self._practices: dict[str, tuple[Practice, ...]] = {}
        self._number = _FIRST_NUMBERS[kind] + self.draw.below(_NUMBERS_APART)

    def practices(self, kind: str) -> tuple[Practice, ...]:
        """The practices of a kind, the same throughout the run."""
        found = self._practices.get(kind)
        if found is None:
            # A generator of their own, so that they don't depend on what was asked for first.
            draw = Draw(f"{self._seed}:{kind}")
            found = tuple(practice(draw, kind, alone=not place) for place in range(_PRACTICES))
            self._practices[kind] = found
        return found

    def control_number(self, of: Practice) -> tuple[str, int]:
        """A new patient control number as this practice writes them, and its number alone."""
        number = self._number
        self._number += 1
        text = of.numbering.format(p=of.letters, n=number, k=number % 9 + 1)
        return text, number

    def case(self, scenario: Scenario, of: Practice, days: int = 0) -> Case:
        """A new patient for a scenario, treated for ``days`` days or more after the first."""
        draw = self.draw
        first_day = draw.day_before(self.as_of, _NEWEST + days, _OLDEST + days)
        kind = draw.pick(scenario.payers)
        known = payers()
        payer = draw.pick(known[kind])
        prior = tuple(draw.pick(known[each]) for each in scenario.prior)
        ages = scenario.ages
        if kind in _MEDICARE and ages[1] < _MEDICARE_AGES[1] and ages[0] < _MEDICARE_AGES[0] - 1:
            ages = _MEDICARE_AGES
        insured = patient = person(draw, of.city, first_day, ages, gender=scenario.sex)
        dependent = None
        if kind not in _NO_DEPENDENTS and draw.chance(scenario.dependent):
            child = ages[1] < _LAST_CHILD_AGE
            insured = person(draw, of.city, first_day, _PARENTS if child else ages)
            patient = attrs.evolve(patient, last_name=insured.last_name, home=insured.home)
            if scenario.more.get("newborn"):
                patient = attrs.evolve(patient, birth_date=first_day)
            dependent = self._dependent(scenario, patient, "19" if child else "01")
        if kind == "workers":
            dependent = self._employee(patient)
            subscriber = self._employer(payer, of)
        else:
            subscriber = self._subscriber(scenario, insured, payer, alone=dependent is None)
        return Case(
            scenario=scenario,
            practice=of,
            patient=patient,
            prior=prior,
            subscriber=subscriber,
            dependent=dependent,
            first_day=first_day,
        )

    def _subscriber(
        self, scenario: Scenario, insured: Person, payer: KnownPayer, *, alone: bool
    ) -> Subscriber:
        draw = self.draw
        fields: dict[str, Any] = {}
        if alone:
            fields = {
                **insured.home,
                "relationship": "18",
                "birth_date": insured.birth_date,
                "gender": insured.gender,
                "pregnant": scenario.more.get("pregnant"),
            }
        if payer.kind == "commercial" and draw.chance(0.6):
            fields["group_number"] = draw.digits(6)
        if payer.kind == "auto":
            fields["property_casualty_claim_number"] = f"ORC{draw.digits(8)}"
        return Subscriber(
            payer_responsibility="PST"[len(scenario.prior)],
            insurance_type=scenario.more.get("insurance_type"),
            claim_filing_code=payer.filing,
            last_name=insured.last_name,
            first_name=insured.first_name,
            middle_name=insured.middle_name,
            member_id=draw.member_id(payer.member),
            payer=payer.model,
            **fields,
        )

    def _dependent(self, scenario: Scenario, patient: Person, relationship: str) -> Patient:
        return Patient(
            relationship=relationship,
            last_name=patient.last_name,
            first_name=patient.first_name,
            middle_name=patient.middle_name,
            birth_date=patient.birth_date,
            gender=patient.gender,
            pregnant=scenario.more.get("pregnant"),
            **patient.home,
        )

    def _employer(self, payer: KnownPayer, of: Practice) -> Subscriber:
        """Under workers' compensation the employer is insured, and the employee the patient."""
        return Subscriber(
            payer_responsibility="P",
            claim_filing_code=payer.filing,
            organization_name=f"{self.draw.pick(_EMPLOYERS)} OF {of.city.name}",
            payer=payer.model,
        )

    def _employee(self, patient: Person) -> Patient:
        return Patient(
            relationship="20",
            last_name=patient.last_name,
            first_name=patient.first_name,
            middle_name=patient.middle_name,
            birth_date=patient.birth_date,
            gender=patient.gender,
            property_casualty_claim_number=f"IWC{self.draw.digits(8)}",
            **patient.home,
        )

    def charge(self, line: LineScenario, units: int = 1) -> int:
        """A charge in cents for so many units."""
        least, most = line.charge
        draw = self.draw
        each = draw.between(least, most) * 100
        if each and draw.chance(0.3):
            each += draw.pick((25, 50, 50, 75, 99))
        return each * units


_EMPLOYERS = ("ACORN FREIGHT", "KETTLE FOUNDRY", "LANTERN BAKERY", "WINDMILL LUMBER")


def transmission(reference: str, as_of: date) -> Transmission:
    """The head of a transaction set of claims."""
    return Transmission(
        reference=f"SYN{reference}",
        created_on=as_of,
        created_at=time(9, 15),
        submitter=Submitter(
            organization_name="QUILL BILLING SERVICE",
            identifier="QUILL01",
            contacts=(Contact(name="QUILL SUPPORT", number_kind="TE", number="5125550100"),),
        ),
        receiver=Receiver(name="RIPPLE CLEARINGHOUSE", identifier="RIPPLE1"),
    )
