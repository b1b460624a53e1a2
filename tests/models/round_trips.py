"""Writes models as strategies draw them, reads them back, and checks what is said where neither."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import settings

from edi_portal import validate
from edi_portal.errors import ModelError, WriteError
from edi_portal.models.acknowledgment import FunctionalAcknowledgment
from edi_portal.models.base import Model, bindings
from edi_portal.models.claim import DentalClaim, InstitutionalClaim, ProfessionalClaim
from edi_portal.models.eligibility import EligibilityInquiry, EligibilityResponse
from edi_portal.models.fields import Kind
from edi_portal.models.remittance import Remittance
from edi_portal.models.status import ClaimAcknowledgment, StatusInquiry, StatusResponse
from edi_portal.parsing import (
    claims,
    eligibility,
    functional_acknowledgments,
    inquiries,
    remittances,
    status_inquiries,
    statuses,
)
from edi_portal.writing import write

AS_OF = datetime(2025, 3, 20, 9, 15, tzinfo=UTC)
# Everything that is written by itself, and what reads it back.
READERS: dict[type[Model], Callable[..., Any]] = {
    ProfessionalClaim: claims,
    InstitutionalClaim: claims,
    DentalClaim: claims,
    Remittance: remittances,
    EligibilityInquiry: inquiries,
    EligibilityResponse: eligibility,
    StatusInquiry: status_inquiries,
    StatusResponse: statuses,
    ClaimAcknowledgment: statuses,
    FunctionalAcknowledgment: functional_acknowledgments,
}
_PLACE = re.compile(r"[A-Z][A-Z0-9]{1,2}\d\d|loop \w+")
_MOST = 500
_TELLING = 6  # characters from which on a text is not in a message by chance


def fewer(part: float) -> settings:
    """A part of the examples that the profile asks for: what is drawn here is large."""
    profile = settings.get_profile(settings.get_current_profile_name())
    return settings(max_examples=min(_MOST, max(1, int(profile.max_examples * part))))


def written(models: Iterable[Model], **options: Any) -> bytes:
    """An interchange of models, in the order given if they are no list."""
    # Amounts of a remittance are drawn one by one, and do not add up.
    made = write(models, sender="SENDER", receiver="RECEIVER", as_of=AS_OF, snip=2, **options)
    assert made.data is not None
    return made.data


def check(models: list[Any], read: Callable[..., Any], **options: Any) -> bool:
    """Whether models were accepted. Then they are valid and read back, else there is a reason."""
    try:
        data = written(iter(models), **options)
    except (ModelError, WriteError) as error:
        check_reason(error, models)
        return False
    report = validate(data=data, snip=2)
    assert report.counts.errors == 0, [(item.code, item.message) for item in report.findings]
    found = read(data=data, snip=2)
    again = list(found)
    assert found.ok
    assert again == models
    for one, other in zip(models, again, strict=True):
        # Not part of equality, for its number is made anew; but all else comes back.
        transmission = getattr(one, "transmission", None)
        assert transmission is None or other.transmission == transmission
    return True


def check_reason(error: ModelError | WriteError, models: list[Any]) -> None:
    """What is refused is named by its field or place, and without what it holds."""
    told = str(error)
    named = isinstance(error, ModelError) and (error.field or error.place)
    assert named or _PLACE.search(told), told
    for text in texts(models):
        assert len(text) < _TELLING or text not in told, "the message repeats a value"


def texts(value: Any) -> Iterator[str]:
    """Every text and number in models, as it would be written."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, Model):
        yield from texts([getattr(value, name) for name in bindings(type(value))])
    elif isinstance(value, str | Decimal):
        yield str(value)
    elif attrs.has(type(value)):
        yield from texts([getattr(value, item.name) for item in attrs.fields(type(value))])


def own_fields(of: type[Model]) -> list[str]:
    """The fields that are not of what a model stands under, or of what stands under it."""
    return [
        name
        for name, binding in bindings(of).items()
        if binding.kind not in (Kind.CONTEXT, Kind.ITEMS)
    ]


def anew(value: Any, *, below: bool = False) -> Any:
    """A model as if made in Python, all above and below it too.

    ``below`` says that it is an item of a header, which it does not name again.
    """
    if isinstance(value, tuple):
        return tuple(anew(item, below=below) for item in value)
    if not isinstance(value, Model):
        return value
    found = {
        name: anew(getattr(value, name), below=binding.kind is Kind.ITEMS)
        for name, binding in bindings(type(value)).items()
        if not (below and binding.of is Model)
    }
    return type(value)(**found)
