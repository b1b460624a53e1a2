"""Which guide a model is written by, and what it stands under there."""

import functools

import attrs

from edi_portal.errors import ModelError, UsageError
from edi_portal.guides.places import LoopPlace, Map
from edi_portal.guides.registry import Registration, registrations
from edi_portal.guides.selection import map_of
from edi_portal.models.base import Model
from edi_portal.models.layout import HEADER, Layout, collected
from edi_portal.models.planning import plan
from edi_portal.models.registry import LAYOUTS

Level = tuple[LoopPlace, Model | None]


@attrs.frozen(eq=False)
class Family:
    """A guide with its layout and places: what a run of items is written by."""

    registration: Registration
    layout: Layout
    map: Map

    @property
    def item_ids(self) -> frozenset[str]:
        """The loops that items stand at."""
        return self.layout.items

    @functools.cached_property
    def levels_above(self) -> frozenset[str]:
        """The loops of the levels that no item stands at."""
        return self.layout.loops - self.layout.items

    @functools.cached_property
    def last_rank(self) -> int:
        """The rank of the levels: what the header has of a later one stands behind them."""
        loops, children = self.layout.loops, self.map.root.children
        ranks = (
            child.rank
            for child in children
            if isinstance(child, LoopPlace) and child.node.id in loops
        )
        return min(ranks, default=len(children))

    @functools.cached_property
    def contexts(self) -> dict[type, dict[str, tuple[str, ...]]]:
        """The fields of each kind of item that hold what it stands under, with their loops."""
        kinds = {
            self.layout.levels[loop.node.id]: loop
            for loop in reversed(self.map.loops)
            if loop.node.id in self.item_ids
        }
        return {kind: plan(kind, loop).contexts for kind, loop in kinds.items()}


def families_of(of: type[Model], guide: str | None = None) -> list[Layout]:
    """The layouts that a class is an item or a header with items of."""
    found = []
    for layout in LAYOUTS.values():
        classes = {layout.levels[HEADER]}
        if collected(layout.levels[HEADER]) is None:
            # A claim payment is written in its remittance, which says what all of them sum to.
            classes |= {layout.levels[loop] for loop in layout.items}
        if of in classes and guide in (None, layout.guide):
            found.append(layout)
    return found


def family(of: type[Model], guide: str | None = None) -> Family:
    """What a class is written by; ``guide`` tells apart guides that share it.

    Raises `UsageError` where none is, or several are and ``guide`` does not say which.
    """
    found = families_of(of, guide)
    if len(found) != 1:
        names = ", ".join(layout.guide for layout in found)
        if not found:
            raise UsageError(f"{of.__name__} is not written by itself")
        raise UsageError(f"{of.__name__} is written by several guides: say which of {names}")
    layout = found[0]
    registration = next(
        item for item in registrations() if item.name == layout.guide and not item.withdrawn
    )
    return Family(registration, layout, map_of(registration))


def chain(item: Model, of: Family, header: Model | None = None) -> list[Level]:
    """The levels above an item from the transaction set down, and the item itself at the end.

    ``header`` is that of the transaction set, where the item does not say. Raises `ModelError` where what it has to stand under is missing.
    """
    contexts: dict[str, Model] = {}
    for name, loops in contexts_of(item, of).items():
        value = getattr(item, name)
        if value is not None:
            contexts.update(dict.fromkeys(loops, value))
    if header is not None:
        contexts[HEADER] = header
    if HEADER not in contexts:
        names = (name for name, loops in contexts_of(item, of).items() if HEADER in loops)
        field = f"{type(item).__name__}.{next(names, HEADER)}"
        raise ModelError(f"{field} is missing: it says what transaction set it is of", field=field)
    result: list[Level] = [(of.map.root, contexts[HEADER])]
    bare = _is_bare(item, of)
    route = _route(of.map.root, frozenset(contexts))
    result += [(loop, contexts[loop.node.id]) for loop in route]
    current = result[-1][0]
    target = _child(current, of.item_ids)
    if target is None and not bare:
        between = _between(current, of.item_ids)
        if between is None:
            raise ModelError(
                f"{type(item).__name__} cannot stand in loop {current.node.id}: "
                "a level above it is missing"
            )
        result.append((between, None))
        target = _child(between, of.item_ids)
        assert target is not None
    # Else a claim without its provider would be written as what is said of a whole batch.
    placed = {id(model) for _, model in result}
    if any(id(model) not in placed for model in contexts.values()):
        raise ModelError(
            f"{type(item).__name__} cannot stand in loop {current.node.id}: "
            "a level between what it stands under is missing"
        )
    if bare and current.node.id in of.item_ids:
        # It would be read as an item by itself.
        raise ModelError(
            f"{type(item).__name__} says nothing of its own in loop {current.node.id}",
            place=current.node.id,
        )
    if target is not None and not bare:
        result.append((target, item))
    return result


def _is_bare(item: Model, of: Family) -> bool:
    """Whether an item is nothing but what it stands under."""
    if of.layout.bare is None:
        return False
    above = {name: getattr(item, name) for name in contexts_of(item, of)}
    return item == of.layout.bare(**above)


def contexts_of(item: Model, of: Family) -> dict[str, tuple[str, ...]]:
    """The fields of an item that hold what it stands under, with the loops of these."""
    found = of.contexts.get(type(item))
    if found is None:
        raise UsageError(f"{type(item).__name__} is no item of {of.layout.guide}")
    return found


@functools.lru_cache(maxsize=256)
def _route(root: LoopPlace, ids: frozenset[str]) -> tuple[LoopPlace, ...]:
    """The loops of these ids, each below the one before."""
    found = []
    while (child := _child(root, ids)) is not None:
        found.append(child)
        root = child
    return tuple(found)


@functools.lru_cache(maxsize=256)
def _child(loop: LoopPlace, ids: frozenset[str]) -> LoopPlace | None:
    found = (
        child for child in loop.children if isinstance(child, LoopPlace) and child.node.id in ids
    )
    return next(found, None)


def _between(loop: LoopPlace, ids: frozenset[str]) -> LoopPlace | None:
    """A loop that nothing has to be said of but a number, with an item's loop below it."""
    for child in loop.children:
        if isinstance(child, LoopPlace) and child.first.node.id == "LX" and _child(child, ids):
            return child
    return None
