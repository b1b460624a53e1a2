"""Public files whose authors call them wrong: we report an error, and at the same place.

The place is that of the acknowledgment which pyx12 expects, or the one named here.
``place_differences.toml`` lists places at which we report nothing, with the reason.
"""

import re
from pathlib import Path

import pytest

import edi_portal
from edi_portal.event import TransactionBegin, TransactionEnd
from edi_portal.findings import Finding, Severity
from tests.corpus.expected_acknowledgments import pairs
from tests.corpus.index import Entry, entries, judged

# Files without an expected acknowledgment, whose name or author says what is wrong with
# them: segment id and number in the file of each error that is due.
PLACES = {
    # The name says so; nothing follows the fifth segment.
    "Query-farm__vgi-x12/data/truncated.edi": {("SE", 6)},
    # "Error response" is what these tell, and no fault. Their fault is the count in SE01.
    "aurelianware__hipaa-attachments/docs/examples/authorizations/inquiry/x215-error-response.edi": {
        ("SE", 16)
    },
    "aurelianware__hipaa-attachments/docs/examples/authorizations/request/x217-error-response.edi": {
        ("SE", 14)
    },
    # GS01 and GS04, SE01 and SE02, GE01 and GE02, IEA01 and IEA02.
    "git-albertomarin__badX12/tests/files/errors/error_validation.edi": {
        ("GS", 2),
        ("SE", 29),
        ("GE", 30),
        ("IEA", 31),
    },
    # ISA, a line end for its terminator, and no more.
    "git-albertomarin__badX12/tests/files/errors/segment_terminator.edi": {("ISA", 1), ("IEA", 2)},
    # Segments of a transaction set before its ST; told at the first.
    "git-albertomarin__badX12/tests/files/errors/unknown_segment_error.edi": {("HL", 3)},
    # An older state of a file of pyx12's, with a wrong REF02 besides the trailers.
    "azoner__pyx12/HISTORY/pyx12/test/files/trailer_errors.txt": {
        ("SE", 61),
        ("REF", 64),
        ("GE", 121),
        ("IEA", 122),
    },
}
DIFFERENCES = judged("place_differences.toml")["place"]

Place = tuple[str, str | None, int | None]


def errors_of(path: Path) -> list[Finding]:
    report = edi_portal.validate(path, legacy=True, snip=2)
    return [found for found in report.findings if found.severity is Severity.ERROR]


def places_of(path: Path) -> set[Place]:
    """Each error within a transaction set: the set's number in the file, segment, ordinal."""
    places = set()
    number, scope = 0, "outside"
    for event in edi_portal.events(path, legacy=True):
        if isinstance(event, TransactionBegin):
            number += 1
            scope = f"set {number}"
        elif isinstance(event, TransactionEnd):
            scope = "outside"
        elif isinstance(event, Finding) and event.severity is Severity.ERROR:
            places.add((scope, event.location.segment, event.location.ordinal))
    return places


def stem_of(entry: Entry) -> str | None:
    """pyx12's name of the file of which this is one, or the same text."""
    for text in (entry.path, entry.note):
        if found := re.search(r"INLINE_x12testdata/(\w+)\.source\.txt", text):
            return found[1]
    return None


@pytest.fixture(scope="module")
def called_invalid(corpus: Path) -> list[Entry]:
    """What the index calls invalid, without two that pyx12 expects to be accepted."""
    accepted = {pair.stem for pair in pairs(corpus) if pair.expects().accepts}
    chosen = [entry for entry in entries(corpus) if entry.invalid]
    assert len(chosen) > 50
    return [entry for entry in chosen if stem_of(entry) not in accepted]


def test_every_file_called_invalid_has_an_error(corpus: Path, called_invalid: list[Entry]) -> None:
    missed = [entry.path for entry in called_invalid if not errors_of(corpus / entry.path)]
    assert missed == []


def test_files_that_pyx12_accepts_have_no_error(corpus: Path) -> None:
    accepted = [pair for pair in pairs(corpus) if pair.expects().accepts]
    assert accepted
    for pair in accepted:
        assert errors_of(pair.source) == [], pair.stem


def test_errors_stand_where_pyx12_expects_them(corpus: Path, called_invalid: list[Entry]) -> None:
    expected = {pair.stem: pair.expects().places() for pair in pairs(corpus)}
    wrong: dict[str, set[Place]] = {}
    stems = set()
    for entry in called_invalid:
        stem = stem_of(entry)
        if stem is None:
            continue
        stems.add(stem)
        found = places_of(corpus / entry.path)
        listed = [item for item in DIFFERENCES if item["file"] == stem]
        excused = {(item["of"], item["segment"], item["ordinal"]) for item in listed}
        instead = {(item["of"], item["segment"], item["ours"]) for item in listed if "ours" in item}
        missed = expected[stem] - found
        if missed != excused or not instead <= found:
            wrong[entry.path] = (missed ^ excused) | (instead - found)
    assert wrong == {}
    assert {item["file"] for item in DIFFERENCES if "of" in item} <= stems


def test_errors_stand_where_name_or_author_says(corpus: Path, called_invalid: list[Entry]) -> None:
    for path, expected in PLACES.items():
        found = {
            (error.location.segment, error.location.segment_in_file)
            for error in errors_of(corpus / path)
        }
        listed = [item for item in DIFFERENCES if item["file"] == path]
        excused = {(item["segment"], item["segment_in_file"]) for item in listed}
        assert expected - found == excused, path
    mini_files = "INLINE_test_x12file"  # their places follow from their codes
    rest = {
        entry.path
        for entry in called_invalid
        if stem_of(entry) is None and mini_files not in entry.path
    }
    assert rest == PLACES.keys()


def test_every_difference_has_a_reason() -> None:
    assert all(item["reason"].endswith(".") for item in DIFFERENCES)
