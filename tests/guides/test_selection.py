"""Which guide reads a transaction set, above all where one version is that of several."""

import re
from pathlib import Path

import pytest

import edi_portal
from edi_portal.event import TransactionBegin
from edi_portal.findings import Severity
from edi_portal.x12 import source
from tests.build import encode, interchange, isa, recount

REQUEST, RESPONSE = "278 request", "278 response"
HEADER = {
    REQUEST: "BHT*0007*13*REVIEW0001*20250310*0915",
    RESPONSE: "BHT*0007*11*REVIEW0001*20250310*1010*18",
}


def body(samples: Path, name: str) -> list[str]:
    """The transaction sets of a sample, segment by segment."""
    text = (samples / "valid" / f"{name}.x12").read_text("ascii").replace("\n", "")
    return [segment for segment in text.split("~")[2:] if segment[:2] not in ("GE", "IE", "")]


def admission(samples: Path, which: str) -> list[str]:
    return body(samples, which.replace(" ", "-") + "-admission")


def in_group(sets: list[str], *, identifier: str = "HI", version: str = "005010X217") -> bytes:
    header = f"GS*{identifier}*SENDER*RECEIVER*20250310*0915*1*X*{version}"
    count = sum(segment.startswith("ST*") for segment in sets)
    return encode(recount(interchange([header, *sets, f"GE*{count}*1"])))


def read_as(data: bytes) -> list[str | None]:
    """The guide of each transaction set."""
    events = edi_portal.events(data=data)
    return [event.name for event in events if isinstance(event, TransactionBegin)]


def errors(data: bytes) -> list[tuple[str, str | None, int | None]]:
    return [
        (found.code, found.location.segment, found.location.ordinal)
        for found in edi_portal.validate(data=data).findings
        if found.severity is Severity.ERROR
    ]


def both(samples: Path) -> list[str]:
    """A request and a response, which a group may hold side by side."""
    answer = [
        re.sub(r"^(ST\*278|SE\*\d+)\*0001", r"\1*0002", s) for s in admission(samples, RESPONSE)
    ]
    return [*admission(samples, REQUEST), *answer]


def test_request_and_response_in_one_group(samples: Path) -> None:
    data = in_group(both(samples))
    assert read_as(data) == [REQUEST, RESPONSE]
    assert edi_portal.validate(data=data).findings == ()


@pytest.mark.parametrize("which", [REQUEST, RESPONSE])
@pytest.mark.parametrize(
    "purpose, code", [("", "ELE001"), ("ZZ", "ELE007"), ("11^13", "ELE012"), ("1", "ELE004")]
)
def test_a_bht02_of_neither_is_one_fault(
    samples: Path, which: str, purpose: str, code: str
) -> None:
    own = HEADER[which].split("*")[2]
    changed = HEADER[which].replace(f"*{own}*", f"*{purpose}*", 1)
    segments = [changed if s.startswith("BHT") else s for s in admission(samples, which)]
    data = in_group(segments)
    assert read_as(data) == [which]
    assert errors(data) == [(code, "BHT", 2)]


@pytest.mark.parametrize("which", [REQUEST, RESPONSE])
def test_without_bht_the_other_segments_tell(samples: Path, which: str) -> None:
    segments = [s for s in admission(samples, which) if not s.startswith("BHT")]
    data = in_group(segments)
    assert read_as(data) == [which]
    assert errors(data) == [("SEG003", "BHT", 2)]


@pytest.mark.parametrize("which", [REQUEST, RESPONSE])
@pytest.mark.parametrize("before", ["ZZZ*1", " ", "ZZZ*1~ZZZ*2"])
def test_bht_may_be_late_or_in_small_letters(samples: Path, which: str, before: str) -> None:
    segments = admission(samples, which)
    late = [*segments[:1], *before.split("~"), *segments[1:]]
    assert read_as(in_group(late)) == [which]
    small = [s.replace("BHT", "bht", 1) if s.startswith("BHT") else s for s in segments]
    assert read_as(in_group(small)) == [which]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 107, 180, 333])
def test_blocks_make_no_difference(
    samples: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = both(samples)
    files = [
        in_group(sets),
        in_group([s.replace("BHT*0007*11*", "BHT*0007**", 1) for s in sets]),
        in_group([s for s in sets if not s.startswith("BHT")]),
    ]
    before = [(read_as(data), edi_portal.validate(data=data).findings) for data in files]
    assert [names for names, _ in before] == [[REQUEST, RESPONSE]] * 3
    monkeypatch.setattr(source, "BLOCK_SIZE", size)
    assert [(read_as(data), edi_portal.validate(data=data).findings) for data in files] == before


def test_what_tells_them_apart_stands_in_the_set_itself(samples: Path) -> None:
    """The next set, a response, says nothing of one that ends early."""
    short = ["ST*278*0001*005010X217", "BHT*0007*ZZ*REVIEW0001*20250310*0915", "SE*3*0001"]
    sets = [*short, *both(samples)[len(admission(samples, REQUEST)) :]]
    assert read_as(in_group(sets)) == [REQUEST, RESPONSE]


@pytest.mark.parametrize("which", [REQUEST, RESPONSE])
def test_without_a_group_st03_names_the_guide(samples: Path, which: str) -> None:
    data = encode(recount([isa(), *admission(samples, which), "IEA*0*000000101"]))
    assert read_as(data) == [which]
    assert errors(data) == [("ENV010", "ST", 1)]


@pytest.mark.parametrize("name, other", [("270-subscriber", "HB"), ("271-active-coverage", "HS"),
                                         ("276-subscriber", "HN"), ("277-subscriber", "HR")])  # fmt: skip
def test_guides_of_one_version_have_groups_of_their_own(
    samples: Path, name: str, other: str
) -> None:
    sets = body(samples, name)
    version = sets[0].split("*")[3]
    group = {"270": "HS", "271": "HB", "276": "HR", "277": "HN"}[name[:3]]
    assert errors(in_group(sets, identifier=group, version=version)) == []
    assert errors(in_group(sets, identifier=other, version=version)) == [("ENV036", "ST", 1)]
    assert errors(in_group(sets, identifier="HP", version=version)) == [("ENV026", "GS", None)]


@pytest.mark.parametrize("name", ["270-subscriber", "277-subscriber", "837p-one-claim"])
@pytest.mark.parametrize("reference", ["", " ", " " * 12, "005010X999"])
def test_st03_names_a_guide(samples: Path, name: str, reference: str) -> None:
    path = samples / "valid" / f"{name}.x12"
    changed = re.sub(rb"(\nST\*\d+\*\d+\*)\w+", rb"\g<1>" + reference.encode(), path.read_bytes())
    assert ("ENV037", "ST", 1) in errors(changed)


@pytest.mark.parametrize("name, alias", [("270-subscriber", "005010X279"),
                                         ("271-active-coverage", "005010X279"),
                                         ("837d-one-claim", "005010X224"),
                                         ("837d-one-claim", "005010X224A1")])  # fmt: skip
def test_an_older_edition_is_read_as_the_one_that_is_known(
    samples: Path, name: str, alias: str
) -> None:
    sets = body(samples, name)
    version = sets[0].split("*")[3]
    group = {"270": "HS", "271": "HB", "837": "HC"}[name[:3]]
    renamed = [s.replace(version, alias) if s.startswith("ST") else s for s in sets]
    report = edi_portal.validate(data=in_group(renamed, identifier=group, version=alias))
    assert [found.code for found in report.findings] == ["ENV028"]
    assert report.counts.guides == {version: 1}
