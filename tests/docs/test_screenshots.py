"""The pictures of the terminal show what the program prints."""

import re
from collections import defaultdict
from xml.etree import ElementTree as ET

import pytest

from docs import screenshots


def shown(svg: str) -> list[str]:
    """The lines of text in a picture."""
    lines: dict[int, list[tuple[float, str]]] = defaultdict(list)
    # The project's own files, no one else's.
    for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314  our own
        number = re.search(r"line-(\d+)", text.get("clip-path", ""))
        assert number is not None
        lines[int(number[1])].append((float(text.get("x", "0")), text.text or ""))
    return [
        "".join(part for _, part in sorted(lines[number])).replace("\xa0", " ").rstrip()
        for number in range(max(lines) + 1)
    ]


@pytest.fixture(scope="module")
def printed() -> dict[str, list[str]]:
    return screenshots.printed()


def test_there_is_a_picture_for_each_and_no_other() -> None:
    assert {path.stem for path in screenshots.IMAGES.iterdir()} == screenshots.PICTURES.keys()


@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_a_picture_shows_what_is_printed(name: str, printed: dict[str, list[str]]) -> None:
    svg = (screenshots.IMAGES / f"{name}.svg").read_text("utf-8")
    assert shown(svg) == [line.rstrip() for line in printed[name]], "run: make docs"


@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_a_picture_loads_nothing_from_elsewhere(name: str) -> None:
    svg = (screenshots.IMAGES / f"{name}.svg").read_text("utf-8")
    assert set(re.findall(r"https?://[^\"' )]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert "url(" not in svg.replace(f"url(#{name}-", "")
