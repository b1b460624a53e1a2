"""A deposit as the bank reports it, and the trace in it that leads to its remittance."""

from datetime import date
from decimal import Decimal

import attrs

_TERMINATORS = "\\~"
_TRACE, _PAYER = 2, 3


@attrs.frozen(kw_only=True)
class Deposit:
    """Money that a payer sent: an entry of a NACHA file, or a line of a bank's list.

    ``amount`` is in dollars and cents, below zero where money was taken back; ``day`` the
    effective date (NACHA record 5 field 9) or the day of the bank line. ``trace`` is TRN02 of the
    addenda, or the reference of the bank line; ``payer_identifier`` is TRN03, ``payer`` the name
    of the company, or what the bank line has for it. ``reassociated`` says whether trace and
    payer are of a TRN segment, which the payer wrote, and not of the bank. ``entry`` is the
    number the bank gave it (record 6 field 11), which no other has.

    ``file`` and ``line``, from 1, say where it stands. What is of the file stays out of ``repr``.
    """

    amount: Decimal = attrs.field(repr=False)
    day: date | None = attrs.field(default=None, repr=False)
    trace: str | None = attrs.field(default=None, repr=False)
    payer_identifier: str | None = attrs.field(default=None, repr=False)
    payer: str | None = attrs.field(default=None, repr=False)
    reassociated: bool = False
    entry: str | None = attrs.field(default=None, repr=False)
    file: str | None = None
    line: int | None = None


@attrs.frozen(kw_only=True)
class Deposits:
    """The deposits of a file, in its order.

    ``skipped`` counts entries that are no payments by CCD: of other kinds of batches, tests of an
    account (prenotes), and returns.
    """

    deposits: tuple[Deposit, ...]
    skipped: int = 0


@attrs.frozen(kw_only=True)
class Trace:
    """A TRN segment: the trace number (TRN02) and who sent it (TRN03)."""

    number: str = attrs.field(repr=False)
    payer_identifier: str | None = attrs.field(default=None, repr=False)


def trace_of(text: str) -> Trace | None:
    r"""The TRN segment in the addenda of an entry, or ``None`` where there is none.

    CAQH CORE 370: it is the TRN of the remittance, and ends with a backslash or a tilde.

    >>> trace_of("TRN*1*EFT0001*1700007777\\").number
    'EFT0001'
    >>> trace_of("INVOICE 4711") is None
    True
    """
    start = text.find("TRN")
    if start < 0 or len(text) < start + len("TRN*1*0"):
        return None
    separator = text[start + len("TRN")]
    if separator.isalnum() or separator.isspace():
        return None
    body = text[start:]
    for terminator in _TERMINATORS:
        body = body.partition(terminator)[0]
    elements = [element.strip() for element in body.split(separator)]
    if len(elements) <= _TRACE or elements[1] != "1" or not elements[_TRACE]:
        return None
    payer = elements[_PAYER] if len(elements) > _PAYER else ""
    return Trace(number=elements[_TRACE], payer_identifier=payer or None)
