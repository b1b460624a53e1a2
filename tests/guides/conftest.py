"""A guide changed by an overlay of the test's own, in place of the one it changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from edi_portal.guides import registry, selection
from edi_portal.guides.automaton import Automaton
from edi_portal.guides.model import Guide
from edi_portal.guides.overlay import Overlay, apply_overlay
from edi_portal.guides.places import Map
from edi_portal.x12.delimiters import Delimiters

WithOverlay = Callable[..., Guide]


@pytest.fixture
def with_overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WithOverlay:
    """Changes a guide for the length of a test; the text is the overlay's changes."""

    def change(changes: str, version: str = "005010X222A1") -> Guide:
        file = tmp_path / "test.toml"
        file.write_text(f'guides = ["{version}"]\n{changes}')
        guide = apply_overlay(registry.guide(version), "test", file)
        places = Map(guide)

        def automaton(
            item: registry.Registration, delimiters: Delimiters, overlays: tuple[Overlay, ...]
        ) -> Automaton:
            assert not overlays
            assert item.version == version, "only the changed guide is read"
            return Automaton(places, delimiters)

        monkeypatch.setattr(selection, "automaton", automaton)
        return guide

    return change
