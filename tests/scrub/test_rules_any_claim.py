"""No claim that can be made stops a rule on diagnoses, teeth or institutional claims."""

from hypothesis import given
from hypothesis import strategies as some

from edi_portal import testing
from edi_portal.models.claim import Claim
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import rules
from edi_portal.scrubber.tables import Tables

_RULES = [item for item in rules() if item.group in ("DIA", "DNT", "REV")]
_TABLES = Tables(poa_exempt=frozenset({"Z794"}))


@given(testing.claims(allow_invalid=True), some.sampled_from([None, _TABLES]))
def test_rules_answer_whatever_the_claim(claim: Claim, tables: Tables | None) -> None:
    for item in _RULES:
        for found in check_claim(item, claim, tables=tables):
            if found.code == "SCR001":
                continue  # a day that no edition of a code set reaches
            assert found.code == item.code
            assert found.location.segment is not None
