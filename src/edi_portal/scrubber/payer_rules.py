"""Rules that a payer or a user writes in TOML, without Python.

Each is a table of ``[[scrub.rules]]``::

    code = "PAY101"
    name = "referral-for-specialists"
    message = "the plan wants a referral for this visit"
    severity = "warning"
    payers = ["EHP01"]                  # for which claims: payers, kinds, places, from, to
    procedures = ["99242-99255"]        # on which lines: procedures, revenue_codes, modifiers
    require = [{ field = "referral_number", present = true }]

A rule with conditions on lines looks at each line that meets them all, any other at the claim
once. ``require`` says what must hold there, in terms of fields by their paths: those of a line
begin with ``line.``. A test is ``present``, ``absent``, ``in``, ``not_in``, ``matches`` (a regular
expression over the whole text), or ``at_least``, ``at_most``, ``equals`` a number, a date, or
another field named as ``{ field = "..." }``.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import attrs

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.models.base import Model, bindings
from edi_portal.models.claim import DentalClaim, InstitutionalClaim, ProfessionalClaim
from edi_portal.models.fields import Kind
from edi_portal.models.values import DateRange
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import CODE, KINDS, Fault, Rule, fault
from edi_portal.scrubber.view import ClaimView

Refuse = Callable[[str, str], NoReturn]

_CLASSES: Mapping[str, type[Model]] = {
    "P": ProfessionalClaim,
    "I": InstitutionalClaim,
    "D": DentalClaim,
}
_ABOUT_CLAIMS = ("payers", "kinds", "places", "from", "to")
_ABOUT_LINES = ("procedures", "revenue_codes", "modifiers")
_TEXTS = ("code", "name", "message", "severity", "why", "mend", "status")
_KEYS = (*_TEXTS, *_ABOUT_CLAIMS, *_ABOUT_LINES, "require")
_TESTS = ("present", "absent", "in", "not_in", "matches", "at_least", "at_most", "equals")
_LINE = "line."
_CODE = "PAY"


def payer_rules(tables: object, refuse: Refuse) -> tuple[Rule, ...]:
    """The rules that a configuration writes; ``refuse`` raises for what is wrong in it."""
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        refuse("rules", "must be tables, [[scrub.rules]]")
    found: dict[str, Rule] = {}
    for number, table in enumerate(tables, 1):
        made = _rule(table, f"rules[{number}]", refuse)
        if found.setdefault(made.code, made) is not made:
            refuse(f"rules[{number}].code", f"another rule has the code {made.code}")
    return tuple(found.values())


@attrs.frozen(kw_only=True)
class _Test:
    """What must hold of a field: its path without ``line.``, and how it is looked at."""

    path: tuple[str, ...]
    on_line: bool
    name: str
    wanted: Any
    other: "tuple[bool, tuple[str, ...]] | None" = None

    def holds(self, claim: Model, line: Model | None) -> bool:
        values = list(_values(line if self.on_line else claim, self.path))
        wanted = self.wanted
        if self.other is not None:
            on_line, path = self.other
            wanted = next(iter(_values(line if on_line else claim, path)), None)
            if wanted is None:
                return True
        if self.name == "present":
            return bool(values) is wanted
        return all(_TEST_OF[self.name](value, wanted) for value in values)


def _values(of: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """The values at a path; of a field that has many, those of all of them."""
    if of is None:
        return
    if isinstance(of, tuple):
        for item in of:
            yield from _values(item, path)
    elif not path:
        yield of
    else:
        yield from _values(getattr(of, path[0], None), path[1:])


def _compared(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, wanted: Any) -> bool:
        if isinstance(value, DateRange):
            value = value.start
        if isinstance(wanted, DateRange):
            wanted = wanted.start
        # What cannot be compared does not break the rule: the field is of another kind here.
        return type(value) is not type(wanted) or test(value, wanted)

    return compare


_TEST_OF: Mapping[str, Callable[[Any, Any], bool]] = {
    "in": lambda value, wanted: str(value) in wanted,
    "not_in": lambda value, wanted: str(value) not in wanted,
    "matches": lambda value, wanted: wanted.fullmatch(str(value)) is not None,
    "at_least": _compared(lambda value, wanted: value >= wanted),
    "at_most": _compared(lambda value, wanted: value <= wanted),
    "equals": _compared(lambda value, wanted: value == wanted),
}


@attrs.frozen(kw_only=True)
class _Scope:
    """Which claims a rule is about, and which of their lines."""

    payers: frozenset[str]
    places: frozenset[str]
    start: date | None
    end: date | None
    procedures: Procedures | None
    revenue_codes: Procedures | None
    modifiers: frozenset[str]

    @property
    def on_lines(self) -> bool:
        return bool(self.procedures or self.revenue_codes or self.modifiers)

    def has_claim(self, view: ClaimView) -> bool:
        if self.payers and view.payer_id not in self.payers:
            return False
        if self.places and getattr(view.claim, "place_of_service", None) not in self.places:
            return False
        day = view.first_day
        if day is None:
            return self.start is None and self.end is None
        return not (self.start and day < self.start) and not (self.end and day > self.end)

    def has_line(self, line: Any) -> bool:
        procedure = line.procedure
        code = procedure.code if procedure is not None else None
        if self.procedures is not None and (code is None or code not in self.procedures):
            return False
        revenue = getattr(line, "revenue_code", None)
        if self.revenue_codes is not None and (
            revenue is None or revenue not in self.revenue_codes
        ):
            return False
        own = procedure.modifiers if procedure is not None else ()
        return not self.modifiers or not self.modifiers.isdisjoint(own)


def _rule(table: Mapping[str, Any], where: str, refuse: Refuse) -> Rule:
    for key in table:
        if key not in _KEYS:
            nearest = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0)[0]
            refuse(f"{where}.{key}", f"no such key; the nearest is {nearest}")
    texts = {key: table[key] for key in _TEXTS if key in table}
    for key in ("code", "message"):
        if key not in texts:
            refuse(where, f"a rule has a {key}")
    for key, value in texts.items():
        if not isinstance(value, str):
            refuse(f"{where}.{key}", "must be a text")
    code = texts["code"]
    if CODE.fullmatch(code) is None or not code.startswith(_CODE):
        refuse(f"{where}.code", f"must be {_CODE} and three digits")
    if texts.get("severity", "error") not in list(Severity):
        refuse(f"{where}.severity", f"must be one of {', '.join(Severity)}")
    kinds = "".join(_list(table, "kinds", where, refuse)) or KINDS
    if not set(kinds) <= set(KINDS):
        refuse(f"{where}.kinds", f"a kind of claim is one of {', '.join(KINDS)}")
    scope = _scope(table, where, refuse)
    tests = _tests(table.get("require"), where, kinds, scope.on_lines, refuse)
    return Rule(
        code=code,
        name=texts.get("name", code.lower()),
        severity=Severity(texts.get("severity", "error")),
        kinds=kinds,
        snip=7,
        # A brace of the user's own is no place for a fact.
        message=texts["message"].replace("{", "{{").replace("}", "}}"),
        check=_check(scope, tests),
        summary=texts["message"],
        why=texts.get("why", ""),
        example="",
        mend=texts.get("mend", ""),
        source="the configuration",
        status=texts.get("status"),
    )


def _check(scope: _Scope, tests: tuple[_Test, ...]) -> Callable[[ClaimView], Iterable[Fault]]:
    def check(view: ClaimView) -> Iterator[Fault]:
        if not scope.has_claim(view):
            return
        lines = [line for line in view.lines if scope.has_line(line)] if scope.on_lines else [None]
        for line in lines:
            broken = next((test for test in tests if not test.holds(view.claim, line)), None)
            if broken is None:
                continue
            owner = line if broken.on_line and line is not None else view.claim
            yield fault(owner, _placed(owner, broken.path))

    return check


def _placed(owner: Model, path: tuple[str, ...]) -> str:
    """The path of a field, as far as it is the owner's own: what is above a claim is not."""
    binding = bindings(type(owner)).get(path[0])
    if binding is None or binding.kind in (Kind.CONTEXT, Kind.ITEMS):
        return ""
    deeper = binding.kind in (Kind.LOOP, Kind.PART, Kind.SEGMENT)
    return ".".join(path) if deeper else path[0]


def _scope(table: Mapping[str, Any], where: str, refuse: Refuse) -> _Scope:
    days = {}
    for key in ("from", "to"):
        value = table.get(key)
        if value is not None and type(value) is not date:
            refuse(f"{where}.{key}", "must be a date, as 2025-01-31")
        days[key] = value
    ranges = {}
    for key in ("procedures", "revenue_codes"):
        texts = _list(table, key, where, refuse)
        try:
            ranges[key] = Procedures(texts) if texts else None
        except UsageError as error:
            refuse(f"{where}.{key}", str(error))
    return _Scope(
        payers=frozenset(_list(table, "payers", where, refuse)),
        places=frozenset(_list(table, "places", where, refuse)),
        start=days["from"],
        end=days["to"],
        procedures=ranges["procedures"],
        revenue_codes=ranges["revenue_codes"],
        modifiers=frozenset(_list(table, "modifiers", where, refuse)),
    )


def _list(table: Mapping[str, Any], key: str, where: str, refuse: Refuse) -> list[str]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        refuse(f"{where}.{key}", "must be a list of texts")
    return found


def _tests(
    found: object, where: str, kinds: str, on_lines: bool, refuse: Refuse
) -> tuple[_Test, ...]:
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        refuse(f"{where}.require", "must be a list of what has to hold")
    return tuple(
        _test(one, f"{where}.require[{number}]", kinds, on_lines, refuse)
        for number, one in enumerate(found, 1)
    )


def _test(
    table: Mapping[str, Any], where: str, kinds: str, on_lines: bool, refuse: Refuse
) -> _Test:
    field = table.get("field")
    named = [key for key in table if key != "field"]
    if not isinstance(field, str) or len(named) != 1:
        refuse(where, "has a field, and one test of it")
    name = named[0]
    if name not in _TESTS:
        nearest = difflib.get_close_matches(name, _TESTS, n=1, cutoff=0)[0]
        refuse(f"{where}.{name}", f"no such test; the nearest is {nearest}")
    on_line, path = _path(field, where, kinds, on_lines, refuse)
    wanted, other = table[name], None
    if isinstance(wanted, dict):
        text = wanted.get("field")
        if name not in ("at_least", "at_most", "equals") or not isinstance(text, str):
            refuse(f"{where}.{name}", "only at_least, at_most and equals take another field")
        other = _path(text, where, kinds, on_lines, refuse)
    elif name in ("present", "absent"):
        if wanted is not True:
            refuse(f"{where}.{name}", "must be true")
        name, wanted = "present", name == "present"
    elif name in ("in", "not_in"):
        if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
            refuse(f"{where}.{name}", "must be a list of texts")
        wanted = frozenset(wanted)
    elif name == "matches":
        try:
            wanted = re.compile(wanted)
        except (re.error, TypeError):
            refuse(f"{where}.{name}", "must be a regular expression")
    elif isinstance(wanted, int | float) and not isinstance(wanted, bool):
        wanted = Decimal(str(wanted))
    elif not isinstance(wanted, str | date):
        refuse(f"{where}.{name}", "must be a number, a date or a text")
    return _Test(path=path, on_line=on_line, name=name, wanted=wanted, other=other)


def _path(
    field: str, where: str, kinds: str, on_lines: bool, refuse: Refuse
) -> tuple[bool, tuple[str, ...]]:
    """Whether a field is of a line, and its path; refused where no claim of these kinds has it."""
    on_line = field.startswith(_LINE)
    if on_line and not on_lines:
        refuse(where, "a field of a line goes with conditions on lines")
    path = tuple(field.removeprefix(_LINE).split("."))
    known: list[str] = []
    for kind in kinds:
        of: Any = _CLASSES[kind]
        if on_line:
            of = bindings(of)["lines"].of
        for step in path:
            fields = bindings(of) if isinstance(of, type) and issubclass(of, Model) else {}
            if step not in fields:
                nearest = difflib.get_close_matches(step, fields, n=1, cutoff=0)
                known += nearest
                break
            of = fields[step].of
        else:
            return on_line, path
    words = f"; the nearest is {known[0]}" if known else ""
    return refuse(where, f"no claim of this kind has the field {field}{words}")
