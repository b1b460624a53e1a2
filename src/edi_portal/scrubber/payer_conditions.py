"""What the rules of a payer ask: of which claims and lines, and what must hold there.

`edi_portal.scrubber.payer_rules` reads them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from edi_portal.models.base import Model, bindings
from edi_portal.models.fields import Kind
from edi_portal.models.values import DateRange
from edi_portal.scrubber.procedures import Procedures
from edi_portal.scrubber.rule import Fault, fault
from edi_portal.scrubber.view import ClaimView


@attrs.frozen(kw_only=True)
class FieldTest:
    """What must hold of a field: its path without ``line.``, and how it is looked at."""

    path: tuple[str, ...]
    on_line: bool
    name: str
    wanted: Any
    other: "tuple[bool, tuple[str, ...]] | None" = None

    def holds(self, claim: Model, line: Model | None) -> bool:
        """Whether it does, of a claim or of the line that is looked at; of no value all does."""
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
class Scope:
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
        """Whether the rule looks at lines, each by itself."""
        return bool(self.procedures or self.revenue_codes or self.modifiers)

    def has_claim(self, view: ClaimView) -> bool:
        """Whether the rule is about a claim at all."""
        if self.payers and view.payer_id not in self.payers:
            return False
        if self.places and getattr(view.claim, "place_of_service", None) not in self.places:
            return False
        day = view.first_day
        if day is None:
            return self.start is None and self.end is None
        return not (self.start and day < self.start) and not (self.end and day > self.end)

    def has_line(self, line: Any) -> bool:
        """Whether the rule is about a line of such a claim."""
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


def check_of(scope: Scope, tests: tuple[FieldTest, ...]) -> Callable[[ClaimView], Iterable[Fault]]:
    """What a rule does with a claim: a fault for the claim, or each line, where a test fails."""

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
