"""The strategies by name: one for any class of models, and one for each way to read a file."""

from typing import TypeVar

from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from edi_portal.errors import UsageError
from edi_portal.models.acknowledgment import FunctionalAcknowledgment, InterchangeAcknowledgment
from edi_portal.models.base import Model
from edi_portal.models.claim import DentalClaim, InstitutionalClaim, ProfessionalClaim
from edi_portal.models.eligibility import EligibilityInquiry, EligibilityResponse
from edi_portal.models.families import families_of
from edi_portal.models.remittance import ClaimPayment, Remittance
from edi_portal.models.status import ClaimAcknowledgment, StatusInquiry, StatusResponse
from edi_portal.parsing import Claim
from edi_portal.testing import items
from edi_portal.testing.breaking import broken
from edi_portal.testing.classes import models_of

_M = TypeVar("_M", bound=Model)
_MOST = 4


def models(
    of: type[_M], *, guide: str | None = None, allow_invalid: bool = False
) -> SearchStrategy[_M]:
    """Models of a class: of an item such as a claim, or of a part such as a service line.

    An item stands under whatever its class says: a claim has its billing provider, subscriber
    and, if it is not the subscriber, its patient. Numbers that writing makes are ``None``.

    - ``guide``: the guide whose rules are followed, such as ``835``, where several have the
      class; by default any of them.
    - ``allow_invalid``: also models that a guide refuses, or that cannot be written at all:
      values too long, with delimiters, of wrong codes, or missing.

    Nearly all that is drawn without ``allow_invalid`` can be written, a remittance with
    ``snip=2`` only: its amounts are drawn one by one, and do not add up. Of a 277CA alone,
    an acknowledgment of a single claim can not: the guide wants that of the batch before it;
    `batches` has both. A claim payment is written in its remittance.

    Raises `UsageError` for a class that has no place in the guides.
    """
    found: SearchStrategy[_M] = models_of(of, guide)
    return broken(found) | found if allow_invalid else found


def batches(
    of: type[_M], *, guide: str | None = None, most: int = _MOST
) -> SearchStrategy[list[_M]]:
    """Items to be written together, at least one: some share what they stand under.

    They are in an order in which an iterator of them may be written. ``most`` is about how
    many there are at most.

    Raises `UsageError` for a class that is not written by itself.
    """
    found = families_of(of, guide)
    if not found:
        raise UsageError(f"{of.__name__} is not written by itself")
    return some.one_of([items.batches(of, items.family_of(layout), most) for layout in found])


def claims(*, allow_invalid: bool = False) -> SearchStrategy[Claim]:
    """Claims of an 837, professional, institutional or dental."""
    return some.one_of(
        models(ProfessionalClaim, allow_invalid=allow_invalid),
        models(InstitutionalClaim, allow_invalid=allow_invalid),
        models(DentalClaim, allow_invalid=allow_invalid),
    )


def remittances(*, allow_invalid: bool = False) -> SearchStrategy[Remittance]:
    """Remittances (835) with their claims."""
    return models(Remittance, allow_invalid=allow_invalid)


def claim_payments(*, allow_invalid: bool = False) -> SearchStrategy[ClaimPayment]:
    """Claims of an 835, each with the remittance it is paid in."""
    return models(ClaimPayment, allow_invalid=allow_invalid)


def inquiries(*, allow_invalid: bool = False) -> SearchStrategy[EligibilityInquiry]:
    """Eligibility inquiries (270)."""
    return models(EligibilityInquiry, allow_invalid=allow_invalid)


def eligibility(*, allow_invalid: bool = False) -> SearchStrategy[EligibilityResponse]:
    """Eligibility responses (271)."""
    return models(EligibilityResponse, allow_invalid=allow_invalid)


def status_inquiries(*, allow_invalid: bool = False) -> SearchStrategy[StatusInquiry]:
    """Claim status inquiries (276)."""
    return models(StatusInquiry, allow_invalid=allow_invalid)


def statuses(
    *, allow_invalid: bool = False
) -> SearchStrategy[StatusResponse | ClaimAcknowledgment]:
    """Statuses of claims, of a 277 or a 277CA."""
    return some.one_of(
        models(StatusResponse, allow_invalid=allow_invalid),
        models(ClaimAcknowledgment, allow_invalid=allow_invalid),
    )


def functional_acknowledgments(
    *, allow_invalid: bool = False
) -> SearchStrategy[FunctionalAcknowledgment]:
    """Implementation acknowledgments (999)."""
    return models(FunctionalAcknowledgment, allow_invalid=allow_invalid)


def interchange_acknowledgments(
    *, allow_invalid: bool = False
) -> SearchStrategy[InterchangeAcknowledgment]:
    """Acknowledgments of interchanges (TA1)."""
    return models(InterchangeAcknowledgment, allow_invalid=allow_invalid)
