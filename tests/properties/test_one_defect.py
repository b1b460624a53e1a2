"""One defect, one finding: of defects planted in valid files, at its place, in the right words."""

import functools
from collections import defaultdict

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import edi_portal
from edi_portal.findings import Finding
from tests.corpus.index import corpus_folder
from tests.properties import defects, files
from tests.properties.documents import Document
from tests.properties.judging import Verdict, judge, share
from tests.properties.planting import Defect, Site

EXACT = 0.95
MOST_ERRORS = 3
# Of each guide and kind, from the public files; the samples are small enough for all.
FROM_CORPUS = 60
EVERYWHERE = {
    "segment dropped",
    "loop head dropped",
    "segment over maximum",
    "unknown segment",
    "foreign segment",
    "misplaced segment",
    "required element empty",
    "too long",
    "too short",
    "wrong code",
    "wrong type",
    "not used",
    "one element too many",
    "too many components",
    "too many repetitions",
    "control character",
    "wrong segment count",
    "wrong transaction number",
    "trailer dropped",
}
_LEVELED = {*files.GUIDES} - {"835", "999"}
WHERE_THERE_ARE = {
    "loop over maximum": {*files.GUIDES} - {"999"},
    "segments swapped": {*files.GUIDES} - {"999"},
    "loops swapped": {"837P", "837I", "837D", "271", "276", "277", "277CA"},
    "HL parent broken": _LEVELED,
    "HL children denied": _LEVELED,
    "syntax note broken": {*files.GUIDES} - {"276", "277CA", "999"},
}
# Characters that no file here holds.
DELIMITERS = "\x1d\x1e{}`"


@attrs.define
class Measured:
    """Verdicts by kind, and what was said of the defects that were not met exactly."""

    kinds: dict[str, list[Verdict]] = attrs.field(factory=lambda: defaultdict(list))
    missed: list[str] = attrs.field(factory=list)

    @property
    def verdicts(self) -> list[Verdict]:
        return [verdict for kind in self.kinds.values() for verdict in kind]

    def add(self, name: str, defect: Defect) -> None:
        verdict = judge(defect)
        self.kinds[defect.kind].append(verdict)
        if not verdict.exact:
            self.missed.append(f"{defect.kind}, {defect.about} in {name}: {verdict.said}")


def measure(documents: list[Document], most: int | None) -> dict[str, Measured]:
    offered: dict[tuple[str, str], list[tuple[str, Site]]] = defaultdict(list)
    for document in documents:
        for site in defects.sites(document):
            offered[site.guide, site.kind].append((document.name, site))
    found: dict[str, Measured] = defaultdict(Measured)
    for (guide, _), named in offered.items():
        left = len(named) if most is None else most
        for name, site in defects.spread(named):
            defect = site.plant() if left else None
            if defect is not None:
                left -= 1
                found[guide].add(name, defect)
    return found


@functools.cache
def in_samples() -> dict[str, Measured]:
    return measure(list(files.samples()), None)


@functools.cache
def in_corpus() -> dict[str, Measured]:
    folder = corpus_folder()
    return {} if folder is None else measure(list(files.documents(folder)), FROM_CORPUS)


@pytest.fixture(params=files.GUIDES)
def of_samples(request: pytest.FixtureRequest) -> Measured:
    return in_samples()[request.param]


@pytest.fixture(params=files.GUIDES)
def of_corpus(request: pytest.FixtureRequest, corpus: object) -> Measured:
    found = in_corpus().get(request.param)
    if found is None:
        pytest.skip(f"the public files have no valid {request.param}")
    return found


def check(measured: Measured) -> None:
    verdicts = measured.verdicts
    assert share(verdicts) >= EXACT, measured.missed[:20]
    assert max(verdict.errors for verdict in verdicts) <= MOST_ERRORS, measured.missed[:20]
    assert min(verdict.errors for verdict in verdicts) > 0, measured.missed[:20]


def test_of_the_samples(of_samples: Measured) -> None:
    check(of_samples)


def test_of_public_files(of_corpus: Measured) -> None:
    check(of_corpus)


def test_no_kind_hides_behind_the_others() -> None:
    for guide, measured in in_samples().items():
        for kind, verdicts in measured.kinds.items():
            assert share(verdicts) >= 0.8, (guide, kind, measured.missed[:20])


@pytest.mark.parametrize("guide", files.GUIDES)
def test_every_kind_is_planted(guide: str) -> None:
    expected = EVERYWHERE | {kind for kind, guides in WHERE_THERE_ARE.items() if guide in guides}
    assert expected - set(in_samples()[guide].kinds) == set()
    assert len(in_samples()[guide].verdicts) > 500


@functools.cache
def documents() -> tuple[Document, ...]:
    folder = corpus_folder()
    return (*files.samples(), *(files.documents(folder) if folder is not None else ()))


@functools.cache
def sites(number: int) -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = defaultdict(list)
    for site in defects.sites(documents()[number]):
        found[site.kind].append(site)
    return found


@st.composite
def any_site(draw: st.DrawFn) -> tuple[int, str, int]:
    """A document and a site of it, in numbers: they are shown where a test fails."""
    number = draw(st.integers(0, len(documents()) - 1))
    kind = draw(st.sampled_from(sorted(sites(number))))
    return number, kind, draw(st.integers(0, len(sites(number)[kind]) - 1))


def planted_at(site: tuple[int, str, int]) -> Defect:
    number, kind, at = site
    defect = sites(number)[kind][at].plant()
    assume(defect is not None)
    assert defect is not None
    return defect


@given(any_site())
def test_any_defect_anywhere(site: tuple[int, str, int]) -> None:
    defect = planted_at(site)
    verdict = judge(defect)
    name = documents()[site[0]].name
    assert 0 < verdict.errors <= MOST_ERRORS, (name, defect.about, verdict.said)


@given(any_site(), st.permutations(DELIMITERS))
def test_other_delimiters_make_no_difference(
    site: tuple[int, str, int], delimiters: list[str]
) -> None:
    defect, document = planted_at(site), documents()[site[0]]
    others = "".join(delimiters)[: len(document.delimiters.all)].encode("latin-1")
    assume(not set(defect.data) & set(others))
    table = bytes.maketrans(document.delimiters.all.encode("latin-1"), others)
    assert said_of(defect.data.translate(table)) == said_of(defect.data)


def said_of(data: bytes) -> list[Finding]:
    """Findings without their lines: a terminator may break lines itself."""
    return [
        attrs.evolve(found, location=attrs.evolve(found.location, line=None))
        for found in edi_portal.validate(data=data).findings
    ]
