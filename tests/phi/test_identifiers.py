"""The table of identifiers: every element that may say something of a person is decided on."""

from collections.abc import Iterator

import attrs
import pytest

from edi_portal.deidentification.rules import KEPT, Rule, patients, rules, rules_at
from edi_portal.guides.model import Composite, Element, Guide, Segment, Usage
from edi_portal.guides.registry import load, registrations

GUIDES = {item.name: item for item in registrations() if not item.withdrawn}
WITHOUT = {"834", "820"}  # these are refused
# Of other types are numbers and times. A code that the guide prints says nothing of a person.
SPEAKING = frozenset({"AN", "DT"})
LETTERS = {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "R"}
# Nothing of an X12 health care transaction is one of these: addresses of computers, fingerprints, pictures.
NOT_IN_X12 = {"O", "P", "Q"}


@attrs.frozen
class Place:
    """An element of a guide."""

    guide: str
    segment: Segment = attrs.field(repr=False)
    reference: str
    node: Element = attrs.field(repr=False)

    @property
    def decided(self) -> tuple[Rule, ...]:
        return rules_at(self.guide, self.segment.loop, self.reference)


def places(guide: Guide) -> Iterator[Place]:
    for segment in guide.segments():
        for node in segment.elements:
            name = f"{segment.id}{node.position:02d}"
            if isinstance(node, Composite):
                for part in node.components:
                    yield Place(guide.name, segment, f"{name}-{part.position}", part)
            else:
                yield Place(guide.name, segment, name, node)


def test_guides_without_a_table_are_known() -> None:
    assert patients().keys() == GUIDES.keys() - WITHOUT


@pytest.mark.parametrize("guide", patients())
def test_every_element_that_may_speak_of_a_person_is_decided_on(guide: str) -> None:
    undecided = {
        place.reference
        for place in places(load(GUIDES[guide]))
        if place.node.type in SPEAKING
        and not place.node.codes
        and place.node.usage is not Usage.NOT_USED
        and not any(not rule.when for rule in place.decided)
    }
    assert undecided == set()


@pytest.mark.parametrize("guide", patients())
def test_elements_of_people_are_replaced(guide: str) -> None:
    """Where a person is named, nothing but codes and states is kept."""
    people = {"NM103", "NM104", "NM105", "NM109", "N301", "N302", "N401", "N403", "DMG02"}
    for place in places(load(GUIDES[guide])):
        if place.reference in people and place.node.usage is not Usage.NOT_USED:
            (last,) = (rule for rule in place.decided if not rule.when)
            assert last.kind not in KEPT, place
            assert last.harbor, place


@pytest.mark.parametrize("guide", patients())
def test_loops_of_patients_are_in_the_guide(guide: str) -> None:
    loops = {segment.loop for segment in load(GUIDES[guide]).segments() if segment.id == "NM1"}
    assert patients()[guide] <= loops


def test_every_rule_decides_on_something() -> None:
    used = {
        id(rule)
        for guide in patients()
        for place in places(load(GUIDES[guide]))
        for rule in place.decided
    }
    assert [rule.at for rule in rules() if id(rule) not in used] == []


def test_the_eighteen_identifiers_are_all_thought_of() -> None:
    found = {letter for rule in rules() for letter in (rule.harbor or "").split(", ") if letter}
    assert found == LETTERS
    assert len(LETTERS | NOT_IN_X12) == 18


def test_what_is_kept_has_a_reason_and_what_is_replaced_a_letter() -> None:
    for rule in rules():
        assert (rule.kind in KEPT) is (rule.why is not None), rule.at
