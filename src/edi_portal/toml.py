"""Reads the library's own TOML data files."""

import tomllib
from importlib.resources.abc import Traversable
from typing import Any


def read_toml(file: Traversable) -> dict[str, Any]:
    """The content of a TOML file that is part of the installation."""
    return tomllib.loads(file.read_text("utf-8"))
