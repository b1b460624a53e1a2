"""What a reconciliation counts, numbers and tells, of files that hold what a test says."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import pytest

from edi_portal import parsing
from edi_portal.errors import SourceError
from edi_portal.findings import Finding, Location, Severity
from edi_portal.matching.ledger import Ledger
from edi_portal.matching.results import Match, Result
from edi_portal.models.claim import Claim
from edi_portal.models.remittance import Remittance
from edi_portal.reconciling import Reconciling
from tests.build import claim_file, encode, put
from tests.guides.test_balance import claim as paid_claim
from tests.guides.test_balance import remittance as paid_file
from tests.matching import remitting
from tests.matching.test_keys import claim_of


class Reading:
    """A file as it is read: these models, after these findings."""

    def __init__(
        self,
        *models: object,
        findings: Iterable[Finding] = (),
        file: str | None = "a.x12",
        complete: bool = True,
    ) -> None:
        self.file, self.complete = file, complete
        self._models, self._findings = models, findings
        self._tell: Callable[[Finding], None] | None = None
        self.options: dict[str, Any] = {}

    def __call__(self, source: object, **options: Any) -> Self:
        self._tell = options.pop("on_finding")
        self.options = options
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __iter__(self) -> Iterator[object]:
        assert self._tell is not None
        for item in self._findings:
            self._tell(item)
        yield from self._models


Reads = Callable[..., Reconciling]


@pytest.fixture(params=["claims", "remittances", "acknowledgments"])
def read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Has readings taken as files of one kind; by default one model is in each."""
    kind: str = request.param
    made: dict[str, Any] = {
        "claims": ("claims", claim_of(claim_file())),
        "remittances": ("parse", remitting.remittance(0)),
        "acknowledgments": ("statuses", Answer()),
    }
    name, model = made[kind]

    def done(*readings: Reading, empty: bool = False, **options: Any) -> Reconciling:
        work = Reconciling(**options)
        for item in readings:
            if not empty:
                item._models = (model,)
            monkeypatch.setattr(parsing, name, item)
            getattr(work, f"read_{kind}")("a.x12")
        return work

    return done


class Answer:
    """A status that says nothing of use."""

    patient_control_number = None
    payer_claim_control_number = None


def told(code: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        code=code, name="x", severity=severity, snip=None, message="x", location=Location()
    )


@pytest.mark.parametrize(
    "code, severity, kept, complete, gap",
    [
        ("MDL001", Severity.ERROR, True, True, True),
        ("MDL002", Severity.INFO, True, True, True),
        ("MDL001", Severity.WARNING, False, True, False),
        ("MDL003", Severity.WARNING, False, True, False),
        ("SRC001", Severity.ERROR, True, False, True),
        ("SRC007", Severity.ERROR, True, False, True),
        ("ENV003", Severity.ERROR, True, False, True),
        ("SEG015", Severity.ERROR, True, False, True),
        ("SEG014", Severity.ERROR, True, True, False),
        ("SRC001", Severity.WARNING, False, True, False),
        ("ENV003", Severity.WARNING, False, True, False),
        ("BAL004", Severity.ERROR, True, True, False),
    ],
)
def test_what_is_told_and_what_says_that_something_is_missing(
    read: Reads, code: str, severity: Severity, kept: bool, complete: bool, gap: bool
) -> None:
    found = told(code, severity)
    work = read(Reading(findings=[found]))
    assert work.findings == ([found] if kept else [])
    assert work.complete is complete
    assert work.gaps == ((found,) if gap else ())
    assert (work.imbalances, work.summary.out_of_balance) == ([], 0)


@pytest.mark.parametrize("code", ["BAL001", "BAL002", "BAL003"])
def test_what_does_not_balance_is_told_apart(read: Reads, code: str) -> None:
    work = read(Reading(findings=[told(code)]))
    assert (work.findings, work.imbalances, work.complete) == ([], [told(code)], True)
    assert work.summary.out_of_balance == 1


def test_the_first_thousand_are_told(read: Reads) -> None:
    work = read(Reading(findings=[*[told("SEG014")] * 1001, *[told("BAL001")] * 1001]))
    assert (len(work.findings), len(work.imbalances)) == (1000, 1000)
    assert work.summary.out_of_balance == 1001
    assert read(Reading(findings=[told("SEG014")]), max_findings=0).findings == []


def test_what_was_not_read_whole_is_not_complete(read: Reads) -> None:
    assert read(Reading(), Reading()).complete
    assert not read(Reading(), empty=True).complete
    assert not read(Reading(complete=False)).complete
    assert not read(Reading(complete=False), Reading()).complete
    assert not read(Reading(), Reading(complete=False)).complete


def sent(number: str, charge: int = 100) -> Claim:
    segments = put(claim_file(), "CLM", f"CLM*{number}*{charge}***11:B:1*Y*A*Y*Y")
    return claim_of(put(segments, "SV1", f"SV1*HC:99213*{charge}*UN*1***1"))


def paid(number: str) -> Any:
    return remitting.claim(100, 80, "CO-45 20", number=number)


def test_claims_are_counted_and_numbered_in_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Reconciling()
    for name, numbers in (("a.837", ("A1", "A2")), (None, ("B1",)), ("c.837", ("C1",))):
        reading = Reading(*(sent(number, 50) for number in numbers), file=name)
        monkeypatch.setattr(parsing, "claims", reading)
        work.read_claims(name)
    work.read_claims(sent("D1", 70))
    keys = [found.claim for found in work.matches() if found.claim is not None]
    assert [(key.control, key.file, key.ordinal) for key in keys] == [
        ("A1", 1, 1),
        ("A2", 1, 2),
        ("B1", 0, 1),
        ("C1", 2, 1),
        ("D1", 0, 0),
    ]
    assert [work.file_name(number) for number in range(3)] == [None, "a.837", "c.837"]
    assert (work.summary.claims, work.summary.billed) == (5, Decimal(270))


def payments(work: Reconciling) -> list[tuple[str, int, int, int]]:
    keys = [found.payment for found in work.matches() if found.payment is not None]
    return [(key.control, key.file, key.ordinal, key.place) for key in keys]


def test_payments_are_numbered_in_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Reconciling()
    whole = remitting.remittance(80)
    models = [paid(f"A{number}").evolve(remittance=whole) for number in (1, 2, 3)]
    reading = Reading(*models, whole)
    monkeypatch.setattr(parsing, "parse", reading)
    work.read_remittances("a.835")
    # SNIP type 3 is balancing.
    assert reading.options == {"guides": ("835",), "whole": False, "snip": 3}
    assert work.advices[0].file == "a.x12"
    work.read_remittances(remitting.remittance(160, paid("B1"), paid("B2")))
    assert payments(work) == [
        *(("A1", 1, 1, 1), ("A2", 1, 2, 2), ("A3", 1, 3, 3)),
        *(("B1", 0, 1, 1), ("B2", 0, 2, 2)),
    ]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "claims.ledger"


def run(ledger: Path, of: Remittance) -> tuple[Match, list[bool]]:
    """The match of its one payment, and whether it was read before whenever it comes again."""
    with Ledger(ledger) as kept:
        work = Reconciling(kept)
        work.read_remittances(of)
        work.read_remittances(of)
        match = next(found for found in work.matches() if found.payment is not None)
        again = [before for _, _, before in work.remittances_again()]
        work.commit()
    return match, again


@pytest.mark.parametrize("day", [date(2025, 3, 10), None])
def test_a_remittance_is_known_again_by_payer_trace_amount_and_day(
    ledger: Path, day: date | None
) -> None:
    of = remitting.remittance(80, paid("A1")).evolve(payment_date=day)
    first, again = run(ledger, of)
    assert (first.result, first.read_before, again) == (Result.UNMATCHED, False, [False, True])
    second, again = run(ledger, of)
    assert (second.read_before, again) == (True, [True, True])
    for other in (
        of.evolve(payment_date=date(2025, 3, 11)),
        of.evolve(trace_number="EFT2"),
        of.evolve(payment_amount=Decimal(81)),
        of.evolve(payer_identifier="1999999999"),
    ):
        found, again = run(ledger, other)
        assert (found.read_before, again) == (False, [False, True])


def test_a_file_that_has_more_by_now_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "era.835"
    path.write_bytes(encode(paid_file("10", *paid_claim("10", "10"))))
    work = Reconciling()
    work.read_remittances(path)
    assert len(list(work.remittances_again())) == 1
    path.write_bytes(encode(paid_file("20", *paid_claim("10", "10"), *paid_claim("10", "10"))))
    with pytest.raises(SourceError, match="changed"):
        list(work.remittances_again())
