"""Rules that other packages bring through entry points."""

import types
from collections.abc import Iterator
from typing import Any

import pytest

import edi_portal
from edi_portal.errors import UsageError
from edi_portal.scrubber import registry
from edi_portal.scrubber.engine import Scrubber
from edi_portal.scrubber.settings import Layer, Settings
from tests.scrub.test_engine import CLAIM, made


class Point:
    """An entry point that gives a module, or fails as modules do when they are imported."""

    def __init__(self, name: str, *rules: object, fails: Exception | None = None) -> None:
        self.name = name
        self._fails = fails
        self._module = types.ModuleType(name)
        for number, item in enumerate(rules):
            setattr(self._module, f"rule_{number}", item)

    def load(self) -> types.ModuleType:
        if self._fails is not None:
            raise self._fails
        return self._module


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Installs entry points; what was known of rules is forgotten before and after."""

    def installed(*points: Point) -> None:
        def found(group: str) -> tuple[Point, ...]:
            assert group == "edi_portal.rules"
            return points

        monkeypatch.setattr(registry, "entry_points", found)
        registry.rules.cache_clear()
        registry.by_code.cache_clear()

    yield installed
    registry.rules.cache_clear()
    registry.by_code.cache_clear()


def test_rules_of_a_plugin_run_among_the_others(plug: Any) -> None:
    plug(Point("office", made("OFF001", "charge_amount"), "no rule"))
    assert "OFF001" in registry.by_code()
    settings = Settings([Layer(select=("OFF",))])
    (claim,) = edi_portal.claims(data=CLAIM)
    (found,) = Scrubber(settings).check(claim)
    assert (found.finding.code, found.finding.location.reference) == ("OFF001", "CLM02")


def test_two_rules_of_one_code_are_refused(plug: Any) -> None:
    plug(Point("a", made("PRV001", "charge_amount")))
    with pytest.raises(UsageError, match="two rules have the code PRV001"):
        registry.rules()


def test_a_plugin_that_cannot_be_imported_is_named_without_its_words(plug: Any) -> None:
    plug(Point("broken", fails=ImportError("a path of a user's")))
    with pytest.raises(UsageError) as caught:
        registry.rules()
    assert str(caught.value) == "the rules of broken cannot be loaded: ImportError"
