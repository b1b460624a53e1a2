"""Acknowledgments as objects: 999 of groups, TA1 of interchanges."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.errors import WriteError
from edi_portal.findings import Finding
from edi_portal.guides import registry
from edi_portal.guides.places import Map
from edi_portal.models.acknowledgment import (
    LAYOUTS,
    ElementPosition,
    FunctionalAcknowledgment,
    InterchangeAcknowledgment,
    SituationalTrigger,
)
from edi_portal.models.coverage import unbound
from edi_portal.models.emit import write_loop
from edi_portal.x12.writer import Writer
from tests.conftest import ROOT
from tests.corpus.index import entries
from tests.models.made_anew import body, made_anew, models_of, written

(LAYOUT,) = LAYOUTS
VALID = ROOT / "samples" / "valid"
SAMPLES = sorted(VALID.glob("999-*.x12"))
VERSIONS = {"005010X231", "005010X231A1"}


def only(name: str) -> FunctionalAcknowledgment:
    found = models_of(VALID / f"{name}.x12", "999")
    (result,) = found
    assert found.ok
    assert isinstance(result, FunctionalAcknowledgment)
    return result


# --- 999: complete and lossless ----------------------------------------------------------


def test_every_element_of_the_guide_is_bound() -> None:
    found = registry.find("005010X231A1", "999")
    assert found is not None
    assert list(unbound(LAYOUT, Map(registry.load(found)))) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_rewritten_from_its_fields(path: Path) -> None:
    read = list(models_of(path, "999"))
    anew = [made_anew(model) for model in read]
    assert anew == read
    assert body(written(anew)) == body(path.read_bytes())


def test_public_files_are_rewritten_from_their_fields(corpus: Path) -> None:
    listed = (entry for entry in entries(corpus) if entry.transaction_set == "999")
    paths = [corpus / entry.path for entry in listed if entry.versions <= VERSIONS]
    assert len(paths) >= 3
    for path in paths:
        found = models_of(path, "999")
        read = list(found)
        assert found.ok
        anew = [made_anew(model) for model in read]
        assert anew == read
        assert list(models_of(None, "999", data=written(anew))) == read


def test_a_change_of_a_field_changes_its_segment() -> None:
    model = only("999-rejected")
    first, *rest = model.transactions
    changed = model.evolve(transactions=(first.evolve(error_codes=("5", "I6")), *rest))
    before, after = own_segments(model), own_segments(changed)
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("IK5*R*5", "IK5*R*5*I6")
    ]


def test_equal_acknowledgments_are_transaction_sets_of_their_own() -> None:
    model = made_anew(only("999-accepted"))
    assert list(models_of(None, "999", data=written([model, model]))) == [model, model]


def own_segments(model: Any) -> list[str]:
    source = model._source
    return write_loop(model, source.plan, Writer(source.delimiters, line_end=""))


# --- 999: what it says -------------------------------------------------------------------


def test_an_accepted_group() -> None:
    found = only("999-accepted")
    assert (found.group, found.group_control_number, found.version) == (
        "HC",
        "101",
        "005010X222A1",
    )
    assert (found.accepted, found.partially_accepted, found.rejected) == (True, False, False)
    assert (found.declared_count, found.received_count, found.accepted_count) == (1, 1, 1)
    (claims,) = found.transactions
    assert (claims.transaction, claims.control_number, claims.accepted) == ("837", "0001", True)
    assert claims.segment_errors == ()


def test_a_group_accepted_in_part_names_what_is_wrong() -> None:
    found = only("999-rejected")
    assert (found.accepted, found.partially_accepted, found.rejected) == (False, True, False)
    (rejected,) = found.rejected_transactions
    assert (rejected.control_number, rejected.code, rejected.error_codes) == ("0001", "R", ("5",))
    birth, claim, line = rejected.segment_errors
    assert (birth.segment_id, birth.position, birth.loop_id, birth.code) == ("DMG", 14, "2010", "8")
    assert birth.business_unit is not None
    assert birth.business_unit.name == "SUBSCRIBER NAME NM109"
    assert birth.business_unit.value == "XYZ100200300"
    (wrong,) = birth.element_errors
    assert wrong.position == ElementPosition(position=2)
    assert (wrong.reference, wrong.code, wrong.value) == ("1251", "8", "19800230")
    (missing,) = claim.element_errors
    assert missing.position == ElementPosition(position=5, component=3)
    assert (missing.code, missing.value) == ("1", None)
    assert [item.code for item in line.element_errors] == ["7"]


def test_a_situation_that_made_a_segment_wrong() -> None:
    found = only("999-situational-trigger")
    assert found.rejected
    (error,) = found.transactions[0].segment_errors
    assert (error.segment_id, error.code) == ("DTP", "I6")
    assert error.triggers == (
        SituationalTrigger(
            segment_id="CLM",
            position=20,
            loop_id="2300",
            element_position=ElementPosition(position=11, component=1),
            element_reference="1362",
        ),
    )
    assert error.business_unit is not None
    assert (error.business_unit.name, error.business_unit.value) == ("CLM01", "PCN1010")


# --- TA1 ---------------------------------------------------------------------------------

_ISA = VALID.joinpath("ta1.x12").read_text("ascii").splitlines()[0]


def with_ta1(*segments: str) -> bytes:
    return "\n".join([_ISA, *segments, "IEA*0*000000801~"]).encode()


def test_an_interchange_that_was_accepted() -> None:
    found = edi_portal.interchange_acknowledgments(VALID / "ta1.x12")
    (ta1,) = found
    assert ta1 == InterchangeAcknowledgment(
        control_number="000000101",
        interchange_date=date(2025, 3, 10),
        interchange_time=time(9, 15),
        code="A",
        note_code="000",
    )
    assert (ta1.accepted, ta1.rejected) == (True, False)
    assert found.ok


def test_an_interchange_that_was_rejected_and_one_with_errors() -> None:
    data = with_ta1("TA1*000000101*250310*0915*R*006~", "TA1*000000102*250310*0916*E*024~")
    rejected, noted = edi_portal.interchange_acknowledgments(data=data)
    assert (rejected.accepted, rejected.rejected, rejected.note_code) == (False, True, "006")
    assert (noted.accepted, noted.rejected, noted.control_number) == (True, False, "000000102")


def test_a_file_without_an_acknowledgment_of_interchanges_has_none() -> None:
    found = edi_portal.interchange_acknowledgments(VALID / "999-accepted.x12")
    assert list(found) == []
    assert found.ok


@pytest.mark.parametrize(
    "segment", ["TA1*000000101*251310*0915*A*000~", "TA1*000000101*250310*0915~", "TA1~"]
)
def test_what_cannot_be_read_is_a_gap_and_the_next_is_read(segment: str) -> None:
    told: list[Finding] = []
    data = with_ta1(segment, "TA1*000000102*250310*0916*A*000~")
    found = edi_portal.interchange_acknowledgments(
        data=data, name="ta1.x12", on_finding=told.append
    )
    (readable,) = found
    assert readable.control_number == "000000102"
    assert (found.gaps, found.ok, found.complete) == (1, False, False)
    (gap,) = [item for item in told if item.code == "MDL001"]
    assert (gap.location.segment, gap.location.segment_in_file) == ("TA1", 2)
    assert gap.location.file == "ta1.x12"


def test_it_is_written_as_it_was_read() -> None:
    (ta1,) = edi_portal.interchange_acknowledgments(VALID / "ta1.x12")
    segment = ta1.segment(Writer(line_end=""))
    assert segment == "TA1*000000101*250310*0915*A*000"
    assert VALID.joinpath("ta1.x12").read_text("ascii").splitlines()[1] == segment + "~"
    with pytest.raises(WriteError):
        ta1.evolve(note_code="0*0").segment(Writer())


def test_nothing_of_what_it_names_is_in_a_repr() -> None:
    (ta1,) = edi_portal.interchange_acknowledgments(VALID / "ta1.x12")
    assert repr(ta1) == "<InterchangeAcknowledgment>"
