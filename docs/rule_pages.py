"""Writes a page of reference for each group of the scrubber's rules, and their index."""

from itertools import groupby
from pathlib import Path

from edi_portal.scrubber.registry import rules
from edi_portal.scrubber.rule import Rule
from edi_portal.scrubber.tables import NAMES

FOLDER = Path(__file__).resolve().parent / "rules"

_WRITTEN = "<!-- Written by docs/generate.py from src/edi_portal/scrubber/rules: correct that, not this page. -->"

GROUPS = {
    "CLM": "the claim",
    "COB": "coordination of benefits",
    "DIA": "diagnoses",
    "DNT": "dental",
    "PRV": "providers",
    "REV": "institutional claims",
    "SUB": "subscriber and patient",
    "SVC": "service lines",
}
_KINDS = {"P": "professional", "I": "institutional", "D": "dental"}

_INDEX = f"""\
# Rules of the scrubber

{_WRITTEN}

What `edi-portal scrub` checks beside the guides, by group. Kinds are P professional, I
institutional and D dental claims. A rule that needs a table or a document reports itself as not
checked where that was not given. At the terminal `edi-portal rules` lists the rules, and
`edi-portal explain CODE` says what is here.
"""


def rule_pages() -> dict[Path, str]:
    """The text of every page."""
    index = [_INDEX]
    found: dict[Path, str] = {}
    for group, members in groupby(rules(), key=lambda item: item.group):
        items = list(members)
        name = f"{group.lower()}.md"
        found[FOLDER / name] = _page(group, items)
        index.append(f"## [{group}: {GROUPS[group]}]({name})\n")
        index.append("| code | name | severity | kinds | needs |\n|---|---|---|---|---|")
        index += (_row(item, name) for item in items)
        index.append("")
    found[FOLDER / "index.md"] = "\n".join(index)
    return found


def _row(item: Rule, page: str) -> str:
    needs = ", ".join(NAMES[need] for need in item.needs)
    anchor = f"{item.code} {item.name}".lower().replace(" ", "-")
    return f"| [{item.code}]({page}#{anchor}) | {item.name} | {item.severity} | {item.kinds} | {needs} |"


def _page(group: str, items: list[Rule]) -> str:
    parts = [f"# {group}: {GROUPS[group]}\n\n{_WRITTEN}\n"]
    parts += map(_section, items)
    return "\n".join(parts)


def _section(item: Rule) -> str:
    kinds = ", ".join(_KINDS[kind] for kind in item.kinds)
    facts = [f"**{item.severity}**", kinds]
    if item.status is not None:
        facts.append(f"277CA `{item.status}`")
    facts += (f"needs {NAMES[need]}" for need in item.needs)
    if item.mends:
        facts.append("mended by `--fix`")
    lines = [
        f"## {item.code} {item.name}\n",
        " · ".join(facts) + "\n",
        f"> {item.message}\n",
        item.summary + "\n",
        f"*Why:* {item.why}\n",
        f"*For example:* {item.example}\n",
        f"*What to do:* {item.mend}\n",
    ]
    if item.options:
        named = (f"`{name}` (by default {_shown(value)})" for name, value in item.options.items())
        lines.append(f"*Options:* {', '.join(named)}\n")
    lines.append(f"*Source:* {item.source}\n")
    return "\n".join(lines)


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, list | tuple | frozenset):
        return ", ".join(f"`{one}`" for one in sorted(value)) or "none"
    return f"`{value}`"
