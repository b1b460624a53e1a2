"""Reads TOML: the library's own data files, and files of users within bounds."""

import re
import tomllib
from importlib.resources.abc import Traversable
from typing import Any

LONGEST = 1 << 20
"""The most characters of a TOML file of a user."""

# A key of so many parts takes time and memory that grow with their square. Each part is looked at
# from its beginning only, so that the search itself takes time with the size of the text.
_PART = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""
_DEEP = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{64}}")


def read_toml(file: Traversable) -> dict[str, Any]:
    """The content of a TOML file that is part of the installation."""
    return tomllib.loads(file.read_text("utf-8"))


def parse_toml(text: str) -> dict[str, Any]:
    """The content of a TOML file that a user brings.

    Raises `ValueError` where it is none (`tomllib.TOMLDecodeError`, with line and column), too
    long or nested too deeply.
    """
    if len(text) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    if _DEEP.search(text):
        raise ValueError("a key has too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
