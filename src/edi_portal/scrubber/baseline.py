"""Findings that are known and accepted: a run tells the new ones only.

A baseline names each by its code and its place in the structure (file, claim, loop, element),
so that it holds nothing of the content of files. It is JSON, one finding a line, sorted, so that
changes of it read well under version control.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from edi_portal.errors import UsageError
from edi_portal.findings import Finding

_VERSION = 1
_KEYS = ("file", "claim", "loop", "reference", "code")

Key = tuple[str, ...]


def key_of(finding: Finding, file: str | None) -> Key:
    """What a baseline knows a finding by; ``file`` is that of its report."""
    place = finding.location
    return (
        place.file or file or "",
        str(place.claim or ""),
        place.loop or "",
        place.reference or "",
        finding.code,
    )


class Baseline:
    """Findings that are not told; each as often as it was known."""

    def __init__(self, known: Iterable[Key] = ()) -> None:
        self._known = Counter(known)
        self.used = 0

    def has(self, finding: Finding, file: str | None) -> bool:
        """Whether a finding is known; it is used up by that."""
        key = key_of(finding, file)
        if not self._known[key]:
            return False
        self._known[key] -= 1
        self.used += 1
        return True


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file; raises `UsageError` where there is none in it."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UsageError(f"{path}: it is not a baseline") from None
    known: list[Key] = []
    for number, line in enumerate(text.splitlines() or [""], 1):
        try:
            item = json.loads(line)
        except ValueError:
            item = None
        if number == 1:
            if not isinstance(item, dict) or item.get("baseline") != _VERSION:
                raise UsageError(f"{path}: it is not a baseline of version {_VERSION}")
            continue
        if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in _KEYS):
            raise UsageError(f"{path}: line {number} is not an entry of a baseline")
        known.append(tuple(item[key] for key in _KEYS))
    return Baseline(known)


def baseline_text(found: Iterable[tuple[Finding, str | None]]) -> str:
    """A baseline of these findings, each with the file of its report."""
    keys = sorted(key_of(finding, file) for finding, file in found)
    lines = [json.dumps({"baseline": _VERSION})]
    lines += (json.dumps(dict(zip(_KEYS, key, strict=True))) for key in keys)
    return "\n".join(lines) + "\n"
