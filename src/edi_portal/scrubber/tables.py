"""What rules look things up in: tables and documents that the caller supplies."""

from collections.abc import Mapping
from typing import Any

import attrs

NAMES: Mapping[str, str] = {
    "roster": "a provider roster",
    "eligibility": "eligibility responses (271)",
    "authorizations": "authorization responses (278)",
    "ptp": "the NCCI procedure-to-procedure table of practitioners",
    "mue": "the NCCI table of medically unlikely edits of practitioners",
    "hospital_ptp": "the NCCI procedure-to-procedure table of outpatient hospitals",
    "hospital_mue": "the NCCI table of medically unlikely edits of outpatient hospitals",
    "add_on": "the NCCI table of add-on codes",
    "procedures": "a table of procedure codes",
    "poa_exempt": "the list of diagnoses exempt from present on admission",
}
"""Each table by its name, in words for who is told that it is missing."""

# Tables that CMS publishes apart for hospitals: rules ask for them by the one name.
_OF_HOSPITALS = {"ptp": "hospital_ptp", "mue": "hospital_mue"}


@attrs.frozen(kw_only=True)
class Tables:
    """The tables of a run; ``None`` for one that was not given.

    CMS publishes NCCI tables for practitioners and for outpatient hospitals: claims of
    institutions are judged by the latter alone.
    """

    roster: Any = None
    eligibility: Any = None
    authorizations: Any = None
    ptp: Any = None
    mue: Any = None
    hospital_ptp: Any = None
    hospital_mue: Any = None
    add_on: Any = None
    procedures: Any = None
    poa_exempt: Any = None

    def of_kind(self, kind: str) -> "Tables":
        """The tables as claims of a kind are judged by."""
        if kind != "I":
            return self
        named: dict[str, Any] = {name: getattr(self, own) for name, own in _OF_HOSPITALS.items()}
        return attrs.evolve(self, **named)

    def missing(self, needs: tuple[str, ...], kind: str) -> str | None:
        """The first of these tables that is not there for claims of a kind."""
        for name in needs:
            name = _OF_HOSPITALS.get(name, name) if kind == "I" else name
            if getattr(self, name) is None:
                return name
        return None
