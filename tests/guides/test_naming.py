"""Guides are found by what people call them."""

import pytest

from edi_portal.errors import GuideError
from edi_portal.guides.naming import named, named_with_place
from edi_portal.guides.registry import Registration, registrations


@pytest.mark.parametrize(
    "text, version",
    [
        ("837P", "005010X222A1"),
        (" 837p ", "005010X222A1"),
        ("837-I", "005010X223A2"),
        ("005010X222A1", "005010X222A1"),
        ("005010X222A2", "005010X222A1"),
        ("X221", "005010X221A1"),
        ("005010X222A1 837", "005010X222A1"),
        ("837 005010X222", "005010X222A1"),
        ("277ca", "005010X214"),
        ("005010X214 277", "005010X214"),
        ("004010X098A1", "004010X098A1"),
        ("835", "005010X221A1"),
    ],
)
def test_names(text: str, version: str) -> None:
    assert named(text).version == version


@pytest.mark.parametrize(
    "item", [item for item in registrations() if not item.withdrawn], ids=lambda item: item.name
)
def test_every_guide_in_force_has_a_name_of_its_own(item: Registration) -> None:
    assert named(item.name) is item


@pytest.mark.parametrize(
    "text, told",
    [
        ("837", "'837' names several guides: 837P (005010X222A1), 837I (005010X223A2)"),
        ("005010X21", "no guide is called '005010X21'; the nearest are "),
        ("005010X222A8", "no guide is called '005010X222A8'; the nearest "),
        ("frobnicate", "no guide is called 'frobnicate'; known are 837P, "),
        ("", "no guide is called ''; known are 837P, "),
        ("€", "no guide is called '€'; known are 837P, "),
    ],
)
def test_what_names_no_guide_or_several_is_an_error_with_names(text: str, told: str) -> None:
    with pytest.raises(GuideError) as error:
        named(text)
    assert str(error.value).startswith(told)


def test_the_last_word_is_a_place_unless_it_belongs_to_the_name() -> None:
    found = [
        named_with_place(words)
        for words in (
            ["837P"],
            ["837P", "2300/CLM"],
            ["005010X222A1", "837"],
            ["005010X222A1", "837", "2300"],
            ["837 P", "2300"],
        )
    ]
    assert {item.version for item, _ in found} == {"005010X222A1"}
    assert [place for _, place in found] == [None, "2300/CLM", None, "2300", "2300"]


def test_an_unknown_name_before_a_place_is_what_the_error_is_about() -> None:
    with pytest.raises(GuideError, match="no guide is called '837X'"):
        named_with_place(["837X", "2300/CLM"])
