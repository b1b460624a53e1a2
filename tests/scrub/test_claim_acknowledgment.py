"""The 277CA of scrubbed claims: valid, complete, and its totals right."""

import io
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

import edi_portal
from edi_portal.claim_acknowledgment import ClaimAnswers
from edi_portal.findings import Severity
from edi_portal.models.status import ClaimAcknowledgment
from edi_portal.scrubber.engine import Scrubber
from edi_portal.scrubbing import Checked, Scrubbing
from tests.scrub.cases import base_claim

BASES = Path(__file__).parent / "bases"
SAMPLES = Path(__file__).parents[2] / "samples" / "valid"
NOW = datetime(2025, 3, 11, 8, 30)  # noqa: DTZ001  envelopes bear no zone


def answered(data: bytes) -> tuple[list[ClaimAcknowledgment], bytes]:
    """The acknowledgments of the claims of a file, and the file they are written to."""
    answers = ClaimAnswers(NOW)
    for item in Scrubbing(None, Scrubber(), stream=io.BytesIO(data)):
        answers.add(item)
    written = edi_portal.write(
        answers.models(), sender="PAYER", receiver="SENDER", as_of=NOW, guide="277CA"
    )
    assert written.data is not None
    read = [
        item
        for item in edi_portal.statuses(data=written.data)
        if isinstance(item, ClaimAcknowledgment)
    ]
    return read, written.data


@pytest.mark.parametrize(
    "path",
    [*sorted(BASES.glob("*.x12")), *sorted(SAMPLES.glob("837*.x12"))],
    ids=lambda path: path.name,
)
def test_every_claim_is_answered_and_the_answer_is_valid(path: Path) -> None:
    data = path.read_bytes()
    found, written = answered(data)
    assert edi_portal.validate(data=written).findings == ()
    claims = [item for item in found if item.level == "claim"]
    sent = [item.patient_control_number for item in edi_portal.claims(data=data)]
    assert Counter(item.patient_control_number for item in claims) == Counter(sent)


def test_rejected_claims_are_named_with_the_status_of_the_rule() -> None:
    data = (SAMPLES / "837p-several-claims.x12").read_bytes()
    found, _ = answered(data.replace(b"2000001018", b"2000001019"))
    claims = [item for item in found if item.level == "claim"]
    said = {item.patient_control_number: (item.category, item.code, item.entity) for item in claims}
    assert said == {
        "PCN1005": ("A7", "562", "85"),
        "PCN1006": ("A7", "562", "85"),
        "PCN1007": ("A7", "562", "85"),
        "PCN1008": ("A7", "562", "85"),
        "PCN1009": ("A2", "20", "PR"),
    }
    assert [item.statuses[0].action for item in claims] == ["U"] * 4 + ["WQ"]


def test_totals_are_of_each_payer_and_provider() -> None:
    data = (SAMPLES / "837p-several-claims.x12").read_bytes()
    found, _ = answered(data.replace(b"2000001018", b"2000001019"))
    sums = [
        (item.level, item.accepted_quantity, item.rejected_quantity, item.rejected_amount)
        for item in found
        if item.level != "claim"
    ]
    assert sums == [
        ("batch", None, Decimal(4), Decimal("437.5")),
        ("provider", None, Decimal(4), Decimal("437.5")),
        ("batch", Decimal(1), None, None),
        ("provider", Decimal(1), None, None),
    ]


def test_totals_of_claims_that_are_taken_and_claims_that_are_not() -> None:
    model = base_claim("professional")
    answers = ClaimAnswers(NOW)
    assert (answers.accepted, answers.rejected) == (0, 0)
    for charge, severities in (
        ("100.10", ()),
        ("7.05", (Severity.WARNING, Severity.ERROR)),
        ("0.95", (Severity.WARNING,)),
        ("12", (Severity.ERROR,)),
        ("1", (Severity.INFO,)),
    ):
        claim = model.evolve(charge_amount=Decimal(charge))
        answers.add(Checked(claim=claim, structure=(), found=(), severities=severities))
    assert (answers.accepted, answers.rejected) == (3, 2)
    whole, provider, *claims = answers.models()
    for item in (whole, provider):
        assert (item.accepted_quantity, item.accepted_amount) == (Decimal(3), Decimal("102.05"))
        assert (item.rejected_quantity, item.rejected_amount) == (Decimal(2), Decimal("19.05"))
        assert [status.charge_amount for status in item.statuses] == [Decimal("121.10")]
    sums = [item.statuses[0].charge_amount for item in claims]
    assert sums == [Decimal(charge) for charge in ("100.10", "7.05", "0.95", "12", "1")]


def test_claims_are_told_apart_by_transmission_payer_and_provider() -> None:
    model = base_claim("professional")
    assert model.transmission is not None
    payer = model.subscriber.payer.evolve(identifier="EHP02")
    other = model.evolve(subscriber=model.subscriber.evolve(payer=payer))
    provider = model.evolve(billing_provider=model.billing_provider.evolve(npi="2000002024"))
    again = model.evolve(transmission=model.transmission.evolve(reference="AGAIN"))
    answers = ClaimAnswers(NOW)
    for claim in (model, other, provider, model.evolve(transmission=None), again, other, model):
        answers.add(Checked(claim=claim, structure=(), found=(), severities=()))
    found = [
        (str(item.level), item.source.identifier, int(item.accepted_quantity or 0))
        for item in answers.models()
        if item.level != "claim"
    ]
    assert found == [
        ("batch", "EHP01", 2),
        ("provider", "EHP01", 1),
        ("provider", "EHP01", 1),
        ("batch", "EHP02", 1),
        ("provider", "EHP02", 1),
        ("batch", "EHP01", 1),
        ("provider", "EHP01", 1),
        ("batch", "EHP02", 1),
        ("provider", "EHP02", 1),
        ("batch", "EHP01", 1),
        ("provider", "EHP01", 1),
    ]


def test_an_acknowledgment_says_who_asks_who_answers_and_when() -> None:
    model = base_claim("professional")
    answers = ClaimAnswers(NOW.replace(second=7, microsecond=8))
    answers.add(Checked(claim=model, structure=(), found=(), severities=()))
    whole, provider, _ = answers.models()
    assert whole.header.created_at == NOW.time()
    assert model.transmission is not None
    for item in (whole, provider):
        assert item.source.name == model.subscriber.payer.name
        assert item.source.identifier == model.subscriber.payer.identifier
        assert item.receiver.identifier == model.transmission.submitter.identifier
    assert [(one.qualifier, one.value) for one in provider.provider_identifiers] == [
        ("TJ", model.billing_provider.tax_id)
    ]


def test_a_provider_without_npi_is_known_by_its_tax_id() -> None:
    model = base_claim("professional")
    answers = ClaimAnswers(NOW)
    for changed in (
        {"npi": None},
        {"npi": None, "organization_name": "RIVERSIDE AGAIN"},
        {"npi": None, "employer_tax_id": None},
    ):
        billing = model.billing_provider.evolve(**changed)
        claim = model.evolve(billing_provider=billing)
        answers.add(Checked(claim=claim, structure=(), found=(), severities=()))
    providers = [item for item in answers.models() if item.level == "provider"]
    assert [item.accepted_quantity for item in providers] == [2, 1]
    assert [len(item.provider_identifiers) for item in providers] == [1, 0]


def test_what_the_guide_finds_rejects_too() -> None:
    data = (BASES / "professional.x12").read_bytes().replace(b"*A*Y*Y~", b"*A*Y*X~")
    found, _ = answered(data)
    (claim,) = [item for item in found if item.level == "claim"]
    assert (claim.category, claim.code, claim.entity) == ("A7", "21", None)


def test_a_fault_of_the_subscriber_rejects_only_claims_below_it() -> None:
    data = (SAMPLES / "837p-several-claims.x12").read_bytes()
    broken = data.replace(b"NM1*IL*1*DOE*JANE*A", b"NM1*IL*1*DOE*JANE*A" + b"A" * 40, 1)
    found, _ = answered(broken)
    said = {item.patient_control_number: item.category for item in found if item.level == "claim"}
    assert said["PCN1005"] == said["PCN1006"] == "A7"
    assert said["PCN1009"] == "A2"


def test_a_claim_has_as_many_statuses_as_it_has_reasons() -> None:
    data = (BASES / "professional.x12").read_bytes()
    for right, wrong in ((b"2000001018", b"2000001019"), (b"2000002024", b"2000002025")):
        data = data.replace(right, wrong)
    found, _ = answered(data)
    (claim,) = [item for item in found if item.level == "claim"]
    assert [(code.code, code.entity) for code in claim.statuses[0].codes] == [
        ("562", "85"),
        ("562", "82"),
    ]
