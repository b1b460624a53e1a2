"""Rules about providers, subscribers and patients answer to any claim that can be made."""

from datetime import date

from hypothesis import given, settings

from edi_portal import testing
from edi_portal.models.claim import Claim
from edi_portal.models.eligibility import EligibilityResponse
from edi_portal.scrubber.eligibility import Eligibility
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.registry import rules
from edi_portal.scrubber.roster import Enrollment, Roster
from edi_portal.scrubber.tables import Tables

RULES = [rule for rule in rules() if rule.group in ("PRV", "SUB")]


@given(testing.claims(allow_invalid=True))
@settings(deadline=None, max_examples=60)
def test_any_claim_gets_an_answer(claim: Claim) -> None:
    rows = [
        Enrollment(npi=claim.billing_provider.npi or "", name="SAMPLE", effective=date(2020, 1, 1))
    ]
    tables = Tables(roster=Roster(rows), eligibility=Eligibility())
    for rule in RULES:
        for finding in check_claim(rule, claim, tables=tables):
            assert finding.code == rule.code
            assert finding.location.segment


@given(testing.eligibility(allow_invalid=True), testing.claims(allow_invalid=True))
@settings(deadline=None, max_examples=40)
def test_any_response_can_be_kept_and_asked(response: EligibilityResponse, claim: Claim) -> None:
    index = Eligibility([response, response])
    assert len(index) <= 1
    match = index.match(claim.subscriber, claim.patient, claim.payer)
    if match is not None:
        match.person.on(date(2025, 3, 3))
