"""Reconciling in steps: what is read, what is told of it, and what is read a second time."""

from pathlib import Path

import pytest

import edi_portal
from edi_portal.errors import SourceError, UsageError
from edi_portal.matching.results import Result, Step
from edi_portal.reconciling import Reconciling, match
from tests.build import claim_file, encode, group, interchange, put, transaction
from tests.guides.test_balance import HEADING, claim, remittance


def two(first: str = "BPR*I*10*C*CHK************20250310") -> list[str]:
    """A file of two remittances, of one claim and of two."""
    bodies = (
        (first, *HEADING, "LX*1", *claim("10", "10")),
        (
            "BPR*I*50*C*CHK************20250311",
            *HEADING,
            "LX*1",
            *claim("20", "20"),
            *claim("30", "30"),
        ),
    )
    sets = [
        transaction(body, identifier="835", number=f"{number:04}")
        for number, body in enumerate(bodies, 1)
    ]
    return interchange(group(*sets, identifier="HP", version="005010X221A1"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "era.835"
    target.write_bytes(encode(two()))
    return target


def again(work: Reconciling) -> list[tuple[int, int]]:
    return [(number, len(item.claims)) for number, item, _ in work.remittances_again()]


def test_remittances_come_again_with_the_number_of_their_first_payment(path: Path) -> None:
    work = Reconciling()
    work.read_remittances(path)
    assert again(work) == [(0, 1), (1, 2)]


def test_a_remittance_too_broken_to_be_read_keeps_the_numbers_of_the_others(path: Path) -> None:
    path.write_bytes(encode(two("BPR*I*ten*C*CHK************20250310")))
    work = Reconciling()
    work.read_remittances(path)
    assert again(work) == [(1, 2)]


def test_a_remittance_too_broken_may_be_the_last(path: Path) -> None:
    path.write_bytes(encode(put(two(), "BPR", "BPR*I*ten*C*CHK************20250310", nth=2)))
    work = Reconciling()
    work.read_remittances(path)
    assert again(work) == [(0, 1)]


def test_a_file_that_has_changed_since_is_refused(path: Path) -> None:
    work = Reconciling()
    work.read_remittances(path)
    path.write_bytes(encode(remittance("10", *claim("10", "10"))))
    with pytest.raises(SourceError, match="changed"):
        again(work)


def test_a_stream_cannot_be_read_again(path: Path) -> None:
    work = Reconciling()
    work.read_remittances(data=path.read_bytes())
    assert work.summary.payments == 0
    assert len(list(work.matches())) == work.summary.payments == 3
    with pytest.raises(UsageError, match="stream"):
        again(work)


def test_remittances_that_are_models_come_again_as_they_are(path: Path) -> None:
    models = list(edi_portal.remittances(path))
    work = Reconciling()
    for item in models:
        work.read_remittances(item)
    found = list(work.remittances_again())
    assert [(number, before) for number, _, before in found] == [(0, False), (1, False)]
    assert [item for _, item, _ in found] == models


def test_no_more_is_told_than_was_asked_for(tmp_path: Path) -> None:
    uneven = tmp_path / "uneven.835"
    uneven.write_bytes(encode(remittance("30", *claim("9", "10"), *claim("21", "20"))))
    broken = tmp_path / "broken.835"
    broken.write_bytes(encode(put(put(two(), "TRN"), "TRN")))
    told = []
    for most in (1, 1_000):
        work = Reconciling(max_findings=most)
        work.read_remittances(uneven)
        work.read_remittances(broken)
        told.append((len(work.imbalances), min(len(work.findings), 2)))
        assert work.summary.out_of_balance == 2
    assert told == [(1, 1), (2, 2)]


def test_imbalances_of_models_are_told_as_those_of_files(tmp_path: Path) -> None:
    uneven = encode(remittance("31", *claim("9", "10"), *claim("20", "20")))
    source = tmp_path / "uneven.835"
    source.write_bytes(uneven)
    of_file = match(remittances=source)
    of_models = match(remittances=list(edi_portal.remittances(data=uneven)))
    for found in (of_file, of_models):
        assert [item.code for item in found.findings] == ["BAL002", "BAL003"]
        assert (found.ok, found.complete, found.summary.out_of_balance) == (False, True, 2)


def test_acknowledgments_tell_the_payers_number(tmp_path: Path, samples: Path) -> None:
    """The payment bears the payer's number alone; the 277CA has said whose that is."""
    answer = samples / "valid" / "277ca-accepted.x12"
    status = next(item for item in edi_portal.statuses(answer) if item.payer_claim_control_number)
    control, number = status.patient_control_number, status.payer_claim_control_number
    sent = tmp_path / "claims.837"
    sent.write_bytes(encode(put(claim_file(), "CLM", f"CLM*{control}*100***11:B:1*Y*A*Y*Y")))
    paid = tmp_path / "era.835"
    lost = [
        text.replace("PCN1", "0").replace("ICN1", str(number))
        for text in claim("100", "80", "CAS*CO*45*20")
    ]
    paid.write_bytes(encode(remittance("80", *lost)))
    alone = match(sent, paid).matches[0]
    assert alone.step is not Step.PAYER_NUMBER
    (known, *_) = match(sent, paid, acknowledgments=answer).matches
    assert (known.result, known.step) == (Result.MATCHED, Step.PAYER_NUMBER)
