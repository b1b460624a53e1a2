"""X12 health care transactions: read, validate, acknowledge, model, write, scrub, match.

>>> import edi_portal
>>> edi_portal.validate(data=b"").findings[0].name
'empty-input'
"""

import importlib
from typing import TYPE_CHECKING, Any

from edi_portal._version import __version__

if TYPE_CHECKING:
    from edi_portal.api import Options, Reading, events, read, validate
    from edi_portal.deidentification import Deidentified, deidentify
    from edi_portal.editing import Edited, edit
    from edi_portal.errors import (
        EdiError,
        GuideError,
        LedgerError,
        LimitError,
        ModelError,
        SourceError,
        UsageError,
        WriteError,
    )
    from edi_portal.findings import Finding, Location, Severity
    from edi_portal.generating import generate
    from edi_portal.guides.companion import load_overlay
    from edi_portal.guides.overlay import Overlay
    from edi_portal.guides.placed import PlacedSegment
    from edi_portal.matching.results import Match
    from edi_portal.models.acknowledgment import (
        FunctionalAcknowledgment,
        InterchangeAcknowledgment,
    )
    from edi_portal.models.claim import DentalClaim, InstitutionalClaim, ProfessionalClaim
    from edi_portal.models.eligibility import EligibilityInquiry, EligibilityResponse
    from edi_portal.models.jsons import from_data, from_json, to_data, to_json
    from edi_portal.models.remittance import ClaimPayment, Remittance
    from edi_portal.models.status import ClaimStatus, StatusInquiry
    from edi_portal.models.stream import Models
    from edi_portal.models.values import DateRange
    from edi_portal.parsing import (
        claim_payments,
        claims,
        eligibility,
        functional_acknowledgments,
        inquiries,
        interchange_acknowledgments,
        parse,
        remittances,
        status_inquiries,
        statuses,
    )
    from edi_portal.reconciling import Reconciliation, match
    from edi_portal.report import Counts, Report, Totals
    from edi_portal.scrub_inputs import load_tables
    from edi_portal.scrubber.config import read_configuration
    from edi_portal.scrubber.engine import Scrubber
    from edi_portal.scrubbing import scrub, scrub_file
    from edi_portal.synthesis import synthesize_claims
    from edi_portal.writing import Written, write

__all__ = [
    "ClaimPayment",
    "ClaimStatus",
    "Counts",
    "DateRange",
    "Deidentified",
    "DentalClaim",
    "EdiError",
    "Edited",
    "EligibilityInquiry",
    "EligibilityResponse",
    "Finding",
    "FunctionalAcknowledgment",
    "GuideError",
    "InstitutionalClaim",
    "InterchangeAcknowledgment",
    "LedgerError",
    "LimitError",
    "Location",
    "Match",
    "ModelError",
    "Models",
    "Options",
    "Overlay",
    "PlacedSegment",
    "ProfessionalClaim",
    "Reading",
    "Reconciliation",
    "Remittance",
    "Report",
    "Scrubber",
    "Severity",
    "SourceError",
    "StatusInquiry",
    "Totals",
    "UsageError",
    "WriteError",
    "Written",
    "__version__",
    "claim_payments",
    "claims",
    "deidentify",
    "edit",
    "eligibility",
    "events",
    "from_data",
    "from_json",
    "functional_acknowledgments",
    "generate",
    "inquiries",
    "interchange_acknowledgments",
    "load_overlay",
    "load_tables",
    "match",
    "parse",
    "read",
    "read_configuration",
    "remittances",
    "scrub",
    "scrub_file",
    "status_inquiries",
    "statuses",
    "synthesize_claims",
    "to_data",
    "to_json",
    "validate",
    "write",
]

# Names are imported when first asked for, so that starting the command line stays quick.
_HOMES = {
    "edi_portal.api": ("Options", "Reading", "events", "read", "validate"),
    "edi_portal.deidentification": ("Deidentified", "deidentify"),
    "edi_portal.editing": ("Edited", "edit"),
    "edi_portal.errors": (
        "EdiError",
        "GuideError",
        "LedgerError",
        "LimitError",
        "ModelError",
        "SourceError",
        "UsageError",
        "WriteError",
    ),
    "edi_portal.findings": ("Finding", "Location", "Severity"),
    "edi_portal.generating": ("generate",),
    "edi_portal.guides.companion": ("load_overlay",),
    "edi_portal.guides.overlay": ("Overlay",),
    "edi_portal.guides.placed": ("PlacedSegment",),
    "edi_portal.matching.results": ("Match",),
    "edi_portal.models.acknowledgment": ("FunctionalAcknowledgment", "InterchangeAcknowledgment"),
    "edi_portal.models.claim": ("DentalClaim", "InstitutionalClaim", "ProfessionalClaim"),
    "edi_portal.models.eligibility": ("EligibilityInquiry", "EligibilityResponse"),
    "edi_portal.models.jsons": ("from_data", "from_json", "to_data", "to_json"),
    "edi_portal.models.remittance": ("ClaimPayment", "Remittance"),
    "edi_portal.models.status": ("ClaimStatus", "StatusInquiry"),
    "edi_portal.models.stream": ("Models",),
    "edi_portal.models.values": ("DateRange",),
    "edi_portal.reconciling": ("Reconciliation", "match"),
    "edi_portal.report": ("Counts", "Report", "Totals"),
    "edi_portal.scrub_inputs": ("load_tables",),
    "edi_portal.scrubber.config": ("read_configuration",),
    "edi_portal.scrubber.engine": ("Scrubber",),
    "edi_portal.scrubbing": ("scrub", "scrub_file"),
    "edi_portal.synthesis": ("synthesize_claims",),
    "edi_portal.parsing": (
        "functional_acknowledgments",
        "claim_payments",
        "claims",
        "eligibility",
        "inquiries",
        "interchange_acknowledgments",
        "parse",
        "remittances",
        "status_inquiries",
        "statuses",
    ),
    "edi_portal.writing": ("Written", "write"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # a type checker would take every name for one that is there

    def __getattr__(name: str) -> Any:
        home = _HOME.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(importlib.import_module(home), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted(__all__)
