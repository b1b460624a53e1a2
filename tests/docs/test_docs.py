"""The documentation says what the program does: pages, examples, links."""

import doctest
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

import edi_portal
from docs import (
    api_pages,
    generate,
    guide_pages,
    identifier_pages,
    measured_tables,
    model_pages,
    reason_pages,
    rule_pages,
)
from edi_portal.cli import main

PAGES = generate.pages()
NAMES = [page.relative_to(generate.ROOT).as_posix() for page in PAGES]
each_page = pytest.mark.parametrize("page", PAGES, ids=NAMES)


@pytest.fixture
def beside_samples(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of its own that holds a copy of the samples."""
    shutil.copytree(samples, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)


def test_reference_of_findings_is_up_to_date() -> None:
    assert generate.FINDINGS.read_text("utf-8") == generate.findings_page(), "run: make docs"


def test_reference_of_reason_codes_is_up_to_date() -> None:
    for page, text in reason_pages.reason_page().items():
        assert page.read_text("utf-8") == text, "run: make docs"


def test_reference_of_identifiers_is_up_to_date() -> None:
    for page, text in identifier_pages.identifier_pages().items():
        assert page.read_text("utf-8") == text, "run: make docs"


def test_reference_of_the_api_is_up_to_date() -> None:
    for page, text in api_pages.api_page().items():
        assert page.read_text("utf-8") == text, "run: make docs"


def test_reference_of_the_api_names_all_that_is_exported_once() -> None:
    named = Counter(name for names in api_pages.SUBJECTS.values() for name in names)
    assert named == Counter(name for name in edi_portal.__all__ if name != "__version__")


@pytest.mark.parametrize(
    "made, folder",
    [
        (guide_pages.guide_pages, guide_pages.FOLDER),
        (model_pages.model_pages, model_pages.FOLDER),
        (rule_pages.rule_pages, rule_pages.FOLDER),
    ],
    ids=["guides", "models", "rules"],
)
def test_pages_of_a_folder_are_up_to_date(
    made: Callable[[], dict[Path, str]], folder: Path
) -> None:
    wanted = made()
    written = {page: page.read_text("utf-8") for page in folder.iterdir()}
    assert written.keys() == wanted.keys(), "run: make docs"
    for page, text in wanted.items():
        assert written[page] == text, f"{page.name}: run: make docs"


@pytest.mark.parametrize(
    "page", sorted(guide_pages.FOLDER.glob("*.md")), ids=lambda page: page.name
)
def test_references_within_a_guide_lead_to_the_one_place_that_is_meant(page: Path) -> None:
    text = page.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    known = Counter(map(guide_pages.anchor, headings))
    meant = set(re.findall(r"Elements as in \[.*?\]\(#(.*?)\)", text))
    assert {target for target in meant if known[target] != 1} == set()


@each_page
def test_console_examples_print_what_the_page_shows(page: Path) -> None:
    text = page.read_text("utf-8")
    assert generate.with_true_output(text) == text, "run: make docs, and read what changed"


@each_page
@pytest.mark.usefixtures("beside_samples")
def test_python_examples_give_what_the_page_shows(page: Path) -> None:
    text = page.read_text("utf-8")
    names: dict[str, object] = {"__name__": "__main__"}
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block in generate.blocks(text, "python"):
        body, line = block["body"], text.count("\n", 0, block.start("body"))
        example = parser.get_doctest(body, names, page.name, str(page), line)
        assert example.examples, f"{page.name}:{line + 1}: write the example with >>>"
        runner.run(example, clear_globs=False)
        names = example.globs
    assert runner.summarize(verbose=False).failed == 0


@each_page
def test_tables_of_measurements_are_those_of_the_benchmarks(page: Path) -> None:
    text = page.read_text("utf-8")
    assert measured_tables.with_measured_tables(text) == text, "run: make docs"


def test_a_table_that_the_benchmarks_lack_is_an_error() -> None:
    with pytest.raises(LookupError, match="Nothing"):
        measured_tables.with_measured_tables("<!-- from RESULTS.md: Nothing | file -->\n")


def links(text: str) -> Iterator[tuple[str, str]]:
    """Target and anchor of every link of a page that points into the project."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            yield path, anchor


def anchors(text: str) -> set[str]:
    """The names that the headings of a page can be linked by."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return set(map(guide_pages.anchor, headings))


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    for path, anchor in links(page.read_text("utf-8")):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), f"{path}#{anchor}"


@each_page
def test_page_is_reachable_from_the_readme(page: Path) -> None:
    seen, todo = set[Path](), [generate.ROOT / "README.md"]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        found = ((here.parent / path).resolve() for path, _ in links(here.read_text("utf-8")))
        todo.extend(path for path in found if path.suffix == ".md")
    assert page in seen


@pytest.mark.parametrize(
    "page", sorted((generate.ROOT / "docs" / "how-to").glob("*.md")), ids=lambda page: page.name
)
def test_the_index_calls_a_how_to_by_its_title(page: Path) -> None:
    title = page.read_text("utf-8").partition("\n")[0].removeprefix("# ")
    assert title.startswith("How to ")
    index = (generate.ROOT / "docs" / "index.md").read_text("utf-8")
    assert f"[{title}](how-to/{page.name})" in index


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_reference_of_the_command_line_lists_the_options_of_each_command(name: str) -> None:
    page = (generate.ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    sections = re.split(r"^## ", page, flags=re.MULTILINE)
    section = next(text for text in sections if text.startswith(f"edi-portal {name}\n"))
    rows = re.findall(r"^\| (`-[^|]*)", section, re.MULTILINE)
    listed = {option for row in rows for option in re.findall(r"`(-[\w-]+)", row)}
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = (parameter for parameter in command.params if isinstance(parameter, click.Option))
    assert listed == {spelling for option in options for spelling in option.opts}
