"""Balance of models: the same rules, codes and places as in a file that is validated."""

from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given

import edi_portal
from edi_portal import testing
from edi_portal.matching import balancing
from edi_portal.matching.posting import post
from edi_portal.models.remittance import ClaimPayment, Remittance
from tests.build import encode
from tests.conftest import ROOT
from tests.corpus.index import entries
from tests.guides.test_balance import RFI_2570, claim, found, remittance
from tests.models.round_trips import fewer, written


def read(segments: list[str]) -> Remittance:
    (item,) = edi_portal.remittances(data=encode(segments))
    return item


def test_rfi_2570_balances_though_its_lines_come_to_another_sum() -> None:
    item = read(remittance("98.92", *RFI_2570))
    (paid,) = item.claims
    assert sum(service.payment_amount for service in paid.services) == Decimal("494.60")
    assert balancing.expected_of_claim(paid) == paid.payment_amount == Decimal("98.92")
    assert list(balancing.of_remittance(item)) == []


@pytest.mark.parametrize(
    "segments",
    [
        remittance("98.92", *[text.replace("*33.68", "*33") for text in RFI_2570]),
        remittance("98.93", *claim("100", "98.92"), "LX*2", *RFI_2570),
        remittance("0", *claim("-5", "0"), *RFI_2570, behind=["PLB*1*20251231*WO:A*98.92"]),
        remittance("2", *claim("1", "1"), *claim("3", "1"), *claim("1", "0")),
    ],
)
def test_models_and_files_are_judged_alike(segments: list[str]) -> None:
    of_file = found(segments)
    assert of_file
    of_models = balancing.findings(read(segments))

    def told(items: object) -> list[object]:
        assert isinstance(items, list | tuple)
        return [
            (
                item.code,
                item.location.reference,
                item.location.loop,
                item.location.claim,
                item.value,
            )
            for item in items
        ]

    assert told(of_models) == told(of_file)


@fewer(0.5)
@given(testing.remittances())
def test_a_remittance_that_is_written_is_judged_as_its_file(item: Remittance) -> None:
    codes = [found.code for found in edi_portal.validate(data=written([item])).findings]
    assert codes == [found.code for found in balancing.findings(item)]


def test_amounts_are_shown_on_request_only() -> None:
    (item,) = balancing.findings(read(remittance("98.92", *claim("99", "98.92"))), "era.835")
    assert item.value == "expected 99, actual 98.92"
    assert item.location.file == "era.835"
    assert "98" not in repr(item) + item.message
    (uneven,) = balancing.of_remittance(read(remittance("98.92", *claim("99", "98.92"))))
    assert "98" not in repr(uneven)
    assert "99" not in repr(uneven)
    assert uneven.difference == Decimal("-0.08")


def test_the_context_of_the_caller_does_not_matter() -> None:
    item = read(remittance("98.92", *RFI_2570))
    with localcontext(prec=2):
        assert balancing.findings(item) == ()


def test_a_claim_by_itself() -> None:
    paid = ClaimPayment(
        patient_control_number="A",
        status_code="1",
        charge_amount=Decimal(10),
        payment_amount=Decimal(9),
        claim_filing_code="12",
        payer_claim_control_number="P",
    )
    (uneven,) = balancing.of_claim(paid, 7)
    assert (uneven.code, uneven.claim, uneven.service) == ("BAL002", 7, None)
    assert next(balancing.of_claim(paid)).claim == 1


def test_public_files_are_judged_alike_by_models_and_by_validation(corpus: Path) -> None:
    """Where a file is sound but for its sums; what is broken otherwise is not all judged."""
    seen = 0
    for entry in entries(corpus):
        path = corpus / entry.path
        if entry.transaction_set != "835":
            continue
        report = edi_portal.validate(path, legacy=True)
        uneven = [item.code for item in report.findings if item.code.startswith("BAL")]
        if report.counts.errors != len(uneven):
            continue
        models = edi_portal.remittances(path, legacy=True)
        assert uneven == [found.code for item in models for found in balancing.findings(item)]
        seen += 1
    assert seen >= 10


@pytest.mark.parametrize(
    "name", [path.name for path in sorted((ROOT / "samples" / "valid").glob("835*"))]
)
def test_samples_balance(name: str, samples: Path) -> None:
    for item in edi_portal.remittances(samples / "valid" / name):
        assert balancing.findings(item) == ()
        posting = post(item)
        assert posting.cash == item.payment_amount
        assert all(
            sum(entry.amount for entry in posted.entries) == posted.payment.charge_amount
            for posted in posting.claims
        )
