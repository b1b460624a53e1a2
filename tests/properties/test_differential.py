"""pyx12 and edi-portal accept the same files, or it is known by name why they do not."""

import functools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import defects, differences, files, mutating, reasons
from tests.properties.cases import Case
from tests.properties.differences import Named
from tests.properties.planting import Site

SAMPLES = files.ROOT / "samples"
MUTANTS = 2_000
DEFECTS = 2  # of each kind in each sample
LISTED = differences.listed()
RIGHT = {"edi-portal", "pyx12", "either"}


@functools.cache
def samples() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("valid/*.x12"))}


def mutant(draw: random.Random) -> bytes:
    """A valid sample after one change, at times two."""
    names = list(samples())
    data = samples()[draw.choice(names)]
    if draw.random() < 0.1:
        return mutating.segment_borrowed(draw, data, samples()[draw.choice(names)])
    changes = draw.choice((mutating.BYTES, mutating.PARTS, mutating.PARTS))
    return mutating.mutated(draw, data, changes, draw.choice((1, 1, 1, 2)))


def unexplained(case: Case) -> str:
    """What is to be looked at, where a difference has no name; else nothing."""
    if case.agreed or differences.explain(case) is not None:
        return ""
    ours = [(found.code, found.location.reference) for found in case.ours.findings]
    verdict = "accept" if case.ours.ok else "reject"
    return f"we {verdict} for {ours}, pyx12 says {case.theirs} of {case.data!r}"


@pytest.mark.parametrize("name", sorted(samples()))
def test_valid_samples(name: str) -> None:
    case = Case.of(samples()[name])
    assert case.ours.ok
    assert unexplained(case) == ""


@pytest.mark.parametrize("name", [path.name for path in sorted(SAMPLES.glob("broken/*"))])
def test_broken_samples(name: str) -> None:
    case = Case.of((SAMPLES / "broken" / name).read_bytes())
    assert unexplained(case) == ""


def test_mutated_files() -> None:
    draw = random.Random(20250310)
    agreed = {True: 0, False: 0}
    for _ in range(MUTANTS):
        case = Case.of(mutant(draw))
        assert unexplained(case) == ""
        if case.agreed:
            agreed[case.ours.ok] += 1
    # Both verdicts are common, and differences are not.
    assert min(agreed.values()) > MUTANTS / 20
    assert sum(agreed.values()) > MUTANTS * 0.9


def test_single_defects() -> None:
    for document in files.samples():
        kinds: dict[str, list[Site]] = {}
        for site in defects.sites(document):
            kinds.setdefault(site.kind, []).append(site)
        for offered in kinds.values():
            for defect in defects.planted(offered, DEFECTS):
                assert unexplained(Case.of(defect.data)) == "", (document.name, defect)


@given(st.integers(0, 2**32))
def test_any_mutated_file(seed: int) -> None:
    assert unexplained(Case.of(mutant(random.Random(seed)))) == ""


@pytest.mark.parametrize("named", LISTED, ids=lambda named: named.name)
def test_every_reason_has_an_example(named: Named) -> None:
    data = (SAMPLES / named.sample).read_bytes()
    find, put = (text.encode("latin-1") for text in (named.find, named.put))
    assert find in data
    case = Case.of(data.replace(find, put, 1))
    assert not case.agreed, "both judge the example alike: the reason is no longer one"
    assert differences.explain(case) == {named.name}


def test_every_reason_is_listed_once_and_recognised() -> None:
    assert sorted(named.name for named in LISTED) == sorted(set(reasons.names()))
    assert {named.right for named in LISTED} <= RIGHT
    assert all(named.reason.strip() for named in LISTED)
