"""Models of a file one after another: what is broken leaves a word, and the next is read."""

import io
import itertools
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from edi_portal.errors import SourceError, UsageError
from edi_portal.findings import Finding
from edi_portal.models.claim import ProfessionalClaim
from edi_portal.models.stream import Models
from edi_portal.parsing import claim_payments, claims, inquiries, parse, remittances

ALL = ["PCN1005", "PCN1006", "PCN1007", "PCN1008", "PCN1009"]


@pytest.fixture(scope="module")
def several(root: Path) -> str:
    """Five claims of two providers, in one transaction set."""
    return (root / "samples/valid/837p-several-claims.x12").read_text()


def read(text: str, **options: Any) -> tuple[Models[Any], list[Any]]:
    found = claims(data=text.encode(), **options)
    return found, list(found)


def numbers(models: list[Any]) -> list[str]:
    return [claim.patient_control_number for claim in models]


def gaps(found: Models[Any]) -> list[Finding]:
    return [item for item in found.findings if item.code == "MDL001"]


# --- whole files -------------------------------------------------------------------------


def test_claims_come_in_order_with_what_they_stand_under(several: str) -> None:
    found, models = read(several)
    assert numbers(models) == ALL
    assert (found.ok, found.complete, found.gaps, found.findings) == (True, True, 0, [])
    assert found.counts.transactions == 1
    names = [claim.billing_provider.name for claim in models]
    assert names == ["RIVERSIDE FAMILY CLINIC"] * 4 + ["TAYLOR EXAMPLE"]
    assert [claim.subscriber.last_name for claim in models] == ["DOE", "DOE", "DOE", "DOE", "ROE"]
    patients = [claim.patient.first_name if claim.patient else None for claim in models]
    assert patients == [None, None, "TIMMY", "MARIA", None]


def test_what_is_above_several_claims_is_one_object(several: str) -> None:
    _, models = read(several)
    assert len({id(claim.transmission) for claim in models}) == 1
    assert len({id(claim.billing_provider) for claim in models}) == 2
    assert models[2].subscriber is models[3].subscriber


def test_nothing_is_ok_before_the_end(several: str) -> None:
    found = claims(data=several.encode())
    for _ in ALL:
        next(found)
        assert not found.ok
        assert not found.complete
    assert next(found, None) is None
    assert found.ok


def test_an_input_without_anything_gives_nothing_and_says_so() -> None:
    found, models = read("")
    assert models == []
    assert not found.ok
    assert [item.name for item in found.findings] == ["empty-input"]


# --- broken units ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, reason",
    [
        ("CLM*PCN1006*87.5*", "CLM*PCN1006**", "ProfessionalClaim.charge_amount is required"),
        ("CLM*PCN1006*87.5*", "CLM*PCN1006*87,5*", "ProfessionalClaim.charge_amount cannot be"),
        ("*87.5*UN*2***1", "*87.5*UN*TWO***1", "ProfessionalLine.units cannot be read"),
        ("HC:97110:GP*87.5", "*87.5", "ProfessionalLine.procedure is required and missing"),
        ("472*D8*20250306", "472*D8*20250230", "ProfessionalLine.service_date cannot be read"),
    ],
)
def test_a_claim_too_broken_leaves_a_finding_and_the_next_is_read(
    several: str, old: str, new: str, reason: str
) -> None:
    found, models = read(several.replace(old, new))
    assert numbers(models) == ["PCN1005", "PCN1007", "PCN1008", "PCN1009"]
    assert (found.ok, found.complete, found.gaps) == (False, False, 1)
    (gap,) = gaps(found)
    assert f"; {reason}" in gap.message
    assert "PCN1006" not in gap.message
    assert (gap.location.segment, gap.location.segment_in_file) == ("CLM", 29)
    assert gap.location.transaction == "0001"
    # What is wrong was said before, and both are counted.
    assert len(found.findings) == found.counts.errors == 2


def test_an_error_that_a_model_can_live_with_is_a_finding_alone(several: str) -> None:
    found, models = read(several.replace("HI*ABK:M5450", "HI*XYZ:M5450"))
    assert numbers(models) == ALL
    assert (found.ok, found.complete, found.gaps) == (False, True, 0)
    assert found.counts.errors == len(found.findings) == 1


def test_a_level_too_broken_takes_what_stands_under_it(several: str) -> None:
    found, models = read(several.replace("N3*100 SAMPLE STREET~\n", ""))
    # Claims of the other provider are read.
    assert numbers(models) == ["PCN1009"]
    told = [gap.message for gap in gaps(found)]
    assert any("BillingProvider" in text for text in told)
    assert sum("ProfessionalClaim: what it stands under" in text for text in told) == 4


def test_a_claim_without_a_level_above_it_is_a_gap(several: str) -> None:
    start, end = several.index("HL*2*1*22"), several.index("CLM*PCN1005")
    found, models = read(several[:start] + several[end:])
    assert "PCN1009" in numbers(models)
    assert len(models) + sum("ProfessionalClaim" in gap.message for gap in gaps(found)) >= 5


def test_claims_do_without_the_header_of_their_transaction_set(several: str) -> None:
    found, models = read(several.replace("BHT*0019*00*BATCH0105*20250310*0915*CH~\n", ""))
    assert numbers(models) == ALL
    assert {claim.transmission for claim in models} == {None}
    (gap,) = gaps(found)
    assert "Transmission." in gap.message


def test_a_wrong_component_separator_makes_a_gap_of_every_claim(several: str) -> None:
    found, models = read(several[:104] + ">" + several[105:])
    assert (models, found.gaps) == ([], 5)
    # One wrong separator is one defect, however many claims show it.
    assert [item.code for item in found.findings].count("ELE020") == 1


def test_a_remittance_whose_header_cannot_be_read_is_not_given(samples: Path) -> None:
    text = (samples / "valid/835-provider-adjustment.x12").read_text()
    broken = text.replace("DTM*405*20250403", "DTM*405*20251340").encode()
    found = remittances(data=broken)
    assert (list(found), found.gaps) == ([], 1)
    payments = claim_payments(data=broken)
    assert [payment.remittance for payment in payments] == [None, None]
    assert payments.gaps == 1


# --- cut short ---------------------------------------------------------------------------


def test_a_file_cut_short_never_yields_fewer_claims_without_a_word(several: str) -> None:
    ends = [at for at, mark in enumerate(several) if mark == "~"]
    for end in ends[:-1]:
        text = several[: end + 1]
        found, models = read(text)
        begun = text.count("CLM*")
        assert not found.ok
        assert numbers(models) == ALL[: len(models)]
        assert len(models) >= begun - 1
        if len(models) < begun:
            assert "the file ends within it" in gaps(found)[-1].message
            assert not found.complete


def test_a_claim_that_the_file_ends_in_is_not_given(several: str) -> None:
    cut = several.index("SV1*HC:99214")
    found, models = read(several[:cut])
    assert numbers(models) == ALL[:3]
    assert [gap.message.partition("; ")[2] for gap in gaps(found)] == [
        "ProfessionalClaim: the file ends within it"
    ]


# --- other transaction sets --------------------------------------------------------------


def test_a_guide_that_is_not_known_is_a_gap(several: str) -> None:
    found, models = read(several.replace("005010X222A1", "005010X999"))
    assert models == []
    assert not found.complete
    assert "its guide is not known" in gaps(found)[0].message


def test_other_transaction_sets_are_checked_and_told_of(several: str) -> None:
    found = remittances(data=several.encode())
    assert list(found) == []
    assert found.ok
    assert [(item.code, item.severity.value) for item in found.findings] == [("MDL002", "info")]
    assert found.counts.transactions == 1
    broken = remittances(data=several.replace("CLM*PCN1006*87.5*", "CLM*PCN1006**").encode())
    assert list(broken) == []
    assert broken.counts.errors == 1


def test_all_kinds_of_a_file_come_in_its_order(samples: Path) -> None:
    path = samples / "valid" / "several-interchanges.x12"
    found = parse(path)
    kinds = [type(model).__name__ for model in found]
    assert found.ok
    assert len(set(kinds)) > 1
    only = parse(path, guides=["837P"])
    assert [type(model).__name__ for model in only] == ["ProfessionalClaim"] * kinds.count(
        "ProfessionalClaim"
    )
    with pytest.raises(UsageError, match="no other guide"):
        parse(path, guides=["837X"])


# --- findings ----------------------------------------------------------------------------


def test_findings_are_told_one_by_one_to_who_asks(several: str) -> None:
    text = several.replace("CLM*PCN1006*87.5*", "CLM*PCN1006**")
    kept, _ = read(text)
    told: list[Finding] = []
    found, models = read(text, on_finding=told.append)
    assert found.findings == []
    assert told == kept.findings
    assert found.gaps == 1
    assert numbers(models) == ["PCN1005", "PCN1007", "PCN1008", "PCN1009"]


def test_findings_come_before_the_models_behind_them(several: str) -> None:
    text = several.replace("CLM*PCN1006*87.5*", "CLM*PCN1006**")
    story: list[str] = []
    found = claims(data=text.encode(), on_finding=lambda item: story.append(item.code))
    story.extend(claim.patient_control_number for claim in found)
    assert story == ["PCN1005", "ELE001", "MDL001", "PCN1007", "PCN1008", "PCN1009"]


def test_findings_beyond_the_limit_are_counted(several: str) -> None:
    text = several.replace("*D8*2025030", "*D8*2025730")
    found, _ = read(text, max_findings=2)
    assert [item.code for item in found.findings][2:] == ["SRC008"]
    assert found.counts.errors > 2


# --- remittances -------------------------------------------------------------------------


def test_a_remittance_has_its_claims_and_they_have_it(samples: Path) -> None:
    path = samples / "valid" / "835-provider-adjustment.x12"
    (whole,) = remittances(path)
    assert whole.claims
    assert whole.adjustments
    assert all(claim.remittance is whole for claim in whole.claims)


def test_claim_payments_come_one_by_one_before_the_end_is_known(samples: Path) -> None:
    path = samples / "valid" / "835-provider-adjustment.x12"
    (whole,) = remittances(path)
    single = list(claim_payments(path))
    assert tuple(single) == whole.claims
    for claim in single:
        assert claim.remittance is not None
        assert (claim.remittance.claims, claim.remittance.adjustments) == ((), ())
        assert claim.remittance.trace_number == whole.trace_number


# --- inputs and memory -------------------------------------------------------------------


def test_an_input_that_cannot_be_read_is_an_error_when_iteration_begins(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        list(claims(tmp_path / "none.x12"))
    with pytest.raises(UsageError):
        list(claims(tmp_path / "none.x12", data=b""))
    with pytest.raises(UsageError):
        inquiries(data=b"", snip=9)


class Endless(io.BytesIO):
    """A file with one claim after another in one transaction set, for as long as it is read."""

    def __init__(self, several: str) -> None:
        super().__init__()
        start, end = several.index("CLM*PCN1005"), several.index("CLM*PCN1006")
        self._pieces: Iterator[str] = itertools.chain(
            [several[:start]], itertools.repeat(several[start:end])
        )
        self.given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = b""
        while len(found) < (size or 0):
            found += next(self._pieces).encode()
        self.given += len(found)
        return found


def test_memory_does_not_grow_with_the_file(several: str) -> None:
    """The input is read as models are asked for, and a model that is let go of is gone."""
    source = Endless(several)
    found = claims(stream=source)
    first = next(found)
    assert isinstance(first, ProfessionalClaim)
    begun = source.given
    seen: list[Callable[[], object]] = [weakref.ref(first)]
    del first
    seen.extend(weakref.ref(claim) for claim in itertools.islice(found, 500))
    assert sum(one() is not None for one in seen) <= 2
    # 500 claims of some 200 bytes, and one block that was read ahead.
    assert source.given - begun < 500 * 250 + 4 * begun


def test_a_claim_that_lost_a_segment_to_one_out_of_its_order_is_a_gap(several: str) -> None:
    # The diagnoses stand behind a level that is in the way: nothing else says that they are missing.
    claim = several.index("CLM*PCN1006")
    diagnoses = several.index("HI*", claim)
    found, claims_found = read(several[:diagnoses] + "HL*2*1*22*0~\n" + several[diagnoses:])
    assert "PCN1006" not in numbers(claims_found)
    assert len(gaps(found)) >= 1
    for model in claims_found:
        assert model.diagnoses
    assert not found.ok
