"""What an acknowledgment says, as a sequence that two programs can be compared by.

pyx12 keeps beside its test files the 997 or 999 that it expects. The older segments AK3,
AK4 and AK5 say what IK3, IK4 and IK5 say. Compared are segment ids, ordinals and codes, of
elements their positions, and the counts; not values repeated, loops and data elements.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from tests.corpus.index import PYX12

Said = tuple[str, str]
"""Of what is spoken (``set 2``, ``group 1``, ``interchange 1``), and the words."""

_NAMES = {"AK3": "IK3", "AK4": "IK4", "AK5": "IK5"}


@attrs.frozen
class Pair:
    """A file and the acknowledgment that pyx12 expects of it."""

    stem: str
    source: Path
    expected: Path

    def expects(self) -> "Acknowledgment":
        return parse(self.expected.read_text("latin-1"))


@attrs.frozen
class Acknowledgment:
    """``said`` of sets and groups in their order, ``said_of_interchanges`` by TA1."""

    said: list[Said]
    said_of_interchanges: list[Said]

    @property
    def accepts(self) -> bool:
        """True where no transaction set, group or interchange is rejected."""
        words = [word.split() for _, word in (*self.said, *self.said_of_interchanges)]
        return not any(word[at] == "R" for word in words for at in _status_at(word[0]))

    def places(self) -> set[tuple[str, str, int]]:
        """Each IK3: its transaction set, its segment id, its ordinal."""
        words = [(scope, word.split()) for scope, word in self.said]
        return {(scope, word[1], int(word[2])) for scope, word in words if word[0] == "IK3"}


def _status_at(name: str) -> tuple[int, ...]:
    return {"IK5": (1,), "AK9": (1,), "TA1": (2,)}.get(name, ())


def pairs(corpus: Path) -> list[Pair]:
    """Every expected acknowledgment whose file is there."""
    folder = corpus / PYX12
    found = []
    for expected in sorted((folder / "expected_acknowledgments").iterdir()):
        stem = expected.name.split(".")[0]
        source = folder / "INLINE_x12testdata" / f"{stem}.source.txt"
        if source.is_file():
            found.append(Pair(stem, source, expected))
    assert len(found) > 20
    return found


def parse(text: str) -> Acknowledgment:
    """Reads a 997 or 999 with the delimiters that all of them use."""
    segments = [line.strip().split("*") for line in text.split("~")]
    return Acknowledgment(
        list(_of_sets(segments)),
        [
            (f"interchange {number}", f"TA1 {segment[1]} {segment[4]} {segment[5]}")
            for number, segment in enumerate((s for s in segments if s[0] == "TA1"), 1)
        ],
    )


def _of_sets(segments: Iterable[list[str]]) -> Iterator[Said]:
    sets = groups = 0
    place: list[str] = []
    for segment in segments:
        name, *values = segment
        name = _NAMES.get(name, name)
        sets += name == "AK2"
        groups += name == "AK9"
        scope = f"group {groups}" if name == "AK9" else f"set {sets}"
        match name:
            case "AK2" | "IK5" | "AK9":
                wanted = values[:2] if name == "AK2" else values
            case "IK3":
                place = values[:2]
                wanted = [*place, values[3]]
            case "IK4":
                wanted = [*place, values[0], values[2]]
            case _:
                continue
        yield scope, " ".join((name, *wanted))
