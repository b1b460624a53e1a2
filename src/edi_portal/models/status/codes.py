"""What is said of a claim: status codes (C043), and the segment that carries them (STC)."""

import enum
import functools
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element, parts
from edi_portal.toml import read_toml


class Outcome(enum.StrEnum):
    """What a status means for whoever asked, or sent the claim.

    ``ACCEPTED`` is only that it was taken in: whether it is paid shows later.
    """

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_FOUND = "not-found"
    PENDING = "pending"
    FINALIZED = "finalized"
    REQUEST = "request"
    ERROR = "error"


@model
class StatusCode(Model):
    """One statement on a claim (C043): a category, what exactly, and on whom.

    ``category`` is of X12's list 507 (``A7``), ``code`` of list 508 (``562``); ``entity`` says
    which person or organization is meant (``85`` the billing provider, ``QC`` the patient).
    """

    category: str = element("1")
    code: str = element("2")
    entity: str | None = element("3", default=None)
    code_list: str | None = element(
        "4", default=None, doc="RX where the code is a reject code of NCPDP instead"
    )

    @property
    def outcome(self) -> Outcome | None:
        """What its category means; ``None`` for a category that is not known.

        >>> StatusCode(category="A7", code="562", entity="85").outcome
        <Outcome.REJECTED: 'rejected'>
        """
        known = _categories()["category"].get(self.category)
        found = known["outcome"] if known else _categories()["family"].get(self.category[:1])
        return Outcome(found) if found else None

    @property
    def meaning(self) -> str | None:
        """Its category in plain words; ``None`` for a category that is not known.

        >>> StatusCode(category="F2", code="88").meaning
        'denied'
        """
        known = _categories()["category"].get(self.category)
        return str(known["meaning"]) if known else None


@model
class Status(Model):
    """A status with its date and amounts (STC): one to three codes that belong together.

    Amounts are in US dollars. Which of the optional fields there are depends on the guide: an
    acknowledgment (277CA) has an action and a message, an answer (277) the payment.
    """

    codes: tuple[StatusCode, ...] = parts(StatusCode, "01", "10", "11")
    effective_date: date | None = element("02", default=None, doc="since when it is so")
    action: str | None = element(
        "03", default=None, doc="277CA: WQ goes on, U is rejected and is to be corrected"
    )
    charge_amount: Decimal | None = element(
        "04", default=None, doc="what was charged: for the claim, or for all that is meant"
    )
    paid_amount: Decimal | None = element("05", default=None)
    finalized_date: date | None = element("06", default=None, doc="end of adjudication")
    remittance_date: date | None = element("08", default=None, doc="of the check or transfer")
    remittance_number: str | None = element("09", default=None, doc="of the check or transfer")
    message: str | None = element("12", default=None, doc="277CA: free text")

    @property
    def category(self) -> str | None:
        """The category of its first code."""
        return self.codes[0].category if self.codes else None

    @property
    def code(self) -> str | None:
        """Its first status code."""
        return self.codes[0].code if self.codes else None

    @property
    def entity(self) -> str | None:
        """Whom its first code means, where it says so."""
        return self.codes[0].entity if self.codes else None

    @property
    def outcome(self) -> Outcome | None:
        """What its first code means."""
        return self.codes[0].outcome if self.codes else None

    @property
    def meaning(self) -> str | None:
        """The category of its first code in plain words."""
        return self.codes[0].meaning if self.codes else None


def outcomes(statuses: Iterable[Status]) -> set[Outcome | None]:
    """The outcome of every code of every status."""
    return {code.outcome for status in statuses for code in status.codes}


@functools.cache
def _categories() -> Mapping[str, Any]:
    folder = files("edi_portal").joinpath("codes", "data", "reasons")
    return read_toml(folder.joinpath("status_categories.toml"))
