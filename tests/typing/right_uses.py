"""What a program of a user relies on: the types of the chief functions, as a checker sees them.

``make types`` checks it by the sources, ``make package`` by the installed wheel; the test beside it
runs it on samples.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

import edi_portal
from edi_portal.event import Event


def judge(path: Path) -> bool:
    report = edi_portal.validate(path, snip=3, max_findings=100)
    assert_type(report, edi_portal.Report)
    assert_type(report.ok, bool)
    assert_type(report.findings, tuple[edi_portal.Finding, ...])
    assert_type(report.counts, edi_portal.Counts)
    assert_type(report.counts.claims, int)
    for finding in report.findings:
        assert_type(finding.code, str)
        assert_type(finding.severity, edi_portal.Severity)
        assert_type(finding.location, edi_portal.Location)
        assert_type(finding.location.line, int | None)
    return report.ok


def walk(path: Path) -> int:
    assert_type(edi_portal.events(path), Iterator[Event])
    with edi_portal.read(path) as reading:
        assert_type(reading, edi_portal.Reading)
        segments = [assert_type(segment, edi_portal.PlacedSegment) for segment in reading]
    assert_type(segments[0].id, str)
    assert_type(reading.tail, str)
    return len(segments)


def claims(path: Path) -> Decimal:
    charged = Decimal(0)
    found = edi_portal.claims(path, on_finding=print)
    for claim in found:
        assert_type(
            claim,
            edi_portal.ProfessionalClaim | edi_portal.InstitutionalClaim | edi_portal.DentalClaim,
        )
        assert_type(claim.patient_control_number, str)
        assert_type(claim.subscriber.birth_date, date | None)
        charged += assert_type(claim.charge_amount, Decimal)
        if isinstance(claim, edi_portal.ProfessionalClaim):
            assert_type(claim.void("1"), edi_portal.ProfessionalClaim)
            assert_type(claim.lines[0].charge_amount, Decimal)
    assert_type(found.ok, bool)
    assert_type(found.findings, list[edi_portal.Finding])
    return charged


def payments(path: Path) -> Decimal:
    paid = Decimal(0)
    for remittance in edi_portal.remittances(path):
        assert_type(remittance, edi_portal.Remittance)
        assert_type(remittance.claims, tuple[edi_portal.ClaimPayment, ...])
    for payment in edi_portal.claim_payments(path):
        assert_type(payment, edi_portal.ClaimPayment)
        paid += assert_type(payment.payment_amount, Decimal)
    return paid


def others(path: Path) -> None:
    inquiries, answers = edi_portal.inquiries(path), edi_portal.eligibility(path)
    assert_type(inquiries, edi_portal.Models[edi_portal.EligibilityInquiry])
    assert_type(answers, edi_portal.Models[edi_portal.EligibilityResponse])
    asked, told = edi_portal.status_inquiries(path), edi_portal.statuses(path)
    assert_type(asked, edi_portal.Models[edi_portal.StatusInquiry])
    assert_type(told, edi_portal.Models[edi_portal.ClaimStatus])
    acknowledged = edi_portal.functional_acknowledgments(path)
    assert_type(acknowledged, edi_portal.Models[edi_portal.FunctionalAcknowledgment])
    received = edi_portal.interchange_acknowledgments(path)
    assert_type(received, edi_portal.Models[edi_portal.InterchangeAcknowledgment])
    for model in edi_portal.parse(path):
        assert_type(edi_portal.to_json(model), str)
        assert_type(edi_portal.to_data(model), dict[str, Any])


def scrub(path: Path) -> edi_portal.Report:
    tables = edi_portal.load_tables()
    whole = edi_portal.scrub_file(path, scrubber=edi_portal.Scrubber(tables=tables))
    assert_type(whole.totals, edi_portal.Totals | None)
    return assert_type(edi_portal.scrub(edi_portal.claims(path)), edi_portal.Report)


def match(claims: Path, remittances: Path) -> int:
    reconciled = edi_portal.match(claims=[claims], remittances=[remittances])
    assert_type(reconciled, edi_portal.Reconciliation)
    assert_type(reconciled.complete, bool)
    return len([assert_type(one, edi_portal.Match) for one in reconciled.matches])


def copy(path: Path, output: Path) -> int:
    try:
        written = edi_portal.write(
            edi_portal.claims(path),
            output,
            sender="RIVERBILLING",
            receiver="EXAMPLEHUB",
            as_of=datetime(2025, 3, 10, 9, 15, tzinfo=UTC),
        )
    except edi_portal.WriteError as error:
        raise SystemExit(str(error)) from assert_type(error, edi_portal.WriteError)
    assert_type(written, edi_portal.Written)
    edited = edi_portal.edit(output, change=lambda model: model)
    assert_type(edited, edi_portal.Edited)
    assert_type(edited.data, bytes | None)
    hidden = edi_portal.deidentify(output, key=b"0123456789abcdef")
    assert_type(hidden, edi_portal.Deidentified)
    return assert_type(written.items, int)
