"""Invented payers."""

from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.models.claim import OtherPayer, Payer
from edi_portal.toml import read_toml


@attrs.frozen(kw_only=True)
class KnownPayer:
    """A payer: what it is called, what kind it is, the form of its member numbers."""

    kind: str
    name: str
    identifier: str
    filing: str
    member: str
    tax_id: str
    model: Payer

    def as_other(self, **fields: Any) -> OtherPayer:
        """As another payer of a claim."""
        return OtherPayer(name=self.name, identifier=self.identifier, **fields)


@cache
def payers() -> dict[str, tuple[KnownPayer, ...]]:
    """All payers by their kind."""
    kinds: dict[str, list[KnownPayer]] = {}
    for found in read_toml(files(__package__) / "payers.toml")["payers"]:
        payer = Payer(name=found["name"], identifier=found["identifier"])
        kinds.setdefault(found["kind"], []).append(KnownPayer(model=payer, **found))
    return {kind: tuple(found) for kind, found in kinds.items()}


@cache
def payer_by_identifier() -> dict[str, KnownPayer]:
    """All payers by the identifier that claims name them by."""
    return {found.identifier: found for kind in payers().values() for found in kind}
