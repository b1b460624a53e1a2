"""What matching keeps of claims and payments: no more than it compares.

Amounts are Decimal in the currency of the file. Days are proleptic ordinals (`date.toordinal`),
0 where there is none. Names and member numbers are masked (`edi_portal.matching.folding`).
Records hold content of files: their ``repr`` shows none of it.
"""

from decimal import Decimal

import attrs


@attrs.define(kw_only=True, repr=False)
class LineKey:
    """A service line of a claim, or a service of a payment.

    ``procedure`` and ``submitted`` are qualifier and code (``HC:99213``), or ``NU:`` and a
    revenue code. ``submitted``, ``submitted_units``, ``paid`` and ``rolled_up`` (whether it
    bears an OA-94) are of payments.
    """

    place: int
    control: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    charge: Decimal = Decimal(0)
    units: Decimal | None = None
    submitted: str = ""
    submitted_modifiers: tuple[str, ...] = ()
    submitted_units: Decimal | None = None
    revenue: str = ""
    paid: Decimal | None = None
    rolled_up: bool = False

    @property
    def asked(self) -> str:
        """The procedure that was billed, as far as is said: SVC06, else SVC01."""
        return self.submitted or self.procedure


@attrs.define(kw_only=True, repr=False)
class Key:
    """What a claim and a payment have in common.

    ``file`` is the number of the file in the run or the ledger, ``ordinal`` that of the claim
    or payment in it, from 1. ``members`` are all member numbers it names; ``last`` and
    ``first`` the patient's name. ``start`` and ``end`` are first and last day of service.
    """

    file: int
    ordinal: int
    control: str
    charge: Decimal
    frequency: str = ""
    npi: str = ""
    tax_id: str = ""
    rendering: str = ""
    members: tuple[str, ...] = ()
    last: int = 0
    first: int = 0
    start: int = 0
    end: int = 0
    lines: tuple[LineKey, ...] = ()


@attrs.define(kw_only=True, repr=False)
class ClaimKey(Key):
    """A claim as it was sent (2300).

    ``payer`` is the payer's identifier (2010BB NM109), ``payers`` those of all payers it
    names; ``original`` the payer's number of the claim that it replaces (REF*F8);
    ``responsibility`` SBR01; ``sent`` the day it was made (BHT04); ``batch`` BHT03, by
    which a file that is read again is known.
    """

    payer: str = ""
    payers: tuple[str, ...] = ()
    original: str = ""
    responsibility: str = ""
    sent: int = 0
    batch: str = ""


@attrs.define(kw_only=True, repr=False)
class PaymentKey(Key):
    """A claim payment (2100) with what its remittance says of it.

    ``payer`` is TRN03 and ``payers`` all identifiers of the payer; ``number`` its number of
    the claim (CLP07), ``original`` REF*F8; ``trace`` TRN02, ``paid_on`` BPR16, ``total`` BPR02.
    ``place`` counts the payments of the remittance from 1. ``adjusted`` are its adjustments,
    those of its services included, summed by group; ``denied`` says whether nothing is paid and a
    reason is one of denial.
    """

    payer: str = ""
    payers: tuple[str, ...] = ()
    status: str = ""
    paid: Decimal = Decimal(0)
    number: str = ""
    original: str = ""
    trace: str = ""
    paid_on: int = 0
    total: Decimal = Decimal(0)
    place: int = 0
    adjusted: tuple[tuple[str, Decimal], ...] = ()
    denied: bool = False

    @property
    def is_reversal(self) -> bool:
        """Whether it takes an earlier payment back (CLP02 22)."""
        return self.status == "22"
