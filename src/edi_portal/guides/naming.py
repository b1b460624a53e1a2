"""Finds a guide by what people call it: ``837P``, ``278 request``, ``X222A1``.

Letter case, blanks and punctuation do not count. Besides its name a guide answers to its
GS08, whole or from the ``X`` on, to the versions read as it, to any of these with its
transaction set, and to the transaction set alone where no other guide has it. A withdrawn
guide gives way to one in force.
"""

import difflib
import functools
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from edi_portal.errors import GuideError
from edi_portal.guides.registry import Registration, registrations

_NEAREST = 3
# The part of a GS08 that is the same for every guide of a release: ``005010`` before X222A1.
_RELEASE_LENGTH = 6


def named(text: str) -> Registration:
    """The guide that is called so.

    Raises `GuideError`, which names what comes near, where none is or several are.

    >>> named("837p").version, named("X221A1").name, named("005010X222 837").name
    ('005010X222A1', '835', '837P')
    """
    found = _called(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise GuideError(f"{text!r} names several guides: {_listed(found)}")
    raise GuideError(f"no guide is called {text!r}; {_suggestion(text)}")


def named_with_place(words: Sequence[str]) -> tuple[Registration, str | None]:
    """The guide that the words name, and the place that the last of them may be.

    A name may take two words (``278 request``), so only the guides know where it ends.
    Raises `GuideError` like `named`.

    >>> item, place = named_with_place(["837P", "2300/CLM"])
    >>> item.name, place
    ('837P', '2300/CLM')
    """
    whole = " ".join(words)
    if len(words) < 2 or _called(whole):
        return named(whole), None
    return named(" ".join(words[:-1])), words[-1]


def _called(text: str) -> tuple[Registration, ...]:
    return _by_word().get(_plain(text), ())


@functools.cache
def _by_word() -> Mapping[str, tuple[Registration, ...]]:
    found: dict[str, list[Registration]] = {}
    for item in registrations():
        for word in _words(item):
            found.setdefault(word, []).append(item)
    return MappingProxyType({word: _foremost(word, items) for word, items in found.items()})


def _words(item: Registration) -> set[str]:
    own = [item.version, *item.aliases]
    own += [version[_RELEASE_LENGTH:] for version in own]
    combined = [
        first + second
        for version in own
        for other in (item.transaction, item.name)
        for first, second in ((version, other), (other, version))
    ]
    return {_plain(word) for word in (item.name, item.transaction, *own, *combined)}


def _foremost(word: str, items: Sequence[Registration]) -> tuple[Registration, ...]:
    """Those in force, if any is; and of these the one of that name: 277 is not a 277CA."""
    current = [item for item in items if not item.withdrawn] or list(items)
    same = [item for item in current if _plain(item.name) == word]
    return tuple(same or current)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _suggestion(text: str) -> str:
    words = difflib.get_close_matches(_plain(text), _by_word(), n=_NEAREST)
    nearest = list(dict.fromkeys(item for word in words for item in _by_word()[word]))
    if len(nearest) == 1:
        return f"the nearest is {_listed(nearest)}"
    if nearest:
        return f"the nearest are {_listed(nearest)}"
    names = dict.fromkeys(item.name for item in registrations() if not item.withdrawn)
    return f"known are {', '.join(names)}"


def _listed(items: Sequence[Registration]) -> str:
    return ", ".join(_titles(items))


def _titles(items: Sequence[Registration]) -> Iterator[str]:
    return (f"{item.name} ({item.version})" for item in items)
