"""No false alarms: ten thousand clean claims of each kind, and nothing to say of any."""

from collections import Counter

import pytest

from edi_portal.scrubber.engine import Scrubber
from edi_portal.synthesis import KINDS, synthesize_claims

_CLAIMS = 10_000
_SEED = 20_261_125


@pytest.mark.parametrize("kind", KINDS)
def test_clean_claims_have_no_finding(kind: str) -> None:
    scrubber = Scrubber()
    found = Counter(
        (one.finding.code, one.finding.severity.value)
        for claim in synthesize_claims(kind, _CLAIMS, seed=_SEED)
        for one in scrubber.check(claim)
    )
    assert not found
    assert scrubber.batch.number == _CLAIMS
