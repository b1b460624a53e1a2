"""Why edi-portal and pyx12 may judge a file differently: each reason named, and recognised.

The reasons stand in ``differences.toml``: who is right, why, and an example. Here a difference
is traced to them. Where we accept and pyx12 does not, a reason either is a change that takes
its cause out of the file (then pyx12 has to accept it as well, and we still), or it
recognises a report. Where we reject and pyx12 does not, it recognises a finding. A difference
is explained when nothing of it is left over.
"""

import tomllib
from pathlib import Path

import attrs

from tests.properties.cases import Case
from tests.properties.reasons import FINDS, SAYS, UNDO

HERE = Path(__file__).resolve().parent


@attrs.frozen(kw_only=True)
class Named:
    """A reason as the list has it. The example puts one text for another in a sample."""

    name: str
    right: str
    reason: str
    sample: str
    find: str
    put: str


def listed() -> list[Named]:
    """Every reason of the list."""
    text = (HERE / "differences.toml").read_text("utf-8")
    return [Named(**entry) for entry in tomllib.loads(text)["difference"]]


def explain(case: Case) -> set[str] | None:
    """The names of the reasons for a difference; ``None`` where something is left over."""
    return _ours_alone(case) if case.theirs.accepted else _theirs_alone(case)


def _ours_alone(case: Case) -> set[str] | None:
    names: set[str] = set()
    for found in case.errors:
        name = next((name for name, finds in FINDS.items() if finds(case, found)), None)
        if name is None:
            return None
        names.add(name)
    return names or None


def _theirs_alone(case: Case) -> set[str] | None:
    """Without any change first, then with each alone, then with all of them."""
    for names in ([], *([name] for name in UNDO), list(UNDO)):
        found = _with_changes(case, names)
        if found is not None:
            return found
    return None


def _with_changes(case: Case, names: list[str]) -> set[str] | None:
    used: set[str] = set()
    for name in names:
        changed = UNDO[name](case)
        if changed != case.data:
            used.add(name)
            case = Case.of(changed)
    if case.theirs.accepted and case.ours.ok:
        return used
    if case.theirs.stopped or not case.theirs.reports or not case.ours.ok:
        return None
    for report in case.theirs.reports:
        said = next((name for name, says in SAYS.items() if says(case, report)), None)
        if said is None:
            return None
        used.add(said)
    return used
