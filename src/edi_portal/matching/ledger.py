"""A ledger: an index of claims on disk, with what was paid for them, kept between runs.

It is one SQLite file of the user's. A run is one transaction: after a crash at any point the
file is as it was before the run, or as it is after it. It holds what matching compares and no
more: names and member numbers masked under a key of its own, no address, no diagnosis.
"""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from edi_portal.errors import LedgerError
from edi_portal.matching.folding import Mask
from edi_portal.matching.packing import (
    claim_identity,
    pack_claim,
    pack_payment,
    unpack_claim,
    unpack_payment,
)
from edi_portal.matching.records import ClaimKey, PaymentKey
from edi_portal.matching.searching import claim_keys, payer_number_keys

VERSION = 1
"""Of what a ledger holds; one of another version is refused."""

_APPLICATION = 0x45445031  # "EDP1": SQLite keeps it in the head of the file
_KEPT = 4096
_PATIENCE = 2.0  # seconds to wait for another run
_P = ParamSpec("_P")
_R = TypeVar("_R")


def _told(act: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turns what SQLite raises into a `LedgerError` that names the file and no value."""

    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return act(*args, **kwargs)
        except sqlite3.Error as error:
            ledger: Any = args[0]
            raise LedgerError(f"{ledger.path}: {_reason(error)}") from error

    return wrapped


def _reason(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return _REASONS.get(code, f"the ledger cannot be used ({type(error).__name__})")


_REASONS = {
    sqlite3.SQLITE_NOTADB: "is no ledger",
    sqlite3.SQLITE_CORRUPT: "the ledger is damaged",
    sqlite3.SQLITE_BUSY: "the ledger is in use by another run",
    sqlite3.SQLITE_LOCKED: "the ledger is in use by another run",
    sqlite3.SQLITE_FULL: "the ledger cannot be written: the disk is full",
    sqlite3.SQLITE_READONLY: "the ledger cannot be written",
    sqlite3.SQLITE_CANTOPEN: "the ledger cannot be opened",
    sqlite3.SQLITE_IOERR: "the ledger cannot be read or written",
}


class Ledger:
    """A ledger in the file ``path``, made where there is none; a `ClaimIndex` that lasts.

    Use it in a ``with`` block. What was added is kept by `commit`, and forgotten where the
    block is left without. Raises `LedgerError` where the file is no ledger, is one of another
    version, is in use by another run, or cannot be read or written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._files: dict[str, int] = {}
        self._next = 0
        self.get = lru_cache(maxsize=_KEPT)(self._get)
        self._open()

    @_told
    def _open(self) -> None:
        if "\0" in self.path:
            raise LedgerError("the path of the ledger is not valid")
        with contextlib.suppress(OSError):
            # For the user alone: SQLite would ask the umask.
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._base = sqlite3.connect(self.path, isolation_level=None, timeout=_PATIENCE)
        try:
            self._begin()
        except BaseException:
            self._base.close()
            raise

    def _begin(self) -> None:
        run = self._base.execute
        # Whoever holds the lock may be reading what this run is about to add.
        run("BEGIN IMMEDIATE")
        (application,) = run("PRAGMA application_id").fetchone()
        (version,) = run("PRAGMA user_version").fetchone()
        (tables,) = run("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables and not application and not version:
            self._make()
        elif application != _APPLICATION:
            raise LedgerError(f"{self.path}: is no ledger")
        elif version != VERSION:
            raise LedgerError(
                f"{self.path}: is a ledger of version {version}; this is for version {VERSION}"
            )
        (key,) = run("SELECT value FROM setting WHERE name = 'mask'").fetchone()
        self.mask = Mask(key)
        self._files = dict(run("SELECT name, number FROM file"))
        (self._next,) = run("SELECT coalesce(max(number), -1) + 1 FROM claim").fetchone()

    def _make(self) -> None:
        run = self._base.execute
        script = files(__package__).joinpath("ledger.sql").read_text("utf-8")
        # Not as a script: that would commit before the whole of it is there.
        for statement in script.split(";"):
            run(statement)
        run("INSERT INTO setting VALUES ('mask', ?)", (secrets.token_bytes(32),))
        run(f"PRAGMA application_id = {_APPLICATION}")
        run(f"PRAGMA user_version = {VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the ledger as it was when it was committed last."""
        self._base.close()

    @_told
    def commit(self) -> None:
        """Keep all that was added, whole or not at all."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN IMMEDIATE")

    @_told
    def file_number(self, name: str) -> int:
        """The number of a file, as `ClaimIndex` says."""
        if name not in self._files:
            self._files[name] = len(self._files) + 1
            self._base.execute("INSERT INTO file VALUES (?, ?)", (self._files[name], name))
        return self._files[name]

    def file_name(self, number: int) -> str | None:
        """The name of a file, as `ClaimIndex` says."""
        return next((name for name, known in self._files.items() if known == number), None)

    @_told
    def add(self, claim: ClaimKey) -> int | None:
        """Keep a claim, as `ClaimIndex` says."""
        packed = pack_claim(claim)
        run, number = self._base.execute, self._next
        row = (number, claim_identity(packed), packed)
        if not run("INSERT OR IGNORE INTO claim VALUES (?, ?, ?)", row).rowcount:
            return None
        self._next += 1
        self._base.executemany(
            "INSERT OR IGNORE INTO search VALUES (?, ?)",
            ((key, number) for key in set(claim_keys(claim))),
        )
        return number

    @_told
    def add_key(self, key: int, number: int) -> None:
        """Let a claim be found by a further key, as `ClaimIndex` says."""
        self._base.execute("INSERT OR IGNORE INTO search VALUES (?, ?)", (key, number))

    @_told
    def find(self, key: int, most: int) -> Sequence[int]:
        """Numbers of claims under a key, as `ClaimIndex` says."""
        asked = "SELECT claim FROM search WHERE key = ? ORDER BY claim LIMIT ?"
        found = [number for (number,) in self._base.execute(asked, (key, most + 1))]
        return found if len(found) <= most else ()

    @_told
    def _get(self, number: int) -> ClaimKey:
        asked = "SELECT record FROM claim WHERE number = ?"
        (packed,) = self._base.execute(asked, (number,)).fetchone()
        return unpack_claim(packed)

    def numbers(self) -> Iterator[int]:
        """The numbers of all claims."""
        return iter(range(self._next))

    @_told
    def paid_before(self, number: int) -> Sequence[PaymentKey]:
        """The payments of a claim in earlier runs, as `ClaimIndex` says."""
        asked = "SELECT record FROM payment WHERE claim = ? ORDER BY number"
        return [unpack_payment(packed) for (packed,) in self._base.execute(asked, (number,))]

    @_told
    def known_number(self, key: int) -> Sequence[int]:
        """Claims under a payer's number, as `ClaimIndex` says."""
        asked = "SELECT claim FROM payer_number WHERE key = ? ORDER BY claim"
        return [number for (number,) in self._base.execute(asked, (key,))]

    @_told
    def read_before(self, remittance: int) -> bool:
        """Whether an earlier run has read a remittance, as `ClaimIndex` says."""
        asked = "SELECT 1 FROM remittance WHERE identity = ?"
        return self._base.execute(asked, (remittance,)).fetchone() is not None

    @_told
    def posted_before(self, identity: int) -> int | None:
        """The claim of a payment in earlier runs, as `ClaimIndex` says."""
        asked = "SELECT claim FROM payment WHERE identity = ? LIMIT 1"
        found = self._base.execute(asked, (identity,)).fetchone()
        return int(found[0]) if found is not None else None

    @_told
    def remember(
        self, payments: Iterable[tuple[PaymentKey, int, int]], remittances: Iterable[int]
    ) -> None:
        """Keep payments, each with its claim and its identity, and remittances as read."""
        run = self._base.execute
        for payment, claim, identity in payments:
            row = (identity, claim, pack_payment(payment))
            run("INSERT INTO payment (identity, claim, record) VALUES (?, ?, ?)", row)
            for key in payer_number_keys(payment):
                run("INSERT OR IGNORE INTO payer_number VALUES (?, ?)", (key, claim))
        for identity in remittances:
            run("INSERT OR IGNORE INTO remittance VALUES (?)", (identity,))
