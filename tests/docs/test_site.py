"""The documentation as a site: it is built without a warning, is whole, and needs no other host."""

import os
import re
import subprocess
import sys
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import edi_portal
from docs.generate import ROOT

PARTS = ("mkdocs", "material", "mkdocstrings")

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in PARTS),
    reason="the dependency group `site` is not installed; `make site` does that",
)


def build(*options: str | Path) -> subprocess.CompletedProcess[str]:
    """Build as `make site` does."""
    source = Path(edi_portal.__file__).parents[1]
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *options],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(source)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built anew."""
    folder = tmp_path_factory.mktemp("site")
    done = build("--site-dir", folder)
    assert done.returncode == 0, done.stdout
    return folder


@pytest.mark.parametrize(
    "text, name",
    [
        ("[there](else.md)", "index.md"),
        ("[there](#nothing)", "index.md"),
        ("[there](/index.md)", "index.md"),
        ("not in the navigation", "loose.md"),
    ],
    ids=["link", "anchor", "absolute", "navigation"],
)
def test_the_settings_refuse_what_leads_nowhere(tmp_path: Path, text: str, name: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Good\n")
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\n"
        "docs_dir: docs\nsite_dir: site\nhooks: []\nplugins: []\nnav: [index.md]\n"
    )
    good = build("--config-file", settings)
    assert good.returncode == 0, good.stdout
    (docs / name).write_text(f"# Bad\n\n{text}\n")
    bad = build("--config-file", settings)
    assert bad.returncode == 1
    assert "Aborted with 1 warnings in strict mode" in bad.stdout


def html(site: Path) -> dict[Path, str]:
    """Every page of the site."""
    return {page: page.read_text("utf-8") for page in site.rglob("*.html")}


def test_each_page_of_the_documentation_is_in_the_site(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        path = page.relative_to(ROOT / "docs")
        built = path.with_suffix(".html") if path.stem == "index" else path.with_suffix("")
        assert (site / built).exists(), path


@pytest.mark.parametrize("name", [name for name in edi_portal.__all__ if name != "__version__"])
def test_each_public_name_has_its_signature_and_its_description(site: Path, name: str) -> None:
    page = (site / "reference" / "api" / "index.html").read_text("utf-8")
    entries = re.split(r"<h3 id=\"edi_portal\.", page)
    [entry] = [entry for entry in entries if entry.startswith(f'{name}"')]
    text = re.sub(r"<[^>]+>", "", entry.partition('<div class="doc doc-contents')[2])
    docstring = getattr(edi_portal, name).__doc__
    first = " ".join(docstring.split("\n\n")[0].replace("``", "").replace("`", "").split())
    assert first in " ".join(unescape(text).split())


def test_no_markdown_is_left_over(site: Path) -> None:
    left = set()
    for page, text in html(site).items():
        article = re.search(r"<article.*?</article>", text, re.DOTALL)
        shown = re.sub(
            r"<(pre|code).*?</\1>|<!--.*?-->", "", article[0] if article else "", flags=re.DOTALL
        )
        for line in unescape(re.sub(r"<[^>]*>", "", shown)).splitlines():
            if re.search(r"^[|#]|^- |\*\*|---|`|>>>|\]\(|:::", line.strip()):
                left.add((page.relative_to(site).as_posix(), line.strip()))
    assert left == set()


def test_links_lead_to_what_is_in_the_site(site: Path) -> None:
    missing = set()
    for page, text in html(site).items():
        if page.name == "404.html":  # served for any address, so its links begin at the root
            continue
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            parts = urlsplit(unescape(link))
            if not parts.scheme and parts.path:
                target = (page.parent / unquote(parts.path)).resolve()
                if not (target / "index.html").is_file() and not target.is_file():
                    missing.add((page.relative_to(site).as_posix(), link))
    assert missing == set()


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    loaded = re.compile(r'<(?:script|img|iframe|source)[^>]+src="?https?:|<link[^>]+href="?https?:')
    for page, text in html(site).items():
        links = [tag for tag in loaded.findall(text) if "canonical" not in tag]
        assert links == [], page
    for sheet in site.rglob("*.css"):
        assert not re.search(
            r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")
        ), sheet


def test_files_of_the_project_that_pages_link_to_are_pages(site: Path) -> None:
    for path in ("readme", "contributing", "changelog", "schemas/notes", "benchmarks/results"):
        assert (site / "project" / path / "index.html").is_file(), path
