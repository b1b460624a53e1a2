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
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.models.base import Model, bindings
from edi_portal.models.claim import DentalClaim, InstitutionalClaim, ProfessionalClaim
from edi_portal.scrubber.payer_conditions import FieldTest, Scope, check_of
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import CODE, KINDS, Rule

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
        check=check_of(scope, tests),
        summary=texts["message"],
        why=texts.get("why", ""),
        example="",
        mend=texts.get("mend", ""),
        source="the configuration",
        status=texts.get("status"),
    )


def _scope(table: Mapping[str, Any], where: str, refuse: Refuse) -> Scope:
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
    return Scope(
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
) -> tuple[FieldTest, ...]:
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        refuse(f"{where}.require", "must be a list of what has to hold")
    return tuple(
        _test(one, f"{where}.require[{number}]", kinds, on_lines, refuse)
        for number, one in enumerate(found, 1)
    )


def _test(
    table: Mapping[str, Any], where: str, kinds: str, on_lines: bool, refuse: Refuse
) -> FieldTest:
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
    return FieldTest(path=path, on_line=on_line, name=name, wanted=wanted, other=other)


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
