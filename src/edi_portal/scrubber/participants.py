"""Who takes part in a claim or a line: providers by their roles."""

from typing import Any, NamedTuple

# Fields that hold a provider, with the role in words and the entity code a 277CA names it by.
_ROLES = {
    "rendering_provider": ("rendering provider", "82"),
    "service_facility": ("service facility", "77"),
    "supervising_provider": ("supervising provider", "DQ"),
    "ordering_provider": ("ordering provider", "DK"),
    "purchased_service_provider": ("purchased service provider", "QB"),
    "attending_provider": ("attending provider", "71"),
    "operating_physician": ("operating physician", "72"),
    "other_operating_physician": ("other operating physician", "ZZ"),
    "referring_provider": ("referring provider", "DN"),
    "referring_providers": ("referring provider", "DN"),
    "assistant_surgeon": ("assistant surgeon", "DD"),
}


class Participant(NamedTuple):
    """A provider in a role of the claim, or of the line of this number (from 1)."""

    provider: Any
    role: str
    entity: str
    line: int | None = None


_FIELDS: dict[type, tuple[tuple[str, str, str], ...]] = {}


def participants(of: Any, line: int | None) -> list[Participant]:
    """The providers that a claim, or the line of this number, names by itself."""
    found: list[Participant] = []
    kind = type(of)
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = _FIELDS[kind] = tuple(
            (name, *said) for name, said in _ROLES.items() if hasattr(of, name)
        )
    for name, role, entity in fields:
        value = getattr(of, name)
        if not value:
            continue
        if type(value) is not tuple:
            found.append(Participant(value, role, entity, line))
            continue
        for item in value:
            primary = item.role == "P3"
            found.append(
                Participant(
                    item,
                    "primary care provider" if primary else role,
                    "P3" if primary else entity,
                    line,
                )
            )
    return found
