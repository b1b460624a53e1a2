"""``edi-portal guide``: guides at the terminal.

The texts of a handmade guide are kept in ``golden/`` to be read by people. After a change that
is meant, run with ``UPDATE_GOLDEN=1`` and read the difference.
"""

import json
import os
from pathlib import Path

import pytest

from edi_portal.cli import _guide_text
from edi_portal.guides.describe import describe_all, describe_guide, describe_place
from edi_portal.guides.registry import Registration, registrations
from tests.cli.conftest import Run
from tests.guides.described import described

GOLDEN = Path(__file__).parent / "golden"
PLACES = (
    *("2300", "2300/CLM", "2300/REF"),
    *("2300/CLM02", "2300/CLM02-2", "2300/CLM03", "2300/CLM04", "2300/CLM05"),
)


def texts() -> dict[str, str]:
    """Each text of the handmade guide by the name of its golden file."""
    with described() as item:
        found = {
            "guide-tree": "".join(_guide_text.tree(describe_guide(item))),
            "guide-tree-depth": "".join(_guide_text.tree(describe_guide(item, depth=1))),
            "guide-elements": "".join(_guide_text.tree(describe_guide(item, elements=True))),
        }
        for place in PLACES:
            name = "guide-" + place.replace("/", "-")
            found[name] = "".join(_guide_text.place(describe_place(item, place)))
        found["guide-json"] = json.dumps(describe_place(item, "2300/CLM02"), indent=2) + "\n"
    return found


TEXTS = texts()


@pytest.mark.parametrize("name", TEXTS)
def test_golden_file(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXTS[name], "utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        assert TEXTS[name] == file.read()


def test_every_golden_file_is_used() -> None:
    assert {path.stem for path in GOLDEN.glob("guide-*")} == set(TEXTS)


def test_without_a_name_the_guides_are_listed(run: Run) -> None:
    result = run("guide")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == len(registrations())
    assert lines[0].split()[:4] == ["837P", "005010X222A1", "transaction", "837;"]
    assert [line.endswith("withdrawn") for line in lines] == [i.withdrawn for i in registrations()]
    assert json.loads(run("guide", "-f", "json").stdout) == describe_all()


def test_tree_of_a_guide(run: Run) -> None:
    result = run("guide", "837P")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "837P 005010X222A1, transaction 837, functional group HC"
    assert "with the corrections: 837P" in lines
    words = [line.split() for line in lines]
    assert ["2010AA", "R", "1", "Billing", "Provider", "Name"] in words
    assert sum(line[:2] == ["CLM", "R"] for line in words) == 1
    assert any(line[0] == "2300" and line[-2:] == ["as", "above"] for line in words if line)


def test_options_shape_the_tree(run: Run) -> None:
    whole, top = run("guide", "835").stdout, run("guide", "835", "--depth", "1").stdout
    more = run("guide", "835", "--elements").stdout
    assert "1000A" in top
    assert "BPR" in top
    assert "CLP" not in top
    assert "BPR01" not in whole
    assert "BPR01" in more
    tree = json.loads(run("guide", "835", "-f", "json", "--depth", "1").stdout)
    item = next(item for item in registrations() if item.name == "835")
    assert tree == describe_guide(item, depth=1)


def test_place_of_a_guide(run: Run) -> None:
    result = run("guide", "X222A1", "837", "2300/ref[g1]02")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\n2300/REF[G1]02  Prior Authorization Number\n" in result.stdout
    assert "  in loop       2000B/2300, 2000C/2300\n" in result.stdout
    told = json.loads(run("guide", "837P", "2300/REF[G1]02", "-f", "json").stdout)
    assert told["place"] == "2300/REF[G1]02"
    assert [part["node"]["reference"] for part in told["found"]] == ["REF02"]


def test_depth_of_a_place(run: Run) -> None:
    shallow, deep = run("guide", "837P", "2320"), run("guide", "837P", "2320", "--depth", "2")
    assert "Other Payer Name" in shallow.stdout
    assert "NM101" not in shallow.stdout
    assert "NM101" in deep.stdout


@pytest.mark.parametrize(
    "args, told",
    [
        (["837X"], "no guide is called '837X'; the nearest are 837P (005010X222A1), "),
        (["837"], "'837' names several guides: 837P (005010X222A1), 837I (005010X223A2)"),
        (
            ["837P", "2300/CLN"],
            "837P has no place '2300/CLN'; the nearest are 2300/CN1, 2300/CLM, ",
        ),
        (["837P", "CLM05-3"], "837P has no place 'CLM05-3'; the nearest is 2300/CLM05-3\n"),
        (["837P", "x\x1b[2J"], "837P has no place 'x\\x1b[2J'; the nearest are "),
    ],
)
def test_unknown_names_and_places_exit_2_and_name_the_nearest(
    run: Run, args: list[str], told: str
) -> None:
    result = run("guide", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"edi-portal: {told}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("item", registrations(), ids=lambda item: f"{item.name}-{item.version}")
def test_every_guide_can_be_shown(run: Run, item: Registration) -> None:
    version, transaction = item.version, item.transaction
    names = [other for other in registrations() if other.version == version]
    words = [version, transaction] if len(names) == 1 else [item.name]
    result = run("guide", *words, "--elements")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{item.name} {version}, ")
    assert max(map(len, result.stdout.splitlines())) <= 100
