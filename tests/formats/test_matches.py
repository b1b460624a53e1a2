"""What matching tells a person: payments that need a look, with why and what may be meant."""

from edi_portal.formats.matches import write_text
from edi_portal.matching.records import ClaimKey, PaymentKey
from tests.matching.made import claim, line, other, payment, run


def lines(claims: list[ClaimKey], payments: list[PaymentKey]) -> list[str]:
    names = {1: "claims.837", 2: "era.835"}
    return "".join(write_text(run(claims, payments), names.get)).splitlines()


def test_what_is_plain_is_not_told() -> None:
    assert lines([claim(), claim("A2", **other())], [payment()]) == []


def test_candidates_come_with_what_speaks_for_them() -> None:
    plain = (line(control=""),)
    twins = [claim(name, lines=plain) for name in ("T1", "T2")]
    head, why, finding, *candidates = lines(twins, [payment("LOST", lines=plain)])
    assert head.startswith("era.835:1: ")
    assert "claim LOST, billed 100, paid 80, trace 620700001" in head
    assert why.startswith("  several claims")
    assert "MAT002" in finding
    assert [text.split(",")[0] for text in candidates] == [
        f"  candidate {name} in claims.837" for name in ("T1", "T2")
    ]
    assert all("control differs, member agrees, name agrees" in text for text in candidates)


def test_a_payment_without_any_candidate_says_so() -> None:
    head, why, finding = lines([claim()], [payment("LOST", "35.5", **other())])
    assert "claim LOST" in head
    assert why == "  no claim is like it"
    assert "MAT001" in finding


def test_what_stands_out_of_a_match_is_told_without_why() -> None:
    head, finding = lines([claim()], [payment(charge="99")])
    assert head.startswith("era.835:1: ")
    assert "MAT005" in finding
