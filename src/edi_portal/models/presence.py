"""Which steps of writing a model have anything to write, by a function made for its class.

Of what a guide allows nearly all is absent in any one claim, so to look is most of the work.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from edi_portal.models.base import Model, layout_of

_T = TypeVar("_T")
# The items of fields of several segments, as far as they are not written yet.
Left = dict[str, list[Model]]


def present(
    of: type[Model],
    steps: Iterable[tuple[_T, Collection[str], bool]],
    segments: Iterable[str],
    unplaced: Iterable[str],
) -> Callable[[Model], tuple[list[_T], Left, bool]]:
    """What finds the steps of which a field holds something, or that are taken in any case.

    Beside them it gives the items of those of the fields of ``segments`` that have any, and
    whether the fields of ``unplaced`` hold nothing.
    """
    many = frozenset(layout_of(of).many)
    names: dict[str, Any] = {}
    lines = ["def present(of):", " of = of.__dict__", " left = {}"]
    lines += [f" if of[{name!r}]: left[{name!r}] = [*of[{name!r}]]" for name in segments]
    lines += [" found = []", " add = found.append"]
    for number, (step, fields, always) in enumerate(steps):
        names[f"s{number}"] = step
        tests = (
            f"of[{name!r}]" if name in many else f"of[{name!r}] is not None" for name in fields
        )
        condition = "" if always else f"if {' or '.join(tests)}: "
        lines.append(f" {condition}add(s{number})")
    placed = " and ".join(f"of[{name!r}] in nothing" for name in unplaced) or "True"
    names["nothing"] = (None, ())
    exec("\n".join([*lines, f" return found, left, {placed}"]), names)  # noqa: S102 - of field names alone
    made: Callable[[Model], tuple[list[_T], Left, bool]] = names["present"]
    return made
