"""The four delimiters of an interchange."""

import attrs


@attrs.frozen(cache_hash=True)
class Delimiters:
    """Element and component separator, segment terminator, repetition separator.

    ``component`` and ``repetition`` are empty where the interchange has none: then no
    value is split by them.

    >>> Delimiters().clashes
    False
    """

    element: str = "*"
    component: str = ":"
    terminator: str = "~"
    repetition: str = "^"

    @property
    def all(self) -> str:
        """The delimiters that are set, in one string."""
        return self.element + self.component + self.terminator + self.repetition

    @property
    def clashes(self) -> bool:
        """True where two of them are the same character."""
        return len(set(self.all)) < len(self.all)
