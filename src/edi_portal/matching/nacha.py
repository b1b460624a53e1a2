"""NACHA files: the entries of payers by CCD with an addenda (CCD+), as banks hand them on.

Records are of 94 characters, and the first says what one is: file header (1), batch header (5),
entry (6), addenda (7), batch control (8), file control (9). Counts and sums of the controls are
held to what stands before them, so that a file which lacks something is not taken for whole.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from edi_portal.errors import SourceError
from edi_portal.matching.deposits import Deposit, Deposits, trace_of

LENGTH = 94
_FILLER = "9" * LENGTH
# These end in a number, so that blanks which were cut off do not make them shorter.
_FILLED = "5678"
_CCD = "CCD"
_CENT = Decimal("0.01")
# Second digit of the transaction code (record 6 field 2): what is paid, and what is taken back.
# 4 is a payment of nothing with a remittance; others are returns (1, 6) and tests (3, 8).
_PAYMENTS, _DEBIT = "247", "7"
_CREDITS = "1234"
_BEFORE = {"1": "", "5": "18", "6": "567", "7": "67", "8": "567", "9": "18"}
_NAMES = {
    "1": "file header",
    "5": "batch header",
    "6": "entry",
    "7": "addenda",
    "8": "batch control",
    "9": "file control",
}


def is_nacha(text: str) -> bool:
    """Whether a text begins as a file header does: record type 1, priority 01."""
    first = text.lstrip()[:LENGTH]
    return first.startswith("101") and not set(",;\t") & set(first[:40])


def read_nacha(text: str, name: str) -> Deposits:
    """The deposits in a NACHA file.

    Raises `SourceError`, which names file and line, for what is not written as the format asks,
    or lacks something.
    """
    reading = _Reading(name)
    for line, record in _records(text):
        reading.take(line, record)
    return reading.ended()


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Each record with its line. In a file without line ends it is the number of the record."""
    lines = text.splitlines()
    if len(lines) == 1 and len(lines[0]) > LENGTH:
        whole = lines[0]
        lines = [whole[at : at + LENGTH] for at in range(0, len(whole), LENGTH)]
    for line, record in enumerate(lines, 1):
        if record.strip():
            yield line, record


@attrs.define
class _Sums:
    """What a control record repeats: how many entries with their addenda, and cents."""

    entries: int = 0
    debit: int = 0
    credit: int = 0

    def add(self, other: "_Sums") -> None:
        self.entries += other.entries
        self.debit += other.debit
        self.credit += other.credit


class _Reading:
    """A file while it is read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 0
        self._before = ""
        self._found: list[Deposit] = []
        self._skipped = 0
        self._file, self._batch = _Sums(), _Sums()
        self._batches = 0
        self._company, self._kind = "", ""
        self._day: date | None = None
        self._entry: tuple[int, str] | None = None
        self._addenda: list[str] = []

    def take(self, line: int, record: str) -> None:
        """The next record."""
        if self._before == "9" and record.rstrip() == _FILLER:
            return
        self._line = line
        if len(record) > LENGTH and record[LENGTH:].strip():
            raise self._error(f"is longer than {LENGTH} characters")
        if record[:1] in _FILLED and len(record.rstrip()) < LENGTH:
            raise self._error(
                f"is shorter than {LENGTH} characters, so that its fields are not in place"
            )
        kind = record[:1]
        if kind not in _NAMES:
            raise self._error("is no record of a NACHA file: those are 1, 5, 6, 7, 8 and 9")
        if (self._before or "") not in _BEFORE[kind] or bool(self._before) == (kind == "1"):
            raise self._error(f"a record {kind} ({_NAMES[kind]}) does not belong here")
        if kind != "7":
            self._finish()
        getattr(self, f"_take_{kind}")(record.ljust(LENGTH))
        self._before = kind

    def ended(self) -> Deposits:
        """What was found, once there is no more."""
        if self._before != "9":
            self._line += 1
            raise self._error("the file ends without its control record (9)")
        return Deposits(deposits=tuple(self._found), skipped=self._skipped)

    def _take_1(self, record: str) -> None:
        pass

    def _take_5(self, record: str) -> None:
        self._batch = _Sums()
        self._batches += 1
        self._company, self._kind = record[4:20].strip(), record[50:53]
        self._day = self._effective(record[69:75]) if self._kind == _CCD else None

    def _take_6(self, record: str) -> None:
        code = record[1:3]
        if not (code.isascii() and code.isdecimal()):
            raise self._error("field 2 (transaction code) is not two digits")
        cents = self._number(record, 29, 39, "field 6 (amount)")
        self._batch.entries += 1
        if code[1] in _CREDITS:
            self._batch.credit += cents
        else:
            self._batch.debit += cents
        self._entry, self._addenda = (self._line, record), []

    def _take_7(self, record: str) -> None:
        self._batch.entries += 1
        self._addenda.append(record[3:83])

    def _take_8(self, record: str) -> None:
        said = _Sums(
            self._number(record, 4, 10, "field 3 (entries)"),
            self._number(record, 20, 32, "field 5 (debits)"),
            self._number(record, 32, 44, "field 6 (credits)"),
        )
        if said != self._batch:
            raise self._error("the control of the batch does not agree with its entries")
        self._file.add(self._batch)

    def _take_9(self, record: str) -> None:
        said = _Sums(
            self._number(record, 13, 21, "field 4 (entries)"),
            self._number(record, 31, 43, "field 6 (debits)"),
            self._number(record, 43, 55, "field 7 (credits)"),
        )
        batches = self._number(record, 1, 7, "field 2 (batches)")
        if (batches, said) != (self._batches, self._file):
            raise self._error("the control of the file does not agree with its batches")

    def _finish(self) -> None:
        """The entry that was being read, with all its addenda."""
        if self._entry is None:
            return
        (line, record), self._entry = self._entry, None
        code = record[1:3]
        if self._kind != _CCD or code[1] not in _PAYMENTS:
            self._skipped += 1
            return
        amount = int(record[29:39]) * _CENT
        found = trace_of("".join(self._addenda))
        self._found.append(
            Deposit(
                amount=-amount if code[1] == _DEBIT else amount,
                day=self._day,
                trace=found.number if found else None,
                payer_identifier=found.payer_identifier if found else None,
                payer=self._company or None,
                reassociated=found is not None,
                entry=record[79:94].strip() or None,
                file=self._name,
                line=line,
            )
        )

    def _effective(self, text: str) -> date | None:
        if not text.strip():
            return None
        try:
            if text.isascii() and text.isdecimal():
                return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
        except ValueError:
            pass
        raise self._error("field 9 (effective date) is no date, written YYMMDD")

    def _number(self, record: str, start: int, stop: int, what: str) -> int:
        text = record[start:stop]
        if not (text.isascii() and text.isdecimal()):
            raise self._error(f"{what} is not {stop - start} digits")
        return int(text)

    def _error(self, what: str) -> SourceError:
        return SourceError(f"{self._name}: line {self._line}: {what}")
