"""What rules look things up in: tables and documents that the caller supplies."""

from collections.abc import Mapping
from typing import Any

import attrs

NAMES: Mapping[str, str] = {
    "roster": "a provider roster",
    "eligibility": "eligibility responses (271)",
    "authorizations": "authorization responses (278)",
    "ptp": "the NCCI procedure-to-procedure table",
    "mue": "the NCCI table of medically unlikely edits",
    "add_on": "the NCCI table of add-on codes",
    "procedures": "a table of procedure codes",
}
"""Each table by the name that rules ask for it, in words for who is told that it is missing."""


@attrs.frozen(kw_only=True)
class Tables:
    """The tables of a run; ``None`` for one that was not given."""

    roster: Any = None
    eligibility: Any = None
    authorizations: Any = None
    ptp: Any = None
    mue: Any = None
    add_on: Any = None
    procedures: Any = None
    poa_exempt: Any = None

    def missing(self, needs: tuple[str, ...]) -> str | None:
        """The first of these tables that is not there."""
        return next((name for name in needs if getattr(self, name) is None), None)
