"""Sums over the claims of a run are those of its claims, whatever was found in them."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from edi_portal.findings import Finding, Severity
from edi_portal.report import Totals
from edi_portal.scrubber.registry import by_code
from tests.scrub.cases import cases_of

charges = some.decimals("-99999", "99999", places=2)
found = some.lists(some.sampled_from(Severity), max_size=3)
claims = some.lists(some.tuples(charges, found), max_size=8)
Claims = list[tuple[Decimal, list[Severity]]]


def totals(of: Claims) -> Totals:
    made = Totals()
    for charge, severities in of:
        made.add(charge, severities)
    return made


def expected(of: Claims) -> tuple[int, int, int, Decimal, Decimal]:
    errors = [charge for charge, severities in of if Severity.ERROR in severities]
    clean = [item for item, severities in of if not {*severities} - {Severity.INFO}]
    return (
        len(of),
        len(clean),
        len(errors),
        sum((charge for charge, _ in of), Decimal(0)),
        sum(errors, Decimal(0)),
    )


def sums(of: Totals) -> tuple[int, int, int, Decimal, Decimal]:
    return of.claims, of.clean, of.with_errors, of.charges, of.at_risk


def test_nothing_is_counted_yet() -> None:
    assert sums(Totals()) == (0, 0, 0, Decimal(0), Decimal(0))


@given(claims)
def test_totals_are_of_every_claim_once(of: Claims) -> None:
    assert sums(totals(of)) == expected(of)


@given(claims, claims)
def test_totals_of_two_files_are_those_of_one(one: Claims, other: Claims) -> None:
    made = totals(one)
    made.merge(totals(other))
    assert sums(made) == expected([*one, *other])


def test_findings_are_counted_under_their_rule() -> None:
    one, other = Totals(), Totals()
    for code in ("CLM003", "CLM001", "CLM003"):
        one.count(made(code))
    other.count(made("CLM003"))
    one.merge(other)
    assert one.by_rule == Counter({"CLM003": 3, "CLM001": 1})
    assert one.as_dict() == {
        "claims": 0,
        "unread": 0,
        "clean": 0,
        "with_errors": 0,
        "charges": "0",
        "at_risk": "0",
        "by_rule": {"CLM001": 1, "CLM003": 3},
    }


def made(code: str) -> Finding:
    case = next(case for case in cases_of(code) if not case.passes)
    return case.findings(by_code()[code])[0]
