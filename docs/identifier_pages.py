"""Writes the page of reference that says what `edi-portal deidentify` does with each element."""

from collections.abc import Iterator
from pathlib import Path

from edi_portal.deidentification.rules import KEPT, Rule, rules

PAGE = Path(__file__).resolve().parent / "reference" / "identifiers.md"

_KINDS = {
    "organization": "an invented name of an organization",
    "last-name": "an invented surname",
    "first-name": "an invented given name",
    "middle-name": "an invented given name, or an initial",
    "affix": "kept where many have it (JR, MD), else replaced",
    "contact": "an invented given name and surname",
    "address": "an invented street and number, or box",
    "city": "an invented city",
    "zip": "the first three digits and filling; three others of the state where few people live",
    "date": "moved with all dates of the patient",
    "birth-date": "moved with all dates of the patient; ages above 89 become 90",
    "communication": "a telephone number that is nobody's (555-01xx), or an address at example.com",
    "number": "another of the same form",
    "clia": "another of the same form and state",
    "text": "cleared: letters become X, digits 9",
    "code": "kept where it looks like one, else cleared",
    "words": "kept where it has the form, else cleared",
    "public": "kept",
    "batch-date": "kept",
}
_HEAD = """\
# Identifiers

<!-- Written by docs/generate.py from src/edi_portal/deidentification/identifiers.toml: correct that, not this page. -->

What [`edi-portal deidentify`](../how-to/deidentify.md) does with each element of the guides. The
first row that fits counts. An element of text or a date that is in no row is cleared; numbers and
codes that the guide prints are kept; a code that it does not print is cleared. What has no place in
its guide is treated as the segment of its id that it is most like, and cleared wholly where there
is none.

Safe Harbor's identifiers, by the letters of 45 CFR 164.514(b)(2)(i): A names, B places, C dates,
D telephone, E fax, F mail, G social security, H medical record, I health plan, J account, K
certificate and licence, L vehicle, M device, N web, O internet address, P biometrics, Q pictures,
R any other. X12 transactions have no elements for O, P and Q.

"""


def identifier_pages() -> dict[Path, str]:
    """The text of the page."""
    replaced = [rule for rule in rules() if rule.kind not in KEPT]
    kept = [rule for rule in rules() if rule.kind in KEPT]
    parts = [
        _HEAD,
        "## Replaced\n\n| elements | where | Safe Harbor | becomes |\n|---|---|---|---|\n",
        *(
            f"| {_at(rule)} | {_where(rule)} | {rule.harbor} | {_KINDS[rule.kind]} |\n"
            for rule in replaced
        ),
        "\n## Kept\n\n| elements | where | what | because |\n|---|---|---|---|\n",
        *(
            f"| {_at(rule)} | {_where(rule)} | {_KINDS[rule.kind]} | {rule.why} |\n"
            for rule in kept
        ),
    ]
    return {PAGE: "".join(parts)}


def _at(rule: Rule) -> str:
    return " ".join(f"`{pattern}`" for pattern in rule.at)


def _where(rule: Rule) -> str:
    return "; ".join(_conditions(rule)) or "everywhere"


def _conditions(rule: Rule) -> Iterator[str]:
    for reference, values in rule.when.items():
        yield f"{reference} is {', '.join(values)}"
    if rule.loops:
        yield f"loops {', '.join(rule.loops)}"
    if rule.guides:
        yield ", ".join(rule.guides)
