"""Puts models back into transaction sets: levels above them, numbers, headers.

Items come one after another; what stands above them (billing provider, subscriber …) is
written when it changes. HL and LX are numbered, HL04 says whether levels follow, and a
transaction set ends where its header changes or it has as many items as it may.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from edi_portal.guides.model import Usage
from edi_portal.guides.places import LoopPlace, Map
from edi_portal.models.base import Model, alike, bindings, defaults
from edi_portal.models.emit import write_loop, write_parted
from edi_portal.models.families import Family, Level, chain, contexts_of
from edi_portal.models.planning import plan
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import Writer

# Enough for the levels of an item and of the next.
_MOST_COMPARED = 16


class Transaction:
    """One transaction set while its segments are made, without ST and SE."""

    def __init__(self, of: Family, writer: Writer) -> None:
        self._of = of
        self._writer = writer
        self._open: list[Level] = []
        self._numbers: list[int] = []  # HL01 of the open levels, 0 where it has none
        self._hl = self._lx = 0
        self._closing: list[str] = []
        self._below = 0  # items of the innermost open level
        self._compared: dict[tuple[int, int], tuple[Model, Model, bool]] = {}
        self.items = 0

    def add(self, levels: Sequence[Level], following: Iterable[Sequence[Level]] = ()) -> list[str]:
        """The segments of an item, and of the levels above it that are not open yet.

        ``following`` are the levels of the items after it, which are asked for where only they
        can say whether a level has others below.
        """
        same = 0
        below = len(levels) - 1
        while same < min(len(self._open), below) and self._equal(self._open[same], levels[same]):
            same += 1
        if 0 < same < len(self._open) and levels[same][0].rank < self._open[same][0].rank:
            # The guide has it before what already stands below this level, as the claims of a
            # subscriber before the patients: the level is begun once more.
            same -= 1
        most = levels[-1][0].node.maximum
        if same == below > 1 and most is not None and self._below >= most:
            # The level has as many as it may, such as 100 claims of a patient: once more, too.
            same -= 1
        if same < below:
            self._below = 0
        self._below += 1
        del self._open[same:], self._numbers[same:]
        texts: list[str] = []
        bare = len(levels) > 1 and levels[-1][0].node.id in self._of.levels_above
        for at in range(same, len(levels)):
            loop, model = levels[at]
            first = (levels,) if at < below else ()
            behind = () if bare and at == below else itertools.chain(first, following)
            children = self._has_levels(levels[: at + 1], behind)
            texts += self._level(loop, model, children=children)
            self._open.append(levels[at])
        if bare or (len(levels) > 1 and not levels[-1][0].starts_path):
            # An item that is no level has nothing below it, nor has a level that is the item.
            self._open.pop()
            self._numbers.pop()
        self.items += 1
        return texts

    def end(self) -> list[str]:
        """What the transaction set has behind its levels."""
        return self._closing

    def _level(self, loop: LoopPlace, model: Model | None, *, children: bool) -> list[str]:
        writer, of = self._writer, self._of
        number = 0
        texts = []
        if loop.starts_path:
            self._hl += 1
            number = self._hl
            texts.append(writer.bare_segment("HL", self._hl_elements(loop, number, children)))
        if loop is of.map.root:
            texts += self._head(loop, model)
        elif model is None:
            self._lx += 1
            texts.append(writer.bare_segment("LX", [str(self._lx)]))
        else:
            texts += self._numbered(write_loop(model, plan(type(model), loop), writer), loop)
        self._numbers.append(number)
        return texts

    def _hl_elements(self, loop: LoopPlace, number: int, children: bool) -> list[str]:
        parent = next((one for one in reversed(self._numbers) if one), 0)
        nodes = loop.first.node.elements
        elements = [str(number), str(parent) if parent else "", nodes[2].codes[0]]  # type: ignore[union-attr]  # HL03 is simple
        if len(nodes) > 3 and nodes[3].usage is not Usage.NOT_USED:
            elements.append("1" if children else "0")
        return elements

    def _head(self, loop: LoopPlace, model: Model | None) -> list[str]:
        """The header; what stands behind the levels is kept for the end."""
        assert model is not None
        by = plan(type(model), loop)
        texts, behind = write_parted(model, by, self._writer, self._of.last_rank)
        self._closing += behind
        return texts

    def _numbered(self, texts: list[str], loop: LoopPlace) -> list[str]:
        """Segments with their lines counted, and without the HL they were read with."""
        if loop.starts_path:
            head = "HL" + self._writer.delimiters.element
            return [text for text in texts if not text.startswith(head)]
        return renumbered(texts, self._of.map, self._writer.delimiters)

    def _has_levels(self, path: Sequence[Level], following: Iterable[Sequence[Level]]) -> bool:
        """Whether a level with a number of its own stands below the last of a path.

        ``following`` are the levels of the items that may stand there, in their order.
        """
        depth = len(path)
        if not path[-1][0].starts_path:
            return False
        for levels in following:
            if len(levels) <= depth or not all(map(self._equal, path, levels)):
                return False
            if levels[depth][0].starts_path:
                return True
        return False

    def _equal(self, level: Level, other: Level) -> bool:
        if level[0] is not other[0]:
            return False
        one, two = level[1], other[1]
        if one is two or one is None or two is None:
            return one is two
        # An item is compared with the next for each level that it begins, and once more then.
        key = (id(one), id(two))
        known = self._compared.get(key)
        if known is None or known[0] is not one or known[1] is not two:
            if len(self._compared) >= _MOST_COMPARED:
                self._compared.clear()
            known = self._compared[key] = (one, two, alike(one, two))
        return known[2]


def renumbered(texts: list[str], of: Map, delimiters: Delimiters) -> list[str]:
    """Segments of a claim with LX counted anew: the guides of the 837 count the lines of each."""
    if of.guide.transaction != "837":
        return texts
    head = "LX" + delimiters.element
    lines = [at for at, text in enumerate(texts) if text.startswith(head)]
    for number, at in enumerate(lines, 1):
        texts[at] = f"{head}{number}"
    return texts


def grouped(items: Sequence[Any], of: Family) -> list[Any]:
    """Items that stand under the same levels next to each other, in the order of their first."""
    keys: dict[Any, int] = {}
    known: dict[int, int] = {}

    def number(model: Model | None) -> int:
        if id(model) not in known:
            known[id(model)] = keys.setdefault(model, len(keys))
        return known[id(model)]

    def path(item: Model) -> list[int]:
        levels = chain(item, of)
        # An item that is a level itself goes before those that stand below it.
        above = levels if levels[-1][0].starts_path else levels[:-1]
        seen = {
            loop: bindings(type(item))[name].of
            for name, loops in contexts_of(item, of).items()
            for loop in loops
        }
        return [number(_seen_as(model, seen.get(loop.node.id))) for loop, model in above]

    numbered = [(path(item), at) for at, item in enumerate(items)]
    return [items[at] for _, at in sorted(_by_first(numbered))]


def _seen_as(model: Model | None, of: Any) -> Model | None:
    """A model as what stands under it declares it: of an item often the person alone."""
    if model is None or of is None or of is Model or type(model) is of:
        return model
    if not isinstance(model, of):
        return model
    of_it: Any = of
    made: Model = of_it(**{name: getattr(model, name) for name in defaults(of_it)})
    return made


def _by_first(
    numbered: Sequence[tuple[list[int], int]],
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Each path with the place of its first occurrence at each depth, and the item."""
    first: dict[tuple[int, ...], int] = {}
    for path, at in numbered:
        ranks = tuple(first.setdefault(tuple(path[: depth + 1]), at) for depth in range(len(path)))
        yield ranks, at
