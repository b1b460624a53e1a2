"""What the samples are there to show."""

from pathlib import Path

from edi_portal.api import validate
from edi_portal.findings import Severity
from edi_portal.scrubbing import scrub_file

SAMPLES = Path(__file__).parents[2] / "samples"


def test_four_faults_are_found_in_what_is_valid() -> None:
    path = SAMPLES / "unclean" / "837p-four-faults.x12"
    assert validate(path).findings == ()
    errors = [item.code for item in scrub_file(path).findings if item.severity is Severity.ERROR]
    assert errors == ["PRV001", "CLM003", "DIA001", "SVC003"]


def test_valid_samples_are_clean() -> None:
    # The one with nearly everything has what a payer would ask about, and is there for that.
    names = [path for path in SAMPLES.glob("valid/837*.x12") if "nearly" not in path.name]
    assert len(names) > 10
    for path in names:
        report = scrub_file(path)
        assert report.at_least(Severity.WARNING) == 0, path.name
