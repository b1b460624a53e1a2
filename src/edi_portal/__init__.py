"""X12 health care transactions: read, validate, acknowledge.

>>> import edi_portal
>>> edi_portal.validate(data=b"").findings[0].name
'empty-input'
"""

import importlib
from typing import TYPE_CHECKING, Any

from edi_portal._version import __version__

if TYPE_CHECKING:
    from edi_portal.api import Options, Reading, events, read, validate
    from edi_portal.errors import (
        EdiError,
        GuideError,
        LimitError,
        SourceError,
        UsageError,
        WriteError,
    )
    from edi_portal.findings import Finding, Location, Severity
    from edi_portal.guides.placed import PlacedSegment
    from edi_portal.report import Counts, Report

__all__ = [
    "Counts",
    "EdiError",
    "Finding",
    "GuideError",
    "LimitError",
    "Location",
    "Options",
    "PlacedSegment",
    "Reading",
    "Report",
    "Severity",
    "SourceError",
    "UsageError",
    "WriteError",
    "__version__",
    "events",
    "read",
    "validate",
]

# Names are imported when first asked for, so that starting the command line stays quick.
_HOMES = {
    "edi_portal.api": ("Options", "Reading", "events", "read", "validate"),
    "edi_portal.errors": (
        "EdiError",
        "GuideError",
        "LimitError",
        "SourceError",
        "UsageError",
        "WriteError",
    ),
    "edi_portal.findings": ("Finding", "Location", "Severity"),
    "edi_portal.guides.placed": ("PlacedSegment",),
    "edi_portal.report": ("Counts", "Report"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
