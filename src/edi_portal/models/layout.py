"""Which models a transaction set is read as: its header, its levels, and what is yielded.

A layout is declared beside the models of a transaction set. Units of a file
(`edi_portal.guides.units`) become models by it, and models become a file again.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from edi_portal.guides.places import LoopPlace, Map
from edi_portal.models.base import Model, bindings
from edi_portal.models.fields import Kind

HEADER = "ST_LOOP"


def _always(_: Model) -> bool:
    return True


@attrs.frozen(kw_only=True, eq=False)
class Layout:
    """How one guide's transaction sets become models.

    - ``guide``: what billers call the guide (``837P``), as in ``schemas/guides.toml``.
    - ``levels``: the class of each loop that a unit begins with; ``ST_LOOP`` is the header,
      and what the transaction has behind its levels (PLB) is part of it.
    - ``items``: of these, the loops whose models are yielded, each with the levels above it.
    - ``yields``: asked of each of them; a level that only carries others may stay out. Where
      there are none below it, it is yielded all the same.
    - ``bare``: makes the item, out of what it stands under, where levels above the items have
      none below them: what was rejected there has an answer, too. It has no segments of its
      own.
    """

    guide: str
    levels: Mapping[str, type[Model]]
    items: frozenset[str]
    yields: Callable[[Any], bool] = _always
    bare: Callable[..., Model] | None = None

    @functools.cached_property
    def loops(self) -> frozenset[str]:
        """The loops that begin a unit."""
        return frozenset(self.levels) - {HEADER}

    def places(self, of: Map) -> dict[LoopPlace, type[Model]]:
        """The class for each loop of a guide that is a unit of its own."""
        return {loop: self.levels[loop.node.id] for loop in of.loops if loop.node.id in self.levels}


_COLLECTED: dict[type, str | None] = {}


def collected(of: type[Model]) -> str | None:
    """The field of a header that holds the items below it, if it has one."""
    if of not in _COLLECTED:
        found = (name for name, binding in bindings(of).items() if binding.kind is Kind.ITEMS)
        _COLLECTED[of] = next(found, None)
    return _COLLECTED[of]
