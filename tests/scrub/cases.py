"""Cases of rules as data: claims that pass a rule, and claims that it finds something in.

A file ``tests/scrub/cases/CODE.toml`` holds tables ``[[pass]]`` and ``[[fail]]``:

- ``name``: what it shows; ``base``: a file of ``tests/scrub/bases`` whose first claim it changes;
- ``set``: fields by path with the value they get, in the JSON form of models (amounts and dates as text):
  ``{ "billing_provider.npi" = "2000001018", "lines[0].units" = "2" }``; a table or list stands for
  an object or several; ``drop``: paths of fields that are taken away;
- ``copy``: list items put in again behind the last: ``["lines[0]"]``; applied before ``set``;
- ``before``: changes (each with set, drop, copy) that make claims that were in the batch before;
- ``as_of``: the day of the run; ``options`` of the rule;
- ``at``: of fail, where each finding stands: ``["2010AA/NM109"]``, innermost loop and reference, or
  all its loops where it matters which one: ``["2300/2400[2]/2430[1]/SVD02"]``;
- ``says``: the messages of the findings, where the case is about them;
- ``severity`` and ``status`` (277CA) of the first finding, where the case is about them.
"""

import copy
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

import edi_portal
from edi_portal.findings import Finding, Severity
from edi_portal.models.claim import Claim
from edi_portal.scrubber.batch import Batch
from edi_portal.scrubber.engine import check_claim
from edi_portal.scrubber.rule import Rule
from edi_portal.scrubber.settings import Layer, Settings
from edi_portal.scrubber.tables import Tables

CASES = Path(__file__).parent / "cases"
BASES = Path(__file__).parent / "bases"
_STEP = re.compile(r"(\w+)|\[(\d+)\]")


@attrs.frozen(kw_only=True, slots=False)
class Case:
    """One case of a rule; ``changes`` make the claims of the batch, the one in question last."""

    code: str
    passes: bool
    name: str
    base: str
    changes: tuple[Mapping[str, Any], ...]
    as_of: date | None
    options: Mapping[str, Any]
    at: tuple[str, ...]
    says: tuple[str, ...] | None
    severity: Severity | None
    status: str | None

    @functools.cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the batch, made when they are first asked for."""
        data = base_data(self.base)
        return tuple(_changed(data, change) for change in self.changes)

    def findings(
        self, rule: Rule, tables: Tables | None = None, *, claims: Iterable[Claim] | None = None
    ) -> list[Finding]:
        """What the rule says of the claim in question, of these claims or the case's own."""
        batch = Batch()
        settings = Settings([Layer(options={self.code: dict(self.options)})])
        found: list[Finding] = []
        for number, claim in enumerate(self.claims if claims is None else claims, 1):
            batch.number = number
            found = check_claim(
                rule, claim, as_of=self.as_of, tables=tables, batch=batch, settings=settings
            )
        # That a day lies beyond the code sets is no answer of the rule's.
        return found if rule.needs else [item for item in found if item.code == rule.code]


def base_data(name: str) -> dict[str, Any]:
    """The first claim of a base file as plain values."""
    return copy.deepcopy(_base_data(name))


@functools.cache
def _base_data(name: str) -> dict[str, Any]:
    return edi_portal.to_data(base_claim(name))


def changed_base(name: str, **change: Any) -> Claim:
    """The first claim of a base file with ``set``, ``drop`` and ``copy`` as in a case."""
    return _changed(base_data(name), change)


def base_claim(name: str) -> Claim:
    """The first claim of a base file."""
    with edi_portal.claims(BASES / f"{name}.x12") as claims:
        return next(claims)


@functools.cache
def cases_of(code: str) -> tuple[Case, ...]:
    """The cases of a rule."""
    path = CASES / f"{code}.toml"
    known = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return tuple(
        _case(code, kind == "pass", raw) for kind in ("pass", "fail") for raw in known.get(kind, ())
    )


def all_cases() -> Iterator[Case]:
    """Every case there is."""
    for path in sorted(CASES.glob("*.toml")):
        yield from cases_of(path.stem)


def case_of(code: str, base: str, **raw: Any) -> Case:
    """A case of a rule that stands in no file: a base changed as in one that does."""
    return _case(code, False, {"name": "", "base": base, **raw})


def _case(code: str, passes: bool, raw: Mapping[str, Any]) -> Case:
    return Case(
        code=code,
        passes=passes,
        name=raw["name"],
        base=raw["base"],
        changes=(*raw.get("before", ()), raw),
        as_of=raw.get("as_of"),
        options=raw.get("options", {}),
        at=tuple(raw.get("at", ())),
        says=tuple(raw["says"]) if "says" in raw else None,
        severity=Severity(raw["severity"]) if "severity" in raw else None,
        status=raw.get("status"),
    )


def _changed(data: dict[str, Any], change: Mapping[str, Any]) -> Claim:
    data = copy.deepcopy(data)
    for path in change.get("copy", ()):
        *way, last = _steps(path)
        items = _follow(data, way)
        items.append(copy.deepcopy(items[last]))
    for path in change.get("drop", ()):
        *way, last = _steps(path)
        del _follow(data, way)[last]
    for path, value in change.get("set", {}).items():
        *way, last = _steps(path)
        held = _follow(data, way)
        if isinstance(held, list) and last == len(held):
            held.append(value)
        else:
            held[last] = value
    made = edi_portal.from_data(data)
    assert isinstance(made, Claim)
    return made


def _steps(path: str) -> list[Any]:
    return [int(index) if index else name for name, index in _STEP.findall(path)]


def _follow(data: Any, way: list[Any]) -> Any:
    for step in way:
        data = data.setdefault(step, {}) if isinstance(data, dict) else data[step]
    return data
