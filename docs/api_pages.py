"""The reference of what `edi_portal` exports: a page of names, which the site fills.

In a checkout the page names each function and class with the first sentence of its docstring. In
the site `with_directives` puts its signature and its whole docstring there, which mkdocstrings
takes from the source.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import edi_portal

PAGE = Path(__file__).resolve().parent / "reference" / "api.md"

SUBJECTS = {
    "Checking": (
        "validate",
        "events",
        "read",
        "Report",
        "Counts",
        "Totals",
        "Reading",
        "PlacedSegment",
        "Options",
    ),
    "Findings": ("Finding", "Location", "Severity"),
    "Companion guides": ("load_overlay", "Overlay"),
    "Reading models": (
        "parse",
        "claims",
        "remittances",
        "claim_payments",
        "inquiries",
        "eligibility",
        "status_inquiries",
        "statuses",
        "functional_acknowledgments",
        "interchange_acknowledgments",
        "Models",
    ),
    "Models": (
        "ProfessionalClaim",
        "InstitutionalClaim",
        "DentalClaim",
        "Remittance",
        "ClaimPayment",
        "EligibilityInquiry",
        "EligibilityResponse",
        "StatusInquiry",
        "ClaimStatus",
        "FunctionalAcknowledgment",
        "InterchangeAcknowledgment",
        "DateRange",
    ),
    "Writing": ("write", "Written", "edit", "Edited"),
    "JSON": ("to_json", "from_json", "to_data", "from_data", "generate"),
    "Scrubbing": ("scrub", "scrub_file", "Scrubber", "load_tables", "read_configuration"),
    "Matching": ("match", "Match", "Reconciliation"),
    "Data to test with": ("synthesize_claims", "deidentify", "Deidentified"),
    "Errors": (
        "EdiError",
        "SourceError",
        "LimitError",
        "UsageError",
        "GuideError",
        "ModelError",
        "WriteError",
        "LedgerError",
    ),
}

# Their fields are a reference of their own.
WITHOUT_MEMBERS = frozenset(SUBJECTS["Models"]) - {"DateRange"}

PREFACE = """\
# Python API

<!-- Written by docs/api_pages.py from edi_portal.__all__ and the docstrings: change it there. -->

What `edi_portal` exports by name. [Python](python.md) shows how it is used, and
[the models](../models/index.md) list every field. In the site each name comes with its signature
and its whole description; in a checkout `help(edi_portal.validate)` shows the same.

`edi_portal.__version__` is the version, as text.
"""


def api_page() -> dict[Path, str]:
    """The page, by its path."""
    return {PAGE: "\n".join([PREFACE, *_sections()])}


def _sections() -> Iterator[str]:
    for subject, names in SUBJECTS.items():
        yield f"## {subject}\n"
        for name in names:
            text = inspect.getdoc(getattr(edi_portal, name)) or ""
            yield f"### {name}\n"
            yield text.split("\n\n")[0].replace("``", "`").replace("\n", " ") + "\n"


def with_directives(text: str) -> str:
    """The page ``text`` with directives of mkdocstrings in the place of headings and summaries."""
    return re.sub(r"^### (\w+)\n\n.+\n", _directive, text, flags=re.MULTILINE)


def _directive(match: re.Match[str]) -> str:
    lines = [f"::: edi_portal.{match[1]}"]
    if match[1] in WITHOUT_MEMBERS:
        lines += ["    options:", "      members: false"]
    return "\n".join(lines) + "\n"
