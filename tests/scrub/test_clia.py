"""Numbers of CLIA certificates: their form, and the one way that they are mended."""

from hypothesis import given
from hypothesis import strategies as st

from edi_portal.scrubber.identifiers import clia_spelt, is_clia
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubber.rule import Fault
from edi_portal.scrubber.view import ClaimView
from tests.scrub.cases import cases_of

_NUMBERS = st.from_regex(r"[0-9]{2}D[0-9]{7}", fullmatch=True)


@given(_NUMBERS, st.integers(0, 9))
def test_a_character_less_is_none(number: str, at: int) -> None:
    assert is_clia(number)
    assert not is_clia(number[:at] + number[at + 1 :])


@given(_NUMBERS, st.text(min_size=1, max_size=3))
def test_nothing_may_stand_around_it(number: str, more: str) -> None:
    assert not is_clia(number + more)
    assert not is_clia(more + number)


@given(_NUMBERS)
def test_case_and_hyphens_are_spelling(number: str) -> None:
    assert clia_spelt(f"{number[:2]}-{number[2:].lower()} ") == number


@given(st.text(max_size=12))
def test_any_text_is_spelt_right_or_not_at_all(text: str) -> None:
    spelt = clia_spelt(text)
    assert spelt is None or is_clia(spelt)


def test_what_is_only_spelt_wrong_is_mended() -> None:
    mends = {
        case.name: [
            fault.mend
            for fault in by_code()["CLM020"].check(ClaimView(case.claims[0]))
            if isinstance(fault, Fault)
        ]
        for case in cases_of("CLM020")
    }
    assert mends["hyphens and a small letter"] == ["45D0612345"]
    assert mends["nine characters on a line"] == [None]
