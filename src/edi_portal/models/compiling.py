"""Functions that are written as source text and compiled, each for one shape of data.

A file has millions of values, and what is the same for all values of a place (where it
stands, what it is called, how it is read) is known before the first of them. Asking for it,
or calling something, for each of them took most of the time of reading. So a function is
written out for each place, with all that in its text, as `attrs` and `dataclasses` write
``__init__``. This module holds the means for it and knows nothing of models.

Nothing of an input ever becomes part of a text, only names and numbers of the code's own; and
everything else is bound to a name that is made here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_INDENT = "    "


class Function:
    """A function while its text is put together, line by line.

    >>> twice = Function("twice", "n")
    >>> with twice.block("if n"):
    ...     twice.line(f"return {twice.bind(2)} * n")
    >>> twice.made()(21)
    42
    """

    def __init__(self, name: str, parameters: str) -> None:
        self._name = name
        self._lines = [f"def {name}({parameters}):"]
        self._depth = 1
        self._bound: dict[str, Any] = {}
        self._names: dict[int, str] = {}

    def line(self, text: str) -> None:
        """Adds a statement."""
        self._lines.append(_INDENT * self._depth + text)

    @contextmanager
    def block(self, *heads: str) -> Iterator[None]:
        """What is added inside stands under these conditions, or in these loops."""
        for head in heads:
            self.line(f"{head}:")
            self._depth += 1
        yield
        self._depth -= len(heads)

    def bind(self, value: Any) -> str:
        """A name for an object that the text needs, the same for the same object."""
        name = self._names.get(id(value))
        if name is None:
            name = self._names[id(value)] = f"_{len(self._bound)}"
            self._bound[name] = value
        return name

    def made(self) -> Any:
        """The function."""
        text = "\n".join(self._lines)
        found = dict(self._bound)
        exec(compile(text, f"<{self._name}>", "exec"), found)  # noqa: S102 - see above
        return found[self._name]
