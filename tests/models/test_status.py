"""Status of claims: every element of the guides, the same segments again, and plain answers."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from edi_portal.errors import ModelError
from edi_portal.guides import registry
from edi_portal.guides.places import Map
from edi_portal.guides.tables import external_codes
from edi_portal.models.coverage import unbound
from edi_portal.models.emit import write_loop
from edi_portal.models.layout import Layout
from edi_portal.models.status import (
    LAYOUTS,
    ClaimAcknowledgment,
    ClaimStatus,
    Outcome,
    Provider,
    ProviderName,
    Status,
    StatusCode,
    StatusInquiry,
    StatusResponse,
    Subscriber,
)
from edi_portal.models.values import DateRange
from edi_portal.x12.writer import Writer
from tests.conftest import ROOT
from tests.corpus.index import entries
from tests.models.made_anew import body, made_anew, models_of, written

VERSIONS = {"276": "005010X212", "277": "005010X212", "277CA": "005010X214"}
VALID = ROOT / "samples" / "valid"
SAMPLES = sorted(VALID.glob("27[67]*.x12"))


def models(name: str) -> list[Any]:
    found = models_of(VALID / f"{name}.x12", *VERSIONS)
    result = list(found)
    assert found.ok
    return result


def inquiries(name: str) -> list[StatusInquiry]:
    found = models(name)
    assert all(isinstance(item, StatusInquiry) for item in found)
    return found


def responses(name: str) -> list[StatusResponse]:
    found = models(name)
    assert all(isinstance(item, StatusResponse) for item in found)
    return found


def acknowledgments(name: str) -> list[ClaimAcknowledgment]:
    found = models(name)
    assert all(isinstance(item, ClaimAcknowledgment) for item in found)
    return found


# --- complete and lossless ---------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.guide)
def test_every_element_of_the_guide_is_bound(layout: Layout) -> None:
    found = registry.find(VERSIONS[layout.guide], layout.guide[:3])
    assert found is not None
    assert list(unbound(layout, Map(registry.load(found)))) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_rewritten_from_its_fields(path: Path) -> None:
    found = models_of(path, *VERSIONS)
    read = list(found)
    assert found.ok
    assert read
    anew = [made_anew(model) for model in read]
    assert anew == read
    assert body(written(anew)) == body(path.read_bytes())


def test_public_files_are_read_and_rewritten_from_their_fields(corpus: Path) -> None:
    paths = [
        corpus / entry.path
        for entry in entries(corpus)
        if entry.valid and entry.transaction_set in VERSIONS
    ]
    assert len(paths) >= 17
    for path in paths:
        found = models_of(path, *VERSIONS)
        read = list(found)
        assert (found.gaps, bool(read)) == (0, True)
        anew = [made_anew(model) for model in read]
        assert anew == read
        assert list(models_of(None, *VERSIONS, data=written(anew))) == read


# --- a change changes its segment alone --------------------------------------------------


def own_segments(model: Any) -> list[str]:
    source = model._source
    return write_loop(model, source.plan, Writer(source.delimiters, line_end=""))


def change_first_status(model: Any) -> Any:
    first, *rest = model.statuses
    code = first.codes[0].evolve(entity="41")
    return model.evolve(statuses=(first.evolve(codes=(code, *first.codes[1:])), *rest))


def change_first_line(model: Any) -> Any:
    first, *rest = model.lines
    return model.evolve(lines=(first.evolve(charge_amount=Decimal("1.50")), *rest))


@pytest.mark.parametrize(
    "name, segment, change",
    [
        ("276-dependent", "TRN", lambda model: model.evolve(trace_number="T1")),
        ("276-dependent", "DTP", lambda model: model.evolve(service_date=date(2025, 1, 2))),
        ("276-dependent", "SVC", change_first_line),
        ("277-subscriber", "STC", change_first_status),
        ("277-subscriber", "REF", lambda model: model.evolve(payer_claim_control_number="1")),
        ("277-subscriber", "SVC", change_first_line),
        ("277ca-rejected", "TRN", lambda model: model.evolve(trace_number="T1")),
        ("277ca-rejected", "STC", change_first_status),
    ],
)
def test_a_change_of_a_field_changes_its_segment(
    name: str, segment: str, change: Callable[[Any], Any]
) -> None:
    model = next(
        item for item in models(name) if item.lines or (segment != "SVC" and item.statuses)
    )
    before, after = own_segments(model), own_segments(change(model))
    assert len(after) == len(before)
    (place,) = [at for at, text in enumerate(before) if text != after[at]]
    assert after[place].startswith(segment + "*")


# --- what is asked -----------------------------------------------------------------------


def test_an_inquiry_has_all_it_stands_under() -> None:
    claim, drug = inquiries("276-dependent")
    assert claim.header.reference == "STATUS27602"
    assert (claim.header.created_on, claim.header.created_at) == (date(2025, 3, 20), time(9, 15))
    assert (claim.payer.name, claim.payer.id_qualifier, claim.payer.identifier) == (
        "EXAMPLE HEALTH PLAN",
        "XV",
        "EHP01",
    )
    assert (claim.receiver.name, claim.receiver.identifier) == ("ALEX B SAMPLE", "AS1002")
    assert claim.provider.name == "ROBIN C SAMPLE III"
    assert (claim.provider.npi, claim.provider.tax_id) == (None, "700001234")
    assert (claim.subscriber.name, claim.subscriber.member_id) == ("JOHN B DOE", "XYZ200300400")
    assert claim.dependent is not None
    assert claim.patient is claim.dependent
    assert (claim.patient.name, claim.dependent.gender) == ("TIMMY C DOE II", "M")
    assert claim.dependent.birth_date == date(2016, 7, 4)
    assert drug.subscriber is claim.subscriber


def test_an_inquiry_names_the_claim_and_its_lines() -> None:
    claim, drug = inquiries("276-dependent")
    assert claim.trace_number == "ASK27602A"
    assert claim.payer_claim_control_number == "EHPCLM2760201"
    assert (claim.bill_type, claim.location, claim.group_number) == ("131", "WEST", "GRP2002")
    assert claim.patient_control_number == "PCN27602A"
    assert claim.clearinghouse_claim_number == "RB27602A"
    assert claim.charge_amount == Decimal(205)
    assert claim.service_date == date(2025, 3, 4)
    visit, hearing = claim.lines
    assert (visit.procedure.code, visit.charge_amount, visit.units) == (
        "99393",
        Decimal(165),
        Decimal(1),
    )
    assert hearing.procedure.modifiers == ("59", "RT", "GP", "KX")
    assert hearing.line_control_number == "PCN27602A2"
    assert (drug.prescription_number, drug.charge_amount) == ("RX7654002", Decimal("18.75"))
    assert drug.lines == ()


def test_subscribers_and_dependents_are_told_apart() -> None:
    found = inquiries("276-several-levels")
    names = [item.patient.name for item in found]
    assert names == ["JOHN B DOE", "TIMMY DOE", "TINA DOE", "EXAMPLE WORKS", "JANE DOE"]
    assert [item.dependent is None for item in found] == [True, False, False, True, True]
    # The number of an employer is none of a member.
    assert found[3].subscriber.member_id is None
    assert [item.provider.npi for item in found] == ["2000001018"] * 4 + ["2000003030"]


# --- what is answered --------------------------------------------------------------------


def test_a_paid_claim_says_what_was_paid_and_how() -> None:
    paid, denied = responses("277-subscriber")
    assert (paid.level, paid.outcome, paid.finalized) == ("claim", Outcome.FINALIZED, True)
    assert (paid.category, paid.code, paid.entity) == ("F1", "65", None)
    assert (paid.charge_amount, paid.paid_amount) == (Decimal("1250.5"), Decimal("980.4"))
    assert paid.payment is not None
    assert paid.payment.finalized_date == date(2025, 3, 17)
    assert paid.payment.remittance_date == date(2025, 3, 18)
    assert paid.payment.remittance_number == "EFT70001"
    assert [code.code for code in paid.statuses[0].codes] == ["65", "3", "105"]
    assert paid.voucher_number == "VOU2760101"
    assert paid.service_date == DateRange(date(2025, 3, 3), date(2025, 3, 5))
    assert paid.patient is not None
    assert (paid.patient.name, paid.payer.identifier) == ("JANE A DOE JR", "EHP01")
    contact = paid.payer.contact
    assert contact is not None
    assert (contact.name, contact.number, contact.third_number) == (
        "CLAIM DESK",
        "5125550111",
        "CLAIMS@EXAMPLE.ORG",
    )
    assert (denied.category, denied.statuses[0].meaning) == ("F2", "denied")
    assert (denied.paid_amount, denied.statuses[0].codes[1].code_list) == (Decimal(0), "RX")


def test_lines_of_an_answer_have_statuses_of_their_own() -> None:
    paid, _ = responses("277-subscriber")
    visit, supplies = paid.lines
    assert (visit.procedure.code, visit.revenue_code) == ("99284", "0450")
    assert (visit.charge_amount, visit.paid_amount) == (Decimal("850.5"), Decimal("700.4"))
    assert [code.entity for code in visit.statuses[0].codes] == [None, None, "85"]
    assert (supplies.procedure.qualifier, supplies.procedure.code) == ("NU", "0636")
    assert supplies.outcome is Outcome.FINALIZED


def test_pending_claims_are_of_subscriber_and_dependent() -> None:
    subscriber, dependent, paid = responses("277-dependent")
    assert [item.pending for item in (subscriber, dependent, paid)] == [True, True, False]
    assert (subscriber.dependent, dependent.category) == (None, "P3")
    assert dependent.patient is dependent.dependent
    assert [status.code for status in dependent.statuses] == ["317", "56"]
    assert paid.paid_amount == Decimal("12.5")


def test_an_answer_may_be_of_the_whole_request() -> None:
    (batch,) = responses("277-information-receiver")
    assert (batch.level, batch.patient, batch.provider) == ("batch", None, None)
    assert (batch.trace_number, batch.outcome) == ("STATUS27602", Outcome.ERROR)
    assert [code.outcome for code in batch.statuses[0].codes][-1] is Outcome.NOT_FOUND


def test_an_answer_may_be_of_a_provider() -> None:
    provider, claim, missing = responses("277-provider")
    assert (provider.level, provider.provider_trace_number) == ("provider", "0")
    assert provider.trace_number is None
    assert provider.provider is not None
    assert provider.provider.npi == "2000001018"
    assert (claim.level, claim.outcome) == ("claim", Outcome.NOT_FOUND)
    assert (missing.outcome, missing.accepted, missing.rejected) == (
        Outcome.NOT_FOUND,
        False,
        False,
    )


# --- what is acknowledged ----------------------------------------------------------------


def test_an_accepted_batch_is_accepted_at_every_level() -> None:
    found = acknowledgments("277ca-accepted")
    assert [item.level for item in found] == ["batch", "provider", "claim"]
    assert all(item.accepted and not item.rejected for item in found)
    batch, provider, claim = found
    assert batch.trace_number == "BATCH0101"
    assert (batch.accepted_quantity, batch.accepted_amount) == (Decimal(1), Decimal(150))
    assert (batch.rejected_quantity, batch.patient_control_number) == (None, None)
    assert (provider.provider_trace_number, provider.trace_number) == ("0", None)
    assert (provider.accepted_quantity, provider.accepted_amount) == (Decimal(1), Decimal(150))
    assert claim.patient_control_number == "PCN1001"
    assert claim.payer_claim_control_number == "EHPCLM0001"
    assert claim.statuses[0].action == "WQ"
    assert claim.patient is not None
    assert (claim.patient.name, claim.patient.identifier) == ("JANE A DOE", "XYZ100200300")
    assert claim.service_date == date(2025, 3, 3)


def test_an_acknowledgment_says_who_received_what_and_when() -> None:
    claim = acknowledgments("277ca-accepted")[-1]
    assert (claim.source.name, claim.source.is_payer) == ("EXAMPLE HEALTH PLAN", True)
    (receipt,) = claim.source.receipts
    assert receipt.number == "EHPRCPT0101"
    assert (receipt.received_on, receipt.processed_on) == (date(2025, 3, 10), date(2025, 3, 11))


def test_a_rejected_claim_says_why() -> None:
    batch, provider, accepted, rejected, returned = acknowledgments("277ca-rejected")
    assert (batch.accepted, batch.rejected_quantity, batch.rejected_amount) == (
        True,
        Decimal(2),
        Decimal("162.5"),
    )
    assert (provider.rejected_quantity, provider.rejected_amount) == (Decimal(2), Decimal("162.5"))
    (identifier,) = provider.provider_identifiers
    assert (identifier.qualifier, identifier.value) == ("TJ", "700001234")
    assert (accepted.rejected, rejected.rejected, returned.rejected) == (False, True, True)
    assert rejected.patient_control_number == "PCN1006"
    assert [(code.category, code.code) for code in rejected.statuses[0].codes] == [
        ("A7", "21"),
        ("A7", "255"),
    ]
    assert rejected.charge_amount == Decimal("87.5")
    (line,) = rejected.lines
    assert (line.procedure.code, line.procedure.modifiers) == ("97110", ("GP",))
    assert (line.outcome, line.line_control_number) == (Outcome.REJECTED, "PCN1006L1")
    assert returned.statuses[0].meaning == "returned as unprocessable; it was not taken in"


# --- categories --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "category, outcome",
    [
        *(("A0", "accepted"), ("A1", "accepted"), ("A2", "accepted"), ("A5", "accepted")),
        *(("A3", "rejected"), ("A6", "rejected"), ("A7", "rejected"), ("A8", "rejected")),
        *(("A4", "not-found"), ("D0", "not-found"), ("P1", "pending"), ("F3F", "finalized")),
        *(("R4", "request"), ("RQ", "request"), ("E1", "error")),
        # Of a family that is known, and of none.
        *(("P99", "pending"), ("A99", None), ("ZZ", None)),
    ],
)
def test_a_category_says_what_becomes_of_a_claim(category: str, outcome: str | None) -> None:
    assert StatusCode(category=category, code="1").outcome == outcome


def test_every_category_of_the_list_has_words() -> None:
    known = external_codes("claim_status_cat")
    assert known is not None
    # X0 was withdrawn before 5010 and says nothing.
    for category in known - {"X0"}:
        code = StatusCode(category=category, code="1")
        assert code.meaning
        assert code.outcome is not None


def test_one_rejection_among_several_statuses_is_a_rejection() -> None:
    def status(*categories: str) -> Status:
        codes = tuple(StatusCode(category=category, code="1") for category in categories)
        return Status(codes=codes)

    model = acknowledgments("277ca-accepted")[-1]
    mixed = model.evolve(statuses=(status("A2"), status("A1", "A7")))
    assert (mixed.rejected, mixed.accepted) == (True, False)
    nothing = model.evolve(statuses=())
    assert (nothing.rejected, nothing.accepted, nothing.category) == (False, False, None)


# --- broken files ------------------------------------------------------------------------


def several_levels(old: str, new: str) -> bytes:
    text = (VALID / "276-several-levels.x12").read_text("ascii")
    assert text.count(old) == 1
    return text.replace(old, new).encode()


_NAME = "NM1*IL*1*DOE*JOHN*B***MI*XYZ200300400~\n"
_TRACE = "TRN*1*ASK27603A~\n"


@pytest.mark.parametrize(
    "data",
    [several_levels(_NAME, ""), several_levels(_NAME + _TRACE, _TRACE + _NAME)],
    ids=["missing", "too late"],
)
def test_claims_of_a_subscriber_without_a_name_are_gaps(data: bytes) -> None:
    found = models_of(None, "276", data=data)
    assert [item.patient.name for item in found] == ["EXAMPLE WORKS", "JANE DOE"]
    assert found.gaps >= 3  # his own claim, and one of each of two dependents
    assert not found.ok


def test_a_claim_that_the_file_ends_in_is_a_gap() -> None:
    whole = several_levels("JOHN", "JOHN")
    cut = whole[: whole.index(b"REF*EJ*PCN27603E")]
    found = models_of(None, "276", data=cut)
    assert [item.trace_number[-1] for item in found] == ["A", "B", "C", "D"]
    assert (found.gaps, found.complete) == (1, False)


# --- made in Python ----------------------------------------------------------------------


def test_a_status_without_its_provider_is_not_taken_for_one_of_the_batch() -> None:
    claim = responses("277-subscriber")[0]
    with pytest.raises(ModelError, match="a level"):
        written([claim.evolve(provider=None)])


def test_a_status_has_room_for_three_codes() -> None:
    claim = responses("277-subscriber")[0]
    codes = (StatusCode(category="F1", code="65"),) * 4
    with pytest.raises(ModelError, match="room for 3"):
        written([claim.evolve(statuses=(Status(codes=codes, effective_date=date(2025, 1, 2)),))])


def test_what_a_guide_lacks_is_refused() -> None:
    claim = responses("277-subscriber")[0]
    status = claim.statuses[0].evolve(message="FREE TEXT")
    with pytest.raises(ModelError, match="message"):
        written([claim.evolve(statuses=(status,))])
    with pytest.raises(ModelError, match="birth_date"):
        written([claim.evolve(subscriber=claim.subscriber.evolve(birth_date=date(1980, 1, 1)))])  # type: ignore[union-attr]  # the sample has one


def test_claims_of_one_level_stand_together_however_they_come() -> None:
    read = inquiries("276-several-levels")
    again = list(models_of(None, "276", data=written([made_anew(item) for item in reversed(read)])))
    assert sorted(item.trace_number for item in again) == [item.trace_number for item in read]
    # A subscriber's own claims come before those of dependents.
    names = [item.patient.name for item in again]
    assert names.index("JOHN B DOE") < names.index("TINA DOE") < names.index("TIMMY DOE")


def test_a_small_inquiry_is_made_of_few_fields() -> None:
    like = inquiries("276-subscriber")[0]
    inquiry = StatusInquiry(
        header=like.header,
        payer=like.payer,
        receiver=like.receiver,
        provider=Provider(
            names=(
                ProviderName(
                    entity_type="2", last_name="CLINIC", id_qualifier="XX", identifier="2000001018"
                ),
            )
        ),
        subscriber=Subscriber(
            entity_type="1",
            last_name="DOE",
            first_name="JANE",
            birth_date=date(1980, 2, 15),
            id_qualifier="MI",
            identifier="XYZ100200300",
        ),
        trace_number="ASK1",
    )
    (again,) = models_of(None, "276", data=written([inquiry]))
    assert again == inquiry


def test_nothing_of_a_patient_is_in_a_repr() -> None:
    found: list[ClaimStatus] = [*responses("277-subscriber"), *acknowledgments("277ca-rejected")]
    assert {repr(item) for item in found} == {"<StatusResponse>", "<ClaimAcknowledgment>"}
