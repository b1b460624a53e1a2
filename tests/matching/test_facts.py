"""Facts of published interpretations that no other module here has a test of."""

from decimal import Decimal

from edi_portal.matching.chains import Role, chained, standing
from edi_portal.matching.entries import Kind
from edi_portal.matching.posting import post
from edi_portal.matching.results import Result
from tests.matching import made
from tests.matching.remitting import claim, line, remittance


def test_a_correction_is_an_ordinary_claim_and_never_22() -> None:
    """RFI 288: what follows a reversal has the status of any payment."""
    first = made.payment()
    taken = made.payment("HB1146116.3", "-100", status="22", paid=Decimal(-80), trace="T2")
    again = made.payment(paid=Decimal(60), status="1", trace="T2", place=2)
    links = chained([first, taken, again])
    assert [link.role for link in links] == [Role.PAYMENT, Role.REVERSAL, Role.CORRECTION]
    assert standing(links) == [again]


def test_a_forwarded_balance_need_not_clear_in_the_next_remittance() -> None:
    """RFI 738: each remittance adds up by itself, whatever one before has forwarded."""
    forwarded = post(remittance(0, claim(-100, -80, "CO-45 -20", status="22"), plb=["FB:NEXT -80"]))
    following = post(remittance(100, claim(100, 100)))
    cleared = post(remittance(20, claim(100, 100), plb=["FB:LAST 80"]))
    assert [found.balanced for found in (forwarded, following, cleared)] == [True, True, True]
    assert [(entry.kind, entry.cash) for entry in forwarded.provider] == [
        (Kind.FORWARDING, Decimal(80))
    ]
    assert [(entry.kind, entry.cash) for entry in cleared.provider] == [
        (Kind.FORWARDING, Decimal(-80))
    ]


def test_the_parts_of_a_split_claim_are_two_payments_of_it_and_no_duplicates() -> None:
    """RFI 1076, 2224: a payer that splits a claim answers it in parts, under remark MA15."""
    whole = made.claim(charge="300", lines=(made.line(1, "100"), made.line(2, "200")))
    parts = [
        made.payment(charge="100", lines=(made.line(1, "100"),), number="ICN1", place=1),
        made.payment(charge="200", lines=(made.line(2, "200"),), number="ICN2", place=2),
    ]
    found = [match for match in made.run([whole], parts) if match.payment is not None]
    assert [match.result for match in found] == [Result.MATCHED, Result.MATCHED]
    split = [claim(100, 80, lines=[line(100, 80, "CO-45 20")]), claim(200, 160, "CO-45 40")]
    posted = post(remittance(240, *split))
    assert posted.balanced
    assert sum(entry.amount for item in posted.claims for entry in item.entries) == 300
