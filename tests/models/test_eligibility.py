"""Eligibility inquiries and responses: every element, and the same segments written again."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.errors import ModelError
from edi_portal.findings import Severity
from edi_portal.guides import registry
from edi_portal.guides.places import Map
from edi_portal.models.build import read_whole
from edi_portal.models.coverage import unbound
from edi_portal.models.eligibility import (
    LAYOUTS,
    Benefit,
    EligibilityInquiry,
    EligibilityResponse,
    InformationReceiver,
    InformationSource,
    InquiryHeader,
    InquiryPerson,
    Question,
    RelatedEntity,
)
from edi_portal.models.emit import write_loop
from edi_portal.models.layout import Layout
from edi_portal.models.parts import Contact, Procedure
from edi_portal.models.values import DateRange
from edi_portal.x12.writer import Writer
from tests.conftest import ROOT
from tests.corpus.index import entries
from tests.models.made_anew import body, made_anew, models_of, written

VERSIONS = {"005010X279", "005010X279A1"}
VALID = ROOT / "samples" / "valid"
SAMPLES = sorted([*VALID.glob("270-*.x12"), *VALID.glob("271-*.x12")])


def without_errors(path: Path) -> bool:
    return all(found.severity is not Severity.ERROR for found in edi_portal.validate(path).findings)


def inquiries(name: str) -> list[EligibilityInquiry]:
    return list(edi_portal.inquiries(VALID / name))


def responses(name: str) -> list[EligibilityResponse]:
    return list(edi_portal.eligibility(VALID / name))


# --- complete and lossless ---------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.guide)
def test_every_element_of_the_guide_is_bound(layout: Layout) -> None:
    places = Map(registry.load(registry.find("005010X279A1", layout.guide)))
    assert list(unbound(layout, places)) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_made_anew_is_the_same_file(path: Path) -> None:
    found = list(models_of(path, path.name[:3]))
    anew = [made_anew(model) for model in found]
    assert anew == found
    data = written(anew)
    assert body(data) == body(path.read_bytes())
    assert list(models_of(None, path.name[:3], data=data)) == anew


def test_public_files_are_rewritten_from_their_fields(corpus: Path) -> None:
    known = [item for item in entries(corpus) if item.versions <= VERSIONS]
    clean = [item for item in known if without_errors(corpus / item.path)]
    assert {"270", "271"} == {item.transaction_set for item in clean}
    assert len(clean) >= 11
    for item in clean:
        guide = item.transaction_set
        anew = [made_anew(model) for model in models_of(corpus / item.path, guide)]
        assert anew
        assert list(models_of(None, guide, data=written(anew))) == anew


def test_public_files_that_their_authors_call_valid_leave_no_gap(corpus: Path) -> None:
    valid = [item for item in entries(corpus) if item.versions <= VERSIONS and item.valid]
    assert len(valid) >= 12
    for item in valid:
        models = models_of(corpus / item.path, item.transaction_set)
        for model in models:
            read_whole(model)
        assert models.gaps == 0


# --- a change changes its segment alone --------------------------------------------------


def texts_of(response: EligibilityResponse) -> list[str]:
    assert response._source is not None
    return write_loop(response, response._source.plan, Writer(line_end=""))


def change_benefit(at: int, **changes: Any) -> Callable[[Any], Any]:
    def change(model: Any) -> Any:
        found = list(model.benefits)
        found[at] = found[at].evolve(**changes)
        return model.evolve(benefits=tuple(found))

    return change


def change_entity(model: Any) -> Any:
    (entity,) = model.benefits[35].related_entities
    changed = entity.evolve(contacts=(Contact(number_kind="TE", number="8005559999"),))
    return change_benefit(35, related_entities=(changed,))(model)


CHANGES: list[tuple[str, Callable[[Any], Any]]] = [
    ("NM1*IL", lambda model: model.evolve(member_id="XYZ000000001")),
    ("N4", lambda model: model.evolve(city="DALLAS")),
    ("DMG", lambda model: model.evolve(birth_date=date(1985, 2, 15))),
    ("TRN*1", lambda model: model.evolve(traces=(model.traces[0], *change_trace(model)))),
    ("EB*1*IND", change_benefit(0, plan_description="RIVER CHOICE EPO")),
    ("EB*C*IND", change_benefit(13, amount=Decimal("1120.75"))),
    ("MSG", change_benefit(23, messages=("SPECIALISTS",))),
    ("PER", change_entity),
]


def change_trace(model: Any) -> Any:
    return (model.traces[1].evolve(number="EHPELIG0002"),)


@pytest.mark.parametrize("segment, change", CHANGES, ids=[name for name, _ in CHANGES])
def test_a_change_of_a_field_changes_its_segment(
    segment: str, change: Callable[[Any], Any]
) -> None:
    (response,) = responses("271-active-coverage.x12")
    before, after = texts_of(response), texts_of(change(response))
    assert len(after) == len(before)
    (place,) = [at for at, text in enumerate(before) if text != after[at]]
    assert before[place].startswith(segment)
    assert after[place].startswith(segment.split("*", 1)[0])


def test_brackets_come_and_go_with_what_stands_between_them() -> None:
    (response,) = responses("271-active-coverage.x12")
    before = texts_of(response)
    without = texts_of(change_benefit(35, related_entities=())(response))
    at = before.index("EB*R**30*MC")
    assert without == before[: at + 3] + before[at + 9 :]
    doctor = RelatedEntity(kind="P3", entity_type="1", last_name="SAMPLE", first_name="ROBIN")
    added = texts_of(change_benefit(0, related_entities=(doctor,))(response))
    at = before.index("EB*1*IND*30*PR*RIVER CHOICE PPO")
    new = ["LS*2120", "NM1*P3*1*SAMPLE*ROBIN", "LE*2120"]
    assert added == before[: at + 1] + new + before[at + 1 :]


# --- inquiries ---------------------------------------------------------------------------


def test_an_inquiry_about_the_subscriber() -> None:
    (inquiry,) = inquiries("270-subscriber.x12")
    assert inquiry.header.purpose == "13"
    assert inquiry.header.reference == "INQ2701"
    assert inquiry.header.created_on == date(2025, 3, 10)
    assert inquiry.header.created_at == time(9, 15)
    assert inquiry.information_source.last_name == "EXAMPLE HEALTH PLAN"
    assert inquiry.information_source.identifier == "EHP01"
    assert inquiry.information_receiver.npi == "2000001018"
    assert inquiry.subscriber is None
    assert (inquiry.name, inquiry.member_id) == ("JANE A DOE", "XYZ100200300")
    assert inquiry.subscriber_id == "XYZ100200300"
    assert (inquiry.birth_date, inquiry.gender) == (date(1980, 2, 15), "F")
    assert inquiry.plan_date == date(2025, 3, 10)
    (trace,) = inquiry.traces
    assert (trace.kind, trace.number, trace.assigned_by) == ("1", "TRACE2701", "9RIVER0001")
    (question,) = inquiry.questions
    assert question.service_types == ("30",)


def test_an_inquiry_about_a_dependent_has_its_subscriber() -> None:
    (inquiry,) = inquiries("270-dependent.x12")
    assert (inquiry.name, inquiry.relationship) == ("TIMMY DOE", "19")
    assert inquiry.member_id is None
    assert type(inquiry.subscriber) is InquiryPerson
    assert inquiry.subscriber.name == "JOHN B DOE"
    assert inquiry.subscriber_id == "XYZ200300400"


def test_everything_that_an_inquiry_may_ask() -> None:
    jane, riley, rory, pat, parker, casey = inquiries("270-batch.x12")
    assert jane.header.transaction_type == "RT"
    receiver = jane.information_receiver
    assert (receiver.name, receiver.taxonomy_code) == ("ROBIN B SAMPLE JR", "207Q00000X")
    assert [(item.qualifier, item.value, item.state) for item in receiver.references] == [
        ("0B", "LIC200020", "TX"),
        ("EO", "RB1001", None),
        ("TJ", "700001234", None),
    ]
    assert (receiver.address_line, receiver.postal_code) == ("100 SAMPLE STREET", "787011234")
    assert jane.group_number == "GRP1001"
    assert jane.patient_account_number == "PAT1001"
    assert jane.reference("SY") == "000112222"
    assert jane.provider is not None
    assert (jane.provider.provider_code, jane.provider.identifier) == ("RF", "2000003030")
    assert (jane.relationship, jane.birth_sequence) == ("18", 2)
    assert [item.code for item in jane.diagnoses] == ["J029", "R509", "Z23", "M5450"]
    assert jane.card_issue_date == date(2024, 1, 1)
    assert jane.plan_date == DateRange(date(2025, 3, 1), date(2025, 3, 31))
    plain, office, visit = jane.questions
    assert (plain.service_types, plain.coverage_level) == (("30",), "FAM")
    assert office.diagnosis_pointers == (1, 2)
    assert office.spend_down_amount == Decimal("37.5")
    assert office.spend_down_billed_amount == Decimal(175)
    assert (office.place_of_service, office.referral_number) == ("11", "RFL1001")
    assert visit.procedure == Procedure(code="99213", modifiers=("25", "59", "GT", "95"))
    assert visit.prior_authorization_number == "AUTH1001"
    assert visit.plan_date == DateRange(date(2025, 3, 12), date(2025, 3, 14))
    assert riley.subscriber == rory.subscriber
    assert riley.subscriber is not None
    assert riley.subscriber_id == "XYZ400500600"
    assert pat.standard_id == "HID700800900"
    assert pat.information_receiver.name == "SAMPLE IMAGING CENTER"
    assert pat.information_receiver.npi is None
    # Pat is asked about, and is the subscriber that Parker belongs to.
    assert parker.subscriber is not None
    assert parker.subscriber.standard_id == pat.standard_id
    assert casey.information_source.kind == "36"


def test_a_subscriber_that_is_asked_about_is_written_once() -> None:
    *_, pat, parker, _ = map(made_anew, inquiries("270-batch.x12"))
    for models in ([pat, parker], [parker, pat]):
        data = written(models)
        assert [text.split("*")[3:] for text in body(data) if text.startswith("HL*")] == [
            ["20", "1"],
            ["21", "1"],
            ["22", "1"],
            ["23", "0"],
        ]
        assert list(edi_portal.inquiries(data=data)) == [pat, parker]
    # What Pat is asked about does not come along with the one who belongs to Pat.
    *_, parker, _ = inquiries("270-batch.x12")
    assert list(edi_portal.inquiries(data=written([parker]))) == [made_anew(parker)]


def small_inquiry(**changes: Any) -> EligibilityInquiry:
    values: dict[str, Any] = {
        "header": InquiryHeader(created_on=date(2025, 3, 19), created_at=time(17, 30)),
        "information_source": InformationSource(last_name="EXAMPLE PLAN", identifier="EHP01"),
        "information_receiver": InformationReceiver(
            entity_type="2", last_name="RIVERSIDE CLINIC", identifier="2000001018"
        ),
        "last_name": "DOE",
        "first_name": "JANE",
        "member_id": "XYZ100200300",
        "birth_date": date(1980, 2, 15),
        "questions": (Question(service_types=("30", "98")),),
    }
    return EligibilityInquiry(**(values | changes))


def test_the_smallest_inquiry_is_valid() -> None:
    inquiry = small_inquiry()
    data = written([inquiry])
    assert body(data)[1:] == [
        "BHT*0022*13**20250319*1730",
        "HL*1**20*1",
        "NM1*PR*2*EXAMPLE PLAN*****PI*EHP01",
        "HL*2*1*21*1",
        "NM1*1P*2*RIVERSIDE CLINIC*****XX*2000001018",
        "HL*3*2*22*0",
        "NM1*IL*1*DOE*JANE****MI*XYZ100200300",
        "DMG*D8*19800215",
        "EQ*30^98",
    ]
    assert list(edi_portal.inquiries(data=data)) == [inquiry]


def test_what_has_no_place_for_a_dependent_is_refused() -> None:
    subscriber = InquiryPerson(last_name="DOE", member_id="XYZ100200300")
    with pytest.raises(ModelError, match="member_id has no place in loop 2000D"):
        written([small_inquiry(subscriber=subscriber)])
    level = Question(service_types=("30",), coverage_level="FAM")
    with pytest.raises(ModelError, match="coverage_level has no place in loop 2110D"):
        written([small_inquiry(subscriber=subscriber, member_id=None, questions=(level,))])


# --- responses ---------------------------------------------------------------------------


def test_a_response_with_its_benefits() -> None:
    (response,) = responses("271-active-coverage.x12")
    assert response.header.reference == "ELIG0001"
    (contact,) = response.information_source.contacts
    assert (contact.name, contact.number) == ("PROVIDER SERVICES", "8005550100")
    assert (response.group_number, response.group_name) == ("GRP1001", "RIVER CITY SCHOOLS")
    assert [(item.kind, item.number) for item in response.traces] == [
        ("2", "VISIT0001"),
        ("1", "EHPELIG0001"),
    ]
    assert [(item.qualifier, item.when) for item in response.dates] == [
        ("346", date(2025, 1, 1)),
        ("356", date(2022, 9, 1)),
    ]
    assert len(response.benefits) == 38
    other = response.benefits[35]
    assert (other.information_code, other.insurance_type) == ("R", "MC")
    assert other.reference("1W") == "MED55501"
    assert other.dates[0].when == DateRange(date(2025, 1, 1), date(2025, 12, 31))
    (plan,) = other.related_entities
    assert (plan.kind, plan.name, plan.identifier) == ("SEP", "EXAMPLE SECOND PLAN", "ESP02")
    assert (plan.address_line, plan.city) == ("PO BOX 500", "DALLAS")
    assert [item.number for item in plan.contacts] == ["8005550200"]
    (doctor,) = response.benefits[36].related_entities
    assert (doctor.name, doctor.taxonomy_code) == ("ROBIN SAMPLE", "207Q00000X")


def test_everything_that_a_response_may_say() -> None:
    jane, timmy, schools = responses("271-everything-the-guide-allows.x12")
    source = jane.information_source
    assert [item.reason_code for item in source.system_rejections] == ["42", "79"]
    assert [item.reason_code for item in source.rejections] == ["80", "T4"]
    assert [item.valid_request for item in source.rejections] == [True, True]
    assert jane.information_receiver is not None
    assert [item.reason_code for item in jane.information_receiver.rejections] == ["46", "97"]
    assert (jane.country, jane.country_subdivision) == ("CA", "ON")
    assert (jane.maintenance_type, jane.maintenance_reason) == ("001", "25")
    assert len(jane.diagnoses) == 8
    assert len(jane.dates) == 9
    assert jane.military is not None
    assert jane.military.served == DateRange(date(2015, 6, 1), date(2025, 3, 12))
    assert (jane.military.rank, jane.military.description) == ("C3", "RIVER BATTALION")
    benefit = jane.benefits[4]
    assert benefit.procedure == Procedure(
        code="97110", modifiers=("GP", "59", "KX", "Q5"), through="97112"
    )
    assert benefit.diagnosis_pointers == (1, 2, 3, 4)
    assert (benefit.amount, benefit.percent) == (Decimal("300.5"), Decimal("0.5"))
    first = benefit.deliveries[0]
    assert (first.quantity, first.per, first.interval) == (Decimal(2), "WK", Decimal(1))
    assert (first.time_period, first.period_count, first.frequency) == ("34", 6, "1")
    assert [item.reason_code for item in benefit.rejections] == ["AG", "33"]
    assert len(benefit.messages) == 2
    assert [item.code for item in benefit.additional] == ["11"]
    assert [item.kind for item in benefit.related_entities] == [
        *("PRP", "IL", "P3", "1P", "X3", "1I", "VN")
    ]
    assert benefit.related_entities[2].health_region == "SOUTH"
    assert benefit.related_entities[0].contacts[2].second_number_kind == "WP"
    assert jane.benefits[1].additional[3].body_part == "LOWER BACK"
    assert timmy.subscriber is not None
    assert timmy.subscriber.member_id == jane.member_id
    assert timmy.relationship == "G8"
    assert schools.entity_type == "2"
    assert schools.standard_id == "SCHOOLS01"


def test_a_subscriber_that_only_carries_dependents_is_no_response() -> None:
    timmy, mary = responses("271-dependent-and-terminated.x12")
    assert timmy.subscriber is not None
    assert (timmy.name, timmy.subscriber.name) == ("TIMMY DOE", "JOHN B DOE")
    assert (mary.name, mary.subscriber) == ("MARY PUBLIC", None)


def test_a_subscriber_that_is_rejected_is_told_of_once() -> None:
    """With the dependents, or as a response of its own where there are none."""
    lines = (VALID / "271-dependent-and-terminated.x12").read_text("ascii").splitlines()
    at = lines.index("NM1*IL*1*DOE*JOHN*B***MI*XYZ200300400~") + 1
    lines.insert(at, "AAA*N**78*C~")
    end = lines.index("SE*30*0001~")
    lines[end] = "SE*31*0001~"
    timmy, _ = edi_portal.eligibility(data="\n".join(lines).encode())
    assert timmy.subscriber is not None
    assert [item.reason_code for item in timmy.subscriber.rejections] == ["78"]
    assert timmy.rejections == ()
    dependent = lines.index("HL*4*3*23*0~"), lines.index("HL*5*2*22*0~")
    alone = [*lines[: dependent[0]], *lines[dependent[1] :]]
    john, mary = edi_portal.eligibility(data="\n".join(alone).encode())
    assert [item.reason_code for item in john.rejections] == ["78"]
    assert mary.rejections == ()


def test_a_request_rejected_before_a_person_has_a_response_of_its_own() -> None:
    *persons, at_source, at_receiver = responses("271-rejected.x12")
    assert [item.name for item in persons] == ["JON DOE", "SAM PUBLIC", "RICHARD ROE"]
    assert (at_source.name, at_source.entity_type, at_source.benefits) == (None, None, ())
    assert at_source.information_receiver is None
    (rejection,) = at_source.information_source.system_rejections
    assert (rejection.reason_code, rejection.follow_up_code) == ("42", "R")
    assert at_receiver.information_receiver is not None
    (rejection,) = at_receiver.information_receiver.rejections
    assert (rejection.valid_request, rejection.reason_code) == (False, "43")


def test_a_rejected_request_does_not_take_the_next_with_it() -> None:
    """Under the same receiver a person would make the level look as if it had been answered."""
    *persons, _, at_receiver = map(made_anew, responses("271-rejected.x12"))
    same = persons[0].evolve(
        header=at_receiver.header,
        information_source=at_receiver.information_source,
        information_receiver=at_receiver.information_receiver,
    )
    for models in ([at_receiver, same], [at_receiver, at_receiver]):
        again = list(edi_portal.eligibility(data=written(models)))
        assert sorted(again, key=lambda item: item.name or "") == models


def test_amounts_may_be_whole_numbers_and_nothing_is_shown_of_a_person() -> None:
    benefit = Benefit(information_code="B", amount=25, messages=["VISIT"])  # type: ignore[arg-type]  # on purpose
    assert benefit.amount == Decimal(25)
    assert benefit.messages == ("VISIT",)
    assert repr(small_inquiry()) == "<EligibilityInquiry>"
    with pytest.raises(ModelError, match=r"Benefit\.amount must be Decimal, not float"):
        Benefit(information_code="B", amount=25.0)  # type: ignore[arg-type]  # on purpose
