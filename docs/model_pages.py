"""Writes the reference of the models: a page for each package, and a list of all classes.

It holds what the classes say of themselves: their docstrings, and of each field its type, its
place in the guide and its meaning. What a class inherits is printed with the class it is from.
"""

import enum
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent
from typing import Any, Literal, get_args, get_origin

import attrs

from docs.guide_pages import anchor
from edi_portal.models.base import Model
from edi_portal.models.checks import members
from edi_portal.models.fields import METADATA
from edi_portal.models.values import Period

FOLDER = Path(__file__).resolve().parent / "models"

_WRITTEN = "<!-- Written by docs/generate.py from the classes: correct those, not this page. -->"
_MODELS = "edi_portal.models"

_ASKED = "coverage_answers"  # the one package that has functions to be called

# Page, title, modules. What a package shows but another module has stands on that one's page.
_PAGES = (
    ("claim", "Claims: 837P, 837I, 837D", ("claim",)),
    ("remittance", "Remittances: 835", ("remittance",)),
    ("eligibility", "Eligibility: 270, 271", ("eligibility",)),
    ("coverage-answers", "Answers from a 271", (_ASKED,)),
    ("status", "Status of claims: 276, 277, 277CA", ("status",)),
    ("acknowledgment", "Acknowledgments: 999, TA1", ("acknowledgment",)),
    (
        "shared",
        "What several transaction sets share",
        ("parts", "adjustments", "adjudication", "values"),
    ),
)

_INDEX = f"""\
# Models

{_WRITTEN}

The classes that files are read into and written from; the functions that answer questions of a
271. Each page lists the fields of its classes with their places: the loop or segment, or, of a
class that is itself a segment or a composite, the element. [The guides](../guides/index.md) say
what may stand there. [Reference: Python](../reference/python.md#reading-models) says how to read and
write them.
"""

_TABLE = "| field | type | default | place | |\n|---|---|---|---|---|"


def model_pages() -> dict[Path, str]:
    """The text of every page: of each package, and of their index."""
    found = {_file(page): "\n".join(_page(page, title)) for page, title, _ in _PAGES}
    found[FOLDER / "index.md"] = _INDEX + "".join(_listed(*row) for row in _PAGES)
    return found


def _file(page: str) -> Path:
    return FOLDER / f"{page}.md"


def public(modules: tuple[str, ...]) -> list[Any]:
    """The classes and functions that are of these modules, in the order of their names."""
    found = []
    for name in modules:
        module = importlib.import_module(f"{_MODELS}.{name}")
        exported = getattr(module, "__all__", None) or vars(module)
        for item in (getattr(module, each) for each in exported if each[0] != "_"):
            shown = inspect.isclass(item) or (inspect.isfunction(item) and name == _ASKED)
            if shown and item.__module__.startswith(module.__name__):
                found.append(item)
    return sorted(found, key=lambda item: (inspect.isfunction(item), item.__name__))


_HOMES: dict[Any, str] = {item: page for page, _, mods in _PAGES for item in public(mods)}


def _listed(page: str, title: str, modules: tuple[str, ...]) -> str:
    where = ", ".join(f"`{_MODELS}.{name}`" for name in modules)
    rows = [f"\n## {title}\n", f"[All of them]({page}.md), in {where}.\n", "| | |", "|---|---|"]
    for item in public(modules):
        summary = _text(item).partition("\n\n")[0].replace("\n", " ")
        rows.append(f"| [{item.__name__}]({page}.md#{anchor(item.__name__)}) | {_cell(summary)} |")
    return "\n".join(rows) + "\n"


def _page(page: str, title: str) -> Iterator[str]:
    modules = next(mods for name, _, mods in _PAGES if name == page)
    yield f"# {title}\n"
    yield f"{_WRITTEN}\n"
    yield f"In {', '.join(f'`{_MODELS}.{name}`' for name in modules)}.\n"
    for item in public(modules):
        yield f"## {item.__name__}\n"
        if inspect.isfunction(item):
            yield f"`{item.__name__}{_signature(item)}`\n"
        yield _text(item) + "\n"
        if inspect.isclass(item):
            yield from _class(item, page)


def _class(of: type[Any], page: str) -> Iterator[str]:
    if issubclass(of, enum.Enum):
        yield "\n".join(f"- `{item.name}`: `{item.value!r}`" for item in of) + "\n"
        return
    known = [base for base in of.__mro__[1:] if base in _HOMES]
    if known:
        yield f"With all that {_link(known[0], page)} has.\n"
    own = [item for item in attrs.fields(of) if not item.inherited and item.name[0] != "_"]
    if own and issubclass(of, Model):
        yield _TABLE
        yield "\n".join(_row(item, page) for item in own) + "\n"
    elif own:
        yield "| field | type |\n|---|---|"
        yield "\n".join(f"| `{item.name}` | {_type(item.type, page)} |" for item in own) + "\n"
    # Four columns: what hangs below an item is its own by every reading of Markdown.
    derived = [indent(f"`{name}`: {_text(item)}", "    ").strip() for name, item in _derived(of)]
    if derived:
        yield "Besides:\n"
        yield "".join(f"- {item}\n" for item in derived)


def _derived(of: type) -> Iterator[tuple[str, Any]]:
    """The properties and methods of a class, but those that attrs makes."""
    for name, item in vars(of).items():
        if name[0] != "_" and isinstance(item, property):
            yield name, item
        elif name[0] != "_" and inspect.isfunction(item):
            yield f"{name}{_signature(item)}".replace("(self, ", "("), item


def _row(item: "attrs.Attribute[Any]", page: str) -> str:
    places = ", ".join(f"`{spot.text}`" for spot in item.metadata[METADATA].spots)
    if item.default is attrs.NOTHING:
        default = "required"
    else:
        empty = item.default in (None, ()) or isinstance(item.default, Model)
        default = "" if empty else f"`{item.default!r}`"
    cells = [f"`{item.name}`", _type(item.type, page), default, places, item.metadata["doc"]]
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _type(annotation: Any, page: str) -> str:
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{value!r}`" for value in get_args(annotation))
    kinds, _, many = members(annotation)
    if set(kinds) == set(get_args(Period)):
        return "a period of any kind"
    words = " or ".join(_link(kind, page) for kind in kinds)
    return f"several {words}" if many else words


def _link(of: Any, page: str) -> str:
    name, home = getattr(of, "__name__", str(of)), _HOMES.get(of)
    if home is None:
        return f"`{name}`"
    return f"[{name}]({'' if home == page else f'{home}.md'}#{anchor(name)})"


def _signature(of: Callable[..., Any]) -> str:
    """The parameters with their defaults; what types they have, the docstring tells."""
    found = inspect.signature(of)
    bare = [item.replace(annotation=item.empty) for item in found.parameters.values()]
    return str(found.replace(parameters=bare, return_annotation=found.empty))


def _text(of: Any) -> str:
    return inspect.cleandoc(of.__doc__ or "").partition(">>>")[0].rstrip().replace("``", "`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
