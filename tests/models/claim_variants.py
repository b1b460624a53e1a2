"""Claims made in Python that have what claims with everything cannot have beside it."""

from collections.abc import Iterator
from datetime import date

from edi_portal.models.claim import Claim, InpatientProcedure, Submitter
from edi_portal.models.parts import Contact
from edi_portal.models.values import DateRange
from tests.models import full_dental, full_professional
from tests.models.full_parts import ABROAD, ADDRESS, PERSON
from tests.models.small_claims import dental, institutional, patient, professional, subscriber


def variants() -> Iterator[Claim]:
    """One claim for each."""
    small, full = professional(), full_professional.everything()
    yield small.evolve(disability_dates=DateRange(date(2025, 1, 1), date(2025, 2, 1)))
    yield small.evolve(disability_end_date=date(2025, 2, 1))
    yield small.evolve(
        subscriber=small.subscriber.evolve(death_date=date(2025, 3, 4), weight=9, pregnant=True)
    )
    employer = {"last_name": None, "first_name": None, "birth_date": None, "gender": None}
    yield full.evolve(
        subscriber=subscriber(None).evolve(organization_name="EXAMPLE EMPLOYER", **employer),
    )
    submitter = Submitter(
        last_name="SAMPLE",
        first_name="ROBIN",
        middle_name="A",
        identifier="RB1",
        contacts=(Contact(number_kind="TE", number="5125550100"),),
    )
    assert small.transmission is not None
    yield small.evolve(transmission=small.transmission.evolve(submitter=submitter))
    yield small.evolve(subscriber=subscriber(None), patient=patient().evolve(**PERSON))
    yield dental().evolve(assistant_surgeon=full_dental.assisted_line().assistant_surgeon)
    yield institutional().evolve(
        subscriber=subscriber(None),
        patient=patient(),
        principal_procedure=InpatientProcedure(abc_code="ABCDE", performed_on=date(2025, 3, 3)),
    )
    yield from abroad()


def abroad() -> Iterator[Claim]:
    """Every address outside of the United States, with nothing left of the one inside."""
    full = full_professional.everything()
    empty = {**dict.fromkeys(ADDRESS), **ABROAD}
    facility, line, billing = full.service_facility, full.lines[0], full.billing_provider
    other = full.other_insurance[0]
    assert facility is not None
    assert full.patient is not None
    assert full.ambulance_drop_off is not None
    assert full.rendering_provider is not None
    assert line.ordering_provider is not None
    assert billing.pay_to_address is not None
    assert billing.pay_to_plan is not None
    yield full.evolve(
        billing_provider=billing.evolve(
            pay_to_address=billing.pay_to_address.evolve(**empty),
            pay_to_plan=billing.pay_to_plan.evolve(**empty),
            **empty,
        ),
        subscriber=full.subscriber.evolve(
            payer=full.subscriber.payer.evolve(**empty), **{**empty, "address_line_2": "FLOOR 2"}
        ),
        patient=full.patient.evolve(**empty),
        service_facility=facility.evolve(**empty),
        ambulance_drop_off=full.ambulance_drop_off.evolve(**empty),
        other_insurance=(
            other.evolve(insured=other.insured.evolve(**empty), payer=other.payer.evolve(**empty)),
        ),
        lines=(
            line.evolve(
                ordering_provider=line.ordering_provider.evolve(**empty),
                rendering_provider=full.rendering_provider.evolve(
                    organization_name="EXAMPLE GROUP", **dict.fromkeys(PERSON)
                ),
            ),
        ),
    )
    yield professional().evolve(billing_provider=billing.evolve(**{**empty, "address_line_2": "B"}))
