"""Synthetic claims: valid, clean, varied, and the same for the same seed."""

import hashlib
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal import UsageError
from edi_portal.synthesis import (
    AS_OF,
    KINDS,
    scenarios,
    synthesize_claims,
    synthetic_claims,
)
from tests.synthesis.clean import faults

each_kind = pytest.mark.parametrize("kind", KINDS)
AT = datetime.combine(AS_OF, datetime.min.time())


def written(claims: Any) -> bytes:
    data = edi_portal.write(iter(claims), sender="QUILL01", receiver="RIPPLE1", as_of=AT).data
    assert data is not None
    return data


@each_kind
def test_claims_are_valid_and_come_back_as_they_were(kind: str) -> None:
    claims = list(synthesize_claims(kind, 600, seed=1))
    data = written(claims)
    report = edi_portal.validate(data=data, snip=7)
    assert report.ok
    assert report.findings == ()
    assert list(edi_portal.claims(data=data)) == claims


@each_kind
@pytest.mark.parametrize("as_of", [AS_OF, date(2023, 1, 1), date(2028, 2, 29)])
def test_claims_are_clean(kind: str, as_of: date) -> None:
    found = Counter(
        (fault, made.scenario)
        for made in synthetic_claims(kind, 800, seed=3, as_of=as_of)
        for fault in faults(made.claim, as_of)
    )
    assert found == Counter()


def test_a_claim_that_is_not_clean_is_noticed() -> None:
    claim = next(synthesize_claims("837P", 1, seed=1))
    twice = claim.evolve(lines=claim.lines * 2)
    assert {"CLM003", "SVC013", "SVC014"} <= set(faults(twice, AS_OF))
    assert "PRV001" in faults(
        claim.evolve(billing_provider=claim.billing_provider.evolve(npi="2000000000")), AS_OF
    )


@each_kind
def test_each_scenario_occurs_before_any_occurs_again(kind: str) -> None:
    names = [made.scenario for made in synthetic_claims(kind, 200, seed=5)]
    runs = [name for place, name in enumerate(names) if not place or names[place - 1] != name]
    known = [scenario.name for scenario in scenarios(kind)]
    assert len(known) >= 20
    assert sorted(runs[: len(known)]) == sorted(known)


@each_kind
def test_control_numbers_are_unique_and_claims_differ(kind: str) -> None:
    claims = list(synthesize_claims(kind, 3000, seed=6))
    numbers = [claim.patient_control_number for claim in claims]
    plain = {"".join(filter(str.isalnum, number)).lstrip("0") for number in numbers}
    assert len(plain) == len(claims)
    keys = Counter(
        (
            claim.patient_person.name,
            claim.payer.identifier,
            claim.charge_amount,
            tuple(line.procedure.code if line.procedure else "" for line in claim.lines),
            str(getattr(claim, "statement_dates", claim.lines[0].service_date)),
        )
        for claim in claims
    )
    assert keys.most_common(1)[0][1] == 1


@each_kind
def test_claims_are_made_as_they_are_taken(kind: str) -> None:
    first = list(synthesize_claims(kind, 50, seed=8))
    assert list(islice(synthesize_claims(kind, 10**9, seed=8), 50)) == first
    assert list(synthesize_claims(kind, 50, seed=9)) != first
    assert list(synthesize_claims(kind, 0, seed=8)) == []


def test_memory_does_not_grow_with_the_number_of_claims() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in synthesize_claims("837P", count, seed=4):
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(200)
    assert peak(1_500) < 1.3 * peak(500)


def sums() -> list[str]:
    """What identifies the files of a few claims of each kind."""
    return [
        hashlib.sha256(written(synthesize_claims(kind, 40, seed=7))).hexdigest() for kind in KINDS
    ]


def test_the_seed_alone_decides_in_every_process() -> None:
    code = "from tests.synthesis.test_claims import sums; print(*sums())"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": _path()}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == sums()


def _path() -> str:
    source = Path(next(iter(edi_portal.__path__))).parent
    return os.pathsep.join((str(source), str(Path(__file__).resolve().parents[2])))


def test_services_are_before_the_day_of_the_batch() -> None:
    as_of = date(2024, 6, 1)
    for claim in synthesize_claims("837P", 100, seed=1, as_of=as_of):
        assert claim.transmission.created_on == as_of
        assert all(
            as_of - timedelta(180) < _first(line.service_date) < as_of for line in claim.lines
        )


def _first(found: Any) -> date:
    day = getattr(found, "start", found)
    assert isinstance(day, date)
    return day


@pytest.mark.parametrize(
    "kind, count, as_of",
    [
        ("835", 1, AS_OF),
        ("837P", -1, AS_OF),
        ("837P", 1, date(2022, 12, 31)),
        ("837P", 1, AT),
    ],
)
def test_what_cannot_be_made_is_refused(kind: str, count: int, as_of: Any) -> None:
    with pytest.raises(UsageError):
        synthesize_claims(kind, count, seed=1, as_of=as_of)
