"""Writes the reference of payers' reason codes from their data files."""

from collections.abc import Iterable
from pathlib import Path

from edi_portal.codes import reasons
from edi_portal.codes.reasons import Reason

PAGE = Path(__file__).resolve().parent / "reference" / "reasons.md"

_PREFACE = """\
# Reason codes

<!-- Written by docs/generate.py from src/edi_portal/codes/data/reasons: change it there. -->

What payers say by their codes, in our own words: the official wording belongs to the owners of
the lists. At the terminal `edi-portal explain CO-45` says the same, also of `29`, `N290`,
`A7:562:85`; in Python it is `edi_portal.codes.reasons`. A code that is not here is shown by its
number.
"""


def reason_page() -> dict[Path, str]:
    """The page."""
    parts = [_PREFACE, "## Group codes\n", "| code | who bears it | what to do |\n|---|---|---|"]
    parts += (
        _row(item.code, item.says, item.next) for item in map(reasons.group, reasons.GROUP_CODES)
    )
    parts.append("\n## Adjustment reasons\n")
    parts.append(
        "A denial is what pays nothing for such a reason. Scenarios are those of CAQH CORE rule 360:"
    )
    parts += (f"{number} {reasons.scenario(number)};" for number in range(1, 5))
    every = list(reasons.all_adjustments())
    for key, kind in reasons.all_categories().items():
        members = [item for item in every if item.title == kind["title"]]
        if members and "of" not in kind:
            parts.append(f"\n### {key.capitalize()}: {kind['title']}\n")
            parts.append(f"{'A denial' if kind['denial'] else 'No denial'}. {kind['next']}\n")
            parts.append(
                "| code | what it says | scenario | what to do besides |\n|---|---|---|---|"
            )
            parts += (_reason(item, kind["next"]) for item in members)
    parts += _table("Remark codes", reasons.all_remarks())
    parts += _table("Claim status codes", reasons.all_statuses())
    return {PAGE: "\n".join(parts) + "\n"}


def _reason(item: Reason, usual: str) -> str:
    step = item.next if item.next != usual else ""
    return _row(item.code, item.says, str(item.scenario or ""), step)


def _table(title: str, items: Iterable[Reason]) -> list[str]:
    head = f"\n## {title}\n\n| code | what it says | what to do |\n|---|---|---|"
    return [head, *(_row(item.code, item.says, item.next) for item in items)]


def _row(code: str, *cells: str | None) -> str:
    return f"| {' | '.join([f'`{code}`', *(cell or '' for cell in cells)])} |"
