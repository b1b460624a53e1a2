"""Mistakes of users that a type checker tells them of, one a line.

Each line expects its error: ``mypy --strict`` fails where an error is another, or is missing,
since a comment that silences nothing is an error, too.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import edi_portal
from edi_portal.models import claim as made


def readings(path: Path) -> None:
    edi_portal.validate(b"ISA*00*")  # type: ignore[arg-type]
    edi_portal.validate(path, data="ISA*00*")  # type: ignore[arg-type]
    edi_portal.validate(path).is_ok  # type: ignore[attr-defined]
    edi_portal.validate(path).findings.append  # type: ignore[attr-defined]
    edi_portal.validate(path).findings[0].code = "ELE001"  # type: ignore[misc]
    edi_portal.valid(path)  # type: ignore[attr-defined]
    edi_portal.claims(path, snip="3")  # type: ignore[arg-type]
    edi_portal.claims(path, strict=True)  # type: ignore[call-arg]
    edi_portal.parse(path, guides=837)  # type: ignore[arg-type]


def models(path: Path) -> None:
    for claim in edi_portal.claims(path):
        claim.charge_amount = Decimal(1)  # type: ignore[misc]
        claim.charge_amount + 0.5  # type: ignore[operator]
        claim.patient.first_name  # type: ignore[union-attr]
        claim.dental_lines  # type: ignore[union-attr]
        claim.lines[0].procedure.code  # type: ignore[union-attr]
    for payment in edi_portal.claim_payments(path):
        payment.remittance.claims  # type: ignore[union-attr]
        payment.charge  # type: ignore[attr-defined]
    for remittance in edi_portal.remittances(path):
        remittance.claims[0] = None  # type: ignore[index]
    made.Procedure(code=99213)  # type: ignore[arg-type]
    made.Procedure(code="99213", price=Decimal(1))  # type: ignore[call-arg]


def writings(path: Path, found: list[edi_portal.ProfessionalClaim]) -> None:
    when = datetime(2025, 3, 10, 9, 15, tzinfo=UTC)
    edi_portal.write(found)  # type: ignore[call-arg]
    edi_portal.write(path, sender="S", receiver="R", as_of=when)  # type: ignore[arg-type]
    edi_portal.write(found, sender="S", receiver="R", as_of="2025-03-10")  # type: ignore[arg-type]
    edi_portal.write(found, sender="S", receiver="R", as_of=date(2025, 3, 10))  # type: ignore[arg-type]
    edi_portal.deidentify(path, key="secret")  # type: ignore[arg-type]
    edi_portal.scrub(path)  # type: ignore[arg-type]
    edi_portal.match(claims=[found])  # type: ignore[list-item]
    edi_portal.to_json({"kind": "claim"})  # type: ignore[arg-type]
    edi_portal.from_json(b"{}")  # type: ignore[arg-type]
