"""The kinds of entries that a remittance is posted as, and how an adjustment becomes one.

An adjustment is a write-off only where the contract or the law makes it one. What a payer denies
is kept apart, and stays owed until someone decides about it; so does what is taken off for a
reason that is not known here.
"""

import enum
from decimal import Decimal

import attrs

from edi_portal.codes.reasons import reason
from edi_portal.matching.balancing import EXACT
from edi_portal.models.adjustments import Adjustment

NOTHING = Decimal(0)


class Kind(enum.StrEnum):
    """What an entry does."""

    PAYMENT = "payment"
    CONTRACTUAL = "contractual"
    DEDUCTIBLE = "deductible"
    COINSURANCE = "coinsurance"
    COPAY = "copay"
    PATIENT = "patient"
    OTHER_PAYER = "other-payer"
    DENIAL = "denial"
    REDUCTION = "reduction"
    OTHER = "other"
    INTEREST = "interest"
    RECOUPMENT = "recoupment"
    FORWARDING = "forwarding"
    PROVIDER = "provider-adjustment"


PATIENTS = frozenset({Kind.DEDUCTIBLE, Kind.COINSURANCE, Kind.COPAY, Kind.PATIENT})
"""What the patient owes, or a payer that comes next."""
UNDECIDED = frozenset({Kind.DENIAL, Kind.REDUCTION})
"""What is neither paid nor written off: someone has to decide."""

_PATIENT = {"1": Kind.DEDUCTIBLE, "2": Kind.COINSURANCE, "3": Kind.COPAY}
_PATIENT |= {"66": Kind.DEDUCTIBLE, "247": Kind.DEDUCTIBLE, "248": Kind.COINSURANCE}
_PROVIDER = {"L6": Kind.INTEREST, "WO": Kind.RECOUPMENT, "FB": Kind.FORWARDING}


@attrs.frozen(kw_only=True)
class Entry:
    """One amount to be posted.

    - ``amount``: as it is signed in the remittance; of a provider adjustment (PLB), as it is
      signed there: positive where it takes money.
    - ``claim`` and ``line``: numbers from 1, in the remittance and in the claim; ``None`` where
      the entry is of none.
    - ``group`` and ``reason``: of an adjustment; of a PLB its reason and, as ``reference``, what
      that names.
    - ``source``: the segment and element the amount stands in, as ``CAS[2]06``: its second CAS.
    - ``reversal``: whether it takes an earlier entry of this kind back.
    """

    kind: Kind
    amount: Decimal = attrs.field(repr=False)
    claim: int | None = None
    line: int | None = None
    group: str | None = None
    reason: str | None = None
    reference: str | None = attrs.field(default=None, repr=False)
    source: str
    reversal: bool = False

    @property
    def cash(self) -> Decimal:
        """What it adds to the deposit; negative where it takes from it."""
        if self.kind is Kind.PAYMENT:
            return self.amount
        return EXACT.minus(self.amount) if self.source.startswith("PLB") else NOTHING

    @property
    def credit(self) -> Decimal:
        """What it takes off the open balance of its claim."""
        owed = self.kind in PATIENTS or self.kind in UNDECIDED or self.source.startswith("PLB")
        return NOTHING if owed else self.amount


def kind_of(adjustment: Adjustment) -> Kind:
    """What an adjustment of a claim or line is posted as, whatever its sign.

    >>> from decimal import Decimal
    >>> for pair in ("CO-45", "CO-29", "PR-1", "PR-96", "OA-23", "PI-45", "CO-999"):
    ...     group, reason = pair.split("-")
    ...     print(pair, kind_of(Adjustment(group=group, reason=reason, amount=Decimal(1))))
    CO-45 contractual
    CO-29 denial
    PR-1 deductible
    PR-96 patient
    OA-23 other-payer
    PI-45 reduction
    CO-999 reduction
    """
    group, code = adjustment.group, adjustment.reason
    if group == "PR":
        return _PATIENT.get(code, Kind.PATIENT)
    if code == "23":
        return Kind.OTHER_PAYER
    known = reason(code)
    if known.denial:
        return Kind.DENIAL
    if code == "225":
        return Kind.INTEREST
    if group == "PI" or not known.known:
        return Kind.REDUCTION
    return Kind.CONTRACTUAL if group == "CO" else Kind.OTHER


def kind_of_provider_adjustment(code: str) -> Kind:
    """What a provider adjustment (PLB) is posted as, by its reason."""
    return _PROVIDER.get(code, Kind.PROVIDER)
