"""Public 837 files: no rule calls an error what their authors call valid, save where it is one.

``scrub_errors.toml`` lists what remains, with the reason for each rule. The comparison goes
both ways, so an entry whose error is no longer found fails as well.
"""

from datetime import datetime
from pathlib import Path

import edi_portal
from edi_portal.claim_acknowledgment import ClaimAnswers
from edi_portal.findings import Severity
from edi_portal.scrubber.engine import Scrubber
from edi_portal.scrubber.registry import by_code
from edi_portal.scrubbing import Scrubbing
from tests.corpus.index import entries, judged

_JUDGED = judged("scrub_errors.toml")
_NOW = datetime(2025, 3, 11, 8, 30)  # noqa: DTZ001  envelopes bear no zone

Error = tuple[str, str | None, int | None, int | None]


def _files(corpus: Path) -> list[tuple[str, bool]]:
    """The 837 files, and whether upstream calls them valid."""
    return [
        (entry.path, entry.valid)
        for entry in entries(corpus)
        if entry.transaction_set.startswith("837")
    ]


def _errors(path: Path) -> list[Error]:
    return [
        (one.finding.code, place.segment, place.ordinal, place.element)
        for item in Scrubbing(path, Scrubber())
        for one in item.found
        if one.finding.severity is Severity.ERROR and not one.again
        for place in (one.finding.location,)
    ]


def test_valid_files_have_the_errors_that_are_listed(corpus: Path) -> None:
    listed = {
        item["path"]: sorted(
            (error["code"], error["segment"], error["ordinal"], error["element"])
            for error in item["errors"]
        )
        for item in _JUDGED["file"]
    }
    found = {
        path: sorted(errors)
        for path, valid in _files(corpus)
        if valid and (errors := _errors(corpus / path))
    }
    assert found == listed


def test_every_error_has_its_reason() -> None:
    codes = {error["code"] for item in _JUDGED["file"] for error in item["errors"]}
    assert codes == set(_JUDGED["reasons"])
    assert codes <= by_code().keys()


def test_every_file_with_claims_gets_a_valid_277ca(corpus: Path) -> None:
    answered = 0
    for path, _ in _files(corpus):
        answers = ClaimAnswers(_NOW)
        for item in Scrubbing(corpus / path, Scrubber()):
            answers.add(item)
        if not answers.accepted + answers.rejected:
            continue
        answered += 1
        written = edi_portal.write(
            answers.models(), sender="PAYER", receiver="SENDER", as_of=_NOW, guide="277CA"
        )
        assert edi_portal.validate(data=written.data).findings == (), path
    assert answered > 40
