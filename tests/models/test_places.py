"""What fields call their places, and what is none."""

import pytest

from edi_portal.models.fields import spot


@pytest.mark.parametrize(
    "text, segment, element, component",
    [
        ("CLM01", "CLM", 1, None),
        ("CLM05-1", "CLM", 5, 1),
        ("N301", "N3", 1, None),
        ("SV107-2", "SV1", 7, 2),
        ("TS3", "TS3", None, None),
        ("TS301", "TS3", 1, None),
        ("CR1", "CR1", None, None),
        ("REF[G1]02", "REF", 2, None),
        ("03", None, 3, None),
        ("3", None, 3, None),
        ("3..6", None, 3, None),
    ],
)
def test_a_place_is_a_segment_with_an_element_of_two_digits(
    text: str, segment: str | None, element: int | None, component: int | None
) -> None:
    found = spot(text)
    assert (found.segment, found.element, found.component) == (segment, element, component)


@pytest.mark.parametrize("text", ["", "clm01", "CLM-"])
def test_anything_else_is_no_place(text: str) -> None:
    with pytest.raises(ValueError, match="not a place"):
        spot(text)
