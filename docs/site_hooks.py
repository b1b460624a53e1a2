"""What the site needs besides its settings in mkdocs.yml; MkDocs calls the functions ``on_…``.

The pages are written to be read in a checkout: they link to files beside ``docs/``, and their
headings have the names that GitHub gives. So that both hold in the site, each file that a page
links to gets a page of its own under ``project/``, links are turned to it, and headings are named
the same way.
"""

import posixpath
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
# MkDocs loads this file by its path, and not as a part of the package beside it.
sys.path.insert(0, str(ROOT))

from docs.api_pages import with_directives  # noqa: E402 - found only once the path is set
from docs.guide_pages import anchor  # noqa: E402 - the same

DOCS = "docs/"
PROJECT = "project/"

# Of pages under project/ that have links themselves, the files they are made of.
_SOURCES: dict[str, str] = {}

# A link in text; what stands in a fence or between backticks is no link.
TOKENS = re.compile(
    r"^```.*?^```$|`[^`\n]+`|(?<=\]\()(?P<target>[^)\s]+)(?=\))", re.DOTALL | re.MULTILINE
)

ITEM = re.compile(r"(?:[-*]|1\.) ")
# A line of text at the margin, or one that hangs below an item.
PARAGRAPH = re.compile(r"(?: {4,})?(?!(?:[-*]|\d+\.) |[#|>\s])")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name headings as GitHub does."""
    config.mdx_configs["toc"]["slugify"] = lambda text, _separator: anchor(text)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add a page for each file of the project that pages link to."""
    todo = [DOCS + file.src_uri for file in files.documentation_pages()]
    seen = set(todo)
    while todo:
        source = todo.pop()
        if not source.endswith(".md"):
            continue
        for target in _targets(source):
            # A link that leads nowhere is told by MkDocs, as any other.
            if target in seen or target.startswith(DOCS) or not (ROOT / target).exists():
                continue
            seen.add(target)
            todo.append(target)
            for file in _made(target, config):
                files.append(file)
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links to files of the project to their pages, and name what the API page describes."""
    uri = page.file.src_uri
    source = _source(uri)
    if source is None:
        return markdown

    def turned(match: re.Match[str]) -> str:
        target = match["target"]
        if target is None or "://" in target or target.startswith("#"):
            return match[0]
        path, hash_sign, name = target.partition("#")
        meant = _site_uri(_resolved(source, path))
        return posixpath.relpath(meant, posixpath.dirname(uri) or ".") + hash_sign + name

    text = TOKENS.sub(turned, _with_lists_apart(markdown))
    return with_directives(text) if uri == "reference/api.md" else text


def _with_lists_apart(markdown: str) -> str:
    """The page with an empty line before each list that follows a paragraph at once.

    GitHub needs none there, the Markdown of the site does.
    """
    lines: list[str] = []
    fenced = False
    for line in markdown.splitlines():
        fenced ^= line.startswith("```")
        if not fenced and lines and ITEM.match(line) and PARAGRAPH.match(lines[-1]):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def _targets(source: str) -> Iterator[str]:
    """The paths in the project that the page ``source`` links to."""
    for match in TOKENS.finditer((ROOT / source).read_text("utf-8")):
        path = (match["target"] or "").partition("#")[0]
        if path and "://" not in path:
            yield _resolved(source, path)


def _resolved(source: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def _site_uri(path: str) -> str:
    """Where in the site the file ``path`` of the project is."""
    if path.startswith(DOCS):
        return path.removeprefix(DOCS)
    return PROJECT + path.lower() if path.endswith(".md") else PROJECT + path + ".md"


def _source(uri: str) -> str | None:
    """The file of the project that the page ``uri`` is made of, if it has links to turn."""
    if not uri.startswith(PROJECT):
        return DOCS + uri
    return _SOURCES.get(uri)


def _made(path: str, config: MkDocsConfig) -> Iterator[File]:
    """The page of the file or folder ``path`` of the project, and what it shows."""
    here = ROOT / path
    if path.endswith(".md"):
        _SOURCES[_site_uri(path)] = path
        yield File.generated(config, _site_uri(path), content=here.read_text("utf-8"))
    elif here.is_dir():
        names = sorted(file.name for file in here.iterdir() if file.is_file())
        rows = "".join(f"- [{name}]({posixpath.basename(path)}/{name})\n" for name in names)
        yield File.generated(config, _site_uri(path), content=f"# {path}\n\n{rows}")
        for name in names:
            yield File.generated(config, f"{PROJECT}{path}/{name}", abs_src_path=str(here / name))
    else:
        text = here.read_text("utf-8").rstrip()
        content = f"# {path}\n\n```{here.suffix.removeprefix('.')}\n{text}\n```\n"
        yield File.generated(config, _site_uri(path), content=content)
