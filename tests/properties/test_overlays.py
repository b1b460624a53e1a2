"""Whatever the file and the overlay: the guide's findings stay, and the overlay's name it."""

import functools
import random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edi_portal
from edi_portal import Finding, Overlay
from edi_portal.guides.model import Guide
from edi_portal.report import Report
from tests.properties import mutating, overlaying
from tests.properties.files import samples

ALL = 7
KINDS = {"tighter": overlaying.tighter, "looser": overlaying.looser, "idle": overlaying.idle}


@functools.cache
def sources() -> tuple[tuple[Guide, bytes], ...]:
    return tuple((item.sets[0].guide, item.render(item.texts())) for item in samples())


def drawn(draw: random.Random, kind: str) -> tuple[bytes, Overlay]:
    """A valid file with some damage or none, and an overlay for its guide."""
    known, data = draw.choice(sources())
    for _ in range(draw.choice((0, 1, 2, 3))):
        data = mutating.anything(draw, (data,))
    return data, overlaying.overlay(draw, known, KINDS[kind], changes=draw.choice((1, 5, 40)))


def validated(data: bytes, *overlays: Overlay) -> Report:
    """What is found, but for the remark that damage left no set of the overlay's guide."""
    report = edi_portal.validate(data=data, snip=ALL, overlays=overlays)
    kept = tuple(item for item in report.findings if item.code != "SRC009")
    left_out = len(report.findings) - len(kept)
    counts = attrs.evolve(report.counts, infos=report.counts.infos - left_out)
    return attrs.evolve(report, findings=kept, counts=counts)


def of_guide(report: Report) -> list[Finding]:
    return [item for item in report.findings if item.overlay is None]


@pytest.mark.parametrize("kind", ["tighter", "idle"])
@given(seed=st.integers(0, 2**32))
def test_an_overlay_that_asks_for_more_changes_nothing_that_the_guide_says(
    kind: str, seed: int
) -> None:
    data, overlay = drawn(random.Random(seed), kind)
    plain, overlaid = validated(data), validated(data, overlay)
    assert of_guide(overlaid) == list(plain.findings)
    assert overlaid.counts.claims == plain.counts.claims
    if kind == "idle":
        assert overlaid == plain


@given(seed=st.integers(0, 2**32))
def test_what_only_the_overlay_asks_for_names_it(seed: int) -> None:
    data, overlay = drawn(random.Random(seed), "tighter")
    for item in validated(data, overlay).findings:
        assert item.overlay in (None, overlay.name)
        assert (item.snip == ALL) == (item.overlay is not None)
        assert item.message.endswith(f"(overlay {overlay.name})") == (item.overlay is not None)


@given(seed=st.integers(0, 2**32))
def test_an_overlay_that_allows_more_asks_for_nothing(seed: int) -> None:
    draw = random.Random(seed)
    data, overlay = drawn(draw, "looser")
    assert validated(data, overlay).findings == tuple(of_guide(validated(data, overlay)))
    _, sound = draw.choice(sources())
    assert not validated(sound, overlay).counts.errors


@given(seed=st.integers(0, 2**32))
def test_two_overlays_find_what_one_of_both_would(seed: int) -> None:
    draw = random.Random(seed)
    data, both = drawn(draw, "tighter")
    cut = draw.randint(0, len(both.changes))
    parts = both.changes[:cut], both.changes[cut:]
    split = [
        Overlay(name=f"{both.name}{at}", guides=both.guides, changes=changes)
        for at, changes in enumerate(parts)
        if changes
    ]
    places = [[(item.code, item.location) for item in validated(data, *given).findings]
              for given in ([both], split)]  # fmt: skip
    assert places[0] == places[1]
