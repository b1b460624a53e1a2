"""What --fix writes: one value spelt otherwise, all else byte for byte."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.errors import LimitError
from edi_portal.mending import mend_file
from edi_portal.scrubber.engine import Scrubber
from edi_portal.scrubber.mending import Mends
from edi_portal.scrubber.rule import Rule, fault, rule
from edi_portal.scrubber.settings import Layer, Settings
from edi_portal.scrubber.view import ClaimView
from edi_portal.scrubbing import Scrubbing

BASES = Path(__file__).parent / "bases"
CLAIM = (BASES / "professional.x12").read_bytes()


def speller(at: str, value: str) -> Rule:
    """A rule that would have a field of every claim spelt so."""

    def check(view: ClaimView) -> Any:
        """Finds one.

        Why: W.

        Example: E.

        Mend: M.

        Source: S.
        """
        return [fault(view.claim, at, mend=value)]

    return rule("TST001", "made-up", "something", mends=True)(check)


def mends_of(path: Path, item: Rule | None) -> Mends:
    found = Mends()
    if item is not None:
        settings = Settings([Layer(select=(item.code,))], [item])
        for checked in Scrubbing(path, Scrubber(settings)):
            found.add(checked.found)
    return found


def mended(data: bytes, tmp_path: Path, item: Rule | None = None) -> bytes:
    path, target = tmp_path / "in.837", tmp_path / "out.837"
    path.write_bytes(data)
    mend_file(path, target, mends_of(path, item), force=True)
    return target.read_bytes()


def test_one_component_changes_and_nothing_else(tmp_path: Path) -> None:
    data = CLAIM.replace(b"ABK:J029", b"ABK:J02.9")
    assert mended(data, tmp_path, speller("diagnoses[0].code", "J029")) == CLAIM


def test_a_whole_element_changes(tmp_path: Path) -> None:
    found = mended(CLAIM, tmp_path, speller("patient_control_number", "PCN9"))
    assert found == CLAIM.replace(b"CLM*PCN1001*", b"CLM*PCN9*")


def test_separators_with_nothing_behind_them_go(tmp_path: Path) -> None:
    data = CLAIM.replace(b"N4*AUSTIN*TX*787011234~", b"N4*AUSTIN*TX*787011234***~")
    data = data.replace(b"HC:99213*", b"HC:99213::*")
    assert mended(data, tmp_path) == CLAIM


def test_counts_in_trailers_are_put_right(tmp_path: Path) -> None:
    data = (
        CLAIM.replace(b"SE*32*", b"SE*31*")
        .replace(b"GE*1*", b"GE*7*")
        .replace(b"IEA*1*", b"IEA*2*")
    )
    assert mended(data, tmp_path) == CLAIM


def test_what_is_no_number_is_left(tmp_path: Path) -> None:
    data = CLAIM.replace(b"SE*32*", b"SE*x*")
    assert mended(data, tmp_path) == data


@pytest.mark.parametrize("name", sorted(path.name for path in BASES.glob("*.x12")))
def test_a_clean_file_comes_back_to_the_byte(name: str, tmp_path: Path) -> None:
    data = (BASES / name).read_bytes()
    assert mended(data, tmp_path) == data


@given(cut=st.integers(0, len(CLAIM)), put=st.binary(max_size=3))
def test_whatever_the_file_is_only_separators_and_counts_change(
    cut: int, put: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = CLAIM[:cut] + put + CLAIM[cut:]
    folder = tmp_path_factory.mktemp("mending")
    first = mended(data, folder)
    assert mended(first, folder) == first
    assert len(first) <= len(data) + 6


def test_the_difference_shows_no_values_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "in.837"
    path.write_bytes(CLAIM.replace(b"ABK:J029", b"ABK:J02.9"))
    mends = mends_of(path, speller("diagnoses[0].code", "J029"))
    hidden = mend_file(path, None, mends)
    assert hidden.segments == 1
    assert hidden.difference == (
        "@@ segment 23, line 23, 2000B[1]/2300[1] @@",
        "-HI*ABK:x99.9*ABF:x999",
        "+HI*ABK:x999*ABF:x999",
    )
    shown = mend_file(path, None, mends, show_phi=True)
    assert shown.difference[1:] == ("-HI*ABK:J02.9*ABF:R509", "+HI*ABK:J029*ABF:R509")
    assert "J02" not in repr(hidden)


def test_a_file_that_was_not_read_to_its_end_is_not_written(tmp_path: Path) -> None:
    path, target = tmp_path / "in.837", tmp_path / "out.837"
    path.write_bytes(CLAIM.replace(b"N3*100", b"N3*" + b"1" * 2000))
    with pytest.raises(LimitError):
        mend_file(path, target, Mends(), segment_limit=1000)
    assert not target.exists()
