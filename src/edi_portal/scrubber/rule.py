"""A rule of the scrubber: one small function, declared once, documented in its docstring.

A rule takes a `edi_portal.scrubber.view.ClaimView` and yields a `Fault` for each defect it sees,
or `Unchecked` where it could not look. It never makes a finding: the engine knows severity, place and words. The docstring says what is
tested in its first paragraph; paragraphs that begin with ``Why:``, ``Example:``, ``Mend:`` and
``Source:`` say the rest, and are what ``edi-portal explain`` shows.
"""

import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from edi_portal.catalogue import Entry
from edi_portal.findings import Severity
from edi_portal.models.base import Model

if TYPE_CHECKING:
    from edi_portal.scrubber.view import ClaimView

CODE = re.compile(r"[A-Z]{3}\d{3}")
KINDS = "PID"
"""Professional, institutional, dental claims: the letters that rules name them by."""

ABOUT = ("other payers", "Medicare", "modifiers")
"""What claims may have to do with: other payers or their decisions, Medicare, modifiers."""

_PARTS = ("Why", "Example", "Mend", "Source")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Fault(NamedTuple):
    """One defect: of which model, at which field of it, and what only this case knows.

    - ``at``: the field, as ``npi``, ``procedure.modifiers[1]``, ``adjustment_groups[0].group``;
      empty for the model as a whole, or for one that is missing in it.
    - ``facts`` fill the rule's message: roles, numbers of lines, limits; never a value of the claim.
    - ``severity``, ``status`` and ``entity`` stand in for the rule's own where they differ:
      ``status`` is a whole ``A7:562:85``, ``entity`` its last part.
    - ``mend`` is the same value spelt as it must be, where that cannot change what is meant.
    """

    owner: Model
    at: str = ""
    facts: Mapping[str, Any] = _NOTHING
    severity: Severity | None = None
    status: str | None = None
    entity: str | None = None
    mend: str | None = None


class Unchecked(NamedTuple):
    """A rule yields it where it could not look: ``want`` says what for want of, in words."""

    want: str


def fault(
    owner: Model,
    at: str = "",
    *,
    severity: Severity | None = None,
    status: str | None = None,
    entity: str | None = None,
    mend: str | None = None,
    **facts: Any,
) -> Fault:
    """A `Fault`, with its facts as keywords."""
    return Fault(owner, at, facts, severity, status, entity, mend)


Check = Callable[["ClaimView"], Iterable[Fault | Unchecked]]


@attrs.frozen(kw_only=True, eq=False)
class Rule:
    """A rule with all that is declared of it.

    - ``kinds``: letters of `KINDS`, the claims it looks at.
    - ``status``: how a 277CA says it, ``category:status:entity``; ``{entity}`` is of the fault.
    - ``needs``: tables and documents that it cannot do without (names of `Tables`); where one is
      missing the rule is *not checked*, and that is said.
    - ``about``: one of `ABOUT` where it has nothing to say of other claims: it is not asked then.
    - ``options``: its settings by name with their defaults.
    - ``mends``: whether its faults carry a spelling that ``--fix`` may put in place.
    """

    code: str = attrs.field(validator=attrs.validators.matches_re(CODE))
    name: str
    severity: Severity
    kinds: str
    snip: int
    message: str
    check: Check = attrs.field(repr=False)
    summary: str = attrs.field(repr=False)
    why: str = attrs.field(repr=False)
    example: str = attrs.field(repr=False)
    mend: str = attrs.field(repr=False)
    source: str = attrs.field(repr=False)
    status: str | None = None
    needs: tuple[str, ...] = ()
    about: str | None = attrs.field(
        default=None, validator=attrs.validators.in_((None, *ABOUT)), repr=False
    )
    options: Mapping[str, Any] = attrs.field(default=_NOTHING, repr=False)
    mends: bool = False

    @property
    def group(self) -> str:
        """The letters that rules of one subject share, as ``PRV``."""
        return self.code[:3]

    @functools.cached_property
    def entry(self) -> Entry:
        """The rule as the catalogue has its findings."""
        parts = [self.summary, self.why, f"For example: {self.example}", f"Source: {self.source}"]
        return Entry(
            code=self.code,
            name=self.name,
            severity=self.severity,
            snip=self.snip,
            message=self.message,
            explanation="\n\n".join(part for part in parts if part),
            fix=self.mend or None,
            ack={},
        )


def rule(
    code: str,
    name: str,
    message: str,
    *,
    kinds: str = KINDS,
    severity: Severity = Severity.ERROR,
    snip: int = 7,
    status: str | None = None,
    needs: tuple[str, ...] = (),
    about: str | None = None,
    options: Mapping[str, Any] = _NOTHING,
    mends: bool = False,
) -> Callable[[Check], Rule]:
    """Make a function a `Rule`.

    Raises `ValueError` where its docstring lacks one of the paragraphs.
    """

    def made(check: Check) -> Rule:
        summary, parts = _documented(code, inspect.getdoc(check) or "")
        return Rule(
            code=code,
            name=name,
            severity=severity,
            kinds=kinds,
            snip=snip,
            message=message,
            check=check,
            summary=summary,
            why=parts["Why"],
            example=parts["Example"],
            mend=parts["Mend"],
            source=parts["Source"],
            status=status,
            needs=needs,
            about=about,
            options=options,
            mends=mends,
        )

    return made


def _documented(code: str, text: str) -> tuple[str, dict[str, str]]:
    """The docstring of a rule: what it tests, and the paragraphs that have a label."""
    summary: list[str] = []
    parts: dict[str, str] = {}
    for paragraph in re.split(r"\n\s*\n", text):
        label, mark, rest = paragraph.partition(":")
        said = " ".join((rest if mark and label in _PARTS else paragraph).split())
        if mark and label in _PARTS:
            parts[label] = said
        elif not parts:
            summary.append(said)
        else:
            raise ValueError(f"{code}: a paragraph of its docstring has no label")
    missing = [part for part in _PARTS if not parts.get(part)]
    if missing or not summary:
        raise ValueError(f"{code}: its docstring lacks {', '.join(missing) or 'a summary'}")
    return "\n\n".join(summary), parts
