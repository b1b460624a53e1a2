"""Which element is an identifier, of what kind, and which is kept: the table as data."""

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.toml import read_toml

KEPT = frozenset({"code", "words", "public", "batch-date"})
REPLACED = frozenset(
    {
        "organization",
        "last-name",
        "first-name",
        "middle-name",
        "affix",
        "contact",
        "address",
        "city",
        "zip",
        "date",
        "birth-date",
        "communication",
        "number",
        "clia",
        "text",
    }
)
# The value of another element of the segment, by its reference.
Values = Callable[[str], str]


@attrs.frozen(kw_only=True)
class Rule:
    """What becomes of elements: an entry of ``identifiers.toml``, which explains the fields."""

    at: tuple[str, ...] = attrs.field(converter=tuple)
    kind: str = attrs.field(validator=attrs.validators.in_(KEPT | REPLACED))
    when: Mapping[str, list[str]] = attrs.field(factory=dict)
    loops: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    guides: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    form: re.Pattern[str] | None = attrs.field(
        default=None, converter=attrs.converters.optional(re.compile)
    )
    harbor: str | None = None
    why: str | None = None

    def __attrs_post_init__(self) -> None:
        if (self.harbor is None) is (self.why is None):
            raise ValueError(f"{self.at}: give harbor or why")

    def stands(self, guide: str, loop: str | None, reference: str) -> bool:
        """Whether the rule is about an element at this place, whatever its segment says."""
        return (
            any(fnmatchcase(reference, pattern) for pattern in self.at)
            and (not self.guides or guide in self.guides)
            and (not self.loops or loop in self.loops)
        )

    def fits(self, values: Values) -> bool:
        """Whether the other elements of the segment say what they have to."""
        return all(values(at) in wanted for at, wanted in self.when.items())


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, the first that fits first."""
    return tuple(Rule(**entry) for entry in _data()["element"])


@cache
def rules_at(guide: str, loop: str | None, reference: str) -> tuple[Rule, ...]:
    """The rules that may decide on an element, up to one that does in any case."""
    found = []
    for rule in rules():
        if rule.stands(guide, loop, reference):
            found.append(rule)
            if not rule.when:
                break
    return tuple(found)


@cache
def patients() -> Mapping[str, frozenset[str]]:
    """The loops of each guide in which NM1 names a patient."""
    return {guide: frozenset(loops) for guide, loops in _data()["patients"].items()}


@cache
def _data() -> dict[str, Any]:
    return read_toml(files(__package__) / "identifiers.toml")


@cache
def words() -> dict[str, Any]:
    """What invented names are made of."""
    return read_toml(files(__package__) / "words.toml")
