"""What the notes of the tabular list say about two codes, or the order of codes.

The notes are those of the newest edition. Only what can be read without doubt is used: a note
that names codes by a condition ("E08-E13 with .41") is as good as not there.
"""

import functools

import attrs

from edi_portal.codes.icd10cm.table import content

Span = tuple[str, str]
"""The first and the last of a run of codes, each with all that begin with it."""


@attrs.frozen(kw_only=True, slots=True)
class _Notes:
    code_first: frozenset[str]
    manifestations: frozenset[str]
    excluded_by_code: dict[str, tuple[Span, ...]]
    excluded_by_span: tuple[tuple[Span, tuple[Span, ...]], ...]


@functools.cache
def _notes() -> _Notes:
    first, manifestations, *lines = content().notes.decode().split("\n")
    by_code: dict[str, tuple[Span, ...]] = {}
    by_span: list[tuple[Span, tuple[Span, ...]]] = []
    for line in lines:
        owner, *named = line.split(" ")
        spans = tuple(map(_span, named))
        if "-" in owner:
            by_span.append((_span(owner), spans))
        else:
            by_code[owner] = spans
    return _Notes(
        code_first=frozenset(first.split(" ")),
        manifestations=frozenset(manifestations.split(" ")),
        excluded_by_code=by_code,
        excluded_by_span=tuple(by_span),
    )


def code_first(code: str) -> bool:
    """Whether a note at ``code`` or above it says to code what underlies it first.

    Only notes without a condition count; "if known", "if applicable" and "any associated" are
    conditions.

    >>> code_first("D631"), code_first("I509")
    (True, False)
    """
    return not _notes().code_first.isdisjoint(_beginnings(code))


def is_manifestation(code: str) -> bool:
    """Whether ``code`` is a condition "in diseases classified elsewhere", to be coded second.

    Such a code is never the principal or first diagnosis (ICD-10-CM Official Guidelines,
    section I.A.13).

    >>> is_manifestation("F0280"), is_manifestation("D631")
    (True, False)
    """
    return not _notes().manifestations.isdisjoint(_beginnings(code))


def excludes1(one: str, other: str) -> bool:
    """Whether an Excludes1 note at either code, or above it, keeps the two apart.

    The guidelines (section I.A.12.a) let both stand where the conditions are unrelated.

    >>> excludes1("E109", "E119"), excludes1("E119", "E109"), excludes1("E119", "I10")
    (True, True, False)
    """
    return _excluded(one, other) or _excluded(other, one)


def _excluded(owner: str, other: str) -> bool:
    return any(_holds(span, other) for span in _named(owner))


@functools.lru_cache(maxsize=1 << 14)
def _named(owner: str) -> tuple[Span, ...]:
    """The codes that the notes at ``owner`` and above it exclude."""
    notes = _notes()
    found = [
        span
        for beginning in _beginnings(owner)
        for span in notes.excluded_by_code.get(beginning, ())
    ]
    found += [
        span for about, spans in notes.excluded_by_span if _holds(about, owner) for span in spans
    ]
    # A note may name a run of codes that holds its own: it cannot be about that one.
    return tuple(span for span in found if not _holds(span, owner))


def _beginnings(code: str) -> list[str]:
    return [code[:size] for size in range(3, len(code) + 1)]


def _holds(span: Span, code: str) -> bool:
    first, last = span
    return code[: len(first)] >= first and code[: len(last)] <= last


def _span(text: str) -> Span:
    first, _, last = text.partition("-")
    return first, last or first
