"""Typed models of what a file holds: claims, remittances, eligibility, claim status.

Each function takes one input as `edi_portal.validate` does (a path, or ``data=``, or
``stream=``) and gives a `Models` iterator: models in the order of the file, in memory that
does not grow with it. What was found on the way is in its ``findings`` and ``counts``, or goes
to ``on_finding`` one by one. A unit that is too broken to be a model is never left out in
silence: an error (``MDL001``) says so, and the next one is read.

All raise `SourceError` where the input cannot be read, when the iteration begins, and
`UsageError` for arguments that do not fit together.
"""

from collections.abc import Callable, Collection, Sequence
from typing import IO, Any, TypedDict, Unpack

from edi_portal.api import unit_reading
from edi_portal.errors import UsageError
from edi_portal.findings import Finding
from edi_portal.models.acknowledgment import (
    FunctionalAcknowledgment,
    InterchangeAcknowledgment,
)
from edi_portal.models.acknowledgment.interchange import (
    TA1,
    read_segment,
)
from edi_portal.models.base import Model
from edi_portal.models.claim import DentalClaim, InstitutionalClaim, ProfessionalClaim
from edi_portal.models.eligibility import EligibilityInquiry, EligibilityResponse
from edi_portal.models.registry import LAYOUTS
from edi_portal.models.remittance import ClaimPayment, Remittance
from edi_portal.models.status import ClaimStatus, StatusInquiry
from edi_portal.models.stream import Models
from edi_portal.x12.source import PathLike

Claim = ProfessionalClaim | InstitutionalClaim | DentalClaim


class Input(TypedDict, total=False):
    """What every function here takes besides a path; `edi_portal.api` explains the last seven.

    ``on_finding`` is called with each finding as it is met; otherwise the first
    ``max_findings`` are kept.
    """

    data: bytes | None
    stream: IO[Any] | None
    name: str | None
    on_finding: Callable[[Finding], None] | None
    max_findings: int
    snip: int
    allow_bare: bool
    legacy: bool
    segment_limit: int
    byte_limit: int | None
    progress: Callable[[int], None] | None
    overlays: Sequence[Any]


def claims(path: PathLike | None = None, **options: Unpack[Input]) -> Models[Claim]:
    """The claims of an 837, professional, institutional or dental.

    Each has its transmission, billing provider, subscriber and, where the subscriber is not
    the patient, its patient.
    """
    return _models(("837P", "837I", "837D"), path, options)


def remittances(path: PathLike | None = None, **options: Unpack[Input]) -> Models[Remittance]:
    """The remittances of an 835, each with its ``claims`` and ``adjustments``.

    One remittance is in memory at a time; `claim_payments` holds one claim of it.
    """
    return _models(("835",), path, options, whole=True)


def claim_payments(path: PathLike | None = None, **options: Unpack[Input]) -> Models[ClaimPayment]:
    """The claims of an 835 one by one, each with the ``remittance`` it is paid in.

    That remittance has no ``claims`` and no ``adjustments``: they are still to come.
    """
    return _models(("835",), path, options)


def inquiries(path: PathLike | None = None, **options: Unpack[Input]) -> Models[EligibilityInquiry]:
    """The eligibility inquiries of a 270, one for each person asked about."""
    return _models(("270",), path, options)


def eligibility(
    path: PathLike | None = None, **options: Unpack[Input]
) -> Models[EligibilityResponse]:
    """The eligibility responses of a 271, one for each person answered about."""
    return _models(("271",), path, options)


def status_inquiries(
    path: PathLike | None = None, **options: Unpack[Input]
) -> Models[StatusInquiry]:
    """The claims that a 276 asks about."""
    return _models(("276",), path, options)


def statuses(path: PathLike | None = None, **options: Unpack[Input]) -> Models[ClaimStatus]:
    """What a 277 or 277CA says of claims, and of providers and batches as a whole."""
    return _models(("277", "277CA"), path, options)


def functional_acknowledgments(
    path: PathLike | None = None, **options: Unpack[Input]
) -> Models[FunctionalAcknowledgment]:
    """The implementation acknowledgments (999) of a file."""
    return _models(("999",), path, options)


def interchange_acknowledgments(
    path: PathLike | None = None, **options: Unpack[Input]
) -> Models[InterchangeAcknowledgment]:
    """The interchange acknowledgments (TA1) of a file."""
    return _models((TA1,), path, options, outside=read_segment)


def parse(
    path: PathLike | None = None,
    *,
    guides: Collection[str] | None = None,
    whole: bool = True,
    **options: Unpack[Input],
) -> Models[Model]:
    """The models of an input, of whatever kinds it holds, in its order.

    ``guides`` are those to give models of (``837P``, ``277CA``, and ``TA1``), by default all
    that have some. A remittance has its claims; with ``whole=False`` they come one by one, and
    the remittance without them at their end, so that memory stays flat also where one has all
    claims.

    Raises `UsageError` for a guide that no models are made of, and else as all here do.
    """
    known = (*LAYOUTS, TA1)
    if not set(guides or ()) <= set(known):
        raise UsageError(f"models are made of {', '.join(known)}, and of no other guide")
    asked = tuple(guides) if guides is not None else known
    outside = read_segment if TA1 in asked else None
    return _models(asked, path, options, whole=whole, headers=not whole, outside=outside)


def _models(
    guides: tuple[str, ...], path: PathLike | None, options: Input, **how: Any
) -> Models[Any]:
    given: dict[str, Any] = dict(options)
    own = {name: given.pop(name) for name in ("on_finding", "max_findings") if name in given}
    return Models(
        lambda units: unit_reading(path, units=units, **given), frozenset(guides), **how, **own
    )


__all__ = [
    "Claim",
    "Input",
    "Models",
    "claim_payments",
    "claims",
    "eligibility",
    "functional_acknowledgments",
    "inquiries",
    "interchange_acknowledgments",
    "parse",
    "remittances",
    "status_inquiries",
    "statuses",
]
