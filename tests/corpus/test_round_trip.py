"""Every public file is read without an exception, and comes back byte for byte."""

from pathlib import Path

import edi_portal
from tests.conftest import ROOT
from tests.corpus.index import entries
from tests.read_back import in_other_delimiters, joined


def test_every_file_is_read_and_comes_back(corpus: Path) -> None:
    listed = entries(corpus)
    assert listed
    for entry in listed:
        path = corpus / entry.path
        for allow_bare in (False, True):
            reading = edi_portal.read(path, allow_bare=allow_bare, legacy=True, snip=7)
            assert joined(reading) == path.read_bytes(), entry.path
            report = edi_portal.validate(path, allow_bare=allow_bare, legacy=True, snip=7)
            assert report.counts == reading.counts, entry.path
            assert report.ok == reading.ok, entry.path


def test_a_file_says_the_same_in_other_delimiters(corpus: Path) -> None:
    """Where values allow it, and the file has no faults of delimiters and white space."""
    compared = 0
    for entry in entries(corpus):
        data = (corpus / entry.path).read_bytes()
        before = edi_portal.validate(data=data)
        if not before.ok or before.counts.segments < 3:
            continue
        after = edi_portal.validate(data=in_other_delimiters(edi_portal.read(data=data)))
        compared += 1
        assert after.ok, entry.path
        assert after.counts.segments == before.counts.segments, entry.path
    assert compared > 20


def test_a_file_whose_models_are_read_and_not_changed_stays_to_the_byte(corpus: Path) -> None:
    for entry in entries(corpus):
        path = corpus / entry.path
        done = edi_portal.edit(path, change=lambda model: model, allow_bare=True, legacy=True)
        assert (done.data, done.changed) == (path.read_bytes(), 0), entry.path


def test_a_sample_whose_models_are_read_and_not_changed_stays_to_the_byte() -> None:
    for path in sorted((ROOT / "samples").glob("*/*.x12")):
        done = edi_portal.edit(path, change=lambda model: model)
        assert (done.data, done.changed) == (path.read_bytes(), 0), path.name
