"""The ledger: what it keeps from run to run, and that it is whole at any time."""

import os
import signal
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import edi_portal
from edi_portal import LedgerError
from edi_portal.matching import ledger as ledger_module
from edi_portal.matching.index import MemoryIndex
from edi_portal.matching.ledger import VERSION, Ledger
from edi_portal.matching.matcher import Matcher
from edi_portal.matching.packing import remittance_identity
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.matching.results import Match, Result, Step
from edi_portal.matching.searching import claim_keys
from edi_portal.synthesis import synthesize_claims, synthesize_folder, synthesize_remittances
from tests.matching.made import claim, line, names, other, paired, payment


def run(path: Path, claims: list[ClaimKey], payments: list[PaymentKey]) -> list[Match]:
    """A run of these records, remembered."""
    with Ledger(path) as ledger:
        # Made for a mask without a key: what is compared masked has to be under the ledger's.
        matcher = Matcher(ledger)
        for found in claims:
            ledger.add(found)
        for place, item in enumerate(payments):
            matcher.payments.add(item, place)
        result = list(matcher.matches())
        read = {remittance_identity(of.payer, of.trace, of.total, of.paid_on) for of in payments}
        ledger.remember(matcher.decided(), read)
        ledger.commit()
    return result


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.ledger"


def test_todays_payment_finds_last_months_claim(path: Path) -> None:
    assert [item.result for item in run(path, [claim()], [])] == [Result.UNPAID]
    found = run(path, [claim("A2", **other())], [payment()])
    assert [item.result for item in found] == [Result.MATCHED, Result.UNPAID]
    assert run(path, [], [])[0].claim == claim("A2", **other())


def test_a_remittance_read_again_is_told_and_changes_nothing(path: Path) -> None:
    run(path, [claim()], [payment()])
    before = path.read_bytes()
    found = run(path, [claim()], [payment()])
    assert [item.result for item in found] == [Result.DUPLICATE]
    assert found[0].claim == claim()
    assert found[0].read_before
    assert content(before, path) == content(path.read_bytes(), path)


def content(data: bytes, beside: Path) -> list[str]:
    copy = beside.with_name("copy")
    copy.write_bytes(data)
    with sqlite3.connect(copy) as base:
        found = list(base.iterdump())
    base.close()
    return found


def test_a_claim_paid_in_another_run_is_paid_twice(path: Path) -> None:
    run(path, [claim()], [payment()])
    found = run(path, [], [payment(trace="T2", number="ICN2")])
    assert (found[0].result, names(found[0])) == (Result.DUPLICATE, {"duplicate-payment"})


def test_a_twin_that_was_paid_in_another_run_leaves_the_other(path: Path) -> None:
    plain = (line(control=""),)
    twins = [claim("T1", lines=plain), claim("T2", lines=plain, ordinal=2)]
    run(path, twins, [payment("T1", lines=plain, number="N1")])
    found = run(path, [], [payment("LOST", lines=plain, number="N2", trace="T2")])[0]
    assert (found.result, found.claim) == (Result.MATCHED, twins[1])


def test_an_acknowledgment_of_another_run_has_told_the_payers_number(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.add(claim())
        matcher = Matcher(ledger)
        matcher.add_payer_number("HB1146116.3", "ICN900")
        assert [item.result for item in matcher.matches()] == [Result.UNPAID]
        ledger.commit()
    later = payment("LOST", "60", number="ICN900", lines=(), trace="T2")
    assert run(path, [], [later])[0].step is Step.PAYER_NUMBER


def test_files_keep_their_names(path: Path) -> None:
    with Ledger(path) as ledger:
        assert [ledger.file_number(name) for name in ("a.837", "b.837", "a.837")] == [1, 2, 1]
        ledger.commit()
    with Ledger(path) as ledger:
        assert [ledger.file_name(number) for number in (1, 2, 3)] == ["a.837", "b.837", None]
        assert ledger.file_number("c.837") == 3


def test_a_reversal_finds_its_original_in_another_run(path: Path) -> None:
    taken = payment(charge="-100", status="22", trace="T2", paid_on=740_000)
    run(path, [claim()], [payment()])
    assert names(run(path, [], [taken])[0]) == set()


def test_the_payers_number_of_another_run_is_known(path: Path) -> None:
    run(path, [claim()], [payment(number="ICN777")])
    later = payment("LOST", "60", number="ICN778", original="ICN777", lines=(), trace="T2")
    assert run(path, [], [later])[0].step is Step.PAYER_NUMBER


def test_a_payment_without_a_claim_finds_it_once_it_is_there(path: Path) -> None:
    assert run(path, [], [payment()])[0].result is Result.UNMATCHED
    found = run(path, [claim()], [payment()])[0]
    assert (found.result, found.read_before) == (Result.MATCHED, True)
    assert run(path, [], [payment()])[0].result is Result.DUPLICATE


def test_what_was_not_committed_is_forgotten(path: Path) -> None:
    run(path, [claim()], [])
    with Ledger(path) as ledger:
        ledger.add(claim("A2"))
    assert len(run(path, [], [])) == 1


def test_it_finds_what_the_index_in_memory_finds(path: Path) -> None:
    claims = list(synthesize_claims("837P", 60, seed=3))
    remittances = list(synthesize_remittances(claims, seed=3, corruption=1))
    found = []
    for index in (MemoryIndex(), Ledger(path)):
        matcher = Matcher(index)
        for place, sent in enumerate(claims):
            matcher.add_claim(sent, ordinal=place)
        for remittance in remittances:
            for paid in remittance.claims:
                matcher.add_payment(paid, remittance)
        found.append(paired(matcher.matches()))
        some = index.get(7)
        for key in claim_keys(some):
            assert 7 in index.find(key, 99)
        if isinstance(index, Ledger):
            index.close()
    assert found[0] == found[1]


def test_no_name_and_no_member_number_is_in_it(path: Path) -> None:
    claims = list(synthesize_claims("837P", 30, seed=3))
    edi_portal.match(claims, synthesize_remittances(claims, seed=3), ledger=path)
    data = path.read_bytes().upper()
    for sent in claims:
        person = sent.patient_person
        for text in (person.last_name, sent.subscriber.member_id, person.address_line):
            assert not text or text.encode().upper() not in data
    assert claims[0].patient_control_number.encode() in data
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "data", [b"not a ledger at all, but text of some length" * 40, b"ISA*00*", b"\0" * 5000]
)
def test_a_file_that_is_no_ledger_is_refused_and_kept(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"claims\.ledger"):
        Ledger(path)
    assert path.read_bytes() == data


def test_another_database_is_refused(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE other (number)")
    base.commit()
    base.close()
    with pytest.raises(LedgerError, match="is no ledger"):
        Ledger(path)


def test_another_version_is_refused_by_its_number(path: Path) -> None:
    run(path, [], [])
    base = sqlite3.connect(path)
    base.execute(f"PRAGMA user_version = {VERSION + 6}")
    base.close()
    with pytest.raises(LedgerError, match=f"version {VERSION + 6}; this is for version {VERSION}"):
        Ledger(path)


def test_a_ledger_in_use_a_folder_and_a_bad_path_are_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "_PATIENCE", 0.01)
    with Ledger(path), pytest.raises(LedgerError, match="in use by another run"):
        Ledger(path)
    for wrong in (path.parent, path.parent / "no" / "folder", "a\0b"):
        with pytest.raises(LedgerError):
            Ledger(wrong)


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.touch()
    assert run(path, [claim()], [])[0].result is Result.UNPAID


def test_a_failure_leaves_the_ledger_as_it_was(path: Path, tmp_path: Path) -> None:
    run(path, [claim()], [])
    before = path.read_bytes()
    with pytest.raises(edi_portal.SourceError):
        edi_portal.match(list(synthesize_claims("837P", 5, seed=1)), "gone.835", ledger=path)
    assert path.read_bytes() == before


KILLED = """
import os, signal, sys
from edi_portal.matching import ledger, matcher
import edi_portal
count = int(sys.argv[4])
class Counting:
    def __init__(self, base): self.base, self.left = base, count
    def __getattr__(self, name): return getattr(self.base, name)
    def tick(self):
        self.left -= 1
        if self.left < 0: os.kill(os.getpid(), signal.SIGKILL)
    def execute(self, *args):
        self.tick(); found = self.base.execute(*args); return found
    def executemany(self, *args):
        self.tick(); return self.base.executemany(*args)
connect = ledger.sqlite3.connect
class Module:
    def __getattr__(self, name): return getattr(sqlite3, name)
import sqlite3
module = Module(); module.connect = lambda *a, **k: Counting(connect(*a, **k))
ledger.sqlite3 = module
edi_portal.match(sys.argv[1], sys.argv[2], ledger=sys.argv[3])
print("ended")
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills a process")
def test_killed_at_any_point_it_is_whole(tmp_path: Path) -> None:
    made = tmp_path / "made"
    synthesize_folder(made, "837P", 25, seed=6, remittances=True)
    paths = [str(made / name) for name in ("claims-1.837", "remittances-1.835")]
    whole = edi_portal.match(*paths).summary
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for count in (0, 3, 9, 16, 40, 80, 120, 100_000):
        path = tmp_path / f"killed-{count}.ledger"
        command = [sys.executable, "-c", KILLED, *paths, str(path), str(count)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (done.returncode == 0) == (b"ended" in done.stdout)
        again = edi_portal.match(*paths, ledger=path).summary
        results = dict(again.results)
        if done.returncode == 0:
            assert count == 100_000
            assert results.pop(Result.DUPLICATE) == whole.payments
            assert again.paid == Decimal(0)
        else:
            # As if that run had never been.
            assert results == dict(whole.results)
            assert again.paid == whole.paid
