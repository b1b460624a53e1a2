"""What checks the package says what is wrong with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.package import built, pythons, sbom
from tools.package.tutorial import follow


def test_page_states_every_size_and_a_package_that_grew_is_told() -> None:
    known = built.stated()
    sizes = {name: known[name] for name in ("wheel", "source archive", "wheel, unpacked")}
    assert list(built.faults_of_size(sizes)) == []
    (fault,) = built.faults_of_size({**sizes, "wheel": sizes["wheel"] * 1.21})
    assert fault.startswith("wheel: ")
    (fault,) = built.faults_of_size({**sizes, "wheel": sizes["wheel"] * 0.79})
    assert fault.startswith("wheel: ")


def test_page_states_the_packages_that_the_project_asks_for() -> None:
    asked = pythons.project()["dependencies"]
    assert list(built.faults_of_number({"packages it asks for": len(asked)})) == []
    assert list(built.faults_of_number({"packages it asks for": len(asked) + 1})) != []


def test_python_that_is_not_here_is_none() -> None:
    assert pythons.interpreter("3.0") is None
    assert pythons.interpreter(pythons.version_of_this()) is not None


@pytest.fixture
def bill() -> dict[str, Any]:
    licence = [{"license": {"id": "MIT"}}]
    names = ("attrs", "cattrs", "click", "platformdirs", "pyx12")
    components = [{"name": name, "version": "1", "licenses": licence} for name in names]
    own = {"name": "edi-portal", "version": "0.1", "licenses": licence}
    return {"metadata": {"component": own}, "components": components}


def faults(bill: dict[str, Any], folder: Path) -> list[str]:
    file = folder / sbom.NAME
    file.write_text(json.dumps(bill), "utf-8")
    names = ("attrs", "cattrs", "click", "platformdirs", "pyx12")
    return list(sbom.faults(file, "0.1", {"edi-portal": "0.1", **dict.fromkeys(names, "1")}))


def test_bill_of_all_packages_has_no_fault(bill: dict[str, Any], tmp_path: Path) -> None:
    assert faults(bill, tmp_path) == []


def test_bill_without_a_package_or_a_licence_is_told(bill: dict[str, Any], tmp_path: Path) -> None:
    lost = bill["components"].pop()
    bill["components"][0]["licenses"] = []
    bill["components"][1]["version"] = "2"
    bill["metadata"]["component"]["version"] = "0.2"
    told = "\n".join(faults(bill, tmp_path))
    assert f"lacks {lost['name']}" in told
    assert "no licence of attrs" in told
    assert "another version of cattrs" in told
    assert "edi-portal 0.2" in told


def test_page_is_followed_in_its_order_and_told_where_it_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (
        "```sh\nexit 9\n```\n\n```console\n$ echo one > made\n```\n\n"
        "```python\n>>> found = open('made').read()\n```\n\n```python\n>>> found\n'one\\n'\n```\n\n"
        "```console\n$ cat made\n...ne\n```\n"
    )
    page = page.replace("open('made').read()", "__import__('pathlib').Path('made').read_text()")
    assert follow(page, tmp_path) == []
    assert "line 7" in follow("a\n\n\n\n\n```console\n$ echo two\none\n```\n", tmp_path)[0]
    assert "Expected:" in "".join(follow("```python\n>>> 1 + 1\n3\n```\n", tmp_path))
