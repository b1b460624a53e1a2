"""Public files of the 5010 guides: each error we find is one that the file does have.

``accepted_errors.toml`` lists these errors. The comparison goes both ways, so an entry
whose error is no longer found fails as well.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import edi_portal
from edi_portal.findings import Finding, Severity
from tests.corpus.index import Entry, entries, judged

GUIDES = {
    *("005010X222", "005010X222A1", "005010X222A2"),
    *("005010X223", "005010X223A1", "005010X223A2", "005010X223A3"),
    *("005010X224", "005010X224A1", "005010X224A2", "005010X224A3"),
    *("005010X221", "005010X221A1"),
    *("005010X279", "005010X279A1"),
    *("005010X212", "005010X214", "005010X217"),
    *("005010X231", "005010X231A1"),
}
SETS = {"837P", "837I", "837D", "835", "270", "271", "276", "277", "277CA", "278", "999"}
ACCEPTED = judged("accepted_errors.toml")
LISTED = {item["path"]: item for item in ACCEPTED["file"]}
BULK = {item["path"]: item for item in ACCEPTED["bulk"]}
BROKEN = {item["path"]: item for item in ACCEPTED["broken"]}

# Files of another guide in which SE01 is wrong as well.
MISCOUNTED = {
    f"aurelianware__hipaa-attachments/docs/examples/authorizations/inquiry/x215-{name}.edi"
    for name in (
        "error-response",
        "inquiry-by-auth-number-response",
        "inquiry-by-member-request",
        "inquiry-by-member-response",
    )
}

Place = tuple[str, str | None, int | None, int | None, int | None]
Kind = tuple[str, str | None, int | None, int | None]


def of_the_guides(corpus: Path) -> list[Entry]:
    """Files whose guides are all among these, as their GS08 says."""
    chosen = [entry for entry in entries(corpus) if entry.versions <= GUIDES]
    assert len(chosen) > 170
    return chosen


def errors_of(path: Path) -> list[Finding]:
    report = edi_portal.validate(path)
    return [found for found in report.findings if found.severity is Severity.ERROR]


def places(errors: list[dict[str, Any]]) -> Counter[Place]:
    return Counter(
        (
            error["code"],
            error.get("segment"),
            error.get("ordinal"),
            error.get("element"),
            error.get("component"),
        )
        for error in errors
    )


def kinds(errors: list[dict[str, Any]]) -> Counter[Kind]:
    found: Counter[Kind] = Counter()
    for error in errors:
        key = (error["code"], error.get("segment"), error.get("element"), error.get("component"))
        found[key] += error.get("count", 1)
    return found


def test_every_file_is_read_to_its_end(corpus: Path) -> None:
    for entry in entries(corpus):
        path = corpus / entry.path
        reading = edi_portal.read(path)
        segments = sum(1 for _ in reading)
        assert reading.counts.segments == segments, entry.path
        assert reading.counts.bytes == path.stat().st_size, entry.path
        assert segments or not reading.ok, entry.path


def test_errors_are_those_that_the_file_has(corpus: Path) -> None:
    unlisted: dict[str, list[Place]] = {}
    gone: dict[str, list[Place]] = {}
    for entry in of_the_guides(corpus):
        if entry.path in BULK or entry.path in BROKEN:
            continue
        found = places([error.as_dict() for error in errors_of(corpus / entry.path)])
        listed = places(LISTED[entry.path]["errors"] if entry.path in LISTED else [])
        if found - listed:
            unlisted[entry.path] = list((found - listed).elements())
        if listed - found:
            gone[entry.path] = list((listed - found).elements())
    assert (unlisted, gone) == ({}, {})


def test_large_files_have_their_errors_as_often_as_listed(corpus: Path) -> None:
    for path, item in BULK.items():
        found = kinds([error.as_dict() for error in errors_of(corpus / path)])
        assert found == kinds(item["errors"]), path


def test_fragments_have_an_error(corpus: Path) -> None:
    assert [path for path in BROKEN if not errors_of(corpus / path)] == []


def test_files_of_other_guides_are_only_said_to_be_unknown(corpus: Path) -> None:
    others = [
        entry
        for entry in entries(corpus)
        if entry.transaction_set in SETS
        and entry.version.startswith("005010")
        and not entry.versions & GUIDES
    ]
    assert others
    for entry in others:
        codes = {error.code for error in errors_of(corpus / entry.path)}
        counts = {"ENV033"} if entry.path in MISCOUNTED else set()
        assert codes == {"ENV027"} | counts, entry.path


def test_files_called_valid_are_judged_error_by_error(corpus: Path) -> None:
    """The two coarser lists are for files of which upstream says nothing, or both."""
    valid = {entry.path for entry in entries(corpus) if entry.valid}
    assert valid & (BULK.keys() | BROKEN.keys()) == set()


def test_the_lists_name_each_file_once_and_say_why(corpus: Path) -> None:
    items = [item for items in ACCEPTED.values() for item in items]
    paths = [item["path"] for item in items]
    assert len(paths) == len(set(paths))
    assert set(paths) <= {entry.path for entry in of_the_guides(corpus)}
    reasons = [part["reason"] for item in items for part in item.get("errors", [item])]
    assert all(reason.endswith(".") for reason in reasons)
