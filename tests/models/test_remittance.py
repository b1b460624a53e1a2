"""Remittances: every element of the guide, and the same segments when they are written again."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.errors import ModelError
from edi_portal.findings import Severity
from edi_portal.guides import registry
from edi_portal.guides.places import Map
from edi_portal.guides.units import Unit
from edi_portal.models.adjustments import AdjustmentReason
from edi_portal.models.build import read_whole
from edi_portal.models.coverage import unbound
from edi_portal.models.parts import Reference
from edi_portal.models.remittance import (
    LAYOUTS,
    ClaimPayment,
    CorrectedName,
    ProviderAdjustmentReason,
)
from tests.conftest import ROOT
from tests.corpus.index import entries
from tests.models.rewriting import model_of, rebuilt, texts, units, written

(LAYOUT,) = LAYOUTS
VERSIONS = {"005010X221", "005010X221A1"}
SAMPLES = sorted((ROOT / "samples" / "valid").glob("835-*.x12"))

# A file that its authors call valid and of which a unit is no model: BPR16 has no such month.
UNREADABLE = {"managed-care.835": ["Remittance.payment_date"]}


def without_errors(path: Path) -> bool:
    return all(found.severity is not Severity.ERROR for found in edi_portal.validate(path).findings)


def check_lossless(path: Path) -> int:
    """Each unit reads whole and, made anew from its fields, writes the same segments."""
    found = 0
    for unit in units(path, LAYOUT):
        model = model_of(unit, LAYOUT)
        read_whole(model)
        anew = rebuilt(model)
        assert anew == model
        assert written(anew, unit, LAYOUT) == texts(unit)
        found += 1
    return found


# --- complete and lossless ---------------------------------------------------------------


def test_every_element_of_the_guide_is_bound() -> None:
    places = Map(registry.load(registry.find("005010X221A1", "835")))
    assert list(unbound(LAYOUT, places)) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_rewritten_from_its_fields(path: Path) -> None:
    assert check_lossless(path) >= 4


def test_public_files_are_rewritten_from_their_fields(corpus: Path) -> None:
    paths = [corpus / entry.path for entry in entries(corpus) if entry.versions <= VERSIONS]
    clean = [path for path in paths if without_errors(path)]
    assert len(clean) >= 10
    assert sum(map(check_lossless, clean)) > 60


def test_public_files_with_errors_are_read_as_far_as_they_go(corpus: Path) -> None:
    unreadable: dict[str, list[str]] = {}
    paths = [
        corpus / entry.path
        for entry in entries(corpus)
        if entry.versions <= VERSIONS and entry.valid
    ]
    assert len(paths) >= 10
    for path in paths:
        for unit in units(path, LAYOUT):
            try:
                read_whole(model_of(unit, LAYOUT))
            except ModelError as error:
                message = str(error).split(" ")[0]
                unreadable.setdefault(path.name, []).append(message)
    assert unreadable == UNREADABLE


# --- a change changes its segment alone --------------------------------------------------


def change_patient(claim: ClaimPayment) -> ClaimPayment:
    assert claim.patient is not None
    return claim.evolve(patient=claim.patient.evolve(first_name="KIM"))


def change_line(claim: ClaimPayment) -> ClaimPayment:
    first, *rest = claim.services
    return claim.evolve(services=(first.evolve(paid_units=Decimal(9)), *rest))


def change_adjustment(claim: ClaimPayment) -> ClaimPayment:
    *rest, last = claim.services
    (group, *more) = last.adjustment_groups
    changed = group.evolve(reasons=(AdjustmentReason(code="16", amount=Decimal("0.5")),))
    return claim.evolve(services=(*rest, last.evolve(adjustment_groups=(changed, *more))))


CHANGES: list[tuple[str, Callable[[Any], Any]]] = [
    ("CLP", lambda claim: claim.evolve(payment_amount=Decimal("1.25"))),
    ("CLP", lambda claim: claim.evolve(claim_frequency_code="7")),
    ("NM1", change_patient),
    ("DTM", lambda claim: claim.evolve(received_date=date(2025, 3, 13))),
    ("SVC", change_line),
    ("CAS", change_adjustment),
]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("segment, change", CHANGES)
def test_a_change_of_a_field_changes_its_segment(
    path: Path, segment: str, change: Callable[[Any], Any]
) -> None:
    for unit in units(path, LAYOUT):
        if unit.loop.node.id == "2100":
            before, after = texts(unit), written(change(model_of(unit, LAYOUT)), unit, LAYOUT)
            assert len(after) == len(before)
            (place,) = [at for at, text in enumerate(before) if text != after[at]]
            assert after[place].startswith(segment + "*")


OWED = ProviderAdjustmentReason(code="FB", reference="NEXT", amount=Decimal(-5))
HEADER_CHANGES: list[tuple[str, Callable[[Any], Any]]] = [
    ("BPR", lambda found: found.evolve(payment_method="CHK")),
    ("TRN", lambda found: found.evolve(trace_number="EFT9")),
    ("N4", lambda found: found.evolve(payee=found.payee.evolve(city="WACO"))),
    ("PLB", lambda found: found.evolve(adjustments=[found.adjustments[0].evolve(reasons=[OWED])])),
]


@pytest.mark.parametrize("segment, change", HEADER_CHANGES)
def test_a_change_of_the_payment_changes_its_segment(
    segment: str, change: Callable[[Any], Any]
) -> None:
    path = ROOT / "samples" / "valid" / "835-provider-adjustment.x12"
    unit = next(unit for unit in units(path, LAYOUT) if unit.loop is unit.map.root)
    before, after = texts(unit), written(change(model_of(unit, LAYOUT)), unit, LAYOUT)
    assert len(after) == len(before)
    (place,) = [at for at, text in enumerate(before) if text != after[at]]
    assert after[place].startswith(segment + "*")


def test_what_is_added_comes_to_its_place() -> None:
    unit = claim_unit("paid")
    claim = model_of(unit, LAYOUT)
    changed = claim.evolve(
        references=(Reference(qualifier="EA", value="MR7"),),
        corrected_insured=CorrectedName(last_name="DOE", identifier="XYZ1"),
    )
    before, after = texts(unit), written(changed, unit, LAYOUT)
    assert [text for text in after if text not in before] == [
        "NM1*74*1*DOE*****C*XYZ1",
        "REF*EA*MR7",
    ]
    ids = [text.split("*")[0] for text in after]
    assert ids.index("REF") < ids.index("DTM")
    assert changed.medical_record_number == "MR7"


def claim_unit(name: str) -> Unit:
    path = ROOT / "samples" / "valid" / f"835-{name}.x12"
    return next(unit for unit in units(path, LAYOUT) if unit.loop.node.id == "2100")
