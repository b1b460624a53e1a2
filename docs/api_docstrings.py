"""Docstrings as Markdown: an extension of griffe, which mkdocstrings reads the source with."""

import re

import griffe

DOCTEST = re.compile(r"^>>> .*?(?=\n\n|\Z)", re.DOTALL | re.MULTILINE)


# No type is known where griffe is not installed, and it need not be to check types.
class Doctests(griffe.Extension):  # type: ignore[misc]
    """Puts examples into fences, for in Markdown ``>>>`` is a quotation three deep."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        """Change the docstring of ``obj``, if it has one."""
        if obj.docstring is not None:
            obj.docstring.value = DOCTEST.sub(r"```python\n\g<0>\n```", obj.docstring.value)
