"""What is known of the envelopes that are open."""

import attrs

from edi_portal.event import GroupBegin, InterchangeBegin, TransactionBegin
from edi_portal.guides.unguided import Unguided
from edi_portal.guides.walk import Walk
from edi_portal.x12.numbers import UsedNumbers


@attrs.define
class Interchange:
    """The open interchange; ``bare`` where it has no ISA."""

    begin: InterchangeBegin
    bare: bool = False
    groups: int = 0
    numbers: UsedNumbers = attrs.field(factory=UsedNumbers)
    strays: bool = False  # segments outside of a group were reported


@attrs.define
class Group:
    """The open functional group, with GS08 as written."""

    begin: GroupBegin
    version: str
    transactions: int = 0
    alias_told: bool = False
    numbers: UsedNumbers = attrs.field(factory=UsedNumbers)
    strays: bool = False  # segments outside of a transaction set were reported

    @property
    def identifier(self) -> str:
        """GS01 as written."""
        return next(iter(self.begin.elements), "")


@attrs.define
class Transaction:
    """The open transaction set: what walks it, ST02 as written, and counts at its begin."""

    begin: TransactionBegin
    walk: Walk | Unguided
    control_number: str
    errors: int
    warnings: int
